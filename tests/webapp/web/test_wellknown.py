"""What machines look for."""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree

from flask.testing import FlaskClient

from tests.conftest import CONFIG, ORIGIN, GetPage
from tests.house_rules import all_of, attribute
from tests.languages import ALL
from webapp import create_app
from webapp.config import Config


def test_health_names_the_build_and_is_never_stored(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert re.fullmatch(r"[0-9a-f]{12}\n", response.text)
    assert response.headers["Cache-Control"] == "no-store"


def test_robots_may_read_everything(client: FlaskClient) -> None:
    assert f"Disallow:\nSitemap: {ORIGIN}/sitemap.xml\n" in client.get("/robots.txt").text


def test_the_sitemap_names_every_page_in_every_language(client: FlaskClient) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    urls = [node.text or "" for node in root.findall(".//{*}loc")]
    pages = ("", "more/", "about/", "poster/")  # the door names both variants
    assert sorted(urls) == sorted(f"{ORIGIN}/{tag}/{page}" for tag in ALL for page in pages)


def test_the_sitemap_and_the_pages_name_the_same_alternates(
    client: FlaskClient, get_page: GetPage
) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    for entry in root:
        [url] = [node.text or "" for node in entry.findall("{*}loc")]
        named = {node.get("hreflang"): node.get("href") for node in entry.findall("{*}link")}
        links = all_of(get_page(url.removeprefix(ORIGIN)), "link[hreflang]")
        assert named == {attribute(link, "hreflang"): attribute(link, "href") for link in links}


def test_without_a_contact_there_is_no_security_txt(client: FlaskClient) -> None:
    assert CONFIG.contact == ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_security_txt_holds_for_less_than_a_year() -> None:
    config = Config(public_origin=ORIGIN, contact="mailto:help@example.org")
    response = create_app(config).test_client().get("/.well-known/security.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    assert "Contact: mailto:help@example.org\n" in response.text
    assert f"Canonical: {ORIGIN}/.well-known/security.txt\n" in response.text
    [expires] = re.findall(r"Expires: (\S+)T00:00:00Z", response.text)
    left = datetime.date.fromisoformat(expires) - datetime.datetime.now(datetime.UTC).date()
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=365)
