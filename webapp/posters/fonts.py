"""Which fonts a poster needs for a locale, and whether this machine has them.

Noto has a family for every script. None is shipped here: either the system has it, or the
language has no poster. Pages need none of them, since a reader's device has its own fonts.
"""

from __future__ import annotations

from functools import lru_cache

import babel
import langcodes
import typst

from webapp.reader.locales import Locale

LATIN = "Noto Sans"  # also Greek and Cyrillic; names such as LinkedIn are in Latin everywhere
CORE, CJK = "fonts-noto-core", "fonts-noto-cjk"  # Debian's packages

# By script (ISO 15924), where the family is not simply named after it.
FAMILIES = {
    "Cyrl": LATIN,
    "Grek": LATIN,
    "Hans": "Noto Sans CJK SC",
    "Hant": "Noto Sans CJK TC",
    "Jpan": "Noto Sans CJK JP",
    "Kore": "Noto Sans CJK KR",
    "Latn": LATIN,
}


@lru_cache
def families(locale: Locale) -> tuple[str, ...]:
    """Return the font families for a locale, that of its own script first."""
    script = langcodes.Language.get(locale.tag).maximize().script or "Latn"
    names = babel.Locale("en").scripts
    return tuple(dict.fromkeys((FAMILIES.get(script) or f"Noto Sans {names[script]}", LATIN)))


def missing(locale: Locale) -> str:
    """Return the package with the fonts that a locale lacks here, "" if it lacks none."""
    for family in families(locale):
        if family not in _installed_families():
            return package(family)
    return ""


def package(family: str) -> str:
    """Return the Debian package that has a family."""
    return CJK if "CJK" in family else CORE


@lru_cache
def installed() -> typst.Fonts:
    """Return the fonts of this machine; looking for them takes a third of a second."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@lru_cache
def _installed_families() -> frozenset[str]:
    return frozenset(installed().families())
