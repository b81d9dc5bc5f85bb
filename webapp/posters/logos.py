"""The logo of whoever puts a poster up: any file becomes a PNG that is safe.

Everything in a file besides its picture is dropped: metadata, further frames, white margins.
Where a logo is placed, and how large, is decided in ``poster.typ``.

Whoever prints for many groups gets their logos by mail, hundreds in one table. A file may be
broken or hostile, but it can neither hold up the others nor bring in more than its picture.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from webapp.errors import PosterError

PNG_BYTES, SVG_BYTES = 2_000_000, 1_000_000
PIXELS = 16_000_000  # decoded, they take 64 MB
SIDE = 1000  # pixels of the longer side: 300 dpi at 85 mm, which is more than the frame has

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# Drawn in a process of its own, which gets 5 seconds of CPU and 1 GB, since a few bytes of SVG
# can ask for years of work. It has no fonts: ours are not the ones the logo was made with.
DRAW = f"""
import resource, sys, typst
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9))
source = b'''
#set page(width: {SIDE}pt, height: {SIDE}pt, margin: 0pt, fill: none)
#image("logo.svg", width: 100%, height: 100%, fit: "contain")
'''
no_fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
png = typst.Compiler(source, root=".", font_paths=no_fonts).compile(format="png", ppi=72)
sys.stdout.buffer.write(png)
"""
TEXT_ELEMENT = re.compile(r"<(\w+:)?(text|foreignObject)\b")


def load(path: Path) -> bytes:
    """Return the logo in an SVG or PNG file as a PNG file of up to 1000 by 1000 pixels.

    The type of the file is taken from its bytes, not from its name. Raises PosterError, which
    names the file, if it is not such a picture, is too large, or shows nothing on white.
    """
    try:
        content = _read(path)
        png = content if content.startswith(SIGNATURE) else _draw(content)
        picture = _cropped(_decode(png))
    except ValueError as error:
        raise PosterError("logo", str(path), str(error)) from None
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    picture.info = {}  # Pillow would write a colour profile again
    file = io.BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


# Below, a ValueError says what was expected instead.


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise ValueError("an SVG or PNG file")  # reading a pipe may take for ever
    try:
        with path.open("rb") as file:
            content = file.read(PNG_BYTES + 1)
    except OSError as error:
        raise ValueError(f"an SVG or PNG file: {error.strerror}") from None
    if len(content) > PNG_BYTES:
        raise ValueError("a file of up to 2 MB")
    return content


def _draw(svg: bytes) -> bytes:
    """Return an SVG file as a PNG file; nothing outside the SVG can be reached from it."""
    try:
        text = svg.decode("utf-8-sig")
    except UnicodeDecodeError:  # a compressed file, too: it could unpack to any size
        raise ValueError("an SVG or PNG file") from None
    if "<svg" not in text and ":svg" not in text:
        raise ValueError("an SVG or PNG file")
    if len(svg) > SVG_BYTES:
        raise ValueError("an SVG file of up to 1 MB")
    if "<!ENTITY" in text:
        raise ValueError("an SVG file without entities")
    if TEXT_ELEMENT.search(text):
        raise ValueError("an SVG file with its text turned into paths")
    with TemporaryDirectory() as folder:
        Path(folder, "logo.svg").write_text(text, "utf-8")
        process = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-I", "-c", DRAW], cwd=folder, capture_output=True, check=False
        )
    if process.returncode:  # the error output is as untrusted as the file
        raise ValueError("a complete SVG file that needs no other and is drawn quickly")
    return process.stdout


def _decode(png: bytes) -> Image.Image:
    """Return the first frame of a PNG file, with transparency."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # such as that of a decompression bomb
            picture = Image.open(io.BytesIO(png), formats=["PNG"])
            if picture.width * picture.height > PIXELS:
                raise ValueError
            picture.load()
            return _eight_bits(picture).convert("RGBA")
    except Exception:  # a file that is broken on purpose may raise anything
        raise ValueError("a complete PNG file of up to 16 million pixels") from None


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode != "I;16":
        return picture
    grey = picture.point(lambda value: value / 256).convert("L")  # or all but black is white
    grey.info = {}  # the transparent value is still one of 16 bits
    return grey


def _cropped(picture: Image.Image) -> Image.Image:
    """Return a picture without the margins that nobody sees on white paper."""
    white = Image.new("RGBA", picture.size, "white")
    on_white = Image.alpha_composite(white, picture).convert("RGB")
    box = ImageChops.difference(on_white, white.convert("RGB")).getbbox()
    if not box:
        raise ValueError("a picture that shows something on white")
    return picture.crop(box)
