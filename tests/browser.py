"""The browser for the tests: one that is installed, otherwise Playwright's own or apt's.

``python -m tests.browser`` gets one and says which; the tests use the same. Two more browsers
and a file server are installed only for root: elsewhere, tests that need them are skipped, and
say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Debian's package for each program that some tests want.
EXTRA = {
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "nginx": "nginx",
}

# Chromium without any window costs a third as much of the processor, but installs no app.
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> Path | None:
    """Return the path of a Chromium that starts, or None."""
    if path := of((SHELL, *NAMES)):
        return path
    own = own_path()
    return Path(own) if Path(own).exists() and starts(own) else None


def of(names: Iterable[str]) -> Path | None:
    """Return the path of the first of some programs that is there and starts, or None."""
    paths = filter(None, map(shutil.which, names))
    return next((Path(path) for path in paths if starts(path)), None)


def own_path() -> str:
    """Return where Playwright keeps its own; in a separate process, as tests run theirs."""
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    asked = [sys.executable, "-c", ask]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def starts(path: str) -> bool:
    """Return whether a browser runs at all: one without its libraries does not."""
    version = [path, "--version"]
    return subprocess.run(version, capture_output=True, check=False).returncode == 0


def install() -> None:
    """Get a Chromium from Playwright, otherwise from apt."""
    print("No browser found: fetching Playwright's own …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find():
        return
    print("It does not start: fetching Debian's …", flush=True)
    apt("chromium")


def apt(*packages: str) -> None:
    """Install Debian packages; raise CalledProcessError if that fails."""
    root = [] if os.geteuid() == 0 else ["sudo"]
    for arguments in (["update", "-q"], ["install", "-y", "-q", *packages]):
        subprocess.run(
            [*root, "apt-get", *arguments],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdout=subprocess.DEVNULL,
            check=True,
        )


def extra() -> None:
    """Get the other programs that some tests need, or say which are missing."""
    missing = [package for name, package in EXTRA.items() if not shutil.which(name)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Fetching {', '.join(missing)} …", flush=True)
        try:
            apt(*missing)
        except subprocess.CalledProcessError as error:
            print(f"That failed: {error}", flush=True)
    elif missing:
        print(f"Some tests will be skipped: not installed: {', '.join(missing)}")


def main() -> None:
    if find() is None:
        install()
    path = find()
    if path is None:
        sys.exit("No Chromium is here and none could be installed: install one by hand.")
    print(f"Browser: {path}")
    extra()


if __name__ == "__main__":
    main()
