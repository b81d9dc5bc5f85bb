"""The door: the only address that is printed. It negotiates, and answers in place."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from webapp.guide.models import Page
from webapp.reader.devices import detect
from webapp.reader.locales import Locale
from webapp.reader.negotiation import negotiate
from webapp.web import current_pages
from webapp.web.responses import DOOR, REVALIDATED, VARIES_BY_CODING, preferences, respond

bp = Blueprint("door", __name__)

DEVICE_HEADERS = "User-Agent, Sec-CH-UA-Mobile, Sec-CH-UA-Platform"


@bp.get("/")
def door() -> Response:
    """Answer with the variant for this reader's languages and device."""
    return _answer(None, f"{VARIES_BY_CODING}, Accept-Language, {DEVICE_HEADERS}")


@bp.get("/<locale:locale>/")
def localized(locale: Locale) -> Response:
    """Answer with the variant of a locale for this reader's device."""
    return _answer(locale, f"{VARIES_BY_CODING}, {DEVICE_HEADERS}")


@bp.get("/index.html")
def chooser() -> Response:
    """Answer with the door of a plain file server, which cannot negotiate."""
    return respond(current_pages().chooser(None), "text/html", cache=REVALIDATED, language="en")


@bp.get("/<locale:locale>/index.html")
def localized_chooser(locale: Locale) -> Response:
    """Answer with the door of a locale on a plain file server."""
    html = current_pages().chooser(locale)
    return respond(html, "text/html", cache=REVALIDATED, language=locale.language)


def _answer(url_locale: Locale | None, vary: str) -> Response:
    pages = current_pages()
    device = detect(request.headers)
    variant = negotiate(url_locale, preferences(), device, pages.locales)
    page = Page(variant.surface)
    response = respond(
        pages.at_door(variant.locale, page, device),
        "text/html",
        cache=DOOR,
        vary=vary,
        language=variant.locale.language,
    )
    response.headers["Content-Location"] = url_for(
        "pages.page", locale=variant.locale, page=page
    )
    return response
