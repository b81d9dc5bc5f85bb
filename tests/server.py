"""The real server, as `make run` starts it, on a free port, and really stopped.

Starting one takes seconds, so tests share those of ``Servers``. Whatever a test does to the
connection between a browser and a server is in ``tests.pwa.line``.
"""

from __future__ import annotations

import contextlib
import os
import pty
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.tree import ROOT, Change, copy_of_the_tree

OFFSWITCH = Path(sys.executable).with_name("offswitch")


_RESERVATIONS: list[socket.socket] = []


def free_port() -> int:
    """Return a port that nobody else gets as long as this process runs.

    It stays bound, so no other program is given it, and nobody listens there, so connections
    are refused; whoever sets SO_REUSEADDR, as servers do, can listen.
    """
    reserved = socket.socket()
    reserved.bind(("127.0.0.1", 0))
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _RESERVATIONS.append(reserved)
    return int(reserved.getsockname()[1])


def spawn(command: Sequence[str | Path], **options: Any) -> subprocess.Popen[str]:
    """Start a program of ours that Ctrl-C reaches, with options of ``subprocess.Popen``.

    A shell makes whatever it starts in the background ignore Ctrl-C, and programs that are
    started from there inherit that, unless this process handles the signal.
    """
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, text=True, **options)
    finally:
        signal.signal(signal.SIGINT, handler)


class Server:
    """`offswitch serve` in a process of its own, which can be stopped and started again."""

    def __init__(
        self,
        log: Path,
        *,
        terminal: bool = False,
        tree: Path = ROOT,
        workers: int = 1,
        **environ: str,
    ) -> None:
        """Write its output to ``log``, through a terminal if ``terminal``.

        It gets as many processors as it is to have ``workers``.
        """
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.terminal = terminal
        self.tree = tree
        self.workers = workers
        self.site = log.with_name("site")
        self.environ = environ

    def __enter__(self) -> Server:
        self.start()
        return self

    def twin(self, folder: Path, *, workers: int = 1) -> Server:
        """Return a server of the same site, not started, that a test may stop.

        It says that its origin is the one of this server, so nothing is built for it.
        """
        twin = Server(folder / "log", workers=workers, OFFSWITCH_PUBLIC_ORIGIN=self.origin)
        shutil.copytree(self.site, twin.site, symlinks=True)
        return twin

    @property
    def command(self) -> list[str | Path]:
        """The installed command; for another tree, that of the tree."""
        if self.tree == ROOT:
            return [OFFSWITCH]
        return [sys.executable, "-c", "from webapp.cli import main; main()"]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the same program, with the same settings."""
        return subprocess.run(
            [*self.command, *arguments],
            env=self._env(),
            cwd=self.log.parent,
            capture_output=True,
            text=True,
            check=True,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        ours, theirs = pty.openpty() if self.terminal else os.pipe()
        self.listener = threading.Thread(target=self._listen, args=(ours,))
        self.listener.start()
        self.process = spawn(
            [*self.command, "serve"],
            env=self._env(),
            cwd=self.log.parent,  # it works from anywhere
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        there = sorted(os.sched_getaffinity(0))
        mine = random.sample(there, min(self.workers, len(there)))
        os.sched_setaffinity(self.process.pid, mine)
        end = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz"):  # noqa: S310 - ours
                    return
            except urllib.error.HTTPError:
                break
            except urllib.error.URLError:
                time.sleep(0.05)
        self.process.kill()
        raise AssertionError(self.log.read_text())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _env(self) -> dict[str, str]:
        tree = {} if self.tree == ROOT else {"PYTHONPATH": str(self.tree)}
        place = {"PORT": str(self.port), "OFFSWITCH_SITE": str(self.site)}
        return {**os.environ, **place, **tree, **self.environ}

    def stop(self) -> None:
        """Stop it; nobody answers at its port any more."""
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        finally:
            self.process.kill()
        self.listener.join(timeout=30)

    def _listen(self, ours: int) -> None:
        with self.log.open("wb") as log, contextlib.suppress(OSError):  # a pty's end
            while said := os.read(ours, 65536):
                log.write(said)
                log.flush()
        os.close(ours)


class Servers:
    """Servers of one release and of others, each started once, when it is first asked for.

    All of them have the origin of the first, which serves today's tree, so that builds differ
    only in what was changed. The build of the first is in each site, so that a page of an older
    release finds its assets.
    """

    def __init__(self, folder: Path) -> None:
        """Keep trees, sites and logs below a folder."""
        self.folder = folder
        self.servers: dict[object, Server] = {}

    def __call__(self, *changes: Change, **environ: str) -> Server:
        """Return the server of a release: today's tree with changes, and settings."""
        key = (changes, *sorted(environ.items()))
        if key not in self.servers:
            first = self() if changes or environ else None
            place = self.folder / str(len(self.servers))
            place.mkdir()
            tree = copy_of_the_tree(place / "tree", *changes) if changes else ROOT
            server = Server(place / "log", tree=tree)
            if first:
                server.environ = {"OFFSWITCH_PUBLIC_ORIGIN": first.origin, **environ}
                shutil.copytree(first.site, server.site, symlinks=True)
            server.start()
            self.servers[key] = server
        return self.servers[key]

    def stop(self) -> None:
        """Stop all of them."""
        for server in self.servers.values():
            server.stop()
