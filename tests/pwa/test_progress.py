"""What is remembered on the device, whatever is stored there already."""

from __future__ import annotations

import json
import random

import pytest
from playwright.sync_api import Page, expect

from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.results import ALL, Results
from tests.pwa.scripts import SCRIPTS, call, script

STEPS = ("open", "off", "check", "object", "accounts")
KEY = "offswitch.1.tick."


def stored(page: Page) -> dict[str, str]:
    found: dict[str, str] = json.loads(page.evaluate("JSON.stringify(localStorage)"))
    return found


def put(page: Page, values: dict[str, str]) -> None:
    page.evaluate(script("storage-values"), values)


def ticks(page: Page) -> set[str]:
    return {
        str(name)
        for name in page.evaluate(
            "[...document.querySelectorAll('input:checked')].map(i => i.name)"
        )
    }


def test_a_tick_is_kept_as_its_date_and_nothing_else(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], timezone_id="Pacific/Auckland").open("/")
    page.locator("[name=off]").check()
    day = page.evaluate("new Date().toLocaleDateString('sv')")  # as the reader's clock has it
    assert stored(page) == {f"{KEY}off": day}
    page.locator("[name=off]").uncheck()
    assert stored(page) == {}
    assert page.evaluate("sessionStorage.length") == 0


def test_two_tabs_show_the_same_and_lose_nothing(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    here, there = reader.open("/"), reader.open("/ar/website/")
    here.locator("[name=open]").check()
    expect(there.locator("[name=open]")).to_be_checked()
    there.locator("[name=off]").check()
    expect(here.locator("[name=off]")).to_be_checked()
    here.locator("[name=open]").uncheck()
    expect(there.locator("[name=open]")).not_to_be_checked()
    assert ticks(here) == ticks(there) == {"off"}


def test_any_interleaving_of_two_tabs_ends_in_the_last_word_on_each_tick(
    new_reader: NewReader,
) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    tabs = [reader.open("/"), reader.open("/de/website/")]
    chance = random.Random(7)  # noqa: S311 - a seed, so that a failure can be repeated
    expected: set[str] = set()
    for _ in range(60):
        step, done = chance.choice(STEPS), chance.random() < 0.6
        chance.choice(tabs).locator(f"[name={step}]").set_checked(done)
        (expected.add if done else expected.discard)(step)
    for tab in tabs:
        for step in STEPS:
            expect(tab.locator(f"[name={step}]")).to_be_checked(checked=step in expected)
    assert {key.removeprefix(KEY) for key in stored(tabs[0])} == expected


def test_a_page_that_thaws_shows_what_another_tab_ticked(new_reader: NewReader) -> None:
    """A frozen page does not hear of changes; Playwright has no back-forward cache."""
    reader = new_reader(**LAYOUTS["desktop"])
    reader.context.add_init_script(path=SCRIPTS / "frozen-page.js")
    page, other = reader.open("/en/website/"), reader.open("/en/website/")
    page.evaluate("window.frozen = true")
    for step in ("off", "check"):
        other.locator(f"[name={step}]").check()
    page.wait_for_timeout(300)
    assert ticks(page) == set()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("[name=check]")).to_be_checked()
    expect(page.locator(".done")).to_be_visible()


def test_a_corrupt_tick_is_put_aside_and_the_page_says_so(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    put(page, {f"{KEY}open": "2026-11-01", f"{KEY}off": '{"half', f"{KEY}check": "2026-99-99"})
    page.reload()
    expect(page.locator("[data-storage=unreadable]")).to_be_visible()
    assert ticks(page) == {"open"}
    expect(page.locator("[data-storage=blocked]")).to_be_hidden()
    assert stored(page) == {
        f"{KEY}open": "2026-11-01",
        "offswitch.1.aside.off": '{"half',
        "offswitch.1.aside.check": "2026-99-99",
    }
    page.locator("[name=off]").check()
    page.reload()
    expect(page.locator("[name=off]")).to_be_checked()
    assert ticks(page) == {"open", "off"}
    expect(page.locator("[data-storage=unreadable]")).to_be_hidden()


def test_a_corrupt_tick_too_large_to_be_put_aside_is_not_lost(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    page.evaluate("key => localStorage.setItem(key, 'x'.repeat(3_000_000))", f"{KEY}off")
    put(page, {f"{KEY}open": "2026-11-01"})
    page.reload()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    assert ticks(page) == {"open"}
    page.locator("[name=check]").check()
    assert ticks(page) == {"open", "check"}
    assert page.evaluate("key => localStorage.getItem(key).length", f"{KEY}off") == 3_000_000


def test_what_a_newer_version_wrote_is_left_alone(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    newer = {"offswitch.2.ticks": "[1, 2]", f"{KEY}open": "2026-11-01", "other.app": "x"}
    put(page, newer)
    page.reload()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    page.locator("[name=off]").check()
    page.locator("[name=check]").check()
    expect(page.locator("[data-noted] time")).not_to_be_empty()
    assert stored(page) == newer


def test_storage_that_fills_up_keeps_every_tick_of_the_page(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    page.locator("[name=open]").check()
    page.evaluate(script("full-storage"))
    page.locator("[name=off]").check()
    assert ticks(page) == {"open", "off"}
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    page.locator("[name=open]").uncheck()
    assert ticks(page) == {"off"}


def test_storage_that_fills_up_brings_no_old_tick_back(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    here, there = reader.open("/"), reader.open("/")
    here.locator("[name=open]").check()
    expect(there.locator("[name=open]")).to_be_checked()
    there.locator("[name=open]").uncheck()
    expect(here.locator("[name=open]")).not_to_be_checked()
    here.evaluate(script("full-storage"))
    here.locator("[name=off]").check()
    expect(here.locator("[data-storage=blocked]")).to_be_visible()
    assert ticks(here) == {"off"}


def test_storage_that_is_blocked_in_the_middle_keeps_the_tick(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    page.evaluate(script("blocked-storage"))
    page.locator("[name=off]").check()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    assert ticks(page) == {"off"}


def test_foreign_keys_are_not_touched(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    foreign = {"x": "1", "offswitch": "2", "offswitch.tick.open": "3", "": "4"}
    put(page, foreign)
    page.reload()
    page.locator("[name=open]").check()
    page.get_by_text("Start over").click()
    page.get_by_role("button", name="Remove my ticks").click()
    assert stored(page) == foreign


VALUES = ["2026-11-01", "9999-12-31", "2026-02-31", "", "null", "[]", "{}", "1e999"]
VALUES += ["x" * 99_999, '{"v": 9', "0", "true", "2026-11-01T00:00", " 2026-11-01", "\u202e"]
VALUES += ["\ud800", "\0", "__proto__", '"2026-11-01"', "2026-11-1", "+002026-11-01", "NaN"]
NAMES = [f"{KEY}{step}" for step in STEPS] + [KEY, "offswitch.", "offswitch.1", "__proto__"]
NAMES += ["offswitch.1.aside.open", "offswitch.1.left", "offswitch.2x", "constructor"]
MANY = 1000 if ALL else 100  # values


@pytest.mark.long
def test_any_stored_value_leaves_the_page_usable_and_valid_ticks_in_place(
    new_reader: NewReader, results: Results
) -> None:
    """Uncaught errors fail the fixture; the seed makes a failure repeatable."""
    page = new_reader(**LAYOUTS["phone"]).open("/")
    chance = random.Random(11)  # noqa: S311
    count = lost = 0
    while count < MANY:
        page.evaluate("localStorage.clear()")
        values = {name: chance.choice(VALUES) for name in NAMES if chance.random() < 0.7}
        count += len(values)
        put(page, values)
        page.reload()
        expect(page.locator("[data-print]")).to_be_attached()
        for step in STEPS:
            valid = values.get(KEY + step) in ("2026-11-01", "9999-12-31")
            lost += page.locator(f"[name={step}]").is_checked() is not valid
        page.locator("[name=accounts]").set_checked(True)
        expect(page.locator("[name=accounts]")).to_be_checked()
    results.sweep(
        "stored values of any kind, no uncaught error, no tick lost", count - lost, count
    )
    assert lost == 0


def test_ticks_show_where_storage_is_full_from_the_start(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"])
    page = reader.open("/")
    page.locator("[name=open]").check()
    reader.context.add_init_script(call("full-storage"))
    page.reload()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    assert ticks(page) == {"open"}
    page.locator("[name=off]").check()
    assert ticks(page) == {"open", "off"}
    assert list(stored(page)) == [f"{KEY}open"]


def test_ticks_show_where_a_newer_version_wrote(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"]).open("/")
    put(page, {"offswitch.2.ticks": "[1, 2]", f"{KEY}open": "2026-11-01"})
    page.reload()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    assert ticks(page) == {"open"}
