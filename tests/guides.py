"""The guide as it is shipped, and a guide of the tests' own.

A test that needs words of the guide reads them from ``SHIPPED``. A test of how dates, labels
and menu paths are shown uses ``SMALL``, in which they are made up: nobody renews their
evidence, and LinkedIn cannot rename them.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from itertools import cycle
from typing import TypeVar

from msgspec.structs import replace as changed

from webapp.config import ROOT
from webapp.guide import loading
from webapp.guide.models import (
    Evidence,
    Grade,
    Guide,
    Label,
    Lead,
    MenuPath,
    Printed,
    Reading,
    Region,
    Section,
    Setting,
    Surface,
    When,
)

CONTENT = ROOT / "webapp" / "guide"
TODAY = datetime.date.today()

# As in a file of sightings.
SIGHTING = """
[[sighting]]
id = "seen-2026-11-20-app"
surface = "app"
date = 2026-11-20
device = "Pixel 9, Android 16"
app_version = "4.1.1100"
region = "IE"
language = "en"
saw = [
  "your profile photo", "Settings", "Data privacy", "Use my data",
]
"""

SHIPPED = loading.load(CONTENT, today=TODAY)

# As content files write dates.
DAY, MONTH, YEAR, UNKNOWN = "2026-08-21", "2025-10", "2025", "unknown"

# The labels of the small guide that are printed in German, too.
GERMAN = {"settings", "data_privacy", "setting"}

_Group = TypeVar("_Group", Section, Setting, Region)


def evidence(date: str) -> Evidence:
    sources = tuple(SHIPPED.sources)[:2]
    return Evidence(sources=sources, grade=Grade.PRESS, read=Reading.COPY, date=When(date))


def printed(locale: str, text: str) -> Printed:
    return Printed(locale=locale, text=text, evidence=evidence(UNKNOWN))


def label(shipped: Label) -> Label:
    english = printed("en", f"The {shipped.id}")
    german = [printed("de", f"Das {shipped.id}")] if shipped.id in GERMAN else []
    return changed(shipped, printed=(english, *german))


def group(shipped: _Group) -> _Group:
    claims = (
        changed(claim, evidence=claim.evidence and evidence(DAY)) for claim in shipped.claims
    )
    return changed(shipped, claims=tuple(claims))


SMALL: Guide = replace(
    SHIPPED,
    paths={
        Surface.APP: MenuPath(
            id=Surface.APP,
            lead=Lead.STEPS,
            items=("your profile photo", "{settings}", "{data_privacy}", "{setting}"),
            evidence=evidence("2025-10-24"),
        ),
        Surface.WEBSITE: MenuPath(
            id=Surface.WEBSITE,
            lead=Lead.LINK,
            items=("{me}", "{settings_privacy}", "{data_privacy}", "{setting}"),
            evidence=evidence("2025-11-04"),
        ),
    },
    sections={key: group(section) for key, section in SHIPPED.sections.items()},
    settings=tuple(map(group, SHIPPED.settings)),
    regions=tuple(map(group, SHIPPED.regions)),
    labels={key: label(shipped) for key, shipped in SHIPPED.labels.items()},
    addresses={
        key: changed(address, evidence=evidence(DAY))
        for key, address in SHIPPED.addresses.items()
    },
    sources={
        key: changed(source, date=When(date))
        for (key, source), date in zip(
            SHIPPED.sources.items(), cycle((DAY, MONTH, YEAR, UNKNOWN)), strict=False
        )
    },
    sightings={},
)


def says(claim_id: str) -> str:
    """Return what a claim of the shipped guide says, as its message."""
    return {claim.id: claim.text for claim in SHIPPED.claims}[claim_id]


def plain(message: str, shown: Guide = SHIPPED, **values: str) -> str:
    """Return a message as it reads in English: without marks, and with labels and values."""
    labels = {each.id: each.english.text for each in shown.labels.values()}
    text = re.sub(r"\*\*|\[([^]]*)\]\([^)]*\)", r"\1", message)
    return text.format(**labels, **values)


def opening(message: str) -> str:
    """Return how a message reads up to its first value."""
    return plain(message.partition("{")[0])
