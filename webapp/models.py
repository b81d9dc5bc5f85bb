"""The values everything is said in: frozen, without I/O and without Flask.

The structs down to ``SourcesFile`` are the shape of ``content/*.toml``, key for key: msgspec
turns a file into them and refuses a key that is not here. What they may say is decided in
``guide``, not here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from webapp.errors import ContentError


class Surface(StrEnum):
    """Where the reader changes the setting: menus differ between the two."""

    APP = "app"
    WEBSITE = "website"


class Page(StrEnum):
    """A page that every locale has, named as in its URL."""

    APP = "app"
    WEBSITE = "website"
    MORE = "more"
    ABOUT = "about"

    @property
    def surface(self) -> Surface | None:
        """The surface whose steps the page shows; None on the pages beside the guide."""
        return Surface(self.value) if self in (Page.APP, Page.WEBSITE) else None


class Lead(StrEnum):
    """What stands first on a surface: nobody knows yet whether the link opens the app."""

    STEPS = "steps"
    LINK = "link"


class Grade(StrEnum):
    """How good the evidence for a statement is, best first (design.md section 6).

    A machine-translated label has no grade, so it cannot be written down at all.
    """

    SEEN = "seen"  # someone from this project, on a device
    LINKEDIN = "linkedin"  # LinkedIn's own text
    REGULATOR = "regulator"  # an authority's own page
    PRESS = "press"  # two or more independent reports
    SINGLE = "single"  # one report: enough for a label, never for a claim


class Reading(StrEnum):
    """How the source was read."""

    LIVE = "live"
    RECORD = "record"  # a dated copy in a public archive
    COPY = "copy"  # a copy without a date, at a third party
    REPORT = "report"  # as somebody else quotes it


class Publisher(StrEnum):
    """Who speaks in a source."""

    LINKEDIN = "linkedin"
    AUTHORITY = "authority"
    PRESS = "press"  # newspapers, guides, companies, persons
    CODE = "code"  # public code and notes


class Kind(StrEnum):
    """What sort of sentence a claim is."""

    FACT = "fact"  # says something about LinkedIn, so it needs evidence
    ADVICE = "advice"  # tells the reader what to do, says nothing about LinkedIn
    OURS = "ours"  # says something about this project


class Day:
    """The date on which something was true, or ``unknown``."""

    __slots__ = ("date",)

    def __init__(self, date: datetime.date | None) -> None:
        """Hold a date; None is unknown."""
        self.date = date

    def __repr__(self) -> str:
        """Return the day as the content files write it."""
        return self.date.isoformat() if self.date else "unknown"


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a statement may be shown."""

    sources: tuple[str, ...]
    grade: Grade
    read: Reading
    date: Day
    device: str = ""  # these four with grade "seen" only
    app_version: str = ""
    region: str = ""
    language: str = ""


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact comes from; ids are those of the fact sheet."""

    id: str
    name: str
    publisher: Publisher
    date: Day
    url: str = ""  # the original, never a copy of it at a third party


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement a reader sees; its text is the gettext message id."""

    id: str
    text: str
    kind: Kind = Kind.FACT
    surface: Surface | None = None  # shown on that surface only
    evidence: Evidence | None = None
    note: str = ""  # for translators


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims that stand together under one heading, or under none."""

    id: str
    heading: str = ""
    claims: tuple[Claim, ...] = ()

    def claim(self, claim_id: str) -> Claim:
        """Return a claim, or raise ContentError: a template needs it."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        key = f"section[{self.id}].claims"
        raise ContentError("guide.toml", key, claim_id, "a claim with this id")


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do and to tick: the deed is one, its words differ by surface."""

    id: str
    app: str
    website: str
    optional: bool = False
    note: str = ""


class Path(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menu path on one surface, and which comes first there: steps or link."""

    id: Surface
    lead: Lead
    items: tuple[str, ...]
    evidence: Evidence
    note: str = ""


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of LinkedIn or of an authority that a step may link."""

    id: str
    url: str
    evidence: Evidence


class Printed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as LinkedIn prints it in one language."""

    locale: str  # a locale's tag
    text: str
    evidence: Evidence


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LinkedIn's own words for a thing on the screen. They are never translated."""

    id: str
    printed: tuple[Printed, ...]  # English is always there
    description: str = ""  # for readers whose language has no printed label

    def in_locale(self, tag: str) -> Printed | None:
        """Return the label as it is printed in a language, if a source shows it."""
        return next((printed for printed in self.printed if printed.locale == tag), None)

    @property
    def english(self) -> Printed:
        """The label as it is printed in English."""
        return next(printed for printed in self.printed if printed.locale == "en")


class Region(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds where the reader lives."""

    id: str
    name: str
    claims: tuple[Claim, ...]


class GuideFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``guide.toml``."""

    path: tuple[Path, ...]
    address: tuple[Address, ...]
    step: tuple[Step, ...]
    section: tuple[Section, ...]


class LabelsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``labels.toml``."""

    label: tuple[Label, ...]


class RegionsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``regions.toml``."""

    region: tuple[Region, ...]


class SourcesFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``sources.toml``."""

    source: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All content, loaded and valid, by id and in the order of the files."""

    paths: Mapping[Surface, Path]
    addresses: Mapping[str, Address]
    steps: tuple[Step, ...]
    sections: Mapping[str, Section]
    labels: Mapping[str, Label]
    regions: tuple[Region, ...]
    sources: Mapping[str, Source]

    def section(self, section_id: str) -> Section:
        """Return a section, or raise ContentError: a template needs it."""
        try:
            return self.sections[section_id]
        except KeyError:
            raise ContentError(
                "guide.toml", "section", section_id, "a section with this id"
            ) from None

    @property
    def counted(self) -> tuple[Step, ...]:
        """The steps that progress counts."""
        return tuple(step for step in self.steps if not step.optional)

    @property
    def optional(self) -> tuple[Step, ...]:
        """The steps that stand apart and are not counted."""
        return tuple(step for step in self.steps if step.optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """A language we publish."""

    tag: str  # lower-case BCP 47, as in URLs
    folder: str  # gettext's form, as in translations/ and in Babel
    name: str  # in that language
    direction: str  # "ltr" or "rtl"
    machine: bool = False  # translated by a machine, and checked by no person yet

    @property
    def language(self) -> str:
        """The tag as HTML and HTTP write it (RFC 5646 section 2.1.1)."""
        return self.folder.replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What the request headers tell about the reader's device; "" is unknown."""

    platform: str = ""
    in_app: str = ""
    crawler: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A page of the guide: locale × surface."""

    locale: Locale
    surface: Surface
