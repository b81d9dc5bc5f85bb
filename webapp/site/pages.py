"""The pages as HTML: one template per page, every sentence from the guide or a catalog.

Which page a reader gets is not decided here, and neither is how it travels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path

from flask import Flask, render_template
from flask_babel import force_locale
from markupsafe import Markup, escape

from webapp.config import Config
from webapp.guide.models import Claim, Guide, Page
from webapp.posters import fonts, qr, sheets, wording
from webapp.posters.drawing import Poster
from webapp.posters.sheets import Sheet
from webapp.reader.devices import Device
from webapp.reader.locales import SOURCE, Locale, by_name, catalog
from webapp.site.assets import Assets
from webapp.site.words import Words

# What the makers call their platforms; names, so not translated.
PLATFORMS = {
    "android": "Android",
    "chromeos": "ChromeOS",
    "ios": "iOS",
    "linux": "Linux",
    "macos": "macOS",
    "windows": "Windows",
}

# Where a door says what it took the device for; a variant says nothing there.
GUESS = "<p data-guess hidden></p>"


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
        """Gather what pages are made of."""
        self.config = config
        self.guide = guide
        self.locales = locales
        self.assets = assets
        self.build = ""  # until it is known: a hash of all files with this left empty
        self.folder: Path | None = None  # of the build, if its files are to be used
        if not app.debug:  # there, templates and catalogs may change at any time
            self.html = lru_cache(maxsize=1024)(self.html)  # type: ignore[method-assign] # same signature
            self.at_door = lru_cache(maxsize=1024)(self.at_door)  # type: ignore[method-assign] # same signature

    def name(self, build: str) -> None:
        """Give the build its name, which every page carries."""
        self.build = build
        for made in (self.html, self.at_door):
            if forget := getattr(made, "cache_clear", None):
                forget()

    def all(self) -> list[tuple[Locale, Page]]:
        """Return every page there is, by locale."""
        return [(locale, page) for locale in self.locales.values() for page in Page]

    def html(self, locale: Locale, page: Page) -> bytes:
        """Return a page, the same to everyone; from the build's folder if it is there."""
        if self.folder:
            with suppress(OSError):
                return (self.folder / locale.tag / page / "index.html").read_bytes()
        template = "guide.html" if page.surface else f"{page}.html"
        return self._render(template, locale, page).encode()

    def at_door(self, locale: Locale, page: Page, device: Device) -> bytes:
        """Return a variant with what is known of the reader's device filled in."""
        marks = {
            "platform": device.platform,
            "in-app": device.in_app,
            "crawler": "1" if device.crawler else "",
        }
        end = f' data-build="{self.build}"'
        known = "".join(f' data-{name}="{value}"' for name, value in marks.items() if value)
        filled = self.html(locale, page).decode()
        filled = filled.replace(end, end + known, 1)
        return filled.replace(
            GUESS, f"<p data-guess>{escape(_guess(locale, device))}</p>", 1
        ).encode()

    def chooser(self, locale: Locale | None) -> bytes:
        """Return what stands at a door that cannot negotiate: all variants as links.

        ``locale`` is the language that the URL names; None for the door of all languages.
        """
        return self._render(
            "chooser.html", locale or self.locales["en"], None, given=locale
        ).encode()

    def missing(self, locale: Locale) -> bytes:
        """Return the page that stands for one that a phone has not kept, and says what is."""
        return self._render("missing.html", locale, None).encode()

    def error(self, locale: Locale, code: int) -> bytes:
        """Return the page for an HTTP error, which leads on."""
        return self._render("error.html", locale, None, code=code).encode()

    def poster(self, locale: Locale, sheet: Sheet) -> Poster:
        """Return a sheet of the site in a locale, as `posters.drawing` draws it."""
        return wording.poster(
            self.guide,
            [locale],
            sheet,
            origin=self.config.public_origin,
            languages=len(self.locales),
        )

    def words(self, locale: Locale, page: Page | None) -> Words:
        """Return the sentences of a page in a locale; None is the page of an error."""
        return Words(
            self.guide,
            self.config,
            self.locales[SOURCE],
            locale=locale,
            page=page,
            build=self.build,
        )

    def _render(
        self, template: str, locale: Locale, page: Page | None, **context: object
    ) -> str:
        with force_locale(locale.folder):  # for the messages of the templates themselves
            return render_template(
                template,
                **{"given": None, "code": 0, **context},
                asset=self.assets.url,
                assets=self.assets,
                build=self.build,
                config=self.config,
                digest=_digest,
                file_name=sheets.name,
                guide=self.guide,
                languages=by_name(self.locales),
                locale=locale,
                locales=self.locales,
                lacking=fonts.missing(locale),
                page=page,
                papers=sheets.PAPERS,
                qr=partial(qr.svg, self.config.public_origin),
                say_in=self._say_in,
                surface=page.surface if page else None,
                words=self.words(locale, page),
            )

    def _say_in(self, locale: Locale, claim: Claim) -> Markup:
        """Return a claim in another locale than the page's own."""
        return self.words(locale, None).say(claim)


def _digest(html: str) -> str:
    """Return the mark of a part of a page, by which an update tells whether it changed."""
    return hashlib.sha256(html.encode()).hexdigest()[:12]


def _guess(locale: Locale, device: Device) -> str:
    """Return what a door says of the device it saw, "" of one whose platform has no name."""
    gettext = catalog(locale).gettext
    if not device.platform:
        return gettext("Your browser does not say what device this is.")
    if device.platform not in PLATFORMS:
        return ""
    # Translators: %(platform)s is a name such as Android or Windows.
    message = gettext("Your browser says that this is %(platform)s.")
    return message % {"platform": PLATFORMS[device.platform]}
