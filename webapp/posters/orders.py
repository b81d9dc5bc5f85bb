"""Orders: the posters that somebody asks for, in options or in the rows of a table, as files.

A file is complete or not there. How a poster looks, what it says and who asks for it is not
known here: anything wrong is a PosterError that names the option or the column.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from webapp import files
from webapp.errors import PosterError, RoomError
from webapp.guide.models import Guide
from webapp.posters import drawing, logos, sheets, tables, wording
from webapp.posters.drawing import Maker, Poster
from webapp.posters.sheets import Format, Sheet
from webapp.reader.locales import Locale, by_name

LONGEST = 120  # characters: a maker's text takes a few lines of the sheet

SHEETS = [str(sheet) for sheet in sheets.SHEETS]
FORMATS = [str(kind) for kind in Format]

Track = Callable[[Iterable[bool | str], int], Iterable[bool | str]]


def _is_line(text: str) -> bool:
    """Return whether a text is one line without control characters, and not too long."""
    hidden = {"Cc", "Zl", "Zp", "Cs"}  # Cs: bytes from a terminal that are not text
    return len(text) <= LONGEST and not hidden & {unicodedata.category(sign) for sign in text}


class Value(NamedTuple):
    """What an option or a cell accepts: a description for people, and a test."""

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


class _Order(NamedTuple):
    """A poster that can be drawn."""

    poster: Poster
    format: Format
    name: str  # without the suffix

    def draw(self) -> bytes:
        """Return the file, or raise PosterError in the words of whoever ordered it."""
        try:
            return drawing.draw(self.poster, self.format)
        except RoomError:
            raise self._without_room() from None

    def _without_room(self) -> PosterError:
        """Return an error that says from how far away the sheet could be read, by 10 cm."""
        poster = self.poster
        tags = ",".join(wording.locale.tag for wording in poster.wordings)

        def too_far(decimetres: int) -> bool:
            return not drawing.fits(replace(poster, distance=decimetres / 10))

        shorter = range(1, round(10 * poster.distance))
        fitting = bisect_left(shorter, True, key=too_far)
        if not fitting:
            expected = f"a larger one for {tags}, or fewer languages and words"
            return PosterError("sheet", str(poster.sheet), expected)
        return PosterError(
            "distance",
            f"{poster.distance:g}",
            f"up to {fitting / 10:g} for {tags} on {poster.sheet}; from further away, "
            "a larger sheet, or fewer languages and words",
        )


class Stock(NamedTuple):
    """What all posters of a site are made of."""

    guide: Guide
    locales: Mapping[str, Locale]  # that the guide is in
    origin: str  # where their code leads

    def order(self, options: Mapping[str, str]) -> _Order:
        """Return what options ask for, or raise PosterError, which names the wrong one."""
        locales = self._locales_of(options["lang"])
        sheet = Sheet(options["sheet"])
        kind = Format(options["format"] or Format.PDF)
        if options["bleed"] == "yes" and kind is not Format.PDF:
            raise PosterError("format", str(kind), "pdf, the only one that has a bleed")
        poster = wording.poster(
            self.guide,
            locales,
            sheet,
            origin=self.origin,
            languages=by_name(self.locales),
            distance=float(options["distance"]) if options["distance"] else None,
            bleed=options["bleed"] == "yes",
            accent=drawing.accent(options["accent"]),
            maker=Maker(
                org=options["org"],
                imprint=options["imprint"],
                logo=_logo(Path(options["logo"])) if options["logo"] else b"",
            ),
        )
        return _Order(poster, kind, sheets.name(sheet, locales, kind).removesuffix(f".{kind}"))

    def _locales_of(self, option: str) -> list[Locale]:
        """Return the locales of some tags, separated by commas, or raise PosterError."""
        tags = [tag.strip().lower() for tag in option.split(",")]
        if len(tags) > 3 or len(set(tags)) < len(tags) or not self.locales.keys() >= set(tags):
            expected = "one to three different ones of " + ", ".join(sorted(self.locales))
            raise PosterError("lang", option, expected)
        return [self.locales[tag] for tag in tags]


def make(
    stock: Stock,
    options: Mapping[str, str],
    out: str,
) -> tuple[Path, Poster]:
    """Make the poster that ``options``, by name, ask for; return its file and what is on it.

    ``out`` is a file, whose suffix is the format, or a folder, where the file gets a name that
    says what it is. Raises PosterError, and OSError if nothing can be written.
    """
    path = Path(out)
    in_folder = out.endswith("/") or path.is_dir()
    if not in_folder:
        options = {**options, "format": _format(out, options["format"])}
    order = stock.order(options)
    content = order.draw()
    if in_folder:
        path.mkdir(parents=True, exist_ok=True)
        path /= f"{order.name}.{order.format}"
    files.replace(path, content)
    return path, order.poster


def make_many(
    stock: Stock,
    options: Mapping[str, str],
    out: str,
    table: Path,
    *,
    track: Track,
) -> Sequence[bool | str]:
    """Make a poster for each row of a table, below a folder.

    Options fill what a row leaves empty. Return for each row True if its file had to be
    drawn, False if it was there already, or what is wrong with the row. ``track`` wraps the
    finished items and gets their number, to show progress. Raises as `make` does, if something
    is wrong with all rows.
    """
    if Path(out).is_file() or Path(out).suffix[1:] in FORMATS:
        raise PosterError("out", out, "a folder, as --csv makes several files")
    rows = tables.read(table, options)
    stock.order(options)  # a wrong option is reported once, not with every row
    batch = _Batch(stock, options, Path(out))
    return list(track(map(batch.make, rows), len(rows)))


_logo = lru_cache(maxsize=16)(logos.load)  # all rows of a table may have the same logo


def _format(out: str, option: str) -> str:
    """Return the format of a file by its name, if the option allows it."""
    suffix = Path(out).suffix
    if suffix[1:] not in ([option] if option else FORMATS):
        suffixes = f".{option}" if option else ".pdf, .svg or .png"
        raise PosterError("out", out, f"a folder, or a name ending in {suffixes}")
    return suffix[1:]


class _Batch:
    """The files of a table, in a folder with a list of what earlier runs made."""

    def __init__(self, stock: Stock, options: Mapping[str, str], folder: Path) -> None:
        self.stock = stock
        self.options = options
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.recipes = tables.recipes(folder)
        self.file_names: set[str] = set()

    def make(self, row: tables.Row) -> bool | str:
        """Return whether a row's file had to be drawn, or what is wrong with the row."""
        try:
            return self._make(row)
        except PosterError as error:
            return f"row {row.number}, {error}"

    def _make(self, row: tables.Row) -> bool:
        if row.beyond:
            expected = "no such cell: a text with a separator in it is put in quotes"
            raise PosterError("a cell beyond the last column", row.beyond, expected)
        for column, cell in row.cells.items():
            if column in VALUES and not VALUES[column].accepts(cell):
                raise PosterError(column, cell, VALUES[column].expected)
        order = self.stock.order({**self.options, **row.cells})
        file = self.folder / f"{row.file(order.name)}.{order.format}"
        if file.name.lower() in self.file_names:  # on many disks, A and a are the same
            raise PosterError("file", file.name, "a name that no row above has")
        self.file_names.add(file.name.lower())
        recipe = f"{drawing.recipe(order.poster).hex()} {order.format}"
        if self.recipes.get(file.name) == recipe and file.is_file():
            return False
        files.replace(file, order.draw())
        tables.note(self.folder, file.name, recipe)
        return True
