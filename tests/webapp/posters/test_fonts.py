"""Fonts are found by script, and missing ones are named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import NO_LETTERS, ROOT
from webapp.posters import fonts
from webapp.reader.locales import Locale


def locale(folder: str) -> Locale:
    tag = folder.replace("_", "-").lower()
    return Locale(tag=tag, folder=folder)


@pytest.mark.parametrize(
    ("folder", "families"),
    [
        ("en", ("Noto Sans",)),
        ("uk", ("Noto Sans",)),
        ("el", ("Noto Sans",)),
        ("ar", ("Noto Sans Arabic", "Noto Sans")),
        ("fa", ("Noto Sans Arabic", "Noto Sans")),
        ("he", ("Noto Sans Hebrew", "Noto Sans")),
        ("hi", ("Noto Sans Devanagari", "Noto Sans")),
        ("ja", ("Noto Sans CJK JP", "Noto Sans")),
        ("zh_Hans", ("Noto Sans CJK SC", "Noto Sans")),
        ("zh_Hant", ("Noto Sans CJK TC", "Noto Sans")),
        ("ko", ("Noto Sans CJK KR", "Noto Sans")),
        ("pa", ("Noto Sans Gurmukhi", "Noto Sans")),
    ],
)
def test_a_locale_is_written_with_its_scripts_letters(
    folder: str, families: tuple[str, ...]
) -> None:
    assert fonts.families(locale(folder)) == families
    assert fonts.missing(locale(folder)) == ""


@pytest.mark.starts
def test_where_there_are_no_letters_the_package_is_named(tmp_path: Path) -> None:
    code = (
        "from tests.webapp.posters.test_fonts import locale; from webapp.posters import fonts\n"
        "print(fonts.missing(locale('ar')), fonts.missing(locale('ja')))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "FONTCONFIG_FILE": NO_LETTERS, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "fonts-noto-core fonts-noto-cjk\n"
