"""Which languages exist, what they are called, and which one suits a reader.

Languages are found, not listed: English is the source, and every folder of translations/ with
a catalog is another. The Accept-Language header is read elsewhere: preferences arrive here as
tags, best first.

Nothing that a reader sends is stored. langcodes remembers every tag it ever saw, so it only
sees pairs of a language and a script that CLDR lists: a few hundred, whatever is sent.
"""

from __future__ import annotations

import datetime
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

import babel
import langcodes
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from webapp.config import ROOT
from webapp.errors import CatalogError
from webapp.guide.models import When

SOURCE = "en"
TRANSLATIONS = ROOT / "translations"

# The Last-Translator in a catalog's header until a person has checked it.
MACHINE = b"a machine"

# A compiled catalog as pybabel writes it, in little-endian numbers of 32 bits (GNU gettext
# manual, section 10.3): magic, revision, count of messages, offset of the messages, offset of
# their translations; there, for each of them, length and offset.
MAGIC, LAYOUT, ENTRY = 0x950412DE, struct.Struct("<I4xI4xI"), struct.Struct("<II")

# How many of a reader's preferences are looked at; browsers send up to about eight.
MOST_TAGS = 10

# The parts of a tag that count (RFC 5646 section 2.1); extended languages and all that follows
# a region do not.
TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{3})?(-(?P<script>[a-z]{4}))?"
    r"(-(?P<region>[a-z]{2}|[0-9]{3}))?(-[a-z0-9]{1,8})*",
    re.IGNORECASE | re.ASCII,
)

# Distances of CLDR: up to the first, readers of one language can be given another (de for gsw,
# pt for pt-PT); up to the second, that is better than nothing (es for ca).
CLOSE, FAR = 10, 25

# In CLDR, Nynorsk is 20 from Bokmål, but the same people read both.
SAME_READERS = {"nn": "no"}


class Review(StrEnum):
    """How good the texts of a language are."""

    ORIGINAL = "original"  # the guide is written in it
    MACHINE = "machine"  # a machine translated it, and nobody has checked that
    READ_BACK = "read-back"  # somebody who read nothing else said back what it says to do
    PERSON = "person"  # a person translated or checked it


@dataclass(frozen=True, kw_only=True)  # without slots: CLDR is read when needed
class Locale:
    """A language we publish."""

    tag: str  # lower-case BCP 47, as in URLs
    folder: str  # gettext's form, as in translations/ and in Babel
    machine: bool = False  # translated by a machine, and not yet checked by a person

    @cached_property
    def name(self) -> str:
        """Its name in the language itself."""
        cldr = babel.Locale.parse(self.folder)
        name = cldr.get_display_name(cldr) or self.folder
        return name[:1].upper() + name[1:]

    @cached_property
    def direction(self) -> str:
        """The direction of its writing, ltr or rtl."""
        return babel.Locale.parse(self.folder).text_direction

    @property
    def review(self) -> Review:
        """How good its texts are, as far as its catalog says; no catalog says read-back yet."""
        if self.folder == SOURCE:
            return Review.ORIGINAL
        return Review.MACHINE if self.machine else Review.PERSON

    @property
    def language(self) -> str:
        """The tag as HTML and HTTP write it (RFC 5646 section 2.1.1)."""
        return self.folder.replace("_", "-")


def find(folder: Path = TRANSLATIONS) -> Mapping[str, Locale]:
    """Return the locales by tag, English first.

    Only the header of each catalog is read, and nothing of CLDR, so that a start takes as long
    with many languages as with few. Raises CatalogError for a folder without a compiled
    catalog, which would silently be served in English.
    """
    locales = [_locale(SOURCE)]
    for catalog in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        name = catalog.parent.parent.name
        compiled = catalog.with_suffix(".mo")
        if not compiled.exists():
            raise CatalogError(name, f"a compiled {compiled.name}: run `make run` or pybabel")
        try:
            locales.append(_locale(name, machine=_by_machine(compiled)))
        except (babel.UnknownLocaleError, ValueError):
            raise CatalogError(name, "a language that Babel knows, as in zh_Hans") from None
        except (OSError, struct.error):
            raise CatalogError(name, f"a complete {compiled.name}: compile it again") from None
    return {locale.tag: locale for locale in locales}


def by_name(locales: Mapping[str, Locale]) -> list[Locale]:
    """Return locales in the order of a list of languages: English, then the others by name."""
    english, *others = locales.values()
    return [english, *sorted(others, key=lambda locale: locale.name.casefold())]


class English(str):
    """A message that is not translated yet: on a page, it is marked as English."""

    __slots__ = ()

    def __html__(self) -> Markup:
        """Return it as Jinja and MarkupSafe take it; WCAG 2.2, 3.1.2: the language of parts."""
        return Markup('<span lang="{}" dir="ltr">{}</span>').format(SOURCE, str(self))


class Untranslated(NullTranslations):
    """What a catalog falls back on for a message that it does not have."""

    def gettext(self, message: str) -> str:
        """Return the message, in English."""
        return English(message)

    def pgettext(self, context: str, message: str) -> str:
        """Return the message, which means different things by context, in English."""
        return English(message)

    def ngettext(self, msgid1: str, msgid2: str, num: int) -> str:
        """Return the form of the message for a number, in English."""
        return English(super().ngettext(msgid1, msgid2, num))


@cache
def catalog(folder: str) -> NullTranslations:
    """Return the messages of a locale by its folder; for English, they are the ids.

    What it does not translate is an ``English``, also if there is no catalog at all.
    """
    messages = Translations.load(TRANSLATIONS, [folder])
    if folder != SOURCE:
        messages.add_fallback(Untranslated())
    return messages


def format_when(when: When, locale: Locale) -> str:
    """Return a day, month or year as a locale writes it, "" for an unknown one."""
    if not when.first:  # Babel reads None as today, a date that nobody vouched for
        return ""
    if skeleton := {len("2025"): "y", len("2025-11"): "yMMMM"}.get(len(when.text)):
        return str(format_skeleton(skeleton, when.first, locale=_british(locale)))
    return str(format_date(when.first, "long", locale=_british(locale)))


def format_day(month: int, day: int, locale: Locale) -> str:
    """Return a day of every year as a locale writes it, such as 3 May."""
    any_year = datetime.date(2000, month, day)
    return str(format_skeleton("MMMMd", any_year, locale=_british(locale)))


def _british(locale: Locale) -> str:
    """Return the locale of dates: English ones are written the British way."""
    return "en_GB" if locale.folder == SOURCE else locale.folder


def _by_machine(compiled: Path) -> bool:
    """Return whether a catalog's header names a machine as its last translator.

    Raises OSError or struct.error for a file that is not a catalog or is not complete.
    """
    content = compiled.read_bytes()
    magic, count, translations = LAYOUT.unpack_from(content)
    if magic != MAGIC:
        raise OSError(compiled, "no catalog")
    # The header translates the empty message, which sorts first; the last one ends the file.
    (length, start), (last, end) = (
        ENTRY.unpack_from(content, translations + ENTRY.size * number)
        for number in (0, count - 1)
    )
    if len(content) <= end + last:
        raise OSError(compiled, "cut")
    return b"\nLast-Translator: " + MACHINE in content[start : start + length]


def _locale(folder: str, *, machine: bool = False) -> Locale:
    """Return a locale by its folder; raise UnknownLocaleError or ValueError otherwise."""
    babel.Locale.parse(folder)
    return Locale(tag=folder.replace("_", "-").lower(), folder=folder, machine=machine)


def match(preferred: Iterable[str], locales: Mapping[str, Locale]) -> Locale:
    """Return the locale that suits a reader best; English if none does.

    A preference that is close to a locale wins over a far one named earlier. Only the first
    ten preferences whose language CLDR knows count.
    """
    pairs = [*islice(filter(None, map(_language_and_script, preferred)), MOST_TAGS)]
    supported = tuple(locales)
    for distance in (CLOSE, FAR):
        for pair in pairs:
            if closest := _closest(pair, supported, distance):
                return locales[closest]
    return locales[SOURCE]


def _language_and_script(tag: str) -> str:
    """Return the language of a tag and the script it is written in, such as zh-Hant for zh-TW.

    Return "" for a language that CLDR does not know and for anything that is not a tag.
    Regions, variants and extensions say nothing more about which language somebody reads.
    """
    parts = TAG.fullmatch(tag)
    if not parts:
        return ""
    likely, aliases = get_global("likely_subtags"), get_global("language_aliases")
    alias = aliases.get(parts["language"].lower(), parts["language"].lower())
    language, _, script = alias.partition("_")
    script = script or (parts["script"] or "").title()
    language = SAME_READERS.get(language, language)
    if (pair := f"{language}-{script}") in _cldr_pairs():
        return pair
    region = (parts["region"] or "").upper()
    full = likely.get(f"{language}_{region}") or likely.get(language, "_")
    pair = f"{language}-{full.split('_')[1]}"
    return pair if pair in _cldr_pairs() else ""


@cache
def _cldr_pairs() -> frozenset[str]:
    """Return the languages that CLDR names in English, each with a script it is written in."""
    names = babel.Locale("en").languages
    full = (tag.split("_") for tag in get_global("likely_subtags").values())
    return frozenset(
        f"{language}-{script}" for language, script, *_ in full if language in names
    )


@cache  # its keys come from CLDR, not from requests
def _closest(pair: str, supported: tuple[str, ...], distance: int) -> str | None:
    return langcodes.closest_supported_match(pair, list(supported), max_distance=distance)
