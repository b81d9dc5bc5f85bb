"""Choose the variant for a request, once, at the door. Pages behind it never negotiate.

The language, by precedence:

1. what the URL says
2. the reader's preferences (Accept-Language), best first
3. English

The surface, by precedence:

1. what the URL says
2. client hints (Sec-CH-UA-Platform, Sec-CH-UA-Mobile)
3. the user agent
4. the website

Phones and tablets get the app; computers, televisions, consoles, headsets, Windows Phone,
KaiOS, Tizen, crawlers and unknown devices get the website. ``devices`` applies 2 and 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.guide.models import Surface
from webapp.reader import locales
from webapp.reader.devices import Device
from webapp.reader.locales import Locale

APP_PLATFORMS = frozenset({"android", "ios"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A page of the guide: locale × surface."""

    locale: Locale
    surface: Surface


def negotiate(
    url_locale: Locale | None,
    preferred: Iterable[str],
    device: Device,
    supported: Mapping[str, Locale],
) -> Variant:
    """Return the variant for a reader; ``url_locale`` is the locale that the URL names."""
    return Variant(
        locale=url_locale or locales.match(preferred, supported),
        surface=surface_for(device),
    )


def surface_for(device: Device) -> Surface:
    """Return the surface on which the owner of a device uses LinkedIn."""
    in_linkedin = device.in_app == "linkedin"  # an iPad's window says it is a Mac
    if (device.platform in APP_PLATFORMS or in_linkedin) and not device.crawler:
        return Surface.APP
    return Surface.WEBSITE
