"""Codes are read back by a scanner that is not ours."""

from __future__ import annotations

import io
import re

import pytest
import qrcode
import zxingcpp
from justhtml import JustHTML
from PIL import Image, ImageDraw

from webapp.posters import qr

ADDRESSES = [
    "http://127.0.0.1:8000",
    "https://off.example.org",
    "https://off-switch.library.example-university.edu",
    "https://" + "a" * 63 + ".example",
]


def draw(svg: str, module: int = 8) -> Image.Image:
    """Draw our SVG of horizontal runs, as any renderer would."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    image = Image.new("L", (size * module, size * module), 255)
    pen = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        left, top = int(x) * module, int(y) * module
        pen.rectangle((left, top, left + int(length) * module - 1, top + module - 1), 0)
    return image


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_svg_is_read_back(address: str) -> None:
    [code] = zxingcpp.read_barcodes(draw(qr.svg(address, label="Code")))
    assert code.text == address
    assert code.ec_level == "Q"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_png_is_read_back(address: str) -> None:
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(address))))
    assert code.text == address
    assert code.ec_level == "Q"


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_quiet_zone_is_four_modules_wide(address: str) -> None:
    image = Image.open(io.BytesIO(qr.png(address))).convert("L")
    dark = image.point(lambda value: 255 - value).getbbox()
    quiet = 4 * qr.PNG_MODULE
    assert dark == (quiet, quiet, image.width - quiet, image.height - quiet)

    drawn = draw(qr.svg(address, label="Code"), module=1)
    assert drawn.point(lambda value: 255 - value).getbbox() == (
        4,
        4,
        drawn.width - 4,
        drawn.height - 4,
    )


def test_the_svg_is_the_librarys_code_to_the_module() -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(ADDRESSES[1])
    drawn = draw(qr.svg(ADDRESSES[1], label="Code"), module=1)
    matrix = code.get_matrix()
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            assert drawn.getpixel((x, y)) == (0 if dark else 255)


def test_the_svg_is_named_and_carries_no_style() -> None:
    svg = qr.svg(ADDRESSES[1], label='<"&>')
    document = JustHTML(svg, fragment=True, strict=True, sanitize=False)
    [root] = document.query("svg")
    assert (root.attrs or {})["aria-label"] == '<"&>'
    assert (root.attrs or {})["role"] == "img"
    assert "style" not in svg


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr.svg(ADDRESSES[0], label="a") == qr.svg(ADDRESSES[0], label="a")
    assert qr.png(ADDRESSES[0]) == qr.png(ADDRESSES[0])


def test_the_terminals_code_is_read_back() -> None:
    lines = re.findall(r"\x1b\[97;40m(.*)\x1b\[0m", qr.terminal(ADDRESSES[0]))
    assert len(lines) == len(qr.terminal(ADDRESSES[0]).splitlines())
    width = max(map(len, lines))
    image = Image.new("L", (width, 2 * len(lines)), 0)
    halves = {"\u2588": (255, 255), "\u2580": (255, 0), "\u2584": (0, 255)}
    for y, line in enumerate(lines):
        for x, sign in enumerate(line):
            for half, value in enumerate(halves.get(sign, (0, 0))):
                image.putpixel((x, 2 * y + half), value)
    large = image.resize((image.width * 8, image.height * 8), Image.Resampling.NEAREST)
    [code] = zxingcpp.read_barcodes(large)
    assert code.text == ADDRESSES[0]
