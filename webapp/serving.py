"""The server: granian in front of the app, and in front of it the files of its build.

It logs no request, so no address and no user agent. The doors and errors stay with the app.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.server import MPServer
from werkzeug.http import parse_etags

from webapp import build, create_app
from webapp.config import Config
from webapp.errors import BuildError, ConfigError
from webapp.web.responses import coding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASSETS = "/assets/"

# The headers of a 304 (RFC 9110 section 15.4.5).
NOT_MODIFIED = {"Cache-Control", "Content-Location", "ETag", "Vary"}

# The signal for a worker that is about to be replaced; without a handler it is ignored.
LEAVE = signal.SIGURG

# Seconds: the longest pause before a worker that dies is started again, and how long none dies
# until its death counts as the first again.
LONGEST_PAUSE, CALM = 60, 120

PR_SET_PDEATHSIG = 1  # linux/prctl.h

# Where workers find the name of the build; it is not a setting, so it has another prefix.
BUILD = "_OFFSWITCH_BUILD"


class File(NamedTuple):
    """A file of a build in one content coding, and the headers that the app gave it."""

    path: Path
    headers: Sequence[tuple[str, str]]
    etag: str


class Files:
    """Serves the files of a build; everything else goes to the app that made it.

    Each URL has one file per content coding, with the headers the app itself gave it: a strong
    ETag each and no date, so that a change of the same length in the same second is noticed.
    Ranges are not served: files are small, and a part cannot be verified.
    """

    def __init__(self, application: WSGIApplication, built: Path) -> None:
        """Put the files of a complete build in front of an app."""
        self.application = application
        self.built = built
        self.newer: Files | None = None
        self.leaving = False  # whether another worker takes over from this one
        self.files: dict[tuple[str, str], File] = {}
        for url, codings in (build.index(built) or {}).items():
            for name, headers in codings.items():
                path = built / (build.file_of(url) + build.SUFFIXES[name])
                etag = dict(headers).get("ETag", "")
                self.files[url, name] = File(path, headers, etag)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with a file, or ask the app."""
        if self.leaving:
            start_response = _closing(start_response)
        url, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        accepted = coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        file = self.files.get((url, accepted)) or self.files.get((url, ""))
        if file is None and url.startswith(ASSETS) and (newer := self._newer()):
            return newer(environ, start_response)
        if file is None:
            return self.application(environ, start_response)
        if file.etag and _client_has(file.etag, environ):
            headers = [header for header in file.headers if header[0] in NOT_MODIFIED]
            start_response("304 Not Modified", headers)
            return []
        try:
            content = file.path.read_bytes()
        except OSError:  # removed, by builds without a reload
            return self.application(environ, start_response)
        start_response("200 OK", [*file.headers])
        return [content] if method == "GET" else []  # small, and granian sends a list at once

    def _newer(self) -> Files | None:
        """Return the files of the build after this one, while workers change over to it."""
        current = build.current(self.built.parent)
        if current in (None, self.built):
            return None
        if self.newer is None or self.newer.built != current:
            self.newer = Files(self.application, current)
        return self.newer


def _client_has(etag: str, environ: WSGIEnvironment) -> bool:
    """Return whether the client has what an ETag names (RFC 9110 section 13.1.2)."""
    client_etags = parse_etags(environ.get("HTTP_IF_NONE_MATCH"))  # may be a list, or weak
    return client_etags.contains_weak(etag.strip('"'))


def _closing(start_response: StartResponse) -> StartResponse:
    """Return a start that tells the client to open another connection for what follows."""

    def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def] # as PEP 3333
        return start_response(status, [*headers, ("Connection", "close")], exc_info)

    return start


def application() -> Flask:
    """Return the app of the environment behind the files of its build: what a worker runs.

    Its doors are made of those files, too, so nothing is rendered at the start. If its build is
    not there, the app answers everything itself, which is slower, but never mixes two builds.
    """
    _end_with_parent()
    app = create_app(build=os.environ.get(BUILD, ""))
    pages = app.extensions["pages"]
    built = pages.config.site / pages.build
    pages.folder = built if build.index(built) else None
    inside: Any = app.wsgi_app
    files = inside.app = Files(inside.app, built)

    def leave(*_: object) -> None:
        files.leaving = True

    signal.signal(LEAVE, leave)
    return app


def _end_with_parent() -> None:
    """Let the system end this worker with the server, even where that is killed (prctl(2)).

    It would keep the port, and go on answering with an old build.
    """
    if sys.platform == "linux":  # pragma: no branch - tested on Linux
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def next_build() -> str:
    """Return the name of the build that the code and content on the disk make now.

    This process has the old ones in memory, so a new one says it. Raises BuildError if they
    are wrong, or if nobody has built them.
    """
    code = "from webapp import serving; print(serving.todays_build())"
    fresh = subprocess.run(  # noqa: S603 - our own program, with a fixed argument
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    if fresh.returncode:
        raise BuildError("the next one", fresh.stderr.strip().split("\n")[-1], "a good tree")
    return fresh.stdout.strip()


def todays_build() -> str:
    """Return the name of the build of today's tree; raise BuildError if it is not built."""
    pages = create_app().extensions["pages"]
    if build.index(pages.config.site / pages.build) is None:
        what = f"{pages.build} in {pages.config.site}"
        raise BuildError(what, "not there", "`offswitch build` to make it first")
    name: str = pages.build
    return name


class Server(MPServer):
    """Granian, with one socket for all workers, which lives as long as the server.

    On its own, granian lets each worker listen: whatever waits at one that stops is reset, and
    nobody listens while workers start slowly (emmett-framework/granian#567 and #921).
    """

    def __init__(self, listening: socket.socket, build: str, **options: Any) -> None:
        """Serve a build, by its name, at a socket that is bound."""
        super().__init__("webapp.serving:application", factory=True, **options)
        self.listening = listening
        os.environ[BUILD] = build
        self.deaths = 0  # of workers, each soon after the one before
        self.last_death = 0.0
        self.on_reload(self._signal_leave)

    def _init_shared_socket(self) -> None:
        self.listening.listen(self.backlog)
        holder: Any = SocketHolder  # its types lack two arguments
        self._ssp = None
        self._shd = holder(self.listening.fileno(), False, self.backlog)
        self._sso = self.listening

    def _reload(self, spawn_target: Any, target_loader: Any) -> None:
        """Change over to what is on the disk, if it is good; otherwise keep what answers."""
        try:
            os.environ[BUILD] = next_build()
        except BuildError as error:
            self.reload_signal = False
            self.main_loop_interrupt.clear()
            print(f"The server stays as it is. {error}", file=sys.stderr, flush=True)
        else:
            super()._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call] # granian's

    def _respawn_workers(
        self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        """Start workers again. If they died, it is after a pause that grows.

        Granian exits when one dies twice within seconds; readers would then meet nobody.
        """
        if not delay:  # so it is no reload
            self.main_loop_interrupt.wait(self._pause())
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()

    def _pause(self) -> float:
        """Return how many seconds to wait after a death: 0, 1, 2, 4 …"""
        now = time.monotonic()
        self.deaths = self.deaths + 1 if now - self.last_death < CALM else 0
        self.last_death = now
        return min(2 ** (self.deaths - 1), LONGEST_PAUSE) if self.deaths else 0

    @staticmethod
    def _signal_leave() -> None:
        """Tell all workers that others take over, so that no connection is kept open.

        Granian stops them some seconds later and then closes what seems idle; a request
        may be under way there.
        """
        for worker in multiprocessing.active_children():
            with suppress(ProcessLookupError):  # gone meanwhile
                os.kill(worker.pid or 0, LEAVE)


def listen(config: Config) -> socket.socket:
    """Return a socket bound to where a config says.

    Raises ConfigError if the port is taken: granian would share it with another server, and
    readers would reach either of them.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform == "linux":  # pragma: no branch - tested on Linux
            # A connection is accepted with its request, so that none is cut between the two.
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
        bound.bind((config.host, config.port))
    except OSError as error:
        bound.close()
        place = f"{config.host}:{config.port}"
        raise ConfigError("PORT", str(config.port), f"{place} to be free: {error}") from None
    return bound


def server(listening: socket.socket, build: str) -> Server:
    """Return the server of a build, by its name, for a bound socket.

    Its workers read the environment again.
    """
    # A fork would keep the modules of this process, and a reload would make new pages with
    # old code.
    multiprocessing.set_start_method("spawn", force=True)
    address, port = listening.getsockname()[:2]
    return Server(
        listening,
        build,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=_cores(),
        blocking_threads=1,  # work never waits: a second thread would only compete for the lock
        backpressure=512,  # connections at a time, for each worker
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # seconds a worker has to stop
        log_access=False,
    )


def _cores() -> int:
    """Return how many processors this process may use: in a container, maybe not all."""
    if hasattr(os, "sched_getaffinity"):  # pragma: no branch - tested on Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - macOS
