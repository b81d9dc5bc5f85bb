"""The real server, as `make run` starts it, on a free port, and really stopped."""

from __future__ import annotations

import contextlib
import os
import pty
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

OFFSWITCH = Path(sys.executable).with_name("offswitch")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`offswitch serve` in a process of its own."""

    def __init__(self, log: Path, *, terminal: bool = False, **environ: str) -> None:
        """Write what it says to ``log``, through a terminal if wished."""
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.terminal = terminal
        self.site = log.with_name("site")
        self.environ = environ

    def __enter__(self) -> Server:
        ours, theirs = pty.openpty() if self.terminal else os.pipe()
        self.listener = threading.Thread(target=self._listen, args=(ours,))
        self.listener.start()
        self.process = subprocess.Popen(
            [OFFSWITCH, "serve"],
            env={
                **os.environ,
                "PORT": str(self.port),
                "OFFSWITCH_SITE": str(self.site),
                **self.environ,
            },
            cwd=self.log.parent,  # it works from anywhere
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz"):  # noqa: S310 - ours
                    return self
            except urllib.error.HTTPError:
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        self.process.kill()
        raise AssertionError(self.log.read_text())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.listener.join(timeout=30)

    def _listen(self, ours: int) -> None:
        with self.log.open("wb") as log, contextlib.suppress(OSError):  # a pty's end
            while said := os.read(ours, 65536):
                log.write(said)
                log.flush()
        os.close(ours)
