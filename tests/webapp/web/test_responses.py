"""Content coding and validators, as in RFC 9110."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0", None),
        ("gzip;q=0, br;q=0, identity", None),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("zstd, x-y", None),
        ("\xff;;;q=,,", None),
        ("x," * 100_000 + "br", None),
    ],
)
def test_the_coding_is_the_best_one_accepted(
    client: FlaskClient, accepted: str | None, coding: str | None
) -> None:
    plain = client.get("/en/app/").data
    headers = {} if accepted is None else {"Accept-Encoding": accepted}
    response = client.get("/en/app/", headers=headers)
    assert response.headers.get("Content-Encoding") == coding
    decoded = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert decoded(response.data) == plain
    assert response.headers["Content-Length"] == str(len(response.data))
    assert response.headers["Vary"] == "Accept-Encoding"


def test_a_png_is_not_compressed_again(client: FlaskClient) -> None:
    response = client.get("/qr.png", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in response.headers


def test_each_coding_has_a_strong_etag_of_its_own(client: FlaskClient) -> None:
    etags = {
        client.get("/en/app/", headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("", "gzip", "br")
    }
    assert len(etags) == 3
    assert all(re.fullmatch(r'"[0-9a-f]{20}(-br|-gzip)?"', etag) for etag in etags)


@pytest.mark.parametrize("path", ["/", "/de/", "/en/app/", "/qr.svg"])
def test_a_reader_who_has_it_gets_304(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "br"})
    again = {"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    second = client.get(path, headers=again)
    assert second.status_code == 304
    assert second.data == b""
    for name in ("ETag", "Cache-Control", "Vary"):
        assert second.headers[name] == first.headers[name]
    other = client.get("/ar/app/", headers=again)
    assert other.status_code == 200


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    get, head = client.get("/en/app/"), client.head("/en/app/")
    assert head.data == b""
    for headers in (head.headers, get.headers):
        headers.pop("Date")
    assert dict(head.headers) == dict(get.headers)
