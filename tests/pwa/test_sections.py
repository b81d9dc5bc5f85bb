"""A link into a closed section opens it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.guides import SHIPPED
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS

CLAIM = next(claim for claim in SHIPPED.claims if claim.evidence)


@pytest.fixture
def worker() -> bool:
    return False


@pytest.fixture
def phone(new_reader: NewReader) -> Reader:
    """For what a layout does not change."""
    return new_reader(**LAYOUTS["phone"])


def test_the_number_of_a_statement_leads_to_its_evidence(phone: Reader) -> None:
    page = phone.open("/en/app/")
    page.locator(f"a[href$='#claim-{CLAIM.id}']").first.click()
    expect(page.locator(f"#claim-{CLAIM.id}")).to_be_in_viewport()


def test_an_address_of_a_section_opens_it(phone: Reader) -> None:
    """Chromium opens a section around what an address names, not the one that it names."""
    page = phone.open("/en/app/#keep")
    expect(page.locator("#keep")).to_have_attribute("open", "")


def test_on_paper_all_of_the_evidence_is_there(phone: Reader) -> None:
    page = phone.open("/en/about/")
    page.emulate_media(media="print")
    evidence = page.locator(f"#claim-{CLAIM.id}")
    expect(evidence).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(evidence).to_be_visible()


@pytest.mark.parametrize("worker", [True])  # the offer is made where the page is saved
def test_a_link_on_the_page_opens_what_was_closed_again(phone: Reader) -> None:
    page = phone.open("/en/app/")
    page.locator("[name=open]").check()
    section = page.locator("#keep")
    for _ in range(2):  # the second time, the address does not change
        page.locator("[data-offer] a").click()
        expect(section).to_have_attribute("open", "")
        expect(section).to_be_in_viewport()
        section.locator("summary").click()
        expect(section).not_to_have_attribute("open", "")


@pytest.mark.parametrize("end", ["#", "#gone", "#%", "#a b", "#main"])
def test_an_address_that_leads_into_no_section_opens_none(phone: Reader, end: str) -> None:
    page = phone.open(f"/en/app/{end}")
    expect(page.locator("[data-print]")).to_be_attached()
    expect(page.locator("details[open]")).to_have_count(0)
