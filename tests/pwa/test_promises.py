"""What the security headers promise, tried out in a browser."""

from __future__ import annotations

import pytest

from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import script

# Things that `violation.js` does, by their names there, and what stops them.
FORBIDDEN = {
    "an inline script": {"script-src-elem", "require-trusted-types-for"},
    "markup from a string": {"require-trusted-types-for"},
    "a style attribute": {"style-src-attr"},
    "another style sheet": {"style-src-elem"},
    "a picture from elsewhere": {"img-src"},
    "a request": {"connect-src"},
    "a frame": {"frame-src"},
    "a form": {"form-action"},
    "another base": {"base-uri"},
}


@pytest.mark.long
@pytest.mark.parametrize(("thing", "directives"), FORBIDDEN.items(), ids=list(FORBIDDEN))
def test_the_page_cannot_be_made_to_load_or_run(
    new_reader: NewReader, thing: str, directives: set[str]
) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = reader.open("/en/app/")
    assert page.evaluate(script("violation"), thing) in directives
    assert page.evaluate("window.ran") is None
    reader.problems.clear()  # the violation is what was wanted


def test_the_page_cannot_be_framed(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["desktop"])
    page = reader.context.new_page()
    page.route(
        "**/framing",
        lambda route: route.fulfill(
            content_type="text/html", body=f"<iframe src='{reader.origin}/en/'></iframe>"
        ),
    )
    page.goto(f"{reader.origin}/framing")
    page.wait_for_timeout(500)
    assert page.frames[1].url != f"{reader.origin}/en/"
    reader.problems.clear()


def test_no_permission_can_be_asked_for(reader: Reader) -> None:
    page = reader.open("/")
    allowed = page.evaluate("document.featurePolicy.allowedFeatures()")
    for feature in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert feature not in allowed


def test_a_whole_visit_stores_ticks_the_guide_and_nothing_else(reader: Reader) -> None:
    page = reader.open("/")
    page.locator("[data-offline=ready]").wait_for()
    page.evaluate(script("open-details"))
    for tick in page.locator("[type=checkbox]").all():
        tick.check()
    page.locator("#languages a[lang=ar]").click()
    page.locator("header .brand").click()
    keys = page.evaluate("Object.keys(localStorage).sort()")
    ids = ("accounts", "check", "missing", "object", "off", "open")
    assert keys == [f"offswitch.1.tick.{step}" for step in ids]
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("document.cookie") == ""
    page.locator("[data-offline=ready]").wait_for()
    names = page.evaluate("caches.keys()")
    build = page.locator("html").get_attribute("data-build")
    assert sorted(names) == [
        f"offswitch / copy {build} ar",
        f"offswitch / copy {build} en",
        "offswitch / notes",
    ]
    assert page.evaluate("indexedDB.databases()") == []


def test_a_request_elsewhere_would_be_noticed(new_reader: NewReader) -> None:
    """The guard itself can fail: a canary."""
    reader = new_reader(**LAYOUTS["phone"])
    page = reader.open("/")
    page.evaluate("new Image().src = 'https://evil.test/'")
    page.wait_for_timeout(300)
    assert any("evil.test" in problem for problem in reader.problems)
    reader.problems.clear()
