"""Ticks travel in a link: shown before they are taken, and with the dates they had."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.guides import SHIPPED
from tests.languages import SAMPLE, day, translated
from tests.pwa.axe import violations
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS, SURFACE
from tests.pwa.scripts import SCRIPTS, call, script
from tests.pwa.storage import BLOCKED
from tests.pwa.transfer import LINK, dialog

KEY = "offswitch.1.tick."
TICKS = {f"{KEY}open": "2026-01-02", f"{KEY}off": "2026-02-28"}

NOTHING_IN_IT = {
    "nothing": "",
    "blanks": "   ",
    "another address": "https://www.linkedin.com/feed/",
    "no list": "#ticks=",
    "separators alone": "#ticks=~~..~.",
    "no dates": "#ticks=open~off~check",
    "a day that is none": "#ticks=open.2026-02-31~off.2026-13-01~check.0000-00-00",
    "other forms of dates": "#ticks=open.20260101~off.2026-1-1~check.1767225600",
    "unknown steps": "#ticks=opened.2026-01-02~x.2026-01-02~.2026-01-02",
    "parts of every object": "#ticks=__proto__.2026-01-02~constructor.2026-01-02~"
    "toString.2026-01-02",
    "markup": "#ticks=<img src=x onerror=alert(1)>.2026-01-02",
    "markup for a date": "#ticks=open.<script>\"'</script>",
    "a broken escape": "#ticks=%E0%A4%A~%",
    "letters that turn round": "#ticks=\u202eopen\u202c.2026-01-02",
    "digits of another script": "#ticks=open.٢٠٢٦-٠١-٠٢",
    "100 kB": "#ticks=" + "x" * 100_000,
    "100 kB of ticks": "#ticks=" + "x.2026-01-02~" * 7_700,
    "100 kB of marks": "#ticks=" * 15_000,
}


@pytest.fixture
def worker() -> bool:
    return False


def section(page: Page) -> Locator:
    """The section, opened."""
    page.locator("#transfer").evaluate("section => { section.open = true }")
    return page.locator("#transfer")


def address(page: Page) -> Locator:
    return section(page).locator(".address")


def stored(page: Page) -> dict[str, str]:
    found: dict[str, str] = json.loads(page.evaluate("JSON.stringify(localStorage)"))
    return found


def store(page: Page, ticks: Mapping[str, str]) -> None:
    page.evaluate("ticks => Object.assign(localStorage, ticks)", ticks)
    page.reload()


def paste(page: Page, link: str) -> None:
    section(page).get_by_role("textbox").fill(link)
    section(page).get_by_role("button", name="Use this link").click()


@pytest.fixture
def phone(new_reader: NewReader) -> Reader:
    """For what a layout does not change."""
    return new_reader(**LAYOUTS["phone"])


# --- here ---


def test_the_link_carries_the_ticks_of_the_page(reader: Reader) -> None:
    page = reader.open("/")
    section(page)
    expect(page.locator("[data-carry]")).to_be_hidden()
    store(page, TICKS)
    expect(address(page)).to_have_text(f"{reader.origin}/{LINK}")
    page.locator("[name=object]").check()
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    expect(address(page)).to_have_text(f"{reader.origin}/{LINK}~object.{today}")
    for step in ("open", "off", "object"):
        page.locator(f"[name={step}]").uncheck()
    expect(page.locator("[data-carry]")).to_be_hidden()


def test_the_link_carries_the_ticks_of_the_other_page_too(phone: Reader) -> None:
    page = phone.open("/")
    store(
        page,
        {"offswitch.1.tick.research": "2026-01-02", "offswitch.1.tick.answer": "2026-01-03"},
    )
    section(page)
    ticks = "#ticks=answer.2026-01-03~research.2026-01-02"
    expect(address(page)).to_have_text(f"{phone.origin}/{ticks}")
    store(page, {})
    page.evaluate("localStorage.clear()")
    page.goto(f"{phone.origin}/en/{ticks}")
    expect(dialog(page).locator("li")).to_have_count(2)
    research = SHIPPED.labels["research"].english.text
    expect(dialog(page)).to_contain_text(f"{research} 2 January 2026")
    dialog(page).get_by_role("button", name="Use them").click()
    page.goto(f"{phone.origin}/en/more/")
    expect(page.locator("[name=research]")).to_be_checked()


def test_the_link_is_copied(reader: Reader) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/")
    store(page, TICKS)
    copied = section(page).get_by_text("Copied.")
    expect(copied).to_be_hidden()
    section(page).get_by_role("button", name="Copy the link").click()
    expect(copied).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{reader.origin}/{LINK}"
    page.locator("[name=check]").check()
    expect(copied).to_be_hidden()  # what was copied is not what is shown now


def test_a_refused_copy_leaves_the_link_selected(phone: Reader) -> None:
    phone.context.add_init_script(path=SCRIPTS / "refused-clipboard.js")
    page = phone.open("/")
    store(page, TICKS)
    section(page).get_by_role("button", name="Copy the link").click()
    expect(section(page).get_by_text("Copied.")).to_be_hidden()
    assert page.evaluate("getSelection().toString()") == f"{phone.origin}/{LINK}"


@pytest.mark.parametrize("closed", [False, True], ids=["shared", "closed"])
def test_the_share_sheet_gets_the_link_and_may_be_closed(phone: Reader, closed: bool) -> None:
    phone.context.add_init_script(call("share-sheet", closed))
    page = phone.open("/")
    store(page, TICKS)
    section(page).get_by_role("button", name="Share the link").click()
    assert page.evaluate("window.shared") == {"url": f"{phone.origin}/{LINK}"}


def test_where_there_is_no_share_sheet_and_no_clipboard_there_are_no_buttons(
    phone: Reader,
) -> None:
    phone.context.add_init_script(path=SCRIPTS / "no-sharing.js")
    page = phone.open("/")
    store(page, TICKS)
    expect(address(page)).to_be_visible()
    for name in ("Share the link", "Copy the link"):
        expect(section(page).get_by_text(name)).to_be_hidden()


# --- there ---


@pytest.mark.parametrize("lang", SAMPLE)
def test_the_other_device_shows_the_ticks_and_takes_them_on_request(
    new_reader: NewReader, layout: str, lang: str
) -> None:
    here = new_reader(**LAYOUTS["desktop"]).open("/")
    store(here, TICKS)
    link = address(here).inner_text()

    reader = new_reader(**{**LAYOUTS[layout], "locale": lang})
    asked: list[str] = []
    reader.context.on("request", lambda request: asked.append(request.url))
    page = reader.context.new_page()
    page.goto(link)
    expect(dialog(page)).to_have_accessible_name(translated("Use these ticks here?", lang))
    items = dialog(page).locator("li")
    expect(items).to_have_count(2)
    opened, switched = (day(datetime.date.fromisoformat(tick), lang) for tick in TICKS.values())
    [name] = re.findall(r"^\*\*(.+?)\*\*", translated(SHIPPED.steps[0].app, lang))
    expect(items.nth(0)).to_have_text(f"{name} {opened}")
    expect(items.nth(1)).to_contain_text(switched)
    expect(items.nth(1)).to_contain_text(SHIPPED.labels["switch"].english.text)
    expect(items.nth(1)).to_be_in_viewport(ratio=1)
    expect(page.locator("html")).to_have_attribute("data-surface", SURFACE[layout])

    # Nothing is taken before the tap, and nobody else has seen it.
    assert stored(page) == {}
    expect(page.locator("input:checked")).to_have_count(0)
    assert page.url == f"{reader.origin}/"
    assert asked[0] == f"{reader.origin}/"
    assert not [url for url in asked if "ticks" in url]

    take = translated("Use them", lang)
    dialog(page).get_by_role("button", name=take).click()
    expect(dialog(page)).to_be_hidden()
    assert stored(page) == TICKS
    expect(page.locator("[name=off]")).to_be_checked()
    page.reload()
    expect(page.locator("[name=open]")).to_be_checked()
    expect(dialog(page)).to_be_hidden()
    assert address(page).inner_text() == link


def test_the_whole_dialog_is_on_the_screen(reader: Reader) -> None:
    steps = ("open", "off", "check", "object", "accounts")
    link = "~".join(f"{step}.2026-03-0{day}" for day, step in enumerate(steps, start=1))
    page = reader.open(f"/de/website/#ticks={link}")
    expect(dialog(page).locator("li")).to_have_count(5)
    expect(dialog(page)).to_be_in_viewport(ratio=1)
    area, width = dialog(page).bounding_box(), page.evaluate("innerWidth")
    assert area is not None
    assert area["x"] >= 16
    assert area["x"] + area["width"] <= width - 16


def test_a_tick_that_is_here_already_keeps_its_date(reader: Reader) -> None:
    page = reader.open("/")
    store(page, {f"{KEY}open": "2025-12-24"})
    page.goto(f"{reader.origin}/{LINK}")
    expect(dialog(page).locator("li time")).to_have_text(["28 February 2026"])
    dialog(page).get_by_role("button", name="Use them").click()
    assert stored(page) == {**TICKS, f"{KEY}open": "2025-12-24"}
    page.goto(f"{reader.origin}/{LINK}")
    expect(dialog(page)).to_have_accessible_name("The ticks in this link are here already.")
    expect(dialog(page).get_by_text("Use them")).to_be_hidden()


def test_a_tick_made_in_another_tab_meanwhile_keeps_its_date(phone: Reader) -> None:
    page, other = phone.open(f"/{LINK}"), phone.open("/")
    expect(dialog(page)).to_be_visible()
    other.evaluate("key => localStorage.setItem(key, '2025-12-24')", f"{KEY}open")
    dialog(page).get_by_role("button", name="Use them").click()
    assert stored(page) == {**TICKS, f"{KEY}open": "2025-12-24"}


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_a_dialog_that_is_closed_takes_nothing(phone: Reader, way: str) -> None:
    page = phone.open(f"/{LINK}")
    expect(dialog(page)).to_be_visible()
    if way == "button":
        dialog(page).get_by_role("button", name="Close").click()
    else:
        page.keyboard.press(way)
    expect(dialog(page)).to_be_hidden()
    assert stored(page) == {}
    expect(page.locator("input:checked")).to_have_count(0)


def test_the_focus_is_in_the_dialog_and_comes_back(reader: Reader) -> None:
    page = reader.open("/")
    section(page)
    field = page.get_by_label("Paste a link with ticks:")
    field.fill(LINK)
    field.press("Enter")
    reached = [page.evaluate(script("focused-text"))]
    for _ in range(4):  # round and round, by way of the browser's own controls
        page.keyboard.press("Tab")
        reached.append(page.evaluate(script("focused-text")))
    assert reached[0] == "Close"  # the answer that changes nothing
    assert {*reached} - {""} == {"Use them", "Close"}
    page.keyboard.press("Escape")
    expect(field).to_be_focused()


def test_a_key_held_too_long_takes_nothing(phone: Reader) -> None:
    page = phone.open("/")
    section(page).get_by_role("textbox").fill(LINK)
    section(page).get_by_role("textbox").focus()
    for _ in range(6):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert stored(page) == {}


@pytest.mark.parametrize("way", ["button", "Enter"])
def test_a_link_is_pasted(reader: Reader, way: str) -> None:
    page = reader.open("/")
    field = section(page).get_by_role("textbox")
    field.fill(f"Here they are: https://elsewhere.example/{LINK}. See you")
    if way == "button":
        section(page).get_by_role("button", name="Use this link").click()
    else:
        field.press(way)
    expect(dialog(page).locator("li time")).to_have_text(["2 January 2026", "28 February 2026"])
    expect(field).to_have_value("")
    dialog(page).get_by_role("button", name="Use them").click()
    assert stored(page) == TICKS
    assert page.url == f"{reader.origin}/"


def test_an_open_page_reads_a_link_that_is_put_into_its_address(phone: Reader) -> None:
    page = phone.open("/en/app/?a=b")
    for ticks, date in (("open.2026-01-02", "2 January 2026"), ("off.2026-03-04", "4 March")):
        page.goto(f"{phone.origin}/en/app/?a=b#ticks={ticks}")
        expect(dialog(page).locator("li")).to_contain_text([date])  # also while it is open
    assert page.url == f"{phone.origin}/en/app/?a=b"


def test_a_step_named_twice_is_offered_once(phone: Reader) -> None:
    page = phone.open("/#ticks=open.2026-01-02~open.2026-03-04")
    expect(dialog(page).locator("li")).to_have_count(1)
    shown = dialog(page).locator("time").get_attribute("datetime")
    dialog(page).get_by_role("button", name="Use them").click()
    assert stored(page) == {f"{KEY}open": shown}


def test_a_link_without_ticks_says_so_and_stores_nothing(phone: Reader) -> None:
    """Uncaught errors fail the fixture."""
    page = phone.open("/")
    for kind, link in NOTHING_IN_IT.items():
        paste(page, link)
        expect(dialog(page), kind).to_have_accessible_name("There are no ticks in this link.")
        expect(dialog(page).locator("li")).to_have_count(0)
        page.keyboard.press("Escape")
        if link.startswith("#ticks="):
            page.evaluate("link => { location.hash = link }", link)
            expect(dialog(page), kind).to_contain_text("There are no ticks in this link.")
            assert page.url == f"{phone.origin}/", kind
            page.keyboard.press("Escape")
        expect(dialog(page), kind).to_be_hidden()
        assert stored(page) == {}, kind


def test_ticks_beside_rubbish_are_found(phone: Reader) -> None:
    page = phone.open("/")
    paste(page, "#ticks=open.2026-02-31~x.2026-01-02~~off.2026-02-28~check")
    expect(dialog(page).locator("time")).to_have_text(["28 February 2026"])


def test_another_fragment_asks_nothing_and_stays(phone: Reader) -> None:
    page = phone.open("/#tick")
    expect(page.locator("[data-print]")).to_be_attached()
    section(page)
    expect(dialog(page)).to_be_hidden()
    assert page.url == f"{phone.origin}/#tick"


@pytest.mark.parametrize("block", BLOCKED.values(), ids=list(BLOCKED))
def test_where_storage_is_blocked_the_page_has_the_ticks(phone: Reader, block: str) -> None:
    phone.context.add_init_script(block)
    page = phone.open(f"/{LINK}")
    dialog(page).get_by_role("button", name="Use them").click()
    expect(page.locator("[name=open]")).to_be_checked()
    expect(page.locator("[name=off]")).to_be_checked()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    expect(address(page)).to_have_text(f"{phone.origin}/{LINK}")


def test_without_dialogs_or_without_script_there_is_no_section(
    new_reader: NewReader, layout: str
) -> None:
    old = new_reader(**LAYOUTS[layout])
    old.context.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page = old.open(f"/{LINK}")
    expect(page.locator("[data-print]")).to_be_attached()
    page.locator("[name=open]").check()
    expect(page.get_by_text("Your ticks on another device")).to_be_hidden()
    page = new_reader(**LAYOUTS[layout], java_script_enabled=False).open(f"/{LINK}")
    expect(page.get_by_text("Your ticks on another device")).to_be_hidden()
    expect(page.get_by_text("Use these ticks here?")).to_be_hidden()


def test_the_dialog_in_arabic_runs_from_right_to_left(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], locale="ar").open(f"/{LINK}")
    expect(dialog(page)).to_have_css("direction", "rtl")
    buttons = dialog(page).get_by_role("button")
    first, second = buttons.nth(0).bounding_box(), buttons.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] > second["x"]


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark")])
def test_axe_finds_nothing_in_the_dialog_and_the_section(
    new_reader: NewReader, layout: str, lang: str, scheme: str
) -> None:
    reader = new_reader(**LAYOUTS[layout], color_scheme=scheme)
    reader.context.add_init_script(call("share-sheet", False))
    page = reader.open(f"/{lang}/{LINK}")
    expect(dialog(page)).to_be_visible()
    assert violations(page) == []
    dialog(page).get_by_role("button").first.click()
    section(page)
    expect(section(page).get_by_role("button")).to_have_count(3)
    assert violations(page) == []
