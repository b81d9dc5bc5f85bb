"""Sightings: what somebody from this project saw on LinkedIn's screen.

They are kept in ``sightings.toml``. This module adds one to that file, and decides what one
vouches for: the menu path, as long as the guide has the same words. The questions to whoever
saw it are in ``cli.evidence``.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import msgspec
import tomlkit

from webapp import files
from webapp.errors import ContentError
from webapp.guide import loading
from webapp.guide.markup import PLACEHOLDER
from webapp.guide.models import Guide, Sighting, Surface, When

FILE = "sightings.toml"
LONGEST = 80  # characters: a device is named in a sentence of the page


def on_screen(guide: Guide, surface: Surface, language: str) -> tuple[str, ...]:
    """Return the menu path and the switch, word for word as the screen shows them.

    They are the words of LinkedIn's interface in that language where a source prints them,
    otherwise the English ones.
    """

    def printed(match: re.Match[str]) -> str:
        label = guide.labels[match[1]]
        return (label.in_locale(language) or label.english).text

    return tuple(
        PLACEHOLDER.sub(printed, item) for item in (*guide.paths[surface].items, "{switch}")
    )


def newest(guide: Guide, surface: Surface) -> Sighting | None:
    """Return the newest sighting of the menu path as it is now, if there is one.

    A sighting of different words no longer counts.
    """
    sightings = [
        sighting
        for sighting in guide.sightings.values()
        if sighting.surface is surface
        and sighting.saw == on_screen(guide, surface, sighting.language)
    ]
    # Of several on one day, the one that was recorded last.
    return max(reversed(sightings), key=lambda sighting: sighting.date, default=None)


def description_date(guide: Guide, surface: Surface) -> When:
    """Return when the menu path was last described, by a source or by a sighting."""
    date = guide.paths[surface].evidence.date
    sighting = newest(guide, surface)
    if sighting and date.first and sighting.date >= date.first:
        return When(sighting.date.isoformat())
    return date


def is_line(text: str) -> bool:
    """Return whether a text is one short line without hidden characters."""
    return 0 < len(text) <= LONGEST and text.isprintable() and text == text.strip()


def free_id(loaded: Guide, surface: Surface, day: datetime.date) -> str:
    """Return an id for a sighting on that day that no sighting and no source has yet."""
    plain_id = f"seen-{day}-{surface}"
    used_ids = loaded.sightings.keys() | loaded.sources.keys()
    number, candidate = 1, plain_id
    while candidate in used_ids:
        number += 1
        candidate = f"{plain_id}-{number}"
    return candidate


def add(folder: Path, sighting: Sighting, *, today: datetime.date) -> Guide:
    """Add a sighting at the end of the file of sightings; return the guide that has it.

    What the file has already stays, to the byte. The file is replaced in one step, and only if
    the new one loads. Raises ContentError or OSError, and then leaves the file as it was.
    """
    for field in ("device", "app_version"):
        if not is_line(value := getattr(sighting, field)):
            expected = f"one line of up to {LONGEST} characters"
            raise ContentError(FILE, f"sighting[{sighting.id}].{field}", value, expected)
    file = (folder / FILE).resolve()
    before = file.read_bytes()
    separator = "\n" if before.endswith(b"\n") or not before else "\n\n"
    after = before + (separator + _as_toml(sighting)).encode()
    contents = {name: (folder / name).read_bytes() for name in loading.FILES} | {FILE: after}
    loaded = loading.assemble(
        {name: loading.read(content, name) for name, content in contents.items()}, today=today
    )
    if sighting.saw != (words := on_screen(loaded, sighting.surface, sighting.language)):
        expected = f"the guide's words, {list(words)}"
        raise ContentError(FILE, f"sighting[{sighting.id}].saw", list(sighting.saw), expected)
    files.replace(file, after)
    return loaded


def _as_toml(sighting: Sighting) -> str:
    record = msgspec.to_builtins(sighting, builtin_types=(datetime.date,))
    return tomlkit.dumps({"sighting": [record]})
