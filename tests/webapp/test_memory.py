"""What a request brings is gone once it is answered: no cache keeps it, ours or a library's."""

from __future__ import annotations

import gc
import io
import random
import re
import secrets
import string
import sys
import tracemalloc
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import pytest
from flask import Flask

from webapp.reader.devices import LONGEST_HEADER

HEADERS = (
    "Accept-Encoding",
    "Accept-Language",
    "Cookie",
    "Host",
    "If-None-Match",
    "Referer",
    "Sec-CH-UA-Mobile",
    "Sec-CH-UA-Platform",
    "User-Agent",
    "X-Forwarded-For",
)
PATHS = ("/", "/de/", "/en/app/", "/de", "//de", "/gone")
MADE_UP = ("/{}", "//{}", "/en//{}/", "/assets/{}//app.js", "/assets/0123456789ab//{}")


def strings(container: object) -> Iterator[str]:
    """Yield the strings in a container, and in those within it that gc does not list."""
    keys = [*container] if isinstance(container, dict) else []  # they are not referents
    for thing in [*keys, *gc.get_referents(container)]:
        if isinstance(thing, str):
            yield thing
        elif isinstance(thing, dict | tuple) and not gc.is_tracked(thing):
            yield from strings(thing)


def mentions(*marks: str) -> set[str]:
    """Return the strings in memory that contain one of some marks, other than themselves."""
    gc.collect()
    pattern = "|".join(marks)
    any_of_them = re.compile(pattern)
    ours = {*map(id, marks), id(pattern)}
    everything = chain.from_iterable(map(strings, gc.get_objects()))
    return {text for text in everything if any_of_them.search(text) and id(text) not in ours}


def ask(app: Flask, path: str, **environ: str) -> str:
    """Send a request as a server does, not by a client that keeps things; return its status."""
    statuses: list[str] = []
    body = app.wsgi_app(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            **environ,
        },
        lambda status, headers, exc_info=None: statuses.append(status),  # type: ignore[arg-type] # nobody writes by it
    )
    assert b"".join(body)
    return statuses[0]


def test_nothing_that_a_request_brought_is_in_memory_afterwards(app: Flask) -> None:
    """Nor does one keep a made-up path, although a path with an extra slash is redirected."""
    marks = {path: secrets.token_hex(4) for path in (*PATHS, *MADE_UP)}
    for path in PATHS:
        for header in HEADERS:
            name = "HTTP_" + header.upper().replace("-", "_")
            value = "de-{0}, {0}, gzip;q=0.{0}, Chrome/1.{0}".format(marks[path])
            assert ask(app, path, **{name: value, "QUERY_STRING": f"q={marks[path]}"})
    for path in MADE_UP:
        assert ask(app, path.format(marks[path])) == "404 NOT FOUND"
    stored = mentions(*marks.values())
    assert {path: text for path, mark in marks.items() for text in stored if mark in text} == {}


def test_a_string_that_is_kept_would_be_seen() -> None:
    mark = secrets.token_hex(4)
    cached, table = lru_cache(len), [{f"{mark} in a table": True}]
    cached(f"{mark} in a cache")
    assert mentions(mark) == {f"{mark} in a cache", *table[0]}


def subtag(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=length))


def languages(chance: random.Random) -> str:
    """As many tags as fit, no two alike; many begin as a real one does."""
    primary = [
        chance.choice(("de", "zh", subtag(chance, 3))) for _ in range(LONGEST_HEADER // 11)
    ]
    return ",".join(f"{name}-{subtag(chance, 4)}-{subtag(chance, 2)}" for name in primary)


def codings(chance: random.Random) -> str:
    return f"{subtag(chance, 9)}, " + "x" * 100_000


def agents(chance: random.Random) -> str:
    return f"Mozilla/5.0 (Linux; Android {subtag(chance, 3)}; {subtag(chance, 900)}) Chrome/130"


HOSTILE = {"Accept-Language": languages, "Accept-Encoding": codings, "User-Agent": agents}


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("header", HOSTILE)
def test_memory_does_not_grow_with_what_strangers_send(app: Flask, header: str) -> None:
    client = app.test_client()
    chance = random.Random(header)  # noqa: S311 - the same ones each time

    def send(count: int) -> int:
        for _ in range(count):
            client.get("/", headers={header: HOSTILE[header](chance)})
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    before = send(20)  # pages are rendered, and what CLDR knows is looked up
    assert send(40) - before < 100_000
