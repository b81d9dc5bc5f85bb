"""A colour has one home, the style sheet of the pages; no other file spells it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tree import ROOT
from webapp import palette

# The mark has the colours of the page, but cannot read its style sheet.
MARK = ROOT / "pwa" / "icons" / "icon.svg"

SPELLED = [
    path
    for pattern in ("webapp/**/*.*", "pwa/*.js", "tests/**/*.py")
    for path in sorted(ROOT.glob(pattern))
    if path.suffix in {".py", ".typ", ".html", ".js"}
]


def test_light_and_dark_have_the_same_names() -> None:
    assert palette.LIGHT.keys() == palette.DARK.keys() >= {"paper", "ink", "accent"}
    assert palette.LIGHT != palette.DARK


def test_the_mark_has_the_colours_of_the_light_page() -> None:
    colours = set(re.findall("#[0-9a-f]{6}", MARK.read_text()))
    assert colours == {palette.LIGHT[name] for name in ("paper", "ink", "accent")}


@pytest.mark.parametrize("path", SPELLED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nobody_else_spells_a_colour_of_the_page(path: Path) -> None:
    words = path.read_text("utf-8").lower()
    colours = {*palette.LIGHT.values(), *palette.DARK.values()} - {"#fff"}
    assert [colour for colour in colours if colour in words] == []
