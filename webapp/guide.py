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
from webapp.models import (
    Claim,
    Day,
    Evidence,
    Grade,
    Guide,
    GuideFile,
    Kind,
    LabelsFile,
    Publisher,
    Reading,
    RegionsFile,
    Source,
    SourcesFile,
)

FILES: Mapping[str, type[msgspec.Struct]] = {
    "guide.toml": GuideFile,
    "labels.toml": LabelsFile,
    "regions.toml": RegionsFile,
    "sources.toml": SourcesFile,
}

# Steps link to these hosts only (design.md section 6).
HOSTS = frozenset({"www.linkedin.com", "privacy.linkedin.com"})

# Places of the site that a text may link, as `[text](place)`.
PLACES = frozenset(
    {"about", "app", "code", "contact", "english", "keep", "object", "transfer", "website"}
)

# What a text may be filled with besides labels, as `{name}`.
VALUES = frozenset({"address", "date", "host", "m", "month", "n", "name"})

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
    guide, labels, regions, sources = (
        convert((folder / name).read_bytes(), name) for name in FILES
    )
    assert isinstance(guide, GuideFile)  # noqa: S101 - these four tell mypy, not users
    assert isinstance(labels, LabelsFile)  # noqa: S101
    assert isinstance(regions, RegionsFile)  # noqa: S101
    assert isinstance(sources, SourcesFile)  # noqa: S101

    loaded = Guide(
        paths=_by_id("guide.toml", "path", guide.path),
        addresses=_by_id("guide.toml", "address", guide.address),
        steps=tuple(_by_id("guide.toml", "step", guide.step).values()),
        sections=_by_id("guide.toml", "section", guide.section),
        labels=_by_id("labels.toml", "label", labels.label),
        regions=tuple(_by_id("regions.toml", "region", regions.region).values()),
        sources=_by_id("sources.toml", "source", sources.source),
    )
    _check_evidence(loaded, today)
    _check_claims(loaded)
    _check_labels(loaded)
    _check_steps(loaded)
    _check_texts(loaded)
    _check_links(loaded)
    return loaded


def convert(content: bytes, name: str) -> msgspec.Struct:
    """Return the content of one file as its struct; raise ContentError where it is none."""
    try:
        raw = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(name, "the file", str(error), "TOML in UTF-8") from None
    try:
        return msgspec.convert(raw, FILES[name], dec_hook=_day)
    except msgspec.ValidationError as error:
        raise _located(error, name, raw) from None


def extract_messages(
    file: BinaryIO,
    keywords: Sequence[str],  # Babel's interface: a content file calls no functions
    comment_tags: Sequence[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the messages of a content file, for ``pybabel extract``."""
    content = file.read()
    text = content.decode()
    for message, note in messages(convert(content, FilePath(file.name).name)):
        line = text[: max(text.find(message), 0)].count("\n") + 1
        yield line, None, message, [f"Translators: {note}"] if note else []


def messages(content: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Yield each message of a content file with its note for translators."""
    for message, note in _texts(content):
        if re.search(r"[^\W\d_]", PLACEHOLDER.sub("", message)):
            yield message, note


def _texts(content: msgspec.Struct) -> Iterator[tuple[str, str]]:
    match content:
        case GuideFile():
            for path in content.path:
                yield from ((item, path.note) for item in path.items)
            for step in content.step:
                yield from ((step.app, step.note), (step.website, step.note))
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


# --- shape ---------------------------------------------------------------------


def _day(kind: type, value: object) -> Day:
    """Return the day that a file writes as a date or as ``unknown``."""
    if kind is Day and value == "unknown":
        return Day(None)
    if kind is Day and type(value) is datetime.date:  # a datetime is a date, too
        return Day(value)
    raise ValueError('Expected a date such as 2026-08-21, or "unknown"')


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
        problem = "one of the keys " + ", ".join(field.name for field in shape.fields)
    elif missing := re.match(r"Object missing required field `(.*)`", problem):
        key, value, problem = f"{key}.{missing[1]}", None, "this key with a value"
    elif isinstance(shape, inspect.EnumType):
        problem = "one of " + ", ".join(str(member) for member in shape.cls)
    return ContentError(name, key.lstrip("."), value, _expectation(problem))


def _inner(shape: Any, field: str) -> Any:
    """Return the type of a table's field, or of an array's items if there is no field."""
    inner = next(f.type for f in shape.fields if f.name == field) if field else shape.item_type
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
        if item.id in found:
            raise ContentError(file, f"{key}.id", str(item.id), "an id that is used once")
        found[item.id] = item
    return found


# --- evidence ------------------------------------------------------------------


def _evidence(guide: Guide) -> Iterator[tuple[str, str, Evidence, bool]]:
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
    for region in guide.regions:
        for claim in region.claims:
            yield "regions.toml", f"region[{region.id}].claims[{claim.id}]", claim


def _check_evidence(guide: Guide, today: datetime.date) -> None:
    for source in guide.sources.values():
        key = f"source[{source.id}].date"
        _check_past("sources.toml", key, source.date, today)

    for file, key, evidence, carries in _evidence(guide):
        _check_past(file, f"{key}.date", evidence.date, today)
        for source_id in evidence.sources:
            if source_id not in guide.sources:
                raise ContentError(file, f"{key}.sources", source_id, "an id of sources.toml")
        sources = [guide.sources[source_id] for source_id in evidence.sources]
        expected = _grade_needs(evidence, sources)
        if carries and evidence.grade is Grade.SINGLE:
            expected = "a better grade: single is enough for a label only"
        if expected:
            raise ContentError(file, f"{key}.grade", str(evidence.grade), expected)


def _check_past(file: str, key: str, day: Day, today: datetime.date) -> None:
    if day.date and day.date > today:
        raise ContentError(file, key, str(day.date), f"a day up to today, {today}")


def _grade_needs(evidence: Evidence, sources: Sequence[Source]) -> str:
    """Return what a grade still needs, "" if it stands (design.md section 6)."""
    witness = (
        evidence.device,
        evidence.app_version,
        evidence.region,
        evidence.language,
    )
    seen = evidence.grade is Grade.SEEN
    if seen and not (all(witness) and evidence.date.date):
        return "device, app_version, region, language and a date beside it"
    if seen and evidence.read is not Reading.LIVE:
        return 'read = "live" beside it'
    if not seen and any(witness):
        return "seen: only that grade has a device, app_version, region and language"
    publishers = {source.publisher for source in sources}
    if evidence.grade is Grade.LINKEDIN and Publisher.LINKEDIN not in publishers:
        return "a source that LinkedIn publishes"
    if evidence.grade is Grade.REGULATOR and Publisher.AUTHORITY not in publishers:
        return "a source that an authority publishes"
    if evidence.grade is Grade.PRESS and len(set(evidence.sources)) < 2:
        return "two sources or more"
    if not seen and not sources:
        return "a source"
    return ""


def _check_claims(guide: Guide) -> None:
    _by_id("guide.toml", "claims", (claim for _, _, claim in _claims(guide)))
    for file, key, claim in _claims(guide):
        if (claim.kind is Kind.FACT) is not (claim.evidence is not None):
            raise ContentError(
                file, f"{key}.kind", str(claim.kind), "fact with evidence, else without"
            )


def _check_labels(guide: Guide) -> None:
    for label in guide.labels.values():
        if label.id in VALUES:
            key = f"label[{label.id}].id"
            raise ContentError("labels.toml", key, label.id, "an id that is no value's name")
        tags = [printed.locale for printed in label.printed]
        good = all(re.fullmatch(r"[a-z]{2,3}(-[a-z]+)?", tag) for tag in tags)
        if "en" not in tags or len(tags) > len(set(tags)) or not good:
            key = f"label[{label.id}].printed"
            expected = "en, and each locale once, in lower case"
            raise ContentError("labels.toml", key, tags, expected)


def _check_steps(guide: Guide) -> None:
    counted = tuple(step.id for step in guide.counted)
    if counted != COUNTED:
        expected = "open, off and check; others are optional"
        raise ContentError("guide.toml", "step", counted, expected)
    for path in guide.paths.values():
        if path.evidence.date.date is None:
            key = f"path[{path.id}].evidence.date"
            raise ContentError("guide.toml", key, "unknown", "a date: the page tells its age")


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
    if hosts is not None and parts.netloc not in hosts:
        raise ContentError(file, key, url, "an address on " + " or ".join(sorted(hosts)))
