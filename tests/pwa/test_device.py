"""The page's own look at the device agrees with the server's."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import call, script
from tests.webapp.reader.user_agents import CASES, IPHONE


@pytest.fixture
def worker() -> bool:
    return False


def test_the_page_knows_the_same_apps_and_platforms_as_the_server(
    new_reader: NewReader,
) -> None:
    page = new_reader(**LAYOUTS["desktop"]).open("/en/website/")
    asset = page.locator("script").get_attribute("src") or ""
    module = asset.replace("app.js", "device.js")
    for case in CASES:
        user_agent = case.headers.get("User-Agent", "")
        if case.headers.keys() - {"User-Agent"} or not case.platform:
            continue  # hints are the server's to read
        found = page.evaluate(script("device-marks"), [module, user_agent])
        # Only the server can recognise a television or headset; the page leaves its mark alone.
        platform = {"tv": found[0], "headset": "android"}.get(case.platform, case.platform)
        assert found == [platform, case.in_app], case.name


def test_an_iphone_is_not_asked_whether_it_is_an_ipad(new_reader: NewReader) -> None:
    options = {**LAYOUTS["phone"], "user_agent": IPHONE["User-Agent"]}
    page = new_reader(**options).open("/en/website/")
    expect(page.locator("html")).to_have_attribute("data-platform", "ios")
    expect(page.locator("[data-tablet]")).to_be_hidden()


def test_a_variant_gets_its_marks_from_the_script(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/en/website/")
    expect(page.locator("html")).to_have_attribute("data-platform", "android")
    assert page.locator("html").get_attribute("data-in-app") is None


def test_an_installed_app_is_no_web_view(new_reader: NewReader) -> None:
    """On iOS both send the same header; only the display mode differs."""
    view = IPHONE["User-Agent"].replace("Version/18.1 ", "").replace(" Safari/604.1", "")
    options = {**LAYOUTS["phone"], "user_agent": view}
    page = new_reader(**options).open("/")
    expect(page.locator("html")).to_have_attribute("data-in-app", "webview")
    expect(page.locator(".notice.other-app")).to_be_visible()

    reader = new_reader(**options)
    reader.context.add_init_script(call("display-mode", "standalone"))
    page = reader.open("/")
    expect(page.locator("html")).to_have_attribute("data-platform", "ios")
    expect(page.locator(".notice.other-app")).to_be_hidden()
