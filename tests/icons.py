"""The mark as PNG icons for home screens, drawn by Pillow: `make icons`.

The same switch as ``pwa/icons/icon.svg``: an outline with its knob at the start, off. Sizes
and purposes are those of the Web Application Manifest (section 4.5 of its image resources):
``any`` has corners of its own, ``maskable`` fills the square and keeps the mark within the
safe zone, a circle of 40 % of the width; ``monochrome`` is alpha alone. They are files in
``pwa/icons``, since a start of the program should not have to draw them.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping

from PIL import Image, ImageDraw

from tests.tree import ROOT
from webapp import palette

FOLDER = ROOT / "pwa" / "icons"

# The colours of the light page, and its geometry in units of 512.
PAPER, INK, ACCENT = (palette.LIGHT[name] for name in ("paper", "ink", "accent"))
UNIT = 512
CORNER = 112
OUTLINE = (64, 144, 448, 368)
STROKE = 40
KNOB, RADIUS = (176, 256), 60

SAFE = 0.8  # the size of the mark if a platform cuts the edges off

FINER = 4  # drawn larger and scaled down, for smooth edges


def drawn() -> Mapping[str, bytes]:
    """Return the PNG icons by file name."""
    return {
        "any-192.png": _png(_mark(192)),
        "any-512.png": _png(_mark(512)),
        "maskable-192.png": _png(_mark(192, full=True)),
        "maskable-512.png": _png(_mark(512, full=True)),
        "monochrome-512.png": _png(_mark(512, paper=None, ink="black", accent="black")),
        "apple-touch-icon.png": _png(_mark(180, full=True).convert("RGB")),
    }


def _mark(
    size: int,
    *,
    full: bool = False,
    paper: str | None = PAPER,
    ink: str = INK,
    accent: str = ACCENT,
) -> Image.Image:
    scale = size * FINER / UNIT
    inner = scale * (SAFE if full else 1)
    shift = (size * FINER - UNIT * inner) / 2

    def box(left: float, top: float, right: float, bottom: float) -> list[float]:
        start, end = shift, shift - 1  # Pillow draws the last pixel, too
        return [
            start + left * inner,
            start + top * inner,
            end + right * inner,
            end + bottom * inner,
        ]

    image = Image.new("RGBA", (size * FINER, size * FINER))
    draw = ImageDraw.Draw(image)
    if paper:
        corner = 0 if full else CORNER * scale
        draw.rounded_rectangle((0, 0, image.width - 1, image.height - 1), corner, fill=paper)
    half = STROKE / 2  # a stroke lies on both sides of its line in SVG
    left, top, right, bottom = OUTLINE
    draw.rounded_rectangle(
        box(left - half, top - half, right + half, bottom + half),
        (bottom - top + STROKE) / 2 * inner,
        outline=ink,
        width=round(STROKE * inner),
    )
    x, y = KNOB
    draw.ellipse(box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=accent)
    return image.reduce(FINER)  # the mean of each square: no halo, few colours


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    _indexed(image).save(file, format="PNG", optimize=True)
    return file.getvalue()


def _indexed(image: Image.Image) -> Image.Image:
    """Return the same pixels with a palette, most frequent first: half the bytes.

    Pillow's own `quantize` changes colours a little even if all of them fit.
    """
    pixels = list(zip(*[iter(image.tobytes())] * len(image.mode), strict=True))
    palette = [colour for colour, _ in Counter(pixels).most_common()]
    index = {colour: number for number, colour in enumerate(palette)}
    indexed = Image.frombytes("P", image.size, bytes(index[pixel] for pixel in pixels))
    indexed.putpalette([value for colour in palette for value in colour], image.mode)
    return indexed


if __name__ == "__main__":
    for file_name, content in drawn().items():
        (FOLDER / file_name).write_bytes(content)
