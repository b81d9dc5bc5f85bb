"""The guide for programs: what it says, the schema it keeps to, and ids that stay."""

from __future__ import annotations

import copy
import datetime
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import babel
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from tests.conftest import CONFIG, ORIGIN, GetPage
from tests.guides import SMALL, plain
from tests.house_rules import all_of
from tests.languages import ALL, LOCALES, translated, writes_from_the_right
from webapp import create_app
from webapp.config import ROOT, Config
from webapp.guide.models import Guide, Kind, Lead, Sighting, Surface
from webapp.guide.sightings import on_screen
from webapp.site import guide_json, reminder

LISTED = ROOT / "tests" / "published_ids.txt"

LISTS = (
    *("steps", "paths", "addresses", "claims", "labels", "settings", "regions"),
    *("sources", "sightings", "changes"),
)

Json = dict[str, Any]


def guide_of(app: Flask) -> Guide:
    guide: Guide = app.extensions["pages"].guide
    return guide


@lru_cache
def text_of(tag: str) -> str:
    return create_app(CONFIG).test_client().get(f"/{tag}/guide.json").text


def published(guide: Guide, *tags: str) -> list[Json]:
    """Another guide in some locales."""
    client = create_app(CONFIG, guide=guide).test_client()
    return [client.get(f"/{tag}/guide.json").get_json(force=True) for tag in tags]


@lru_cache
def schema_text() -> str:
    return create_app(CONFIG).test_client().get("/schema/guide.json").text


def schema() -> Json:
    found: Json = json.loads(schema_text())
    return found


@lru_cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=FormatChecker())


def value(tag: str) -> Json:
    """The guide in a locale, for whoever wants to break it."""
    found: Json = json.loads(text_of(tag))
    return found


@lru_cache
def index_text() -> str:
    return create_app(CONFIG).test_client().get("/guide.json").text


def index() -> Json:
    found: Json = json.loads(index_text())
    return found


def strings(inside: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Each string with its key."""
    match inside:
        case str():
            yield key, inside
        case list():
            for each in inside:
                yield from strings(each, key)
        case dict():
            for name, each in inside.items():
                yield from strings(each, name)


def evidences(inside: object) -> Iterator[Json]:
    match inside:
        case list():
            for each in inside:
                yield from evidences(each)
        case dict():
            if "evidence" in inside:
                yield inside["evidence"]
            for each in inside.values():
                yield from evidences(each)


def by_id(found: Json, key: str) -> dict[str, Json]:
    return {each["id"]: each for each in found[key]}


def facts(found: Json) -> list[Json]:
    return [claim for claim in found["claims"] if claim["kind"] == "fact"]


def advice(found: Json) -> list[Json]:
    return [claim for claim in found["claims"] if claim["kind"] == "advice"]


def ids(found: Json) -> list[str]:
    """Every published id, as ``kind id``; of sections, only the id is published."""
    own = {f"{key} {each['id']}" for key in LISTS for each in found[key]}
    groups = {"sections " + claim["group"]["id"] for claim in found["claims"] if _loose(claim)}
    return sorted(own | groups)


def _loose(claim: Json) -> bool:
    kind: str = claim["group"]["kind"]
    return kind == "section"


# --- the schema ----------------------------------------------------------------


def test_the_schema_is_a_schema_and_names_itself() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["$id"] == f"{ORIGIN}/schema/guide.json"


def test_the_schema_allows_no_key_that_it_does_not_name() -> None:
    definitions = schema()["$defs"].values()
    objects = [each for each in definitions if each.get("type") == "object"]
    assert len(objects) == 19
    for each in objects:
        assert each["additionalProperties"] is False
        assert set(each["required"]) == set(each["properties"])


def test_the_schema_explains_itself_in_one_line_each() -> None:
    for name, each in schema()["$defs"].items():
        assert each["description"].endswith((".", ")", "!")), name
        assert "\n" not in each["description"]


@pytest.mark.parametrize("tag", ALL)
def test_every_locale_keeps_to_the_schema(tag: str) -> None:
    validator().validate(value(tag))


def test_the_index_keeps_to_the_schema() -> None:
    validator().validate(index())


def test_a_guide_is_no_index_and_an_index_no_guide() -> None:
    for document, others in (("GuideDocument", index()), ("IndexDocument", value("en"))):
        own = Draft202012Validator({**schema(), "anyOf": [{"$ref": f"#/$defs/{document}"}]})
        with pytest.raises(ValidationError):
            own.validate(others)


def without(key: str, *inside: Any) -> Callable[[Json], None]:
    def breaking(found: Any) -> None:
        for each in inside:
            found = found[each]
        del found[key]

    return breaking


def with_(new: object, *inside: Any) -> Callable[[Json], None]:
    def breaking(found: Any) -> None:
        *path, last = inside
        for each in path:
            found = found[each]
        found[last] = new

    return breaking


SEEN = {
    "id": "seen-1",
    "surface": "app",
    "date": "2026-11-20",
    "device": "Pixel 9, Android 16",
    "app_version": "4.1",
    "region": "IE",
    "language": "en",
    "saw": ["Settings", "Off"],
}

BREAKINGS: dict[str, Callable[[Json], None]] = {
    "no claims": without("claims"),
    "no schema": without("$schema"),
    "a claim without evidence": without("evidence", "claims", 0),
    "evidence without a grade": without("grade", "claims", 0, "evidence"),
    "a label nobody prints": with_([], "labels", 0, "printed"),
    "a path without items": with_([], "paths", 0, "items"),
    "no sources": with_([], "paths", 0, "evidence", "sources"),
    "a key at the top": with_("x", "more"),
    "a key of a claim": with_("x", "claims", 0, "note"),
    "a key of evidence": with_("x", "claims", 0, "evidence", "by"),
    "a grade": with_("guess", "claims", 0, "evidence", "grade"),
    "a way to read": with_("heard", "claims", 0, "evidence", "read"),
    "a fact that calls itself advice": with_("advice", "claims", 0, "kind"),
    "advice that calls itself a fact": lambda found: advice(found)[0].update(kind="fact"),
    "a kind": with_("ours", "claims", 0, "kind"),
    "another format": with_(1, "format"),
    "a format in words": with_("2", "format"),
    "no format": without("format"),
    "a quality": with_("good", "review"),
    "a path from nowhere": without("step", "paths", 0),
    "a path to nowhere": with_(None, "paths", 0, "address"),
    "a step on a path that is none": with_(["phone"], "steps", 0, "paths"),
    "a region of no country": with_([], "regions", 0, "countries"),
    "a country by name": with_(["Ireland"], "regions", 0, "countries"),
    "a group": with_("page", "claims", 0, "group", "kind"),
    "a surface": with_("tv", "paths", 0, "id"),
    "a page": with_("offline", "steps", 0, "pages", 0),
    "a lead": with_("form", "paths", 0, "lead"),
    "a class": with_("news", "changes", 0, "class"),
    "a publisher": with_("blog", "sources", 0, "publisher"),
    "a thirteenth month": with_("2025-13", "claims", 0, "evidence", "date"),
    "a British date": with_("3 November 2025", "claims", 0, "evidence", "date"),
    "an empty date": with_("", "paths", 0, "described"),
    "a change of a month": with_("2026-11", "changes", 0, "date"),
    "a day that is none": with_("2026-02-30", "changes", 0, "date"),
    "a proxy": with_(
        "https://proxy.example.org/https://www.linkedin.com/", "addresses", 0, "url"
    ),
    "a proxy by name": with_("https://www.linkedin.com.evil.test/", "addresses", 0, "url"),
    "an address on http": with_("http://www.linkedin.com/x", "addresses", 0, "url"),
    "an address with a user": with_("https://www.linkedin.com@evil.test/", "sources", 0, "url"),
    "a source on http": with_("http://example.org/", "sources", 0, "url"),
    "a source that is empty": with_("", "sources", 0, "url"),
    "an id with a blank": with_("a b", "claims", 0, "id"),
    "a step without words": with_("", "steps", 0, "app"),
    "a step without a number": with_("yes", "steps", 0, "optional"),
    "a label in no language": with_("Deutsch", "labels", 0, "printed", 0, "locale"),
    "another licence": with_("MIT", "licence"),
    "a build": with_("latest", "build"),
    "a number for a text": with_(1, "independence"),
    "a sighting without a day": with_([{**SEEN, "date": "unknown"}], "sightings"),
    "a sighting of nothing": with_([{**SEEN, "saw": ["Off"]}], "sightings"),
    "a sighting nowhere": with_([{**SEEN, "region": "Ireland"}], "sightings"),
}


@pytest.mark.parametrize("breaking", BREAKINGS.values(), ids=BREAKINGS)
def test_the_schema_refuses(breaking: Callable[[Json], None]) -> None:
    whole = value("en")
    broken = copy.deepcopy(whole)
    breaking(broken)
    assert broken != whole
    with pytest.raises(ValidationError):
        validator().validate(broken)


INDEX_BREAKINGS: dict[str, Callable[[Json], None]] = {
    "no languages": with_([], "languages"),
    "a language without a guide": without("guide", "languages", 0),
    "a language in capitals": with_("EN", "languages", 0, "locale"),
    "a language of no quality": without("review", "languages", 0),
    "a direction": with_("down", "languages", 0, "direction"),
    "a guide at no address": with_("/en/guide.json", "languages", 0, "guide"),
    "a text of one language": with_("x", "independence"),
    "no format of the index": without("format"),
}


@pytest.mark.parametrize("breaking", INDEX_BREAKINGS.values(), ids=INDEX_BREAKINGS)
def test_the_schema_refuses_an_index_with(breaking: Callable[[Json], None]) -> None:
    broken = index()
    breaking(broken)
    assert broken != index()
    with pytest.raises(ValidationError):
        validator().validate(broken)


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-22", "unknown"])
def test_the_schema_takes_every_date_there_is(date: str) -> None:
    found = value("en")
    with_(date, "claims", 0, "evidence", "date")(found)
    validator().validate(found)


def test_the_schema_takes_what_has_no_name_yet() -> None:
    """The name of a build is a hash of its files with the name left empty."""
    found = value("en")
    with_("", "build")(found)
    validator().validate(found)


# --- what it says --------------------------------------------------------------


@pytest.mark.parametrize("tag", ALL)
def test_it_says_whose_it_is(client: FlaskClient, tag: str) -> None:
    found = value(tag)
    assert found["$schema"] == schema()["$id"]
    assert found["build"] == client.get("/healthz").text.strip()
    assert found["language"] == LOCALES[tag].language
    assert found["url"] == f"{ORIGIN}/{tag}/"
    assert found["index"] == f"{ORIGIN}/guide.json"
    assert found["format"] == guide_json.FORMAT
    assert found["licence"] == "CC-BY-4.0"
    assert "LinkedIn" in found["independence"]
    assert "Microsoft" in found["independence"]


def test_it_says_what_a_machine_translated(app: Flask) -> None:
    for tag in ALL:
        locale = app.extensions["pages"].locales[tag]
        assert value(tag)["machine"] is locale.machine
        assert value(tag)["review"] == locale.review


@pytest.mark.parametrize("tag", ALL)
def test_every_text_is_plain(tag: str) -> None:
    for key, text in strings(value(tag)):
        assert not re.search(r"[<>{}]|\*\*|\]\(|&\w+;|\s\s|%\(", text), (key, text)
        assert text == text.strip()
        assert text or key == "build"


def test_it_says_what_the_pages_say(get_page: GetPage) -> None:
    """Letter for letter, without marks, in the entry whose anchor is the id."""
    about = get_page("/en/about/")
    for claim in facts(value("en")):
        [entry] = all_of(about, f'[id="claim-{claim["id"]}"]')
        said = "".join(entry.to_text().split())
        assert said.startswith("".join(claim["text"].split())), claim["id"]


def test_it_publishes_every_fact_with_its_evidence(app: Flask) -> None:
    own = [claim for claim in guide_of(app).claims if claim.kind is Kind.FACT]
    found = facts(value("de"))
    assert [claim["id"] for claim in found] == [fact.id for fact in own]
    assert [claim["surface"] for claim in found] == [fact.surface for fact in own]
    assert all(claim["evidence"]["sources"] for claim in found)


def test_it_publishes_advice_as_a_kind_of_its_own_without_evidence(app: Flask) -> None:
    """All that can be said outside a page, and nothing of what only a page fills in."""
    own = [claim for claim in guide_of(app).claims if claim.kind is Kind.ADVICE]
    for tag in ALL:
        found = advice(value(tag))
        assert {*(claim["id"] for claim in found)} < {*(claim.id for claim in own)}
        assert len(found) > 25
        assert not [claim for claim in found if "evidence" in claim]
        assert len(found) + len(facts(value(tag))) == len(value(tag)["claims"])
    left_out = {claim.id for claim in own} - {claim["id"] for claim in advice(value("en"))}
    assert left_out == {
        claim.id for claim in own if re.search(r"{(others|setting_name)}", claim.text)
    }


def test_advice_with_a_date_has_that_of_the_reminder() -> None:
    [look] = [claim for claim in advice(value("en")) if claim["id"] == "look-again"]
    assert all(day in look["text"] for day in reminder.days(LOCALES["en"]).values())


def test_what_only_pages_say_about_this_project_is_no_claim(app: Flask) -> None:
    own = {claim.id for claim in guide_of(app).claims if claim.kind is Kind.OURS}
    assert not own & by_id(value("en"), "claims").keys()


def test_each_claim_names_what_it_belongs_to() -> None:
    found = value("en")
    claims = by_id(found, "claims")
    assert claims["scope"]["group"] == {"kind": "section", "id": "lead"}
    assert claims["research-what"]["group"] == {"kind": "setting", "id": "research"}
    assert claims["europe-since"]["group"] == {"kind": "region", "id": "europe"}
    for claim in claims.values():
        if not _loose(claim):
            assert claim["group"]["id"] in by_id(found, claim["group"]["kind"] + "s")


@pytest.mark.parametrize("tag", ALL)
def test_whatever_is_named_is_there(tag: str) -> None:
    found = value(tag)
    known = by_id(found, "sources").keys() | by_id(found, "sightings").keys()
    for evidence in evidences(found):
        assert set(evidence["sources"]) <= known
    addresses = by_id(found, "addresses").keys()
    assert {each["address"] for each in found["settings"] + found["paths"]} <= addresses
    assert {step["address"] for step in found["steps"]} <= addresses | {None}
    assert {each for claim in found["claims"] for each in claim["addresses"]} <= addresses
    steps = {(path["id"], path["step"]) for path in found["paths"]}
    assert steps == {(path, step["id"]) for step in found["steps"] for path in step["paths"]}


@pytest.mark.parametrize("surface", Surface)
def test_a_program_finds_the_way_from_a_step_to_an_address(app: Flask, surface: str) -> None:
    found = value("en")
    step = by_id(found, "steps")["open"]
    [path] = [by_id(found, "paths")[one] for one in step["paths"] if one == surface]
    address = by_id(found, "addresses")[path["address"]]
    assert address["url"] == guide_of(app).addresses["setting"].url
    form = by_id(found, "addresses")[by_id(found, "steps")["object"]["address"]]
    assert form["url"] == guide_of(app).addresses["form"].url


def test_a_program_finds_the_authorities_of_a_region() -> None:
    found = by_id(value("en"), "claims")
    assert found["europe-since"]["addresses"] == []
    assert found["europe-complaints"]["addresses"] == ["edpb", "fdpic"]


def test_a_program_finds_the_region_of_a_country() -> None:
    """The EU has 27 members, and the EEA 3 more: webapp/guide/regions.toml."""
    countries = {region["id"]: region["countries"] for region in value("de")["regions"]}
    assert len(countries["europe"]) == 27 + 3 + 1
    assert {"IE", "GR", "NO", "CH"} <= {*countries["europe"]}
    assert [*countries.values()][1:] == [["GB"], ["CA"], ["HK"], ["US"], ["CN"]]
    listed = [code for codes in countries.values() for code in codes]
    assert len(listed) == len({*listed})
    assert {*listed} <= babel.Locale("en").territories.keys()


def test_every_address_and_label_and_path_has_its_evidence(app: Flask) -> None:
    guide = guide_of(app)
    labels = sum(len(label.printed) for label in guide.labels.values())
    claims = sum(claim.evidence is not None for claim in guide.claims)
    expected = labels + claims + len(guide.addresses) + len(guide.paths)
    assert len(list(evidences(value("ar")))) == expected


def test_the_steps_are_those_of_the_pages_and_say_off(app: Flask) -> None:
    found = value("en")
    assert [step["id"] for step in found["steps"]] == [step.id for step in guide_of(app).steps]
    assert [step["id"] for step in found["steps"] if not step["optional"]] == [
        *("open", "off", "check")
    ]
    steps = by_id(found, "steps")
    for step in guide_of(app).counted_steps:
        assert steps[step.id]["app"] == plain(step.app)
        assert steps[step.id]["website"] == plain(step.website)
    switch = by_id(found, "labels")["switch"]["printed"][0]["text"]
    assert steps["off"]["app"] == steps["off"]["website"]
    assert steps["off"]["app"].endswith(f" off: {switch}")


def test_the_paths_are_linkedins_words_in_both_languages() -> None:
    english, german = (by_id(each, "paths") for each in published(SMALL, "en", "de"))
    assert english["website"]["items"][2] == "The data_privacy"
    assert german["website"]["items"][2] == "Das data_privacy (The data_privacy)"
    assert english["website"]["lead"] == Lead.LINK
    assert english["app"]["lead"] == Lead.STEPS


def test_labels_are_never_translated_but_described(app: Flask) -> None:
    labels = [value(tag)["labels"] for tag in ALL]
    for same in zip(*labels, strict=True):
        assert all(each["printed"] == same[0]["printed"] for each in same)
    shipped = guide_of(app).labels["settings"]
    for tag, same in zip(ALL, labels, strict=True):
        [settings] = [each for each in same if each["id"] == shipped.id]
        assert settings["description"] == translated(shipped.description, tag)


def test_a_label_without_a_description_has_none(app: Flask) -> None:
    """Catalogs translate an empty message as their own header."""
    described = {label.id: bool(label.description) for label in guide_of(app).labels.values()}
    for tag in ALL:
        for label in value(tag)["labels"]:
            assert (label["description"] is not None) is described[label["id"]]
    assert not all(described.values())


def test_dates_are_as_in_the_content_files() -> None:
    guide = SMALL
    [found] = published(guide, "de")
    dates = {each["id"]: each["date"] for each in found["sources"]}
    assert dates == {source.id: str(source.date) for source in guide.sources.values()}
    assert {"unknown", "2025", "2025-10", "2026-08-21"} == set(dates.values())
    for claim in facts(found):
        [own] = [each for each in guide.claims if each.id == claim["id"]]
        assert own.evidence is not None
        assert claim["evidence"]["date"] == str(own.evidence.date)
    assert [each["date"] for each in found["changes"]] == [
        str(change.date) for change in guide.changes
    ]


def test_a_source_that_lies_nowhere_has_no_address(app: Flask) -> None:
    urls = {each["id"]: each["url"] for each in value("en")["sources"]}
    sources = guide_of(app).sources.values()
    assert urls == {source.id: source.url or None for source in sources}
    assert None in urls.values()


def test_a_sighting_is_published_and_makes_a_path_younger() -> None:
    day = datetime.date(2026, 11, 20)
    saw = on_screen(SMALL, Surface.APP, "en")
    seen = Sighting(
        id="seen-1",
        surface=Surface.APP,
        date=day,
        device="Pixel 9, Android 16",
        app_version="4.1.1099",
        region="IE",
        language="en",
        saw=saw,
    )
    [found] = published(replace(SMALL, sightings={seen.id: seen}), "en")
    validator().validate(found)
    [one] = found["sightings"]
    assert one == {
        "id": "seen-1",
        "surface": "app",
        "date": "2026-11-20",
        "device": "Pixel 9, Android 16",
        "app_version": "4.1.1099",
        "region": "IE",
        "language": "en",
        "saw": list(saw),
    }
    paths = by_id(found, "paths")
    assert paths["app"]["described"] == "2026-11-20"
    assert paths["app"]["evidence"]["date"] == "2025-10-24"
    assert paths["website"]["described"] == "2025-11-04"


def test_a_copy_elsewhere_names_that_place() -> None:
    client = create_app(Config(public_origin="http://10.0.0.7:8080")).test_client()
    found = client.get("/de/guide.json").get_json(force=True)
    other = client.get("/schema/guide.json").get_json(force=True)
    assert found["url"] == "http://10.0.0.7:8080/de/"
    assert found["$schema"] == other["$id"] == "http://10.0.0.7:8080/schema/guide.json"
    Draft202012Validator(other, format_checker=FormatChecker()).validate(found)


# --- the index -----------------------------------------------------------------


def test_the_index_leads_to_every_language_and_says_how_good_it_is(
    app: Flask, client: FlaskClient
) -> None:
    found = index()["languages"]
    assert [each["locale"] for each in found] == list(LOCALES)
    for each in found:
        locale = LOCALES[each["locale"]]
        guide = client.get(each["guide"].removeprefix(ORIGIN)).get_json(force=True)
        assert each["language"] == guide["language"] == locale.language
        assert each["review"] == guide["review"] == locale.review
        assert each["url"] == guide["url"]
        assert (each["name"], each["direction"]) == (locale.name, locale.direction)


def test_the_index_says_whose_it_is(client: FlaskClient) -> None:
    found = index()
    assert found["$schema"] == schema()["$id"]
    assert found["format"] == guide_json.FORMAT
    assert found["build"] == client.get("/healthz").text.strip()
    assert found["url"] == f"{ORIGIN}/"
    assert found["feed"] == f"{ORIGIN}/changes.atom"
    assert found["licence"] == "CC-BY-4.0"


def test_what_the_index_has_is_the_same_in_every_language() -> None:
    found = index()
    for tag in ALL:
        guide = value(tag)
        for key in ("addresses", "sources", "sightings"):
            assert found[key] == guide[key]
        for key in ("labels", "regions"):
            for each in guide[key]:
                each.pop("name", None)
                each.pop("description", None)
            assert found[key] == guide[key]


# --- bytes ---------------------------------------------------------------------


def test_letters_are_letters() -> None:
    assert "\\u" not in text_of("ar")
    assert writes_from_the_right(text_of("ar"))


HASHED = """
import hashlib
from webapp import create_app
from webapp.config import Config
client = create_app(Config(public_origin="https://off.example.org")).test_client()
paths = ["/ar/guide.json", "/guide.json", "/schema/guide.json"]
for path in [*paths, "/changes.atom", "/ar/reminder.ics"]:
    print(path, hashlib.sha256(client.get(path).data).hexdigest())
"""


@pytest.mark.starts
def test_the_same_tree_makes_the_same_bytes_in_another_process() -> None:
    """There, sets have another order."""
    found = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert len(found.pop().splitlines()) == 5


# --- ids -----------------------------------------------------------------------


def listed() -> list[str]:
    lines = LISTED.read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("tag", ALL)
def test_every_id_that_was_ever_published_is_still_there(tag: str) -> None:
    """If one must go, that is a decision for people: take it out of published_ids.txt."""
    assert set(listed()) - set(ids(value(tag))) == set()


def test_every_id_that_is_published_is_listed() -> None:
    """Put it into published_ids.txt: from now on it stays."""
    assert set(ids(value("en"))) - set(listed()) == set()


def test_the_list_of_ids_is_sorted_and_names_each_once() -> None:
    assert listed() == sorted(set(listed()))


@pytest.mark.parametrize("tag", ALL)
def test_no_id_is_given_twice(tag: str) -> None:
    found = value(tag)
    for key in LISTS:
        assert len(by_id(found, key)) == len(found[key]), key
