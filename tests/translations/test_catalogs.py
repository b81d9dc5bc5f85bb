"""All catalogs are complete, and the template is what the source says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.tree import ROOT
from webapp.guide.markup import LINK, PLACEHOLDER

FOLDER = ROOT / "translations"
CATALOGS = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
FORMAT = re.compile(r"%\(\w+\)s")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(path: Path) -> list[Message]:
    return [message for message in read(path) if message.id]


def pairs(message: Message) -> list[tuple[str, str]]:
    """Return each translation with its source; plural forms with the plural."""
    if not message.pluralizable:
        return [(str(message.id), str(message.string))]
    return [(message.id[1], string) for string in message.string or ()]


def note(message: Message) -> str:
    """Return a note for translators, without the label it quotes, which may be renamed."""
    return re.sub("Describes “[^”]*”", "Describes “…”", " ".join(message.auto_comments))


@pytest.mark.starts
def test_the_template_is_fresh(tmp_path: Path) -> None:
    """If this fails: `make translations`, then translate what is new."""
    made = tmp_path / "messages.pot"
    pybabel = Path(sys.executable).with_name("pybabel")
    command = f"-q extract -F pyproject.toml -c Translators: --no-wrap -o {made} ."
    subprocess.run([str(pybabel), *command.split()], cwd=ROOT, check=True)
    shipped = FOLDER / "messages.pot"
    assert [(m.id, note(m)) for m in messages(made)] == [
        (m.id, note(m)) for m in messages(shipped)
    ]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parents[1].name)
class TestCatalog:
    def test_it_has_every_message_and_no_other(self, path: Path) -> None:
        ids = [message.id for message in messages(FOLDER / "messages.pot")]
        assert [message.id for message in messages(path)] == ids

    def test_every_message_is_translated_and_none_is_fuzzy(self, path: Path) -> None:
        for message in messages(path):
            assert not message.fuzzy, message.id
            assert all(string for _, string in pairs(message)), message.id

    def test_plural_forms_are_complete(self, path: Path) -> None:
        catalog = read(path)
        plurals = [message for message in catalog if message.pluralizable]
        assert plurals
        for message in plurals:
            assert len(pairs(message)) == catalog.num_plurals

    def test_placeholders_and_links_are_those_of_the_source(self, path: Path) -> None:
        for message in messages(path):
            for source, string in pairs(message):
                for part in (PLACEHOLDER, FORMAT):
                    assert sorted(part.findall(string)) == sorted(part.findall(source)), string
                places = [place for _, place in LINK.findall(string)]
                assert sorted(places) == sorted(p for _, p in LINK.findall(source)), string
                assert string.count("**") == source.count("**"), string

    def test_nothing_is_smuggled_in(self, path: Path) -> None:
        for message in messages(path):
            for source, string in pairs(message):
                assert "<" not in string
                assert len(re.findall(r"https?:|www\.", string)) == len(
                    re.findall(r"https?:|www\.", source)
                )
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", string), string

    def test_babel_finds_no_error(self, path: Path) -> None:
        for message, errors in read(path).check():
            assert not errors, (message.id, errors)
