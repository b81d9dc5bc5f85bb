"""Firefox and WebKitGTK, for what a service worker does in engines other than Chromium.

Debian's `firefox-esr` is driven through Marionette, as geckodriver would drive it, and
MiniBrowser, which comes with `webkit2gtk-driver`, through W3C WebDriver, on a screen of `xvfb`.

They open pages and run scripts there. Nothing clicks, emulates a device, watches requests
or reads the console: that is Playwright's, in Chromium. MiniBrowser is not Safari: it has
Safari's engine on another network stack, and under automation it keeps nothing on disk.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self

from tests.server import free_port

PATIENCE = 60  # seconds, for a start, which takes three, a page or a script

# Everything but loopback goes to a proxy that is not there: nothing gets out, not even a name.
USER_JS = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.socks", "127.0.0.1");
user_pref("network.proxy.socks_port", 9);
user_pref("network.proxy.socks_remote_dns", true);
user_pref("network.proxy.allow_bypass", false);
user_pref("network.proxy.failover_direct", false);
user_pref("marionette.port", 0); // any that is free
"""
ENVIRON = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "no_proxy": "127.0.0.1,localhost",  # the driver is there, too
    "GDK_BACKEND": "x11",  # or WebKit might open on somebody's Wayland
    "NO_AT_BRIDGE": "1",  # or accessibility starts a bus, which stays
}


class EngineError(Exception):
    """The browser did not do what it was asked to, for example because a script threw."""


class Unreachable(EngineError):
    """The browser shows an error page of its own instead of the page."""


class Engine(ABC):
    """A browser with a profile of its own, started by ``with`` and killed at its end."""

    needs: ClassVar[dict[str, str]]  # programs, and Debian's packages that have them
    persistent: ClassVar[bool]  # whether it can restart

    def __init__(self, folder: Path) -> None:
        """Keep the profile in ``folder``, and what the browser says in its ``log``."""
        self.folder = folder
        self.log = folder / "log"
        self.environ = {**os.environ, **ENVIRON, "HOME": str(folder)}
        self.started = contextlib.ExitStack()

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here, "" if it can."""
        absent = [package for name, package in cls.needs.items() if not shutil.which(name)]
        return f"not installed: {', '.join(absent)}" if absent else ""

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._start()
        except BaseException as error:
            self.started.close()
            error.add_note(self.log.read_text(errors="replace") if self.log.exists() else "")
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.started.close()

    @abstractmethod
    def open(self, url: str) -> None:
        """Load a page of a server; ``Unreachable`` if the browser shows its own error."""

    def run(self, script: str) -> Any:
        """Return what ``script``, the body of an async function, returns, by way of JSON."""
        return self._execute(f"return (async () => {{ {script}\n}})()")

    def restart(self) -> None:
        """Let the browser write its profile and end, and start it with that, cold."""
        raise NotImplementedError

    @abstractmethod
    def _start(self) -> None: ...

    @abstractmethod
    def _execute(self, script: str) -> Any: ...

    def _spawn(self, *command: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
        """Start a program in a session of its own, to be killed with its children."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=stdout or log,
                stderr=log,
                start_new_session=True,
            )
        self.started.callback(self._kill, process)
        return process

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        for how in (signal.SIGTERM, signal.SIGKILL):  # the latter for children that stay
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)

    def _connect(
        self, process: subprocess.Popen[bytes], port: Callable[[], int]
    ) -> socket.socket:
        """Connect to a process that is starting."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port()), PATIENCE)
            except (OSError, ValueError):  # no port, no number in the file, nobody there
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


class Firefox(Engine):
    """Debian's Firefox, without a window."""

    needs: ClassVar = {"firefox-esr": "firefox-esr"}
    persistent: ClassVar = True

    def open(self, url: str) -> None:
        self._tell("WebDriver:Navigate", url=url)

    def pdf(self, width: float, height: float) -> bytes:
        """Print the page on paper of a size in millimetres, without margins."""
        answer = self._tell(
            "WebDriver:Print",
            page={"width": width / 10, "height": height / 10},
            margin=dict.fromkeys(("top", "right", "bottom", "left"), 0),
            shrinkToFit=False,
        )
        return base64.b64decode(answer["value"])

    def restart(self) -> None:
        self._tell("Marionette:Quit", flags=["eForceQuit"])
        self.process.wait(timeout=PATIENCE)  # it is writing its profile
        self.started.close()
        self._start()

    def _start(self) -> None:
        (self.folder / "user.js").write_text(USER_JS)
        port = self.folder / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        profile = ["--profile", str(self.folder)]
        self.process = self._spawn("firefox-esr", "--headless", "--marionette", *profile)
        self.line = self._connect(self.process, lambda: int(port.read_text()))
        self.started.enter_context(self.line)
        self.heard = self.started.enter_context(self.line.makefile("rb"))
        self.numbers = itertools.count()
        self._hear()  # a greeting
        self._tell("WebDriver:NewSession")

    def _execute(self, script: str) -> Any:
        return self._tell("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def _tell(self, command: str, **parameters: Any) -> Any:
        """Send a command and return its answer."""
        message = json.dumps([0, next(self.numbers), command, parameters]).encode()
        self.line.sendall(b"%d:%s" % (len(message), message))
        _, _, error, answer = self._hear()
        if error:
            kind = Unreachable if "Reached error page" in error["message"] else EngineError
            raise kind(f"{error['error']}: {error['message']}")
        return answer

    def _hear(self) -> Any:
        size = b""
        while (byte := self.heard.read(1)) != b":":
            if not byte:
                raise EngineError("it hung up")
            size += byte
        return json.loads(self.heard.read(int(size)))


class WebKit(Engine):
    """WebKitGTK's MiniBrowser; automated, it keeps its profile in memory."""

    needs: ClassVar = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
    persistent: ClassVar = False

    def open(self, url: str) -> None:
        self._ask(f"{self.session}/url", url=url)
        if self.run("return location.href") == "about:blank":  # as in all errors
            raise Unreachable(self.run("return document.body.textContent"))

    def _execute(self, script: str) -> Any:
        return self._ask(f"{self.session}/execute/sync", script=script, args=[])

    def _start(self) -> None:
        self.environ["DISPLAY"] = self._screen()
        self.port = free_port()
        driver = self._spawn("WebKitWebDriver", f"--port={self.port}")
        self._connect(driver, lambda: self.port).close()
        self.session = "/session/" + self._ask("/session", capabilities={})["sessionId"]

    def _screen(self) -> str:
        """Start an X server on a free display and return its name."""
        command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"]
        server = self._spawn(*command, stdout=subprocess.PIPE)
        assert server.stdout
        with server.stdout as said:
            number = said.readline()  # to the end of the line, or it dies
        if not number:
            raise EngineError("no screen")
        return f":{number.decode().strip()}"

    def _ask(self, path: str, **parameters: Any) -> Any:
        """Send a command and return its answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(line):
            line.request("POST", path, json.dumps(parameters))
            response = line.getresponse()
            value = json.loads(response.read())["value"]
        if response.status != http.client.OK:
            raise EngineError(f"{value['error']}: {value['message']}")
        return value


ENGINES: dict[str, type[Engine]] = {"firefox": Firefox, "webkit": WebKit}
