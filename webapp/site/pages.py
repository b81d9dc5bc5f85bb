"""The pages as HTML: one template per page, every sentence from the guide or a catalog.

Which page a reader gets is not decided here, and neither is how it travels.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from babel.dates import format_date, format_skeleton
from flask import Flask, render_template, url_for
from flask_babel import force_locale, gettext
from markupsafe import Markup, escape

from webapp.config import Config
from webapp.guide import loading as content
from webapp.guide.models import (
    Claim,
    Device,
    Evidence,
    Guide,
    Locale,
    Page,
    Section,
    Sheet,
    Sighting,
    Surface,
    When,
)
from webapp.posters import drawing, fonts, qr
from webapp.reader.locales import by_name
from webapp.site import prose
from webapp.site.assets import Assets
from webapp.site.prose import Link

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
        # Entries of the about page by anchor; by these numbers they and what rests on them
        # name each other.
        anchors = [f"claim-{claim.id}" for claim in guide.claims if claim.evidence]
        anchors += [f"path-{surface}" for surface in guide.paths]
        self.numbers = {anchor: number for number, anchor in enumerate(anchors, 1)}
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
        with force_locale(locale.folder):
            guess = self._guess(device)
        filled = self.html(locale, page).decode()
        filled = filled.replace(end, end + known, 1)
        return filled.replace(GUESS, f"<p data-guess>{escape(guess)}</p>", 1).encode()

    @staticmethod
    def _guess(device: Device) -> str:
        if not device.platform:
            return str(gettext("Your browser does not say what device this is."))
        if device.platform not in PLATFORMS:
            return ""
        name = PLATFORMS[device.platform]
        # Translators: %(platform)s is a name such as Android or Windows.
        return str(gettext("Your browser says that this is %(platform)s.", platform=name))

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

    def _render(
        self, template: str, locale: Locale, page: Page | None, **context: object
    ) -> str:
        with force_locale(locale.folder):
            words = Words(self, locale, page)
            return render_template(
                template,
                **{"given": None, "code": 0, **context},
                asset=self.assets.url,
                assets=self.assets,
                build=self.build,
                claims=words.claims,
                config=self.config,
                correction=words.correction,
                digest=_digest,
                file_name=drawing.name,
                guide=self.guide,
                in_locale=words.in_locale,
                languages=by_name(self.locales),
                locale=locale,
                locales=self.locales,
                lacking=fonts.missing(locale),
                numbers=self.numbers,
                page=page,
                path_of=words.path,
                papers=drawing.PAPERS,
                place=words.place,
                qr=partial(qr.svg, self.config.public_origin),
                readable=words.readable,
                say=words.say,
                say_in=self._say_in,
                described=words.described,
                seen=words.seen,
                shown=words.shown,
                source_mark=words.source_mark,
                surface=words.surface,
                time=words.time,
            )

    def _say_in(self, locale: Locale, claim: Claim) -> Markup:
        """Return a claim in another locale than the page's own."""
        with force_locale(locale.folder):
            return Words(self, locale, None).say(claim)


def _digest(html: str) -> str:
    """Return the mark of a part of a page, by which an update tells whether it changed."""
    return hashlib.sha256(html.encode()).hexdigest()[:12]


class Words:
    """What a template says with: the guide's sentences in one locale, for one page.

    An error is no page of ours: its links lead to the door.
    """

    def __init__(self, pages: Pages, locale: Locale, page: Page | None) -> None:
        """Gather what the sentences of a page may link and be filled with."""
        guide, config = pages.guide, pages.config
        here = partial(url_for, "pages.page", locale=locale)
        self.pages = pages
        self.locale = locale
        self.page = page
        self.surface = page.surface if page else None
        self.about = here(page=Page.ABOUT)
        # English dates are written the British way (design.md section 2).
        self.dates = "en_GB" if locale.folder == "en" else locale.folder
        self.links = {
            **{place.value: Link(here(page=place)) for place in Page},
            "code": Link("/qr.svg"),
            "contact": Link(config.contact, outside=True),
            "data": Link(url_for("feeds.guide", locale=locale)),
            "english": Link(self.in_locale(pages.locales["en"])),
            "feed": Link("/changes.atom"),
            "keep": Link("#keep"),
            "object": Link(here(page=Page.MORE) + "#object"),
            "reminder": Link(url_for("feeds.reminder", locale=locale)),
            "report-check": Link(self._report("check"), outside=True),
            "report-open": Link(self._report("open"), outside=True),
            "settings": Link(here(page=Page.MORE) + "#settings"),
            "transfer": Link("#transfer"),
            **{
                address.id: Link(address.url, direct=address.id == "setting", outside=True)
                for address in guide.addresses.values()
            },
        }
        self.values: dict[str, Any] = {
            "address": Markup('<bdi class="address">{}</bdi>').format(config.public_origin),
            "host": Markup("<bdi>{}</bdi>").format(config.public_host),
            "others": prose.in_other_languages(
                guide.labels["setting"], locale, reported=gettext("as reported")
            ),
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

    def shown(self, claim: Claim, **values: object) -> Markup:
        """Return a claim in the locale, and the way to its evidence if it has any."""
        said = self.say(claim, **values)
        if claim.evidence is None:
            return said
        return said + self.source_mark(f"claim-{claim.id}")

    def source_mark(self, anchor: str) -> Markup:
        """Return a small link to an entry of the about page."""
        number = self.pages.numbers[anchor]
        # Translators: the name of a small link to where a statement comes from.
        name = gettext("Source %(number)s", number=number)
        return Markup('<sup><a href="{}#{}" aria-label="{}">{}</a></sup>').format(
            self.about, anchor, name, number
        )

    def claims(self, section: Section) -> list[Claim]:
        """Return the claims of a section that are shown on this page."""
        return [claim for claim in section.claims if claim.surface in (None, self.surface)]

    def path(self, surface: Surface) -> list[Markup]:
        """Return the menu path on a surface, each item as it is shown."""
        return [self.say(item) for item in self.pages.guide.paths[surface].items]

    def seen(self, surface: Surface) -> Sighting | None:
        """Return the sighting that vouches for the menu path, if there is one."""
        return content.sighting(self.pages.guide, surface)

    def described(self, surface: Surface) -> When:
        """Return when the menu path was last described."""
        return content.described(self.pages.guide, surface)

    def readable(self, sheet: Sheet) -> str:
        """Return from how far off a sheet can be read."""
        return drawing.readable(self.locale, drawing.DISTANCES[sheet])

    def place(self, step: str) -> str:
        """Return what a report says of where it comes from: page, step, locale, build."""
        return ", ".join((str(self.surface), step, self.locale.tag, self.pages.build))

    def _report(self, step: str) -> str:
        """Return the operator's contact with a message begun, "" if there is none."""
        contact = self.pages.config.contact
        if not contact or not self.surface:
            return contact
        asked = gettext(self.pages.guide.section("report").claim("report-message").text)
        body = quote(f"{asked}\n\n\n{self.place(step)}\n")
        return f"{contact}{'&' if '?' in contact else '?'}body={body}"

    def correction(self) -> str:
        """Return date and text of the newest correction, for an attribute; "" without one."""
        change = self.pages.guide.correction
        if change is None:
            return ""
        day = self.date(When(change.date.isoformat()))
        return quote(f"{day}: {self.say(change.text).striptags()}")

    def date(self, when: When) -> str:
        """Return a day, month or year in the locale, "" for an unknown one."""
        if not when.first:  # Babel takes None for today, which is what nobody has seen
            return ""
        if skeleton := {len("2025"): "y", len("2025-11"): "yMMMM"}.get(len(when.text)):
            return str(format_skeleton(skeleton, when.first, locale=self.dates))
        return str(format_date(when.first, "long", locale=self.dates))

    def time(self, when: When | datetime.date, *, month: bool = False) -> Markup:
        """Return a date as an element, in full or as a month; unknown in a word."""
        when = when if isinstance(when, When) else When(when.isoformat())
        if not when.first:
            return escape(gettext("date unknown"))
        shown = When(when.text[: len("2025-11")]) if month else when
        return Markup('<time datetime="{}">{}</time>').format(when, self.date(shown))

    def _dates(self, evidence: Evidence | None) -> dict[str, Markup]:
        if evidence is None:
            return {}
        return {
            "date": self.time(evidence.date),
            "month": self.time(evidence.date, month=True),
        }
