"""What calendars, feed readers and programs read."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, url_for
from flask_babel import force_locale

from webapp.guide.models import Locale, Page
from webapp.site import guide_json
from webapp.site import reminder as reminders
from webapp.site.pages import Words
from webapp.web import rendered
from webapp.web.responses import REVALIDATED, respond

bp = Blueprint("feeds", __name__)


@bp.get("/<locale:locale>/reminder.ics")
def reminder(locale: Locale) -> Response:
    """Answer with the reminder to look again."""
    calendar = reminders.reminder(rendered(), locale)
    return respond(calendar, "text/calendar", cache=REVALIDATED, language=locale.language)


@bp.get("/<locale:locale>/guide.json")
def guide(locale: Locale) -> Response:
    """Answer with the guide for programs."""
    content = guide_json.publication(rendered(), locale)
    return respond(content, "application/json", cache=REVALIDATED, language=locale.language)


@bp.get("/schema/guide.json")
def schema() -> Response:
    """Answer with what the guide for programs keeps to."""
    content = guide_json.schema(rendered())
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
