"""The server: granian in front of the app, and in front of it the files of its build.

It logs no request, so no address and no user agent. The doors and errors stay with the app.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers as HeaderList

from flask import Flask
from granian.constants import Interfaces
from granian.server import MPServer
from werkzeug.http import parse_etags
from whitenoise import WhiteNoise

from webapp import create_app, site
from webapp.config import Config
from webapp.errors import ConfigError
from webapp.representations import coding

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASSETS = "/assets/"


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
        self.application: WSGIApplication
        super().__init__(
            application,
            allow_all_origins=False,
            max_age=None,
            add_headers_function=self._recorded,
        )
        index = site.index(built) or {}
        for url, codings in index.items():
            for name, headers in codings.items():
                path = str(built / site.file_of(url)) + site.SUFFIXES[name]
                self.recorded = headers
                self.files[url, name] = self.get_static_file(path, url, {path: _size_of(path)})

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer with a file, or ask the app."""
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
        except FileNotFoundError:  # removed since: two builds without a reload
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
        current = site.current(self.built.parent)
        if current in (None, self.built):
            return None
        if self.newer is None or self.newer.built != current:
            self.newer = Files(self.application, current)
        return self.newer


def _size_of(path: str) -> os.stat_result:
    """Return the status of a file without its time, of which WhiteNoise makes a date."""
    return os.stat_result((stat.S_IFREG, 0, 0, 0, 0, 0, Path(path).stat().st_size, 0, 0, 0))


def application() -> Flask:
    """Return the app of the environment behind the files of its build: what a worker runs.

    Where its build is not there, the app answers everything itself: slower, never mixed.
    """
    app = create_app()
    pages = app.extensions["pages"]
    built = pages.config.site / pages.build
    if site.index(built) is not None:
        inside: Any = app.wsgi_app
        inside.app = Files(inside.app, built)
    return app


def server(config: Config) -> MPServer:
    """Return the server for a config; its workers read the environment again.

    Raises ConfigError if the address cannot be listened on: granian would share a port with
    another server, and readers would meet either.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        socket.create_server((config.host, config.port), family=family).close()
    except OSError as error:
        place = f"{config.host}:{config.port}"
        raise ConfigError("PORT", str(config.port), f"{place} to be free: {error}") from None
    # A fork would keep the modules of this process, and a reload would bring new pages from
    # old code.
    multiprocessing.set_start_method("spawn", force=True)
    return MPServer(
        "webapp.serving:application",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=os.cpu_count() or 1,
        blocking_threads=1,  # work never waits: a second thread only fights for the lock
        backpressure=512,  # connections at a time, to a worker
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # seconds a worker has to stop
        log_access=False,
    )
