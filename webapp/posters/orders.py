"""The poster studio: what somebody orders, in options or in the rows of a table, as files.

A file is whole or not there. How a poster looks and what it says is not known here, and
neither is who asks: what went wrong is a PosterError that names the option or the column.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from webapp.errors import PosterError, RoomError
from webapp.guide.models import Format, Locale, Sheet
from webapp.posters import drawing, fonts, logos, tables, wording
from webapp.site.pages import Pages

LONGEST = 120  # characters: what a maker says stands on the sheet in a few lines

SHEETS = [str(sheet) for sheet in Sheet if sheet is not Sheet.PREVIEW]
FORMATS = [str(kind) for kind in Format]

Track = Callable[[Iterable[bool | str], int], Iterable[bool | str]]


def _is_line(text: str) -> bool:
    """Return whether a text is one line without control characters, and not too long."""
    hidden = {"Cc", "Zl", "Zp", "Cs"}  # Cs: bytes of a terminal that are no text
    return len(text) <= LONGEST and not hidden & {unicodedata.category(sign) for sign in text}


class Value(NamedTuple):
    """What may stand in an option or a cell: in words, and what tells whether a text is it."""

    expected: str
    accepts: Callable[[str], object]


VALUES = {
    "sheet": Value("one of " + ", ".join(SHEETS), frozenset(SHEETS).__contains__),
    "format": Value("one of " + ", ".join(FORMATS), frozenset(FORMATS).__contains__),
    "bleed": Value("yes or no", frozenset(("yes", "no")).__contains__),
    "org": Value(f"one line of up to {LONGEST} characters", _is_line),
    "imprint": Value(f"one line of up to {LONGEST} characters", _is_line),
    "distance": Value(
        "metres above 0, such as 0.8 or 1.2",
        lambda text: re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", text) and float(text) > 0,
    ),
}


def make(pages: Pages, given: Mapping[str, str], out: str) -> tuple[Path, drawing.Poster]:
    """Make one poster as ``given`` says, by option; return its file and what is on it.

    ``out`` is a file, whose suffix is the format, or a folder, where the file is named for
    what it is. Raises PosterError, and OSError where nothing can be written.
    """
    place = Path(out)
    to_folder = out.endswith("/") or place.is_dir()
    if not to_folder:
        given = {**given, "format": _format(out, given["format"])}
    order = _order(pages, given)
    content = order.draw()
    if to_folder:
        place.mkdir(parents=True, exist_ok=True)
        place /= f"{order.name}.{order.kind}"
    _write(place, content)
    return place, order.poster


def make_many(
    pages: Pages, given: Mapping[str, str], out: str, table: Path, *, track: Track
) -> Sequence[bool | str]:
    """Make a poster for each row of a table, below a folder; what a row leaves out is given.

    Return for each row whether it had to be drawn, as not all of them were there already, or
    what is wrong with it. ``track`` is given what gets done and how much that will be, to
    show it. Raises as `make` does, for what is wrong with all rows.
    """
    if Path(out).is_file() or Path(out).suffix[1:] in FORMATS:
        raise PosterError("out", out, "a folder, as --csv makes several files")
    rows = tables.read(table)
    _order(pages, given)  # what is wrong with an option is not wrong with every row
    many = _Many(pages, given, Path(out))
    return list(track(map(many.make, rows), len(rows)))


class _Order(NamedTuple):
    """A poster that can be drawn."""

    poster: drawing.Poster
    kind: Format
    name: str  # without the suffix

    def draw(self) -> bytes:
        """Return the file, or raise PosterError in the words of who ordered it."""
        try:
            return drawing.draw(self.poster, self.kind)
        except RoomError:
            tags = ",".join(worded.locale.tag for worded in self.poster.wordings)
            raise PosterError(
                "sheet",
                str(self.poster.sheet),
                f"a larger one for {tags} to be read from {self.poster.distance:g} m, "
                "fewer languages and words, or a shorter distance",
            ) from None


def _order(pages: Pages, given: Mapping[str, str]) -> _Order:
    """Return what options ask for, or raise PosterError, which names the wrong one."""
    locales = _locales(pages, given["lang"])
    sheet = Sheet(given["sheet"])
    kind = Format(given["format"] or Format.PDF)
    made = wording.poster(
        pages,
        locales,
        sheet,
        distance=float(given["distance"]) if given["distance"] else None,
        bleed=given["bleed"] == "yes",
        accent=drawing.accent(given["accent"]),
        maker=drawing.Maker(
            org=given["org"],
            imprint=given["imprint"],
            logo=_logo(Path(given["logo"])) if given["logo"] else b"",
        ),
    )
    return _Order(made, kind, drawing.name(sheet, locales, kind).removesuffix(f".{kind}"))


def _locales(pages: Pages, tags: str) -> list[Locale]:
    named = [tag.strip().lower() for tag in tags.split(",")]
    known = pages.locales.keys()
    if len(named) > 3 or len(set(named)) < len(named) or not known >= set(named):
        expected = "one to three different ones of " + ", ".join(sorted(known))
        raise PosterError("lang", tags, expected)
    found = [pages.locales[tag] for tag in named]
    for locale in found:
        if package := fonts.missing(locale):
            expected = f"letters of {locale} here: install {package}"
            raise PosterError("lang", tags, expected)
    return found


_logo = lru_cache(maxsize=16)(logos.load)  # all rows of a batch may have the same


def _format(out: str, wanted: str) -> str:
    """Return the format of a file by its name, if it is the one wanted."""
    suffix = Path(out).suffix
    if suffix[1:] not in ([wanted] if wanted else FORMATS):
        suffixes = f".{wanted}" if wanted else ".pdf, .svg or .png"
        raise PosterError("out", out, f"a folder, or a name ending in {suffixes}")
    return suffix[1:]


class _Many:
    """The files of a table, in a folder with a list of what earlier runs made."""

    def __init__(self, pages: Pages, given: Mapping[str, str], folder: Path) -> None:
        self.pages = pages
        self.given = given
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.there = tables.made(folder)
        self.taken: set[str] = set()

    def make(self, row: tables.Row) -> bool | str:
        """Return whether a row's file had to be drawn, or what is wrong with the row."""
        try:
            return self._make(row)
        except PosterError as error:
            return f"row {row.number}, {error}"

    def _make(self, row: tables.Row) -> bool:
        if row.beyond:
            expected = "nothing there: a text with a separator in it stands in quotes"
            raise PosterError("a cell beyond the last column", row.beyond, expected)
        for column, cell in row.given.items():
            if column in VALUES and not VALUES[column].accepts(cell):
                raise PosterError(column, cell, VALUES[column].expected)
        order = _order(self.pages, {**self.given, **row.given})
        file = self.folder / f"{row.file(order.name)}.{order.kind}"
        if file.name.lower() in self.taken:  # many a disk does not tell A from a
            raise PosterError("file", file.name, "a name that no row above has")
        self.taken.add(file.name.lower())
        recipe = f"{drawing.recipe(order.poster).hex()} {order.kind}"
        if self.there.get(file.name) == recipe and file.is_file():
            return False
        _write(file, order.draw())
        tables.note(self.folder, file.name, recipe)
        return True


def _write(file: Path, content: bytes) -> None:
    """Write a file that is whole or not there."""
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
