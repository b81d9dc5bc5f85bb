"""The guide for programs: ``guide.json`` of a locale, and its JSON Schema.

It has what the guide knows about LinkedIn: steps, facts, labels, and the evidence for each.
What only a page can say (advice, promises, the age of a date) is left to pages. Ids are stable;
``tests/published_ids.txt`` lists them. The same tree makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from flask import url_for
from msgspec import Meta, Struct

from webapp.guide import sightings
from webapp.guide.models import (
    ChangeKind,
    Claim,
    Grade,
    Guide,
    Lead,
    Page,
    Publisher,
    Reading,
    Surface,
)
from webapp.guide.rules import HOSTS, ID, REGION, TAG
from webapp.reader.locales import Locale
from webapp.site.words import PlainText

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_HOSTS = "|".join(sorted(HOSTS)).replace(".", r"\.")

Text = Annotated[
    str, Meta(min_length=1, description="Plain text in the language of the document.")
]
Verbatim = Annotated[str, Meta(min_length=1, description="Somebody’s own words, as they are.")]
Id = Annotated[
    str, Meta(pattern=f"^{ID.pattern}$", description="Stable, and unique among its kind.")
]
Reference = Annotated[str, Meta(pattern=f"^{ID.pattern}$", description="The id of an entry.")]
Tag = Annotated[
    str, Meta(pattern=f"^{TAG.pattern}$", description="A language, in lower-case BCP 47.")
]
Country = Annotated[str, Meta(pattern=f"^{REGION.pattern}$", description="ISO 3166-1 alpha-2.")]
Day = Annotated[
    str,
    Meta(
        pattern=f"^[0-9]{{4}}-{_MONTH}-{_DAY}$",
        description="A day of ISO 8601.",
        extra_json_schema={"format": "date"},
    ),
]
When = Annotated[
    str,
    Meta(
        pattern=f"^([0-9]{{4}}(-{_MONTH}(-{_DAY})?)?|unknown)$",
        description="A day, a month or a year of ISO 8601, or unknown.",
    ),
]
Ours = Annotated[str, Meta(pattern="^https?://[^/]+/", description="A URL of this copy.")]
Linked = Annotated[
    str, Meta(pattern=f"^https://({_HOSTS})/", description="A page at LinkedIn itself.")
]
Original = Annotated[
    str, Meta(pattern=r"^https://[^/@\s]+(/\S*)?$", description="The original’s address.")
]


class EvidenceEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a statement may be shown."""

    sources: Annotated[
        tuple[Reference, ...], Meta(min_length=1, description="Ids of sources or sightings.")
    ]
    grade: Grade
    read: Reading
    date: Annotated[When, Meta(description="When it was true.")]


class StepEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do and to tick: the same deed on both surfaces, in different words."""

    id: Id
    optional: Annotated[bool, Meta(description="Progress does not count it.")]
    pages: Annotated[tuple[Page, ...], Meta(min_length=1, description="Pages that show it.")]
    app: Text
    website: Text


class MenuPathEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menu path inside the first step, and which comes first: the steps or the link."""

    id: Surface
    lead: Lead
    items: Annotated[tuple[Text, ...], Meta(min_length=1)]
    described: Annotated[When, Meta(description="When it was last described or seen.")]
    evidence: EvidenceEntry


class AddressEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of LinkedIn that a step or a setting links."""

    id: Id
    url: Linked
    evidence: EvidenceEntry


class ClaimGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim belongs to: a part of a page, a setting, or where a reader lives."""

    kind: Literal["section", "setting", "region"]
    id: Reference


class ClaimEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement about LinkedIn."""

    id: Id
    group: ClaimGroup
    kind: Literal["fact"]
    surface: Annotated[Surface | None, Meta(description="It applies there only.")]
    text: Text
    evidence: EvidenceEntry


class PrintedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as LinkedIn prints it in one language."""

    locale: Tag
    text: Verbatim
    evidence: EvidenceEntry


class LabelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LinkedIn's own words for a thing on the screen, never translated."""

    id: Id
    description: Annotated[
        Text | None, Meta(description="For readers in whose language no source prints it.")
    ]
    printed: Annotated[tuple[PrintedEntry, ...], Meta(min_length=1)]


class SettingEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another setting of LinkedIn, which has nothing to do with AI training."""

    id: Id
    name: Text
    address: Reference
    ticked: Annotated[bool, Meta(description="A section of settings is not.")]


class RegionEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a reader lives; its claims name it as their group."""

    id: Id
    name: Text


class SourceEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact comes from."""

    id: Id
    name: Verbatim
    publisher: Publisher
    date: When
    url: Original | None


class SightingEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody from this project had the screen before them."""

    id: Id
    surface: Surface
    date: Day
    device: Verbatim
    app_version: Verbatim
    region: Country
    language: Tag
    saw: Annotated[tuple[Verbatim, ...], Meta(min_length=2)]


class ChangeEntry(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"kind": "class"}
):
    """What changed in the guide."""

    id: Id
    date: Day
    kind: ChangeKind
    text: Text


class GuideDocument(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"schema": "$schema"}
):
    """A guide to LinkedIn's AI-training switch in one language, each fact with evidence."""

    schema: Annotated[Ours, Meta(description="The schema of this document.")]
    build: Annotated[
        str, Meta(pattern="^([0-9a-f]{12})?$", description="What was published, as a hash.")
    ]
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    machine: Annotated[
        bool, Meta(description="A machine translated it, and no person has checked it yet.")
    ]
    url: Annotated[Ours, Meta(description="The guide for people.")]
    licence: Annotated[Literal["CC-BY-4.0"], Meta(description="Of the texts, as in SPDX.")]
    independence: Text
    steps: tuple[StepEntry, ...]
    paths: tuple[MenuPathEntry, ...]
    addresses: tuple[AddressEntry, ...]
    claims: tuple[ClaimEntry, ...]
    labels: tuple[LabelEntry, ...]
    settings: tuple[SettingEntry, ...]
    regions: tuple[RegionEntry, ...]
    sources: tuple[SourceEntry, ...]
    sightings: tuple[SightingEntry, ...]
    changes: Annotated[tuple[ChangeEntry, ...], Meta(description="The newest first.")]


_Entry = TypeVar("_Entry", bound=Struct)


def document(guide: Guide, locale: Locale, *, origin: str, build: str) -> bytes:
    """Return a guide in a locale as JSON that is valid by ``schema`` (RFC 8259).

    ``origin`` is that of the copy, ``build`` the name of its build.
    """
    plain = PlainText(guide, locale)
    value = GuideDocument(
        schema=origin + url_for("feeds.schema"),
        build=build,
        language=locale.language,
        machine=locale.machine,
        url=origin + url_for("door.localized", locale=locale),
        licence="CC-BY-4.0",
        independence=plain.say(guide.section("independence").claim("independent")),
        steps=tuple(
            _entry(StepEntry, step, app=plain.say(step.app), website=plain.say(step.website))
            for step in guide.steps
        ),
        paths=tuple(
            _entry(
                MenuPathEntry,
                path,
                items=[plain.say(item) for item in path.items],
                described=sightings.description_date(guide, path.id),
            )
            for path in guide.paths.values()
        ),
        addresses=tuple(_entry(AddressEntry, address) for address in guide.addresses.values()),
        claims=tuple(
            _entry(ClaimEntry, claim, group=group, text=plain.say(claim))
            for group, claim in _grouped(guide)
            if claim.evidence
        ),
        labels=tuple(
            _entry(
                LabelEntry,
                label,
                description=plain.say(label.description) if label.description else None,
            )
            for label in guide.labels.values()
        ),
        settings=tuple(
            _entry(SettingEntry, setting, name=plain.say(setting.name))
            for setting in guide.settings
        ),
        regions=tuple(
            _entry(RegionEntry, region, name=plain.say(region.name)) for region in guide.regions
        ),
        sources=tuple(
            _entry(SourceEntry, source, url=source.url or None)
            for source in guide.sources.values()
        ),
        sightings=tuple(
            _entry(SightingEntry, sighting) for sighting in guide.sightings.values()
        ),
        changes=tuple(
            _entry(ChangeEntry, change, text=plain.say(change.text)) for change in guide.changes
        ),
    )
    return _json(value)


def schema(origin: str) -> bytes:
    """Return the JSON Schema of every ``document`` (draft 2020-12)."""
    definitions = msgspec.json.schema(GuideDocument)
    for definition in definitions["$defs"].values():  # what follows the first line is for us
        definition["description"] = definition["description"].split("\n")[0]
    own = origin + url_for("feeds.schema")
    return _json({"$schema": DIALECT, "$id": own, **definitions})


def _entry(kind: type[_Entry], value: Struct, **others: object) -> _Entry:
    """Return the entry of a value of the guide: its fields of the same name, and ``others``.

    Raises msgspec.ValidationError for a value that breaks the schema.
    """
    fields = {
        field.encode_name: others.get(field.name, getattr(value, field.name, None))
        for field in msgspec.structs.fields(kind)
    }
    return msgspec.convert(msgspec.to_builtins(fields, enc_hook=str), kind)


def _grouped(guide: Guide) -> Iterator[tuple[ClaimGroup, Claim]]:
    for section in guide.sections.values():
        group = ClaimGroup(kind="section", id=section.id)
        yield from ((group, claim) for claim in section.claims)
    for setting in guide.settings:
        group = ClaimGroup(kind="setting", id=setting.id)
        yield from ((group, claim) for claim in setting.claims)
    for region in guide.regions:
        group = ClaimGroup(kind="region", id=region.id)
        yield from ((group, claim) for claim in region.claims)


def _json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8 that a person can read, too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)
