"""The posters and the code of the door, as files: nothing else can be encoded or drawn."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, abort

from webapp.posters import drawing, qr, sheets
from webapp.posters.sheets import Format, Sheet
from webapp.reader.locales import Locale
from webapp.web import current_pages
from webapp.web.responses import REVALIDATED, respond

bp = Blueprint("posters", __name__)


@bp.get("/<locale:locale>/poster/<sheet:sheet>.<format:kind>")
def sheet(locale: Locale, sheet: Sheet, kind: Format) -> Response:
    """Answer with a sheet, to be saved under a name that says what it is."""
    if (sheet, kind) not in sheets.FILES:
        abort(404)
    poster = current_pages().poster(locale, sheet)
    response = respond(
        partial(drawing.draw, poster, kind),
        kind.mimetype,
        cache=REVALIDATED,
        language=locale.language,
        tag=drawing.recipe(poster).hex()[:20],
    )
    if response.status_code != 304:  # which has no content
        name = sheets.name(sheet, [locale], kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/<locale:locale>/poster/<sheet:sheet>.js")
def module(locale: Locale, sheet: Sheet) -> Response:
    """Answer with a sheet's SVG as a module, for the workshop: a page may import, not fetch."""
    if sheet not in sheets.FRAMED:
        abort(404)
    poster = current_pages().poster(locale, sheet)
    return respond(
        partial(drawing.module, poster),
        "text/javascript",
        cache=REVALIDATED,
        tag=drawing.recipe(poster).hex()[:20],
    )


@bp.get("/qr.svg")
def code_svg() -> Response:
    """Answer with the code as SVG."""
    origin = current_pages().config.public_origin
    return respond(qr.svg(origin, label=origin).encode(), "image/svg+xml", cache=REVALIDATED)


@bp.get("/qr.png")
def code_png() -> Response:
    """Answer with the code as PNG."""
    return respond(qr.png(current_pages().config.public_origin), "image/png", cache=REVALIDATED)
