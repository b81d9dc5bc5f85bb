"""The page of the posters, and what it hands out, in a browser."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.guides import SHIPPED
from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import script
from webapp.posters.sheets import Sheet


def codes(picture: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


def test_every_sheet_is_shown(new_reader: NewReader, layout: str) -> None:
    page = new_reader(**LAYOUTS[layout]).open("/de/poster/")
    pictures = page.locator(".sheets img")
    expect(pictures).to_have_count(len({*Sheet} - {Sheet.PREVIEW}))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        wide = "picture => picture.complete && picture.naturalWidth"
        page.wait_for_function(wide, arg=picture.element_handle(), timeout=15_000)


@pytest.mark.parametrize("sheet", ["a4", "flyers"])
def test_a_picture_of_a_sheet_reads_as_a_browser_draws_it(
    new_reader: NewReader, sheet: str
) -> None:
    """Our policy for files would stop what a sheet loads, and styles in it."""
    reader = new_reader(**LAYOUTS["desktop"])
    page = reader.open("/en/poster/")
    page.evaluate(script("lone-picture"), f"/en/poster/{sheet}.svg")
    read = codes(page.locator("img").screenshot())
    assert read == [reader.origin] * (4 if sheet == "flyers" else 1)


def test_a_sheet_comes_under_its_name(new_reader: NewReader, layout: str) -> None:
    page = new_reader(**LAYOUTS[layout]).open("/ar/poster/")
    with page.expect_download() as coming:
        page.locator(".sheets a").first.click()
    assert coming.value.suggested_filename == "off-switch-a3-ar.pdf"
    assert coming.value.path().read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_a_talk_the_code_fills_the_screen_and_goes_again(
    new_reader: NewReader, layout: str, scheme: str
) -> None:
    """Without a script, and dark on light whatever the reader prefers."""
    reader = new_reader(**LAYOUTS[layout], color_scheme=scheme, java_script_enabled=False)
    page = reader.open("/en/poster/")
    page.locator("a[href='#code']").click()
    assert codes(page.screenshot()) == [reader.origin]
    expect(page.locator("#code p").first).to_have_text(SHIPPED.section("poster").heading)
    box, view = page.locator("#code").bounding_box(), page.viewport_size
    assert box
    assert view
    assert (box["x"], box["y"], box["width"]) == (0, 0, view["width"])
    assert box["height"] == view["height"]
    page.locator("#code a").click()
    expect(page.locator("#code")).to_be_hidden()
    expect(page.locator("a[href='#code']")).to_be_in_viewport()


def test_without_a_network_there_are_no_empty_frames(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = reader.open("/en/poster/")
    page.locator("[data-offline=ready]").wait_for(timeout=15_000)
    reader.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("Posters")
    expect(page.locator(".sheets img").first).to_be_hidden()
    page.locator("a[href='#code']").click()
    assert codes(page.screenshot()) == [reader.origin]
    reader.problems.clear()  # the browser notes what it cannot load
