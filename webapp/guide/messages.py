"""The messages of the content files, for gettext: ``pybabel extract`` calls ``extract``.

English is the message id. Translations are in the catalogs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from webapp.guide.loading import read, to_struct
from webapp.guide.markup import PLACEHOLDER
from webapp.guide.models import ChangesFile, GuideFile, LabelsFile, RegionsFile


def extract(
    file: BinaryIO,
    keywords: Sequence[str],  # Babel's interface: a content file calls no functions
    comment_tags: Sequence[str],
    options: Mapping[str, str],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the messages of a content file, for ``pybabel extract``."""
    content = file.read()
    text = content.decode()
    name = Path(file.name).name
    for message, note in messages(read(content, name), name):
        line = text[: max(text.find(message), 0)].count("\n") + 1
        yield line, None, message, [f"Translators: {note}"] if note else []


def messages(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """Yield each message of a content file with its note for translators."""
    for message, note in _texts(to_struct(raw, name)):
        if re.search(r"[^\W\d_]", PLACEHOLDER.sub("", message)):
            yield message, note


def _texts(content: msgspec.Struct) -> Iterator[tuple[str, str]]:
    match content:
        case GuideFile():
            for path in content.path:
                yield from ((item, path.note) for item in path.items)
            for step in content.step:
                yield from ((step.app, step.note), (step.website, step.note))
            for setting in content.setting:
                yield setting.name, ""
                yield from ((claim.text, claim.note) for claim in setting.claims)
            for section in content.section:
                yield section.heading, ""
                yield from ((claim.text, claim.note) for claim in section.claims)
        case LabelsFile():
            for label in content.label:
                note = f"Describes “{label.english.text}”; must not read like a label itself."
                yield label.description, note
        case RegionsFile():
            for region in content.region:
                yield region.name, ""
                yield from ((claim.text, claim.note) for claim in region.claims)
        case ChangesFile():
            yield from (
                (change.text, "What changed in the guide.") for change in content.change
            )
