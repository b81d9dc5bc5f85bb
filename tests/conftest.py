"""The app, and a page of it; nothing of ours is ever mocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML

from tests import house_rules
from webapp import create_app
from webapp.config import Config

ORIGIN = "https://off.example.org"
CONFIG = Config(public_origin=ORIGIN)

GetPage = Callable[..., JustHTML]


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app(CONFIG)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def get_page(client: FlaskClient) -> GetPage:
    """Fetch a page, expect a status, and check the house rules on it."""

    def get(url: str, headers: dict[str, str] | None = None, status: int = 200) -> JustHTML:
        response = client.get(url, headers=headers or {})
        assert response.status_code == status, f"{url}: {response.status}"
        assert response.content_type == "text/html; charset=utf-8"
        return house_rules.check(response.text, url)

    return get
