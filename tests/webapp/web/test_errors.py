"""Errors are pages in the reader's language, and they lead on."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CONFIG, GetPage
from tests.house_rules import all_of, attribute
from tests.languages import ALL
from webapp import create_app


@pytest.mark.parametrize(
    ("url", "accepted", "lang"),
    [
        ("/gone", "de", "de"),
        ("/gone", "ar", "ar"),
        ("/gone", "", "en"),
        ("/xx/app/", "de-AT", "de"),
        ("/de/gone/", "ar", "de"),
        ("/de/poster/a9.pdf", "", "de"),
        ("/404.html", "de", "de"),
    ],
)
def test_what_is_not_there_is_said_in_the_readers_language(
    get_page: GetPage, url: str, accepted: str, lang: str
) -> None:
    document = get_page(url, {"Accept-Language": accepted}, status=404)
    assert attribute(all_of(document, "html")[0], "lang") == lang
    assert attribute(all_of(document, "main .button")[0], "href") == f"/{lang}/"
    for english in all_of(document, ".machine a"):
        assert attribute(english, "href") == "/en/"


def test_an_error_leads_on_in_every_language(get_page: GetPage) -> None:
    links = all_of(get_page("/gone", status=404), "#languages a")
    assert [attribute(link, "href") for link in links] == [f"/{tag}/" for tag in ALL]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_refused_with_what_is_allowed(
    client: FlaskClient, method: str
) -> None:
    response = client.open("/en/app/", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "can only be viewed" in response.text


def test_errors_are_never_stored(client: FlaskClient) -> None:
    for response in (client.get("/gone"), client.post("/"), client.get("/404.html")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Vary"] == "Accept-Encoding, Accept-Language"
        assert "ETag" not in response.headers


def broken_app() -> Flask:
    """An app with a view that fails, as none of ours does."""
    app = create_app(CONFIG)

    def fails() -> str:
        raise RuntimeError("a secret of ours")

    app.view_functions["posters.code_png"] = fails
    return app


def test_our_own_failure_is_a_page_that_tells_no_secret() -> None:
    response = broken_app().test_client().get("/qr.png")
    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert "secret" not in response.text
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_our_own_failure_is_logged_without_the_reader(
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = broken_app().test_client()
    client.get("/qr.png?canary=1", headers={"User-Agent": "canary", "Referer": "canary"})
    assert "a secret of ours" in caplog.text
    assert "canary" not in caplog.text
    assert "127.0.0.1" not in caplog.text
