"""axe finds nothing on any page, in either layout, in any language, light or dark."""

from __future__ import annotations

import pytest

from tests.languages import SAMPLE
from tests.pwa.axe import violations
from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS, LINKEDIN_WINDOW

PATHS = ["app/", "website/", "more/", "about/", "poster/", "poster/#code", "gone/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", SAMPLE)
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(
    new_reader: NewReader, layout: str, path: str, locale: str, scheme: str
) -> None:
    reader = new_reader(**LAYOUTS[layout], color_scheme=scheme)
    page = reader.context.new_page()
    response = page.goto(f"{reader.origin}/{locale}/{path}")
    assert response is not None
    if response.status == 404:
        reader.problems.clear()  # the browser notes the 404 itself
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", SAMPLE)
def test_axe_finds_nothing_when_all_is_open_and_ticked(
    new_reader: NewReader, layout: str, locale: str, scheme: str
) -> None:
    page = new_reader(**LAYOUTS[layout], color_scheme=scheme).open(f"/{locale}/")
    for tick in page.locator("[type=checkbox]").all():
        tick.check()
    page.evaluate("for (const e of document.querySelectorAll('details')) e.open = true")
    page.evaluate("for (const e of document.querySelectorAll('.notice')) e.hidden = false")
    page.wait_for_timeout(300)  # the bar's transition
    assert violations(page) == []


def test_axe_finds_nothing_in_linkedins_window(new_reader: NewReader) -> None:
    assert violations(new_reader(**LINKEDIN_WINDOW).open("/")) == []


def test_axe_would_find_something(new_reader: NewReader) -> None:
    """The check itself can fail."""
    page = new_reader(**LAYOUTS["phone"]).open("/")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    page.evaluate(
        "document.querySelector('label').replaceWith(document.createElement('input'))"
    )
    found = " ".join(violations(page))
    assert "color-contrast" in found
    assert "label" in found
