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
    """A poster by its paper, named as in its URL; flyers and strips are cut from one A4."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"
    A6 = "a6"
    LETTER = "letter"
    TABLOID = "tabloid"
    FLYERS = "flyers"  # four, to be cut apart
    STRIPS = "strips"  # one, with strips to tear off
    PREVIEW = "preview"  # no paper: the picture beside a link to the guide


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
    Sheet.PREVIEW: Paper(400, 210),
}

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
    Sheet.PREVIEW: 1.1,
}
FLYERS = 4

# The files that the site has in each language; a picture is for chats, so it has one sheet.
FILES = (
    *product(
        (sheet for sheet in Sheet if sheet is not Sheet.PREVIEW), (Format.PDF, Format.SVG)
    ),
    (Sheet.A4, Format.PNG),
    (Sheet.PREVIEW, Format.PNG),
)


def name(sheet: Sheet, locales: Sequence[Locale], kind: Format) -> str:
    """Return the name of a file, in ASCII, for example off-switch-a4-de.pdf."""
    return "-".join(("off-switch", sheet, *(locale.tag for locale in locales))) + f".{kind}"


def readable(locale: Locale, metres: float) -> str:
    """Return a distance in the words and digits of a locale."""
    return str(format_unit(metres, "length-meter", "short", locale=locale.folder))
