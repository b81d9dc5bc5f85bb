"""The content files are read whole or not at all, and say why not."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from webapp import guide
from webapp.errors import ContentError
from webapp.models import Claim, Grade, Guide, Kind, Surface

CONTENT = Path(__file__).parents[2] / "webapp" / "content"
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def claims(loaded: Guide) -> list[Claim]:
    return [
        *(claim for section in loaded.sections.values() for claim in section.claims),
        *(claim for region in loaded.regions for claim in region.claims),
    ]


def test_the_shipped_content_is_valid_today() -> None:
    loaded = guide.load(CONTENT, today=datetime.date.today())
    assert [step.id for step in loaded.counted] == ["open", "off", "check"]
    assert [step.id for step in loaded.optional] == ["object", "accounts"]
    assert set(loaded.paths) == set(Surface)
    assert len(loaded.regions) == 6


def test_every_fact_has_evidence_better_than_a_single_report() -> None:
    loaded = guide.load(CONTENT, today=TODAY)
    facts = [claim for claim in claims(loaded) if claim.kind is Kind.FACT]
    assert len(facts) > 25
    for claim in facts:
        assert claim.evidence is not None
        assert claim.evidence.sources
        assert claim.evidence.grade is not Grade.SINGLE


def test_the_switch_ends_at_off_and_microsoft_stands_in_the_uk_row_only() -> None:
    loaded = guide.load(CONTENT, today=TODAY)
    for step in loaded.steps:
        for words in (step.app, step.website):
            assert "toggle" not in words.lower()
            assert "turn on" not in words.lower()
    ours = {"independent", "poster-small"}  # say that Microsoft does not support us
    for claim in claims(loaded):
        if claim.id not in ours | {"uk-microsoft"}:
            assert "Microsoft" not in claim.text, claim.id


# Each: file, what stands there, what stands there instead, what the error must name.
BROKEN = {
    "not TOML": ("guide.toml", "[[address]]", "[[address", ("the file", "TOML")),
    "a wrong key": (
        "guide.toml",
        'heading = "It is off"',
        'headline = "It is off"',
        ("section[done].headline", "'It is off'", "heading"),
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
        'evidence = { sources = ["S6"], grade = "linkedin"',
        'evidence = { sources = ["S6"], grade = "sure"',
        ("claims[ads].evidence.grade", "'sure'", "linkedin"),
    ),
    "an unknown source": (
        "guide.toml",
        'sources = ["S6"]',
        'sources = ["S999"]',
        ("claims[ads].evidence.sources", "'S999'", "sources.toml"),
    ),
    "no source": (
        "guide.toml",
        'sources = ["S6"]',
        "sources = []",
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
        'read = "record", date = 2026-02-24 }',
        'read = "record", date = 2099-01-01 }',
        ("claims[ads].evidence.date", "2099-01-01", "2026-11-22"),
    ),
    "a source of the future": (
        "sources.toml",
        "date = 2026-08-21",
        "date = 2026-11-23",
        ("source[S1].date", "2026-11-23", "today"),
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
        'website = "Load the page again.',
        'website = "The switch is grey. Load the page again.',
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
        'evidence = { sources = ["S6"], ',
        'note = "no evidence" # ',
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
        'sources = [], grade = "seen"',
        ("claims[form-entry].evidence.grade", "device, app_version, region, language"),
    ),
    "seen in a copy": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'device = "Pixel", app_version = "1", region = "IE", language = "en", '
        'sources = [], grade = "seen"',
        ("claims[form-entry].evidence.grade", "live"),
    ),
    "a device that saw nothing": (
        "guide.toml",
        'sources = ["S23", "S74"], grade = "press"',
        'device = "Pixel", sources = ["S23", "S74"], grade = "press"',
        ("claims[form-entry].evidence.grade", "seen"),
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
        guide.load(content, today=TODAY)
    for name in (file, *named):
        assert name in str(error.value)


def test_a_file_that_is_not_utf_8_stops_the_start(content: Path) -> None:
    (content / "labels.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError, match=r"labels\.toml: the file .* UTF-8"):
        guide.load(content, today=TODAY)


def test_something_seen_on_a_device_is_the_best_evidence(content: Path) -> None:
    path = content / "guide.toml"
    seen = (
        'sources = [], grade = "seen", device = "Pixel 9", app_version = "4.1.1", '
        'region = "IE", language = "en"'
    )
    text = path.read_text("utf-8").replace(
        'sources = ["S23", "S74"], grade = "press", read = "copy"', seen + ', read = "live"'
    )
    path.write_text(text, "utf-8")
    loaded = guide.load(content, today=TODAY)
    claim = next(c for c in loaded.section("object").claims if c.id == "form-entry")
    assert claim.evidence is not None
    assert claim.evidence.device == "Pixel 9"
    assert repr(claim.evidence.date) == "2025-10-30"


def test_a_claim_that_a_template_needs_is_missed_by_name() -> None:
    loaded = guide.load(CONTENT, today=TODAY)
    with pytest.raises(ContentError, match=r"section\[promise\]\.claims is 'gone'"):
        loaded.section("promise").claim("gone")


def test_the_order_of_claims_decides_nothing_about_promises(content: Path) -> None:
    loaded = guide.load(CONTENT, today=TODAY)
    assert "no record" in loaded.section("promise").claim("no-logs").text
    assert "{host}" in loaded.section("promise").claim("hosted").text


def test_a_section_that_a_template_needs_is_missed_by_name() -> None:
    loaded = guide.load(CONTENT, today=TODAY)
    with pytest.raises(ContentError, match="'gone', expected a section with this id"):
        loaded.section("gone")


def test_messages_are_extracted_with_their_line_and_note() -> None:
    with (CONTENT / "guide.toml").open("rb") as file:
        found = {
            message: (line, note)
            for line, _, message, note in guide.extract_messages(file, [], [], {})
        }
    line, note = found["Set this switch to **off**: {switch}"]
    assert 'id = "off"' in (CONTENT / "guide.toml").read_text().splitlines()[line - 2]
    assert note[0].startswith("Translators: Only")
    assert "{settings}" not in found  # nothing to translate
    assert "It is off" in found
    assert "" not in found


def test_renaming_a_label_changes_no_message() -> None:
    text = (CONTENT / "labels.toml").read_text("utf-8")
    renamed = text.replace('"Data privacy"', '"Your data"')
    assert renamed != text
    for file in guide.FILES:
        content = (CONTENT / file).read_bytes()
        changed = renamed.encode() if file == "labels.toml" else content
        before = [message for message, _ in guide.messages(guide.convert(content, file))]
        after = [message for message, _ in guide.messages(guide.convert(changed, file))]
        assert before == after
