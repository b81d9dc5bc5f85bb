"""What a phone saves and how: the worker, and its precache manifests."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import CONFIG, ORIGIN, Client, GetPage
from tests.guides import says
from tests.house_rules import all_of, attribute
from tests.languages import ALL, LACKING, SAMPLE
from tests.tree import ROOT, copy_of_the_tree, run
from webapp import create_app
from webapp.config import Config
from webapp.guide.models import Page
from webapp.reader import locales
from webapp.site import assets

PWA = ROOT / "pwa"
# Bytes on the wire: docs/reasons.md (Budgets).
ENGLISH, ANY = 80_000, 130_000


def sha256(content: bytes) -> str:
    return b64encode(hashlib.sha256(content).digest()).decode()


def release_of(client: FlaskClient) -> tuple[dict[str, Any], bytes]:
    """What the first line tells the worker, and what follows."""
    line, _, script = client.get("/sw.js").data.partition(b"\n")
    return json.loads(line.removeprefix(b"self.RELEASE = ")), script


def precached(client: FlaskClient, locale: str) -> dict[str, str]:
    """The precache manifest of a locale: the hash of each file by its path."""
    salt = release_of(client)[0]["salt"]
    files: dict[str, str] = json.loads(client.get(url_of(salt, locale)).data)
    return files


def url_of(salt: str, locale: str) -> str:
    return f"/assets/{salt}/precache/{locale}.json"


@pytest.fixture(scope="module")
def without() -> FlaskClient:
    """A copy that takes the worker back."""
    app = create_app(Config(public_origin=ORIGIN, worker=False))
    app.test_client_class = Client
    return app.test_client()


# --- the worker ---


def test_the_worker_begins_with_its_release(client: FlaskClient, app: Flask) -> None:
    release, script = release_of(client)
    salt = app.extensions["pages"].assets.salt
    assert script == b"{\n" + assets.load(PWA).worker + b"}\n"
    assert release == {
        "build": client.get("/healthz").text.strip(),
        "salt": salt,
        "precache": {locale: sha256(client.get(url_of(salt, locale)).data) for locale in ALL},
        "missing": says("offline-missing"),
    }


def worker_by_change(*given: str) -> None:
    """Print the hash of the worker before and after each n-th change of a byte in a tree."""
    tree, every = Path(given[0]), int(given[1])

    def worker() -> str:
        locales.catalog.cache_clear()  # as in a process of its own
        return sha256(
            create_app(Config.from_environ(os.environ)).test_client().get("/sw.js").data
        )

    found = {"": worker(), "again": worker()}
    for path, change in itertools.islice(changes(tree), None, None, every):
        before = path.read_bytes()
        path.write_bytes(change(before))
        assert path.read_bytes() != before, path
        found[str(path.relative_to(tree))] = worker()
        path.write_bytes(before)
    print(json.dumps(found))


def changes(tree: Path) -> Iterator[tuple[Path, Callable[[bytes], bytes]]]:
    """Every file that a phone or a browser may get, and a byte in it that it would notice."""
    for path in sorted(tree.glob("pwa/*.js")):
        if path.name != "sw-off.js":
            # They are sent without comments and indentation.
            yield path, lambda content: content + b"void 'x'\n"
    yield tree / "pwa/icons/icon.svg", lambda content: content[:-1] + b" "
    for name in ("page", "poster", "print", "steps"):  # sent in the pages, without spaces
        yield tree / f"pwa/styles/{name}.css", lambda content: content.replace(b"1", b"2", 1)
    for name in ("guide", "more", "about", "poster", "missing"):
        yield (
            tree / f"webapp/site/templates/{name}.html",
            lambda content: content.replace(b"<p", b"<p "),
        )
    catalog = tree / "translations/ar/LC_MESSAGES/messages.mo"
    yield catalog, lambda content: content.replace("هذا".encode(), "هذه".encode())
    guide = tree / "webapp/guide/guide.toml"
    yield guide, lambda content: content.replace(b"This is on unless", b"This iz on unless", 1)


@pytest.mark.long
@pytest.mark.parametrize(
    ("every", "least"),
    [
        pytest.param(3, 7, marks=pytest.mark.starts),
        pytest.param(1, 22, marks=pytest.mark.sweep),
    ],
)
def test_one_changed_byte_anywhere_changes_the_worker_and_nothing_else_does(
    tmp_path: Path, every: int, least: int
) -> None:
    tree = copy_of_the_tree(tmp_path, languages=SAMPLE[-1:])
    act = "from tests.webapp.web.test_offline import *; import sys"
    act += "; worker_by_change(*sys.argv[1:])"
    result = run(tree, tree, str(every), code=act, PYTHONPATH=f"{tree}:{ROOT}")
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    assert found.pop("again") == found[""]
    assert len(found) > least
    assert len(set(found.values())) == len(found), found


def test_the_worker_may_fetch_from_us_and_nothing_more(
    client: FlaskClient, without: FlaskClient
) -> None:
    etag = client.get("/sw.js").headers["ETag"]
    for answer in (
        client.get("/sw.js"),
        client.get("/sw.js", headers={"If-None-Match": etag}),
        client.get("/sw.js?x"),
        client.head("/sw.js"),
        without.get("/sw.js"),
    ):
        assert answer.status_code in (200, 304)  # never a redirect: the worker would be lost
        policies = answer.headers.getlist("Content-Security-Policy")
        assert policies == ["default-src 'none'; connect-src 'self'"]
        assert answer.headers["Cache-Control"] == "no-cache"
        if answer.status_code == 200:
            assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_an_operator_can_take_the_worker_back(
    client: FlaskClient, without: FlaskClient
) -> None:
    assert without.get("/sw.js").data == assets.load(PWA).farewell
    for locale in ALL:
        for page in Page:
            url = f"/{locale}/{page}/"
            for part in ("data-offline", "data-offer"):
                shown = rf"<\w[^>]* {part}"
                assert not re.search(shown, without.get(url).text)
                if page.surface:
                    assert re.search(shown, client.get(url).text)


def test_the_worker_of_another_config_is_another(client: FlaskClient) -> None:
    """A page that says something else about the operator is another page to keep."""
    other = create_app(Config(public_origin=ORIGIN, no_logs=True)).test_client()
    assert other.get("/sw.js").data != client.get("/sw.js").data
    assert create_app(CONFIG).test_client().get("/sw.js").data == client.get("/sw.js").data


# --- what it keeps ---


@pytest.mark.parametrize("locale", ALL)
def test_a_phone_keeps_all_pages_of_a_language_and_what_they_need(
    client: FlaskClient, locale: str
) -> None:
    salt = release_of(client)[0]["salt"]
    names = ("app", "website", "more", "about", "poster", "offline")
    pages = {f"/{locale}/{page}/" for page in names}
    scripts = {path.name for path in PWA.glob("*.js")} - {"sw.js", "sw-off.js"}
    scripts -= {"door.js", "workshop.js"}  # what cannot be used without the server
    drawn = {"icon.svg", "any-192.png", "apple-touch-icon.png"}
    assert precached(client, locale).keys() == {
        *pages,
        f"/{locale}/manifest.webmanifest",
        f"/{locale}/marks.json",
        f"/{locale}/reminder.ics",
        "/qr.svg",
        *(f"/assets/{salt}/{name}" for name in scripts),
        *(f"/assets/{salt}/icons/{name}" for name in drawn),
    }


@pytest.mark.parametrize("locale", ALL)
def test_the_marks_are_those_of_the_pages(
    client: FlaskClient, get_page: GetPage, locale: str
) -> None:
    """By them a saved page sees that the steps of a newer one differ from its own."""
    marks = json.loads(client.get(f"/{locale}/marks.json").data)
    assert marks.keys() == {f"/{locale}/app/", f"/{locale}/website/"}
    for path, mark in marks.items():
        [steps] = all_of(get_page(path), "[data-steps]")
        assert mark["steps"] == attribute(steps, "data-steps")
        assert mark["change"] == attribute(steps, "data-change")
    assert len({mark["steps"] for mark in marks.values()}) == len(marks)


# What filter lists look for in names: with one blocked file, there is no copy at all.
FILTERED = re.compile(
    r"\b(ads?|analytics|banner|beacon|consent|cookie|counter|like|log|pixel|pop|promo|social|"
    r"share|sponsor|stats?|telemetry|track(er|ing)?)\b"
)


@pytest.mark.parametrize("locale", ALL)
def test_no_file_has_a_name_that_a_blocker_looks_for(client: FlaskClient, locale: str) -> None:
    assert [path for path in precached(client, locale) if FILTERED.search(path)] == []


@pytest.mark.parametrize("locale", ALL)
def test_each_file_answers_with_the_very_hash(client: FlaskClient, locale: str) -> None:
    for path, digest in precached(client, locale).items():
        for coding, decode in {
            "identity": bytes,
            "br": brotli.decompress,
            "gzip": gzip.decompress,
        }.items():
            answer = client.get(path, headers={"Accept-Encoding": coding})
            assert answer.status_code == 200
            coded = "Content-Encoding" in answer.headers
            assert sha256(decode(answer.data) if coded else answer.data) == digest, path
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("locale", ALL)
def test_whatever_a_kept_file_loads_is_kept(client: FlaskClient, locale: str) -> None:
    kept = precached(client, locale)
    needed: set[str] = set()
    for path in kept:
        content = client.get(path)
        if path.endswith("/"):
            needed.update(
                re.findall(r'(?:src|link rel="(?!alternate)[^>]*href)="(/[^"]*)"', content.text)
            )
        elif path.endswith(".js"):
            folder = path.rpartition("/")[0]
            imported = re.findall(r"from ?'\./([\w-]+\.js)'", content.text)
            needed.update(f"{folder}/{name}" for name in imported)
        elif path.endswith(".webmanifest"):
            shown = json.loads(content.data)["icons"]
            [icon] = (i for i in shown if i["purpose"] == "any" and i["sizes"] == "192x192")
            needed.add(icon["src"])
    assert len(needed) > 10
    lacking = needed - kept.keys()  # sheets are large; without a network they are not shown
    assert {path.rpartition("/")[0] for path in lacking} == {f"/{locale}/poster"}


@pytest.mark.parametrize("locale", ALL)
def test_a_language_is_small_on_the_wire(client: FlaskClient, locale: str) -> None:
    """With the worker, the manifest and all headers; coded where we code."""
    salt = release_of(client)[0]["salt"]
    size = 0
    for path in [*precached(client, locale), "/sw.js", url_of(salt, locale)]:
        answer = client.get(path, headers={"Accept-Encoding": "gzip, br"})
        lines = ["HTTP/1.1 200 OK", *(f"{name}: {value}" for name, value in answer.headers)]
        size += sum(len(line) + 2 for line in lines) + 2 + len(answer.data)
    assert 30_000 < size <= (ENGLISH if locale == "en" else ANY)


def test_a_precache_manifest_of_another_salt_or_language_is_not_there(
    client: FlaskClient,
) -> None:
    salt = release_of(client)[0]["salt"]
    answer = client.get(url_of(salt, "en"))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(url_of("0123456789ab", "en")).status_code == 404
    assert client.get(url_of(salt, LACKING)).status_code == 404


@pytest.mark.parametrize("locale", ALL)
def test_the_page_for_what_is_not_kept_leads_to_what_is(
    client: FlaskClient, get_page: GetPage, locale: str
) -> None:
    document = get_page(f"/{locale}/offline/")
    [robots] = all_of(document, "meta[name=robots]")
    assert attribute(robots, "content") == "noindex"
    links = [attribute(link, "href") for link in all_of(document, "main ul a")]
    assert links == [f"/{locale}/{page}/" for page in ("app", "website", "more", "about")]
    assert set(links) <= precached(client, locale).keys()
    assert f"{ORIGIN}/{locale}/offline/" not in client.get("/sitemap.xml").text
