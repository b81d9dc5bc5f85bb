"""The reminder to look at the switch again, as an iCalendar file (RFC 5545).

It is on two fixed days a year, since a file that is the same for everyone cannot know on which
day a reader ticked the last step. The first event is on the next of these days after the guide
last changed, so that the same tree makes the same bytes.

An event has the same UID in every language, so importing it twice adds it once; it is a UUID
and names no host (RFC 7986 section 5.3). There is no METHOD: nobody is invited, and PUBLISH
would need an ORGANIZER (RFC 5546 section 3.2.1).
"""

from __future__ import annotations

import datetime
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from webapp.guide.models import Guide
from webapp.reader.locales import Locale, format_day
from webapp.site.words import PlainText

DAYS = ((5, 3), (11, 3))  # month, day: docs/reasons.md (The dates of the reminder)
TIMES = 5  # years; whoever still wants it then imports a new one


def days(locale: Locale) -> dict[str, str]:
    """Return the two days as a locale writes them, by the names that texts use."""
    written = [format_day(month, day, locale) for month, day in DAYS]
    return dict(zip(("first", "second"), written, strict=True))


def reminder(guide: Guide, locale: Locale, *, origin: str) -> bytes:
    """Return the two yearly events in a locale (text/calendar), of the copy at an origin."""
    claims = guide.section("reminder")
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Off Switch//Reminder//EN")
    plain = PlainText(guide, locale, address=origin)
    summary = plain.say(claims.claim("reminder-ask"))
    steps = plain.say(claims.claim("reminder-steps"))
    changed = guide.changes[0].date
    stamp = datetime.datetime.combine(changed, datetime.time(), tzinfo=datetime.UTC)
    for month, day in DAYS:
        event = Event()
        event.add("UID", str(uuid5(NAMESPACE_URL, f"{origin}/#reminder-{month}-{day}")))
        event.add("DTSTAMP", stamp)
        event.add("DTSTART", _next(month, day, changed))
        event.add("RRULE", {"FREQ": "YEARLY", "COUNT": TIMES})
        event.add("TRANSP", "TRANSPARENT")  # nobody is busy because of it
        event.add("SUMMARY", summary, parameters={"LANGUAGE": locale.language})
        event.add("DESCRIPTION", steps, parameters={"LANGUAGE": locale.language})
        event.add("URL", f"{origin}/{locale.tag}/")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _next(month: int, day: int, after: datetime.date) -> datetime.date:
    this_year = after.replace(month=month, day=day)
    return this_year if this_year > after else this_year.replace(year=after.year + 1)
