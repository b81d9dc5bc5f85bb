"""The values say what they are."""

from __future__ import annotations

import datetime

import pytest

from tests.guides import SHIPPED, TODAY
from tests.webapp.guide.small import SMALL
from webapp.errors import ContentError
from webapp.guide import loading
from webapp.guide.models import Grade, Page, Surface, When
from webapp.reader.locales import Locale


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


# A source prints labels for these, for some only one report; none does for Japanese, Arabic …
PRINTED = {"cs", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt"}
SINGLE = {"cs", "fi", "fr", "nl", "pl"}


def test_a_claim_that_a_template_needs_is_missed_by_name() -> None:
    loaded = loading.load(SMALL, today=TODAY)
    with pytest.raises(ContentError, match=r"section\[promise\]\.claims is 'gone'"):
        loaded.section("promise").claim("gone")


def test_a_section_that_a_template_needs_is_missed_by_name() -> None:
    loaded = loading.load(SMALL, today=TODAY)
    with pytest.raises(ContentError, match="'gone', expected a section with this id"):
        loaded.section("gone")


def test_a_step_that_a_template_needs_is_missed_by_name() -> None:
    loaded = loading.load(SMALL, today=TODAY)
    with pytest.raises(ContentError, match="'gone', expected a step with this id"):
        loaded.step("gone")


def test_labels_are_printed_where_a_source_prints_them() -> None:
    printed = [one for label in SHIPPED.labels.values() for one in label.printed]
    assert {one.locale for one in printed} == PRINTED
    single = {one.locale for one in printed if one.evidence.grade is Grade.SINGLE}
    assert single == SINGLE
    assert SHIPPED.labels["setting"].in_locale("ja") is None
