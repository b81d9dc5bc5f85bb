"""The guide's sentences in one locale: for a page as HTML, for everything else as plain text.

What a sentence says is in the guide and in the catalogs; how its markup looks is decided in
``prose``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from flask import url_for
from markupsafe import Markup, escape

from webapp.config import Config
from webapp.guide import sightings
from webapp.guide.markup import PLACEHOLDER
from webapp.guide.models import Claim, Evidence, Guide, Page, Section, Sighting, Surface, When
from webapp.posters import sheets
from webapp.posters.sheets import Sheet
from webapp.reader import locales
from webapp.reader.locales import Locale
from webapp.site import prose
from webapp.site.prose import Link


class PlainText:
    """The guide's sentences in one locale, without links or markup, outside any page."""

    def __init__(self, guide: Guide, locale: Locale, **values: str) -> None:
        """Gather what sentences may be filled with: labels, and ``values`` by name."""
        self.gettext = locales.catalog(locale.folder).gettext
        self.locale = locale
        labels = _labels(guide, locale).items()
        self.values = {**values, **{name: label.striptags() for name, label in labels}}

    def say(self, message: Claim | str) -> str:
        """Return a claim, or a text of the guide, in the locale."""
        if isinstance(message, str):
            return prose.plain(self.gettext(message), self.values)
        return prose.plain(self.gettext(message.text), {**self.values, **self._dates(message)})

    def can_say(self, claim: Claim) -> bool:
        """Return whether a claim needs no value that only a page or a sheet has."""
        return {*PLACEHOLDER.findall(claim.text)} <= {*self.values, *self._dates(claim)}

    def _dates(self, claim: Claim) -> dict[str, str]:
        if claim.evidence is None:
            return {}
        date = claim.evidence.date
        return {
            "date": self._date(date),
            "month": self._date(date.month),
        }

    def _date(self, when: When) -> str:
        return locales.format_when(when, self.locale) or self.gettext("date unknown")


class Words:
    """The sentences that a template can use, in one locale, for one page.

    An error page is not one of the site's: its links lead to the door.
    """

    def __init__(
        self,
        guide: Guide,
        config: Config,
        english: Locale,
        *,
        locale: Locale,
        page: Page | None,
        build: str,
        values: Mapping[str, str],
    ) -> None:
        """Take what the sentences are made of; ``page`` is None for an error.

        ``values`` are those that hold on every page, by name.
        """
        self.guide = guide
        self.config = config
        self.english = english
        self.locale = locale
        self.page = page
        self.surface = page.surface if page else None
        self.build = build
        self.everywhere = values
        self.gettext = locales.catalog(locale.folder).gettext

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the about page's entries by anchor."""
        return numbers(self.guide)

    @cached_property
    def links(self) -> Mapping[str, Link]:
        """Where the texts of the guide may lead from here, by place (``markup.PLACES``)."""
        url = partial(url_for, "pages.page", locale=self.locale)
        direct = self.guide.direct_addresses
        return {
            **{place.value: Link(url(page=place)) for place in Page},
            "code": Link(url(page=Page.POSTER) + "#code"),
            "contact": Link(self.config.contact, outside=True),
            "data": Link(url_for("feeds.guide", locale=self.locale)),
            "earlier": Link(url(page=Page.ABOUT) + "#earlier"),
            "english": Link(self.in_locale(self.english)),
            "feed": Link("/changes.atom"),
            "keep": Link("#keep"),
            "object": Link(url(page=Page.MORE) + "#object"),
            "reminder": Link(url_for("feeds.reminder", locale=self.locale)),
            "report-check": Link(self._report("check"), outside=True),
            "report-open": Link(self._report("open"), outside=True),
            "settings": Link(url(page=Page.MORE) + "#settings"),
            "source": Link(self.config.source, outside=True),
            "transfer": Link("#transfer"),
            **{
                address.id: Link(address.url, direct=address.id in direct, outside=True)
                for address in self.guide.addresses.values()
            },
        }

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What the texts of the guide may be filled with, by name (``markup.VALUES``)."""
        origin, host = self.config.public_origin, self.config.public_host
        return {
            **self.everywhere,
            "address": Markup('<bdi class="address">{}</bdi>').format(origin),
            "host": Markup("<bdi>{}</bdi>").format(host),
            "others": prose.in_other_languages(
                self.guide.labels["setting"],
                self.locale,
                reported=self.gettext("one source"),
            ),
            **_labels(self.guide, self.locale),
        }

    def in_locale(self, locale: Locale) -> str:
        """Return the URL of the same page in a locale; for an error page, that of the door."""
        if self.page is None:
            return url_for("door.localized", locale=locale)
        return url_for("pages.page", locale=locale, page=self.page)

    def say(self, message: Claim | str, **values: object) -> Markup:
        """Return a claim, or a text of the guide, in the locale."""
        if isinstance(message, str):
            return prose.fill(self.gettext(message), self.links, {**self.values, **values})
        return prose.fill(
            self.gettext(message.text),
            self.links,
            {**self.values, **self._dates(message.evidence), **values},
        )

    def with_source(self, claim: Claim, **values: object) -> Markup:
        """Return a claim in the locale, with a link to its evidence if it has any."""
        html = self.say(claim, **values)
        if claim.evidence is None:
            return html
        return html + self.source_link(f"claim-{claim.id}")

    def source_link(self, anchor: str) -> Markup:
        """Return a small link to an entry of the about page."""
        number = self.numbers[anchor]
        # Translators: the name of a small link to where a statement comes from.
        name = self.gettext("Source %(number)s") % {"number": number}
        return Markup('<sup><a href="{}#{}" aria-label="{}">{}</a></sup>').format(
            self.links["about"].href, anchor, name, number
        )

    def claims(self, section: Section) -> list[Claim]:
        """Return the claims of a section that are shown on this page."""
        return [claim for claim in section.claims if claim.surface in (None, self.surface)]

    def path(self, surface: Surface) -> list[Markup]:
        """Return the menu path on a surface, each item as it is shown."""
        return [self.say(item) for item in self.guide.paths[surface].items]

    def sighting(self, surface: Surface) -> Sighting | None:
        """Return the sighting that vouches for the menu path, if there is one."""
        return sightings.newest(self.guide, surface)

    def description_date(self, surface: Surface) -> When:
        """Return when the menu path was last described."""
        return sightings.description_date(self.guide, surface)

    def readable(self, sheet: Sheet) -> str:
        """Return from how far away a sheet can be read."""
        return sheets.readable(self.locale, sheets.DISTANCES[sheet])

    def report_origin(self, step: str) -> str:
        """Return where a report comes from, as the report says: page, step, locale, build."""
        return ", ".join((str(self.surface), step, self.locale.tag, self.build))

    def correction(self) -> str:
        """Return date and text of the newest correction, for an attribute; "" without one."""
        change = self.guide.correction
        if change is None:
            return ""
        day = locales.format_when(When(change.date.isoformat()), self.locale)
        return quote(f"{day}: {PlainText(self.guide, self.locale).say(change.text)}")

    def time(self, when: When | datetime.date, *, month: bool = False) -> Markup:
        """Return a date as an element, in full or as a month; an unknown one in words."""
        when = when if isinstance(when, When) else When(when.isoformat())
        if not when.first:
            return escape(self.gettext("date unknown"))
        when = when.month if month else when  # the element is as exact as its words
        text = locales.format_when(when, self.locale)
        return Markup('<time datetime="{}">{}</time>').format(when, text)

    def _report(self, step: str) -> str:
        """Return the operator's contact with the start of a message, "" if there is none."""
        contact = self.config.contact
        if not contact or not self.surface:
            return contact
        question = self.gettext(self.guide.section("report").claim("report-message").text)
        body = quote(f"{question}\n\n\n{self.report_origin(step)}\n")
        return f"{contact}{'&' if '?' in contact else '?'}body={body}"

    def _dates(self, evidence: Evidence | None) -> dict[str, Markup]:
        if evidence is None:
            return {}
        return {
            "date": self.time(evidence.date),
            "month": self.time(evidence.date, month=True),
        }


def numbers(guide: Guide) -> Mapping[str, int]:
    """Return the numbers of the about page's entries by anchor.

    Entries, and the statements that rest on them, refer to each other by these numbers.
    """
    anchors = [f"claim-{claim.id}" for claim in guide.claims if claim.evidence]
    anchors += [f"path-{surface}" for surface in guide.paths]
    return {anchor: number for number, anchor in enumerate(anchors, 1)}


def _labels(guide: Guide, locale: Locale) -> dict[str, Markup]:
    """Return each label as a reader of a locale should see it, by id."""
    gettext = locales.catalog(locale.folder).gettext
    return {
        label.id: prose.as_printed(
            label,
            locale,
            description=label.description and gettext(label.description),
            reported=gettext("one source"),
        )
        for label in guide.labels.values()
    }
