"""The parts of our URLs as types: a wrong one is a 404 before any view runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask import Flask
from werkzeug.routing import BaseConverter

from webapp.guide.models import Page
from webapp.posters.sheets import Format, Sheet
from webapp.reader.locales import Locale
from webapp.site.assets import Assets


def _converter(names: type[StrEnum]) -> type[BaseConverter]:
    """Return the converter of a name into its member of an enumeration."""

    class Converter(BaseConverter):
        regex = "|".join(names)

        def to_python(self, value: str) -> StrEnum:
            return names(value)

        def to_url(self, value: StrEnum) -> str:
            return value.value

    return Converter


def _one_of(texts: Iterable[str]) -> type[BaseConverter]:
    """Return the converter of a part of a path that is one of some texts."""

    class Converter(BaseConverter):
        regex = "|".join(map(re.escape, texts))

    return Converter


def register(app: Flask, locales: Mapping[str, Locale], assets: Assets) -> None:
    """Give an app the converters for every part of a URL that is not fixed.

    They are ``locale``, ``page``, ``sheet``, ``format``, ``salt`` and ``asset``. Each takes
    a closed set, so that not even a redirect can repeat what somebody made up.
    """

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
    app.url_map.converters["salt"] = _one_of([assets.salt])
    app.url_map.converters["asset"] = _one_of(assets.files)
    for names in (Page, Sheet, Format):
        app.url_map.converters[names.__name__.lower()] = _converter(names)
