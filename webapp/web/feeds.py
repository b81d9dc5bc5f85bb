"""What calendars, feed readers and programs read."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, url_for

from webapp.guide.models import Page
from webapp.reader.locales import Locale
from webapp.site import guide_json
from webapp.site import reminder as reminders
from webapp.site.words import PlainText
from webapp.web import current_pages
from webapp.web.responses import REVALIDATED, respond

bp = Blueprint("feeds", __name__)


@bp.get("/<locale:locale>/reminder.ics")
def reminder(locale: Locale) -> Response:
    """Answer with the reminder to look again."""
    pages = current_pages()
    calendar = reminders.reminder(pages.guide, locale, origin=pages.config.public_origin)
    return respond(calendar, "text/calendar", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/guide.json")
def guide(locale: Locale) -> Response:
    """Answer with the guide for programs."""
    pages = current_pages()
    content = guide_json.document(
        pages.guide, locale, origin=pages.config.public_origin, build=pages.build
    )
    return respond(content, "application/json", cache=REVALIDATED, language=locale.language)


@bp.get("/guide.json")
def index() -> Response:
    """Answer with the languages of the guide for programs."""
    pages = current_pages()
    content = guide_json.index(
        pages.guide,
        pages.locales.values(),
        origin=pages.config.public_origin,
        build=pages.build,
    )
    return respond(content, "application/json", cache=REVALIDATED)


@bp.get("/schema/guide.json")
def schema() -> Response:
    """Answer with the schema of the guide for programs, and of its index."""
    content = guide_json.schema(current_pages().config.public_origin)
    return respond(content, "application/schema+json", cache=REVALIDATED)


@bp.get("/changes.atom")
def changes() -> Response:
    """Answer with what changed in the guide, as a feed in English (RFC 4287)."""
    pages = current_pages()
    origin = pages.config.public_origin
    english = pages.locales["en"]
    xml = render_template(
        "changes.xml",
        about=origin + url_for("pages.page", locale=english, page=Page.ABOUT),
        changes=pages.guide.changes,
        host=urlsplit(origin).hostname,
        origin=origin,
        plain=PlainText(pages.guide, english),
    )
    response = respond(
        xml.encode(), "application/atom+xml", cache=REVALIDATED, language=english.language
    )
    response.mimetype_params["charset"] = "utf-8"
    return response
