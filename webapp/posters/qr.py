"""The QR code of an address: as SVG, and as PNG.

It has level Q and a quiet zone of four modules, because a printed code is folded, smudged and
photographed at an angle (ISO/IEC 18004 asks for the four). The address is in lower
case: several phone cameras treat a scheme in capitals as text (docs/reasons.md, Capitals in
codes).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.pil import PilImage

QUIET_ZONE = 4  # modules, on each side
PNG_MODULE = 16  # pixels: 1.35 mm at 300 dpi


@lru_cache
def svg(address: str, *, label: str) -> str:
    """Return the code as an SVG element, for a page or for a file of its own.

    It is drawn as one path of horizontal runs, dark on its own light background in any colour
    scheme, and named by ``label`` for readers who cannot see it.
    """
    matrix = _code(address).get_matrix()
    size = len(matrix)
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="{_escape(label)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )


@lru_cache
def runs(address: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return the code without its quiet zone: modules to a side, and all dark runs in it.

    A run is column, row and length, in modules from the start of the first row.
    """
    matrix = _code(address).modules
    all_runs = ((x, y, length) for y, row in enumerate(matrix) for x, length in _runs(row))
    return len(matrix), tuple(all_runs)


@lru_cache
def png(address: str) -> bytes:
    """Return the code as a PNG file, 16 pixels to the module."""
    file = io.BytesIO()
    _code(address).make_image().save(file, format="PNG")
    return file.getvalue()


def terminal(address: str) -> str:
    """Return the code as text for a terminal, two modules to a character.

    Light modules are drawn, white on black whatever the terminal's own colours (ECMA-48
    section 8.3.117), since not every camera reads an inverted code.
    """
    file = io.StringIO()
    _code(address).print_ascii(out=file, invert=True)
    return "\n".join(f"\x1b[97;40m{line}\x1b[0m" for line in file.getvalue().splitlines())


def _code(address: str) -> qrcode.QRCode[PilImage]:
    code = qrcode.QRCode(
        image_factory=PilImage,
        error_correction=ERROR_CORRECT_Q,
        box_size=PNG_MODULE,
        border=QUIET_ZONE,
    )
    code.add_data(address)
    code.make(fit=True)
    return code


def _runs(row: Sequence[bool | None]) -> list[tuple[int, int]]:
    """Return start and length of each dark run in a row of modules."""
    runs, start = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append((start, length))
        start += length
    return runs


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
