"""What templates can use, and when pages are rendered."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.guides import SMALL
from webapp.guide.models import (
    Change,
    ChangeKind,
    Claim,
    Evidence,
    Grade,
    Kind,
    Page,
    Reading,
    When,
)
from webapp.reader.locales import format_when
from webapp.site.pages import Pages, _replace_once

NOVEMBER = When("2025-11-03")


@pytest.fixture
def pages(app: Flask) -> Iterator[Pages]:
    with app.test_request_context():
        yield app.extensions["pages"]


@pytest.mark.parametrize(
    ("tag", "day", "month", "year"),
    [
        ("en", "3 November 2025", "November 2025", "2025"),
        ("de", "3. November 2025", "November 2025", "2025"),
        ("ar", "3 نوفمبر 2025", "نوفمبر 2025", "2025"),
    ],
)
def test_dates_are_written_as_in_the_language(
    pages: Pages, tag: str, day: str, month: str, year: str
) -> None:
    words = pages.words(pages.locales[tag], Page.APP)
    locale = pages.locales[tag]
    written = [format_when(When(text), locale) for text in ("2025-11-03", "2025-11", "2025")]
    assert written == [day, month, year]
    assert words.time(NOVEMBER) == f'<time datetime="2025-11-03">{day}</time>'
    assert words.time(NOVEMBER, month=True) == f'<time datetime="2025-11">{month}</time>'


def test_an_unknown_date_is_not_this_month(pages: Pages) -> None:
    """Babel reads None as today."""
    words = pages.words(pages.locales["en"], Page.APP)
    assert format_when(When("unknown"), pages.locales["en"]) == ""
    assert words.time(When("unknown")) == "date unknown"


def test_a_claim_tells_the_date_of_its_own_evidence(pages: Pages) -> None:
    evidence = Evidence(
        sources=("S1",), grade=Grade.LINKEDIN, read=Reading.RECORD, date=NOVEMBER
    )
    claim = Claim(id="x", text="Read on {date}, in {month}.", evidence=evidence)
    words = pages.words(pages.locales["en"], Page.APP)
    assert words.say(claim) == (
        'Read on <time datetime="2025-11-03">3 November 2025</time>, '
        'in <time datetime="2025-11">November 2025</time>.'
    )


def test_a_claim_without_evidence_has_no_date_to_tell(pages: Pages) -> None:
    words = pages.words(pages.locales["en"], Page.APP)
    with pytest.raises(KeyError):
        words.say(Claim(id="x", text="Read on {date}.", kind=Kind.OURS))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "3 November 2025: The section The data_privacy has another name."),
        (
            "de",
            "3. November 2025: "
            "The section Das data_privacy (The data_privacy) has another name.",
        ),
    ],
)
def test_a_correction_is_text_that_an_attribute_can_carry(
    pages: Pages, tag: str, text: str
) -> None:
    newest, older = (
        Change(
            id=str(kind),
            date=datetime.date(2025, 11, 3),
            kind=kind,
            text="The section {data_privacy} has another name.",
        )
        for kind in (ChangeKind.CONTENT, ChangeKind.CORRECTION)
    )
    corrected = copy.copy(pages)
    corrected.guide = replace(SMALL, changes=(newest, older))
    attribute = corrected.words(pages.locales[tag], Page.APP).correction()
    assert corrected.marks(pages.locales[tag], Page.APP).change == attribute
    corrected.guide = replace(SMALL, changes=(newest,))
    nothing = corrected.words(pages.locales[tag], Page.APP).correction()
    assert unquote(attribute) == text
    assert not set(attribute) & set(" <>&\"'")
    assert nothing == ""


def test_a_claim_of_the_other_surface_is_not_shown(pages: Pages) -> None:
    small = pages.guide.section("small")
    for page, absent in ((Page.APP, "for-website"), (Page.WEBSITE, "for-app")):
        words = pages.words(pages.locales["en"], page)
        assert absent not in [claim.id for claim in words.claims(small)]


def test_an_errors_links_lead_to_the_door(pages: Pages) -> None:
    german = pages.locales["de"]
    assert pages.words(german, None).in_locale(german) == "/de/"
    assert pages.words(german, Page.MORE).in_locale(german) == "/de/more/"


def test_a_page_is_rendered_once(pages: Pages) -> None:
    english = pages.locales["en"]
    assert pages.html(english, Page.APP) is pages.html(english, Page.APP)


def test_a_page_that_lacks_the_place_for_a_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no <p></p> in the HTML"):
        _replace_once("<p>Here</p>", "<p></p>", "<p>There</p>")
