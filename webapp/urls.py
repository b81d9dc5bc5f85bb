"""The parts of our URLs as types: a wrong one is a 404 before any view runs."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from werkzeug.routing import BaseConverter

from webapp.models import Locale, Page


class PageConverter(BaseConverter):
    """The name of a page, as a Page."""

    regex = "|".join(Page)

    def to_python(self, value: str) -> Page:
        """Return the page of that name."""
        return Page(value)

    def to_url(self, value: Page) -> str:
        """Return the page's name."""
        return value.value


def register(app: Flask, locales: Mapping[str, Locale]) -> None:
    """Teach an app the converters ``locale`` and ``page``."""

    class LocaleConverter(BaseConverter):
        """The tag of one of the locales there are, as a Locale."""

        regex = "|".join(locales)

        def to_python(self, value: str) -> Locale:
            """Return the locale of that tag."""
            return locales[value]

        def to_url(self, value: Locale) -> str:
            """Return the locale's tag."""
            return value.tag

    app.url_map.converters["locale"] = LocaleConverter
    app.url_map.converters["page"] = PageConverter
