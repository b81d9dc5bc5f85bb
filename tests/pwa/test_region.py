"""What applies where the reader lives: all of it, until they choose a place."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.guides import SHIPPED, says
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import script
from tests.pwa.storage import BLOCKED

KEY = "offswitch.1.region"
IDS = [region.id for region in SHIPPED.regions]
CHOSEN = SHIPPED.regions[1]


@pytest.fixture
def worker() -> bool:
    return False


@pytest.fixture
def phone(new_reader: NewReader) -> Reader:
    """For what a layout does not change."""
    return new_reader(**LAYOUTS["phone"])


def shown(page: Page) -> list[str]:
    rows = page.locator("[data-region]:has(dd:visible)").all()
    return [row.get_attribute("data-region") or "" for row in rows]


def test_a_choice_is_shown_alone_on_both_pages_and_remembered(phone: Reader) -> None:
    page = phone.open("/en/more/")
    expect(page.get_by_text(says("region-ask"))).to_be_visible()
    assert shown(page) == IDS
    page.get_by_label(CHOSEN.name).check()
    assert shown(page) == [CHOSEN.id]
    page.goto(f"{phone.origin}/en/app/")
    page.get_by_text(SHIPPED.section("where").heading, exact=True).click()
    expect(page.locator("[data-region] dd:visible")).to_have_count(1)
    assert shown(page) == [CHOSEN.id]


def test_every_place_can_be_chosen_with_the_keyboard(phone: Reader) -> None:
    page = phone.open("/en/more/")
    page.get_by_label(SHIPPED.regions[0].name).focus()
    page.keyboard.press("Space")
    for region in IDS[1:]:
        page.keyboard.press("ArrowDown")
        assert shown(page) == [region]


def test_two_tabs_show_the_same_place(phone: Reader) -> None:
    here, there = phone.open("/en/more/"), phone.open("/en/more/")
    here.get_by_label(CHOSEN.name).check()
    expect(there.get_by_label(CHOSEN.name)).to_be_checked()
    assert shown(there) == [CHOSEN.id]


def test_storage_that_fills_up_keeps_the_place(phone: Reader) -> None:
    page = phone.open("/en/more/")
    page.get_by_label(CHOSEN.name).check()
    page.evaluate(script("full-storage"))
    page.locator("[name=object]").check()
    expect(page.locator("[data-storage=blocked]")).to_be_visible()
    assert shown(page) == [CHOSEN.id]


def test_a_place_is_no_tick(phone: Reader) -> None:
    page = phone.open("/en/app/")
    page.get_by_text(SHIPPED.section("where").heading, exact=True).click()
    page.get_by_label(CHOSEN.name).check()
    expect(page.get_by_text("Start over")).to_be_hidden()


def test_all_places_can_be_shown_again(phone: Reader) -> None:
    page = phone.open("/en/more/")
    everything = page.get_by_role("button", name="Show all places")
    expect(everything).to_be_hidden()
    page.get_by_label(CHOSEN.name).check()
    everything.click()
    assert shown(page) == IDS
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.evaluate("localStorage.length") == 0
    expect(everything).to_be_hidden()


def test_a_place_that_is_none_shows_all(phone: Reader) -> None:
    page = phone.open("/en/more/")
    page.evaluate("key => localStorage.setItem(key, 'atlantis')", KEY)
    page.reload()
    expect(page.get_by_text(says("region-ask"))).to_be_visible()
    assert shown(page) == IDS


def test_starting_over_keeps_the_place_and_erasing_forgets_it(phone: Reader) -> None:
    page = phone.open("/en/app/")
    page.get_by_text(SHIPPED.section("where").heading, exact=True).click()
    page.get_by_label(CHOSEN.name).check()
    page.locator("[name=open]").check()
    page.get_by_text("Start over").click()
    page.get_by_role("button", name="Remove my ticks").click()
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == CHOSEN.id
    page.goto(f"{phone.origin}/en/about/")
    page.get_by_text("Erase everything").click()
    page.get_by_role("button", name="Erase from this device").click()
    expect(page.locator("[data-said=erased]")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("block", BLOCKED.values(), ids=list(BLOCKED))
def test_where_storage_is_blocked_the_choice_lasts_as_long_as_the_page(
    phone: Reader, block: str
) -> None:
    phone.context.add_init_script(block)
    page = phone.open("/en/more/")
    page.get_by_label(CHOSEN.name).check()
    assert shown(page) == [CHOSEN.id]


def test_without_javascript_all_is_shown_and_nothing_asked(new_reader: NewReader) -> None:
    page = new_reader(**LAYOUTS["phone"], java_script_enabled=False).open("/en/more/")
    assert shown(page) == IDS
    expect(page.get_by_text(says("region-ask"))).to_be_hidden()
    expect(page.locator("[type=radio]").first).to_be_hidden()
