"""The pages behind the door and their assets: the URL says it all, nothing is negotiated."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.guide.models import Page
from webapp.reader.locales import Locale
from webapp.web import current_pages
from webapp.web.responses import IMMUTABLE, REVALIDATED, respond

bp = Blueprint("pages", __name__)


@bp.get("/<locale:locale>/<page:page>/")
def page(locale: Locale, page: Page) -> Response:
    """Answer with a page, the same bytes for everyone."""
    html = current_pages().html(locale, page)
    return respond(html, "text/html", cache=REVALIDATED, language=locale.language)


@bp.get("/assets/<salt:salt>/<asset:path>")
def asset(salt: str, path: str) -> Response:
    """Answer with a file of pwa/, which never changes under its salt."""
    file = current_pages().assets.files[path]
    return respond(file.content, file.mimetype, cache=IMMUTABLE)
