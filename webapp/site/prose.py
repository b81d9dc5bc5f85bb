"""Messages as HTML: strong words, links, and LinkedIn's labels in LinkedIn's own words.

A message arrives translated, together with the values that fill it. Nothing here decides what
is said, and everything that is not our own markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from webapp.guide.markup import LINK, PLACEHOLDER, STRONG
from webapp.guide.models import Grade, Label, Printed
from webapp.reader.locales import Locale


@dataclass(frozen=True, slots=True)
class Link:
    """Where a text may lead."""

    href: str
    direct: bool = False  # to LinkedIn's setting itself
    outside: bool = False

    @property
    def attributes(self) -> str:
        """The attributes of the ``a`` element, escaped."""
        attributes = f'href="{escape(self.href)}"'
        if self.direct:
            attributes += " data-direct"
        if self.outside:
            attributes += ' rel="noreferrer"'
        return attributes


def fill(message: str, links: Mapping[str, Link], values: Mapping[str, object]) -> Markup:
    """Return a message as HTML.

    Raises KeyError for a link or a value that is missing.
    """

    def link(match: re.Match[str]) -> str:
        return f"<a {links[match[2]].attributes}>{match[1]}</a>"

    html = LINK.sub(link, str(escape(message)))
    html = STRONG.sub(r"<strong>\1</strong>", html)
    return Markup(PLACEHOLDER.sub(lambda match: escape(values[match[1]]), html))  # noqa: S704 - escaped above


def plain(message: str, values: Mapping[str, str]) -> str:
    """Return a message as plain text: its words, without links.

    Raises KeyError for a value that is missing.
    """
    text = STRONG.sub(r"\1", LINK.sub(r"\1", str(message)))
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)


def as_printed(label: Label, locale: Locale, *, description: str, reported: str) -> Markup:
    """Return a label as a reader of a locale should see it.

    These are LinkedIn's words in the reader's language, if a source prints them, with the
    English ones beside them: the language of the app need not be that of the phone. Otherwise,
    they are the English words with a ``description`` in the reader's language. ``reported``
    marks words that only a single source prints.
    """
    english = _printed(label.english, reported)
    local = label.in_locale(locale.tag)
    if locale.tag == "en":
        return english
    if local is not None:
        return Markup('{} <span class="also">({})</span>').format(
            _printed(local, reported), english
        )
    if description:
        return Markup('{} <span class="also">({})</span>').format(english, description)
    return english


def in_other_languages(label: Label, locale: Locale, *, reported: str) -> Markup:
    """Return a label in all languages but that of a locale and English, one on each line."""
    others = [printed for printed in label.printed if printed.locale not in ("en", locale.tag)]
    lines = (Markup("<span>{}</span>").format(_printed(other, reported)) for other in others)
    return Markup('<span class="others">{}</span>').format(Markup(" ").join(lines))


def _printed(printed: Printed, reported: str) -> Markup:
    html = Markup('<bdi class="label" lang="{}">{}</bdi>').format(printed.locale, printed.text)
    if printed.evidence.grade is Grade.SINGLE:
        html += Markup(" <small>({})</small>").format(reported)
    return html
