"""Anything that two test modules need is in a module whose name says what it is."""

from __future__ import annotations

import ast

import pytest

from tests.tree import ROOT

MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/*.py"))


def imports_of_tests(source: str) -> list[str]:
    """Return the lines of a source that import a test module, or something from one."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (getattr(node, "module", None), *(each.name for each in node.names))
        if name and any(part.startswith("test_") for part in name.split("."))
    ]


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_imported_from_a_test_module(module: str) -> None:
    assert imports_of_tests((ROOT / module).read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from tests.pwa.test_offline import ready",
        "from tests.pwa import test_offline",
        "from tests.pwa import line, test_offline as offline",
        "import tests.pwa.test_offline",
        "import ast, tests.test_lock as lock",
        "from .test_offline import ready",
        "from . import test_offline",
        "def build():\n    from tests.webapp.test_build import *",
    ],
)
def test_an_import_of_a_test_module_is_seen(source: str) -> None:
    assert imports_of_tests(source) == [source.rpartition("    ")[2]]


@pytest.mark.parametrize(
    "source",
    [
        "from tests.pwa.copies import ready",
        "from werkzeug.test import TestResponse",
        "import tests.tree",
        "from . import line",
    ],
)
def test_an_import_of_another_module_is_none(source: str) -> None:
    assert imports_of_tests(source) == []
