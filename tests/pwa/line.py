"""The line between a browser and the server, which can be broken in every way.

Each byte that a browser gets comes from the real server and passes through here, complete or
broken on request. The line knows nothing about browsers; ``faults`` says what is broken when.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tests.server import Server, free_port

LOGIN = b"<!doctype html><title>Hotel</title><h1>Welcome to our Wi-Fi</h1><p>Log in."
HOP_BY_HOP = ("connection", "content-length", "keep-alive", "transfer-encoding")


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks."""

    method: str
    target: str  # path and query
    headers: dict[str, str]  # names in lower case

    @property
    def path(self) -> str:
        return self.target.split("?")[0]

    @property
    def by_worker(self) -> bool:
        """Whether a worker itself asks (Fetch Metadata): our pages may not fetch."""
        asked = self.headers
        return (
            asked.get("sec-fetch-dest") == "empty" and asked.get("sec-fetch-mode") != "navigate"
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def but(self, **headers: str) -> Answer:
        """Return the same with other headers; ``content_type=""`` takes one away."""
        new = {name.replace("_", "-").title(): value for name, value in headers.items()}
        old = [(name, value) for name, value in self.headers if name.title() not in new]
        added = [(name, value) for name, value in new.items() if value]
        return replace(self, headers=(*old, *added))


class Wire:
    """One connection to a browser."""

    def __init__(self, connection: socket.socket, line: Line) -> None:
        self.connection = connection
        self.line = line

    def head(self, answer: Answer, **more: str) -> None:
        """Send status and headers."""
        headers = [*answer.headers, ("Connection", "close")]
        headers += [(name.replace("_", "-"), value) for name, value in more.items()]
        lines = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {v}" for name, v in headers)]
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def send(self, content: bytes) -> None:
        self.connection.sendall(content)

    def whole(self, answer: Answer) -> None:
        self.head(answer, Content_Length=str(len(answer.body)))
        self.send(answer.body)

    def silence(self) -> None:
        """Say nothing, until the line is repaired or the browser hangs up."""
        repaired = self.line.repaired
        self.connection.settimeout(0.1)
        while not repaired.is_set():
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1):
                    return

    def reset(self) -> None:
        """Hang up so that the browser notices: RST instead of FIN."""
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)


Kind = Callable[[Wire, Answer], None]
KINDS: dict[str, Kind] = {}


def kind(break_it: Kind) -> Kind:
    """Register a way in which an answer can be broken, by the name of its function."""
    KINDS[break_it.__name__] = break_it
    return break_it


def html(status: int, body: bytes, **headers: str) -> Answer:
    return Answer(status, (("Content-Type", "text/html"),), body).but(**headers)


@kind
def login_page(wire: Wire, answer: Answer) -> None:
    wire.whole(html(200, LOGIN))


@kind
def login_redirect(wire: Wire, answer: Answer) -> None:
    wire.whole(html(302, b"", location="/login"))


@kind
def redirect_to_the_same(wire: Wire, answer: Answer) -> None:
    wire.whole(html(302, b"", location="?moved"))


@kind
def one_byte_changed(wire: Wire, answer: Answer) -> None:
    middle = len(answer.body) // 2
    other = bytes([answer.body[middle] ^ 1])
    wire.whole(replace(answer, body=answer.body[:middle] + other + answer.body[middle + 1 :]))


@kind
def something_appended(wire: Wire, answer: Answer) -> None:
    wire.whole(replace(answer, body=answer.body + b"<script>/* a filter's */</script>"))


@kind
def empty(wire: Wire, answer: Answer) -> None:
    wire.whole(replace(answer, body=b""))


@kind
def cut_with_a_length(wire: Wire, answer: Answer) -> None:
    wire.head(answer, Content_Length=str(len(answer.body)))
    wire.send(answer.body[: len(answer.body) // 2])


@kind
def cut_without_a_length(wire: Wire, answer: Answer) -> None:
    wire.head(answer)
    wire.send(answer.body[: len(answer.body) // 2])


@kind
def cut_after_a_line(wire: Wire, answer: Answer) -> None:
    """What remains may be a complete script, too."""
    lines = [found.end() for found in re.finditer(rb"\n\}\)?\n", answer.body)]
    wire.head(answer)
    wire.send(answer.body[: lines[len(lines) // 2]])


@kind
def cut_in_a_chunk(wire: Wire, answer: Answer) -> None:
    wire.head(answer, Transfer_Encoding="chunked")
    wire.send(b"%x\r\n" % len(answer.body))
    wire.send(answer.body[: len(answer.body) // 2])


@kind
def silence(wire: Wire, answer: Answer) -> None:
    wire.silence()


@kind
def silence_in_the_middle(wire: Wire, answer: Answer) -> None:
    wire.head(answer, Content_Length=str(len(answer.body)))
    wire.send(answer.body[: len(answer.body) // 2])
    wire.silence()


@kind
def drip(wire: Wire, answer: Answer) -> None:
    """A byte each half second: 10 kB take more than an hour."""
    wire.head(answer, Content_Length=str(len(answer.body)))
    for byte in answer.body:
        wire.send(bytes([byte]))
        if wire.line.repaired.wait(0.5):
            return


@kind
def reset_in_the_middle(wire: Wire, answer: Answer) -> None:
    wire.head(answer, Content_Length=str(len(answer.body)))
    wire.send(answer.body[: len(answer.body) // 2])
    time.sleep(0.05)  # otherwise what was sent is lost with the connection
    wire.reset()


@kind
def hang_up(wire: Wire, answer: Answer) -> None:
    wire.reset()


@kind
def wrong_type(wire: Wire, answer: Answer) -> None:
    wire.whole(answer.but(content_type="text/plain"))


@kind
def no_gzip(wire: Wire, answer: Answer) -> None:
    """It is declared as gzip, and is not."""
    wire.whole(answer.but(content_encoding="gzip"))


@kind
def missing(wire: Wire, answer: Answer) -> None:
    wire.whole(html(404, b"<h1>Not found"))


@kind
def gone(wire: Wire, answer: Answer) -> None:
    wire.whole(html(410, b"<h1>Gone"))


@kind
def server_error(wire: Wire, answer: Answer) -> None:
    wire.whole(html(500, b"<h1>Server error"))


@kind
def unavailable(wire: Wire, answer: Answer) -> None:
    wire.whole(html(503, b"<h1>Try later", retry_after="3600"))


@kind
def partial(wire: Wire, answer: Answer) -> None:
    size = len(answer.body)
    part = replace(answer, status=206).but(content_range=f"bytes 0-{size - 1}/{size}")
    wire.whole(part)


def vary(names: str) -> Kind:
    """Return a kind: the same bytes, which claim to depend on other headers."""
    return lambda wire, answer: wire.whole(answer.but(vary=names))


Where = Callable[[Request], bool]


def whole(request: Request) -> Kind | None:
    """Break nothing, for any request."""
    return None


@dataclass
class Line:
    """A port that passes on what a server answers; it is really closed while it is dead."""

    server: Server  # the one that is asked
    port: int = field(default_factory=free_port)
    breaks: Callable[[Request], Kind | None] = whole
    chooses: Callable[[Request], Server] | None = None  # instead of the one server
    # By the end of a path: what a page loads, not what a worker keeps.
    edits: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    given: list[tuple[Request, int]] = field(default_factory=list)  # complete, with its status
    repaired: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def asked_by_worker(self) -> list[Request]:
        return [request for request in self.asked if request.by_worker]

    def __enter__(self) -> Line:
        self.revive()
        return self

    def __exit__(self, *_: object) -> None:
        self.repair()
        self.die()

    def revive(self) -> None:
        """Listen."""
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        threading.Thread(target=self._listen, args=(self.listener,), daemon=True).start()

    def die(self) -> None:
        """Close the port: nobody is there."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def break_(self, where: Where, how: Kind) -> None:
        """Break the answers to some requests, from now on."""
        self.repaired = threading.Event()
        self.breaks = lambda request: how if where(request) else None

    def repair(self) -> None:
        """Pass on everything again; whoever waits is let go."""
        self.breaks = whole
        self.repaired.set()

    def ask(self, request: Request) -> Answer:
        """Return what the server says, uncompressed, with our edits."""
        server = self.chooses(request) if self.chooses else self.server
        headers = {**request.headers, "accept-encoding": "identity"}
        headers.pop("connection", None)
        if request.path == "/sw.js" or self.breaks is not whole:
            headers.pop("if-none-match", None)  # "not modified" has no body to break or edit
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", server.port)) as asking:
            asking.request(request.method, request.target, headers=headers)
            response = asking.getresponse()
            body = response.read()
        kept = [
            (name, v) for name, v in response.getheaders() if name.lower() not in HOP_BY_HOP
        ]
        answer = Answer(response.status, tuple(kept), body)
        for end, edit in self.edits.items():
            if request.path.endswith(end) and answer.body and not request.by_worker:
                answer = replace(answer, body=edit(answer.body))
        return answer

    def _listen(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.closing(connection), contextlib.suppress(OSError):
            request = read(connection)
            if request is None:
                return
            self.asked.append(request)
            wire = Wire(connection, self)
            how = self.breaks(request)
            if request.path == "/login":
                wire.whole(html(200, LOGIN))
            elif how and not request.target.endswith("?moved"):
                how(wire, self.ask(request))
            else:
                answer = self.ask(request)
                wire.whole(answer)
                self.given.append((request, answer.status))


def read(connection: socket.socket) -> Request | None:
    """Return what is asked on a connection; None, if nothing is."""
    head = b""
    while b"\r\n\r\n" not in head:
        if not (more := connection.recv(65536)):
            return None
        head += more
    first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, value in (x.split(":", 1) for x in lines)}
    return Request(method, target, headers)


def by_worker(path: str) -> Where:
    """Return the place of what a worker asks for, by a part of the path."""
    return lambda request: request.by_worker and path in request.path


def everywhere(request: Request) -> bool:
    return True


def the_worker_itself(request: Request) -> bool:
    return request.path == "/sw.js"
