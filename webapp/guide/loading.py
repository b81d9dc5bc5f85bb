"""The content files as a guide: read, brought into shape, and checked.

A file that is not TOML, lacks a key, or has an unknown one or one of the wrong type, raises an
error that names the place. What the content may say is decided in ``rules``.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from webapp.errors import ContentError
from webapp.guide.models import (
    ChangesFile,
    Guide,
    GuideFile,
    LabelsFile,
    RegionsFile,
    SightingsFile,
    SourcesFile,
    When,
)
from webapp.guide.rules import by_id, check

CONTENT = Path(__file__).parent  # the folder of the content files

FILES: Mapping[str, type[msgspec.Struct]] = {
    "guide.toml": GuideFile,
    "labels.toml": LabelsFile,
    "regions.toml": RegionsFile,
    "sources.toml": SourcesFile,
    "sightings.toml": SightingsFile,
    "changes.toml": ChangesFile,
}


def load(folder: Path, *, today: datetime.date) -> Guide:
    """Return the guide in a folder of content files.

    Raises ContentError, which names file, key, value and expectation, for the first thing
    that no page may show. No date may be later than ``today``.
    """
    raw = {name: read((folder / name).read_bytes(), name) for name in FILES}
    return assemble(raw, today=today)


def assemble(raw: Mapping[str, Mapping[str, Any]], *, today: datetime.date) -> Guide:
    """Return the guide made of the files' contents, as `read` returns them; see `load`."""
    files = {name: to_struct(raw[name], name) for name in FILES}
    guide = _file(files["guide.toml"], GuideFile)
    labels = _file(files["labels.toml"], LabelsFile)
    regions = _file(files["regions.toml"], RegionsFile)
    sources = _file(files["sources.toml"], SourcesFile)
    sightings = _file(files["sightings.toml"], SightingsFile)
    changes = _file(files["changes.toml"], ChangesFile)

    loaded = Guide(
        paths=by_id("guide.toml", "path", guide.path),
        addresses=by_id("guide.toml", "address", guide.address),
        steps=tuple(by_id("guide.toml", "step", guide.step).values()),
        settings=tuple(by_id("guide.toml", "setting", guide.setting).values()),
        sections=by_id("guide.toml", "section", guide.section),
        labels=by_id("labels.toml", "label", labels.label),
        regions=tuple(by_id("regions.toml", "region", regions.region).values()),
        sources=by_id("sources.toml", "source", sources.source),
        sightings=by_id("sightings.toml", "sighting", sightings.sighting),
        changes=tuple(by_id("changes.toml", "change", changes.change).values()),
    )
    check(loaded, today=today)
    return loaded


def read(content: bytes, name: str) -> dict[str, Any]:
    """Return the content of one file; raise ContentError if it is not TOML."""
    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(name, "the file", str(error), "TOML in UTF-8") from None


# --- shape ---------------------------------------------------------------------


_File = TypeVar("_File", bound=msgspec.Struct)


def to_struct(raw: Mapping[str, Any], name: str) -> msgspec.Struct:
    """Return the content of a file, as `read` returns it, as its struct of ``FILES``.

    Raises ContentError, which names the key that does not fit.
    """
    try:
        return msgspec.convert(raw, FILES[name], dec_hook=_when)
    except msgspec.ValidationError as error:
        raise _content_error(error, name, raw) from None


def _file(content: msgspec.Struct, kind: type[_File]) -> _File:
    assert isinstance(content, kind)  # noqa: S101 - tells mypy, not users
    return content


def _when(kind: type, value: object) -> When:
    """Return a TOML date, a quoted month or year, or "unknown" as When; msgspec calls it."""
    if type(value) is datetime.date:  # a datetime is a date, too
        return When(value.isoformat())
    if isinstance(value, str) and re.fullmatch(r"unknown|\d{4}(-\d\d)?", value):
        when = When(value)
        try:
            _ = when.first
        except ValueError:
            pass  # a thirteenth month
        else:
            return when
    raise ValueError('Expected a date such as 2026-08-21, "2026-08", "2026" or "unknown"')


def _content_error(
    error: msgspec.ValidationError, name: str, raw: Mapping[str, Any]
) -> ContentError:
    """Return msgspec's error with the ids, the value and the choices that it leaves out.

    msgspec says "Object missing required field `text` - at `$.label[3].printed[0]`"; here
    that becomes "labels.toml: label[me].printed[en].text is None, expected this key with a
    value". Its errors have no parts but their text, so the text is taken apart.
    """
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
        problem = "one of the keys " + ", ".join(field.encode_name for field in shape.fields)
    elif missing := re.match(r"Object missing required field `(.*)`", problem):
        key, value, problem = f"{key}.{missing[1]}", None, "this key with a value"
    elif isinstance(shape, inspect.EnumType):
        problem = "one of " + ", ".join(str(member) for member in shape.cls)
    return ContentError(name, key.lstrip("."), value, _expectation(problem))


def _inner(shape: Any, field: str) -> Any:
    """Return the type of a table's field, or of an array's items if there is no field."""
    fields = getattr(shape, "fields", ())
    inner = next(f.type for f in fields if f.encode_name == field) if field else shape.item_type
    optional = getattr(inner, "types", ())
    return next((kind for kind in optional if not isinstance(kind, inspect.NoneType)), inner)


def _name(value: object) -> str:
    """Return the id or the locale of a table, "" if it has neither."""
    table = value if isinstance(value, dict) else {}
    return str(table.get("id") or table.get("locale") or "")


def _expectation(problem: str) -> str:
    return problem.removeprefix("Expected ").replace("`", "")
