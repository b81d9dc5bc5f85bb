"""The guide for programs: ``guide.json`` of a locale, and the JSON Schema it keeps to.

Published is what the guide knows of LinkedIn: steps, facts, labels, and the evidence for
each. What only a page can say (advice, promises, the age of a date) is left to pages. Ids are
stable, ``tests/published_ids.txt`` lists them. The same tree makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from flask import url_for
from flask_babel import force_locale
from msgspec import Meta, Struct

from webapp.guide import models
from webapp.guide.loading import HOSTS, ID, REGION, TAG
from webapp.guide.models import Class, Grade, Lead, Locale, Page, Publisher, Reading, Surface
from webapp.site.pages import Pages, Words

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
Reference = Annotated[str, Meta(pattern=f"^{ID.pattern}$", description="The id of another.")]
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


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a statement may be shown."""

    sources: Annotated[
        tuple[Reference, ...], Meta(min_length=1, description="Of sources or sightings.")
    ]
    grade: Grade
    read: Reading
    date: Annotated[When, Meta(description="When it was true.")]


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do and to tick: the deed is one, its words differ by surface."""

    id: Id
    optional: Annotated[bool, Meta(description="Progress does not count it.")]
    pages: Annotated[tuple[Page, ...], Meta(min_length=1, description="Where it stands.")]
    app: Text
    website: Text


class Path(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menu path inside the first step, and which leads there: the steps or the link."""

    id: Surface
    lead: Lead
    items: Annotated[tuple[Text, ...], Meta(min_length=1)]
    described: Annotated[When, Meta(description="When it was last described or seen.")]
    evidence: Evidence


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of LinkedIn that a step or a setting links."""

    id: Id
    url: Linked
    evidence: Evidence


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim belongs to: a part of a page, a setting, or where a reader lives."""

    kind: Literal["section", "setting", "region"]
    id: Reference


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement about LinkedIn."""

    id: Id
    group: Group
    kind: Literal["fact"]
    surface: Annotated[Surface | None, Meta(description="It holds there only.")]
    text: Text
    evidence: Evidence


class Printed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as LinkedIn prints it in one language."""

    locale: Tag
    text: Verbatim
    evidence: Evidence


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LinkedIn's own words for a thing on the screen, never translated."""

    id: Id
    description: Annotated[
        Text | None, Meta(description="For readers in whose language no source prints it.")
    ]
    printed: Annotated[tuple[Printed, ...], Meta(min_length=1)]


class Setting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another setting of LinkedIn, which has nothing to do with AI training."""

    id: Id
    name: Text
    address: Reference
    ticked: Annotated[bool, Meta(description="A whole section of settings is not.")]


class Region(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a reader lives; its claims name it as their group."""

    id: Id
    name: Text


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact comes from."""

    id: Id
    name: Verbatim
    publisher: Publisher
    date: When
    url: Original | None


class Sighting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody from this project had the screen before them."""

    id: Id
    surface: Surface
    date: Day
    device: Verbatim
    app_version: Verbatim
    region: Country
    language: Tag
    saw: Annotated[tuple[Verbatim, ...], Meta(min_length=2)]


class Change(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"sort": "class"}
):
    """What changed in the guide."""

    id: Id
    date: Day
    sort: Class
    text: Text


class Publication(
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
    steps: tuple[Step, ...]
    paths: tuple[Path, ...]
    addresses: tuple[Address, ...]
    claims: tuple[Claim, ...]
    labels: tuple[Label, ...]
    settings: tuple[Setting, ...]
    regions: tuple[Region, ...]
    sources: tuple[Source, ...]
    sightings: tuple[Sighting, ...]
    changes: Annotated[tuple[Change, ...], Meta(description="The newest first.")]


def publication(pages: Pages, locale: Locale) -> bytes:
    """Return the guide in a locale as JSON that keeps to ``schema`` (RFC 8259)."""
    origin = pages.config.public_origin
    guide = pages.guide
    with force_locale(locale.folder):
        words = Words(pages, locale, None)
        independent = guide.section("independence").claim("independent")
        value = Publication(
            schema=origin + url_for("feeds.schema"),
            build=pages.build,
            language=locale.language,
            machine=locale.machine,
            url=origin + url_for("door.localized", locale=locale),
            licence="CC-BY-4.0",
            independence=_plain(words, independent),
            steps=tuple(_step(words, step) for step in guide.steps),
            paths=tuple(_path(words, path) for path in guide.paths.values()),
            addresses=tuple(_address(address) for address in guide.addresses.values()),
            claims=tuple(_claims(words, guide)),
            labels=tuple(_label(words, label) for label in guide.labels.values()),
            settings=tuple(_setting(words, setting) for setting in guide.settings),
            regions=tuple(
                Region(id=region.id, name=_plain(words, region.name))
                for region in guide.regions
            ),
            sources=tuple(_source(source) for source in guide.sources.values()),
            sightings=tuple(_sighting(seen) for seen in guide.sightings.values()),
            changes=tuple(_change(words, change) for change in guide.changes),
        )
    return _json(value)


def schema(pages: Pages) -> bytes:
    """Return what every ``publication`` keeps to, as a JSON Schema (draft 2020-12)."""
    described = msgspec.json.schema(Publication)
    for definition in described["$defs"].values():  # what follows the first line is for us
        definition["description"] = definition["description"].split("\n")[0]
    own = pages.config.public_origin + url_for("feeds.schema")
    return _json({"$schema": DIALECT, "$id": own, **described})


def _plain(words: Words, said: models.Claim | str) -> str:
    return words.say(said).striptags()


def _evidence(evidence: models.Evidence) -> Evidence:
    return Evidence(
        sources=evidence.sources,
        grade=evidence.grade,
        read=evidence.read,
        date=str(evidence.date),
    )


def _step(words: Words, step: models.Step) -> Step:
    return Step(
        id=step.id,
        optional=step.optional,
        pages=step.pages,
        app=_plain(words, step.app),
        website=_plain(words, step.website),
    )


def _path(words: Words, path: models.Path) -> Path:
    return Path(
        id=path.id,
        lead=path.lead,
        items=tuple(_plain(words, item) for item in path.items),
        described=str(words.described(path.id)),
        evidence=_evidence(path.evidence),
    )


def _address(address: models.Address) -> Address:
    return Address(id=address.id, url=address.url, evidence=_evidence(address.evidence))


def _claims(words: Words, guide: models.Guide) -> Iterator[Claim]:
    for group, claim in _grouped(guide):
        if claim.evidence:
            yield Claim(
                id=claim.id,
                group=group,
                kind="fact",
                surface=claim.surface,
                text=_plain(words, claim),
                evidence=_evidence(claim.evidence),
            )


def _grouped(guide: models.Guide) -> Iterator[tuple[Group, models.Claim]]:
    for section in guide.sections.values():
        yield from ((Group(kind="section", id=section.id), each) for each in section.claims)
    for setting in guide.settings:
        yield from ((Group(kind="setting", id=setting.id), each) for each in setting.claims)
    for region in guide.regions:
        yield from ((Group(kind="region", id=region.id), each) for each in region.claims)


def _label(words: Words, label: models.Label) -> Label:
    return Label(
        id=label.id,
        description=_plain(words, label.description) if label.description else None,
        printed=tuple(
            Printed(
                locale=printed.locale, text=printed.text, evidence=_evidence(printed.evidence)
            )
            for printed in label.printed
        ),
    )


def _setting(words: Words, setting: models.Setting) -> Setting:
    return Setting(
        id=setting.id,
        name=_plain(words, setting.name),
        address=setting.address,
        ticked=setting.ticked,
    )


def _source(source: models.Source) -> Source:
    return Source(
        id=source.id,
        name=source.name,
        publisher=source.publisher,
        date=str(source.date),
        url=source.url or None,
    )


def _sighting(sighting: models.Sighting) -> Sighting:
    return Sighting(
        id=sighting.id,
        surface=sighting.surface,
        date=sighting.date.isoformat(),
        device=sighting.device,
        app_version=sighting.app_version,
        region=sighting.region,
        language=sighting.language,
        saw=sighting.saw,
    )


def _change(words: Words, change: models.Change) -> Change:
    return Change(
        id=change.id,
        date=change.date.isoformat(),
        sort=change.sort,
        text=_plain(words, change.text),
    )


def _json(value: Any) -> bytes:
    """Return a value as JSON in UTF-8 that a person can read, too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)
