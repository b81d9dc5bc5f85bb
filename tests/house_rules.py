"""The rules that each of our pages keeps. The fixtures that fetch a page check all of them.

Each rule is a function whose name is the rule; ``check`` runs them all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from justhtml import JustHTML
from justhtml.dom import Element, Node

from tests import languages
from webapp.guide.rules import HOSTS

TAG = re.compile(r"<[a-zA-Z][^>]*>")
BARE_ATTRIBUTE = re.compile(r"\s[\w-]+=(?![\"'])")


def parse(html: str) -> JustHTML:
    """Return the document; raise for the first thing that is not valid HTML."""
    return JustHTML(html, strict=True, sanitize=False)


@lru_cache(maxsize=4096)
def check(html: str, url: str) -> JustHTML:
    """Check every rule on a page and return its document, which nobody may change.

    Most tests open the same pages, and to check one takes longer than to open it.
    """
    document = parse(html)
    for rule in RULES:
        rule(document, html, url)
    return document


def all_of(document: JustHTML, selector: str) -> list[Element]:
    return [node for node in document.query(selector) if isinstance(node, Element)]


def attribute(node: Node, name: str) -> str:
    return (node.attrs or {}).get(name) or ""


def text(node: Node) -> str:
    return " ".join(node.to_text(separator="", strip=False).split())


def it_has_one_h1_and_a_title_that_starts_with_it(d: JustHTML, html: str, url: str) -> None:
    headings = [text(h1) for h1 in all_of(d, "h1")]
    assert len(headings) == 1, f"{url}: {headings}"
    assert headings[0], url
    [title] = all_of(d, "title")
    assert text(title) == f"{headings[0]} · Off Switch", url


def its_headings_skip_no_level(d: JustHTML, html: str, url: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    for before, after in itertools.pairwise(levels):
        assert after <= before + 1, f"{url}: h{before} is followed by h{after}"


def it_says_language_and_direction(d: JustHTML, html: str, url: str) -> None:
    [root] = all_of(d, "html")
    lang, direction = attribute(root, "lang"), attribute(root, "dir")
    assert direction == ("rtl" if lang.lower() in languages.RTL else "ltr"), url
    first = urlsplit(url).path.split("/")[1]
    if first in languages.ALL:
        assert lang.lower() == first, f"{url}: lang is {lang}"


def it_names_its_build(d: JustHTML, html: str, url: str) -> None:
    [root] = all_of(d, "html")
    assert re.fullmatch(r"[0-9a-f]{12}", attribute(root, "data-build")), url


def its_ids_are_unique_and_its_anchors_exist(d: JustHTML, html: str, url: str) -> None:
    ids = [attribute(node, "id") for node in all_of(d, "[id]")]
    assert len(ids) == len(set(ids)), f"{url}: {ids}"
    for link in all_of(d, 'a[href^="#"]'):
        assert attribute(link, "href")[1:] in ids, f"{url}: {attribute(link, 'href')}"
    for node in all_of(d, "[aria-labelledby]"):
        assert attribute(node, "aria-labelledby") in ids, url


def its_inputs_are_labelled(d: JustHTML, html: str, url: str) -> None:
    workshop = all_of(d, "[data-workshop] [name]")
    for field in {*all_of(d, "input"), *workshop}:
        if field not in workshop:
            assert attribute(field, "type") in {"checkbox", "radio", "text"}, url
            # Anything else with a name could be sent by a form.
            assert bool(attribute(field, "name")) == (attribute(field, "type") != "text"), url
        label = field.parent
        assert label is not None, url
        assert label.name == "label", f"{url}: {field.to_html()}"
        assert len(text(label)) > 3, url
    for step in all_of(d, "[data-step]"):
        fields = [n for n in step.query("input") if isinstance(n, Element)]
        assert [attribute(n, "name") for n in fields] == [attribute(step, "data-step")], url


def its_form_sends_nothing(d: JustHTML, html: str, url: str) -> None:
    """No form says where to; the workshop is hidden until its script is there."""
    for form in all_of(d, "form"):
        assert not (form.attrs or {}).keys() & {"action", "method", "target"}, url
    for form in all_of(d, "form[data-workshop]"):
        assert (form.attrs or {}).keys() == {"data-workshop", "autocomplete", "hidden"}, url
        buttons = [node for node in form.query("button") if isinstance(node, Element)]
        assert {attribute(button, "type") for button in buttons} == {"button", "reset"}, url
        assert not form.query("[type=submit], [type=image], [formaction]"), url


def its_links_and_buttons_have_words(d: JustHTML, html: str, url: str) -> None:
    for node in all_of(d, "a, button, summary"):
        assert text(node), f"{url}: {node.to_html()}"


def it_says_that_we_are_independent(d: JustHTML, html: str, url: str) -> None:
    [footer] = all_of(d, "footer")
    for name in ("Off Switch", "LinkedIn", "Microsoft", "LinkedIn Corporation"):
        assert name in text(footer), f"{url}: {name} is not in the footer"


def it_runs_no_inline_script_and_no_style_attribute(d: JustHTML, html: str, url: str) -> None:
    for script in all_of(d, "script"):
        assert attribute(script, "src"), f"{url}: {script.to_html()}"
        assert not text(script), url
    assert not all_of(d, "[style]"), url
    assert 1 <= len(all_of(d, "style")) <= 2, url
    assert not re.search(r"<[^>]+\son\w+=", html), url


def it_loads_nothing_from_elsewhere(d: JustHTML, html: str, url: str) -> None:
    for node in all_of(d, "[src], link[href], [srcset], [poster], [action]"):
        if attribute(node, "rel") == "canonical" or attribute(node, "hreflang"):
            continue  # it is named, not loaded
        for name in ("src", "href", "srcset", "poster", "action"):
            value = attribute(node, name)
            assert not value or re.match(r"/(?!/)", value), f"{url}: {node.to_html()}"
    assert "@import" not in html, url
    assert "url(" not in html, url


def its_links_lead_where_they_may(d: JustHTML, html: str, url: str) -> None:
    for link in all_of(d, "a"):
        parts = urlsplit(attribute(link, "href"))
        if parts.scheme in ("", "mailto"):
            continue
        assert parts.scheme == "https", f"{url}: {link.to_html()}"
        # On the about page, sources may be anywhere.
        assert parts.netloc in HOSTS or "/about/" in url, parts.netloc
        assert "noreferrer" in attribute(link, "rel"), f"{url}: {link.to_html()}"
        # On a computer, LinkedIn opens beside the steps.
        beside = "data-direct" in (link.attrs or {}) and "button" in attribute(link, "class")
        assert attribute(link, "target") in ("", "_blank" if beside else ""), url


def its_labels_name_their_language(d: JustHTML, html: str, url: str) -> None:
    for label in all_of(d, ".label"):
        assert label.name == "bdi", url
        assert attribute(label, "lang"), url


def it_shows_no_unfilled_message(d: JustHTML, html: str, url: str) -> None:
    [body] = all_of(d, "body")
    for mark in ("{", "}", "%(", "**", "](", "Undefined"):
        assert mark not in text(body), f"{url}: {mark} in the text"
    assert not re.search(r"\bNone\b(?! of us)", text(body)), f"{url}: None in the text"


def its_attribute_values_are_quoted(d: JustHTML, html: str, url: str) -> None:
    for tag in TAG.findall(html):
        bare = re.sub(r"\"[^\"]*\"", '""', tag)
        assert not BARE_ATTRIBUTE.search(bare), f"{url}: {tag}"


Rule = Callable[[JustHTML, str, str], None]

RULES: tuple[Rule, ...] = tuple(
    rule for name, rule in list(globals().items()) if name.startswith(("it_", "its_"))
)
