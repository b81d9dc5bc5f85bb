"""How large pages are on the wire and how fast they are answered, in ratios."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient

from tests.webapp.reader.user_agents import PHONE, WINDOWS
from tests.webapp.wire import FLIGHT, GUIDES, on_the_wire

pytestmark = pytest.mark.bench


def test_sizes(client: FlaskClient) -> None:
    print("\non the wire, with brotli and headers, of a first flight of 14,000 bytes:")
    for url in ("/", *GUIDES):
        size = on_the_wire(client, url, WINDOWS)
        print(f"  {url:16} {size:6,} bytes  {size / FLIGHT:4.0%}")


def test_the_door_beside_its_variant(client: FlaskClient) -> None:
    def each(url: str) -> float:
        client.get(url, headers=PHONE)
        start = time.perf_counter()
        for _ in range(300):
            client.get(url, headers=PHONE)
        return (time.perf_counter() - start) / 300

    door, variant = each("/"), each("/en/app/")
    print(f"\nthe door answers in {door / variant:.2f} times the time of its variant")
