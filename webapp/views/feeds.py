"""What calendars, feed readers and programs read."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp import reminder as reminders
from webapp.models import Locale
from webapp.representations import REVALIDATED, respond
from webapp.views import rendered

bp = Blueprint("feeds", __name__)


@bp.get("/<locale:locale>/reminder.ics")
def reminder(locale: Locale) -> Response:
    """Answer with the reminder to look again."""
    calendar = reminders.reminder(rendered(), locale)
    return respond(calendar, "text/calendar", cache=REVALIDATED, language=locale.language)
