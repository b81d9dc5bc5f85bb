"""A file whose code cannot be read is not handed out."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from webapp.errors import PosterError
from webapp.posters import qr
from webapp.posters.proof import prove
from webapp.posters.sheets import Format

ADDRESS = "https://off.example.org"


def sheet(*codes: str, module: int = 6, width: int = 1240) -> bytes:
    """Return a PNG, 210 mm wide, with codes side by side."""
    page = Image.new("RGB", (width, width), "white")
    for at, address in enumerate(codes):
        code = Image.open(io.BytesIO(qr.png(address)))
        size = code.width * module // qr.PNG_MODULE
        page.paste(code.resize((size, size)), (60 + at * (size + 60), 60))
    file = io.BytesIO()
    page.save(file, format="PNG")
    return file.getvalue()


def test_a_file_that_reads_passes() -> None:
    prove(sheet(ADDRESS), Format.PNG, width=210, dpi=80, address=ADDRESS, codes=1)
    prove(sheet(ADDRESS, ADDRESS), Format.PNG, width=210, dpi=80, address=ADDRESS, codes=2)
    svg = qr.svg(ADDRESS, label="").encode()
    prove(svg, Format.SVG, width=60, dpi=80, address=ADDRESS, codes=1)


@pytest.mark.parametrize(
    ("content", "codes", "said"),
    [
        (
            sheet(),
            1,
            r"the code at 80 dpi is \[\], expected 'https://off.example.org', 1 times",
        ),
        (sheet("https://evil.example"), 1, "is .'https://evil.example'., expected"),
        (sheet(ADDRESS), 2, "2 times"),
        (sheet(ADDRESS, ADDRESS), 1, "1 times"),
        (sheet(ADDRESS, module=1), 1, "dpi is"),  # 0.17 mm to the module
    ],
)
def test_a_file_that_does_not_read_is_refused(content: bytes, codes: int, said: str) -> None:
    with pytest.raises(PosterError, match=said):
        prove(content, Format.PNG, width=210, dpi=80, address=ADDRESS, codes=codes)
