"""What calendars, feed readers and programs get: how it travels, and the feed itself."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.conftest import CONFIG, ORIGIN, GetPage
from tests.guides import SHIPPED
from tests.house_rules import all_of
from tests.languages import ALL, LOCALES, translated
from webapp import create_app
from webapp.config import Config
from webapp.guide.models import Change, ChangeKind

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# RFC 3339, as RFC 4287 section 3.3 wants it; RFC 4151 section 2.1 without e-mail addresses.
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[A-Za-z0-9_-]+")

TYPES = {
    "/changes.atom": "application/atom+xml; charset=utf-8",
    "/guide.json": "application/json",
    "/schema/guide.json": "application/schema+json",
    **{f"/{tag}/guide.json": "application/json" for tag in ALL},
    **{f"/{tag}/reminder.ics": "text/calendar; charset=utf-8" for tag in ALL},
}


def change(day: int, text: str, kind: ChangeKind = ChangeKind.CONTENT) -> Change:
    date = datetime.date(2026, 11, day)
    return Change(id=f"of-{day}", date=date, kind=kind, text=text)


def feed_of(*changes: Change, config: Config = CONFIG) -> ElementTree.Element:
    """The feed of a guide that changed like this; of the real guide without changes."""
    app = create_app(config, guide=replace(SHIPPED, changes=changes or SHIPPED.changes))
    return ElementTree.fromstring(app.test_client().get("/changes.atom").data)  # noqa: S314 - our own


def text_of(element: ElementTree.Element, name: str) -> str:
    """The text of the one child of that name."""
    [child] = element.findall(ATOM + name)
    return child.text or ""


def links_of(element: ElementTree.Element) -> dict[str, str]:
    return {
        each.get("rel", ""): each.get("href", "") for each in element.findall(ATOM + "link")
    }


@pytest.mark.parametrize("path", sorted(TYPES))
def test_each_says_what_it_is_and_may_be_kept(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == TYPES[path]
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Vary"] == "Accept-Encoding"
    tag = path.split("/")[1]
    language = LOCALES[tag].language if tag in ALL else {"changes.atom": "en"}.get(tag)
    assert response.headers.get("Content-Language") == language
    response.data.decode()


@pytest.mark.parametrize("path", sorted(TYPES))
def test_each_is_compressed_and_answered_once(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "br"})
    assert first.content_encoding == "br"
    assert len(first.data) < len(client.get(path).data)
    again = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    assert client.get(path, headers=again).status_code == 304


@pytest.mark.parametrize("path", [path for path in sorted(TYPES) if ".ics" not in path])
def test_opened_alone_it_can_do_nothing(client: FlaskClient, path: str) -> None:
    """Calendars stay documents: not every system would take one from a sandbox."""
    etag = client.get(path).headers["ETag"]
    for headers in ({}, {"If-None-Match": etag}):
        policy = client.get(path, headers=headers).headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox"


@pytest.mark.parametrize("path", ["/xx/guide.json", "/en/changes.atom"])
def test_a_missing_file_is_answered_with_a_page(get_page: GetPage, path: str) -> None:
    get_page(path, status=404)


def test_the_feed_has_what_a_feed_needs() -> None:
    """RFC 4287 section 4.1.1: one id, title and updated, an author, a link to itself."""
    feed = feed_of()
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) == "en"
    assert text_of(feed, "id") == f"{ORIGIN}/changes.atom"
    assert text_of(feed, "title")
    assert INSTANT.fullmatch(text_of(feed, "updated"))
    [author] = feed.findall(f"{ATOM}author")
    assert text_of(author, "name") == "Off Switch"
    assert text_of(feed, "rights") == "CC BY 4.0"
    assert links_of(feed) == {
        "self": f"{ORIGIN}/changes.atom",
        "alternate": f"{ORIGIN}/en/about/#changes",
    }


def test_every_entry_has_what_an_entry_needs() -> None:
    """RFC 4287 section 4.1.2."""
    entries = feed_of().findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        assert TAG_URI.fullmatch(text_of(entry, "id"))
        assert INSTANT.fullmatch(text_of(entry, "updated"))
        assert text_of(entry, "title")
        assert text_of(entry, "content")
        [content] = entry.findall(f"{ATOM}content")
        assert content.get("type") == "text"
        [category] = entry.findall(f"{ATOM}category")
        assert category.get("term") in set(ChangeKind)


def test_every_link_of_the_feed_leads_to_its_place(get_page: GetPage) -> None:
    feed = feed_of()
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        parts = urlsplit(links_of(element)["alternate"])
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN
        assert len(all_of(get_page(parts.path), f'[id="{parts.fragment}"]')) == 1


def test_the_newest_change_comes_first_and_dates_the_feed() -> None:
    newer = change(21, "The form has moved.")
    older = change(20, "Tap {settings}.", ChangeKind.CORRECTION)
    feed = feed_of(newer, older)
    first, second = feed.findall(f"{ATOM}entry")
    assert text_of(feed, "updated") == text_of(first, "updated") == "2026-11-21T00:00:00Z"
    assert text_of(second, "updated") == "2026-11-20T00:00:00Z"
    assert text_of(first, "title") == text_of(first, "content") == "The form has moved."
    tap = f"Tap {SHIPPED.labels['settings'].english.text}."
    assert text_of(second, "title") == f"Correction: {tap}"
    assert text_of(second, "content") == tap
    terms = [entry.find(f"{ATOM}category") for entry in (first, second)]
    assert [term.get("term") for term in terms if term is not None] == ["content", "correction"]
    ids = [text_of(entry, "id") for entry in (first, second)]
    assert ids == [
        "tag:off.example.org,2026-11-21:of-21",
        "tag:off.example.org,2026-11-20:of-20",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Q&A, AT&amp;T",
        "</content></entry><entry>",
        "]]> <![CDATA[ <?php ?> <!--",
        "\"quoted\" and 'quoted'",
        "يوضع \u202eهنا",
    ],
)
def test_no_text_is_markup(text: str) -> None:
    """The guide would refuse most of them; the feed does not rely on it."""
    feed = feed_of(change(21, text))
    [entry] = feed.findall(f"{ATOM}entry")
    assert text_of(entry, "title") == text_of(entry, "content") == text
    assert not list(entry.iter("{*}script"))
    assert len(list(entry)) == 6


def test_the_feed_is_in_english_whatever_the_catalogs_know() -> None:
    text = SHIPPED.regions[1].name
    assert text not in {translated(text, tag) for tag in ALL if tag != "en"}
    [entry] = feed_of(change(21, text)).findall(f"{ATOM}entry")
    assert text_of(entry, "content") == text


def test_the_feed_says_what_texts_say_not_how() -> None:
    [entry] = feed_of(change(21, "It is **off**: see [the form](object).")).findall(
        f"{ATOM}entry"
    )
    assert text_of(entry, "content") == "It is off: see the form."


def test_the_feed_of_a_copy_elsewhere_names_that_place() -> None:
    """Neither the port nor anything of the request is in the ids (RFC 4151 section 2.1)."""
    feed = feed_of(config=Config(public_origin="http://10.0.0.7:8080"))
    [entry, *_] = feed.findall(f"{ATOM}entry")
    assert text_of(entry, "id").startswith("tag:10.0.0.7,")
    assert links_of(feed)["self"] == "http://10.0.0.7:8080/changes.atom"
    assert links_of(entry)["alternate"].startswith("http://10.0.0.7:8080/en/about/#change-")


@pytest.mark.parametrize("path", sorted(TYPES))
def test_the_request_changes_nothing(client: FlaskClient, path: str) -> None:
    usual = client.get(path).data
    asked = {"Host": "evil.test", "Accept-Language": "ar, de;q=0.5", "User-Agent": "iPhone"}
    assert client.get(path, headers=asked).data == usual
    assert b"evil" not in usual
    assert client.get(path).headers.get("Set-Cookie") is None
