"""Languages are found in translations/, and readers are matched to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from tests.languages import LOCALES, TRANSLATIONS
from webapp.errors import CatalogError
from webapp.reader import locales

FOLDERS = ("ar", "de", "es", "fil", "he", "id", "no", "pt", "zh_Hans", "zh_Hant")
OURS = {locale.tag: locale for locale in map(locales._locale, ("en", *FOLDERS))}


def test_english_comes_first_then_every_folder_with_a_catalog_by_its_own_name() -> None:
    first, *others = locales.by_name(LOCALES)
    assert first.tag == "en"
    assert next(iter(LOCALES)) == "en"
    folders = (path.parent for path in TRANSLATIONS.glob("*/LC_MESSAGES"))
    assert {locale.folder for locale in others} == {folder.name for folder in folders}
    assert [locale.name for locale in others] == sorted(
        (locale.name for locale in others), key=str.casefold
    )
    assert {*LOCALES} == {locale.tag for locale in (first, *others)}


def test_a_locale_has_the_name_and_the_direction_of_its_language() -> None:
    assert (OURS["de"].name, OURS["de"].direction) == ("Deutsch", "ltr")
    assert (OURS["ar"].name, OURS["ar"].direction) == ("العربية", "rtl")
    assert (OURS["he"].name, OURS["he"].direction) == ("עברית", "rtl")
    assert OURS["es"].name == "Español"


def test_a_tag_is_in_lower_case_and_a_folder_in_gettexts_form() -> None:
    chinese = OURS["zh-hans"]
    assert (chinese.folder, chinese.language) == ("zh_Hans", "zh-Hans")


@pytest.mark.parametrize(
    ("translator", "machine"),
    [("a machine <a@b.invalid>", True), ("Erika Muster <erika@example.org>", False)],
)
def test_a_catalog_that_no_person_has_checked_says_so(
    tmp_path: Path, translator: str, machine: bool
) -> None:
    """Until its header names a person as Last-Translator."""
    catalog = Catalog("de", last_translator=translator)
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name, write in (("messages.po", write_po), ("messages.mo", write_mo)):
        with (folder / name).open("wb") as file:
            write(file, catalog)
    found = locales.find(tmp_path)
    assert found["de"].machine is machine
    assert not found["en"].machine
    assert found["de"].review is (locales.Review.MACHINE if machine else locales.Review.PERSON)
    assert found["en"].review is locales.Review.ORIGINAL


def test_a_catalog_that_was_not_compiled_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "messages.po").touch()
    with pytest.raises(
        CatalogError, match=r"translations/de: expected a compiled messages\.mo"
    ):
        locales.find(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95", b"not a catalog" * 9])
def test_a_catalog_that_is_broken_stops_the_start(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "de" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "de" / "LC_MESSAGES" / "messages.po").touch()
    (tmp_path / "de" / "LC_MESSAGES" / "messages.mo").write_bytes(content)
    with pytest.raises(CatalogError, match=r"complete messages\.mo"):
        locales.find(tmp_path)


@pytest.mark.parametrize("name", ["xx", "zh-hans", "not a language"])
def test_a_folder_that_names_no_language_stops_the_start(tmp_path: Path, name: str) -> None:
    (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
    catalog = TRANSLATIONS / "de" / "LC_MESSAGES"
    for file in ("messages.po", "messages.mo"):
        shutil.copy(catalog / file, tmp_path / name / "LC_MESSAGES")
    with pytest.raises(CatalogError, match="a language that Babel knows"):
        locales.find(tmp_path)


@pytest.mark.parametrize(
    ("preferred", "tag"),
    [
        (["de"], "de"),
        (["de-AT", "en"], "de"),
        (["DE-ch"], "de"),
        (["gsw"], "de"),
        (["ar-EG"], "ar"),
        (["pt-PT"], "pt"),
        (["zh-TW"], "zh-hant"),
        (["zh-HK"], "zh-hant"),
        (["zh-CN"], "zh-hans"),
        (["zh"], "zh-hans"),
        (["zh-Hant-TW"], "zh-hant"),
        (["nb-NO"], "no"),
        (["no"], "no"),
        (["nn"], "no"),
        (["nn-NO", "en"], "no"),
        (["iw"], "he"),
        (["in"], "id"),
        (["tl"], "fil"),
        (["xx", "de"], "de"),
        (["ca", "en"], "en"),  # a close one wins over one that is better than nothing
        (["ca"], "es"),
        (["*"], "en"),
        ([""], "en"),
        (["de" * 200], "en"),
        (["not a tag", "-", "de-"], "en"),
        ([], "en"),
    ],
)
def test_a_reader_gets_the_language_that_suits_best(preferred: list[str], tag: str) -> None:
    assert locales.match(preferred, OURS).tag == tag


@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_preferences_give_a_language_always_the_same(preferred: list[str]) -> None:
    found = locales.match(preferred, OURS)
    assert found in OURS.values()
    assert locales.match(preferred, OURS) is found


def test_only_ten_preferences_count_less_those_that_cldr_does_not_know() -> None:
    assert locales.match([*["sw"] * 9, "de"], OURS).tag == "de"
    assert locales.match([*["sw"] * 10, "de"], OURS).tag == "en"
    assert locales.match([*["xq", "abcd", "x-de", "de_DE", "*"] * 20, "de"], OURS).tag == "de"


@pytest.mark.parametrize(
    ("tag", "pair"),
    [
        ("sr-Latn-RS", "sr-Latn"),
        ("sr", "sr-Cyrl"),
        ("pa-PK", "pa-Arab"),
        ("zh-cmn-Hans", "zh-Hans"),
        ("es-419", "es-Latn"),
        ("de-Cyrl-DE-1996-u-co-phonebk", "de-Latn"),
        ("sh", "sr-Latn"),
    ],
)
def test_what_counts_of_a_tag_is_its_language_and_a_script_it_is_written_in(
    tag: str, pair: str
) -> None:
    assert locales._language_and_script(tag) == pair


@given(st.from_regex(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?(-[a-z0-9]{5,8})?", fullmatch=True))
def test_whatever_is_sent_the_library_sees_what_cldr_lists(tag: str) -> None:
    assert locales._language_and_script(tag) in {"", *locales._cldr_pairs()}


def test_what_cldr_says_of_a_language_is_read_when_it_is_asked_for() -> None:
    """So that a start takes as long with 36 languages as with three."""
    found = locales.find(TRANSLATIONS).values()
    assert not [locale for locale in found if vars(locale).keys() & {"name", "direction"}]
    assert "name" in vars(locales.by_name(locales.find(TRANSLATIONS))[-1])


@pytest.mark.parametrize("length", [-1, -40, 60])
def test_a_catalog_that_was_cut_stops_the_start(tmp_path: Path, length: int) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    shutil.copytree(TRANSLATIONS / "de" / "LC_MESSAGES", folder)
    compiled = folder / "messages.mo"
    compiled.write_bytes(compiled.read_bytes()[:length])
    with pytest.raises(CatalogError, match=r"complete messages\.mo"):
        locales.find(tmp_path)


@pytest.mark.parametrize(("tag", "day"), [("en", "3 May"), ("de", "3. Mai"), ("ar", "3 مايو")])
def test_a_day_of_every_year_is_written_as_in_the_language(tag: str, day: str) -> None:
    assert locales.format_day(5, 3, LOCALES[tag]) == day
