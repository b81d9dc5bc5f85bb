"""The reminder as calendar programs read it: icalendar, and vobject, which shares no code."""

from __future__ import annotations

import copy
import datetime
import re
import tomllib
import uuid
from dataclasses import replace
from typing import Any

import icalendar
import msgspec
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CONFIG, ORIGIN
from tests.languages import ALL, translated
from tests.tree import ROOT
from webapp import create_app
from webapp.config import Config
from webapp.errors import ConfigError
from webapp.guide.models import Claim, Section
from webapp.site import reminder

CHANGED: datetime.date = tomllib.loads(
    (ROOT / "webapp" / "guide" / "changes.toml").read_text("utf-8")
)["change"][0]["date"]
LATER = [CHANGED + datetime.timedelta(days=days) for days in range(1, 5 * 366)]
MAYS = [day for day in LATER if (day.month, day.day) == (5, 3)][:5]
NOVEMBERS = [day for day in LATER if (day.month, day.day) == (11, 3)][:5]
DAYS = {*MAYS, *NOVEMBERS}


def calendar(client: FlaskClient, tag: str) -> bytes:
    response = client.get(f"/{tag}/reminder.ics")
    assert response.status_code == 200
    content: bytes = response.data
    return content


def events(content: bytes) -> list[Any]:
    """The events as icalendar reads them; a value may be of thirty types."""
    found: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return found


def section_of(app: Flask) -> Section:
    found: Section = app.extensions["pages"].guide.section("reminder")
    return found


@pytest.mark.parametrize("tag", ALL)
def test_a_calendar_server_expands_it_to_ten_days(client: FlaskClient, tag: str) -> None:
    [found] = vobject.readComponents(calendar(client, tag).decode(), validate=True)
    days = [day for event in found.vevent_list for day in event.rruleset]
    assert len(days) == len(DAYS) == 10
    assert {day.date() for day in days} == DAYS
    assert all(type(event.dtstart.value) is datetime.date for event in found.vevent_list)


@pytest.mark.parametrize("tag", ALL)
def test_icalendar_reads_whole_days_that_end(client: FlaskClient, tag: str) -> None:
    found = events(calendar(client, tag))
    starts = [event.decoded("DTSTART") for event in found]
    assert starts == [MAYS[0], NOVEMBERS[0]]
    for event in found:
        assert dict(event["RRULE"]) == {"FREQ": ["YEARLY"], "COUNT": [5]}
        assert event["TRANSP"] == "TRANSPARENT"
        assert not event.errors


@pytest.mark.parametrize("tag", ALL)
def test_it_has_what_every_calendar_needs_and_invites_nobody(
    app: Flask, client: FlaskClient, tag: str
) -> None:
    """RFC 5545 sections 3.6 and 3.6.1; METHOD would ask for an ORGANIZER (RFC 5546)."""
    found = icalendar.Calendar.from_ical(calendar(client, tag))
    assert set(found) == {"VERSION", "PRODID"}
    assert found["VERSION"] == "2.0"
    for event in events(calendar(client, tag)):
        assert set(event) == {
            *("DESCRIPTION", "DTSTAMP", "DTSTART", "RRULE", "SUMMARY", "TRANSP", "UID", "URL")
        }
        day = app.extensions["pages"].guide.changes[0].date
        assert event.to_ical().count(f"DTSTAMP:{day:%Y%m%d}T000000Z\r\n".encode()) == 1


@pytest.mark.parametrize("tag", ALL)
def test_its_words_are_those_of_the_catalog(app: Flask, client: FlaskClient, tag: str) -> None:
    claims = section_of(app)
    locale = app.extensions["pages"].locales[tag]
    question = translated(claims.claim("reminder-ask").text, tag)
    steps = translated(claims.claim("reminder-steps").text, tag)
    for event in events(calendar(client, tag)):
        assert event["SUMMARY"] == question
        assert event["DESCRIPTION"] == steps.replace("{address}", ORIGIN)
        assert event["SUMMARY"].params["LANGUAGE"] == locale.language
        assert event["DESCRIPTION"].params["LANGUAGE"] == locale.language
        assert event["URL"] == f"{ORIGIN}/{tag}/"


def test_who_takes_it_in_two_languages_has_it_once(client: FlaskClient) -> None:
    """The UID is a UUID and names no host (RFC 7986 section 5.3)."""
    found = {tuple(event["UID"] for event in events(calendar(client, tag))) for tag in ALL}
    [(may, november)] = found
    assert may != november
    for uid in (may, november):
        assert str(uuid.UUID(uid)) == uid


def test_copies_elsewhere_have_events_of_their_own(client: FlaskClient) -> None:
    other = create_app(Config(public_origin="https://other.example.org")).test_client()
    ours, theirs = (events(calendar(each, "en")) for each in (client, other))
    assert not {event["UID"] for event in ours} & {event["UID"] for event in theirs}
    assert all(event["URL"] == "https://other.example.org/en/" for event in theirs)


@pytest.mark.parametrize("tag", ALL)
def test_the_same_tree_makes_the_same_bytes(client: FlaskClient, tag: str) -> None:
    first = calendar(client, tag)
    assert first == calendar(client, tag)
    assert first == calendar(create_app(CONFIG).test_client(), tag)


def lines(content: bytes) -> list[bytes]:
    """The lines as they are in the file; RFC 5545 section 3.1 ends each with CRLF."""
    assert content.endswith(b"\r\n")
    return content.removesuffix(b"\r\n").split(b"\r\n")


@pytest.mark.parametrize("tag", ALL)
def test_no_line_is_longer_than_75_octets(client: FlaskClient, tag: str) -> None:
    for line in lines(calendar(client, tag)):
        assert len(line) <= 75
        assert re.fullmatch(rb"[^\r\n]+", line)
        line.decode()  # no letter is cut in two


HOSTILE = {
    "signs of the format": "a, b; c: d \\ \\n \"e\" 'f'",
    "a line of its own": "one\r\nATTENDEE:mailto:evil@example.org\nEND:VEVENT",
    "long and Arabic": "هل ما زال المفتاح مغلقًا؟ " * 20 + "نعم",
    "of four octets": "\U0001f4c5" * 100,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_gets_out_of_its_line(text: str) -> None:
    app = create_app(CONFIG)
    pages = app.extensions["pages"]
    claims = tuple(
        Claim(id=each.id, text=text, kind=each.kind) for each in section_of(app).claims
    )
    hostile = msgspec.structs.replace(section_of(app), claims=claims)
    pages.guide = replace(pages.guide, sections={**pages.guide.sections, "reminder": hostile})
    content = calendar(app.test_client(), "ar")
    for line in lines(content):
        assert len(line) <= 75
        line.decode()
    found = events(content)
    assert len(found) == 2
    for event in found:
        assert "ATTENDEE" not in event
        assert event["SUMMARY"].split() == event["DESCRIPTION"].split() == text.split()


@pytest.mark.parametrize(
    "origin",
    [
        "https://off.example.org\r\nATTENDEE:mailto:evil@example.org",
        "https://off.example.org;x",
        "https://off.example.org,evil.test",
    ],
)
def test_no_origin_gets_out_of_its_line_either(origin: str) -> None:
    with pytest.raises(ConfigError):
        Config.from_environ({"OFFSWITCH_PUBLIC_ORIGIN": origin})


def test_it_knows_no_time_of_day_and_no_zone(client: FlaskClient) -> None:
    content = calendar(client, "en")
    assert b"TZID" not in content
    assert b"VTIMEZONE" not in content
    assert content.count(b"DTSTART;VALUE=DATE:") == 2


@pytest.mark.parametrize(
    ("changed", "starts"),
    [
        (datetime.date(2026, 11, 22), ["2027-05-03", "2027-11-03"]),
        (datetime.date(2027, 5, 2), ["2027-05-03", "2027-11-03"]),
        (datetime.date(2027, 5, 3), ["2028-05-03", "2027-11-03"]),
        (datetime.date(2028, 2, 29), ["2028-05-03", "2028-11-03"]),
    ],
)
def test_it_begins_after_the_guide_last_changed(
    app: Flask, changed: datetime.date, starts: list[str]
) -> None:
    pages = copy.copy(app.extensions["pages"])
    newest = msgspec.structs.replace(pages.guide.changes[0], date=changed)
    pages.guide = replace(pages.guide, changes=(newest,))
    with app.test_request_context():
        found = events(reminder.reminder(pages.guide, pages.locales["en"], origin=ORIGIN))
    assert [str(event.decoded("DTSTART")) for event in found] == starts
