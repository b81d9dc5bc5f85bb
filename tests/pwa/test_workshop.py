"""The workshop: a reader's name, imprint and logo on a sheet, made in the browser alone."""

from __future__ import annotations

import io
import json
import re
import time
import unicodedata
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.engines import Firefox
from tests.guides import says
from tests.pwa.axe import violations
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import script
from tests.pwa.storage import BLOCKED
from tests.server import Server
from webapp.posters.proof import prove
from webapp.posters.sheets import CODES, FRAMED, PAPERS, Format, Sheet

POSTERS = "/en/poster/"
KEY = "offswitch.1.maker"

NAMES = {
    "Latin": "Betriebsrat der Beispiel GmbH",
    "Arabic": "نقابة العاملين في الشركة",
    "Japanese": "サンプル労働組合東京支部",
    "two lines": "Public Library\nReading Room 2",
}
IMPRINT = "Erika Muster, 12345 Musterstadt"
GREEN = (0, 160, 0)

PAPER = "http://www.w3.org/2000/svg"
DRAWING = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "x" "y" [ <!ENTITY ns "z"> ]>
<!-- a <comment> -->
<svg xmlns="{PAPER}" viewBox="0 0 300 100">
  <title>Ours</title>
  <style><![CDATA[ .a {{ fill: #00a000 }} ]]></style>
  <defs><clipPath id="c"><rect width="300" height="100"/></clipPath></defs>
  <g clip-path="url(#c)"><rect class="a" width="200" height="100" rx="5"/></g>
  <g transform="translate(200 0)"><path style="fill: #00a000" d="M0 0H50V100H0z"/></g>
  <polygon points="250,0 300,0 300,100 250,100" fill="#00a000"/>
  <circle cx="150" cy="50" r="10" fill="#00a000" stroke="#00a000" stroke-width="2"/>
  <ellipse cx="50" cy="50" rx="10" ry="5" class="a"/><line x1="9" x2="99" stroke="#00a000"/>
  <rect width="300" height="100" fill="#f00" display="none"/>
</svg>"""
# What would be drawn wrongly, or would load something.
REFUSED = {
    "text": "<rect width='9' height='9'/><text>Ours</text>",
    "a gradient": "<linearGradient id='g'/><rect width='9' height='9' fill='url(#g)'/>",
    "a picture": "<rect width='9' height='9'/><image href='data:image/png;base64,'/>",
    "a filter": "<filter id='f'/><rect width='9' height='9' filter='url(#f)'/>",
    "something from elsewhere": "<rect width='9' height='9' fill='url(https://evil.test/a)'/>",
    "a clip path that is not there": "<rect width='9' height='9' clip-path='url(#x)'/>",
    "nothing": "",
}

Box = tuple[float, float, float, float]


@pytest.fixture
def worker() -> bool:
    return False


class Result(NamedTuple):
    """A page of a printed or saved sheet, drawn, and the rooms of its frames in pixels."""

    picture: Image.Image
    rooms: list[Box]

    def inside(self, box: Box | None) -> bool:
        """Whether something is within one of the rooms, but for how a browser rounds."""
        return box is not None and any(
            room[0] - 2 <= box[0]
            and room[1] - 2 <= box[1]
            and room[2] + 2 >= box[2]
            and room[3] + 2 >= box[3]
            for room in self.rooms
        )


def workshop(reader: Reader, path: str = POSTERS, sheet: str = "a4") -> Page:
    """Open the page and choose a sheet."""
    page = reader.open(path)
    expect(page.locator("form[data-workshop]")).to_be_visible()
    if sheet != "a4":
        page.locator("[name=sheet]").select_option(sheet)
    show(page, sheet)
    page.evaluate("void (window.print = () => { window.printed = true })")
    return page


def show(page: Page, sheet: str) -> None:
    """Wait until a sheet is in the preview."""
    shown = page.locator(f"[data-preview]:not([hidden]) img[src$='/{sheet}.svg']")
    expect(shown).to_be_visible(timeout=15_000)


def choose_logo(page: Page, content: bytes, mimetype: str = "image/png") -> None:
    file = {"name": "logo", "mimeType": mimetype, "buffer": content}
    page.locator("[name=logo]").set_input_files(file)  # type: ignore[arg-type] # a file


def logo(kind: str) -> tuple[bytes, str]:
    """Return a logo, three times as wide as high and all green, and its type."""
    if kind == "SVG":
        return DRAWING.encode(), "image/svg+xml"
    file = io.BytesIO()
    Image.new("RGB", (300, 100), GREEN).save(file, format=kind, quality=100)
    return file.getvalue(), f"image/{kind.lower()}"


def rooms(origin: str, path: str, sheet: str, dpi: float) -> list[Box]:
    """Return the rooms of a sheet in pixels: left, top, right, bottom."""
    with urllib.request.urlopen(f"{origin}{path}{sheet}.svg") as answer:  # noqa: S310
        svg = answer.read().decode()
    groups = re.findall(
        r'translate\((\S+) (\S+)\)" data-typst-label="room"><g \w+="translate\((\S+) (\S+)\)',
        svg,
    )
    sides = [[float(side) * dpi / 72 for side in group] for group in groups]
    return [  # an upside-down one is left of and above its corner
        (min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height))
        for x, y, width, height in sides
    ]


def printed(page: Page) -> bytes:
    """Print by the button, and return the PDF as a printer would get it."""
    page.locator("[data-print]").click()
    page.wait_for_function("() => window.printed")
    return page.pdf(prefer_css_page_size=True)


def drawn(pdf: bytes) -> Image.Image:
    [page] = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = page.render(scale=150 / 72).to_pil()
    return picture.convert("RGB")


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def green(picture: Image.Image) -> Box | None:
    """Return the box of what is green in a picture: of the logo, as nothing else is."""
    _, green, _ = picture.convert("RGB").split()
    red, _, blue = picture.convert("RGB").split()
    pixels = zip(red.tobytes(), green.tobytes(), blue.tobytes(), strict=True)
    mask = bytes(255 if g > 140 and r < 60 and b < 60 else 0 for r, g, b in pixels)
    return Image.frombytes("L", picture.size, mask).getbbox()


def check(pdf: bytes, address: str, rooms: list[Box]) -> list[str]:
    """Check that a PDF is an A4 sheet whose code reads and whose text is in its frame.

    Returns the letters of that text, sorted.
    """
    [paper] = pypdfium2.PdfDocument(pdf)
    assert paper.get_size() == pytest.approx((595.3, 841.9), abs=1)
    text = paper.get_textpage()
    picture = drawn(pdf)
    result = Result(picture, rooms)
    assert codes(picture) == [address]
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1).strip():
            left, bottom, right, top = (side * 150 / 72 for side in text.get_charbox(at))
            height = picture.height
            assert result.inside((left, height - top, right, height - bottom))
    return letters(text.get_text_range())


def letters(text: str) -> list[str]:
    """Return the letters of a text, sorted: a PDF has those of Arabic as they are drawn."""
    plain = unicodedata.normalize("NFKC", text)
    return sorted(letter for letter in plain if letter.isalnum())


# --- printed ---


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
@pytest.mark.parametrize("path", [POSTERS, "/ar/poster/"])
def test_a_printed_name_is_text_in_the_frame_of_a_sheet_that_reads(
    new_reader: NewReader, path: str, name: str
) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = workshop(reader, path)
    page.locator("[name=org]").fill(name)
    page.locator("[name=imprint]").fill(IMPRINT)
    text = check(printed(page), reader.origin, rooms(reader.origin, path, "a4", 150))
    assert text == letters(name + IMPRINT)
    expect(page.locator("[role=status] p").first).to_be_hidden()


@pytest.mark.parametrize("sheet", FRAMED)
def test_each_sheet_is_printed_on_one_page_of_its_own_paper(
    new_reader: NewReader, sheet: Sheet
) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = workshop(reader, sheet=sheet)
    page.locator("[name=org]").fill("Union")
    pdf = printed(page)
    [paper] = pypdfium2.PdfDocument(pdf)
    size = [side / 25.4 * 72 for side in PAPERS[sheet]]
    assert paper.get_size() == pytest.approx(size, abs=1)
    many = CODES.get(sheet, 1)
    picture = drawn(pdf)
    assert codes(picture) == [reader.origin] * many
    text = "".join(paper.get_textpage().get_text_range().split())
    assert sorted(text) == sorted("Union" * many)  # upside down, letters come in another order
    # Nothing of the page is around it: the sheet's own white is at every edge.
    edges = [(0, 0, picture.width, 9), (0, 0, 9, picture.height)]
    edges += [(0, picture.height - 9, picture.width, picture.height)]
    edges += [(picture.width - 9, 0, picture.width, picture.height)]
    for edge in edges:
        assert min(picture.convert("L").crop(edge).tobytes()) > 250


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "SVG"])
@pytest.mark.parametrize("path", [POSTERS, "/ar/poster/"])
def test_a_logo_is_in_the_frame_beside_the_name_and_keeps_its_shape(
    new_reader: NewReader, path: str, kind: str
) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = workshop(reader, path)
    page.locator("[name=org]").fill("Union")
    choose_logo(page, *logo(kind))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    picture = drawn(printed(page))
    result = Result(picture, rooms(reader.origin, path, "a4", 150))
    box = green(picture)
    assert box
    assert result.inside(box)
    left, top, right, bottom = box
    assert (right - left) / (bottom - top) == pytest.approx(3, rel=0.05)
    [room] = result.rooms
    start = room[2] - right if path.startswith("/ar") else left - room[0]
    assert start == pytest.approx(0, abs=2)
    assert codes(picture) == [reader.origin]


@pytest.mark.parametrize("sheet", sorted(CODES.keys() & {*FRAMED}))
def test_all_frames_of_a_sheet_have_the_logo(new_reader: NewReader, sheet: Sheet) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = workshop(reader, sheet=sheet)
    choose_logo(page, *logo("PNG"))
    expect(page.locator("[data-preview] canvas")).to_have_count(CODES[sheet])
    picture = drawn(printed(page))
    for room in rooms(reader.origin, POSTERS, sheet, 150):
        box = tuple(map(round, room))
        assert green(picture.crop(box))  # type: ignore[arg-type] # four numbers


def test_without_a_word_the_page_itself_is_printed_until_the_button_is_used(
    new_reader: NewReader,
) -> None:
    page = workshop(new_reader(**LAYOUTS["desktop"]))
    [*pages] = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert "Posters" in pages[0].get_textpage().get_text_range()
    [sheet] = pypdfium2.PdfDocument(printed(page))
    assert sheet.get_textpage().get_text_range() == ""


PUT = """
const put = (name, value) => {
  document.querySelector(`[name=${name}]`).value = value
  document.querySelector(`[name=${name}]`).dispatchEvent(new Event('input', { bubbles: true }))
}
put('org', %s)
put('imprint', %s)
return document.querySelectorAll('[data-preview] text').length
"""


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_firefox_prints_a_name_as_text_in_the_frame(
    server: Server, tmp_path: Path, name: str
) -> None:
    if missing := Firefox.missing():
        pytest.skip(missing)
    with Firefox(tmp_path) as firefox:
        firefox.open(server.origin + POSTERS)
        deadline = time.monotonic() + 30
        while firefox.run(PUT % (json.dumps(name), json.dumps(IMPRINT))) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        pdf = firefox.pdf(*PAPERS[Sheet.A4])
    text = check(pdf, server.origin, rooms(server.origin, POSTERS, "a4", 150))
    # Its PDF shows all of them, but leaves some of Noto Sans CJK out of the text.
    assert set(letters(name + IMPRINT)) - set(text) <= set(NAMES["Japanese"])


# --- saved ---


def test_a_saved_picture_is_the_sheet_with_the_name_and_the_logo(
    new_reader: NewReader,
) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = workshop(reader)
    page.locator("[name=org]").fill(NAMES["Arabic"])
    choose_logo(page, *logo("SVG"))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    with page.expect_download() as coming:
        page.locator("[data-save=png]").click()
    assert coming.value.suggested_filename == "off-switch-a4-en.png"
    png = Image.open(io.BytesIO(coming.value.path().read_bytes()))
    assert png.size == pytest.approx((1654, 2339), abs=1)
    assert codes(png) == [reader.origin]
    result = Result(png, rooms(reader.origin, POSTERS, "a4", 200))
    box = green(png)
    assert box
    assert result.inside(box)
    _, top, right, bottom = map(round, result.rooms[0])
    beside = png.convert("L").crop((round(box[2]) + 2, top, right, bottom))
    assert min(beside.tobytes()) < 60  # the name
    around = png.convert("L").crop((right, top, right + 4, bottom))
    assert min(around.tobytes()) > 200


def test_a_saved_svg_is_typsts_own_with_the_name_and_the_logo(
    new_reader: NewReader, tmp_path: Path
) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = workshop(reader, sheet="a5")
    page.locator("[name=org]").fill("A & B <c>")
    choose_logo(page, *logo("PNG"))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    with page.expect_download() as coming:
        page.locator("[data-save=svg]").click()
    assert coming.value.suggested_filename == "off-switch-a5-en.svg"
    svg = coming.value.path().read_bytes()
    with urllib.request.urlopen(f"{reader.origin}{POSTERS}a5.svg") as answer:  # noqa: S310
        sheet = answer.read()
    assert svg.startswith(sheet.removesuffix(b"</svg>"))
    prove(svg, Format.SVG, width=148, address=reader.origin, codes=1, dpi=150)
    added = svg.removeprefix(sheet.removesuffix(b"</svg>")).decode()
    assert ">A &amp; B &lt;c&gt;</text>" in added
    assert 'xlink:href="data:image/png;base64,' in added
    [room] = rooms(reader.origin, POSTERS, "a5", 72)
    assert [float(side) for side in re.findall(r"matrix\(1 0 0 1 (\S+) (\S+)\)", added)[0]] == (
        pytest.approx(room[:2])
    )
    for x, y in re.findall(r' x="(\S+)" y="(\S+)"', added):
        assert 0 <= float(x) <= room[2] - room[0]
        assert 0 <= float(y) <= room[3] - room[1]


# --- refused ---

LONG = "Association of the Very Patient Readers of Long Names in the Region " * 3


@pytest.mark.parametrize(("field", "text"), [("org", LONG), ("imprint", LONG)])
@pytest.mark.parametrize("sheet", ["a3", "a6"])
def test_what_is_too_long_is_refused_in_words_and_never_printed(
    new_reader: NewReader, sheet: str, field: str, text: str
) -> None:
    page = workshop(new_reader(**LAYOUTS["phone"]), sheet=sheet)
    entry = page.locator(f"[name={field}]")
    sentence = page.locator("[role=status]").get_by_text(says(f"workshop-no-{field}"))
    entry.fill("Three\nshort\nlines")
    expect(sentence).to_be_visible()
    entry.fill(text)
    expect(sentence).to_be_visible()
    expect(entry).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-preview] text")).to_have_count(0)
    page.locator("[data-print]").click()
    expect(entry).to_be_focused()
    assert page.evaluate("window.printed") is None
    entry.fill("Two\nlines")
    expect(sentence).to_be_hidden()
    expect(page.locator("[data-preview] text")).to_have_count(2)
    page.locator("[data-print]").click()
    page.wait_for_function("() => window.printed")


def test_a_file_that_is_no_picture_is_refused_in_words(new_reader: NewReader) -> None:
    page = workshop(new_reader(**LAYOUTS["phone"]))
    sentence = page.locator("[role=status]").get_by_text(says("workshop-no-logo"))
    choose_logo(page, b"%PDF-1.7", "application/pdf")
    expect(sentence).to_be_visible()
    choose_logo(page, *logo("JPEG"))
    expect(sentence).to_be_hidden()
    expect(page.locator("[data-preview] canvas")).to_have_count(1)


def test_a_drawing_that_would_be_drawn_wrongly_is_refused(new_reader: NewReader) -> None:
    """It is not tried, so that nothing is loaded and no policy is asked."""
    page = workshop(new_reader(**LAYOUTS["phone"]))
    sentence = page.locator("[role=status]").get_by_text(says("workshop-no-logo"))
    for what, content in REFUSED.items():
        choose_logo(page, *logo("SVG"))
        expect(sentence).to_be_hidden()
        svg = f'<svg xmlns="{PAPER}" viewBox="0 0 9 9">{content}</svg>'
        choose_logo(page, svg.encode(), "image/svg+xml")
        expect(sentence, what).to_be_visible()
        expect(page.locator("[data-preview] canvas")).to_have_count(0)


def test_a_hostile_drawing_runs_nothing(new_reader: NewReader) -> None:
    page = workshop(new_reader(**LAYOUTS["desktop"]))
    svg = (
        f'<svg xmlns="{PAPER}" viewBox="0 0 9 9" onload="window.ran = 1">'
        "<script>window.ran = 2</script><rect width='9' height='9' onclick='window.ran = 3'/>"
        "<foreignObject><img src='x' onerror='window.ran = 4'/></foreignObject></svg>"
    )
    choose_logo(page, svg.encode(), "image/svg+xml")
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    assert page.evaluate("window.ran") is None


# --- promised ---


def test_nothing_is_requested_and_nothing_stored(reader: Reader) -> None:
    page = workshop(reader)
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    reader.context.on("request", lambda request: requests.append(request.url))
    page.locator("[name=org]").press_sequentially("Union of all")
    page.locator("[name=imprint]").press_sequentially("E. M., Town")
    for kind in ("PNG", "JPEG", "SVG"):
        choose_logo(page, *logo(kind))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    printed(page)
    for kind in ("svg", "png"):
        with page.expect_download() as coming:
            page.locator(f"[data-save={kind}]").click()
        assert coming.value.url.startswith(f"blob:{reader.origin}/")
    page.wait_for_timeout(300)
    assert [url for url in requests if not url.startswith("blob:")] == []
    stored = page.evaluate(script("stored-names"))
    assert stored["localStorage"] == stored["sessionStorage"] == []
    page.reload()
    expect(page.locator("[name=org]")).to_have_value("")


def test_it_is_remembered_if_the_reader_wants_that_and_forgotten_again(
    new_reader: NewReader,
) -> None:
    page = workshop(new_reader(**LAYOUTS["phone"]), sheet="a5")
    tick = page.locator("[name=remember]")
    page.locator("[name=org]").fill("Union")
    choose_logo(page, *logo("PNG"))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    tick.check()
    page.locator("[name=imprint]").fill("E. M., Town")
    page.reload()
    show(page, "a5")
    expect(page.locator("[name=org]")).to_have_value("Union")
    expect(page.locator("[name=imprint]")).to_have_value("E. M., Town")
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    expect(page.locator("[data-preview] text")).to_have_count(2)
    expect(tick).to_be_checked()
    read = f"localStorage.getItem('{KEY}')"
    assert json.loads(page.evaluate(read))["logo"].startswith("data:image/png;base64,")

    tick.uncheck()
    assert page.evaluate(script("stored-names"))["localStorage"] == []
    expect(page.locator("[name=org]")).to_have_value("Union")
    tick.check()
    page.locator("[type=reset]").click()
    expect(page.locator("[name=org]")).to_have_value("")
    expect(page.locator("[data-preview] canvas, [data-preview] text")).to_have_count(0)
    show(page, "a4")
    assert page.evaluate(script("stored-names"))["localStorage"] == []


@pytest.mark.parametrize("value", ["{", "null", '{"sheet": "b4"}', '{"logo": "x"}'])
def test_what_cannot_be_read_does_no_harm(new_reader: NewReader, value: str) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = workshop(reader)
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [KEY, value])
    page.reload()
    show(page, "a4")
    page.locator("[name=org]").fill("Union")
    expect(page.locator("[data-preview] text")).to_have_count(1)


def test_where_nothing_can_be_stored_nothing_is_offered(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    reader.context.add_init_script(BLOCKED["there is none"])
    page = workshop(reader)
    expect(page.locator("[name=remember]")).to_be_hidden()


def test_full_storage_is_reported(new_reader: NewReader) -> None:
    page = workshop(new_reader(**LAYOUTS["phone"]))
    page.evaluate("void (Storage.prototype.setItem = () => { throw new Error('full') })")
    page.locator("[name=remember]").click()
    expect(page.get_by_text(says("workshop-no-remember"))).to_be_visible()
    expect(page.locator("[name=remember]")).not_to_be_checked()
    printed(page)


def test_without_a_script_there_are_the_sheets_and_no_form(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], java_script_enabled=False).open(POSTERS)
    expect(page.locator("form[data-workshop]")).to_be_hidden()
    expect(page.get_by_text(says("workshop-hand"))).to_be_visible()
    with page.expect_download() as coming:
        page.locator(".sheets a[href$='.pdf']").first.click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")


def test_a_loaded_sheet_needs_no_network(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = workshop(reader)
    reader.context.set_offline(True)
    page.locator("[name=org]").fill("Union")
    choose_logo(page, *logo("SVG"))
    expect(page.locator("[data-preview] canvas")).to_have_count(1)
    pdf = printed(page)
    assert codes(drawn(pdf)) == [reader.origin]
    with page.expect_download() as coming:
        page.locator("[data-save=svg]").click()
    prove(
        coming.value.path().read_bytes(),
        Format.SVG,
        width=210,
        address=reader.origin,
        codes=1,
        dpi=150,
    )

    # One that is not loaded says so, and comes with the network.
    sentence = page.locator("[role=status]").get_by_text(says("workshop-no-sheet"))
    page.locator("[name=sheet]").select_option("a3")
    expect(sentence).to_be_visible()
    expect(page.locator("[data-preview]")).to_be_hidden()
    reader.context.set_offline(False)
    show(page, "a3")
    expect(sentence).to_be_hidden()
    expect(page.locator("[data-preview] text")).to_have_count(1)
    reader.problems.clear()  # the browser notes what it cannot load


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [POSTERS, "/ar/poster/"])
def test_axe_finds_nothing_in_the_workshop(
    new_reader: NewReader, layout: str, scheme: str, path: str
) -> None:
    page = workshop(new_reader(**LAYOUTS[layout], color_scheme=scheme), path)
    page.locator("[name=org]").fill(NAMES["Latin"])
    choose_logo(page, *logo("PNG"))
    assert violations(page) == []
    page.locator("[name=org]").fill(LONG)
    choose_logo(page, b"")
    page.wait_for_timeout(100)
    assert violations(page) == []
