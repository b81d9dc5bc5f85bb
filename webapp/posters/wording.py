"""What a poster says, from the guide and the catalogs; how it looks is not known here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from flask_babel import force_locale, gettext, ngettext

from webapp.guide.loading import PLACEHOLDER, STRONG
from webapp.guide.models import Locale, Sheet, When
from webapp.posters import drawing
from webapp.posters.drawing import DISTANCES, Maker, Poster, Wording
from webapp.site.pages import Pages, Words


def poster(
    pages: Pages,
    locales: Sequence[Locale],
    sheet: Sheet,
    *,
    distance: float | None = None,
    bleed: bool = False,
    accent: str = drawing.ACCENT,
    maker: Maker = Maker(),  # noqa: B008 - frozen
) -> Poster:
    """Return a sheet in locales, one to three, in their order; as one prints it this month.

    ``distance`` is in metres; None is the sheet's own.
    """
    month = datetime.datetime.now(datetime.UTC).date().replace(day=1)  # everywhere the same
    metres = DISTANCES[sheet] if distance is None else distance
    return Poster(
        sheet=sheet,
        address=pages.config.public_origin,
        wordings=tuple(_wording(pages, locale, month, metres) for locale in locales),
        month=month,
        distance=metres,
        bleed=bleed,
        accent=accent,
        maker=maker,
    )


def _wording(pages: Pages, locale: Locale, month: datetime.date, metres: float) -> Wording:
    section = pages.guide.section("poster")
    with force_locale(locale.folder):
        words = Words(pages, locale, None)
        values = {
            "distance": drawing.readable(locale, metres),
            "month": words.date(When(month.isoformat()[: len("2025-11")])),
        }

        def say(text: str) -> str:
            return str(PLACEHOLDER.sub(lambda match: values[match[1]], gettext(text)))

        count = len(pages.locales)
        # Translators: how many languages the guide is there in.
        languages = ngettext("%(num)d language", "%(num)d languages", count)
        languages = languages.replace(" ", "\N{NO-BREAK SPACE}")
        do = STRONG.split(say(section.claim("poster-do").text))
        return Wording(
            locale=locale,
            headline=say(section.heading),
            scope=say(section.claim("poster-scope").text),
            default=say(section.claim("poster-default").text),
            do=tuple((part, bool(at % 2)) for at, part in enumerate(do) if part),
            free=f"{say(section.claim('poster-free').text)} · {languages}",
            small=say(section.claim("poster-small").text),
            by=say(section.claim("poster-by").text),
            printed=say(section.claim("poster-printed").text),
            readable=say(section.claim("poster-readable").text),
            code=gettext("QR code of %(address)s", address=pages.config.public_origin),
            # Translators: what a screen reader says at the picture of whoever puts a poster up.
            logo=gettext("Logo"),
        )
