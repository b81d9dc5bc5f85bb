"""The server: granian in front of the app, and in front of it the files of its build.

It logs no request, so no address and no user agent. The doors and errors stay with the app.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers as HeaderList

from flask import Flask
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.server import MPServer
from werkzeug.http import parse_etags
from whitenoise import WhiteNoise

from webapp import build, create_app
from webapp.config import Config
from webapp.errors import ConfigError
from webapp.web.responses import coding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASSETS = "/assets/"

# What a worker is told that is to be replaced; whoever does not know the signal ignores it.
LEAVE = signal.SIGURG

# How workers learn the name of the build; no setting, so it has another prefix.
BUILD = "_OFFSWITCH_BUILD"


class Files(WhiteNoise):  # type: ignore[misc] # it has no types
    """The files of a build in front of the app that made it; what is no file, it answers.

    Each URL has one file per content coding, with the headers the app itself gave it: a
    strong ETag each, and no date, so that a change of the same length in the same second is
    seen. WhiteNoise by itself would match ``br;q=0``, share one ETag of time and size
    between all codings, answer ``/`` with a file and a 405 without a page.
    """

    def __init__(self, application: WSGIApplication, built: Path) -> None:
        """Put the files of a build, which is whole, in front of an app."""
        self.built = built
        self.newer: Files | None = None
        self.leaving = False  # whether another worker takes over from this one
        self.application: WSGIApplication
        super().__init__(
            application,
            allow_all_origins=False,
            max_age=None,
            add_headers_function=self._recorded,
        )
        index = build.index(built) or {}
        for url, codings in index.items():
            for name, headers in codings.items():
                path = str(built / build.file_of(url)) + build.SUFFIXES[name]
                self.recorded = headers
                with suppress(OSError):  # removed meanwhile: the app answers
                    status = {path: _size_of(path)}
                    self.files[url, name] = self.get_static_file(path, url, status)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with a file, or ask the app."""
        if self.leaving:
            start_response = _last(start_response)
        url = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        file = self.files.get((url, coding(environ.get("HTTP_ACCEPT_ENCODING", ""))))
        file = file or self.files.get((url, ""))
        if file is None and url.startswith(ASSETS) and (newer := self._newer()):
            return newer(environ, start_response)
        if file is None:
            return self.application(environ, start_response)

        environ.pop("HTTP_RANGE", None)  # files are small, and a part cannot be verified
        held = parse_etags(environ.pop("HTTP_IF_NONE_MATCH", None))  # may be a list, or weak
        if file.etag and held.contains_weak(file.etag.strip('"')):
            environ["HTTP_IF_NONE_MATCH"] = file.etag
        try:
            response = file.get_response(environ["REQUEST_METHOD"], environ)
        except OSError:  # removed since: builds without a reload
            return self.application(environ, start_response)
        start_response(f"{response.status.value} {response.status.phrase}", response.headers)
        if response.file is None:
            return []
        with response.file as opened:
            return [opened.read()]  # small, and granian sends a list at once

    def _recorded(self, headers: HeaderList, path: str, url: str) -> None:
        for name, _ in headers.items():
            del headers[name]
        for name, value in self.recorded:
            headers.add_header(name, value)

    def _newer(self) -> Files | None:
        """Return the files of the build after this one, while workers change over to it."""
        current = build.current(self.built.parent)
        if current in (None, self.built):
            return None
        if self.newer is None or self.newer.built != current:
            self.newer = Files(self.application, current)
        return self.newer


def _size_of(path: str) -> os.stat_result:
    """Return the status of a file without its time, of which WhiteNoise makes a date."""
    return os.stat_result((stat.S_IFREG, 0, 0, 0, 0, 0, Path(path).stat().st_size, 0, 0, 0))


def _last(start_response: StartResponse) -> StartResponse:
    """Return a start that tells the client to open another connection for what follows."""

    def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def] # as PEP 3333
        return start_response(status, [*headers, ("Connection", "close")], exc_info)

    return start


def application() -> Flask:
    """Return the app of the environment behind the files of its build: what a worker runs.

    Its doors are made of those files, too, so nothing is rendered at the start. Where its build
    is not there, the app answers everything itself: slower, never mixed.
    """
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


class Server(MPServer):
    """Granian, with one socket for all workers, which lives as long as the server.

    By itself, granian lets each worker listen: what waits at one that stops is reset, and
    nobody listens while workers start slowly (emmett-framework/granian#567 and #921).
    """

    def __init__(self, listening: socket.socket, build: str, **options: Any) -> None:
        """Serve a build, by its name, at a socket that is bound."""
        super().__init__("webapp.serving:application", factory=True, **options)
        self.listening = listening
        os.environ[BUILD] = build
        self.on_reload(self._look_again)
        self.on_reload(self._part)

    def _init_shared_socket(self) -> None:
        self.listening.listen(self.backlog)
        holder: Any = SocketHolder  # its types lack two arguments
        self._ssp = None
        self._shd = holder(self.listening.fileno(), False, self.backlog)
        self._sso = self.listening

    @staticmethod
    def _look_again() -> None:
        """Learn the name of the build that the code and content on the disk make now.

        This process has the old ones in memory. Where the new ones are wrong, workers find no
        name, and say what is wrong.
        """
        code = "import webapp; print(webapp.create_app().extensions['pages'].build)"
        fresh = subprocess.run(  # noqa: S603 - our own program, with a fixed argument
            [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=False
        )
        os.environ[BUILD] = fresh.stdout.strip()

    @staticmethod
    def _part() -> None:
        """Tell all workers that others take over, so that no connection is kept open.

        Granian stops them some seconds later and then closes what seems idle; a request
        may be under way there.
        """
        for worker in multiprocessing.active_children():
            with suppress(ProcessLookupError):  # gone meanwhile
                os.kill(worker.pid or 0, LEAVE)


def listen(config: Config) -> socket.socket:
    """Return a socket bound to where a config says.

    Raises ConfigError if that cannot be: granian would share a port with another server,
    and readers would meet either.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform == "linux":  # pragma: no branch - tested on Linux
            # A connection comes with its request, so none is cut between the two.
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
    # A fork would keep the modules of this process, and a reload would bring new pages from
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
        blocking_threads=1,  # work never waits: a second thread only fights for the lock
        backpressure=512,  # connections at a time, to a worker
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # seconds a worker has to stop
        log_access=False,
    )


def _cores() -> int:
    """Return how many processors this process may use: in a container fewer than there are."""
    if hasattr(os, "sched_getaffinity"):  # pragma: no branch - tested on Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - macOS
