"""Templates and code hold no sentence about LinkedIn: those are content, with evidence.

And what a catalog does not have is in English on a page, and says so.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jinja2
import pytest
from flask import Flask

from tests import house_rules
from tests.guides import SHIPPED
from tests.house_rules import all_of, attribute, text
from tests.tree import ROOT
from webapp.guide.models import Page
from webapp.reader.locales import Locale
from webapp.site import guide_json
from webapp.site.pages import Pages

WEBAPP = ROOT / "webapp"
TEMPLATES = sorted(path for path in WEBAPP.glob("site/templates/*") if path.is_file())
CODE = sorted(WEBAPP.rglob("*.py"))

NAMES = re.compile(r"LinkedIn|Microsoft")


def written(template: str) -> list[str]:
    """Return what a template writes itself and the strings it passes on, without comments."""
    tokens = jinja2.Environment().lex(template)  # noqa: S701 - nothing is rendered
    return [value for _, kind, value in tokens if kind in ("data", "string")]


def strings(code: str) -> list[str]:
    """Return the strings of a module that are not docstrings."""
    tree = ast.parse(code)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in docstrings
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_about_linkedin(path: Path) -> None:
    for said in written(path.read_text("utf-8")):
        assert not NAMES.search(said), said


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(WEBAPP).as_posix())
def test_no_code_says_anything_about_linkedin(path: Path) -> None:
    for said in strings(path.read_text("utf-8")):
        # Parts of a program are not sentences: a token, a pattern, an error of the loader.
        assert not re.search(r"(LinkedIn|Microsoft)\b.* (is|can|uses|trains|says)\b", said), (
            said
        )


def test_a_sentence_would_be_found() -> None:
    assert NAMES.search(" ".join(written("<p>{{ _('LinkedIn uses it') }}</p>")))
    assert NAMES.search(" ".join(written("<p>LinkedIn uses it</p>{# LinkedIn #}")))
    assert not NAMES.search(" ".join(written("<p>it</p>{# LinkedIn #}")))
    assert strings('"""LinkedIn."""\nx = "LinkedIn uses it"\n') == ["LinkedIn uses it"]


# Babel knows Esperanto, and nobody has translated a message into it.
UNTRANSLATED = Locale(tag="eo", folder="eo")


@pytest.mark.parametrize("which", Page)
def test_what_is_not_translated_is_marked_as_english(app: Flask, which: Page) -> None:
    pages: Pages = app.extensions["pages"]
    with app.test_request_context():
        html = pages.html(UNTRANSLATED, which).decode()
    document = house_rules.check(html, f"/eo/{which}/")  # an attribute holds no element
    marked = {text(span) for span in all_of(document, '[lang="en"][dir="ltr"]')}
    [heading] = all_of(document, "h1")
    assert text(heading) in marked
    assert {text(link) for link in all_of(document, "[data-surfaces] a")} <= marked
    [root] = all_of(document, "html")
    assert attribute(root, "lang") == "eo"


def test_plain_text_carries_no_mark(app: Flask) -> None:
    """A manifest or an answer for programs has nowhere to put it."""
    with app.test_request_context():
        content = guide_json.document(
            SHIPPED, UNTRANSLATED, origin="https://a.example", build=""
        )
    assert b"<span" not in content
