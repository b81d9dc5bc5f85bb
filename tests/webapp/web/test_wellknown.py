"""What machines look for."""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree

from flask.testing import FlaskClient

from tests.conftest import CONFIG, ORIGIN
from tests.languages import ALL, LOCALES
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
    assert len(urls) == len(ALL) * 5
    for url in urls:
        assert client.get(url.removeprefix(ORIGIN)).status_code == 200
    links = [node.get("hreflang") for node in root.findall(".//{*}link")]
    assert set(links) == {*(locale.language for locale in LOCALES.values()), "x-default"}


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
