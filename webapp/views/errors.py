"""Errors as pages, in the reader's language, that lead on."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from webapp import locales
from webapp.models import Locale
from webapp.representations import NEVER, preferences, respond
from webapp.views import rendered

bp = Blueprint("errors", __name__)


@bp.app_errorhandler(HTTPException)
def error(error: HTTPException) -> Response:
    """Answer a request that cannot be met."""
    code = error.code or 500
    response = respond(
        rendered().error(_reader(), code),
        "text/html",
        cache=NEVER,
        vary="Accept-Encoding, Accept-Language",
    )
    response.status_code = code
    if allow := dict(error.get_headers()).get("Allow"):
        response.headers["Allow"] = allow
    return response


@bp.get("/404.html")
def not_found() -> tuple[Response, int]:
    """Answer with the page that a plain file server shows for what it lacks."""
    return respond(rendered().error(_reader(), 404), "text/html", cache=NEVER), 404


def _reader() -> Locale:
    """Return the locale the URL names, else the one the reader prefers."""
    supported = rendered().locales
    first = request.path.split("/", 2)[1]
    return supported.get(first) or locales.match(preferences(), supported)
