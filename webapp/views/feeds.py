"""What calendars, feed readers and programs read."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, url_for
from flask_babel import force_locale

from webapp import publication
from webapp import reminder as reminders
from webapp.models import Locale, Page
from webapp.pages import Words
from webapp.representations import REVALIDATED, respond
from webapp.views import rendered

bp = Blueprint("feeds", __name__)


@bp.get("/<locale:locale>/reminder.ics")
def reminder(locale: Locale) -> Response:
    """Answer with the reminder to look again."""
    calendar = reminders.reminder(rendered(), locale)
    return respond(calendar, "text/calendar", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/guide.json")
def guide(locale: Locale) -> Response:
    """Answer with the guide for programs."""
    content = publication.publication(rendered(), locale)
    return respond(content, "application/json", cache=REVALIDATED, language=locale.language)


@bp.get("/schema/guide.json")
def schema() -> Response:
    """Answer with what the guide for programs keeps to."""
    content = publication.schema(rendered())
    return respond(content, "application/schema+json", cache=REVALIDATED)


@bp.get("/changes.atom")
def changes() -> Response:
    """Answer with what changed in the guide, as a feed in English (RFC 4287)."""
    pages = rendered()
    origin = pages.config.public_origin
    english = pages.locales["en"]
    with force_locale(english.folder):
        xml = render_template(
            "changes.xml",
            about=origin + url_for("pages.page", locale=english, page=Page.ABOUT),
            changes=pages.guide.changes,
            host=urlsplit(origin).hostname,
            origin=origin,
            say=Words(pages, english, None).say,
        )
    response = respond(
        xml.encode(), "application/atom+xml", cache=REVALIDATED, language=english.language
    )
    response.mimetype_params["charset"] = "utf-8"
    return response
