"""The icons for home screens: every pixel where a platform expects one.

That they are the mark of ``pwa/icons/icon.svg`` is seen in ``test_install``.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import pytest
from PIL import Image, ImageColor

from tests import icons

NAMES = [path.name for path in sorted(icons.FOLDER.glob("*.png"))]
PAPER, INK, ACCENT = map(ImageColor.getrgb, (icons.PAPER, icons.INK, icons.ACCENT))

# W3C Web Application Manifest, "safe zone": a circle of 40 % of the width around the centre.
SAFE = 0.4

ANY = ["any-192.png", "any-512.png"]
MASKABLE = ["maskable-192.png", "maskable-512.png"]


def opened(name: str) -> Image.Image:
    """Return an icon with its palette looked up."""
    image = Image.open(icons.FOLDER / name)
    assert image.mode == "P"  # half the bytes of the same pixels
    return image.convert("RGBA" if "transparency" in image.info else "RGB")


def pixels(image: Image.Image) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every pixel: how far its centre is from the middle, in widths, and its colour."""
    middle = image.width / 2
    rgba = image.convert("RGBA")
    for y in range(image.height):
        for x in range(image.width):
            distance = ((x + 0.5 - middle) ** 2 + (y + 0.5 - middle) ** 2) ** 0.5
            colour = rgba.getpixel((x, y))
            assert isinstance(colour, tuple)
            yield distance / image.width, colour


def corners(image: Image.Image) -> set[object]:
    end = image.width - 1
    return {image.getpixel(corner) for corner in ((0, 0), (end, 0), (0, end), (end, end))}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_square_of_the_size_in_its_name(name: str) -> None:
    size = 180 if name == "apple-touch-icon.png" else int(name.split("-")[1].split(".")[0])
    assert opened(name).size == (size, size)


@pytest.mark.parametrize("name", [*MASKABLE, "apple-touch-icon.png"])
def test_what_a_platform_cuts_keeps_its_mark_in_the_safe_zone(name: str) -> None:
    """Opaque to the corners, since anything may be behind an icon."""
    seen = dict.fromkeys(("mark", "paper"), 0)
    for distance, (*colour, alpha) in pixels(opened(name)):
        assert alpha == 255
        seen["paper" if tuple(colour) == PAPER else "mark"] += 1
        assert tuple(colour) == PAPER or distance <= SAFE
    assert seen["mark"] > seen["paper"] / 10


@pytest.mark.parametrize("name", ANY)
def test_an_icon_for_any_use_has_round_corners_of_its_own(name: str) -> None:
    image = opened(name)
    assert image.mode == "RGBA"
    assert corners(image) == {(0, 0, 0, 0)}
    assert image.getpixel((image.width // 2, 1)) == (*PAPER, 255)


def test_the_touch_icon_has_no_transparency_at_all() -> None:
    """Where an icon is transparent, iOS shows black."""
    image = opened("apple-touch-icon.png")
    assert image.mode == "RGB"
    assert corners(image) == {PAPER}


def test_the_monochrome_icon_is_its_alpha_alone() -> None:
    image = opened("monochrome-512.png")
    colours = {tuple(colour) for _, (*colour, alpha) in pixels(image) if alpha}
    assert colours == {(0, 0, 0)}
    assert corners(image) == {(0, 0, 0, 0)}
    coloured = pixels(opened("any-512.png"))
    for (_, (*_, alpha)), (_, (*colour, _)) in zip(pixels(image), coloured, strict=True):
        # Solid where the mark is and only there; what lies between is its edge.
        assert (alpha == 255) == (tuple(colour) in (INK, ACCENT))
        assert alpha == 0 or tuple(colour) != PAPER


def test_the_files_are_what_make_icons_draws() -> None:
    """Pixel for pixel; how a library packs them may differ from release to release."""
    drawn = icons.drawn()
    assert sorted(drawn) == NAMES
    for name, content in drawn.items():
        fresh, file = (Image.open(each) for each in (io.BytesIO(content), icons.FOLDER / name))
        assert (fresh.mode, fresh.size) == (file.mode, file.size)
        assert fresh.convert("RGBA").tobytes() == file.convert("RGBA").tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_small_and_holds_a_picture_only(name: str) -> None:
    """With a time or a program's name in it, the same picture would be another file."""
    content, at, chunks = (icons.FOLDER / name).read_bytes(), 8, []
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        chunks.append(kind)
        at += length + 12
    assert set(chunks) - {b"tRNS"} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert len(content) < 6_000
