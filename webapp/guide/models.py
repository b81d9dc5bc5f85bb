"""The value types of the guide: frozen, no I/O.

The structs from ``Evidence`` to ``ChangesFile`` are the shape of ``guide/*.toml``, key for key:
msgspec turns a file into them and refuses any key that is not here. What the content may say
is decided in ``rules``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from webapp.errors import ContentError

Text = Annotated[str, Meta(min_length=1)]

OLD = 180  # days, after which pages and `offswitch check` warn: docs/reasons.md (180 days)


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
    POSTER = "poster"

    @property
    def surface(self) -> Surface | None:
        """The surface whose steps the page shows; None on the pages beside the guide."""
        return Surface(self.value) if self in (Page.APP, Page.WEBSITE) else None


class Lead(StrEnum):
    """What comes first on a surface, as nobody knows yet whether the link opens the app."""

    STEPS = "steps"
    LINK = "link"


class Grade(StrEnum):
    """How good the evidence for a statement is, best first.

    What each of them needs is in docs/reasons.md (Grades). A machine-translated label has no
    grade, so it cannot be recorded at all.
    """

    SEEN = "seen"  # by someone from this project, on a device
    LINKEDIN = "linkedin"  # LinkedIn's own text
    REGULATOR = "regulator"  # an authority's own page
    PRESS = "press"  # two or more independent reports
    SINGLE = "single"  # one report: enough for a label, never for a claim


class Reading(StrEnum):
    """How the source was read."""

    LIVE = "live"
    RECORD = "record"  # a dated copy in a public archive
    COPY = "copy"  # a copy without a date, at a third party
    REPORT = "report"  # as quoted by somebody else


class Publisher(StrEnum):
    """Who published a source."""

    LINKEDIN = "linkedin"
    AUTHORITY = "authority"
    PRESS = "press"  # newspapers, guides, companies, persons
    CODE = "code"  # public code and notes


class Kind(StrEnum):
    """What sort of sentence a claim is."""

    FACT = "fact"  # says something about LinkedIn, so it needs evidence
    ADVICE = "advice"  # tells the reader what to do, says nothing about LinkedIn
    OURS = "ours"  # says something about this project


class ChangeKind(StrEnum):
    """What kind of change it was; ``class`` in the file."""

    CORRECTION = "correction"  # of steps or their labels: announced in saved copies, too
    CONTENT = "content"  # of anything else that the guide says


class When:
    """When something was true: a day, a month or a year (ISO 8601), or ``unknown``."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Hold it as the content files write it."""
        self.text = text

    def __str__(self) -> str:
        """Return it as the content files write it."""
        return self.text

    @property
    def month(self) -> When:
        """The same without the day."""
        return When(self.text[: len("2025-11")])

    @property
    def first(self) -> datetime.date | None:
        """The first day that it can mean; None if the date is unknown."""
        if self.text == "unknown":
            return None
        return datetime.date.fromisoformat((self.text + "-01-01")[: len("2025-11-03")])


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a statement may be shown."""

    sources: tuple[str, ...]  # ids of sources, or of sightings
    grade: Grade
    read: Reading
    date: When


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a fact comes from; ids are never used again: docs/reasons.md (Source ids)."""

    id: str
    name: Text
    publisher: Publisher
    date: When
    url: str = ""  # the original, never a copy of it at a third party


class Sighting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that somebody from this project saw the screen: `offswitch record-seen`."""

    id: str
    surface: Surface
    date: datetime.date
    device: Text  # for example "Pixel 9, Android 16"
    app_version: Text  # of the LinkedIn app; on the website, the browser's
    region: str  # of the account, ISO 3166-1
    language: str  # of LinkedIn's interface, a locale's tag
    saw: tuple[str, ...]  # the menu path and the switch, word for word


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement a reader sees; its text is the gettext message id."""

    id: str
    text: Text
    kind: Kind = Kind.FACT
    surface: Surface | None = None  # shown on that surface only
    evidence: Evidence | None = None
    test: str = ""  # the test that holds a promise of ours, as pytest names it
    note: str = ""  # for translators


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Claims that belong together, under one heading or under none."""

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
    """One thing to do and to tick: the same deed on both surfaces, in different words."""

    id: str
    app: Text
    website: Text
    optional: bool = False
    pages: tuple[Page, ...] = (Page.APP, Page.WEBSITE)  # that show it
    listed: bool = True  # among the optional steps; otherwise it has a place of its own
    address: str = ""  # where it is done, if no path leads there: the id of an address
    note: str = ""


class MenuPath(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The menu path on one surface, and which comes first there: steps or link.

    Unless the file names others, it belongs to the first step and ends where the link leads.
    """

    id: Surface
    lead: Lead
    items: tuple[str, ...]
    evidence: Evidence
    step: str = "open"  # the id of the step that shows it
    address: str = "setting"  # the id of the address at its end
    note: str = ""


class Address(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of LinkedIn or of an authority that a step may link."""

    id: str
    url: str
    evidence: Evidence


class Printed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as LinkedIn prints it in one language."""

    locale: str  # a locale's tag
    text: Text
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
    """What applies where the reader lives."""

    id: str
    name: Text
    countries: tuple[str, ...]  # that its name means, ISO 3166-1 alpha-2
    claims: tuple[Claim, ...]


class Setting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another setting of LinkedIn, which has nothing to do with AI training."""

    id: str
    name: Text  # a label, or our words where no source prints one
    address: str  # the id of its address
    ticked: bool = True  # False for a section of settings, which has no state
    claims: tuple[Claim, ...] = ()


class Change(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"kind": "class"}
):
    """What changed in the guide, for readers who knew it before."""

    id: str
    date: datetime.date
    kind: ChangeKind
    text: Text


class GuideFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``guide.toml``."""

    path: tuple[MenuPath, ...]
    address: tuple[Address, ...]
    step: tuple[Step, ...]
    setting: tuple[Setting, ...]
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


class SightingsFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``sightings.toml``."""

    sighting: tuple[Sighting, ...] = ()


class ChangesFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of ``changes.toml``, newest first."""

    change: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """All content, loaded and valid, by id and in the order of the files."""

    paths: Mapping[Surface, MenuPath]
    addresses: Mapping[str, Address]
    steps: tuple[Step, ...]
    settings: tuple[Setting, ...]
    sections: Mapping[str, Section]
    labels: Mapping[str, Label]
    regions: tuple[Region, ...]
    sources: Mapping[str, Source]
    sightings: Mapping[str, Sighting]
    changes: tuple[Change, ...]

    def section(self, section_id: str) -> Section:
        """Return a section, or raise ContentError: a template needs it."""
        try:
            return self.sections[section_id]
        except KeyError:
            raise ContentError(
                "guide.toml", "section", section_id, "a section with this id"
            ) from None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in the order of the files."""
        groups: list[Section | Setting | Region] = [
            *self.sections.values(),
            *self.settings,
            *self.regions,
        ]
        return tuple(claim for group in groups for claim in group.claims)

    @property
    def correction(self) -> Change | None:
        """The newest change of steps or labels, if there was one."""
        return next((c for c in self.changes if c.kind is ChangeKind.CORRECTION), None)

    @property
    def direct_addresses(self) -> frozenset[str]:
        """The ids of the addresses at the ends of the menu paths: of the setting itself."""
        return frozenset(path.address for path in self.paths.values())

    @property
    def counted_steps(self) -> tuple[Step, ...]:
        """The steps that progress counts."""
        return tuple(step for step in self.steps if not step.optional)

    def step(self, step_id: str) -> Step:
        """Return a step, or raise ContentError: a template needs it."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise ContentError("guide.toml", "step", step_id, "a step with this id")

    def optional_steps(self, page: Page) -> tuple[Step, ...]:
        """The steps that are listed apart on a page and are not counted."""
        return tuple(
            step for step in self.steps if step.optional and step.listed and page in step.pages
        )
