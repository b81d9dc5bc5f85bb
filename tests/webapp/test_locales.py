"""Languages are found in translations/, and readers are matched to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp import locales
from webapp.errors import CatalogError

TRANSLATIONS = Path(__file__).parents[2] / "translations"
FOLDERS = ("ar", "de", "es", "fil", "he", "id", "no", "pt", "zh_Hans", "zh_Hant")
OURS = {locale.tag: locale for locale in map(locales._locale, ("en", *FOLDERS))}


def test_english_comes_first_then_every_folder_with_a_catalog() -> None:
    found = locales.find(TRANSLATIONS)
    assert next(iter(found)) == "en"
    assert set(found) == {"en", "de", "ar"}
    assert found["ar"].direction == "rtl"
    assert found["de"].direction == "ltr"
    assert found["de"].name == "Deutsch"
    assert found["ar"].name == "العربية"


def test_a_tag_is_in_lower_case_and_a_folder_in_gettexts_form() -> None:
    chinese = OURS["zh-hans"]
    assert (chinese.folder, chinese.language) == ("zh_Hans", "zh-Hans")


def test_a_catalog_that_no_person_has_checked_says_so() -> None:
    """Until a person stands in its header as Last-Translator."""
    found = locales.find(TRANSLATIONS)
    assert {tag for tag, locale in found.items() if locale.machine} == {"de", "ar"}


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
    with pytest.raises(CatalogError, match=r"messages\.mo whole"):
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
        (["ca", "en"], "en"),  # what is near wins over what is better than nothing
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
    ("tag", "written"),
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
    tag: str, written: str
) -> None:
    assert locales._written(tag) == written


@given(st.from_regex(r"[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2})?(-[a-z0-9]{5,8})?", fullmatch=True))
def test_whatever_is_sent_the_library_sees_what_cldr_lists(tag: str) -> None:
    assert locales._written(tag) in {"", *locales._writings()}
