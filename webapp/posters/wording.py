"""What a poster says, from the guide and the catalogs; how it looks is not known here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webapp.guide.markup import PLACEHOLDER, STRONG
from webapp.guide.models import Guide, When
from webapp.posters import sheets
from webapp.posters.drawing import ACCENT, Maker, Poster, Wording
from webapp.posters.sheets import DISTANCES, Sheet
from webapp.reader.locales import Locale, catalog, format_when


def poster(
    guide: Guide,
    locales: Sequence[Locale],
    sheet: Sheet,
    *,
    origin: str,
    languages: Iterable[Locale],
    distance: float | None = None,
    bleed: bool = False,
    accent: str = ACCENT,
    maker: Maker = Maker(),  # noqa: B008 - frozen
) -> Poster:
    """Return a sheet in one to three locales, in their order.

    ``origin`` is where its code leads, ``languages`` are all that the guide is in, and
    ``distance`` is in metres; None means the sheet's own. Its date is that of the newest change
    of the guide, so it stays the same until there is another.
    """
    languages = tuple(languages)
    metres = DISTANCES[sheet] if distance is None else distance
    return Poster(
        sheet=sheet,
        address=origin,
        wordings=tuple(
            _wording(guide, locale, origin=origin, languages=len(languages), metres=metres)
            for locale in locales
        ),
        languages=languages,
        date=guide.changes[0].date,
        distance=metres,
        bleed=bleed,
        accent=accent,
        maker=maker,
    )


def _wording(
    guide: Guide, locale: Locale, *, origin: str, languages: int, metres: float
) -> Wording:
    section = guide.section("poster")
    gettext, ngettext = catalog(locale.folder).gettext, catalog(locale.folder).ngettext
    values = {
        "distance": sheets.readable(locale, metres),
        "month": format_when(When(guide.changes[0].date.isoformat()).month, locale),
    }

    def say(text: str) -> str:
        filled = PLACEHOLDER.sub(lambda match: values[match[1]], gettext(text))
        return filled.replace(" ·", "\N{NO-BREAK SPACE}·")  # a line may end with it

    # Translators: how many languages the guide is there in.
    count = ngettext("%(num)d language", "%(num)d languages", languages) % {"num": languages}
    count = count.replace(" ", "\N{NO-BREAK SPACE}")
    do = STRONG.split(say(section.claim("poster-do").text))
    return Wording(
        locale=locale,
        headline=say(section.heading),
        scope=say(section.claim("poster-scope").text),
        default=say(section.claim("poster-default").text),
        do=tuple((part, bool(at % 2)) for at, part in enumerate(do) if part),
        free=say(section.claim("poster-free").text),
        count=count,
        independent=say(section.claim("poster-independent").text),
        small=say(section.claim("poster-small").text),
        by=say(section.claim("poster-by").text),
        as_of=say(section.claim("poster-as-of").text),
        readable=say(section.claim("poster-readable").text),
        code=gettext("QR code of %(address)s") % {"address": origin},
        # Translators: what a screen reader says at the picture of whoever puts a poster up.
        logo=gettext("Logo"),
    )
