"""Errors as pages in the reader's language, with links that lead on."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from webapp.reader import locales
from webapp.reader.locales import Locale
from webapp.web import current_pages
from webapp.web.responses import NEVER, preferences, respond

bp = Blueprint("errors", __name__)


@bp.app_errorhandler(HTTPException)
def error(error: HTTPException) -> Response:
    """Answer a request that failed."""
    response = _answer(error.code or 500)
    if allow := dict(error.get_headers()).get("Allow"):
        response.headers["Allow"] = allow
    return response


@bp.get("/404.html")
def not_found() -> Response:
    """Answer with the page that a plain file server shows for a missing file."""
    return _answer(404)


def _answer(code: int) -> Response:
    locale = _reader()
    response = respond(
        current_pages().error(locale, code),
        "text/html",
        cache=NEVER,
        vary="Accept-Encoding, Accept-Language",
        language=locale.language,
    )
    response.status_code = code
    return response


def _reader() -> Locale:
    """Return the locale that the URL names, otherwise the one that the reader prefers."""
    supported = current_pages().locales
    first = request.path.split("/", 2)[1]
    return supported.get(first) or locales.match(preferences(), supported)
