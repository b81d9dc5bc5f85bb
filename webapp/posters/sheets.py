"""The sheets: papers, formats, and the distance from which each is read.

How a sheet looks is decided in ``poster.typ``, what it says in ``wording``.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from babel.units import format_unit

from webapp.reader.locales import Locale


class Sheet(StrEnum):
    """A poster by its paper or screen, named as in its URL."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    LETTER = "letter"
    TABLOID = "tabloid"
    FLYERS = "flyers"  # four on A4, to be cut apart
    STRIPS = "strips"  # one on A4, with strips to tear off
    STICKERS = "stickers"  # fourteen on A4, to be cut apart, or on a sheet of labels
    TENT = "tent"  # A4, folded once, to stand on a counter
    SLIDE = "slide"  # for a screen
    SQUARE = "square"  # a picture for social networks
    PREVIEW = "preview"  # the picture beside a link to the guide


class Format(StrEnum):
    """A kind of file that a poster comes as, named by its suffix."""

    PDF = "pdf"
    SVG = "svg"
    PNG = "png"

    @property
    def mimetype(self) -> str:
        """The media type (IANA)."""
        return {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}[self]


class Paper(NamedTuple):
    """A sheet's size in millimetres."""

    width: float
    height: float


# ISO 216 for A, ASME Y14.1 for the American two.
PAPERS = {
    Sheet.A3: Paper(297, 420),
    Sheet.A4: Paper(210, 297),
    Sheet.A5: Paper(148, 210),
    Sheet.A6: Paper(105, 148),
    Sheet.LETTER: Paper(215.9, 279.4),
    Sheet.TABLOID: Paper(279.4, 431.8),
    Sheet.FLYERS: Paper(210, 297),
    Sheet.STRIPS: Paper(210, 297),
    Sheet.STICKERS: Paper(210, 297),
    Sheet.TENT: Paper(210, 297),
    Sheet.SLIDE: Paper(320, 180),
    Sheet.SQUARE: Paper(360, 360),
    Sheet.PREVIEW: Paper(400, 210),
}

# What is not printed, and how it is called: its millimetres say nothing.
SCREENS = {Sheet.SLIDE: "16:9", Sheet.SQUARE: "1080 × 1080", Sheet.PREVIEW: "1200 × 630"}

# From how many metres a sheet is read, unless somebody orders otherwise: about half is code.
DISTANCES = {
    Sheet.A3: 1.4,
    Sheet.A4: 1.0,
    Sheet.A5: 0.7,
    Sheet.A6: 0.5,
    Sheet.LETTER: 1.0,
    Sheet.TABLOID: 1.3,
    Sheet.FLYERS: 0.5,
    Sheet.STRIPS: 0.8,
    Sheet.STICKERS: 0.3,
    Sheet.TENT: 0.6,
    Sheet.SLIDE: 1.0,
    Sheet.SQUARE: 1.6,
    Sheet.PREVIEW: 1.1,
}

# How often the code is on a sheet, where it is more than once.
CODES = {Sheet.FLYERS: 4, Sheet.STICKERS: 14, Sheet.TENT: 2}

PICTURES = (Sheet.SQUARE, Sheet.PREVIEW)  # for social networks and messengers, only as PNG

# What somebody prints or shows.
SHEETS = tuple(sheet for sheet in Sheet if sheet not in PICTURES)

# The sheets with a frame for whoever puts them up; nobody writes on the other two.
FRAMED = tuple(sheet for sheet in SHEETS if sheet not in (Sheet.STICKERS, Sheet.SLIDE))

# The files that the site has in each language; the picture of A4 is for chats.
FILES = (
    *product(SHEETS, (Format.PDF, Format.SVG)),
    *((sheet, Format.PNG) for sheet in (Sheet.A4, *PICTURES)),
)


def name(sheet: Sheet, locales: Sequence[Locale], kind: Format) -> str:
    """Return the name of a file, in ASCII, for example off-switch-a4-de.pdf."""
    return "-".join(("off-switch", sheet, *(locale.tag for locale in locales))) + f".{kind}"


def readable(locale: Locale, metres: float) -> str:
    """Return a distance in the words and digits of a locale."""
    return str(format_unit(metres, "length-meter", "short", locale=locale.folder))
