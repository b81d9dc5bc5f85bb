"""What somebody of this project saw on LinkedIn's screen, written down in the content files."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from shutil import copymode

import msgspec
import tomlkit

from webapp.errors import ContentError
from webapp.guide import loading
from webapp.guide.models import Guide, Sighting, Surface

FILE = "sightings.toml"
LONGEST = 80  # characters: a device stands in a sentence of the page


def is_line(text: str) -> bool:
    """Return whether a text is one short line that shows all there is in it."""
    return 0 < len(text) <= LONGEST and text.isprintable() and text == text.strip()


def free_id(loaded: Guide, surface: Surface, day: datetime.date) -> str:
    """Return an id for a sighting of that day that neither a sighting nor a source has."""
    first = f"seen-{day}-{surface}"
    taken = loaded.sightings.keys() | loaded.sources.keys()
    number, free = 1, first
    while free in taken:
        number += 1
        free = f"{first}-{number}"
    return free


def add(folder: Path, seen: Sighting, *, today: datetime.date) -> Guide:
    """Add a sighting at the end of the file of sightings; return the guide that has it.

    What stands in the file stays as it is, to the byte. It is replaced as a whole, and only
    by one that loads. Raises ContentError or OSError, and the file is the old one.
    """
    for field in ("device", "app_version"):
        if not is_line(value := getattr(seen, field)):
            expected = f"one line of up to {LONGEST} characters"
            raise ContentError(FILE, f"sighting[{seen.id}].{field}", value, expected)
    file = (folder / FILE).resolve()
    before = file.read_bytes()
    gap = "\n" if before.endswith(b"\n") or not before else "\n\n"
    after = before + (gap + _written(seen)).encode()
    files = {name: (folder / name).read_bytes() for name in loading.FILES} | {FILE: after}
    loaded = loading.assemble(
        {name: loading.read(content, name) for name, content in files.items()}, today=today
    )
    if seen.saw != (words := loading.on_screen(loaded, seen.surface, seen.language)):
        expected = f"the guide's words, {list(words)}"
        raise ContentError(FILE, f"sighting[{seen.id}].saw", list(seen.saw), expected)
    _replace(file, after)
    return loaded


def _written(seen: Sighting) -> str:
    record = msgspec.to_builtins(seen, builtin_types=(datetime.date,))
    return tomlkit.dumps({"sighting": [record]})


def _replace(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        copymode(file, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)  # what could not be written to its end
