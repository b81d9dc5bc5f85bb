"""The values say what they are."""

from __future__ import annotations

import datetime

import pytest

from webapp.guide.models import Locale, Page, Surface, When


@pytest.mark.parametrize(
    ("page", "surface"),
    [
        (Page.APP, Surface.APP),
        (Page.WEBSITE, Surface.WEBSITE),
        (Page.MORE, None),
        (Page.ABOUT, None),
    ],
)
def test_two_pages_show_the_steps_of_a_surface(page: Page, surface: Surface | None) -> None:
    assert page.surface is surface


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2025-11-03", datetime.date(2025, 11, 3)),
        ("2025-11", datetime.date(2025, 11, 1)),
        ("2025", datetime.date(2025, 1, 1)),
        ("unknown", None),
    ],
)
def test_a_month_or_a_year_counts_from_its_first_day(
    text: str, first: datetime.date | None
) -> None:
    assert str(When(text)) == text
    assert When(text).first == first


def test_a_locale_is_a_tag_in_urls_and_a_language_in_html() -> None:
    locale = Locale(tag="zh-hans", folder="zh_Hans")
    assert locale.language == "zh-Hans"


def test_values_are_frozen() -> None:
    locale = Locale(tag="en", folder="en")
    with pytest.raises(AttributeError):
        locale.tag = "de"  # type: ignore[misc] # that is the point
