"""The security headers are on every response, and the Host header is in none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from tests.conftest import CONFIG, ORIGIN
from tests.languages import ALL
from tests.webapp.origins import FOR_ANY_ORIGIN, PICTURES, for_any_origin
from webapp import build, create_app
from webapp.config import Config
from webapp.web.headers import Headers as SecurityHeaders

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

DOCUMENTS = ["/", "/de/", "/ar/app/", "/en/website/", "/en/about/", "/gone/", "/healthz"]
DOCUMENTS += ["/qr.gif", "/assets/gone/app.js"]  # answered with a page
FILES = ["/qr.svg", "/qr.png"]


@pytest.mark.parametrize("path", DOCUMENTS + FILES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_response_carries_the_security_headers(
    client: FlaskClient, path: str, method: str
) -> None:
    headers = client.open(path, method=method).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert headers["Strict-Transport-Security"] == "max-age=63072000"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_carry_those_of_documents(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "'nonce" not in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.endswith("upgrade-insecure-requests")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert re.fullmatch(r"([a-z-]+=\(\), )+[a-z-]+=\(\)", headers["Permissions-Policy"])


@pytest.mark.parametrize("path", DOCUMENTS + FILES)
def test_what_must_be_absent_is(client: FlaskClient, path: str) -> None:
    names = {name.lower() for name, _ in client.get(path).headers}
    assert not names & {
        "set-cookie",
        "server",
        "x-powered-by",
        "accept-ch",
        "nel",
        "report-to",
        "reporting-endpoints",
        "server-timing",
        "clear-site-data",
        "integrity-policy",
        "cross-origin-embedder-policy",
        "link",
    }


@pytest.mark.parametrize("path", FILES)
def test_a_file_can_do_nothing(client: FlaskClient, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    for headers in ({}, {"If-None-Match": etag}):
        response = client.get(path, headers=headers)
        policy = response.headers["Content-Security-Policy"]
        assert policy == "default-src 'none'; sandbox"


def test_a_304_carries_them_too(client: FlaskClient) -> None:
    etag = client.get("/en/app/").headers["ETag"]
    response = client.get("/en/app/", headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def file(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer with a file, whatever is asked for: headers do not depend on what it contains."""
    start_response("200 OK", [("Content-Type", "image/png")])
    return []


def test_any_origin_may_read_what_is_made_for_others_and_nothing_else(
    app: Flask, client: FlaskClient
) -> None:
    urls = [*build.urls(app, posters=False), "/", *(f"/{tag}/" for tag in ALL)]
    readable = {url for url in urls if for_any_origin(client.get(url).headers)}
    assert readable == FOR_ANY_ORIGIN


def test_any_origin_may_read_the_pictures_of_posters(app: Flask) -> None:
    client = Client(SecurityHeaders(file, CONFIG, ""))
    sheets = {*build.urls(app)} - {*build.urls(app, posters=False)}
    assert {url for url in sheets if for_any_origin(client.get(url).headers)} == PICTURES


@pytest.mark.parametrize("path", sorted(FOR_ANY_ORIGIN))
def test_any_origin_may_read_a_304_but_no_error(client: FlaskClient, path: str) -> None:
    etag = client.get(path).headers["ETag"]
    response = client.get(path, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert for_any_origin(response.headers)
    assert not for_any_origin(client.post(path).headers)
    assert not for_any_origin(client.get("/xx/guide.json").headers)


@pytest.mark.parametrize(
    "path",
    [
        *("/a/b/guide.json", "/guide.json/", "/guideXjson", "//guide.json", "/qr.svgz"),
        *("/en/poster/a4.pngs", "/en/poster/b4.png", "/en/schema/guide.json", "/QR.PNG"),
    ],
)
def test_any_origin_may_read_nothing_at_a_similar_url(client: FlaskClient, path: str) -> None:
    """Neither that it is missing, nor what might be there one day."""
    assert not for_any_origin(client.get(path).headers)
    assert not for_any_origin(Client(SecurityHeaders(file, CONFIG, "")).get(path).headers)


def test_on_http_nothing_is_promised_for_https() -> None:
    client = create_app(Config()).test_client()
    headers = client.get("/").headers
    assert "Strict-Transport-Security" not in headers
    assert "upgrade-insecure-requests" not in headers["Content-Security-Policy"]


HOSTS = [
    "evil.test",
    "evil.test:80",
    "off.example.org.evil.test",
    "OFF.EXAMPLE.ORG",
    "off.example.org:9999",
    "a@b",
    '"><script>',
    "",
    " ",
    "[::1",
    "\xff",
]
PATHS = ["/", "/de/", "/en/app/", "/en/website/", "/en/about/", "/gone", "/de", "/en/app"]
PATHS += ["/qr.svg", "/qr.png", "/sitemap.xml", "/robots.txt", "/healthz", "//evil.test/"]


def stated(headers: Headers) -> dict[str, str]:
    """Everything except the date."""
    return {name: value for name, value in headers if name != "Date"}


@pytest.mark.parametrize("path", PATHS)
def test_the_host_header_changes_nothing(client: FlaskClient, path: str) -> None:
    usual = client.get(path)
    for host in HOSTS:
        for name in ("Host", "X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Host"):
            response = client.get(path, headers={name: host})
            assert response.status_code == usual.status_code
            assert response.data == usual.data
            assert stated(response.headers) == stated(usual.headers)
    assert b"evil" not in usual.data


def test_a_redirect_names_no_port_either() -> None:
    client = create_app(Config(public_origin="http://10.0.0.7:80")).test_client()
    assert client.get("/de").headers["Location"] == "/de/"


@pytest.mark.parametrize("path", ["/de", "/en/app", "//de", "/de//app/"])
def test_a_redirect_stays_where_the_reader_is(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers={"Host": "evil.test"})
    assert response.status_code == 308
    assert re.fullmatch(r"/(?!/)[a-z/]*", response.headers["Location"])
    assert ORIGIN not in response.headers["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test",
        "//evil.test/%2f..",
        "/\\evil.test/",
        "/%5cevil.test",
        "/%2f%2fevil.test",
        "///evil.test//",
        "/https:evil.test",
        "/\tevil.test",
        "/%0d%0aLocation:%20https://evil.test",
        "/de?next=//evil.test",
    ],
)
def test_no_path_leads_to_another_site(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert re.fullmatch(r"(/(?![/\\]).*)?", response.headers.get("Location", ""))
