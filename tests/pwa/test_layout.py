"""Both layouts, as they look: fold, targets, zoom, direction, colours, paper, the code."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.guides import plain, says
from tests.languages import SAMPLE
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS, SURFACE
from tests.pwa.scripts import script


@pytest.fixture
def worker() -> bool:
    return False


def bottom(page: Page, selector: str) -> float:
    area = page.locator(selector).bounding_box()
    assert area is not None, selector
    return area["y"] + area["height"]


def open_all(page: Page) -> None:
    page.evaluate(script("open-details"))
    for step in ("off", "check", "missing"):
        page.locator(f"[name={step}]").check()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def guides(reader: Reader, layout: str) -> Iterator[tuple[str, Page]]:
    """Open the guide, and all that it has, in one language of the sample after the other."""
    for locale in SAMPLE:
        with reader.visit(f"/{locale}/{SURFACE[layout]}/") as page:
            open_all(page)
            yield locale, page


def test_everything_that_matters_is_above_the_fold(reader: Reader, layout: str) -> None:
    page = reader.open("/")
    region = page.get_by_text(plain(says("since"))).first
    area = region.bounding_box()
    assert area is not None
    height = LAYOUTS[layout]["viewport"]["height"]
    assert area["y"] + area["height"] <= height
    assert bottom(page, "[data-step=check]") < area["y"]
    if layout == "desktop":
        steps, code = page.locator(".steps").first, page.locator("aside svg")
        beside, box = steps.bounding_box(), code.bounding_box()
        assert beside is not None
        assert box is not None
        assert box["x"] >= beside["x"] + beside["width"]
        assert box["y"] + box["height"] <= height


def test_every_target_is_large_enough(reader: Reader, layout: str) -> None:
    """44 px for anything on its own, but not for links in a sentence (WCAG 2.5.5, 2.5.8)."""
    selector = "label, button, summary, .button, header a, nav a"
    sizes = [
        (locale, target.inner_text(), area["width"], area["height"])
        for locale, page in guides(reader, layout)
        for target in page.locator(selector).all()
        if (area := target.bounding_box())
    ]
    assert [size for size in sizes if min(size[2:]) < 44] == []
    assert {locale for locale, *_ in sizes} == {*SAMPLE}


@pytest.mark.long
@pytest.mark.parametrize("width", [320, pytest.param(360, marks=pytest.mark.sweep)])
def test_no_page_scrolls_sideways(new_reader: NewReader, width: int) -> None:
    """320 px is 1280 px at 400 % (WCAG 1.4.10)."""
    reader = new_reader(viewport={"width": width, "height": 256})
    overflows = {}
    for locale in SAMPLE:
        for page_name in ("app", "website", "more", "about", "poster"):
            with reader.visit(f"/{locale}/{page_name}/") as page:
                if page_name in SURFACE.values():
                    open_all(page)
                overflows[f"/{locale}/{page_name}/"] = overflow(page)
    assert {path: pixels for path, pixels in overflows.items() if pixels > 0} == {}


def test_larger_letters_do_not_break_the_page(reader: Reader, layout: str) -> None:
    overflows = {}
    for locale, page in guides(reader, layout):
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        overflows[locale] = overflow(page)
    assert {locale: pixels for locale, pixels in overflows.items() if pixels > 0} == {}


def test_arabic_is_the_mirror_image(new_reader: NewReader) -> None:
    def edges(locale: str) -> tuple[float, float, float]:
        page = new_reader(**LAYOUTS["desktop"]).open(f"/{locale}/website/")
        area = page.locator("[data-step=open] input").bounding_box()
        code = page.locator("aside svg").bounding_box()
        assert area is not None
        assert code is not None
        return area["x"], area["x"] + area["width"], code["x"]

    english, arabic = edges("en"), edges("ar")
    assert english[0] < 640 < arabic[0]
    assert english[2] > 640 > arabic[2]
    assert english[0] == pytest.approx(1280 - arabic[1], abs=1)


@pytest.mark.parametrize("page_name", ["app", "website", "more"])
def test_in_arabic_a_number_is_at_the_end_of_its_sentence(
    reader: Reader, page_name: str
) -> None:
    """Also after a Latin name, with which a bare number would run from left to right."""
    page = reader.open(f"/ar/{page_name}/")
    if page_name != "more":
        open_all(page)
    assert page.locator("sup:visible").count() > 10
    assert page.evaluate(script("misplaced-numbers")) == []


def test_dark_and_light_follow_the_reader(new_reader: NewReader) -> None:
    backgrounds = {
        scheme: new_reader(**LAYOUTS["phone"], color_scheme=scheme)
        .open("/")
        .evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert backgrounds == {"light": "rgb(251, 249, 244)", "dark": "rgb(23, 21, 18)"}


def test_more_contrast_makes_soft_text_full(new_reader: NewReader) -> None:
    colours = [
        new_reader(**LAYOUTS["phone"], contrast=contrast)
        .open("/")
        .locator(".small")
        .evaluate("e => getComputedStyle(e).color === getComputedStyle(document.body).color")
        for contrast in ("no-preference", "more")
    ]
    assert colours == [False, True]


def test_forced_colours_keep_the_controls_visible(new_reader: NewReader, layout: str) -> None:
    page = new_reader(**LAYOUTS[layout], forced_colors="active").open("/")
    page.locator("[name=open]").check()
    button = page.locator(".within a.button")
    assert button.evaluate("e => getComputedStyle(e).borderStyle") == "solid"
    bar = page.locator(".bar").evaluate(script("background"))
    assert "gradient" in bar[0]
    assert bar[1] not in bar[0]


@pytest.mark.parametrize(("motion", "duration"), [("no-preference", "0.2s"), ("reduce", "0s")])
def test_nothing_moves_for_those_who_want_no_motion(
    new_reader: NewReader, motion: str, duration: str
) -> None:
    page = new_reader(**LAYOUTS["phone"], reduced_motion=motion).open("/")
    moving = page.evaluate(script("moving-elements"))
    assert moving == ([["bar", duration]] if duration != "0s" else [])


def test_the_checklist_prints_on_one_page(reader: Reader, layout: str) -> None:
    counts = {}
    for locale, page in guides(reader, layout):
        for size in ("A4", "Letter"):
            pdf = page.pdf(format=size)
            counts[f"{locale}, {size}"] = len(re.findall(rb"/Type\s*/Page\b", pdf))

        page.emulate_media(media="print")
        for step in ("open", "off", "check"):
            expect(page.locator(f"[name={step}]"), locale).to_be_visible()
        expect(page.locator("footer .address"), locale).to_have_text(reader.origin)
        expect(page.locator(".path").first, locale).to_be_visible()
        assert page.locator("input:visible").count() == 3, locale
        for unprinted in (".button", ".done", "details", "nav", ".progress"):
            for element in page.locator(unprinted).all():
                expect(element, locale).to_be_hidden()
        boxed = page.locator("[name=check]").evaluate(
            "e => [getComputedStyle(e).appearance, getComputedStyle(e).borderTopStyle]"
        )
        # A box for a pen, even where it is ticked on screen.
        assert boxed == ["none", "solid"], locale
    assert counts == {f"{locale}, {size}": 1 for locale in SAMPLE for size in ("A4", "Letter")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", SAMPLE)
def test_a_phone_can_scan_the_code_off_the_screen(
    new_reader: NewReader, scheme: str, locale: str
) -> None:
    reader = new_reader(**LAYOUTS["desktop"], color_scheme=scheme)
    page = reader.open(f"/{locale}/website/")
    screen = Image.open(io.BytesIO(page.screenshot()))
    [code] = zxingcpp.read_barcodes(screen)
    assert code.text == reader.origin


def test_the_phone_shows_no_code(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    assert zxingcpp.read_barcodes(Image.open(io.BytesIO(page.screenshot(full_page=True)))) == []
