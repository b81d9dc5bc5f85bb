"""The messages of the content files come with their notes, and labels change none."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.guides import CONTENT
from tests.webapp.guide.small import SMALL
from webapp.guide import loading, messages


def test_messages_are_extracted_with_their_line_and_note() -> None:
    with (SMALL / "guide.toml").open("rb") as file:
        found = {
            message: (line, note)
            for line, _, message, note in messages.extract(file, [], [], {})
        }
    line, note = found["Set this switch to **off**: {switch}"]
    assert 'id = "off"' in (SMALL / "guide.toml").read_text().splitlines()[line - 2]
    assert note[0].startswith("Translators: Only")
    assert "{data_privacy}" not in found  # nothing to translate
    assert "It is off" in found
    assert "" not in found


@pytest.mark.parametrize("label", tomllib.loads((CONTENT / "labels.toml").read_text())["label"])
def test_renaming_any_label_changes_no_message(label: dict[str, Any]) -> None:
    """In any language: a label is no part of a message."""
    raw = {file: loading.read((CONTENT / file).read_bytes(), file) for file in loading.FILES}
    before = {file: list(messages.messages(raw[file], file)) for file in loading.FILES}
    [here] = [one for one in raw["labels.toml"]["label"] if one["id"] == label["id"]]
    for printed in here["printed"]:
        printed["text"] = f"{printed['text']} renamed"
    for file in loading.FILES:
        after = [message for message, _ in messages.messages(raw[file], file)]
        assert after == [message for message, _ in before[file]]
