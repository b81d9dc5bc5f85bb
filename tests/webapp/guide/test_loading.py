"""The content files are read completely or not at all, and errors say why not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.guides import TODAY
from webapp.errors import ContentError
from webapp.guide import loading


def test_a_file_that_is_not_utf_8_stops_the_start(small: Path) -> None:
    (small / "labels.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match=r"labels\.toml: the file .* UTF-8"):
        loading.load(small, today=TODAY)


def test_a_date_is_a_day_a_month_a_year_or_unknown(small: Path) -> None:
    path = small / "sources.toml"
    text = path.read_text("utf-8")
    for written, first in {
        '"2025-10"': datetime.date(2025, 10, 1),
        '"2025"': datetime.date(2025, 1, 1),
        '"unknown"': None,
    }.items():
        path.write_text(text.replace("date = 2026-08-21", f"date = {written}"), "utf-8")
        loaded = loading.load(small, today=TODAY)
        assert loaded.sources["S1"].date.first == first
