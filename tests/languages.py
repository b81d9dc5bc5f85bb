"""The languages that tests look at; there is no other list of them under ``tests/``.

Quick tests try all languages, which include a new catalog automatically. Tests that would take
too long 36 times, such as those of a page in a browser, try a sample.
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

# What the guide is meant for. Those without a catalog are tried with words of CLDR.
PLANNED = (
    *(
        "ar",
        "bn",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "fa",
        "fi",
        "fil",
        "fr",
        "he",
        "hi",
        "hu",
    ),
    *("id", "it", "ja", "ko", "mr", "ms", "nb", "nl", "pa", "pl", "pt", "ro", "ru", "sv", "te"),
    *("th", "tr", "uk", "vi", "zh-hans", "zh-hant"),
)

# The source, one with long words, and one that is written from right to left.
SAMPLE = ("en", "de", "ar")

# A real language of which we have no catalog, nor one that its readers could use instead.
LACKING: str = next(
    tag
    for tag in sorted(locale_identifiers())
    if "_" not in tag and locales._closest(tag, ALL, locales.FAR) is None
)


def planned(tag: str) -> locales.Locale:
    """Return a language that the guide is meant for, with a catalog or without."""
    language, _, script = tag.partition("-")
    return locales.Locale(tag=tag, folder=f"{language}_{script.title()}".rstrip("_"))


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
    """Return whether a text has characters of a script that is written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
