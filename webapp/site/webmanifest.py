"""The web app manifest of a locale: what a home screen needs to know.

It is one app in every language: ``id`` and ``scope`` are the root (W3C Web Application Manifest
sections 1.8 and 1.9); only the words and the start differ. It has no ``related_applications``,
since there are none.
"""

from __future__ import annotations

import json

from flask import url_for

from webapp import palette
from webapp.guide.models import Guide, Page
from webapp.reader.locales import Locale
from webapp.site.assets import Assets
from webapp.site.words import PlainText

NAME = "Off Switch"  # never translated, and without the name of anybody else

# The PNG files are drawn by `make icons`.
ICONS = (
    ("icons/icon.svg", "any", "any"),
    ("icons/any-192.png", "192x192", "any"),
    ("icons/any-512.png", "512x512", "any"),
    ("icons/maskable-192.png", "192x192", "maskable"),
    ("icons/maskable-512.png", "512x512", "maskable"),
    ("icons/monochrome-512.png", "512x512", "monochrome"),
)

# Made from the real pages by `make screenshots`, in pixels of the device.
SCREENSHOTS = {"narrow": (Page.APP, "720x1280"), "wide": (Page.WEBSITE, "1280x800")}


def manifest(guide: Guide, assets: Assets, locale: Locale) -> bytes:
    """Return the manifest as JSON (application/manifest+json)."""
    plain = PlainText(guide, locale)
    lead = guide.section("lead")
    independent = guide.section("independence").claim("independent")
    steps = {
        page: plain.say(guide.section("surfaces").claim(f"steps-{page}"))
        for page in (Page.APP, Page.WEBSITE)
    }
    value = {
        "id": "/",
        "scope": "/",
        "start_url": url_for("door.localized", locale=locale),
        "name": f"{NAME}: {plain.say(guide.section('app').heading)}",
        "short_name": NAME,
        "description": " ".join(plain.say(claim) for claim in (*lead.claims, independent)),
        "lang": locale.language,
        "dir": locale.direction,
        "display": "standalone",
        "background_color": palette.LIGHT["paper"],
        "theme_color": palette.LIGHT["paper"],
        "categories": ["education", "utilities"],
        "icons": [
            {
                "src": assets.url(path),
                "sizes": sizes,
                "type": assets.files[path].mimetype,
                "purpose": purpose,
            }
            for path, sizes, purpose in ICONS
        ],
        "screenshots": [
            {
                "src": assets.url(f"screenshots/{locale.tag}-{form}.png"),
                "sizes": sizes,
                "type": "image/png",
                "form_factor": form,
                "label": steps[page],
            }
            for form, (page, sizes) in SCREENSHOTS.items()
            if f"screenshots/{locale.tag}-{form}.png" in assets.files
        ],
        "shortcuts": [
            {"name": name, "url": url_for("pages.page", locale=locale, page=page)}
            for page, name in steps.items()
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
