"""A real browser on the real server, with the house rules and our promises checked.

Every document that a reader opens is checked; a request to another origin, a cookie, an
error in the console or a blocked resource fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, Route

from tests import browser as browsers
from tests import fontconfig, house_rules
from tests.pwa import telling
from tests.pwa.faults import Fault
from tests.pwa.layouts import LAYOUTS, SETTING, Options
from tests.pwa.line import Line
from tests.pwa.results import ALL, Results, write
from tests.pwa.scripts import SCRIPTS
from tests.pwa.visitor import Change, Release
from tests.server import Server, Servers


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: Options, tmp_path_factory: pytest.TempPathFactory
) -> Options:
    path = browsers.find()
    assert path, "no browser: python -m tests.browser"
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "env": {**os.environ, **fontconfig.write(tmp_path_factory.mktemp("fonts"))},
        # Pages are drawn without a GPU process: 0.4 s of CPU for a new context instead of 0.7.
        "args": ["--no-sandbox", "--disable-gpu"],
    }


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    """A line to that server, at a port of the test's own: a new origin with nothing stored."""
    with Line(server) as line:
        yield line


# What Chromium itself logs about a missing page.
NOT_THERE = "Failed to load resource: the server responded with a status of 404 (Not Found)"

# There is no worker: only the server answers.
NO_WORKER = SCRIPTS / "no-worker.js"


class Reader:
    """Somebody with a browser, who may open pages of ours and LinkedIn's."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.problems: list[str] = []
        self.finished = False
        self.linkedin: list[dict[str, str]] = []  # the headers LinkedIn is sent
        context.route(f"{SETTING}**", self._answer_as_linkedin)
        context.on("request", lambda request: self._mind(request.url))
        context.on("response", self._check)
        context.on("console", self._note)
        context.on("weberror", lambda error: self._met(error.page, str(error.error)))

    def open(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(self.origin + path)
        return page

    @contextmanager
    def visit(self, path: str, *, there: bool = True) -> Iterator[Page]:
        """Open a page for a while, as in a browser that was never here before.

        Its scripts have run; pictures of posters, which are drawn when they are asked for, may
        still come. A missing page is met with an error, which is not a problem then.
        """
        page = self.context.new_page()
        page.add_init_script(path=NO_WORKER)
        page.goto(self.origin + path, wait_until="domcontentloaded")
        if not there:
            self.problems.remove(f"{page.url}: {NOT_THERE}")
        yield page
        page.evaluate("localStorage.clear()")
        page.close()

    def finish(self) -> None:
        """Close the browser and judge what was met; once."""
        if self.finished:
            return
        self.finished = True
        assert self.context.cookies() == []
        self.context.close()
        assert self.problems == []

    def _mind(self, url: str) -> None:
        if not url.startswith((self.origin, SETTING)):
            self.problems.append(f"request to {url}")

    def _met(self, page: Page | None, problem: str) -> None:
        self.problems.append(f"{page.url if page else 'elsewhere'}: {problem}")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._met(message.page, message.text)

    def _check(self, response: Response) -> None:
        html = response.headers.get("content-type", "").startswith("text/html")
        ours = response.url.startswith(self.origin) and not response.request.service_worker
        if not html or not ours or response.status == 304:
            return
        path = urlsplit(response.url).path
        if "noindex" in response.text():  # shown instead of any page, in a saved language
            path = "/"
        try:
            house_rules.check(response.text(), path)
        except AssertionError as broken:
            self.problems.append(f"{response.url}: {broken}")

    def _answer_as_linkedin(self, route: Route) -> None:
        self.linkedin.append(route.request.all_headers())
        route.fulfill(status=200, content_type="text/html", body="<title>LinkedIn</title>")


Tell = Callable[..., str]


@pytest.fixture(scope="session")
def releases(servers: Servers) -> list[Release]:
    return [Release.of(servers()), Release.of(servers(*telling.NEWER))]


@pytest.fixture
def tell(browser: Browser, releases: list[Release], tmp_path: Path) -> Tell:
    """Tell a fault's story: ``tell(fault, worker)`` returns what was lost."""

    def with_worker(fault: Fault, worker: str | Change = "ours") -> str:
        return telling.tell(fault, worker, browser=browser, releases=releases, folder=tmp_path)

    return with_worker


@pytest.fixture
def results(browser: Browser, record_property: Callable[[str, object], None]) -> Results:
    return Results(record_property, f"Chromium {browser.version.split('.')[0]}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """If all faults were told, write the results."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    found = [pair for report in reports for pair in report.user_properties]
    if ALL and found and "PYTEST_XDIST_WORKER" not in os.environ:  # a worker has only its part
        write(found)


NewReader = Callable[..., Reader]


@pytest.fixture
def worker() -> bool:
    """Whether pages may register the worker; a module that is not about it says False.

    A page that saves nothing costs half as much of the processor.
    """
    return True


@pytest.fixture
def new_reader(browser: Browser, server: Server, worker: bool) -> Iterator[NewReader]:
    """Make readers; whatever they met is judged when the test ends."""
    readers: list[Reader] = []

    def new(**options: Any) -> Reader:
        context = browser.new_context(**{"locale": "en-GB", **options})
        if not worker:
            context.add_init_script(path=NO_WORKER)
        readers.append(Reader(context, server.origin))
        return readers[-1]

    yield new
    for reader in readers:
        reader.finish()


@pytest.fixture(params=list(LAYOUTS))
def layout(request: pytest.FixtureRequest) -> str:
    """Each test with this fixture runs in both layouts."""
    return str(request.param)


@pytest.fixture
def reader(new_reader: NewReader, layout: str) -> Reader:
    return new_reader(**LAYOUTS[layout])
