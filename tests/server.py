"""The real server, as `make run` starts it, on a free port, and really stopped."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
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


ROOT = Path(__file__).parent.parent
# FONTCONFIG_FILE of a machine without fonts: no posters, which take most of a build's time.
NO_LETTERS = str(ROOT / "tests" / "no_letters.conf")
TREE = ("webapp", "pwa", "translations")


def copy_of_the_tree(folder: Path) -> Path:
    """Copy what the program is made of, to change it: another release."""
    for name in TREE:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    return folder


class Server:
    """`offswitch serve` in a process of its own, which can be stopped and started again."""

    def __init__(
        self, log: Path, *, terminal: bool = False, tree: Path = ROOT, **environ: str
    ) -> None:
        """Write what it says to ``log``, through a terminal if wished."""
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.log = log
        self.terminal = terminal
        self.tree = tree
        self.site = log.with_name("site")
        self.environ = environ

    def __enter__(self) -> Server:
        self.start()
        return self

    @property
    def command(self) -> list[str | Path]:
        """The installed command; for another tree, the same of that tree."""
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
        self.process = subprocess.Popen(
            [*self.command, "serve"],
            env=self._env(),
            cwd=self.log.parent,  # it works from anywhere
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz"):  # noqa: S310 - ours
                    return
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
