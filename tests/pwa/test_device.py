"""The page's own look at the device agrees with the server's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import call, script
from tests.webapp.reader.user_agents import CASES, IPHONE


@pytest.fixture
def worker() -> bool:
    return False


def device_module(page: Page) -> str:
    """Return the URL of device.js of an open page."""
    asset = page.locator("script").get_attribute("src") or ""
    return asset.replace("app.js", "device.js")


def test_the_page_knows_the_same_apps_and_platforms_as_the_server(
    new_reader: NewReader,
) -> None:
    page = new_reader(**LAYOUTS["desktop"]).open("/en/website/")
    module = device_module(page)
    for case in CASES:
        user_agent = case.headers.get("User-Agent", "")
        if case.headers.keys() - {"User-Agent"} or not case.platform:
            continue  # hints are the server's to read
        found = page.evaluate(script("device-marks"), [module, user_agent])
        # Only the server can recognise a television or headset; the page leaves its mark alone.
        platform = {"tv": found[0], "headset": "android"}.get(case.platform, case.platform)
        assert found == [platform, case.in_app], case.name


@pytest.mark.parametrize(
    ("case", "points", "system", "platform"),
    [
        ("Linux", 5, "Linux armv81", "android"),  # Chrome, asked for the desktop site
        ("Linux", 10, "Linux aarch64", "android"),
        ("Linux", 10, "Linux x86_64", "linux"),  # a laptop with a touch screen
        ("Linux", 0, "Linux aarch64", "linux"),  # a small computer
        ("ChromeOS", 10, "Linux aarch64", "chromeos"),
        ("iPad that says it is a Mac", 5, "MacIntel", "ios"),
        ("macOS, Safari", 0, "MacIntel", "macos"),
        ("Windows", 10, "Win32", "windows"),
    ],
)
def test_touch_points_tell_who_asks_for_the_desktop_site(
    new_reader: NewReader, case: str, points: int, system: str, platform: str
) -> None:
    user_agent = next(each for each in CASES if each.name == case).headers["User-Agent"]
    page = new_reader(**LAYOUTS["desktop"]).open("/en/website/")
    device = [device_module(page), user_agent, points, system]
    assert page.evaluate(script("device-marks"), device)[0] == platform


def test_what_the_server_took_for_linux_can_be_a_tablet(new_reader: NewReader) -> None:
    linux = next(case for case in CASES if case.name == "Linux")
    options = {**LAYOUTS["desktop"], "user_agent": linux.headers["User-Agent"]}
    reader = new_reader(**options, has_touch=True)
    values = {"platform": "Linux armv81", "maxTouchPoints": 5}
    reader.context.add_init_script(call("navigator-values", values))
    page = reader.open("/")
    expect(page.locator("html")).to_have_attribute("data-platform", "android")
    expect(page.locator("html")).to_have_attribute("data-surface", "website")


def test_what_only_the_server_knows_stays(new_reader: NewReader) -> None:
    tv = next(case for case in CASES if case.name == "Fire TV")
    options = {**LAYOUTS["desktop"], "user_agent": tv.headers["User-Agent"]}
    page = new_reader(**options).open("/")
    expect(page.locator("[data-print]")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("data-platform", "tv")


def test_telegrams_window_on_an_iphone_is_known_by_its_object(new_reader: NewReader) -> None:
    reader = new_reader(**{**LAYOUTS["phone"], "user_agent": IPHONE["User-Agent"]})
    reader.context.add_init_script("window.TelegramWebviewProxy = {}")
    page = reader.open("/")
    expect(page.locator("html")).to_have_attribute("data-in-app", "telegram")
    expect(page.locator(".notice.other-app")).to_be_visible()


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
