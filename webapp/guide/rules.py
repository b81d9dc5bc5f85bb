"""The rules of the content: what the guide may say, one function for each rule.

Anything without evidence, any link to a host that steps may not use, and any mention of a side
or a colour is refused here, before a page can show it. The shape of the files is checked in
``loading``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from webapp.errors import ContentError
from webapp.guide.markup import LINK, PLACEHOLDER, PLACES, STRONG, VALUES
from webapp.guide.models import Claim, Evidence, Grade, Guide, Kind, Publisher, Reading, Surface

# The guide links to these hosts only, and its steps to those of LinkedIn: docs/reasons.md
# (Where steps may link).
LINKEDIN = frozenset({"www.linkedin.com", "privacy.linkedin.com"})
AUTHORITIES = frozenset(  # that take complaints
    {
        *("www.edpb.europa.eu", "www.edoeb.admin.ch", "ico.org.uk"),
        *("www.priv.gc.ca", "www.pcpd.org.hk"),
    }
)
HOSTS = LINKEDIN | AUTHORITIES

# The address of a page within that of another host: in clear, or in Base64 ("http").
COPY = re.compile(r"https?:|https?%3a|linkedin\.com|aHR0c", re.IGNORECASE)

# Positions are mirrored in Arabic, Hebrew and Persian, and rest on single sources; colours say
# nothing to a blind reader: docs/reasons.md (No side, no colour).
SIDES_AND_COLOURS = re.compile(
    r"\b(left|right|top|bottom|corner|upper|lower"
    r"|blue|green|gr[ae]y|black|red|white|yellow|orange)\b",
    re.IGNORECASE,
)
# Where these words mean no place: "right here", "the right to object".
NO_PLACE = re.compile(r"\bright (?:here|to)\b", re.IGNORECASE)

# Verbs that make a statement about LinkedIn, which only a fact may do; "may have done" and
# "may ask" state nothing.
STATES = re.compile(
    r"\bLinkedIn(?:’s [\w ]+?)? (?:also |always |never |no longer |now )*"
    r"(?:is|are|was|has|had|does|did|do|will|can|cannot|lets?|offers?|says|said|uses?|used"
    r"|trains?|shares?|shared|sends?|keeps?|collects?|decides|looks|hides|promises|renamed)\b"
)

# What can be part of an anchor and of a URL.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

# A locale's tag, a country of ISO 3166-1 alpha-2, a test as pytest names it.
TAG = re.compile(r"[a-z]{2,3}(-[a-z]+)?")
REGION = re.compile(r"[A-Z]{2}")
TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")

# What progress counts; the style sheet and pwa/checklist.js know these three, too.
COUNTED = ("open", "off", "check")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


def check(guide: Guide, *, today: datetime.date) -> None:
    """Raise ContentError for the first thing in a guide that no page may show.

    The error names file, key, value and expectation. No date may be later than ``today``.
    """
    _check_sightings(guide, today)
    _check_evidence(guide, today)
    _check_claims(guide)
    _check_labels(guide)
    _check_steps(guide)
    _check_settings(guide)
    _check_regions(guide)
    _check_changes(guide, today)
    _check_texts(guide)
    _check_links(guide)


def by_id(file: str, key: str, items: Iterable[_T]) -> dict[Any, _T]:
    """Return items by id; raise ContentError for an id that is used twice."""
    items_by_id: dict[Any, _T] = {}
    for item in items:
        if not ID.fullmatch(item.id):
            expected = "an id of letters, digits, - and _"
            raise ContentError(file, f"{key}.id", str(item.id), expected)
        if item.id in items_by_id:
            raise ContentError(file, f"{key}.id", str(item.id), "an id that is used once")
        items_by_id[item.id] = item
    return items_by_id


# --- evidence ------------------------------------------------------------------


def all_evidence(guide: Guide) -> Iterator[tuple[str, str, Evidence, bool]]:
    """Yield file, key, evidence and whether a claim rests on it, for all evidence."""
    for path in guide.paths.values():
        yield "guide.toml", f"path[{path.id}].evidence", path.evidence, True
    for address in guide.addresses.values():
        yield "guide.toml", f"address[{address.id}].evidence", address.evidence, True
    for file, key, claim in _claims(guide):
        if claim.evidence:
            yield file, f"{key}.evidence", claim.evidence, True
    for label in guide.labels.values():
        for printed in label.printed:
            key = f"label[{label.id}].printed[{printed.locale}].evidence"
            yield "labels.toml", key, printed.evidence, False


def _claims(guide: Guide) -> Iterator[tuple[str, str, Claim]]:
    for section in guide.sections.values():
        for claim in section.claims:
            yield "guide.toml", f"section[{section.id}].claims[{claim.id}]", claim
    for setting in guide.settings:
        for claim in setting.claims:
            yield "guide.toml", f"setting[{setting.id}].claims[{claim.id}]", claim
    for region in guide.regions:
        for claim in region.claims:
            yield "regions.toml", f"region[{region.id}].claims[{claim.id}]", claim


def _check_sightings(guide: Guide, today: datetime.date) -> None:
    for sighting in guide.sightings.values():
        key = f"sighting[{sighting.id}]"
        _check_past("sightings.toml", f"{key}.date", sighting.date, today)
        if sighting.id in guide.sources:
            expected = "an id that no source has"
            raise ContentError("sightings.toml", f"{key}.id", sighting.id, expected)
        if not REGION.fullmatch(sighting.region):
            expected = "two capital letters, as in IE or US"
            raise ContentError("sightings.toml", f"{key}.region", sighting.region, expected)
        if not TAG.fullmatch(sighting.language):
            expected = "a language such as en or zh-hans"
            raise ContentError("sightings.toml", f"{key}.language", sighting.language, expected)
        if len(sighting.saw) < 2:
            expected = "the menu path and the switch, word for word"
            raise ContentError("sightings.toml", f"{key}.saw", list(sighting.saw), expected)


def _check_evidence(guide: Guide, today: datetime.date) -> None:
    for source in guide.sources.values():
        key = f"source[{source.id}].date"
        _check_past("sources.toml", key, source.date.first, today)

    for file, key, evidence, carries in all_evidence(guide):
        _check_past(file, f"{key}.date", evidence.date.first, today)
        for source_id in evidence.sources:
            if source_id not in guide.sources and source_id not in guide.sightings:
                expected = "an id of sources.toml or sightings.toml"
                raise ContentError(file, f"{key}.sources", source_id, expected)
        expected = _grade_needs(evidence, guide)
        if carries and evidence.grade is Grade.SINGLE:
            expected = "a better grade: single is enough for a label only"
        if expected:
            raise ContentError(file, f"{key}.grade", str(evidence.grade), expected)


def _check_past(file: str, key: str, day: datetime.date | None, today: datetime.date) -> None:
    if day and day > today:
        raise ContentError(file, key, str(day), f"a day up to today, {today}")


def _grade_needs(evidence: Evidence, guide: Guide) -> str:
    """Return what a grade still needs, "" if it is justified: docs/reasons.md (Grades)."""
    sightings = [guide.sightings[one] for one in evidence.sources if one in guide.sightings]
    publishers = {
        guide.sources[one].publisher for one in evidence.sources if one in guide.sources
    }
    if evidence.grade is Grade.SEEN:
        if not sightings:
            return "a sighting of sightings.toml among its sources"
        if evidence.date.text not in {str(sighting.date) for sighting in sightings}:
            return "the date of its sighting beside it"
        if evidence.read is not Reading.LIVE:
            return 'read = "live" beside it'
    if evidence.grade is Grade.LINKEDIN and Publisher.LINKEDIN not in publishers:
        return "a source that LinkedIn publishes"
    if evidence.grade is Grade.REGULATOR and Publisher.AUTHORITY not in publishers:
        return "a source that an authority publishes"
    if evidence.grade is Grade.PRESS and len(set(evidence.sources)) < 2:
        return "two sources or more"
    if not evidence.sources:
        return "a source"
    return ""


def _check_claims(guide: Guide) -> None:
    by_id("guide.toml", "claims", (claim for _, _, claim in _claims(guide)))
    for file, key, claim in _claims(guide):
        if (claim.kind is Kind.FACT) is not (claim.evidence is not None):
            raise ContentError(
                file, f"{key}.kind", str(claim.kind), "fact with evidence, otherwise without"
            )
        if claim.test and not (claim.kind is Kind.OURS and TEST.fullmatch(claim.test)):
            expected = "a promise of ours with a test such as tests/x.py::test_y"
            raise ContentError(file, f"{key}.test", claim.test, expected)
        if claim.kind is Kind.ADVICE:
            _check_says_nothing(file, f"{key}.text", claim.text)


def _check_says_nothing(file: str, key: str, text: str) -> None:
    """Refuse a statement about LinkedIn in a text that has no evidence."""
    if stated := STATES.search(text):
        expected = "nothing about LinkedIn without evidence: an instruction, or a fact"
        raise ContentError(file, key, stated[0], expected)


def _check_labels(guide: Guide) -> None:
    for label in guide.labels.values():
        if label.id in VALUES:
            key = f"label[{label.id}].id"
            raise ContentError("labels.toml", key, label.id, "an id other than a value's name")
        tags = [printed.locale for printed in label.printed]
        good = all(TAG.fullmatch(tag) for tag in tags)
        if "en" not in tags or len(tags) > len(set(tags)) or not good:
            key = f"label[{label.id}].printed"
            expected = "en, and each locale once, in lower case"
            raise ContentError("labels.toml", key, tags, expected)


def _check_steps(guide: Guide) -> None:
    ids = tuple(step.id for step in guide.counted_steps)
    if ids != COUNTED:
        expected = "open, off and check; others are optional"
        raise ContentError("guide.toml", "step", ids, expected)
    for step in guide.steps:
        _check_says_nothing("guide.toml", f"step[{step.id}].app", step.app)
        _check_says_nothing("guide.toml", f"step[{step.id}].website", step.website)
        if step.address:
            _check_address(f"step[{step.id}]", step.address, guide)
    if missing := set(Surface) - guide.paths.keys():
        surfaces = [str(surface) for surface in guide.paths]
        raise ContentError("guide.toml", "path", surfaces, f"{min(missing)}, too")
    if "switch" not in guide.labels:
        raise ContentError("labels.toml", "label", sorted(guide.labels), "switch, too")
    for path in guide.paths.values():
        if path.evidence.date.first is None:
            key = f"path[{path.id}].evidence.date"
            raise ContentError("guide.toml", key, "unknown", "a date: the page shows its age")
        if path.step not in COUNTED:
            expected = "one of " + ", ".join(COUNTED)
            raise ContentError("guide.toml", f"path[{path.id}].step", path.step, expected)
        _check_address(f"path[{path.id}]", path.address, guide)


def _check_address(key: str, address: str, guide: Guide) -> None:
    """Refuse an id that no address has, and one of an authority."""
    if address not in guide.addresses:
        raise ContentError("guide.toml", f"{key}.address", address, "an id of an address")
    if urlsplit(guide.addresses[address].url).hostname in AUTHORITIES:
        raise ContentError("guide.toml", f"{key}.address", address, "an address of LinkedIn")


def _check_settings(guide: Guide) -> None:
    for setting in guide.settings:
        key = f"setting[{setting.id}]"
        _check_says_nothing("guide.toml", f"{key}.name", setting.name)
        _check_address(key, setting.address, guide)
        if setting.id in {step.id for step in guide.steps}:
            expected = "an id that no step has: both name ticks"
            raise ContentError("guide.toml", f"{key}.id", setting.id, expected)


def _check_regions(guide: Guide) -> None:
    countries: set[str] = set()
    for region in guide.regions:
        key = f"region[{region.id}].countries"
        if not region.countries:
            raise ContentError("regions.toml", key, [], "a country or more")
        for country in region.countries:
            if not REGION.fullmatch(country) or country in countries:
                expected = "two capital letters, as in IE or US, in one region only"
                raise ContentError("regions.toml", key, country, expected)
            countries.add(country)


def _check_changes(guide: Guide, today: datetime.date) -> None:
    dates = [change.date for change in guide.changes]
    if not dates or dates != sorted(dates, reverse=True):
        expected = "at least one change, the newest first"
        raise ContentError("changes.toml", "change", list(map(str, dates)), expected)
    _check_past("changes.toml", f"change[{guide.changes[0].id}].date", dates[0], today)


# --- texts ---------------------------------------------------------------------


def _all_texts(guide: Guide) -> Iterator[tuple[str, str, str]]:
    """Yield file, key and text, for all texts."""
    for path in guide.paths.values():
        for number, item in enumerate(path.items):
            yield "guide.toml", f"path[{path.id}].items[{number}]", item
    for step in guide.steps:
        yield "guide.toml", f"step[{step.id}].app", step.app
        yield "guide.toml", f"step[{step.id}].website", step.website
    for label in guide.labels.values():
        yield "labels.toml", f"label[{label.id}].description", label.description
    for section in guide.sections.values():
        yield "guide.toml", f"section[{section.id}].heading", section.heading
    for region in guide.regions:
        yield "regions.toml", f"region[{region.id}].name", region.name
    for setting in guide.settings:
        yield "guide.toml", f"setting[{setting.id}].name", setting.name
    for change in guide.changes:
        yield "changes.toml", f"change[{change.id}].text", change.text
    for file, key, claim in _claims(guide):
        yield file, f"{key}.text", claim.text


def _check_texts(guide: Guide) -> None:
    places = PLACES | guide.addresses.keys()
    values = VALUES | guide.labels.keys()
    for file, key, text in _all_texts(guide):
        for placeholder in PLACEHOLDER.findall(text):
            if placeholder not in values:
                raise ContentError(
                    file, key, f"{{{placeholder}}}", "an id of labels.toml in braces"
                )
        for _, place in LINK.findall(text):
            if place not in places:
                expected = "a link to one of " + ", ".join(sorted(places))
                raise ContentError(file, key, place, expected)
        if unseen := [sign for sign in text if not sign.isprintable()]:
            raise ContentError(file, key, unseen[0], "only characters that can be seen")
        rest = STRONG.sub("", PLACEHOLDER.sub("", LINK.sub("", text)))
        if sign := re.search(r"[\[\]{}<>*]", rest):
            expected = "**strong**, [text](link) or {label}, each closed"
            raise ContentError(file, key, sign[0], expected)
        if word := SIDES_AND_COLOURS.search(NO_PLACE.sub("", text)):
            raise ContentError(file, key, word[0], "no side, corner or colour")


def _check_links(guide: Guide) -> None:
    for address in guide.addresses.values():
        _check_url("guide.toml", f"address[{address.id}].url", address.url, HOSTS)
    for source in guide.sources.values():
        if source.url:
            _check_url("sources.toml", f"source[{source.id}].url", source.url, None)


def _check_url(file: str, key: str, url: str, hosts: frozenset[str] | None) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise ContentError(file, key, url, "an https address")
    if parts.hostname not in HOSTS and COPY.search(url, len("https://")):
        raise ContentError(file, key, url, "the original's address, not a copy's")
    if hosts is not None and parts.netloc not in hosts:
        raise ContentError(file, key, url, "an address on " + " or ".join(sorted(hosts)))
