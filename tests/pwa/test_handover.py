"""A proof: a text with the day and the outcome, made on the device, to copy or to share."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.guides import opening, says
from tests.languages import day
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import SCRIPTS, call

OUTCOMES = {"check": ("off", "check"), "missing": ("missing",)}
TEXTS = {"check": "proof-done", "missing": "proof-missing"}


@pytest.fixture
def worker() -> bool:
    return False


@pytest.fixture
def phone(new_reader: NewReader) -> Reader:
    """For what a layout does not change."""
    return new_reader(**LAYOUTS["phone"])


def tick(page: Page, outcome: str) -> None:
    page.locator("#find").evaluate("section => { section.open = true }")
    for step in OUTCOMES[outcome]:
        page.locator(f"[name={step}]").check()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_it_says_the_day_the_outcome_and_where_the_guide_is(
    reader: Reader, outcome: str
) -> None:
    page = reader.open("/")
    proof = page.locator(f"[data-proof={outcome}]")
    expect(proof).to_be_hidden()
    tick(page, outcome)
    text = proof.locator("p.address")
    expect(text).to_be_visible()
    expect(text).to_contain_text(opening(says(TEXTS[outcome])))
    expect(text).to_contain_text(day(datetime.date.today(), "en"))
    expect(text).to_contain_text(reader.origin)


@pytest.mark.parametrize(("off", "check"), [("01", "02"), ("02", "01")])
def test_it_says_the_day_of_the_later_tick_not_of_today(
    phone: Reader, off: str, check: str
) -> None:
    """Who switched it off again after they had looked was not done on the day they looked."""
    page = phone.open("/")
    page.evaluate(f"localStorage.setItem('offswitch.1.tick.off', '2026-01-{off}')")
    page.evaluate(f"localStorage.setItem('offswitch.1.tick.check', '2026-01-{check}')")
    page.reload()
    expect(page.locator("[data-proof=check] p.address")).to_contain_text("2 January 2026")


def test_it_is_copied_as_it_is_read(phone: Reader) -> None:
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = phone.open("/")
    tick(page, "check")
    proof = page.locator("[data-proof=check]")
    proof.get_by_role("button", name="Copy the text").click()
    expect(proof.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == proof.locator("p.address").text_content()
    assert copied == copied.strip()


def test_it_is_shared_as_a_text_alone(phone: Reader) -> None:
    phone.context.add_init_script(call("share-sheet", False))
    page = phone.open("/")
    tick(page, "missing")
    proof = page.locator("[data-proof=missing]")
    proof.get_by_role("button", name="Share the text").click()
    text = proof.locator("p.address").text_content()
    assert page.evaluate("window.shared") == {"text": text}


def test_the_address_that_is_shared_lets_each_device_decide(phone: Reader) -> None:
    phone.context.add_init_script(call("share-sheet", False))
    page = phone.open("/de/website/")
    page.locator("#keep summary").click()
    page.locator("#keep [data-share]").click()
    assert page.evaluate("window.shared") == {"url": f"{phone.origin}/de/"}


def test_where_nothing_can_be_shared_there_is_no_button(phone: Reader) -> None:
    phone.context.add_init_script(path=SCRIPTS / "no-sharing.js")
    page = phone.open("/")
    tick(page, "check")
    proof = page.locator("[data-proof=check]")
    expect(proof.locator("p.address")).to_be_visible()
    for button in proof.locator("button").all():
        expect(button).to_be_hidden()
