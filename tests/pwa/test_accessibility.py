"""axe finds nothing on any page, in either layout, in any language, light or dark.

One browser opens all pages of a layout and a scheme, one after the other.
"""

from __future__ import annotations

from itertools import product

import pytest

from tests.languages import ALL, SAMPLE
from tests.pwa.axe import violations
from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS, LINKEDIN_WINDOW
from tests.pwa.scripts import script

MISSING = "gone/"
PATHS = ("app/", "website/", "more/", "about/", "poster/", "poster/#code", MISSING)

# Both schemes, both directions, each page once; all combinations are a sweep.
SWEEP = [
    pytest.param(
        layout, scheme, ALL, PATHS, id=f"all {layout}, {scheme}", marks=pytest.mark.sweep
    )
    for layout in LAYOUTS
    for scheme in ("light", "dark")
]
SCHEMES = [
    pytest.param("phone", "light", SAMPLE[:1], PATHS[0::2], id="phone, light"),
    pytest.param("desktop", "dark", SAMPLE[-1:], PATHS[1::2], id="desktop, dark"),
    *SWEEP,
]

Findings = dict[str, list[str]]


def only_bad(findings: Findings) -> Findings:
    return {place: violations for place, violations in findings.items() if violations}


@pytest.mark.long
@pytest.mark.parametrize(("layout", "scheme", "languages", "paths"), SCHEMES)
def test_axe_finds_nothing(
    new_reader: NewReader,
    layout: str,
    scheme: str,
    languages: tuple[str, ...],
    paths: tuple[str, ...],
) -> None:
    reader = new_reader(**LAYOUTS[layout], color_scheme=scheme)
    findings: Findings = {}
    for locale in languages:
        for path in paths:
            with reader.visit(f"/{locale}/{path}", there=path != MISSING) as page:
                findings[f"{layout}, {scheme}, /{locale}/{path}"] = violations(page)
    assert only_bad(findings) == {}


@pytest.mark.parametrize(("layout", "scheme", "languages", "paths"), SCHEMES)
def test_axe_finds_nothing_when_all_is_open_and_ticked(
    new_reader: NewReader,
    layout: str,
    scheme: str,
    languages: tuple[str, ...],
    paths: tuple[str, ...],
) -> None:
    """The about page has evidence to open, and beside the steps there are others to tick."""
    reader = new_reader(**LAYOUTS[layout], color_scheme=scheme)
    findings: Findings = {}
    for locale, path in product(languages, ("", "more/", "about/")):
        with reader.visit(f"/{locale}/{path}") as page:
            page.evaluate(script("open-details"))
            for tick in page.locator("[type=checkbox]").all():
                tick.check()
            page.evaluate(script("shown-notices"))
            page.wait_for_timeout(300)  # the bar's transition
            findings[f"{layout}, {scheme}, /{locale}/{path}"] = violations(page)
    assert only_bad(findings) == {}


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
