"""Which languages exist, what they are called, and which one suits a reader.

Languages are found, not listed: English is the source, every folder of translations/ with a
catalog is another. Reading the Accept-Language header is not done here: preferences come in
as tags, best first.

Nothing that a reader sends is stored. langcodes remembers every tag it ever saw, so it only
sees pairs of a language and a script that CLDR lists: a few hundred, whatever is sent.
"""

from __future__ import annotations

import gettext
import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path

import babel
import langcodes
from babel.core import get_global

from webapp.errors import CatalogError
from webapp.models import Locale

SOURCE = "en"

# Who a catalog's header names as Last-Translator until a person has checked it.
MACHINE = "a machine"

# How many of a reader's preferences are looked at; browsers send up to about eight.
MOST_TAGS = 10

# The parts of a tag that count (RFC 5646 section 2.1); extended languages and all that follows
# a region do not.
TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-[a-z]{3})?(-(?P<script>[a-z]{4}))?"
    r"(-(?P<region>[a-z]{2}|[0-9]{3}))?(-[a-z0-9]{1,8})*",
    re.IGNORECASE | re.ASCII,
)

# CLDR's distance below which one language stands for another without a thought (gsw for
# de, pt-PT for pt) and the one up to which it is better than nothing (ca for es).
CLOSE, FAR = 10, 25

# Nynorsk is 20 from Bokmål in CLDR, but both are written by the same readers.
SAME_READERS = {"nn": "no"}


def find(folder: Path) -> Mapping[str, Locale]:
    """Return the locales by tag, English first, the others by their own names.

    Raises CatalogError for a folder without a compiled catalog: it would silently be
    served in English.
    """
    found = [_locale(SOURCE)]
    for catalog in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        name = catalog.parent.parent.name
        compiled = catalog.with_suffix(".mo")
        if not compiled.exists():
            raise CatalogError(name, f"a compiled {compiled.name}: run `make run` or pybabel")
        try:
            found.append(_locale(name, machine=_by_machine(compiled)))
        except (babel.UnknownLocaleError, ValueError):
            raise CatalogError(name, "a language that Babel knows, as in zh_Hans") from None
        except (OSError, struct.error):
            raise CatalogError(name, f"{compiled.name} whole: compile it again") from None
    others = sorted(found[1:], key=lambda locale: locale.name.casefold())
    return {locale.tag: locale for locale in (found[0], *others)}


def _by_machine(compiled: Path) -> bool:
    with compiled.open("rb") as file:
        header = gettext.GNUTranslations(file).info()
    return header.get("last-translator", "").startswith(MACHINE)


def _locale(folder: str, *, machine: bool = False) -> Locale:
    locale = babel.Locale.parse(folder)
    name = locale.get_display_name(locale) or folder
    return Locale(
        tag=folder.replace("_", "-").lower(),
        folder=folder,
        name=name[:1].upper() + name[1:],
        direction=locale.text_direction,
        machine=machine,
    )


def match(preferred: Iterable[str], locales: Mapping[str, Locale]) -> Locale:
    """Return the locale that suits a reader best; English if none does.

    The first preference that is close to a locale wins over a far one named earlier. Only
    the first ten preferences count, less those whose language CLDR does not know.
    """
    tags = [*islice(filter(None, map(_written, preferred)), MOST_TAGS)]
    supported = tuple(locales)
    for distance in (CLOSE, FAR):
        for tag in tags:
            if found := _closest(tag, supported, distance):
                return locales[found]
    return locales[SOURCE]


def _written(tag: str) -> str:
    """Return the language of a tag and the script it is written in, such as zh-Hant for zh-TW.

    Return "" for a language that CLDR does not know and for what is no tag. Regions, variants
    and extensions say nothing more about which of our languages somebody reads.
    """
    parts = TAG.fullmatch(tag)
    if not parts:
        return ""
    likely, aliases = get_global("likely_subtags"), get_global("language_aliases")
    alias = aliases.get(parts["language"].lower(), parts["language"].lower())
    language, _, script = alias.partition("_")
    script = script or (parts["script"] or "").title()
    language = SAME_READERS.get(language, language)
    if (written := f"{language}-{script}") in _writings():
        return written
    region = (parts["region"] or "").upper()
    full = likely.get(f"{language}_{region}") or likely.get(language, "_")
    written = f"{language}-{full.split('_')[1]}"
    return written if written in _writings() else ""


@cache
def _writings() -> frozenset[str]:
    """Return the languages that CLDR names in English, each with a script it is written in."""
    names = babel.Locale("en").languages
    full = (tag.split("_") for tag in get_global("likely_subtags").values())
    return frozenset(
        f"{language}-{script}" for language, script, *_ in full if language in names
    )


@cache  # its keys are what CLDR knows, not what somebody sends
def _closest(written: str, supported: tuple[str, ...], distance: int) -> str | None:
    return langcodes.closest_supported_match(written, list(supported), max_distance=distance)
