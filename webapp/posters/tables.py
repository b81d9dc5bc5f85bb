"""Tables: which posters a CSV file asks for, and which ones a folder has already.

There is a row for each poster, and a column for each option in which posters differ. What a
cell may contain is decided in ``orders``, with the options; here a cell is text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from webapp.errors import PosterError

SEPARATORS = ",;\t"  # Excel writes a semicolon where numbers have a comma

LIST = ".offswitch-made"


class Row(NamedTuple):
    """One poster of a table: its cells by column, the empty ones left out."""

    number: int  # as a spreadsheet counts: the header is row 1
    cells: Mapping[str, str]  # the empty ones left out
    beyond: str = ""  # the first text to the right of the last column

    def file(self, otherwise: str) -> str:
        """Return the name that the row's file has, without its suffix.

        Raises PosterError for a name that not every system allows.
        """
        name = self.cells.get("file", f"{self.number:03}-{otherwise}")
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z-]{0,99}", name):
            expected = "up to 100 letters from A to Z, digits and hyphens"
            raise PosterError("file", name, expected)
        return name


def read(path: Path, options: Iterable[str]) -> list[Row]:
    """Return the rows of a CSV file that are not empty.

    Its columns are named as ``options`` are, and ``file``. A logo's path is relative to the
    file's folder. Raises PosterError if the table as a whole cannot be understood; anything
    wrong with one row is found by whoever uses the row.
    """
    columns = sorted((*options, "file"))
    rows = _rows(path)
    number, header = next(rows, (1, []))
    while header and not header[-1]:
        header.pop()
    for column in header or [""]:
        if column not in columns:
            expected = "columns of these: " + ", ".join(columns)
            raise PosterError(f"{path}, row {number}", column, expected)
        if header.count(column) > 1:
            raise PosterError(f"{path}, row {number}", column, "each column once")
    poster_rows = [_row(path, header, number, cells) for number, cells in rows if any(cells)]
    if not poster_rows:
        expected = "a table with a row for each poster below the header"
        raise PosterError("csv", str(path), expected)
    return poster_rows


def _row(path: Path, header: list[str], number: int, cells: list[str]) -> Row:
    by_column = {
        column: cell for column, cell in zip(header, cells, strict=False) if cell
    }  # a row may be shorter than the header
    if "logo" in by_column:
        by_column["logo"] = str(path.parent / by_column["logo"])
    return Row(number, by_column, next(filter(None, cells[len(header) :]), ""))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield all rows with their numbers, the header first."""
    text = _text(path)
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    separator = max(SEPARATORS, key=first.count)
    number = 0
    try:
        # A row is not a line: a cell may have several.
        for cells in csv.reader(
            io.StringIO(text, newline=""), delimiter=separator, strict=True
        ):
            number += 1
            yield number, [cell.strip() for cell in cells]
    except csv.Error as error:
        expected = "cells whose quotes are closed, and doubled within"
        raise PosterError(f"{path}, row {number + 1}", str(error), expected) from None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PosterError("csv", str(path), f"a file to read: {error.strerror}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1  # a row, if no cell has several lines
        wrong = content[error.start : error.end]
        raise PosterError(f"{path}, row {line}", wrong, "UTF-8: in Excel, CSV UTF-8") from None


def recipes(folder: Path) -> dict[str, str]:
    """Return the list of a folder: by file, the recipe and the format it was drawn from.

    Callers check that the file exists. Broken lines are skipped; at worst a poster is drawn
    again. Raises OSError.
    """
    try:
        text = (folder / LIST).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    lines = [line.rpartition(" ") for line in text.splitlines()]
    return {name: recipe for recipe, _, name in lines}


def note(folder: Path, name: str, recipe: str) -> None:
    """Add a finished file, and what it was made from, to the list. Raises OSError."""
    with (folder / LIST).open("a", encoding="utf-8") as file:
        file.write(f"{recipe} {name}\n")
