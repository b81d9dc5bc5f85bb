"""Logos come from anybody: the picture is used, and nothing else in the file is."""

from __future__ import annotations

import base64
import gzip
import io
import os
import socket
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from webapp.errors import PosterError
from webapp.posters import logos

pytestmark = pytest.mark.starts  # SVG files are drawn by a separate process

RED, GREEN, BLUE = (255, 0, 0, 255), (0, 160, 0, 255), (0, 0, 255, 255)


def png(picture: Image.Image, **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, format="PNG", **how)
    return file.getvalue()


def svg(inside: str, box: str = "0 0 100 50", before: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {spaces} viewBox="{box}">{inside}</svg>'.encode()


RECT = '<rect width="100" height="50" fill="#f00"/>'


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def raw(
    width: int, height: int, depth: int, sort: int, line: bytes, extra: bytes = b""
) -> bytes:
    """Return a PNG file of a kind that Pillow does not write."""
    header = struct.pack(">IIBBBBB", width, height, depth, sort, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + line))
    return logos.SIGNATURE + chunk(b"IHDR", header) + extra + pixels + chunk(b"IEND", b"")


def loaded(folder: Path, content: bytes, name: str = "logo.png") -> Image.Image:
    file = folder / name
    file.write_bytes(content)
    return Image.open(io.BytesIO(logos.load(file)))


def refusal(folder: Path, content: bytes, name: str = "logo.svg") -> str:
    file = folder / name
    file.write_bytes(content)
    with pytest.raises(PosterError) as refused:
        logos.load(file)
    assert refused.value.name == "logo"
    said = str(refused.value)
    assert said.startswith(f"logo is {str(file)!r}, expected ")
    return said.split(", expected ", 1)[1]


def test_a_png_is_what_it_was(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (30, 10), RED)
    picture.paste(GREEN, (10, 0, 30, 10))
    made = loaded(tmp_path, png(picture))
    assert made.format == "PNG"
    assert made.mode == "RGBA"
    assert made.tobytes() == picture.tobytes()


def test_the_bytes_tell_what_it_is_and_not_the_name(tmp_path: Path) -> None:
    assert loaded(tmp_path, png(Image.new("RGB", (3, 2), RED[:3])), "logo.svg").size == (3, 2)
    assert loaded(tmp_path, svg(RECT), "logo.png").size == (1000, 500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB"])
def test_every_sort_of_png_gets_colours_and_transparency(tmp_path: Path, mode: str) -> None:
    made = loaded(tmp_path, png(Image.new("RGBA", (4, 4), (0, 0, 0, 255)).convert(mode)))
    assert made.mode == "RGBA"
    assert made.getpixel((0, 0)) == (0, 0, 0, 255)


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    greys = raw(3, 1, 16, 0, struct.pack(">3H", 0, 0x8000, 0xC0FF))
    made = loaded(tmp_path, greys)
    assert [made.getpixel((x, 0)) for x in range(3)] == [
        (0, 0, 0, 255),
        (128, 128, 128, 255),
        (192, 192, 192, 255),
    ]
    colour = raw(1, 1, 16, 6, struct.pack(">4H", 0xFFFF, 0x8000, 0, 0xFFFF))
    assert loaded(tmp_path, colour).getpixel((0, 0)) == (255, 128, 0, 255)
    see_through = chunk(b"tRNS", struct.pack(">H", 500))
    made = loaded(tmp_path, raw(1, 1, 16, 0, struct.pack(">H", 500), see_through))
    assert made.getpixel((0, 0)) == (1, 1, 1, 255)


def test_the_first_frame_of_several_is_taken(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (5, 5), colour[:3]) for colour in (RED, GREEN)]
    made = loaded(tmp_path, png(frames[0], save_all=True, append_images=frames[1:]))
    assert made.getpixel((0, 0)) == RED
    assert getattr(made, "n_frames", 1) == 1


def test_what_the_file_says_beside_the_picture_is_left_behind(tmp_path: Path) -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Erika Muster")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[0x013B] = "Erika Muster"
    content = png(
        Image.new("RGB", (5, 5), RED[:3]), pnginfo=told, icc_profile=profile, exif=exif
    )
    assert b"Erika" in content
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    made = logos.load(file)
    assert b"Erika" not in made
    for kind in (b"iCCP", b"tEXt", b"eXIf", b"pHYs"):
        assert kind not in made
    assert Image.open(io.BytesIO(made)).info == {}


@pytest.mark.parametrize(
    "around", [(255, 255, 255, 255), (255, 0, 0, 0)], ids=["white", "clear"]
)
def test_margins_that_nobody_sees_are_cropped(
    tmp_path: Path, around: tuple[int, int, int, int]
) -> None:
    picture = Image.new("RGBA", (100, 100), around)
    picture.paste(BLUE, (20, 40, 80, 60))
    made = loaded(tmp_path, png(picture))
    assert made.size == (60, 20)
    assert made.getcolors() == [(1200, BLUE)]


def test_white_within_a_logo_stays(tmp_path: Path) -> None:
    picture = Image.new("RGB", (30, 30), BLUE[:3])
    picture.paste((255, 255, 255), (10, 10, 20, 20))
    assert loaded(tmp_path, png(picture)).convert("RGB").tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    ("size", "smaller"),
    [((1000, 400), (1000, 400)), ((3000, 600), (1000, 200)), ((600, 3000), (200, 1000))],
)
def test_it_is_no_larger_than_a_thousand_pixels(
    tmp_path: Path, size: tuple[int, int], smaller: tuple[int, int]
) -> None:
    assert loaded(tmp_path, png(Image.new("RGB", size, RED[:3]))).size == smaller


def test_an_svg_is_drawn_as_large_as_it_goes_and_stays_transparent(tmp_path: Path) -> None:
    circle = '<circle cx="50" cy="25" r="20" fill="#00f"/>'
    made = loaded(tmp_path, svg(circle), "logo.svg")
    assert made.size == pytest.approx((400, 400), abs=2)
    assert made.getpixel((200, 200)) == BLUE
    assert made.getpixel((2, 2))[3] == 0  # type: ignore[index] # four values
    tall = loaded(tmp_path, svg('<rect width="50" height="100"/>', "0 0 50 100"), "logo.svg")
    assert tall.size == (500, 1000)


def test_an_svg_may_come_from_an_editor(tmp_path: Path) -> None:
    """It has a byte order mark, a prolog, a namespace prefix, and a picture within."""
    before = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- Made by hand -->\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    )
    assert loaded(tmp_path, svg(RECT, before=before), "logo.svg").getpixel((9, 9)) == RED
    own = (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 10 5">'
        b'<s:rect width="10" height="5" fill="#f00"/></s:svg>'
    )
    assert loaded(tmp_path, own, "logo.svg").getpixel((9, 9)) == RED


OUTSIDE = {
    "a file": '<image href="{file}" width="100" height="50"/>',
    "a file by its address": '<image xlink:href="file://{file}" width="100" height="50"/>',
    "a file beside it": '<image href="beside.png" width="100" height="50"/>',
    "a file above": '<image href="../{name}/beside.png" width="100" height="50"/>',
    "a filter's file": '<filter id="f"><feImage href="{file}"/></filter>'
    '<rect width="9" height="9" filter="url(#f)"/>',
    "a page": '<image href="http://127.0.0.1:{port}/a.png" width="100" height="50"/>',
}
IGNORED = {
    "a style sheet": '<style>@import url("http://127.0.0.1:{port}/a.css");</style>',
    "a part of a page": '<use xlink:href="http://127.0.0.1:{port}/a.svg#a"/>',
    "a part of a file": '<use href="{file}#a"/>',
    "a script": '<script href="http://127.0.0.1:{port}/a.js">fetch("//127.0.0.1:{port}")</script>',
    "another document": '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{file}"/>',
}


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[dict[str, object]]:
    """Return a picture beside the logo, and a port; a request at the port is a failure."""
    beside = tmp_path / "beside.png"
    beside.write_bytes(png(Image.new("RGB", (100, 50), GREEN[:3])))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield {"file": beside, "name": tmp_path.name, "port": listening.getsockname()[1]}
        with pytest.raises(BlockingIOError):
            listening.accept()


NOT_SOON = "a complete SVG file that needs no other and is drawn quickly"


@pytest.mark.parametrize("inside", OUTSIDE.values(), ids=OUTSIDE)
def test_an_svg_that_wants_something_from_outside_is_refused(
    tmp_path: Path, outside: dict[str, object], inside: str
) -> None:
    assert refusal(tmp_path, svg(RECT + inside.format(**outside))) == NOT_SOON


@pytest.mark.parametrize("inside", IGNORED.values(), ids=IGNORED)
def test_what_is_no_picture_is_not_looked_at(
    tmp_path: Path, outside: dict[str, object], inside: str
) -> None:
    made = loaded(tmp_path, svg(inside.format(**outside) + RECT), "logo.svg")
    assert made.getcolors() == [(500_000, RED)]


def test_a_picture_within_an_svg_is_drawn(tmp_path: Path) -> None:
    data = base64.b64encode(png(Image.new("RGB", (2, 1), GREEN[:3]))).decode()
    inside = f'<image href="data:image/png;base64,{data}" width="100" height="50"/>'
    made = loaded(tmp_path, svg(inside), "logo.svg")
    assert made.getpixel((500, 250)) == GREEN


def tenfold(levels: int, one: str, ten: str) -> str:
    """Return a text in which each level stands for ten of the one below."""
    return "".join(one.format(n, ten.format(n - 1) * 10) for n in range(1, levels))


LAUGHS = tenfold(10, '<!ENTITY l{} "{}">', "&l{};")
USES = tenfold(12, '<g id="u{}">{}</g>', '<use href="#u{}"/>')
SLOW = (
    '<filter id="f" x="-99999%" y="-99999%" width="999999%" height="999999%">'
    '<feGaussianBlur stdDeviation="5000"/><feTurbulence baseFrequency="0.05" '
    'numOctaves="100000000"/></filter><rect width="9" height="9" filter="url(#f)"/>'
)
FILE = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
NOTHING = "a picture that shows something on white"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (svg("&l9;", before=f'<!DOCTYPE svg [<!ENTITY l0 "ha">{LAUGHS}]>'), "without entities"),
        (svg("&a;", before=FILE), "without entities"),
        (svg('<g id="u0"><rect width="1" height="1"/></g>' + USES), NOT_SOON),
        (svg(SLOW), NOT_SOON),
        (svg("<g>" * 9999 + "</g>" * 9999), NOT_SOON),
        (svg(f"<!--{' ' * 1_000_000}-->"), "an SVG file of up to 1 MB"),
        (svg("<text y='9'>Verein</text>"), "with its text turned into paths"),
        (svg("<foreignObject><p>Verein</p></foreignObject>"), "turned into paths"),
        (svg(RECT)[:150], NOT_SOON),
        (svg(RECT).replace(b"100", b"\xff"), "an SVG or PNG file"),
        (gzip.compress(svg(RECT)), "an SVG or PNG file"),
        (b"<html></html>", "an SVG or PNG file"),
        (b"", "an SVG or PNG file"),
        (svg(""), NOTHING),
        (svg(RECT.replace("#f00", "#fff")), NOTHING),
        (svg(RECT).replace(b"viewBox", b'width="0" viewBox'), NOT_SOON),
    ],
    ids=[
        *("laughs", "a file as an entity", "uses", "a filter", "deep", "large", "letters"),
        *("letters of HTML", "cut off", "Latin-1", "zipped", "HTML", "empty", "nothing"),
        *("white", "no size"),
    ],
)
def test_an_svg_that_would_do_harm_or_show_nothing_is_refused(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    assert refusal(tmp_path, content).endswith(expected)


WHOLE = "a complete PNG file of up to 16 million pixels"
LONG_TEXT = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(10**8)))


def jpeg() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (9, 9), RED[:3]).save(file, format="JPEG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (raw(4001, 4000, 8, 6, b""), WHOLE),
        (raw(10_000, 9_500, 8, 6, b""), WHOLE),  # where Pillow warns
        (raw(50_000, 50_000, 8, 6, b""), WHOLE),  # where Pillow refuses
        (raw(9, 9, 8, 2, b"\1\2"), WHOLE),
        (png(Image.effect_noise((99, 99), 50))[:3000], WHOLE),
        (logos.SIGNATURE, WHOLE),
        (raw(1, 1, 8, 2, b"abc", LONG_TEXT), WHOLE),
        (png(Image.new("RGB", (9, 9), "white")), NOTHING),
        (png(Image.new("RGBA", (9, 9), (255, 0, 0, 0))), NOTHING),
        (logos.SIGNATURE + bytes(2_000_000), "a file of up to 2 MB"),
        (jpeg(), "an SVG or PNG file"),
    ],
    ids=[
        *("large", "a bomb", "a larger bomb", "without its lines", "cut off", "a signature"),
        *("a text's bomb", "white", "clear", "many bytes", "JPEG"),
    ],
)
def test_a_png_that_would_do_harm_or_show_nothing_is_refused(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    assert refusal(tmp_path, content, "logo.png") == expected


def test_a_picture_of_sixteen_million_pixels_is_taken(tmp_path: Path) -> None:
    assert loaded(tmp_path, png(Image.new("L", (4000, 4000)))).size == (1000, 1000)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    expected = {
        tmp_path: "an SVG or PNG file",
        pipe: "an SVG or PNG file",
        tmp_path / "gone.svg": "an SVG or PNG file: No such file or directory",
    }
    for path, said in expected.items():
        with pytest.raises(PosterError) as refused:
            logos.load(path)
        assert str(refused.value) == f"logo is {str(path)!r}, expected {said}"
