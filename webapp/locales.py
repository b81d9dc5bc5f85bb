"""Which languages exist, what they are called, and which one suits a reader.

Languages are found, not listed: English is the source, every folder of translations/ with a
catalog is another. Reading the Accept-Language header is not done here: preferences come in
as tags, best first.
"""

from __future__ import annotations

import gettext
import struct
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import babel
import langcodes

from webapp.errors import CatalogError
from webapp.models import Locale

SOURCE = "en"

# Who a catalog's header names as Last-Translator until a person has checked it.
MACHINE = "a machine"

# A tag longer than this is no language (RFC 5646 section 4.4.1).
LONGEST_TAG = 35

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

    The first preference that is close to a locale wins over a far one named earlier.
    """
    tags = [tag for tag in preferred if len(tag) <= LONGEST_TAG]
    supported = tuple(locales)
    for distance in (CLOSE, FAR):
        for tag in tags:
            if found := _closest(tag, supported, distance):
                return locales[found]
    return locales[SOURCE]


@lru_cache(maxsize=1024)
def _closest(tag: str, supported: tuple[str, ...], distance: int) -> str | None:
    primary, hyphen, rest = tag.partition("-")
    tag = SAME_READERS.get(primary.lower(), primary) + hyphen + rest
    try:
        return langcodes.closest_supported_match(tag, list(supported), max_distance=distance)
    except ValueError:  # not a language tag
        return None
