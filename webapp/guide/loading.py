"""The content files, read and checked at start-up, and shown to gettext.

Here is decided what the content may say: what is not covered by evidence, links where no
step may lead or names a side or a colour never reaches a page. How it looks is not decided
here; what it says in other languages is in the catalogs.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any, BinaryIO, Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec
from msgspec import inspect

from webapp.errors import ContentError
from webapp.guide.models import (
    ChangesFile,
    Claim,
    Evidence,
    Grade,
    Guide,
    GuideFile,
    Kind,
    LabelsFile,
    Publisher,
    Reading,
    RegionsFile,
    Sighting,
    SightingsFile,
    SourcesFile,
    Surface,
    When,
)

FILES: Mapping[str, type[msgspec.Struct]] = {
    "guide.toml": GuideFile,
    "labels.toml": LabelsFile,
    "regions.toml": RegionsFile,
    "sources.toml": SourcesFile,
    "sightings.toml": SightingsFile,
    "changes.toml": ChangesFile,
}

# Steps link to these hosts only (design.md section 6).
HOSTS = frozenset({"www.linkedin.com", "privacy.linkedin.com"})

# A page that another host shows under its own address: in clear, or in Base64 ("http").
COPY = re.compile(r"https?:|https?%3a|linkedin\.com|aHR0c", re.IGNORECASE)

# Places of the site that a text may link, as `[text](place)`.
PLACES = frozenset(
    {
        *(
            "about",
            "app",
            "code",
            "contact",
            "data",
            "english",
            "feed",
            "keep",
            "more",
            "object",
        ),
        *("reminder", "report-check", "report-open", "settings", "transfer", "website"),
    }
)

# What a text may be filled with besides labels, as `{name}`.
VALUES = frozenset(
    {
        *("address", "change", "date", "device", "distance", "host", "m", "month", "n"),
        *("others", "package"),
        "place",
    }
)

PLACEHOLDER = re.compile(r"\{(\w*)\}")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")

# Positions turn round in Arabic, Hebrew and Persian; colours say nothing to a blind
# reader; both are single-source (content.md rule 5).
SIDES_AND_COLOURS = re.compile(
    r"\b(left|right|top|bottom|corner|upper|lower"
    r"|blue|green|gr[ae]y|black|red|white|yellow|orange)\b",
    re.IGNORECASE,
)
# Where these words mean no place: "right here", "the right to object", "the wrong right".
NO_PLACE = re.compile(r"\bright (?:here|to)\b", re.IGNORECASE)

# Verbs that make a statement about LinkedIn, which only a fact may do; what it may have done
# or may ask states nothing.
STATES = re.compile(
    r"\bLinkedIn(?:’s [\w ]+?)? (?:also |always |never |no longer |now )*"
    r"(?:is|are|was|has|had|does|did|do|will|can|cannot|lets?|offers?|says|said|uses?|used"
    r"|trains?|shares?|shared|sends?|keeps?|collects?|decides|looks|hides|promises|renamed)\b"
)

# What an anchor and a URL can carry.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")

# A locale's tag, a region of ISO 3166-1, a test as pytest names it.
TAG = re.compile(r"[a-z]{2,3}(-[a-z]+)?")
REGION = re.compile(r"[A-Z]{2}")
TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")

# What progress counts; the style sheet and pwa/checklist.js know these three, too.
COUNTED = ("open", "off", "check")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T", bound=_Identified)


def load(folder: FilePath, *, today: datetime.date) -> Guide:
    """Return the guide in a folder of content files.

    Raises ContentError, which names file, key, value and expectation, for the first thing
    that no page may show; ``today`` is the day from which a date lies in the future.
    """
    raw = {name: read((folder / name).read_bytes(), name) for name in FILES}
    return assemble(raw, today=today)


def assemble(raw: Mapping[str, Mapping[str, Any]], *, today: datetime.date) -> Guide:
    """Return the guide in the contents of the files, as `read` returns them; see `load`."""
    files = {name: _shaped(raw[name], name) for name in FILES}
    guide = _file(files["guide.toml"], GuideFile)
    labels = _file(files["labels.toml"], LabelsFile)
    regions = _file(files["regions.toml"], RegionsFile)
    sources = _file(files["sources.toml"], SourcesFile)
    sightings = _file(files["sightings.toml"], SightingsFile)
    changes = _file(files["changes.toml"], ChangesFile)

    loaded = Guide(
        paths=_by_id("guide.toml", "path", guide.path),
        addresses=_by_id("guide.toml", "address", guide.address),
        steps=tuple(_by_id("guide.toml", "step", guide.step).values()),
        settings=tuple(_by_id("guide.toml", "setting", guide.setting).values()),
        sections=_by_id("guide.toml", "section", guide.section),
        labels=_by_id("labels.toml", "label", labels.label),
        regions=tuple(_by_id("regions.toml", "region", regions.region).values()),
        sources=_by_id("sources.toml", "source", sources.source),
        sightings=_by_id("sightings.toml", "sighting", sightings.sighting),
        changes=tuple(_by_id("changes.toml", "change", changes.change).values()),
    )
    _check_sightings(loaded, today)
    _check_evidence(loaded, today)
    _check_claims(loaded)
    _check_labels(loaded)
    _check_steps(loaded)
    _check_settings(loaded)
    _check_changes(loaded, today)
    _check_texts(loaded)
    _check_links(loaded)
    return loaded


def read(content: bytes, name: str) -> dict[str, Any]:
    """Return the content of one file; raise ContentError where it is no TOML."""
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(name, "the file", str(error), "TOML in UTF-8") from None


def on_screen(guide: Guide, surface: Surface, language: str) -> tuple[str, ...]:
    """Return the menu path and the switch as we say they stand on the screen.

    In LinkedIn's words for an interface in that language where a source prints them, else
    in English.
    """

    def printed(match: re.Match[str]) -> str:
        label = guide.labels[match[1]]
        return (label.in_locale(language) or label.english).text

    return tuple(
        PLACEHOLDER.sub(printed, item) for item in (*guide.paths[surface].items, "{switch}")
    )


def sighting(guide: Guide, surface: Surface) -> Sighting | None:
    """Return the newest sighting of the menu path as it stands now, if there is one.

    One of other words vouches for nothing any more.
    """
    seen = [
        sighting
        for sighting in guide.sightings.values()
        if sighting.surface is surface
        and sighting.saw == on_screen(guide, surface, sighting.language)
    ]
    # Of one day, the one that was written down last.
    return max(reversed(seen), key=lambda sighting: sighting.date, default=None)


def described(guide: Guide, surface: Surface) -> When:
    """Return when the menu path was last described, by a source or by a sighting."""
    date = guide.paths[surface].evidence.date
    seen = sighting(guide, surface)
    if seen and date.first and seen.date >= date.first:
        return When(seen.date.isoformat())
    return date


def extract_messages(
    file: BinaryIO,
    keywords: Sequence[str],  # Babel's interface: a content file calls no functions
    comment_tags: Sequence[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the messages of a content file, for ``pybabel extract``."""
    content = file.read()
    text = content.decode()
    name = FilePath(file.name).name
    for message, note in messages(read(content, name), name):
        line = text[: max(text.find(message), 0)].count("\n") + 1
        yield line, None, message, [f"Translators: {note}"] if note else []


def messages(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield each message of a content file with its note for translators."""
    for message, note in _texts(_shaped(raw, name)):
        if re.search(r"[^\W\d_]", PLACEHOLDER.sub("", message)):
            yield message, note


def _texts(content: msgspec.Struct) -> Iterator[tuple[str, str]]:
    match content:
        case GuideFile():
            for path in content.path:
                yield from ((item, path.note) for item in path.items)
            for step in content.step:
                yield from ((step.app, step.note), (step.website, step.note))
            for setting in content.setting:
                yield setting.name, ""
                yield from ((claim.text, claim.note) for claim in setting.claims)
            for section in content.section:
                yield section.heading, ""
                yield from ((claim.text, claim.note) for claim in section.claims)
        case LabelsFile():
            for label in content.label:
                note = f"Describes “{label.english.text}”; must not read like a label itself."
                yield label.description, note
        case RegionsFile():
            for region in content.region:
                yield region.name, ""
                yield from ((claim.text, claim.note) for claim in region.claims)
        case ChangesFile():
            yield from (
                (change.text, "What changed in the guide.") for change in content.change
            )


# --- shape ---------------------------------------------------------------------


_File = TypeVar("_File", bound=msgspec.Struct)


def _shaped(raw: Mapping[str, Any], name: str) -> msgspec.Struct:
    """Return the content of a file as its struct; raise ContentError where it is none."""
    try:
        return msgspec.convert(raw, FILES[name], dec_hook=_when)
    except msgspec.ValidationError as error:
        raise _located(error, name, raw) from None


def _file(content: msgspec.Struct, kind: type[_File]) -> _File:
    assert isinstance(content, kind)  # noqa: S101 - tells mypy, not users
    return content


def _when(kind: type, value: object) -> When:
    """Return what a file writes as a date, as a month or year in quotes, or as unknown."""
    if type(value) is datetime.date:  # a datetime is a date, too
        return When(value.isoformat())
    if isinstance(value, str) and re.fullmatch(r"unknown|\d{4}(-\d\d)?", value):
        when = When(value)
        try:
            _ = when.first
        except ValueError:
            pass  # a thirteenth month
        else:
            return when
    raise ValueError('Expected a date such as 2026-08-21, "2026-08", "2026" or "unknown"')


def _located(error: msgspec.ValidationError, name: str, raw: Mapping[str, Any]) -> ContentError:
    """Return msgspec's error with the ids, the value and the choices it leaves out."""
    problem, _, where = str(error).partition(" - at `$")
    shape: Any = inspect.type_info(FILES[name])
    value: Any = raw
    key = ""
    for field, index in re.findall(r"\.(\w+)|\[(\d+)\]", where):
        shape = _inner(shape, field)
        value = value[field or int(index)]
        key += f".{field}" if field else f"[{_name(value) or index}]"
    if unknown := re.match(r"Object contains unknown field `(.*)`", problem):
        key, value = f"{key}.{unknown[1]}", value[unknown[1]]
        problem = "one of the keys " + ", ".join(field.encode_name for field in shape.fields)
    elif missing := re.match(r"Object missing required field `(.*)`", problem):
        key, value, problem = f"{key}.{missing[1]}", None, "this key with a value"
    elif isinstance(shape, inspect.EnumType):
        problem = "one of " + ", ".join(str(member) for member in shape.cls)
    return ContentError(name, key.lstrip("."), value, _expectation(problem))


def _inner(shape: Any, field: str) -> Any:
    """Return the type of a table's field, or of an array's items if there is no field."""
    fields = getattr(shape, "fields", ())
    inner = next(f.type for f in fields if f.encode_name == field) if field else shape.item_type
    optional = getattr(inner, "types", ())
    return next((kind for kind in optional if not isinstance(kind, inspect.NoneType)), inner)


def _name(value: object) -> str:
    """Return what a table calls itself, "" if it has no name."""
    table = value if isinstance(value, dict) else {}
    return str(table.get("id") or table.get("locale") or "")


def _expectation(problem: str) -> str:
    return problem.removeprefix("Expected ").replace("`", "")


def _by_id(file: str, key: str, items: Iterable[_T]) -> dict[Any, _T]:
    """Return items by id; raise ContentError for an id that stands twice."""
    found: dict[Any, _T] = {}
    for item in items:
        if not ID.fullmatch(item.id):
            expected = "an id of letters, digits, - and _"
            raise ContentError(file, f"{key}.id", str(item.id), expected)
        if item.id in found:
            raise ContentError(file, f"{key}.id", str(item.id), "an id that is used once")
        found[item.id] = item
    return found


# --- evidence ------------------------------------------------------------------


def all_evidence(guide: Guide) -> Iterator[tuple[str, str, Evidence, bool]]:
    """Yield file, key, evidence and whether it carries a claim, for all evidence."""
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
    for seen in guide.sightings.values():
        key = f"sighting[{seen.id}]"
        _check_past("sightings.toml", f"{key}.date", seen.date, today)
        if seen.id in guide.sources:
            expected = "an id that is no source's"
            raise ContentError("sightings.toml", f"{key}.id", seen.id, expected)
        if not REGION.fullmatch(seen.region):
            expected = "two capital letters, as in IE or US"
            raise ContentError("sightings.toml", f"{key}.region", seen.region, expected)
        if not TAG.fullmatch(seen.language):
            expected = "a language such as en or zh-hans"
            raise ContentError("sightings.toml", f"{key}.language", seen.language, expected)
        if len(seen.saw) < 2:
            expected = "the menu path and the switch, word for word"
            raise ContentError("sightings.toml", f"{key}.saw", list(seen.saw), expected)


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
    """Return what a grade still needs, "" if it stands (design.md section 6)."""
    seen = [guide.sightings[one] for one in evidence.sources if one in guide.sightings]
    publishers = {
        guide.sources[one].publisher for one in evidence.sources if one in guide.sources
    }
    if evidence.grade is Grade.SEEN:
        if not seen:
            return "a sighting of sightings.toml among its sources"
        if evidence.date.text not in {str(sighting.date) for sighting in seen}:
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
    _by_id("guide.toml", "claims", (claim for _, _, claim in _claims(guide)))
    for file, key, claim in _claims(guide):
        if (claim.kind is Kind.FACT) is not (claim.evidence is not None):
            raise ContentError(
                file, f"{key}.kind", str(claim.kind), "fact with evidence, else without"
            )
        if claim.test and not (claim.kind is Kind.OURS and TEST.fullmatch(claim.test)):
            expected = "a promise of ours with a test such as tests/x.py::test_y"
            raise ContentError(file, f"{key}.test", claim.test, expected)
        if claim.kind is Kind.ADVICE:
            _check_says_nothing(file, f"{key}.text", claim.text)


def _check_says_nothing(file: str, key: str, text: str) -> None:
    """Refuse a statement about LinkedIn where there is no evidence beside it."""
    if stated := STATES.search(text):
        expected = "nothing about LinkedIn without evidence: an instruction, or a fact"
        raise ContentError(file, key, stated[0], expected)


def _check_labels(guide: Guide) -> None:
    for label in guide.labels.values():
        if label.id in VALUES:
            key = f"label[{label.id}].id"
            raise ContentError("labels.toml", key, label.id, "an id that is no value's name")
        tags = [printed.locale for printed in label.printed]
        good = all(TAG.fullmatch(tag) for tag in tags)
        if "en" not in tags or len(tags) > len(set(tags)) or not good:
            key = f"label[{label.id}].printed"
            expected = "en, and each locale once, in lower case"
            raise ContentError("labels.toml", key, tags, expected)


def _check_steps(guide: Guide) -> None:
    counted = tuple(step.id for step in guide.counted)
    if counted != COUNTED:
        expected = "open, off and check; others are optional"
        raise ContentError("guide.toml", "step", counted, expected)
    for step in guide.steps:
        _check_says_nothing("guide.toml", f"step[{step.id}].app", step.app)
        _check_says_nothing("guide.toml", f"step[{step.id}].website", step.website)
    if missing := set(Surface) - guide.paths.keys():
        found = [str(surface) for surface in guide.paths]
        raise ContentError("guide.toml", "path", found, f"{min(missing)}, too")
    if "switch" not in guide.labels:
        raise ContentError("labels.toml", "label", sorted(guide.labels), "switch, too")
    for path in guide.paths.values():
        if path.evidence.date.first is None:
            key = f"path[{path.id}].evidence.date"
            raise ContentError("guide.toml", key, "unknown", "a date: the page tells its age")


def _check_settings(guide: Guide) -> None:
    for setting in guide.settings:
        key = f"setting[{setting.id}]"
        _check_says_nothing("guide.toml", f"{key}.name", setting.name)
        if setting.address not in guide.addresses:
            expected = "an id of an address"
            raise ContentError("guide.toml", f"{key}.address", setting.address, expected)
        if setting.id in {step.id for step in guide.steps}:
            expected = "an id that is no step's: both name ticks"
            raise ContentError("guide.toml", f"{key}.id", setting.id, expected)


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
            raise ContentError(file, key, unseen[0], "letters and signs that can be seen")
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
