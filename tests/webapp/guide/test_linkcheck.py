"""Outgoing addresses are requested once and slowly, and the answer is reported in words.

The other end is a real server here, which answers as badly as servers do.
"""

from __future__ import annotations

import itertools
import os
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.server import free_port
from webapp.guide import linkcheck

# The exact answer for a path; nothing more follows, and the connection stays open.
SENT = {
    "/here": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n",
    "/other": b"HTTP/1.1 200 OK\r\n\r\n",
    "/gone": b"HTTP/1.1 404 Not Found\r\n\r\n",
    "/bot": b"HTTP/1.1 999 Request denied\r\n\r\n",
    "/moved": b"HTTP/1.1 301 Moved\r\nLocation: /here\r\nContent-Length: 0\r\n\r\n",
    "/moved-away": b"HTTP/1.1 302 Found\r\nLocation: /gone\r\nContent-Length: 0\r\n\r\n",
    "/moved-nowhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "/round": b"HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n",
    "/file": b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
    "/ftp": b"HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/\r\nContent-Length: 0\r\n\r\n",
    "/no-url": b"HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n",
    "/garbage": b"\x1b[31mWelcome\r\n\r\n",
    "/%C3%A9": b"HTTP/1.1 200 OK\r\n\r\n",
}


class Answering(socketserver.StreamRequestHandler):
    server: Site

    def handle(self) -> None:
        method, path, _ = self.rfile.readline().decode().split()
        head = [line.decode().strip() for line in iter(self.rfile.readline, b"\r\n")]
        self.server.asked.append((time.monotonic(), method, path, head))
        if path == "/reset":
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            os.close(self.connection.detach())
        elif path == "/hanging":
            self.connection.settimeout(10)
            with suppress(TimeoutError):
                self.rfile.read(1)  # until the other end has enough
                return
            self.wfile.write(SENT["/here"])
        elif path != "/mute":
            self.wfile.write(SENT[path])
            self.rfile.read(1)


class Site(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[float, str, str, list[str]]] = []
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, path: str) -> str:
        [(url, said)] = linkcheck.ask([self.origin + path], timeout=10)
        assert url == self.origin + path
        return said.replace(self.origin, "")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "*")
    with Site() as site:
        threading.Thread(target=site.serve_forever, args=(0.01,)).start()
        yield site
        site.shutdown()


@pytest.mark.parametrize(
    ("path", "said"),
    {
        "/here": "answered 200",
        "/gone": "answered 404",
        "/bot": "answered 999",
        "/moved": "moved to /here, answered 200",
        "/moved-away": "moved to /gone, answered 404",
        "/moved-nowhere": "answered 302",
        "/round": "answered 302",
        "/file": "moved to file:///etc/passwd, answered 302",
        "/ftp": "no answer: nothing that can be understood",
        "/no-url": "no answer: nothing that can be understood",
        "/garbage": "no answer: nothing that can be understood",
        "/reset": "no answer: Connection reset by peer",
        "/mute": "no answer: Remote end closed connection without response",
    }.items(),
)
def test_every_answer_is_reported_in_words(site: Site, path: str, said: str) -> None:
    assert site.answer(path) == said


def test_who_hangs_is_waited_for_no_longer_than_the_timeout(site: Site) -> None:
    asked = [f"{site.origin}/hanging", f"{site.origin}/here"]
    answers = dict(linkcheck.ask(asked, pause=0, timeout=0.2))
    assert list(answers.values()) == ["no answer: timed out", "answered 200"]


def test_a_closed_port_and_missing_encryption_are_reported_in_words(site: Site) -> None:
    closed = f"http://127.0.0.1:{free_port()}/"
    plain = site.origin.replace("http:", "https:") + "/here"
    assert dict(linkcheck.ask([closed, plain], pause=0)) == {
        closed: "no answer: Connection refused",
        plain: "no answer: no secure connection",
    }


def test_each_address_is_asked_once_in_order_and_says_who_asks(site: Site) -> None:
    paths = ["/other", "/gone", "/here"]
    assert len(list(linkcheck.ask([site.origin + path for path in paths], pause=0))) == 3
    assert [(method, path) for _, method, path, _ in site.asked] == [
        ("GET", path) for path in paths
    ]
    for _, _, _, head in site.asked:
        assert "User-Agent: off-switch (a person checks links)" in head
        assert not any(line.lower().startswith(("cookie", "referer")) for line in head)


def test_there_is_a_pause_between_two_addresses(site: Site) -> None:
    asking = linkcheck.ask([site.origin + path for path in ("/here", "/gone", "/other")], 0.3)
    assert site.asked == []
    assert len(list(asking)) == 3
    times = [when for when, *_ in site.asked]
    assert all(after - before >= 0.3 for before, after in itertools.pairwise(times))


def test_an_address_beyond_ascii_is_asked_as_browsers_do(site: Site) -> None:
    assert site.answer("/é") == "answered 200"
    assert [path for _, _, path, _ in site.asked] == ["/%C3%A9"]
