"""Every language has fonts, on every machine the same."""

from __future__ import annotations

import pytest

from tests.languages import planned
from webapp.posters import fonts


@pytest.mark.parametrize(
    ("tag", "families"),
    [
        ("en", ("Noto Sans",)),
        ("uk", ("Noto Sans",)),
        ("el", ("Noto Sans",)),
        ("ar", ("Rubik", "Noto Sans")),
        ("fa", ("Rubik", "Noto Sans")),
        ("bn", ("Noto Sans Bengali", "Noto Sans")),
        ("he", ("Noto Sans Hebrew", "Noto Sans")),
        ("hi", ("Noto Sans Devanagari", "Noto Sans")),
        ("ja", ("Noto Sans CJK JP", "Noto Sans")),
        ("zh-hans", ("Noto Sans CJK SC", "Noto Sans")),
        ("zh-hant", ("Noto Sans CJK TC", "Noto Sans")),
        ("ko", ("Noto Sans CJK KR", "Noto Sans")),
        ("pa", ("Noto Sans Gurmukhi", "Noto Sans")),
    ],
)
def test_a_locale_is_written_with_the_fonts_of_its_script(
    tag: str, families: tuple[str, ...]
) -> None:
    assert fonts.families(planned(tag)) == families


def test_none_of_the_machines_own_fonts_is_used() -> None:
    paths = [font.path or "none" for font in fonts.installed().fonts()]
    assert len(paths) > 20
    for path in paths:
        assert path.startswith(tuple(map(str, fonts.folders()))), path
