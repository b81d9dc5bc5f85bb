"""The pages as HTML: one template per page, every sentence from the guide or a catalog.

Which page a reader gets is not decided here, and neither is how it travels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from babel.dates import format_date, format_skeleton
from flask import Flask, render_template, url_for
from flask_babel import force_locale, gettext
from markupsafe import Markup

from webapp import prose, qr
from webapp.assets import Assets
from webapp.config import Config
from webapp.models import Claim, Day, Device, Evidence, Guide, Locale, Page, Section
from webapp.prose import Link

# What the makers call their platforms; names, so not translated.
PLATFORMS = {
    "android": "Android",
    "chromeos": "ChromeOS",
    "ios": "iOS",
    "linux": "Linux",
    "macos": "macOS",
    "windows": "Windows",
}


class Pages:
    """Every page of one app, rendered once."""

    def __init__(
        self,
        app: Flask,
        *,
        config: Config,
        guide: Guide,
        locales: Mapping[str, Locale],
        assets: Assets,
    ) -> None:
        """Render all pages, so that whatever one of them lacks stops the start."""
        self.config = config
        self.guide = guide
        self.locales = locales
        self.assets = assets
        self.build = ""
        if not app.debug:  # there, templates and catalogs may change at any time
            self.html = lru_cache(maxsize=1024)(self.html)  # type: ignore[method-assign] # same signature
        with app.test_request_context():
            blank = [self._page(locale, page, None) for locale, page in self.all()]
            self.build = hashlib.sha256("".join(blank).encode()).hexdigest()[:12]
            for locale, page in self.all():
                self.html(locale, page)

    def all(self) -> list[tuple[Locale, Page]]:
        """Return every page there is, by locale."""
        return [(locale, page) for locale in self.locales.values() for page in Page]

    def html(self, locale: Locale, page: Page, door: Device | None = None) -> bytes:
        """Return a page; at the door, with what is known of the device filled in."""
        return self._page(locale, page, door).encode()

    def error(self, locale: Locale, code: int) -> bytes:
        """Return the page for an HTTP error, which leads on."""
        return self._render("error.html", locale, None, code=code).encode()

    def _page(self, locale: Locale, page: Page, door: Device | None) -> str:
        template = "guide.html" if page.surface else f"{page}.html"
        return self._render(template, locale, page, door=door)

    def _render(
        self, template: str, locale: Locale, page: Page | None, **context: object
    ) -> str:
        with force_locale(locale.folder):
            words = Words(self, locale, page)
            return render_template(
                template,
                **{"door": None, "code": 0, **context},
                asset=self.assets.url,
                assets=self.assets,
                build=self.build,
                claims=words.claims,
                config=self.config,
                day=words.day,
                guide=self.guide,
                in_locale=words.in_locale,
                locale=locale,
                locales=self.locales,
                month=words.month,
                page=page,
                platforms=PLATFORMS,
                qr=partial(qr.svg, self.config.public_origin),
                say=words.say,
                surface=words.surface,
            )


class Words:
    """What a template says with: the guide's sentences in one locale, for one page.

    An error is no page of ours: its links lead to the door.
    """

    def __init__(self, pages: Pages, locale: Locale, page: Page | None) -> None:
        """Gather what the sentences of a page may link and be filled with."""
        guide, config = pages.guide, pages.config
        here = partial(url_for, "pages.page", locale=locale)
        self.page = page
        self.surface = page.surface if page else None
        # English dates are written the British way (design.md section 2).
        self.dates = "en_GB" if locale.folder == "en" else locale.folder
        self.links = {
            **{place.value: Link(here(page=place)) for place in Page},
            "code": Link("/qr.svg"),
            "contact": Link(config.contact, outside=True),
            "english": Link(self.in_locale(pages.locales["en"])),
            "keep": Link("#keep"),
            "object": Link(here(page=Page.MORE) + "#object"),
            **{
                address.id: Link(address.url, direct=address.id == "setting", outside=True)
                for address in guide.addresses.values()
            },
        }
        self.values: dict[str, Any] = {
            "address": Markup('<bdi class="address">{}</bdi>').format(config.public_origin),
            "host": Markup("<bdi>{}</bdi>").format(config.public_host),
            **{
                label.id: prose.as_printed(
                    label,
                    locale,
                    description=label.description and gettext(label.description),
                    reported=gettext("as reported"),
                )
                for label in guide.labels.values()
            },
        }

    def in_locale(self, locale: Locale) -> str:
        """Return the URL of the same page in a locale, of the door for an error."""
        if self.page is None:
            return url_for("door.localized", locale=locale)
        return url_for("pages.page", locale=locale, page=self.page)

    def say(self, said: Claim | str, **values: object) -> Markup:
        """Return a claim, or a text of the guide, in the locale."""
        if isinstance(said, str):
            return prose.fill(gettext(said), self.links, {**self.values, **values})
        return prose.fill(
            gettext(said.text),
            self.links,
            {**self.values, **self._dates(said.evidence), **values},
        )

    def claims(self, section: Section) -> list[Claim]:
        """Return the claims of a section that are shown on this page."""
        return [claim for claim in section.claims if claim.surface in (None, self.surface)]

    def day(self, day: Day) -> str:
        """Return a date in full, "" for an unknown one."""
        return str(format_date(day.date, "long", locale=self.dates)) if day.date else ""

    def month(self, day: Day) -> str:
        """Return month and year of a date, "" for an unknown one."""
        if not day.date:  # Babel takes None for today, which is what nobody has seen
            return ""
        return str(format_skeleton("yMMMM", day.date, locale=self.dates))

    def _dates(self, evidence: Evidence | None) -> dict[str, str]:
        if evidence is None:
            return {}
        return {"date": self.day(evidence.date), "month": self.month(evidence.date)}
