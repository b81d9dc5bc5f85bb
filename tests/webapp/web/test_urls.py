"""A wrong URL is a 404 before any view runs."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from webapp.guide.models import Page
from webapp.web import current_pages


@pytest.mark.parametrize(
    "path",
    [
        "/xx/",
        "/EN/",
        "/zh-Hans/app/",
        "/en/App/",
        "/en/phone/",
        "/en/app/x",
        "/../etc/passwd",
        "/en/..%2f..%2fetc/passwd",
        "/%00/",
        "/%ff%fe/app/",
        "/CON/app/",
        "/" + "a" * 4096 + "/",
        "/assets/../pyproject.toml",
        "/assets/000000000000/app.js",
        "/qr.gif",
        "/favicon.ico",
    ],
)
def test_a_wrong_url_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_locales_and_pages_become_their_urls(app: Flask) -> None:
    with app.test_request_context():
        german = current_pages().locales["de"]
        assert url_for("pages.page", locale=german, page=Page.WEBSITE) == "/de/website/"
        assert url_for("door.localized", locale=german) == "/de/"
