"""Every sheet in every language is drawn, and looked at by programs that are not ours."""

from __future__ import annotations

import ctypes
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import product

import babel
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageChops

from tests.conftest import ORIGIN
from tests.languages import ALL, LOCALES, PLANNED, RTL, SAMPLE, planned
from webapp.errors import PosterError
from webapp.posters import drawing, fonts, qr, wording
from webapp.posters.drawing import ACCENT, BLEED, Maker, Poster, Wording
from webapp.posters.proof import prove
from webapp.posters.sheets import CODES, DISTANCES, FRAMED, PAPERS, SHEETS, Format, Sheet
from webapp.reader.locales import Locale, by_name

POINT = 25.4 / 72  # millimetres
MARGIN = 5  # millimetres that no office printer reaches
# What PDFium gives back letter for letter: Latin, Greek and Cyrillic.
IN_ORDER = [tag for tag in ALL if fonts.families(LOCALES[tag]) == (fonts.LATIN,)]
LONG = "https://ki-training-abschalten.gewerkschaft-beispielstadt.example.org"


def poster(app: Flask, sheet: Sheet, *tags: str, **what: object) -> Poster:
    """Return a sheet as `wording` words it."""
    pages = app.extensions["pages"]
    locales = [pages.locales[tag] for tag in tags or ("en",)]
    stock = {"origin": pages.config.public_origin, "languages": by_name(pages.locales)}
    return wording.poster(pages.guide, locales, sheet, **stock, **what)  # type: ignore[arg-type] # by name


def enough(tag: str, sheet: Sheet) -> bool:
    """Whether `make test` looks at a sheet in a language; the sweep looks at the rest."""
    return tag == SAMPLE[0] or (tag in SAMPLE and sheet is Sheet.A4)


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def picture(content: bytes, dpi: float = 150) -> Image.Image:
    """Draw a PDF with PDFium, which is the one of Chromium, in grey."""
    [page] = opened(content)
    drawn: Image.Image = page.render(scale=dpi / 72).to_pil()
    return drawn.convert("L")


def words(pdf: bytes) -> list[str]:
    """Return the words of a PDF in the order of its bytes."""
    [page] = opened(pdf)
    return said(page.get_textpage().get_text_range())


def said(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def stands_in(few: Sequence[str], many: Sequence[str], start: int) -> int:
    """Return where a run of words ends among many, searched from a start."""
    for at in range(start, len(many) - len(few) + 1):
        if list(many[at : at + len(few)]) == list(few):
            return at + len(few)
    raise AssertionError(f"{few} is not in {many[start:]}")


def plain(text: str) -> str:
    """Return a text without the marks of Arabic, and its ligatures as PDFium gives them.

    A page has glyphs from left to right; PDFium guesses the letters' order from that, a
    ligature's two in the wrong one, and marks at some other letter.
    """
    letters = unicodedata.normalize("NFKC", text)
    unmarked = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub("ل([اأإآ])", r"\1ل", unmarked)


def nearly_stands_in(few: Sequence[str], many: Sequence[str], start: int) -> int:
    """Return where at least half of some words end among many, in their order."""
    blocks = SequenceMatcher(a=few, b=many[start:], autojunk=False).get_matching_blocks()
    assert sum(block.size for block in blocks) >= 0.5 * len(few), (few, many[start:])
    return start + max(block.b + block.size for block in blocks if block.size)


@pytest.mark.starts  # 39 files are drawn and read
@pytest.mark.parametrize(
    ("tag", "sheet"),
    [
        pytest.param(tag, sheet, marks=() if enough(tag, sheet) else pytest.mark.sweep)
        for tag, sheet in product(ALL, SHEETS)
    ],
)
def test_every_sheet_comes_in_every_format_and_reads(
    app: Flask, tag: str, sheet: Sheet
) -> None:
    made = poster(app, sheet, tag)
    codes = CODES.get(sheet, 1)
    paper = PAPERS[sheet]

    pdf = drawing.draw(made, Format.PDF)
    [page] = opened(pdf)
    assert page.get_size() == pytest.approx((paper.width / POINT, paper.height / POINT), abs=1)
    drawn = picture(pdf)
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == [ORIGIN] * codes

    png = Image.open(io.BytesIO(drawing.draw(made, Format.PNG)))
    assert png.info["dpi"] == pytest.approx((150, 150), abs=0.1)
    size = (paper.width / 25.4 * 150, paper.height / 25.4 * 150)
    assert png.size == pytest.approx(size, abs=2)
    read = zxingcpp.read_barcodes(png)
    assert [(code.text, code.ec_level) for code in read] == [(ORIGIN, "Q")] * codes

    for kind, dpi in product(Format, (80, 150)):  # turned and blurred
        content = drawing.draw(made, kind)
        prove(content, kind, width=paper.width, dpi=dpi, address=ORIGIN, codes=codes)

    svg = drawing.draw(made, Format.SVG).decode()
    assert svg.startswith("<svg")
    assert "data:" not in svg  # under our policy it would not be shown
    assert "style=" not in svg
    assert "<text" not in svg  # glyphs are drawn, so no font is needed
    assert not re.search(r"\.\d{4}", svg)  # numbers are no longer than that

    for image in (drawn, png.convert("L")):
        edge = round(MARGIN / 25.4 * 150) - 1
        ink = ImageChops.invert(image).point(lambda value: 255 if value > 8 else 0).getbbox()
        assert ink
        assert ink[0] >= edge
        assert ink[1] >= edge
        assert ink[2] <= image.width - edge
        assert ink[3] <= image.height - edge


@pytest.mark.parametrize("tag", ALL)
def test_every_sheet_has_room_for_every_language(app: Flask, tag: str) -> None:
    for sheet in SHEETS:
        assert drawing.draw(poster(app, sheet, tag), Format.SVG)


def parts(worded: Wording) -> Iterator[str]:
    """Yield what a sheet says, in reading order."""
    yield worded.headline
    yield worded.scope
    yield worded.default
    yield "".join(text for text, _ in worded.do)
    yield worded.free
    yield worded.by
    yield worded.independent
    yield worded.small
    yield worded.as_of


@pytest.mark.parametrize("tag", IN_ORDER)
def test_a_pdf_says_its_words_in_the_order_one_reads_them(app: Flask, tag: str) -> None:
    made = poster(app, Sheet.A4, tag)
    found = words(drawing.draw(made, Format.PDF))
    at = 0
    for part in parts(made.wordings[0]):
        at = stands_in(said(part), found, at)
    stands_in(said(ORIGIN.removeprefix("https://")), found, 0)


@pytest.mark.parametrize("tag", RTL)
def test_a_pdf_from_right_to_left_says_its_words_in_that_order_too(
    app: Flask, tag: str
) -> None:
    made = poster(app, Sheet.A4, tag)
    [page] = opened(drawing.draw(made, Format.PDF))
    found = said(plain(page.get_textpage().get_text_range()))
    at = 0
    for part in parts(made.wordings[0]):
        at = nearly_stands_in(said(plain(part)), found, at)


@pytest.mark.parametrize("tag", ALL)
def test_a_pdf_is_tagged_and_named_and_brings_its_letters(app: Flask, tag: str) -> None:
    made = poster(app, Sheet.A4, tag)
    pdf = drawing.draw(made, Format.PDF)
    document = opened(pdf)
    assert document.get_metadata_value("Title") == made.wordings[0].headline
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
    assert re.search(rf"/Lang ?\({LOCALES[tag].language}\)".encode(), pdf)
    assert b"pdfuaid" in pdf

    [page] = document
    letters = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
    kinds = set()
    for letter in letters:
        font = pypdfium2.raw.FPDFTextObj_GetFont(letter.raw)
        assert pypdfium2.raw.FPDFFont_GetIsEmbedded(font) == 1
        name = ctypes.create_string_buffer(100)
        pypdfium2.raw.FPDFFont_GetBaseFontName(font, name, 100)
        kinds.add(name.value.decode())
    assert kinds
    ours = [family.replace(" ", "") for family in fonts.every_family()]
    assert all(any(family in kind for family in ours) for kind in kinds)


def test_three_languages_share_a_sheet_in_their_order(app: Flask) -> None:
    made = poster(app, Sheet.A3, "de", "ar", "en")
    [page] = opened(drawing.draw(made, Format.PDF))
    found = said(plain(page.get_textpage().get_text_range()))
    at = 0
    for worded in made.wordings:
        at = nearly_stands_in(said(plain(worded.headline)), found, at)
    for worded in made.wordings:
        for part in parts(worded):
            nearly_stands_in(said(plain(part)), found, 0)


def test_the_same_recipe_makes_the_same_bytes(app: Flask) -> None:
    made = poster(app, Sheet.STRIPS, "de")
    for kind in Format:
        once = drawing.draw(made, kind)
        drawing.draw.cache_clear()
        assert drawing.draw(made, kind) == once
    assert drawing.recipe(made) == drawing.recipe(poster(app, Sheet.STRIPS, "de"))


@pytest.mark.parametrize(
    "other",
    [
        {"distance": 0.9},
        {"bleed": True},
        {"accent": "#005ea8"},
        {"maker": Maker(org="ver.di")},
    ],
)
def test_another_poster_has_another_recipe(app: Flask, other: dict[str, object]) -> None:
    made = poster(app, Sheet.A4)
    assert drawing.recipe(poster(app, Sheet.A4, **other)) != drawing.recipe(made)


def test_bleed_adds_paper_and_says_where_to_cut(app: Flask) -> None:
    pdf = drawing.draw(poster(app, Sheet.A5, bleed=True), Format.PDF)
    [page] = opened(pdf)
    paper, bleed = PAPERS[Sheet.A5], BLEED / POINT
    trim = (bleed, bleed, paper.width / POINT + bleed, paper.height / POINT + bleed)
    assert page.get_trimbox() == pytest.approx(trim, abs=0.1)
    assert page.get_bleedbox() == page.get_mediabox()
    assert page.get_size() == pytest.approx((trim[2] + bleed, trim[3] + bleed), abs=0.1)
    # Something is printed right across the edge that is cut.
    drawn = picture(pdf)
    edge = drawn.crop((5, 2, drawn.width - 5, round(BLEED / 25.4 * 150) + 5))
    assert max(edge.tobytes()) < 200


@pytest.mark.parametrize(
    ("sheet", "address", "metres", "millimetres"),
    [
        (Sheet.A4, ORIGIN, 1.0, 100),
        (Sheet.A6, ORIGIN, 0.1, 20),  # never smaller
        (
            Sheet.A4,
            "https://" + "a" * 63 + "." + "b" * 60 + ".example",
            0.1,
            28.5,
        ),  # 57 modules
    ],
)
def test_a_code_is_a_tenth_as_wide_as_it_is_read_from_far(
    sheet: Sheet, address: str, metres: float, millimetres: float
) -> None:
    assert drawing.code_width(address, metres) == pytest.approx(millimetres)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_code_on_the_paper_is_as_wide_as_the_sheet_says(app: Flask, sheet: Sheet) -> None:
    drawn = picture(drawing.draw(poster(app, sheet), Format.PDF))
    codes = zxingcpp.read_barcodes(drawn)
    assert len(codes) == CODES.get(sheet, 1)
    for code in codes:
        corners = code.position
        width = abs(corners.top_right.x - corners.top_left.x) / 150 * 25.4
        assert width == pytest.approx(DISTANCES[sheet] * 100, rel=0.02)


@pytest.mark.parametrize(
    ("tag", "sheet", "distance"),
    [
        pytest.param(tag, sheet, at, marks=() if enough(tag, sheet) else pytest.mark.sweep)
        for tag in SAMPLE
        for sheet, at in [
            *((sheet, None) for sheet in SHEETS),
            (Sheet.A4, 1.25),
            (Sheet.A3, 0.5),
        ]
    ],
)
def test_four_modules_around_a_code_are_white(
    app: Flask, tag: str, sheet: Sheet, distance: float | None
) -> None:
    made = poster(app, sheet, tag, distance=distance)
    drawn = picture(drawing.draw(made, Format.PDF))
    modules, _ = qr.runs(ORIGIN)
    for code in zxingcpp.read_barcodes(drawn):
        corners = (code.position.top_left, code.position.bottom_right)
        # One of the faces of a tent is upside down.
        start, end = sorted(corners, key=lambda corner: corner.y)
        quiet = 4 * (end.x - start.x) / modules - 3  # pixels are not as exact as that
        box = (start.x - quiet, start.y - quiet, end.x + quiet, end.y + quiet)
        assert min(box) >= 0
        assert box[2] <= drawn.width
        around = drawn.crop(box)
        inner = round(quiet) - 3
        code_itself = (inner, inner, around.width - inner, around.height - inner)
        around.paste(255, code_itself)
        assert min(around.tobytes()) > 200


ROOM = re.compile(
    r'<g transform="translate\((\S+) (\S+)\)" data-typst-label="room">'
    r'<g transform="translate\((\S+) (\S+)\)" data-typst-label="room-end"/></g>'
)


@pytest.mark.parametrize(
    ("tag", "sheet"),
    sorted({*product(SAMPLE, (Sheet.A4, Sheet.A6, Sheet.FLYERS)), *product(["en"], FRAMED)}),
)
def test_an_svg_says_where_the_room_in_each_frame_is(
    app: Flask, tag: str, sheet: Sheet
) -> None:
    """There the workshop lays a name: nothing is drawn there, and the frame is around it."""
    made = poster(app, sheet, tag)
    rooms = ROOM.findall(drawing.draw(made, Format.SVG).decode())
    assert len(rooms) == CODES.get(sheet, 1)
    drawn = picture(drawing.draw(made, Format.PDF))
    for room in rooms:
        x, y, width, height = (float(side) * 150 / 72 for side in room)
        upside_down = height < 0
        x, y = min(x, x + width), min(y, y + height)
        width, height = abs(width), abs(height)
        assert min(drawn.crop((x, y, x + width, y + height)).tobytes()) == 255

        def distance(start: tuple[float, float], step: tuple[int, int]) -> int:
            """Return how many pixels there are from a place to the first ink."""
            pixel = [round(side) for side in start]
            pixels = 0
            while drawn.getpixel((pixel[0], pixel[1])) == 255:
                pixel = [side + one for side, one in zip(pixel, step, strict=True)]
                pixels += 1
            return pixels

        foot = (0, -1) if upside_down else (0, 1)
        pads = (
            distance((x, y + height / 2), (-1, 0)),
            distance((x + width, y + height / 2), (1, 0)),
            distance((x + width / 2, y + (0 if upside_down else height)), foot),
        )
        assert max(pads) - min(pads) <= 2
        assert max(pads) < 0.2 * width


@pytest.mark.parametrize("sheet", sorted({*Sheet} - {*FRAMED}))
def test_no_other_svg_says_that_there_is_room(app: Flask, sheet: Sheet) -> None:
    assert b"room" not in drawing.draw(poster(app, sheet, "en"), Format.SVG)


def test_what_does_not_fit_is_refused(app: Flask) -> None:
    expected = "sheet is 'a6', expected a larger one, fewer languages or a shorter distance"
    with pytest.raises(PosterError, match=expected):
        drawing.draw(poster(app, Sheet.A6, distance=1.5), Format.PDF)


def test_a_long_address_fits_and_is_read(app: Flask) -> None:
    for sheet in SHEETS:
        made = replace(poster(app, sheet, "de"), address=LONG)
        host = LONG.removeprefix("https://")
        found = "".join(words(drawing.draw(made, Format.PDF)))
        assert "".join(said(host)) in found


def test_an_address_without_https_is_printed_whole(app: Flask) -> None:
    made = replace(poster(app, Sheet.A4), address="http://192.168.1.20:8000")
    stands_in(
        ["http", "192", "168", "1", "20", "8000"], words(drawing.draw(made, Format.PDF)), 0
    )


def test_a_makers_texts_are_on_the_sheet(app: Flask) -> None:
    maker = Maker(
        org="Betriebsrat *der* #Beispiel GmbH", imprint="V. i. S. d. P.: Erika Muster"
    )
    found = words(drawing.draw(poster(app, Sheet.A4, "de", maker=maker), Format.PDF))
    stands_in(["Betriebsrat", "der", "Beispiel", "GmbH"], found, 0)
    stands_in(["V", "i", "S", "d", "P", "Erika", "Muster"], found, 0)


def test_a_maker_is_named_in_any_script_of_our_fonts(app: Flask) -> None:
    names = " ".join(("አማርኛ", *(planned(tag).name for tag in PLANNED)))
    assert drawing.draw(poster(app, Sheet.A3, maker=Maker(org=names)), Format.PDF)


def test_a_logo_is_on_the_sheet_and_keeps_its_shape(app: Flask) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 100), (0, 160, 0)).save(file, format="PNG")
    pdf = drawing.draw(
        poster(app, Sheet.A4, maker=Maker(org="Verein", logo=file.getvalue())), Format.PDF
    )
    [page] = opened(pdf)
    drawn = page.render(scale=150 / 72).to_pil().convert("RGB")
    green = [
        (x, y)
        for x, y in product(range(0, drawn.width, 4), range(0, drawn.height, 4))
        if drawn.getpixel((x, y)) == (0, 160, 0)
    ]
    width = max(x for x, _ in green) - min(x for x, _ in green)
    height = max(y for _, y in green) - min(y for _, y in green)
    assert width / height == pytest.approx(3, rel=0.15)


@pytest.mark.parametrize(
    ("maker", "said"),
    [
        (Maker(org="ᏣᎳᎩ"), "org is 'Ꮳ', expected characters that the fonts of posters have"),
        (Maker(imprint="ᐃᓄᒃᑎᑐᑦ"), "imprint is"),
    ],
)
def test_a_letter_that_is_missing_is_named(app: Flask, maker: Maker, said: str) -> None:
    with pytest.raises(PosterError, match=said):
        drawing.draw(poster(app, Sheet.A4, maker=maker), Format.SVG)


def test_a_letter_that_a_language_misses_is_named(app: Flask) -> None:
    made = poster(app, Sheet.A4)
    [english] = made.wordings
    other = replace(made, wordings=(replace(english, default="It is 日."),))
    expected = "a character in en is '日', expected one that Noto Sans has"
    with pytest.raises(PosterError, match=expected):
        drawing.draw(other, Format.PNG)


def test_any_other_error_of_typst_is_reported(app: Flask) -> None:
    made = replace(poster(app, Sheet.A4), accent="no colour")
    with pytest.raises(PosterError, match="sheet is 'a4', expected one Typst can set: "):
        drawing.draw(made, Format.PDF)


@pytest.mark.parametrize("colour", [ACCENT, "#005EA8", "#767676", "#000000"])
def test_a_colour_that_can_be_read_is_taken(colour: str) -> None:
    assert drawing.accent(colour) == colour.lower()


@pytest.mark.parametrize(
    ("colour", "said"),
    [
        ("red", f"accent is 'red', expected a colour such as {ACCENT}"),
        ("#fff", "expected a colour such as"),
        ("#777777", "expected a darker colour: 4.5 to 1 on white, 4.5 needed"),
        ("#ffcc00", "expected a darker colour: 1.5 to 1 on white"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(colour: str, said: str) -> None:
    with pytest.raises(PosterError, match=said):
        drawing.accent(colour)


def test_the_code_is_black_whatever_the_accent(app: Flask) -> None:
    made = poster(app, Sheet.A6, accent="#005ea8")
    png = Image.open(io.BytesIO(drawing.draw(made, Format.PNG))).convert("RGB")
    [code] = zxingcpp.read_barcodes(png)
    corner = code.position.top_left
    assert png.getpixel((corner.x + 4, corner.y + 4)) == (0, 0, 0)
    assert (0, 0x5E, 0xA8) in set(zip(*[iter(png.tobytes())] * 3, strict=True))


def times(text: str, pdf: bytes) -> int:
    """Return how often a text is in a PDF."""
    return " ".join(words(pdf)).count(" ".join(said(text)))


@pytest.mark.parametrize("tag", IN_ORDER)
def test_each_strip_and_each_sticker_says_what_it_is_about(app: Flask, tag: str) -> None:
    strips, stickers = (poster(app, sheet, tag) for sheet in (Sheet.STRIPS, Sheet.STICKERS))
    [worded] = strips.wordings
    address = ORIGIN.removeprefix("https://")
    pdf = drawing.draw(strips, Format.PDF)
    assert times(worded.headline, pdf) == times(address, pdf) == 8 + 1
    pdf = drawing.draw(stickers, Format.PDF)
    for text in (worded.headline, address, worded.independent):
        assert times(text, pdf) == CODES[Sheet.STICKERS]


def test_strips_of_several_languages_have_one_each_in_turn(app: Flask) -> None:
    made = poster(app, Sheet.STRIPS, *IN_ORDER[:2], distance=0.6)
    pdf = drawing.draw(made, Format.PDF)
    assert [times(worded.headline, pdf) for worded in made.wordings] == [4 + 1, 4 + 1]


def test_a_tent_can_be_read_from_both_sides(app: Flask) -> None:
    drawn = picture(drawing.draw(poster(app, Sheet.TENT), Format.PDF))
    upper, lower = sorted(
        zxingcpp.read_barcodes(drawn), key=lambda code: code.position.top_left.y
    )
    assert (abs(upper.orientation), lower.orientation) == (180, 0)


@pytest.mark.parametrize("sheet", SHEETS)
def test_whoever_puts_it_up_is_named_on_every_sheet(app: Flask, sheet: Sheet) -> None:
    maker = Maker(org="Betriebsrat", imprint="Erika Muster")
    pdf = drawing.draw(poster(app, sheet, maker=maker), Format.PDF)
    codes = CODES.get(sheet, 1)
    assert (times("Betriebsrat", pdf), times("Erika Muster", pdf)) == (codes, codes)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_frame_to_write_in_is_where_somebody_can_write(app: Flask, sheet: Sheet) -> None:
    """Not on a screen, and not on a sticker, which has no room for it."""
    made = poster(app, sheet)
    labels = times(made.wordings[0].by, drawing.draw(made, Format.PDF))
    unframed = sheet in (Sheet.SLIDE, Sheet.STICKERS)
    assert labels == (0 if unframed else CODES.get(sheet, 1))


def test_the_file_has_the_date_of_the_guide(app: Flask) -> None:
    made = replace(poster(app, Sheet.A4), date=datetime.date(2027, 3, 5))
    document = opened(drawing.draw(made, Format.PDF))
    assert document.get_metadata_value("CreationDate").startswith("D:20270305")


def test_the_languages_are_named_while_they_fit_on_a_line_and_counted_otherwise(
    app: Flask,
) -> None:
    many = [planned(tag) for tag in PLANNED]
    few = [locale for locale in many if fonts.families(locale) == (fonts.LATIN,)][:3]
    for languages, named in ((few, True), (many, False)):
        made = replace(poster(app, Sheet.A4), languages=tuple(languages))
        text = " ".join(words(drawing.draw(made, Format.PDF)))
        assert (" ".join(said(" ".join(each.name for each in few))) in text) == named
        assert (" ".join(said(made.wordings[0].count)) in text) != named


@pytest.mark.parametrize(
    ("sheet", "tags", "metres"),
    [
        *((sheet, (tag,), None) for sheet in SHEETS for tag in SAMPLE),
        (Sheet.A4, SAMPLE[:2], None),
        (Sheet.A3, SAMPLE, 1.8),
    ],
)
def test_no_word_is_too_small_to_read(
    app: Flask, sheet: Sheet, tags: Sequence[str], metres: float | None
) -> None:
    """On A4 and larger, 9 points; what is read in the hand, 7; on a slide, 11."""
    made = poster(app, sheet, *tags, distance=metres)
    [page] = opened(drawing.draw(made, Format.PDF))
    objects = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=9)
    sizes = []
    for text in objects:
        size = ctypes.c_float()
        pypdfium2.raw.FPDFTextObj_GetFontSize(text.raw, size)
        sizes.append(size.value)
    in_hand = dict.fromkeys((Sheet.A5, Sheet.A6, Sheet.FLYERS, Sheet.STICKERS), 7)
    assert min(sizes) >= {**in_hand, Sheet.SLIDE: 11}.get(sheet, 9) - 0.01


def sample(locale: Locale) -> Sequence[str]:
    """Return words of CLDR in a language: months, days of the week, languages."""
    cldr = babel.Locale.parse(locale.folder)
    months, days = cldr.months["format"]["wide"], cldr.days["format"]["wide"]
    languages = [planned(tag).folder.partition("_")[0] for tag in PLANNED]
    names = [name for each in languages if (name := cldr.languages.get(each))]
    return [" ".join(words) for words in ([*months.values()], [*days.values()], names)]


@pytest.mark.parametrize("tag", PLANNED)
def test_every_language_that_is_planned_has_its_glyphs(app: Flask, tag: str) -> None:
    """A PDF is refused if one is missing."""
    made = poster(app, Sheet.A4)
    [english] = made.wordings
    locale = planned(tag)
    months, days, languages = sample(locale)
    worded = replace(
        english,
        locale=locale,
        headline=locale.name,
        scope=months,
        default=days,
        do=((days, False), (months.partition(" ")[0], True)),
        small=languages,
    )
    assert drawing.draw(replace(made, wordings=(worded,)), Format.PDF)


def test_a_logo_needs_no_name_beside_it(app: Flask) -> None:
    """A screen reader says what it is, with the name if there is one (PDF/UA-1)."""
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "#00a000").save(logo, "PNG")
    for org, alternative in {"": "Logo", "Works council": "Logo Works council"}.items():
        made = poster(app, Sheet.A4, maker=Maker(org=org, logo=logo.getvalue()))
        for kind in Format:
            assert drawing.draw(made, kind)
        assert f"/Alt({alternative})".encode() in drawing.draw(made, Format.PDF)
