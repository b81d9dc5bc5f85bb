"""The colours, read from ``pwa/styles/page.css``, which is their home.

Whatever CSS cannot reach takes them from here: the browser's own frame, the web app manifest,
icons and posters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

SHEET = Path(__file__).parents[1] / "pwa" / "styles" / "page.css"


def read(css: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the colours of the light and of the dark page, as #rrggbb by name.

    They are the custom properties of the first two ``:root`` rules with a colour.
    """
    rules = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", rule)) for rule in rules[:2])
    return light, dark


LIGHT, DARK = read(SHEET.read_text("utf-8"))
