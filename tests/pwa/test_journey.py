"""The main job, from the door to "Done", as different readers do it."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.guides import SHIPPED, opening, plain, says
from tests.languages import day
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import IPAD, LAYOUTS, LINKEDIN_WINDOW, SETTING, SURFACE
from tests.pwa.scripts import call
from tests.pwa.storage import BLOCKED
from tests.webapp.reader.user_agents import CASES
from webapp.guide.models import Surface
from webapp.guide.sightings import on_screen

STEPS = ("open", "off", "check")
OFF = plain(SHIPPED.counted_steps[1].app)
BACK = says("back-from")
CANNOT_FIND = SHIPPED.section("find").heading
LETTERS = plain(says("letters-ai"))


@pytest.fixture
def worker() -> bool:
    return False


def box(page: Page, step: str) -> str:
    return f"[data-step={step}] input"


def expect_ticks(page: Page, *ticked: str) -> None:
    for step in STEPS:
        expect(page.locator(box(page, step))).to_be_checked(checked=step in ticked)


def x(page: Page, selector: str) -> float:
    area = page.locator(selector).bounding_box()
    assert area is not None, selector
    return area["x"]


def progress(page: Page) -> Locator:
    return page.locator(".progress [role=status] span:visible")


def look_at_linkedin(page: Page) -> None:
    """Follow the link, and come back: on a computer, it opens beside the guide."""
    link = page.locator(".button[data-direct]")
    if link.get_attribute("target") is None:
        link.click()
        expect(page).to_have_url(SETTING)
        page.go_back()
        return
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value).to_have_url(SETTING)
    opened.value.close()
    # Without a window, no page is ever hidden.
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def today(lang: str) -> str:
    return day(datetime.date.today(), lang)


def test_the_whole_journey(reader: Reader, layout: str) -> None:
    # The door knows the device and says so.
    page = reader.open("/")
    html = page.locator("html")
    expect(html).to_have_attribute("data-surface", SURFACE[layout])
    expect(html).to_have_attribute("data-platform", {"phone": "android"}.get(layout, "windows"))
    expect(page.locator("h1")).to_have_text(SHIPPED.section("lead").heading)
    expect(progress(page)).to_have_text("0 of 3 steps done")
    expect(page.locator(".done")).to_be_hidden()

    # The reader leaves for LinkedIn, ticks nothing, and comes back.
    look_at_linkedin(page)
    assert "referer" not in reader.linkedin[0]
    expect(page.get_by_text(BACK)).to_be_visible()
    assert page.evaluate("!document.activeElement.closest('[data-back]')")

    # Ticks count, and stay when the page is loaded again.
    page.locator(box(page, "open")).check()
    page.get_by_text(OFF).click()
    expect(progress(page)).to_have_text("2 of 3 steps done")
    page.reload()
    expect(page.get_by_text(BACK)).to_be_hidden()
    expect_ticks(page, "open", "off")

    # The other surface and another language know them, too.
    page.locator("[data-surfaces] a:not([aria-current])").click()
    other = "website" if layout == "phone" else "app"
    expect(html).to_have_attribute("data-surface", other)
    expect_ticks(page, "open", "off")
    page.locator("#languages a[lang=de]").click()
    expect(html).to_have_attribute("lang", "de")
    expect(html).to_have_attribute("data-surface", other)
    expect_ticks(page, "open", "off")

    # The last tick opens the done panel, with today's date in the reader's language.
    page.locator(box(page, "check")).check()
    done = page.locator(".done")
    expect(done).to_be_visible()
    expect(done.locator("[data-noted] time")).to_have_text(today("de"))
    page.locator("#languages a[lang=en]").click()
    expect(done).to_contain_text(f"{opening(says('noted'))}{today('en')}.")
    expect(progress(page)).to_have_text("3 of 3 steps done")
    expect(page.locator(".bar")).to_have_css("background-size", "100% auto")

    # Start over asks first, and takes everything away.
    page.get_by_text("Start over").click()
    page.get_by_role("button", name="Remove my ticks").click()
    expect_ticks(page)
    expect(done).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_a_tick_made_early_keeps_the_date_it_had(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    # On the first visit, since later the worker has the script.
    for step, date in {"off": "2026-01-01", "check": "2026-01-02"}.items():
        tick = call("early-tick", f"offswitch.1.tick.{step}", date)
        reader.context.add_init_script(tick)
    page = reader.context.new_page()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    reader.context.route("**/progress.js", hold)
    page.goto(f"{reader.origin}/", wait_until="commit")
    page.locator(box(page, "check")).check()
    reader.context.unroute("**/progress.js")
    held[0].continue_()
    expect(page.locator(".done")).to_contain_text(opening(says("noted")) + "2 January 2026.")


def test_coming_back_from_the_app_is_noticed_once(new_reader: NewReader) -> None:
    """If the link opens the app, the page never unloads: it is only hidden and shown."""
    reader = new_reader(**LAYOUTS["phone"])
    page = reader.open("/")
    # As if an app opened.
    page.evaluate(
        "addEventListener('click', (e) => e.target.matches('a') && e.preventDefault())"
    )
    asked = page.get_by_text(BACK)
    page.locator(".button[data-direct]").click()
    expect(asked).to_be_hidden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(asked).to_be_visible()
    page.locator(box(page, "off")).check()
    expect(asked).to_be_hidden()
    page.locator(box(page, "off")).uncheck()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(asked).to_be_hidden()


def test_where_has_is_unknown_the_panel_waits_for_the_tick(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    reader.context.route("**/en/app/", without_has)
    page = reader.context.new_page()
    page.goto(f"{reader.origin}/en/app/")
    expect(page.locator(".done")).to_be_hidden()
    page.locator(box(page, "check")).check()
    expect(page.locator(".done")).to_be_hidden()
    page.locator(box(page, "off")).check()
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    expect(progress(page)).to_be_hidden()


def without_has(route: Route) -> None:
    """Answer with a page as a browser without :has() would read it."""
    answer = route.fetch()
    styles = re.sub(r"selector\(:has\(a\)\)", "(a: b)", answer.text())
    styles = re.sub(r"[^{}]*:has\([^{}]*\{[^{}]*\}", "", styles)
    assert ":has(" not in styles
    headers = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, headers=headers, body=styles)


def test_optional_ticks_stand_apart(reader: Reader) -> None:
    page = reader.open("/")
    page.locator(box(page, "object")).check()
    page.locator(box(page, "accounts")).check()
    expect(progress(page)).to_have_text("0 of 3 steps done")
    page.reload()
    assert page.locator(box(page, "object")).is_checked()


def test_the_objection_form_and_other_settings_have_ticks_of_their_own(reader: Reader) -> None:
    page = reader.open("/en/more/")
    for step in ("object", "answer", "research", "services"):
        page.locator(box(page, step)).check()
        expect(page.locator(f"[data-step={step}] time")).to_have_text(today("en"))
    page.locator(box(page, "services")).uncheck()
    expect(page.locator("[data-step=services] time")).to_be_empty()
    page.reload()
    expect(page.locator(box(page, "research"))).to_be_checked()
    expect(page.locator("[data-step=research] time")).to_have_text(today("en"))

    page.get_by_role("link", name="Back to the steps").click()
    expect(page.locator(box(page, "object"))).to_be_checked()
    expect_ticks(page)  # none of the counted ones
    expect(progress(page)).to_have_text("0 of 3 steps done")

    # Starting over removes all ticks, as it says: those of the other page, too.
    page.get_by_text("Start over").click()
    page.get_by_role("button", name="Remove my ticks").click()
    expect(page.locator(box(page, "object"))).not_to_be_checked()
    page.goto(f"{reader.origin}/en/more/")
    for tick in page.locator("[type=checkbox]").all():
        expect(tick).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0


def test_the_words_for_the_form_are_copied(reader: Reader) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/en/more/")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == says("objection-words")


def test_a_tick_made_while_the_script_is_on_its_way_is_kept(reader: Reader) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    reader.context.route("**/progress.js", hold)
    page = reader.context.new_page()
    page.goto(f"{reader.origin}/", wait_until="commit")
    page.locator(box(page, "open")).check()
    assert len(held) == 1
    reader.context.unroute("**/progress.js")
    held[0].continue_()
    expect(page.locator("[data-start-over]")).to_be_visible()
    expect_ticks(page, "open")
    page.reload()
    expect_ticks(page, "open")


def test_without_javascript(new_reader: NewReader, layout: str) -> None:
    reader = new_reader(**LAYOUTS[layout], java_script_enabled=False)
    page = reader.open("/")
    expect(page.get_by_text(says("not-saved"))).to_be_visible()
    effects = page.locator("details.effects")
    effects.get_by_text(SHIPPED.section("effects").heading).click()
    expect(effects.get_by_text(says("past-training"))).to_be_visible()
    page.locator(box(page, "open")).check()
    expect(progress(page)).to_have_text("1 of 3 steps done")
    page.locator(box(page, "check")).check()
    expect(progress(page)).to_have_text("2 of 3 steps done")
    expect(page.locator(".done")).to_be_hidden()  # nobody said that it is off
    page.locator(box(page, "off")).check()
    expect(progress(page)).to_have_text("3 of 3 steps done")
    expect(page.locator(".done")).to_be_visible()
    expect(page.locator(".done").get_by_text(says("past-training"))).to_be_visible()
    expect(effects).to_be_hidden()  # the panel says it now
    expect(page.get_by_text(says("not-noted"), exact=True)).to_be_visible()
    expect(page.get_by_text(opening(says("noted")))).to_be_hidden()
    page.get_by_text(CANNOT_FIND).click()
    expect(page.get_by_text(LETTERS)).to_be_visible()
    page.get_by_text(SHIPPED.section("where").heading, exact=True).click()
    expect(page.get_by_text(SHIPPED.regions[-1].name, exact=True)).to_be_visible()
    script_only = "[data-copy], [data-print], [data-start-over], [data-tablet], [data-offer]"
    for element in page.locator(script_only).all():
        expect(element).to_be_hidden()
    page.locator("#languages a[lang=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("data-surface", SURFACE[layout])


@pytest.mark.parametrize("script", BLOCKED.values(), ids=list(BLOCKED))
def test_with_storage_blocked(reader: Reader, script: str) -> None:
    reader.context.add_init_script(script)
    page = reader.open("/")
    expect(page.locator("[data-storage=blocked]")).to_have_text(says("not-saved"))
    look_at_linkedin(page)
    for step in STEPS:
        page.locator(box(page, step)).check()
    expect(page.locator(".done")).to_contain_text(f"{opening(says('noted'))}{today('en')}.")
    expect(progress(page)).to_have_text("3 of 3 steps done")


def test_in_arabic(new_reader: NewReader, layout: str) -> None:
    reader = new_reader(**{**LAYOUTS[layout], "locale": "ar-EG"})
    page = reader.open("/")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "ar")
    expect(html).to_have_attribute("dir", "rtl")
    expect(html).to_have_attribute("data-surface", SURFACE[layout])
    assert x(page, box(page, "open")) > x(page, "[data-step=open] label span")
    for step in STEPS:
        page.locator(box(page, step)).check()
    expect(page.locator(".done")).to_be_visible()
    assert str(datetime.date.today().year) in page.locator("[data-noted] time").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_whoever_does_not_find_it_ticks_that_and_is_led_on(
    new_reader: NewReader, layout: str, script: bool
) -> None:
    page = new_reader(**LAYOUTS[layout], java_script_enabled=script).open("/")
    page.get_by_text(CANNOT_FIND).click()
    ways = page.locator(".missing")
    expect(ways).to_be_hidden()
    page.locator(box(page, "missing")).check()
    expect(ways).to_contain_text(says("missing-means"))
    expect(ways.locator("a[href*='/more/']")).to_be_visible()
    expect(progress(page)).to_have_text("0 of 3 steps done")
    expect(page.locator(".done")).to_be_hidden()


def test_the_page_says_what_to_do_if_the_switch_is_on_again(reader: Reader) -> None:
    page = reader.open("/")
    for step in ("off", "check"):
        page.locator(box(page, step)).check()
    again = page.get_by_text(SHIPPED.section("again").heading)
    again.click()
    done = page.locator(".done")
    expect(done).to_contain_text(plain(says("again-wait")))
    expect(done).to_contain_text(plain(says("again-form")))


def test_the_header_says_which_steps_these_are(reader: Reader, layout: str) -> None:
    page = reader.open("/")
    surfaces = page.locator("[data-surfaces]")
    expect(surfaces).to_be_in_viewport(ratio=1)
    current = surfaces.locator("[aria-current=page]")
    expect(current).to_have_text(says(f"for-{SURFACE[layout]}"))
    other = "website" if layout == "phone" else "app"
    surfaces.get_by_role("link", name=says(f"for-{other}")).click()
    expect(page.locator("html")).to_have_attribute("data-surface", other)
    expect(surfaces.locator("[aria-current=page]")).to_have_text(says(f"for-{other}"))


def test_the_keyboard_can_skip_the_header(reader: Reader) -> None:
    page = reader.open("/")
    skip = page.locator(".skip")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_by_keyboard_alone(reader: Reader) -> None:
    page = reader.open("/")

    def focused() -> str:
        return str(
            page.evaluate("document.activeElement.name || document.activeElement.className")
        )

    for _ in range(12):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"  # wherever the focus is, it is seen
        if focused() in STEPS:
            page.keyboard.press("Space")
        if focused() == "check":
            break
    expect_ticks(page, *STEPS)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.done') !== null")
    summary = page.locator("summary", has_text=CANNOT_FIND)
    for _ in range(30):
        page.keyboard.press("Tab")
        if summary.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text(LETTERS)).to_be_visible()


def test_as_an_ipad_that_says_it_is_a_mac(new_reader: NewReader) -> None:
    reader = new_reader(**IPAD)
    reader.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { get: () => 5 })"
    )
    page = reader.open("/")
    expect(page.locator("html")).to_have_attribute("data-surface", "website")
    expect(page.locator("html")).to_have_attribute("data-platform", "ios")
    offer = page.locator("[data-tablet]")
    expect(offer).to_have_text(plain(says("is-ipad")))
    offer.get_by_role("link").click()
    expect(page).to_have_url(f"{reader.origin}/en/app/")


def test_a_mac_is_not_asked_whether_it_is_an_ipad(new_reader: NewReader) -> None:
    page = new_reader(**{**IPAD, "has_touch": False}).open("/")
    expect(page.locator("html")).to_have_attribute("data-platform", "macos")
    expect(page.locator("[data-tablet]")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/en/app/"])
def test_in_linkedins_window(new_reader: NewReader, path: str) -> None:
    page = new_reader(**LINKEDIN_WINDOW).open(path)
    expect(page.locator("html")).to_have_attribute("data-in-app", "linkedin")
    notice = page.locator(".notice.linkedin")
    expect(notice).to_contain_text(plain(says("already")))
    expect(page.locator(".notice.other-app")).to_be_hidden()
    order = "(a, b) => a.compareDocumentPosition(document.querySelector(b))"
    assert notice.evaluate(order, "[data-step=open]") == 4  # before step 1
    page.locator(box(page, "off")).check()
    expect_ticks(page, "off")


@pytest.mark.parametrize("path", ["/", "/en/app/"])
def test_in_another_apps_window(new_reader: NewReader, path: str) -> None:
    facebook = next(case for case in CASES if case.name == "Facebook's window on iPhone")
    options = {**LAYOUTS["phone"], "user_agent": facebook.headers["User-Agent"]}
    reader = new_reader(**options)
    page = reader.open(path)
    expect(page.locator("html")).to_have_attribute("data-in-app", "facebook")
    expect(page.locator(".notice.other-app")).to_contain_text(plain(says("another-app")))
    expect(page.locator(".notice.other-app .address")).to_have_text(reader.origin)
    expect(page.locator(".notice.linkedin")).to_be_hidden()


def test_in_a_browser_no_window_is_mentioned(reader: Reader) -> None:
    page = reader.open("/")
    expect(page.locator(".notice.linkedin")).to_be_hidden()
    expect(page.locator(".notice.other-app")).to_be_hidden()
    assert page.locator("html").get_attribute("data-in-app") is None


def test_as_a_crawler(new_reader: NewReader) -> None:
    crawler = next(case for case in CASES if case.name == "Googlebot's phone")
    options = {**LAYOUTS["phone"], "user_agent": crawler.headers["User-Agent"]}
    page = new_reader(**options, java_script_enabled=False).open("/")
    expect(page.locator("html")).to_have_attribute("data-crawler", "1")
    expect(page.locator("html")).to_have_attribute("data-surface", "website")
    assert page.locator("link[rel=canonical]").get_attribute("href", timeout=1000)
    for text in on_screen(SHIPPED, Surface.WEBSITE, "en"):
        expect(page.get_by_text(text, exact=True).first).to_be_visible()
