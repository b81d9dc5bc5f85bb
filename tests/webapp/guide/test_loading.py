"""The content files are read whole or not at all, and say why not."""

from __future__ import annotations

import datetime
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides import CONTENT, SHIPPED, SIGHTING, TODAY, says
from tests.webapp.guide import broken_content
from webapp.errors import ContentError
from webapp.guide import loading
from webapp.guide.models import Grade, Guide, Kind, Page, Surface

SMALL = Path(__file__).with_name("content")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small content of the tests' own, to be broken; nobody has seen it on a screen."""
    return Path(shutil.copytree(SMALL, tmp_path / "content"))


def small() -> Guide:
    return loading.load(SMALL, today=TODAY)


def test_the_shipped_content_is_valid_today() -> None:
    loaded = loading.load(CONTENT, today=datetime.date.today())
    assert [step.id for step in loaded.counted] == ["open", "off", "check"]
    assert [step.id for step in loaded.optional(Page.APP)] == ["object", "accounts"]
    assert [step.id for step in loaded.optional(Page.MORE)] == ["object", "answer"]
    assert set(loaded.paths) == set(Surface)
    assert len(loaded.regions) == 6


def test_every_fact_has_evidence_better_than_a_single_report() -> None:
    facts = [claim for claim in SHIPPED.claims if claim.kind is Kind.FACT]
    assert len(facts) > 25
    for claim in facts:
        assert claim.evidence is not None
        assert claim.evidence.sources
        assert claim.evidence.grade is not Grade.SINGLE


def test_the_switch_ends_at_off_and_microsoft_stands_in_the_uk_row_only() -> None:
    for step in SHIPPED.steps:
        for words in (step.app, step.website):
            assert "toggle" not in words.lower()
            assert "turn on" not in words.lower()
    ours = {"independent", "poster-small"}  # say that Microsoft does not support us
    for claim in SHIPPED.claims:
        if claim.id not in ours | {"uk-microsoft"}:
            assert "Microsoft" not in claim.text, claim.id


ADS = 'text = "Ads have their own settings."\nevidence = { '

# Each: file, what stands there, what stands there instead, what the error must name.
BROKEN = {
    "not TOML": ("guide.toml", "[[address]]", "[[address", ("the file", "TOML")),
    "a wrong key": (
        "guide.toml",
        'heading = "It is off"',
        'headline = "It is off"',
        ("section[lead].headline", "'It is off'", "heading"),
    ),
    "a missing key": (
        "labels.toml",
        'text = "Me"\n',
        "",
        ("label[me].printed[en].text", "a value"),
    ),
    "a wrong type": (
        "guide.toml",
        'text = "It is on unless you switch it off."',
        "text = 1",
        ("section[lead].claims[default].text", "1", "str"),
    ),
    "a wrong surface": (
        "guide.toml",
        'surface = "website"',
        'surface = "web"',
        ("surface", "'web'", "app, website"),
    ),
    "a machine-translated label": (
        "labels.toml",
        'grade = "press"',
        'grade = "MT"',
        ("label[settings].printed[en].evidence.grade", "'MT'", "single"),
    ),
    "a wrong grade on a claim": (
        "guide.toml",
        ADS + 'sources = ["S6"], grade = "linkedin"',
        ADS + 'sources = ["S6"], grade = "sure"',
        ("claims[ads].evidence.grade", "'sure'", "linkedin"),
    ),
    "an unknown source": (
        "guide.toml",
        ADS + 'sources = ["S6"]',
        ADS + 'sources = ["S999"]',
        ("claims[ads].evidence.sources", "'S999'", "sources.toml"),
    ),
    "no source": (
        "guide.toml",
        ADS + 'sources = ["S6"]',
        ADS + "sources = []",
        ("claims[ads].evidence.grade", "LinkedIn publishes"),
    ),
    "an unknown label": (
        "guide.toml",
        "**off**: {switch}",
        "**off**: {swich}",
        ("step[off].app", "{swich}", "labels.toml"),
    ),
    "a date in the future": (
        "guide.toml",
        ADS + 'sources = ["S6"], grade = "linkedin", read = "record", date = 2026-02-24',
        ADS + 'sources = ["S6"], grade = "linkedin", read = "record", date = 2099-01-01',
        ("claims[ads].evidence.date", "2099-01-01", str(TODAY)),
    ),
    "a source of the future": (
        "sources.toml",
        "date = 2026-08-21",
        "date = 2099-01-01",
        ("source[S1].date", "2099-01-01", "today"),
    ),
    "a time of day": (
        "sources.toml",
        "date = 2026-08-21",
        "date = 2026-08-21T10:00:00Z",
        ("source[S1].date", "unknown"),
    ),
    "no date at all": (
        "sources.toml",
        "date = 2026-08-21",
        'date = "last summer"',
        ("source[S1].date", "last summer", "unknown"),
    ),
    "a link to another host": (
        "guide.toml",
        "https://www.linkedin.com/help",
        "https://www.linkedin.com.evil.test/help",
        ("address[form].url", "evil.test", "www.linkedin.com"),
    ),
    "a link with a name before the host": (
        "guide.toml",
        "https://www.linkedin.com/help",
        "https://www.linkedin.com@evil.test/help",
        ("address[form].url", "https"),
    ),
    "a link without encryption": (
        "sources.toml",
        "https://github.com/StellarSand",
        "http://github.com/StellarSand",
        ("source[S58].url", "http://", "https"),
    ),
    "a link to an unknown place": (
        "guide.toml",
        "[objection form](object)",
        "[objection form](objection)",
        ("step[object].app", "'objection'", "object"),
    ),
    "a word for left": (
        "guide.toml",
        '"your profile photo"',
        '"your profile photo, top left"',
        ("path[app].items[0]", "'top'", "no side"),
    ),
    "a word for right in a step": (
        "guide.toml",
        "Go back, open it again",
        "Go right back, open it again",
        ("step[check].app", "'right'", "no side"),
    ),
    "a colour in a step": (
        "guide.toml",
        'website = "Load the page again:',
        'website = "The switch is grey. Load the page again:',
        ("step[check].website", "'grey'", "colour"),
    ),
    "a corner in a description": (
        "labels.toml",
        "the icon with your photo",
        "the icon in the corner",
        ("label[me].description", "'corner'"),
    ),
    "an unclosed strong": (
        "guide.toml",
        "**Still nothing?**",
        "**Still nothing?",
        ("claims[still-nothing].text", "'*'", "closed"),
    ),
    "HTML": (
        "guide.toml",
        "It is on unless you switch it off.",
        "It is <b>on</b> unless you switch it off.",
        ("claims[default].text", "'<'", "**strong**"),
    ),
    "the same id twice": (
        "guide.toml",
        'id = "form"\nurl',
        'id = "setting"\nurl',
        ("address.id", "'setting'", "once"),
    ),
    "a fact without evidence": (
        "guide.toml",
        ADS,
        'text = "Ads have their own settings."\nnote = "no evidence" # ',
        ("claims[ads].kind", "fact", "evidence"),
    ),
    "advice with evidence": (
        "guide.toml",
        'text = "Ads have their own settings."',
        'text = "Ads have their own settings."\nkind = "advice"',
        ("claims[ads].kind", "advice"),
    ),
    "a claim on one report": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23"], grade = "single"',
        ("claims[form-entry].evidence.grade", "single", "label only"),
    ),
    "press that is one report": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23"], grade = "press"',
        ("claims[form-entry].evidence.grade", "two sources"),
    ),
    "a regulator that is the press": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23", "S74"], grade = "regulator"',
        ("claims[form-entry].evidence.grade", "authority publishes"),
    ),
    "LinkedIn's word from the press": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23", "S74"], grade = "linkedin"',
        ("claims[form-entry].evidence.grade", "LinkedIn publishes"),
    ),
    "seen by nobody in particular": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23"], grade = "seen"',
        ("claims[form-entry].evidence.grade", "'seen'", "a sighting of sightings.toml"),
    ),
    "no source for a single report": (
        "labels.toml",
        'sources = ["S31", "S32", "S43"], grade = "press"',
        'sources = [], grade = "single"',
        ("label[off].printed[en].evidence.grade", "a source"),
    ),
    "the same report twice": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'sources = ["S23", "S23"], grade = "press"',
        ("claims[form-entry].evidence.grade", "two sources"),
    ),
    "the same claim twice": (
        "guide.toml",
        'id = "no-logs"',
        'id = "hosted"',
        ("claims.id", "'hosted'", "once"),
    ),
    "a path without a date": (
        "guide.toml",
        'read = "copy", date = 2025-10-24 }\nnote',
        'read = "copy", date = "unknown" }\nnote',
        ("path[app].evidence.date", "'unknown'", "age"),
    ),
    "a fourth counted step": (
        "guide.toml",
        'website = "My other LinkedIn account too."\noptional = true',
        'website = "My other LinkedIn account too."',
        ("step", "accounts", "optional"),
    ),
    "a locale in capitals": (
        "labels.toml",
        'locale = "de"\ntext = "Aus"',
        'locale = "DE"\ntext = "Aus"',
        ("label[off].printed", "DE", "lower case"),
    ),
    "a label called like a value": (
        "labels.toml",
        'id = "me"',
        'id = "month"',
        ("label[month].id", "value"),
    ),
    "a side in the help on keeping the page": (
        "guide.toml",
        "Scroll down and tap",
        "Scroll down and tap the blue button:",
        ("claims[ios-add].text", "'blue'", "colour"),
    ),
    "a label without English": (
        "labels.toml",
        'locale = "en"\ntext = "Me"',
        'locale = "fr"\ntext = "Me"',
        ("label[me].printed", "en"),
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "named"), BROKEN.values(), ids=list(BROKEN))
def test_broken_content_stops_the_start(
    content: Path, file: str, old: str, new: str, named: tuple[str, ...]
) -> None:
    """The error names file, key, value and what was expected."""
    path = content / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(ContentError) as error:
        loading.load(content, today=TODAY)
    for name in (file, *named):
        assert name in str(error.value)


def test_a_file_that_is_not_utf_8_stops_the_start(content: Path) -> None:
    (content / "labels.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match=r"labels\.toml: the file .* UTF-8"):
        loading.load(content, today=TODAY)


def add(content: Path, file: str, text: str) -> None:
    path = content / file
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def test_something_seen_on_a_device_is_the_best_evidence(content: Path) -> None:
    add(content, "sightings.toml", SIGHTING)
    path = content / "guide.toml"
    evidence = 'sources = ["S23", "S74"], grade = "press", read = "copy", date = 2025-10-30'
    seen = 'sources = ["seen-2026-11-20-app"], grade = "seen", read = "live", date = 2026-11-20'
    text = path.read_text("utf-8")
    assert evidence in text
    path.write_text(text.replace(evidence, seen), "utf-8")
    loaded = loading.load(content, today=TODAY)
    claim = loaded.section("lead").claim("form-entry")
    assert claim.evidence is not None
    assert loaded.sightings[claim.evidence.sources[0]].device == "Pixel 9, Android 16"
    assert str(claim.evidence.date) == "2026-11-20"


def test_a_sighting_vouches_for_the_words_it_saw_and_for_no_others(content: Path) -> None:
    before = loading.load(content, today=TODAY)
    assert loading.sighting(before, Surface.APP) is None
    assert str(loading.described(before, Surface.APP)) == "2025-10-24"

    add(content, "sightings.toml", SIGHTING + SIGHTING.replace("11-20", "11-19"))
    seen = loading.load(content, today=TODAY)
    found = loading.sighting(seen, Surface.APP)
    assert found is not None
    assert found.id == "seen-2026-11-20-app"
    assert str(loading.described(seen, Surface.APP)) == "2026-11-20"
    assert loading.sighting(seen, Surface.WEBSITE) is None

    again = SIGHTING.replace('-app"', '-app-2"')
    elsewhere = SIGHTING.replace('"app"', '"website"').replace('-app"', '-website"')
    add(content, "sightings.toml", again + elsewhere)
    seen = loading.load(content, today=TODAY)
    found = loading.sighting(seen, Surface.APP)
    assert found is not None
    assert found.id == "seen-2026-11-20-app-2"  # of one day, the one written down last
    assert loading.sighting(seen, Surface.WEBSITE) is None  # the app's words

    labels = content / "labels.toml"
    renamed = labels.read_text("utf-8").replace('"Data privacy"', '"Your data"')
    labels.write_text(renamed, "utf-8")
    assert loading.sighting(loading.load(content, today=TODAY), Surface.APP) is None


def test_a_path_described_after_it_was_seen_counts_from_the_description(content: Path) -> None:
    add(content, "sightings.toml", SIGHTING.replace("11-20", "10-20"))
    path = content / "guide.toml"
    newer = path.read_text("utf-8").replace(
        "date = 2025-10-24 }\nnote", "date = 2026-11-01 }\nnote"
    )
    path.write_text(newer, "utf-8")
    loaded = loading.load(content, today=TODAY)
    assert loading.sighting(loaded, Surface.APP) is not None
    assert str(loading.described(loaded, Surface.APP)) == "2026-11-01"


def test_the_screen_is_told_in_linkedins_words_or_in_english() -> None:
    loaded = small()
    german = loading.on_screen(loaded, Surface.WEBSITE, "de")
    assert german == ("Me", "Settings & Privacy", "Datenschutz", "Use my data")
    assert loading.on_screen(loaded, Surface.WEBSITE, "ar") == loading.on_screen(
        loaded, Surface.WEBSITE, "en"
    )


def test_a_date_is_a_day_a_month_a_year_or_unknown(content: Path) -> None:
    path = content / "sources.toml"
    text = path.read_text("utf-8")
    for written, first in {
        '"2025-10"': datetime.date(2025, 10, 1),
        '"2025"': datetime.date(2025, 1, 1),
        '"unknown"': None,
    }.items():
        path.write_text(text.replace("date = 2026-08-21", f"date = {written}"), "utf-8")
        loaded = loading.load(content, today=TODAY)
        assert loaded.sources["S1"].date.first == first


def test_a_claim_that_a_template_needs_is_missed_by_name() -> None:
    loaded = small()
    with pytest.raises(ContentError, match=r"section\[promise\]\.claims is 'gone'"):
        loaded.section("promise").claim("gone")


def test_the_order_of_claims_decides_nothing_about_promises() -> None:
    assert "{host}" not in says("no-logs")
    assert "{host}" in says("hosted")


def test_a_section_that_a_template_needs_is_missed_by_name() -> None:
    loaded = small()
    with pytest.raises(ContentError, match="'gone', expected a section with this id"):
        loaded.section("gone")


def test_messages_are_extracted_with_their_line_and_note() -> None:
    with (SMALL / "guide.toml").open("rb") as file:
        found = {
            message: (line, note)
            for line, _, message, note in loading.extract_messages(file, [], [], {})
        }
    line, note = found["Set this switch to **off**: {switch}"]
    assert 'id = "off"' in (SMALL / "guide.toml").read_text().splitlines()[line - 2]
    assert note[0].startswith("Translators: Only")
    assert "{data_privacy}" not in found  # nothing to translate
    assert "It is off" in found
    assert "" not in found


@pytest.mark.parametrize("label", tomllib.loads((CONTENT / "labels.toml").read_text())["label"])
def test_renaming_any_label_changes_no_message(label: dict[str, Any]) -> None:
    """In any language: a label is no part of a message."""
    raw = {file: loading.read((CONTENT / file).read_bytes(), file) for file in loading.FILES}
    before = {file: list(loading.messages(raw[file], file)) for file in loading.FILES}
    [here] = [one for one in raw["labels.toml"]["label"] if one["id"] == label["id"]]
    for printed in here["printed"]:
        printed["text"] = f"{printed['text']} renamed"
    for file in loading.FILES:
        after = [message for message, _ in loading.messages(raw[file], file)]
        assert after == [message for message, _ in before[file]]


# The fact sheet prints labels for these, for some by one report; none for Japanese, Arabic …
PRINTED = {"cs", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt"}
SINGLE = {"cs", "fi", "fr", "pl"}


def test_labels_are_printed_where_a_source_prints_them() -> None:
    printed = [one for label in SHIPPED.labels.values() for one in label.printed]
    assert {one.locale for one in printed} == PRINTED
    single = {one.locale for one in printed if one.evidence.grade is Grade.SINGLE}
    assert single == SINGLE
    assert SHIPPED.labels["setting"].in_locale("ja") is None


# --- broken anywhere ---


def test_what_the_broken_contents_are_made_from_is_valid() -> None:
    loading.assemble(broken_content.content(), today=TODAY)
    assert len(broken_content.KINDS) >= 30


@pytest.mark.parametrize("kind", broken_content.KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_broken_content_is_named_wherever_it_is(kind: str, data: st.DataObject) -> None:
    """File, key and value come first, then what was expected there."""
    raw = broken_content.content()
    file, key, value = broken_content.KINDS[kind](raw, data)
    with pytest.raises(ContentError) as error:
        loading.assemble(raw, today=TODAY)
    said = f"{file}: {key} is {value!r}, expected "
    assert str(error.value).startswith(said)
    assert len(str(error.value)) > len(said) + 3
