"""A poster as a file: its words, its paper and the address, set by Typst and proved.

The layout is in ``poster.typ``. Callers pass the words, in each language of the sheet; which
files readers can get is decided above.

A code is a tenth as wide as the distance from which it is read, and no smaller than a phone in
the hand can focus on: docs/reasons.md (Size of a code).
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import json
import os
import re
import struct
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import BoundedSemaphore
from urllib.parse import urlsplit

import typst
from PIL import Image
from PIL.PngImagePlugin import putchunk

from webapp import palette
from webapp.errors import PosterError, RoomError
from webapp.posters import fonts, qr
from webapp.posters.proof import PIXELS, prove
from webapp.posters.sheets import CODES, PAPERS, PICTURES, Format, Sheet
from webapp.reader.locales import Locale

SOURCE = Path(__file__).parent / "poster.typ"

ACCENT = palette.LIGHT["accent"]


# Millimetres: the least width of a code and of a module; the bleed.
LEAST_CODE, LEAST_MODULE = 20.0, 0.5
BLEED = 3

DECIMALS = re.compile(rb"(?<=\.\d{3})\d+")  # of a point: 1/1000 is 0.35 micrometres

PICTURE_DPI = 76.2  # three pixels to a millimetre: as many as messengers ask for
PRINT_DPI = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a sheet says in one language; ``do`` is in parts, each with whether it is strong."""

    locale: Locale
    headline: str
    scope: str
    default: str
    do: tuple[tuple[str, bool], ...]
    free: str
    count: str  # of languages, where their names do not fit
    independent: str  # on every sheet, however small
    small: str
    by: str
    as_of: str
    readable: str
    code: str  # for readers who cannot see it
    logo: str  # likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Who puts a poster up: printed in the frame, otherwise left empty for a stamp or a pen."""

    org: str = ""
    imprint: str = ""  # a responsible name and address, where the law asks for one
    logo: bytes = b""  # a PNG file, as ``logos`` returns it


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """One sheet, whose code leads to the address; its wordings are in their order on paper."""

    sheet: Sheet
    address: str
    wordings: tuple[Wording, ...]
    languages: tuple[Locale, ...]  # that the guide is in
    date: datetime.date  # of the newest change of the guide
    distance: float  # metres
    bleed: bool = False  # only a PDF can have it
    accent: str = ACCENT
    maker: Maker = Maker()


def code_width(address: str, distance: float) -> float:
    """Return the width in millimetres that a code needs to be read from ``distance`` metres."""
    modules, _ = qr.runs(address)
    return max(distance * 1000 / 10, LEAST_CODE, LEAST_MODULE * modules)


def accent(value: str) -> str:
    """Return a colour that can be read on white, or raise PosterError.

    4.5 to 1 is what WCAG 2.2 asks for in text (success criterion 1.4.3).
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise PosterError("accent", value, f"a colour such as {ACCENT}")
    if (ratio := _contrast_to_white(value)) < 4.5:
        raise PosterError(
            "accent", value, f"a darker colour: {ratio:.1f} to 1 on white, 4.5 needed"
        )
    return value.lower()


def _contrast_to_white(colour: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def recipe(poster: Poster) -> bytes:
    """Return a hash of everything a poster is made of: the same hash means the same bytes."""
    content = json.dumps([_input(poster), poster.address, str(poster.date)])
    return hashlib.sha256(_tools() + content.encode()).digest()


@lru_cache
def _tools() -> bytes:
    """Return what draws a poster, and proves it: our code, and the versions of others'."""
    versions = [version(name) for name in ("pillow", "typst", *fonts.PACKAGES)]
    files = sorted(SOURCE.parent.glob("*.*"))
    return repr(versions).encode() + b"".join(file.read_bytes() for file in files)


@lru_cache(maxsize=128)
def draw(poster: Poster, kind: Format) -> bytes:
    """Return a poster as a file whose code was read back.

    Raises PosterError if a glyph is missing or the code of the finished file cannot be read,
    and RoomError if the sheet is too small for what should be on it.
    """
    content = _pdf(poster)
    if kind is not Format.PDF:
        content = _set(poster, kind)
    if kind is Format.PNG:
        content = _with_size(content, _dpi(poster))
    if kind is Format.SVG:  # Typst writes nine decimals, half of the file
        content = DECIMALS.sub(b"", content)
    modules, _ = qr.runs(poster.address)
    prove(
        content,
        kind,
        width=PAPERS[poster.sheet].width + (2 * BLEED if poster.bleed else 0),
        dpi=25.4 * PIXELS * modules / code_width(poster.address, poster.distance),
        address=poster.address,
        codes=CODES.get(poster.sheet, 1),
    )
    return content


def module(poster: Poster) -> bytes:
    """Return a poster as a module of JavaScript that exports the text of its SVG."""
    return f"export default {json.dumps(draw(poster, Format.SVG).decode())}\n".encode()


@lru_cache(maxsize=16)
def _pdf(poster: Poster) -> bytes:
    """Return a poster as PDF, which comes first: in other formats, glyphs may be missing."""
    return _set(poster, Format.PDF)


def fits(poster: Poster) -> bool:
    """Return whether a sheet has room for what should be on it."""
    try:
        _pdf(poster)
    except RoomError:
        return False
    return True


# A sheet at a time on each processor, so that memory stays small however many are asked for.
_PLACES = BoundedSemaphore(os.cpu_count() or 1)


def _set(poster: Poster, kind: Format) -> bytes:
    timestamp = datetime.datetime.combine(poster.date, datetime.time(), datetime.UTC)
    with _PLACES:
        try:
            document = typst.Compiler(SOURCE, font_paths=fonts.installed()).compile(
                format=kind.value,
                ppi=_dpi(poster),
                sys_inputs={"poster": json.dumps(_input(poster))},
                pdf_standards="ua-1",
                timestamp=timestamp,
            )
        except typst.TypstError as error:
            raise _poster_error(poster, error) from None
    assert isinstance(document, bytes)  # noqa: S101 - a list would be several pages
    return document


def _dpi(poster: Poster) -> float:
    return PICTURE_DPI if poster.sheet in PICTURES else PRINT_DPI


def _input(poster: Poster) -> dict[str, object]:
    """Return what ``poster.typ`` reads."""
    modules, runs = qr.runs(poster.address)
    paper = PAPERS[poster.sheet]
    parts = urlsplit(poster.address)
    return {
        "sheet": poster.sheet,
        "width": paper.width,
        "height": paper.height,
        "bleed": BLEED if poster.bleed else 0,
        "accent": poster.accent,
        "ink": palette.LIGHT["ink"],
        # As people type it; a browser adds https automatically, and nothing else.
        "address": parts.netloc if parts.scheme == "https" else poster.address,
        "code": {
            "modules": modules,
            "runs": runs,
            "width": code_width(poster.address, poster.distance),
        },
        "org": poster.maker.org,
        "imprint": poster.maker.imprint,
        "logo": _as_svg(poster.maker.logo) if poster.maker.logo else "",
        "fonts": fonts.every_family(),
        "languages": [_language(wording) for wording in poster.wordings],
        "names": [{**_script(locale), "name": locale.name} for locale in poster.languages],
    }


def _language(wording: Wording) -> dict[str, object]:
    fields = asdict(replace(wording, locale=None))  # type: ignore[arg-type] # its parts follow
    return {**fields, **_script(wording.locale)}


def _script(locale: Locale) -> dict[str, object]:
    """Return how a locale is written."""
    language, _, region = locale.language.partition("-")
    return {
        "lang": language,
        "region": region if len(region) == 2 else None,
        "dir": locale.direction,
        "fonts": fonts.families(locale),
    }


def _as_svg(png: bytes) -> str:
    """Return a PNG file within an SVG, since Typst takes text as its input, not bytes."""
    width, height = Image.open(io.BytesIO(png)).size
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image '
        f'width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def _with_size(png: bytes, dpi: float) -> bytes:
    """Return a PNG file of Typst that states the size in which to print it.

    It gets a pHYs chunk after its first one, IHDR (PNG, section 11.3.4.3).
    """
    start = len(b"\x89PNG\r\n\x1a\n") + 4 + len(b"IHDR") + 13 + 4
    per_metre = round(dpi / 0.0254)
    file = io.BytesIO()
    file.write(png[:start])
    putchunk(file, b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    file.write(png[start:])
    return file.getvalue()


def _poster_error(poster: Poster, error: typst.TypstError) -> PosterError:
    """Return Typst's error in our words."""
    if "does not fit" in error.message:
        return RoomError(
            "sheet", str(poster.sheet), "a larger one, fewer languages or a shorter distance"
        )
    match = re.search(
        r'text `"(.+?)"` could not be displayed with font `"(.+?)"`', error.message
    )
    if not match:
        return PosterError("sheet", str(poster.sheet), f"one Typst can set: {error.message}")
    character = match[1]
    for wording in poster.wordings:
        if character in str(asdict(wording)):
            family = fonts.families(wording.locale)[0]
            name = f"a character in {wording.locale.tag}"
            return PosterError(name, character, f"one that {family} has")
    name = "org" if character in poster.maker.org else "imprint"
    return PosterError(name, character, "characters that the fonts of posters have")
