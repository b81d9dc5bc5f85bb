"""Anything the content may not say stops the start, with its place and a reason."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides import CONTENT, SHIPPED, SIGHTING, TODAY, says
from tests.tree import ROOT
from tests.webapp.guide import broken_content
from tests.webapp.guide.small import add
from webapp.errors import ContentError
from webapp.guide import loading, rules
from webapp.guide.models import Grade, Kind, Page, Surface


def test_the_shipped_content_is_valid_today() -> None:
    loaded = loading.load(CONTENT, today=datetime.date.today())
    assert [step.id for step in loaded.counted_steps] == ["open", "off", "check"]
    assert [step.id for step in loaded.optional_steps(Page.APP)] == ["object", "accounts"]
    assert [step.id for step in loaded.optional_steps(Page.MORE)] == ["object", "answer"]
    assert set(loaded.paths) == set(Surface)
    assert len(loaded.regions) == 6


def test_every_fact_has_evidence_better_than_a_single_report() -> None:
    facts = [claim for claim in SHIPPED.claims if claim.kind is Kind.FACT]
    assert len(facts) > 25
    for claim in facts:
        assert claim.evidence is not None
        assert claim.evidence.sources
        assert claim.evidence.grade is not Grade.SINGLE


def test_the_switch_ends_at_off_and_microsoft_is_named_in_rows_of_regions_only() -> None:
    for step in SHIPPED.steps:
        for words in (step.app, step.website):
            assert "toggle" not in words.lower()
            assert "turn on" not in words.lower()
    ours = {"independent", "poster-independent"}  # they say that Microsoft does not support us
    for claim in SHIPPED.claims:
        if claim.id not in ours | {"uk-microsoft"} and not claim.id.endswith("-affiliates"):
            assert "Microsoft" not in claim.text, claim.id


ADS = 'text = "Ads have their own settings."\nevidence = { '

# Each: file, a text in it, the text to put there instead, what the error must name.
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
    small: Path, file: str, old: str, new: str, named: tuple[str, ...]
) -> None:
    """The error names file, key, value and what was expected."""
    path = small / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(ContentError) as error:
        loading.load(small, today=TODAY)
    for name in (file, *named):
        assert name in str(error.value)


def test_something_seen_on_a_device_is_the_best_evidence(small: Path) -> None:
    add(small, "sightings.toml", SIGHTING)
    path = small / "guide.toml"
    evidence = 'sources = ["S23", "S74"], grade = "press", read = "copy", date = 2025-10-30'
    seen = 'sources = ["seen-2026-11-20-app"], grade = "seen", read = "live", date = 2026-11-20'
    text = path.read_text("utf-8")
    assert evidence in text
    path.write_text(text.replace(evidence, seen), "utf-8")
    loaded = loading.load(small, today=TODAY)
    claim = loaded.section("lead").claim("form-entry")
    assert claim.evidence is not None
    assert loaded.sightings[claim.evidence.sources[0]].device == "Pixel 9, Android 16"
    assert str(claim.evidence.date) == "2026-11-20"


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


def test_the_order_of_claims_decides_nothing_about_promises() -> None:
    assert "{host}" not in says("no-logs")
    assert "{host}" in says("hosted")


def test_the_style_sheet_and_the_script_know_the_counted_steps() -> None:
    """CSS counts, and can read nothing: it has their names, too."""
    styles = (ROOT / "pwa" / "styles" / "steps.css").read_text()
    assert set(re.findall(r"\[name=['\"]?(\w+)", styles)) == set(rules.COUNTED)
    script = (ROOT / "pwa" / "progress.js").read_text()
    for step in rules.COUNTED[1:]:
        assert f"this.date('{step}')" in script
