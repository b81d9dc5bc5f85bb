"""Messages become our HTML and nobody else's."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tests.languages import LOCALES
from webapp.guide.models import Evidence, Grade, Label, Printed, Reading, When
from webapp.reader.locales import Locale
from webapp.site import prose
from webapp.site.prose import Link


def printed(locale: str, text: str, grade: Grade = Grade.PRESS) -> Printed:
    evidence = Evidence(
        sources=("S1", "S2"), grade=grade, read=Reading.COPY, date=When("unknown")
    )
    return Printed(locale=locale, text=text, evidence=evidence)


def label(locale: Locale, *languages: Printed, description: str = "the row") -> str:
    words = Label(id="x", printed=languages, description=description)
    return str(prose.as_printed(words, locale, description=description, reported="as reported"))


def test_strong_words_links_and_values_are_filled_in() -> None:
    html = prose.fill(
        "Set it to **off**: {switch} or [go on](more).",
        {"more": Link("/en/more/")},
        {"switch": Markup("<bdi>Use</bdi>")},
    )
    assert html == (
        'Set it to <strong>off</strong>: <bdi>Use</bdi> or <a href="/en/more/">go on</a>.'
    )


def test_everything_else_is_escaped() -> None:
    html = prose.fill('<b>&"{x}', {}, {"x": "<script>"})
    assert html == "&lt;b&gt;&amp;&#34;&lt;script&gt;"


def test_what_is_filled_in_is_not_read_as_a_message() -> None:
    html = prose.fill("{a}", {}, {"a": "**{b}** [x](y)"})
    assert html == "**{b}** [x](y)"


def test_a_link_outside_carries_no_referrer_and_the_direct_one_is_marked() -> None:
    html = prose.fill("[x](s)", {"s": Link("https://l/", direct=True, outside=True)}, {})
    assert html == '<a href="https://l/" data-direct rel="noreferrer">x</a>'


def test_an_unknown_link_or_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        prose.fill("[x](gone)", {}, {})
    with pytest.raises(KeyError):
        prose.fill("{gone}", {}, {})


def test_english_readers_see_the_english_label_alone() -> None:
    assert label(LOCALES["en"], printed("en", "Off"), printed("de", "Aus")) == (
        '<bdi class="label" lang="en">Off</bdi>'
    )


def test_a_printed_label_is_beside_the_english_one() -> None:
    assert label(LOCALES["de"], printed("en", "Off"), printed("de", "Aus")) == (
        '<bdi class="label" lang="de">Aus</bdi> '
        '<span class="also">(<bdi class="label" lang="en">Off</bdi>)</span>'
    )


def test_without_a_printed_label_a_description_follows_the_english_one() -> None:
    assert label(LOCALES["ar"], printed("en", "Off"), printed("de", "Aus")) == (
        '<bdi class="label" lang="en">Off</bdi> <span class="also">(the row)</span>'
    )


def test_without_either_only_the_english_label_is_shown() -> None:
    assert label(LOCALES["ar"], printed("en", "Off"), description="") == (
        '<bdi class="label" lang="en">Off</bdi>'
    )


def test_a_label_on_a_single_report_says_so() -> None:
    assert label(LOCALES["en"], printed("en", "A<b", Grade.SINGLE)) == (
        '<bdi class="label" lang="en">A&lt;b</bdi> <small>(as reported)</small>'
    )


def test_a_label_is_listed_in_the_languages_that_a_page_does_not_show() -> None:
    words = Label(
        id="x",
        printed=(
            printed("en", "Settings"),
            printed("de", "Einstellungen"),
            printed("fi", "Asetukset", Grade.SINGLE),
        ),
    )
    german = prose.in_other_languages(words, LOCALES["de"], reported="as reported")
    assert "Settings" not in german
    assert "Einstellungen" not in german
    assert '<bdi class="label" lang="fi">Asetukset</bdi> <small>(as reported)</small>' in german
    english = prose.in_other_languages(words, LOCALES["en"], reported="as reported")
    assert 'lang="de">Einstellungen</bdi></span> <span>' in english
