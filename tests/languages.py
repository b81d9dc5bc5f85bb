"""The languages that tests look at; there is no other list of them under ``tests/``.

What is quick is tried in all languages, which a new catalog joins by being there. What is too
dear to be tried 36 times, such as a page in a browser, is tried in a sample.
"""

from __future__ import annotations

import datetime
import gettext
import unicodedata

from babel.dates import format_date
from babel.localedata import locale_identifiers

from webapp.config import ROOT
from webapp.reader import locales

TRANSLATIONS = ROOT / "translations"
LOCALES = locales.find(TRANSLATIONS)

# In the order in which pages list them.
ALL = tuple(locale.tag for locale in locales.by_name(LOCALES))
RTL = tuple(tag for tag, locale in LOCALES.items() if locale.direction == "rtl")

# The source, the one with the longest words, and one that is written from right to left.
SAMPLE = ("en", "de", "ar")

# A real language that we have no catalog of, and no catalog that would do for its readers.
LACKING: str = next(
    tag
    for tag in sorted(locale_identifiers())
    if "_" not in tag and locales._closest(tag, ALL, locales.FAR) is None
)


def translated(message: str, tag: str) -> str:
    """Return what a catalog says for a message; the message itself in English."""
    folders = [LOCALES[tag].folder]
    source = tag == locales.SOURCE
    catalog = gettext.translation("messages", TRANSLATIONS, folders, fallback=source)
    return catalog.gettext(message)


def day(date: datetime.date, tag: str) -> str:
    """Return a day as a language writes it, which in English is the British way."""
    return str(format_date(date, "long", "en_GB" if tag == "en" else LOCALES[tag].folder))


def writes_from_the_right(text: str) -> bool:
    """Return whether a text has anything of a script that is written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
