"""Somebody who reads the guide behind a line (``line``), and what must hold for them.

A visitor knows nothing of our worker, so that another can take its place: it looks at pages, at
bytes and at what is stored, and raises ``Lost``. What goes wrong is in ``faults``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response
from playwright.sync_api import Error as BrowserError

from tests.guides import SHIPPED, says
from tests.pwa.layouts import LAYOUTS
from tests.pwa.line import Line
from tests.pwa.scripts import SCRIPTS, script
from tests.server import Server

NAIVE = Path(__file__).with_name("naive.js")

GUIDE, MORE, UNSAVED = "/en/app/", "/en/more/", "/de/app/"
HEADING = SHIPPED.section("lead").heading
NOT_SAVED = says("offline-missing")
TYPES = {"": "text/html", "js": "text/javascript", "svg": "image/svg+xml"}

FOUR = 4.0  # seconds until our own page is shown instead of one that is not saved
PATIENCE = 8.0  # seconds, for anything that takes less than one


class Lost(AssertionError):
    """The reader lost something: what, a colon, and where. The worker did not survive."""


@dataclass(frozen=True)
class Release:
    """What a server hands out."""

    server: Server
    build: str
    salt: str
    files: dict[str, dict[str, str]]  # by locale: path → SHA-256, as its precache manifest
    manifests: dict[str, str]  # by locale: SHA-256 of the precache manifest
    size: int  # bytes of all files of English

    @classmethod
    def of(cls, server: Server) -> Release:
        """Ask a server."""
        line = fetch(server, "/sw.js").split(b"\n")[0]
        said = json.loads(line.removeprefix(b"self.RELEASE = "))
        files = {
            locale: json.loads(fetch(server, f"/assets/{said['salt']}/precache/{locale}.json"))
            for locale in said["precache"]
        }
        size = sum(len(fetch(server, path)) for path in files["en"])
        return cls(server, said["build"], said["salt"], files, said["precache"], size)

    @cached_property
    def hashes(self) -> set[str]:
        kept = {value for files in self.files.values() for value in files.values()}
        return kept | set(self.manifests.values())


def fetch(server: Server, path: str) -> bytes:
    with urllib.request.urlopen(server.origin + path) as response:  # noqa: S310 - ours
        content: bytes = response.read()
    return content


@dataclass(frozen=True)
class Change:
    """A script of ours, broken on its way to the browser, to see a story end badly."""

    file: str  # the end of its path
    lines: tuple[tuple[str, str], ...]  # a text in it, and the text to put there instead

    def __call__(self, content: bytes) -> bytes:
        for old, new in self.lines:
            assert old.encode() in content, old
            content = content.replace(old.encode(), new.encode(), 1)
        return content


def naive(releases: Iterable[Release]) -> Callable[[bytes], bytes]:
    """Return a function that replaces our worker by the naive one, with the same files."""

    def instead(ours: bytes) -> bytes:
        build = json.loads(ours.split(b"\n")[0].removeprefix(b"self.RELEASE = "))["build"]
        release = next(release for release in releases if release.build == build)
        files = json.dumps([*release.files["en"], "/", "/en/"])
        return f"const BUILD = '{build}', FILES = {files}\n".encode() + NAIVE.read_bytes()

    return instead


@dataclass
class Visitor:
    """Somebody behind a line, and what must hold for them."""

    browser: Browser
    line: Line
    releases: list[Release]
    second: float  # seconds in which a saved page opens
    ours: bool = True  # otherwise the worker says nothing to pages
    worker: Callable[[bytes], bytes] = lambda content: content  # makes it from ours
    front: str = ""  # the origin of a proxy before the line
    options: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __enter__(self) -> Visitor:
        chosen = {**LAYOUTS["phone"], "locale": "en-GB", **self.options}
        self.context: BrowserContext = self.browser.new_context(**chosen)
        self.context.set_default_timeout(2 * PATIENCE * 1000)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.context.add_init_script(path=SCRIPTS / "news.js")
        self.page = self.context.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def origin(self) -> str:
        return self.front or self.line.origin

    @cached_property
    def devtools(self) -> CDPSession:
        return self.context.new_cdp_session(self.page)

    # --- what they do ---

    def visit(self, path: str = GUIDE, *, scripts: bool = True) -> Page:
        """Open a page and check it; without its ``scripts`` if some may be missing."""
        self._open(self.page, path, scripts=scripts)
        return self.page

    def leave(self) -> None:
        """Close all our pages, so that a waiting worker may take over."""
        self.page.goto("about:blank")
        time.sleep(0.2)

    def settle(self, patience: float = PATIENCE) -> None:
        """Wait until the attempt to save is over, however it ended."""
        self.wait(
            lambda it: (
                it["over"]
                or (it["active"] and not it["installing"] and not self.ours)
                or not it["registered"]
            ),
            patience,
        )

    def save(self, path: str = GUIDE) -> None:
        """Visit until the guide is saved."""
        self.visit(path)
        self.saved()

    def begin(self) -> None:
        """Save the guide and make a tick, neither of which may be lost from now on."""
        self.save()
        self.page.locator("[name=open]").check()

    def saved(self, patience: float = PATIENCE) -> None:
        """Wait until a worker has saved everything that it will; all of it must be there."""
        if self.ours:
            self.expect("[data-offline=ready], [data-offline=stale]", patience)
        else:
            self.wait(lambda it: it["active"] and not it["installing"], patience)
        self.honest()

    def take_over(self, release: Release) -> None:
        """Come again until a release is in use, which takes two visits."""
        until = time.monotonic() + 12 * PATIENCE  # half a minute a round, on a busy machine
        # Twice: it may come from the network while an older worker is about to save its own.
        while not (self._uses(release) and self._uses(release)):
            if time.monotonic() > until:
                raise Lost("the newer release never came")
            self.update()
            self.leave()

    def _uses(self, release: Release) -> bool:
        """Whether the guide is that of a release, and saved by our worker."""
        if self.visit().locator("html").get_attribute("data-build") != release.build:
            return False
        try:
            self.expect("[data-offline=ready]" if self.ours else "html", 2)
        except Lost:
            return False  # from the network
        return True

    def update(self, patience: float = PATIENCE) -> None:
        """Ask for a newer worker, as a browser does from time to time, and wait for it."""
        self.page.evaluate(script("update-check"))
        self.wait(lambda it: not it["installing"], patience)

    def kill_the_worker(self) -> None:
        """Stop the worker, as a system short of memory does."""
        self.devtools.send("ServiceWorker.enable")
        self.devtools.send("ServiceWorker.stopAllWorkers")

    def quota(self, size: int | None) -> None:
        """Limit what the browser may store for us, in bytes."""
        limit = {} if size is None else {"quotaSize": size}
        self.devtools.send("Storage.overrideQuotaForOrigin", {"origin": self.origin, **limit})

    @property
    def used(self) -> int:
        """The bytes that we store, as the browser counts them."""
        return int(
            self.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
        )

    # --- what must hold ---

    def opens(self, path: str = GUIDE, *releases: Release) -> Page:
        """See that a saved page opens as it is, at once."""
        page = self.context.new_page()
        self._open(page, path)
        took = page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd") / 1000
        if took > self.second:
            raise Lost(f"slow: {path}, {took:.1f} s")
        build = page.locator("html").get_attribute("data-build")
        if releases and build not in {release.build for release in releases}:
            raise Lost(f"a page of another build: {path}")
        page.close()
        return page

    def needs_no_network(self, *releases: Release) -> None:
        """See that the guide opens where nobody answers, and the page that it leads to."""
        self.line.die()
        self.opens(GUIDE, *releases)
        self.opens(MORE, *releases)

    def tells(self, path: str = UNSAVED) -> None:
        """See that our own page replaces one that is not saved, within four seconds."""
        start = time.monotonic()
        if NOT_SAVED not in self._text(path):
            raise Lost(f"no page of ours: {path}")
        if time.monotonic() - start > FOUR + self.second:
            raise Lost(f"slow: {path}, {time.monotonic() - start:.1f} s")

    def nothing_foreign(self, path: str = GUIDE) -> None:
        """See our page that says it is not saved, or the browser's own error."""
        text = self._text(path)
        if text and HEADING not in text and NOT_SAVED not in text:
            raise Lost(f"wrong bytes are shown: {path}: {text[:60]!r}")

    def works(self) -> None:
        """See that a tick can be made and taken back."""
        tick = self.page.locator("[name=accounts]")
        try:
            tick.check()
            tick.uncheck()
        except BrowserError as error:
            raise Lost("a tick cannot be made") from error

    def ticked(self, *steps: str) -> None:
        found = self.page.evaluate(
            "[...document.querySelectorAll('input:checked')].map(i => i.name)"
        )
        if set(found) != set(steps):
            raise Lost(f"ticks: {found}, expected {steps}")

    def has_the_tick(self) -> None:
        """See in the guide, opened again, the tick of the beginning."""
        self.visit()
        self.ticked("open")

    def honest(self) -> None:
        """Everything stored is right, and all of it is there if the page says so."""
        says = self.page.locator("[data-offline=ready]").count()  # first: it may be saving yet
        rows = self.page.evaluate(script("stored-files"))
        kept = [row for row in rows if row[0].startswith("offswitch")]
        right = set().union(*(release.hashes for release in self.releases))
        for name, path, digest, kind in kept:
            ours = TYPES.get(path.rpartition(".")[2] if "." in path else "", "")
            door = path in ("/", "/en/")  # the naive worker's; not the same for everyone
            if path != "/opened" and not door and digest not in right:
                raise Lost(f"wrong bytes are kept: {name}: {path}")
            if path not in ("/sealed", "/opened") and not kind.startswith(ours):
                raise Lost(f"kept with a wrong type: {name}: {path}: {kind}")
        if says:
            locale = self.page.locator("html").get_attribute("lang") or ""
            copies = [
                {(path, digest) for name, path, digest, _ in kept if release.build in name}
                >= set(release.files[locale].items())
                for release in self.releases
            ]
            if not any(copies):
                raise Lost("the page says that it is saved, and it is not")

    def fetched_once(self) -> None:
        """No good file was fetched twice by a worker."""
        fetched = [r.path for r, status in self.line.given if r.by_worker and status == 200]
        twice = {path for path in fetched if fetched.count(path) > 1}
        if twice:
            raise Lost(f"good files are fetched again: {sorted(twice)}")

    def undisturbed(self) -> None:
        if self.problems:
            raise Lost(f"an uncaught error: {self.problems[0]}")

    def expect(self, selector: str, patience: float = PATIENCE) -> None:
        try:
            self.page.locator(selector).first.wait_for(
                state="attached", timeout=patience * 1000
            )
        except BrowserError as error:
            raise Lost(f"the page never says so: {selector}") from error

    def until(self, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise Lost("that point is never reached")
            self.page.wait_for_timeout(20)

    def wait(self, ready: Callable[[dict[str, bool]], bool], patience: float) -> None:
        until = time.monotonic() + patience
        while not ready(self.page.evaluate(script("worker-states"))):
            if time.monotonic() > until:
                raise Lost("the worker never finishes")
            time.sleep(0.05)

    def _text(self, path: str) -> str:
        """Return what a page shows, "" for the browser's own error."""
        page = self.context.new_page()
        try:
            page.goto(self.origin + path, wait_until="commit")
            page.wait_for_load_state("domcontentloaded")
            return page.locator("body").inner_text()
        except BrowserError as error:
            if "net::ERR" in str(error):
                return ""
            raise Lost(f"does not open: {path}") from error
        finally:
            page.close()

    def _open(self, page: Page, path: str, *, scripts: bool = True) -> None:
        """Open a page of the guide; all of its bytes must be of one release."""
        seen: list[Response] = []

        def see(response: Response) -> None:
            seen.append(response)

        page.on("response", see)
        try:
            document = page.goto(self.origin + path)
        except BrowserError as error:
            raise Lost(f"does not open: {path}: {error.message.splitlines()[0]}") from error
        page.remove_listener("response", see)
        build = page.locator("html").get_attribute("data-build")
        release = next((release for release in self.releases if release.build == build), None)
        if release is None:
            raise Lost(f"wrong bytes are shown: {page.locator('body').inner_text()[:60]!r}")
        assert document
        files = release.files["en"]
        for response in seen:
            if response.status != 200 or response.request.service_worker:
                continue
            if any(urlsplit(response.url).path.endswith(end) for end in self.line.edits):
                continue  # broken by us
            try:
                body = response.body()
            except BrowserError as error:
                if "navigated away" not in error.message:
                    raise
                continue  # of the page before
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            right = release.hashes
            if response is document:  # a door has the guide's bytes, if it is kept
                right = {files.get(path, files[GUIDE])}
                if path not in files and b" data-platform=" in body[:500]:
                    continue  # the server's door, which says what it took the device for
            if digest not in right:
                raise Lost(f"wrong bytes are shown: {path} with {response.url}")
        if scripts and page.locator("[data-print]").count():
            try:
                page.locator("[data-print]:not([hidden])").wait_for(state="attached")
            except BrowserError as error:
                raise Lost(f"scripts do not run: {path}") from error
