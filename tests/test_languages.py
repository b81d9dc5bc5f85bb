"""There is one list of languages under ``tests/``, and it is the product's."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import languages
from tests.languages import ALL, LACKING, LOCALES, RTL, SAMPLE
from tests.tree import ROOT
from webapp.reader import locales

HERE = Path(__file__).parent
FILES = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*.py")} - {"languages.py"}

# Lists of languages, but not of those we publish in.
OTHERS = {
    "webapp/guide/test_models.py": {"PRINTED", "SINGLE"},  # of which we know labels
    "webapp/reader/test_locales.py": {"FOLDERS"},  # examples to match readers with
}


def items(node: ast.AST) -> list[ast.expr | None]:
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            return [*node.elts]
        case ast.Dict():
            return [*node.keys]
    return []


def is_a_list_of_languages(node: ast.AST) -> bool:
    """Return whether most items of a literal are languages of ours, and at least two."""
    all_items = items(node)
    values = {item.value for item in all_items if isinstance(item, ast.Constant)}
    tags = values & set(ALL)
    return len(tags) >= 2 and len(tags) > len(all_items) / 2


def lines_with_a_list(source: str, others: frozenset[str] = frozenset()) -> list[int]:
    """Return the lines on which a source lists languages, except lists assigned to ``others``.

    A literal within another one is a row of a table, which is about single languages.
    """
    nodes = [*ast.walk(ast.parse(source))]
    skipped: set[ast.expr | None] = {
        node.value
        for node in nodes
        if isinstance(node, ast.Assign) and {*map(ast.unparse, node.targets)} & others
    }
    for node in nodes:  # from the outside to the inside
        if node not in skipped:
            skipped.update(items(node))
    return [
        node.lineno
        for node in nodes
        if isinstance(node, ast.expr) and node not in skipped and is_a_list_of_languages(node)
    ]


@pytest.mark.parametrize("file", sorted(FILES))
def test_no_module_lists_languages_of_its_own(file: str) -> None:
    source = (HERE / file).read_text("utf-8")
    found = lines_with_a_list(source, frozenset(OTHERS.get(file, ())))
    assert [f"tests/{file}:{line}" for line in found] == [], "take tests/languages.py"


@pytest.mark.parametrize(
    "source",
    [
        '("en", "de", "ar")',
        '["de", "ar"]',
        'frozenset({"en", "de", "ar"})',
        'for tag in ("en", "ar"): pass',
        'WORDS = {"en": "off", "de": "aus"}',
        '@pytest.mark.parametrize("tag", ["en", "de", "xx"])\ndef test(): pass',
        '[*("de", "ar"), "xx"]',
        'table = [("phone", ("en", "de", "ar"))]',
    ],
)
def test_a_list_is_seen_as_one(source: str) -> None:
    assert lines_with_a_list(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        '"en"',
        '("en",)',
        '["en", "en"]',
        '("en", "de", "light", "dark")',
        '[("/gone", "de", "ar"), ("/", "ar", "en")]',
        "languages.ALL",
    ],
)
def test_what_is_said_of_single_languages_is_no_list(source: str) -> None:
    assert lines_with_a_list(source) == []


def test_every_catalog_is_among_them_and_english_is_first() -> None:
    folders = (ROOT / "translations").glob("*/LC_MESSAGES")
    tags = {folder.parent.name.replace("_", "-").lower() for folder in folders}
    assert {*ALL} == {"en", *tags}
    assert ALL[0] == locales.SOURCE == "en"


def test_those_that_are_written_from_the_right_are_known_by_their_names() -> None:
    assert {*RTL} == {
        tag for tag, locale in LOCALES.items() if languages.writes_from_the_right(locale.name)
    }


def test_the_sample_is_of_both_directions_and_has_the_source() -> None:
    assert {*SAMPLE} <= {*ALL}
    assert SAMPLE[0] == locales.SOURCE
    assert {tag in RTL for tag in SAMPLE} == {True, False}


def test_readers_of_the_language_that_we_lack_get_english() -> None:
    assert LACKING not in ALL
    for accepted in ([LACKING], [LACKING, "en"]):
        assert locales.match(accepted, LOCALES).tag == "en"
    assert {locales.match([LACKING, tag], LOCALES).tag for tag in ALL} == {*ALL}
