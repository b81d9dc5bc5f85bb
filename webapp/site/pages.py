"""The pages as HTML: one template per page, every sentence from the guide or a catalog.

Which page a reader gets, and how it is sent, is decided elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from flask import Flask, render_template, url_for
from flask_babel import force_locale
from markupsafe import Markup, escape

from webapp import palette
from webapp.config import Config
from webapp.guide.models import Claim, Guide, Page
from webapp.posters import qr, sheets, wording
from webapp.posters.drawing import Poster
from webapp.posters.sheets import Sheet
from webapp.reader.devices import Device
from webapp.reader.locales import SOURCE, Locale, by_name, catalog
from webapp.site import reminder
from webapp.site.assets import Assets
from webapp.site.words import Words

# Platforms as their makers call them; names, so they are not translated.
PLATFORMS = {
    "android": "Android",
    "chromeos": "ChromeOS",
    "ios": "iOS",
    "linux": "Linux",
    "macos": "macOS",
    "windows": "Windows",
}

# Where a door says what it took the device for; in a variant, this is empty.
GUESS = "<p data-guess hidden></p>"

# What only some templates get.
DEFAULTS = {"code": 0, "guess": "", "marks": None, "steps_html": "", "url_locale": None}


class Marks(NamedTuple):
    """The marks by which a saved page sees whether the steps of a newer one differ."""

    steps: str  # twelve hexadecimal digits that change with the counted steps
    change: str  # date and text of the newest correction, percent-encoded; "" if there was none


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
        self.folder: Path | None = None  # of the build, if its files are to be used
        self.debug = app.debug  # then templates may change at any time
        self.set_build("")

    def set_build(self, build: str) -> None:
        """Give the build its name, which every page carries; "" until it is known."""
        self.build = build
        cached = (lambda method: method) if self.debug else lru_cache(maxsize=1024)
        self._cached_html = cached(self._html)
        self._cached_door = cached(self._at_door)
        self._cached_steps = cached(self._steps_html)

    def all(self) -> list[tuple[Locale, Page]]:
        """Return every page there is, by locale."""
        return [(locale, page) for locale in self.locales.values() for page in Page]

    def html(self, locale: Locale, page: Page) -> bytes:
        """Return a page, the same for everyone; from the build's folder if it is there."""
        return self._cached_html(locale, page)

    def _html(self, locale: Locale, page: Page) -> bytes:
        if self.folder:
            with suppress(OSError):
                return (self.folder / locale.tag / page / "index.html").read_bytes()
        if page.surface is None:
            return self._render(f"{page}.html", locale, page).encode()
        html = self._render(
            "guide.html",
            locale,
            page,
            guess=GUESS,
            marks=self.marks(locale, page),
            steps_html=self._cached_steps(locale, page),
        )
        return html.encode()

    def marks(self, locale: Locale, page: Page) -> Marks:
        """Return the marks of a page with steps."""
        steps = hashlib.sha256(self._cached_steps(locale, page).encode()).hexdigest()[:12]
        return Marks(steps=steps, change=self.words(locale, page).correction())

    def _steps_html(self, locale: Locale, page: Page) -> str:
        """Return the counted steps of a page as HTML."""
        return self._render("counted.html", locale, page)

    def at_door(self, locale: Locale, page: Page, device: Device) -> bytes:
        """Return a variant with what is known about the reader's device filled in."""
        return self._cached_door(locale, page, device)

    def _at_door(self, locale: Locale, page: Page, device: Device) -> bytes:
        details = {
            "platform": device.platform,
            "in-app": device.in_app,
            "crawler": "1" if device.crawler else "",
        }
        attributes = "".join(
            f' data-{name}="{value}"' for name, value in details.items() if value
        )
        build = f' data-build="{self.build}"'
        guess = f"<p data-guess>{escape(_guess(locale, device))}</p>"
        html = self.html(locale, page).decode()
        html = _replace_once(html, build, build + attributes)
        return _replace_once(html, GUESS, guess).encode()

    def chooser(self, locale: Locale | None) -> bytes:
        """Return the page of a door that cannot negotiate: all variants as links.

        ``locale`` is the language that the URL names; None for the door of all languages.
        """
        return self._render(
            "chooser.html", locale or self.locales["en"], None, url_locale=locale
        ).encode()

    def missing(self, locale: Locale) -> bytes:
        """Return the page shown instead of one that is not saved; it lists what is."""
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
            languages=by_name(self.locales),
        )

    def words(self, locale: Locale, page: Page | None) -> Words:
        """Return the sentences of a page in a locale; None is an error page."""
        return Words(
            self.guide,
            self.config,
            self.locales[SOURCE],
            locale=locale,
            page=page,
            build=self.build,
            values=reminder.days(locale),
        )

    def _render(
        self, template: str, locale: Locale, page: Page | None, **context: object
    ) -> str:
        with force_locale(locale.folder):  # for the messages of the templates themselves
            return render_template(
                template,
                **{**DEFAULTS, **context},
                alternates=alternates,
                asset=self.assets.url,
                assets=self.assets,
                build=self.build,
                canonical=canonical,
                config=self.config,
                file_name=sheets.name,
                framed=sheets.FRAMED,
                guide=self.guide,
                languages=by_name(self.locales),
                locale=locale,
                locales=self.locales,
                page=page,
                palette=palette,
                papers=sheets.PAPERS,
                screens=sheets.SCREENS,
                sheet_files=sheets.FILES,
                qr=partial(qr.svg, self.config.public_origin),
                say_in=self._say_in,
                surface=page.surface if page else None,
                words=self.words(locale, page),
            )

    def _say_in(self, locale: Locale, claim: Claim) -> Markup:
        """Return a claim in another locale than the page's own."""
        return self.words(locale, None).say(claim)


def canonical(page: Page, locale: Locale) -> str:
    """Return the path that names a page in a locale, for search engines and links passed on.

    A variant is named by the door of its locale, which looks at the device of whoever opens it.
    """
    if page.surface:
        return url_for("door.localized", locale=locale)
    return url_for("pages.page", locale=locale, page=page)


def alternates(page: Page, locales: Mapping[str, Locale]) -> dict[str, str]:
    """Return the paths that name a page in all locales, by ``hreflang``.

    Readers of other languages (``x-default``) are sent to the door, which negotiates, or to the
    page in English if it has no door.
    """
    paths = {locale.language: canonical(page, locale) for locale in locales.values()}
    default = url_for("door.door") if page.surface else canonical(page, locales[SOURCE])
    return {**paths, "x-default": default}


def _replace_once(html: str, place: str, text: str) -> str:
    """Return HTML with a text where its template has a place for it.

    Raises ValueError for HTML without that place.
    """
    before, separator, after = html.partition(place)
    if not separator:
        raise ValueError(f"no {place} in the HTML")
    return before + text + after


def _guess(locale: Locale, device: Device) -> str:
    """Return what a door says about the device, "" if its platform has no name."""
    gettext = catalog(locale.folder).gettext
    if not device.platform:
        return gettext("Your browser does not say what device this is.")
    if device.platform not in PLATFORMS:
        return ""
    # Translators: %(platform)s is a name such as Android or Windows.
    message = gettext("Your browser says that this is %(platform)s.")
    return message % {"platform": PLATFORMS[device.platform]}
