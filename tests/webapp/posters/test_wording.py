"""What a sheet says is the guide's, in each language, for this distance."""

from __future__ import annotations

import pytest
from babel.dates import format_skeleton
from flask import Flask

from tests.conftest import ORIGIN
from tests.languages import ALL, LOCALES, translated
from webapp.posters import wording
from webapp.posters.drawing import Poster
from webapp.posters.sheets import Sheet


def worded(app: Flask, *tags: str, distance: float | None = None) -> Poster:
    pages = app.extensions["pages"]
    locales = [pages.locales[tag] for tag in tags]
    return wording.poster(
        pages.guide,
        locales,
        Sheet.A4,
        origin=ORIGIN,
        languages=LOCALES.values(),
        distance=distance,
    )


def test_a_sheet_speaks_its_languages_in_their_order(app: Flask) -> None:
    german, english = worded(app, "de", "en").wordings
    headline = app.extensions["pages"].guide.section("poster").heading
    assert german.headline == translated(headline, "de") != headline
    assert english.headline == headline
    assert german.count == f"{len(ALL)}\u00a0Sprachen"
    assert english.code == f"QR code of {ORIGIN}"


def test_strong_words_are_marked_and_nothing_of_the_markup_is_left(app: Flask) -> None:
    [english] = worded(app, "en").wordings
    message = app.extensions["pages"].guide.section("poster").claim("poster-do").text
    before, strong, after = message.split("**")
    assert english.do == ((before, False), (strong, True), (after, False))


@pytest.mark.parametrize("tag", ALL)
def test_a_sheet_is_complete_in_every_language(app: Flask, tag: str) -> None:
    [said] = worded(app, tag).wordings
    assert [strong for _, strong in said.do].count(True) == 1
    texts = (said.headline, said.scope, said.free, said.independent, said.small, said.by)
    for text in (*texts, said.as_of):
        assert text
        assert not set("*{}[]<>") & set(text)


@pytest.mark.parametrize("tag", ALL)
def test_a_sheet_says_when_the_guide_last_changed(app: Flask, tag: str) -> None:
    """Whenever it is printed: the same guide makes the same sheet."""
    made = worded(app, tag)
    newest = max(change.date for change in app.extensions["pages"].guide.changes)
    assert made.date == newest
    locale = "en_GB" if tag == "en" else LOCALES[tag].folder
    assert str(format_skeleton("yMMMM", newest, locale=locale)) in made.wordings[0].as_of


@pytest.mark.parametrize(
    ("tag", "distance", "said"),
    [
        ("en", None, "Scans from up to 1 m"),
        ("en", 2.5, "Scans from up to 2.5 m"),
        ("de", 2.5, "Lesbar aus bis zu 2,5 m"),
        ("ar", 2.5, "يُقرأ من مسافة تصل إلى 2.5 متر"),
    ],
)
def test_a_sheet_says_from_how_far_it_is_read(
    app: Flask, tag: str, distance: float | None, said: str
) -> None:
    assert worded(app, tag, distance=distance).wordings[0].readable == said
