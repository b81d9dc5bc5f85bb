"""The guide for programs: ``guide.json`` of a locale, and the JSON Schema it keeps to.

Published is what the guide knows of LinkedIn: steps, facts, labels, and the evidence for
each. What only a page can say (advice, promises, the age of a date) is left to pages. Ids are
stable, ``tests/published_ids.txt`` lists them. The same tree makes the same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from flask import url_for
from flask_babel import force_locale
from msgspec import Meta, Struct

from webapp import models
from webapp.guide import HOSTS, ID, REGION, TAG
from webapp.models import Class, Grade, Kind, Lead, Locale, Page, Publisher, Reading, Surface
from webapp.pages import Pages, Words

SCHEMA = "/schema/guide.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LICENCE = "CC-BY-4.0"  # its SPDX identifier

_MONTH = "(0[1-9]|1[0-2])"
_DAY = "(0[1-9]|[12][0-9]|3[01])"
_HOSTS = "|".join(sorted(HOSTS)).replace(".", r"\.")

Text = Annotated[
    str, Meta(min_length=1, description="Plain text in the language of the document.")
]
Verbatim = Annotated[str, Meta(min_length=1, description="Somebody’s own words, as they are.")]
Id = Annotated[str, Meta(pattern=f"^{ID.pattern}$", description="It does not change.")]
Tag = Annotated[
    str, Meta(pattern=f"^{TAG.pattern}$", description="A language, in lower-case BCP 47.")
]
Region = Annotated[str, Meta(pattern=f"^{REGION.pattern}$", description="ISO 3166-1 alpha-2.")]
Day = Annotated[str, Meta(pattern=f"^[0-9]{{4}}-{_MONTH}-{_DAY}$", description="ISO 8601.")]
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
        tuple[Id, ...], Meta(min_length=1, description="Ids of sources or sightings.")
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
    id: Id


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement about LinkedIn."""

    id: Id
    group: Group
    kind: Literal[Kind.FACT.value]  # type: ignore[valid-type]
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
    address: Annotated[Id, Meta(description="The id of its address.")]
    ticked: Annotated[bool, Meta(description="A whole section of settings is not.")]


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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
    region: Region
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
    """A guide to LinkedIn's AI-training switch, in one language, each fact with its evidence."""

    schema: Ours
    build: Annotated[str, Meta(pattern="^([0-9a-f]{12})?$")]
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    machine: Annotated[
        bool, Meta(description="A machine translated it, and no person has checked it yet.")
    ]
    url: Annotated[Ours, Meta(description="The guide for people.")]
    licence: Literal["CC-BY-4.0"]
    independence: Text
    steps: tuple[Step, ...]
    paths: tuple[Path, ...]
    addresses: tuple[Address, ...]
    claims: tuple[Claim, ...]
    labels: tuple[Label, ...]
    settings: tuple[Setting, ...]
    regions: tuple[Place, ...]
    sources: tuple[Source, ...]
    sightings: tuple[Sighting, ...]
    changes: Annotated[tuple[Change, ...], Meta(description="The newest first.")]
