"""The guide for programs: ``guide.json`` of a locale, the index of all, and their JSON Schema.

A guide has what we know about LinkedIn: steps, facts, labels, and the evidence for each; and
what we advise, as a kind of its own. What only a page can say (promises, the age of a date) is
left to pages. The index says which languages there are, how good each is and where, and has
what is the same in all of them.

A step names the menu paths that it shows, a path the address at its end, each by id. Ids are
stable; ``tests/published_ids.txt`` lists them. The same tree makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from flask import url_for
from msgspec import Meta, Struct

from webapp.guide import sightings
from webapp.guide.markup import LINK
from webapp.guide.models import (
    ChangeKind,
    Claim,
    Grade,
    Guide,
    Kind,
    Lead,
    Page,
    Publisher,
    Reading,
    Surface,
)
from webapp.guide.rules import HOSTS, ID, REGION, TAG
from webapp.reader.locales import Locale, Review
from webapp.site import reminder
from webapp.site.words import PlainText

# The shape of both documents. It changes when a program that reads one of them could break:
# when a field goes, or means something else. New fields do not change it. The first shape had
# no such field, and only facts among its claims.
FORMAT: Literal[2] = 2

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
Format = Annotated[
    Literal[2],
    Meta(description="The shape of the document; another number where programs could break."),
]
Build = Annotated[
    str, Meta(pattern="^([0-9a-f]{12})?$", description="What was published, as a hash.")
]
Language = Annotated[
    str,
    Meta(
        pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$", description="A language, in BCP 47 as in HTML."
    ),
]
Quality = Annotated[
    Review,
    Meta(
        description=(
            "original: the guide is written in it. machine: translated, and not checked by a "
            "person. read-back: a second reader of the translation alone said back what it "
            "tells to do. person: a person translated or checked it."
        )
    ),
]
Licence = Annotated[Literal["CC-BY-4.0"], Meta(description="Of the texts, as in SPDX.")]
Ours = Annotated[str, Meta(pattern="^https?://[^/]+/", description="A URL of this copy.")]
Linked = Annotated[
    str,
    Meta(
        pattern=f"^https://({_HOSTS})/", description="A page of LinkedIn, or of an authority."
    ),
]
Original = Annotated[
    str, Meta(pattern=r"^https://[^/@\s]+(/\S*)?$", description="The original’s address.")
]


Links = Annotated[
    tuple[Reference, ...], Meta(description="Ids of the addresses that pages link in the text.")
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
    """One thing to do and to tick; each surface has its own words for it."""

    id: Id
    optional: Annotated[bool, Meta(description="Progress does not count it.")]
    pages: Annotated[tuple[Page, ...], Meta(min_length=1, description="Pages that show it.")]
    paths: Annotated[
        tuple[Surface, ...], Meta(description="Ids of the menu paths that lead to it.")
    ]
    address: Annotated[
        Reference | None,
        Meta(description="Where it is done, if no path leads there: the id of an address."),
    ]
    app: Text
    website: Text


class MenuPathEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A menu path inside a step, and which of the two comes first: the path or the link."""

    id: Surface
    step: Annotated[Reference, Meta(description="The id of the step that shows it.")]
    address: Annotated[Reference, Meta(description="The id of the address at its end.")]
    lead: Lead
    items: Annotated[tuple[Text, ...], Meta(min_length=1)]
    described: Annotated[When, Meta(description="When it was last described or seen.")]
    evidence: EvidenceEntry


class AddressEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page that the guide links: of LinkedIn, or of an authority that takes complaints."""

    id: Id
    url: Linked
    evidence: EvidenceEntry


class ClaimGroup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim belongs to: a part of a page, a setting, or where a reader lives."""

    kind: Literal["section", "setting", "region"]
    id: Reference


class FactEntry(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag=Kind.FACT.value,
):
    """One statement about LinkedIn."""

    id: Id
    group: ClaimGroup
    surface: Annotated[Surface | None, Meta(description="It applies there only.")]
    text: Text
    addresses: Links
    evidence: EvidenceEntry


class AdviceEntry(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag=Kind.ADVICE.value,
):
    """What a reader can do. It states nothing about LinkedIn, so it has no evidence."""

    id: Id
    group: ClaimGroup
    surface: Annotated[Surface | None, Meta(description="It applies there only.")]
    text: Text
    addresses: Links


class PrintedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as LinkedIn prints it in one language."""

    locale: Tag
    text: Verbatim
    evidence: EvidenceEntry


class LabelIndexEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LinkedIn's own words for a thing on the screen, in each language that a source shows."""

    id: Id
    printed: Annotated[tuple[PrintedEntry, ...], Meta(min_length=1)]


class LabelEntry(LabelIndexEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LinkedIn's own words for a thing on the screen, never translated."""

    description: Annotated[
        Text | None, Meta(description="For readers in whose language no source prints it.")
    ]


class SettingEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another setting of LinkedIn, which has nothing to do with AI training."""

    id: Id
    name: Text
    address: Reference
    ticked: Annotated[bool, Meta(description="A section of settings is not.")]


class RegionIndexEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a reader lives; in each language, its claims name it as their group."""

    id: Id
    countries: Annotated[
        tuple[Country, ...],
        Meta(
            min_length=1,
            description="The countries that its name means; each is in one region.",
        ),
    ]


class RegionEntry(RegionIndexEntry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a reader lives; its claims name it as their group."""

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
    format: Format
    build: Build
    language: Language
    review: Quality
    machine: Annotated[
        bool, Meta(description="A machine translated it, and no person has checked it yet.")
    ]
    url: Annotated[Ours, Meta(description="The guide for people.")]
    index: Annotated[Ours, Meta(description="The guides in all languages.")]
    licence: Licence
    independence: Text
    steps: tuple[StepEntry, ...]
    paths: tuple[MenuPathEntry, ...]
    addresses: tuple[AddressEntry, ...]
    claims: tuple[FactEntry | AdviceEntry, ...]
    labels: tuple[LabelEntry, ...]
    settings: tuple[SettingEntry, ...]
    regions: tuple[RegionEntry, ...]
    sources: tuple[SourceEntry, ...]
    sightings: tuple[SightingEntry, ...]
    changes: Annotated[tuple[ChangeEntry, ...], Meta(description="The newest first.")]


class LanguageEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language that the guide is published in."""

    locale: Annotated[Tag, Meta(description="As in URLs.")]
    language: Language
    name: Annotated[Verbatim, Meta(description="Its name in the language itself.")]
    direction: Literal["ltr", "rtl"]
    review: Quality
    url: Annotated[Ours, Meta(description="The guide for people.")]
    guide: Annotated[Ours, Meta(description="The guide for programs.")]


class IndexDocument(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"schema": "$schema"}
):
    """The languages of the guide, and whatever is the same in all of them."""

    schema: Annotated[Ours, Meta(description="The schema of this document.")]
    format: Format
    build: Build
    url: Annotated[Ours, Meta(description="The guide for people: it chooses the language.")]
    feed: Annotated[Ours, Meta(description="What changed in the guide, as Atom, in English.")]
    licence: Licence
    languages: Annotated[
        tuple[LanguageEntry, ...], Meta(min_length=1, description="English first.")
    ]
    addresses: tuple[AddressEntry, ...]
    labels: tuple[LabelIndexEntry, ...]
    regions: tuple[RegionIndexEntry, ...]
    sources: tuple[SourceEntry, ...]
    sightings: tuple[SightingEntry, ...]


_Entry = TypeVar("_Entry", bound=Struct)


def document(guide: Guide, locale: Locale, *, origin: str, build: str) -> bytes:
    """Return a guide in a locale as JSON that is valid by ``schema`` (RFC 8259).

    ``origin`` is that of the copy, ``build`` the name of its build.
    """
    plain = PlainText(guide, locale, address=origin, **reminder.days(locale))
    value = GuideDocument(
        schema=origin + url_for("feeds.schema"),
        format=FORMAT,
        build=build,
        language=locale.language,
        review=locale.review,
        machine=locale.machine,
        url=origin + url_for("door.localized", locale=locale),
        index=origin + url_for("feeds.index"),
        licence="CC-BY-4.0",
        independence=plain.say(guide.section("independence").claim("independent")),
        steps=tuple(
            _entry(
                StepEntry,
                step,
                paths=[path.id for path in guide.paths.values() if path.step == step.id],
                address=step.address or None,
                app=plain.say(step.app),
                website=plain.say(step.website),
            )
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
        addresses=_addresses(guide),
        claims=tuple(
            _claim(guide, group, claim, plain)
            for group, claim in _grouped(guide)
            if claim.kind is Kind.FACT or (claim.kind is Kind.ADVICE and plain.can_say(claim))
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
        sources=_sources(guide),
        sightings=_sightings(guide),
        changes=tuple(
            _entry(ChangeEntry, change, text=plain.say(change.text)) for change in guide.changes
        ),
    )
    return _json(value)


def index(guide: Guide, locales: Iterable[Locale], *, origin: str, build: str) -> bytes:
    """Return which languages there are, and what is the same in all, as JSON by ``schema``.

    ``origin`` is that of the copy, ``build`` the name of its build.
    """
    value = IndexDocument(
        schema=origin + url_for("feeds.schema"),
        format=FORMAT,
        build=build,
        url=origin + url_for("door.door"),
        feed=origin + url_for("feeds.changes"),
        licence="CC-BY-4.0",
        languages=tuple(
            LanguageEntry(
                locale=locale.tag,
                language=locale.language,
                name=locale.name,
                direction="rtl" if locale.direction == "rtl" else "ltr",
                review=locale.review,
                url=origin + url_for("door.localized", locale=locale),
                guide=origin + url_for("feeds.guide", locale=locale),
            )
            for locale in locales
        ),
        addresses=_addresses(guide),
        labels=tuple(_entry(LabelIndexEntry, label) for label in guide.labels.values()),
        regions=tuple(_entry(RegionIndexEntry, region) for region in guide.regions),
        sources=_sources(guide),
        sightings=_sightings(guide),
    )
    return _json(value)


def schema(origin: str) -> bytes:
    """Return the JSON Schema of every ``document`` and of the ``index`` (draft 2020-12)."""
    documents, definitions = msgspec.json.schema_components(
        [GuideDocument, IndexDocument], ref_template="#/$defs/{name}"
    )
    for definition in definitions.values():  # what follows the first line is for us
        definition["description"] = definition["description"].split("\n")[0]
    own = origin + url_for("feeds.schema")
    return _json({"$schema": DIALECT, "$id": own, "anyOf": [*documents], "$defs": definitions})


def _addresses(guide: Guide) -> tuple[AddressEntry, ...]:
    return tuple(_entry(AddressEntry, address) for address in guide.addresses.values())


def _sources(guide: Guide) -> tuple[SourceEntry, ...]:
    return tuple(
        _entry(SourceEntry, source, url=source.url or None) for source in guide.sources.values()
    )


def _sightings(guide: Guide) -> tuple[SightingEntry, ...]:
    return tuple(_entry(SightingEntry, sighting) for sighting in guide.sightings.values())


_fields = lru_cache(msgspec.structs.fields)  # it reads the annotations each time


def _entry(kind: type[_Entry], value: Struct, **others: object) -> _Entry:
    """Return the entry of a value of the guide: its fields of the same name, and ``others``.

    Raises msgspec.ValidationError for a value that breaks the schema.
    """
    fields = {
        field.encode_name: others.get(field.name, getattr(value, field.name, None))
        for field in _fields(kind)
    }
    return msgspec.convert(msgspec.to_builtins(fields, enc_hook=str), kind)


def _claim(
    guide: Guide, group: ClaimGroup, claim: Claim, plain: PlainText
) -> FactEntry | AdviceEntry:
    addresses = [place for _, place in LINK.findall(claim.text) if place in guide.addresses]
    kind: type[FactEntry | AdviceEntry] = FactEntry if claim.kind is Kind.FACT else AdviceEntry
    return _entry(kind, claim, group=group, text=plain.say(claim), addresses=addresses)


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
