"""A proof of a poster: the finished file as a camera sees it, read back.

It is drawn as a picture from its own bytes, slightly turned and slightly blurred, and smaller
than a camera sees it from the distance that it is made for. A poster whose code cannot be read
back is not handed out.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst
import zxingcpp
from PIL import Image, ImageFilter

from webapp.errors import PosterError
from webapp.posters.sheets import Format

PIXELS = 4  # of a module; a camera has ten, if the code is a tenth as wide as it is far away
TURN = 7  # degrees: nobody holds a phone straight
BLUR = 1  # pixels on each side that run into each other

QR_CODE = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)

FRAME = """
#set page(width: auto, height: auto, margin: 0pt)
#rotate({turn}deg, reflow: true, image("{name}", width: {width}mm))
"""


def prove(
    content: bytes, kind: Format, *, width: float, dpi: float, address: str, codes: int
) -> None:
    """Check that the codes of a finished file, ``width`` millimetres wide, give an address.

    ``dpi`` is how fine the picture is, ``codes`` how many there should be. Raises PosterError,
    which says what was read instead.
    """
    picture = _picture(content, kind, width, dpi).convert("L")
    blurred = picture.filter(ImageFilter.BoxBlur(BLUR))
    addresses = [code.text for code in zxingcpp.read_barcodes(blurred, formats=QR_CODE)]
    if addresses != [address] * codes:
        expected = f"{address!r}, {codes} times: a larger code"
        raise PosterError(f"the code at {dpi:.0f} dpi", addresses, expected)


def _picture(content: bytes, kind: Format, width: float, dpi: float) -> Image.Image:
    """Return the file, turned, as a picture."""
    with TemporaryDirectory() as folder:
        name = f"proof.{kind}"
        Path(folder, name).write_bytes(content)
        frame = Path(folder, "frame.typ")
        frame.write_text(FRAME.format(turn=TURN, name=name, width=width))
        compiler = typst.Compiler(frame, font_paths=_no_fonts())
        png = compiler.compile(format="png", ppi=dpi)
    assert isinstance(png, bytes)  # noqa: S101 - a list would be several pages
    return Image.open(io.BytesIO(png))


@lru_cache
def _no_fonts() -> typst.Fonts:
    """Return no fonts: a file carries its own."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
