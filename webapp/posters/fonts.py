"""The fonts of posters. They come with pip, so every machine draws the same bytes.

Noto has a family for every script. Pages need none of them, since a reader's device has its
own fonts.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

import babel
import langcodes
import typst

from webapp.reader.locales import Locale

# Why Rubik and not Noto for Arabic: docs/reasons.md (Arabic on posters).
PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk", "fontpkg_rubik")

LATIN = "Noto Sans"  # also Greek and Cyrillic; names such as LinkedIn are in Latin everywhere

# By script (ISO 15924), where the family is not simply named after it.
FAMILIES = {
    "Arab": "Rubik",
    "Beng": "Noto Sans Bengali",  # CLDR calls the script Bangla
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


@lru_cache
def every_family() -> tuple[str, ...]:
    """Return all families, for words in any script; in Arabic, Rubik comes before Noto."""
    return tuple(dict.fromkeys((*FAMILIES.values(), *sorted(installed().families()))))


@lru_cache
def installed() -> typst.Fonts:
    """Return the fonts, and none of the machine's own."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders()
    )


def folders() -> list[Path]:
    """Return the folders with the fonts."""
    return [Path(str(resources.files(name))) for name in PACKAGES]
