"""The parts of our URLs as types: a wrong one is a 404 before any view runs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask
from werkzeug.routing import BaseConverter

from webapp.models import Format, Locale, Page, Sheet


def _converter(names: type[StrEnum]) -> type[BaseConverter]:
    """Return the converter of a name into its member of an enumeration."""

    class Converter(BaseConverter):
        regex = "|".join(names)

        def to_python(self, value: str) -> StrEnum:
            return names(value)

        def to_url(self, value: StrEnum) -> str:
            return value.value

    return Converter


def register(app: Flask, locales: Mapping[str, Locale]) -> None:
    """Teach an app the converters ``locale``, ``page``, ``sheet`` and ``format``."""

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
    for names in (Page, Sheet, Format):
        app.url_map.converters[names.__name__.lower()] = _converter(names)
