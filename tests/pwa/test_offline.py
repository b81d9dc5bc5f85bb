"""The offline copy, in Chromium, of a real server, behind a port that is really closed.

Once the server itself is stopped, to see that it makes no difference.
"""

from __future__ import annotations

import datetime
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect

from tests.guides import SHIPPED, opening, plain, says
from tests.languages import translated
from tests.pwa.conftest import Reader
from tests.pwa.copies import ready, removal, replacement
from tests.pwa.layouts import LAYOUTS, SURFACE, Options
from tests.pwa.line import Line
from tests.pwa.scripts import SCRIPTS, call, script
from tests.server import Server, Servers
from webapp.posters.drawing import ACCENT

pytestmark = pytest.mark.long

HTML = "text/html; charset=utf-8"

Profile = Callable[..., Reader]

OPEN = SHIPPED.counted_steps[0].app  # step 1, which another release words differently


@pytest.fixture
def start_browser(
    tmp_path: Path, line: Line, browser_type: BrowserType, browser_type_launch_args: Options
) -> Iterator[Profile]:
    """Start a browser with a profile that outlives it; another start is a cold one."""
    readers: list[Reader] = []

    def start(
        layout: str = "phone", *, server: Server | None = None, **options: object
    ) -> Reader:
        """Open pages through the line, or straight from a server of the test's own."""
        context = browser_type.launch_persistent_context(
            tmp_path / "profile",
            **browser_type_launch_args,
            **{"locale": "en-GB", **LAYOUTS[layout], **options},
        )
        readers.append(Reader(context, (server or line).origin))
        return readers[-1]

    yield start
    for reader in readers:
        reader.finish()


def registered(context: BrowserContext) -> int:
    there = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    return int(context.pages[-1].evaluate(there))


def copies(page: Page) -> dict[str, list[str]]:
    """Return the paths in each cache."""
    found: dict[str, list[str]] = page.evaluate(script("cached-paths"))
    return found


@contextmanager
def nobody_answers(line: Line) -> Iterator[None]:
    """Somebody listens at the port and never answers: a dead hotel network."""
    with socket.create_server(("127.0.0.1", line.port), backlog=64):
        yield


# --- kept, and opened without the server -------------------------------------------


@pytest.mark.parametrize(
    "layout", ["phone", pytest.param("desktop", marks=pytest.mark.sweep)], indirect=True
)
def test_a_visit_is_kept_and_opens_without_the_server(
    start_browser: Profile, layout: str, server: Server, tmp_path: Path
) -> None:
    """The server itself is stopped here, and started again."""
    with server.twin(tmp_path) as site:
        surface = SURFACE[layout]
        reader = start_browser(layout, server=site)
        page = ready(reader.open("/"))
        expect(page.locator(".offline .ready")).to_contain_text(opening(says("offline-ready")))
        page.locator("[name=open]").check()

        site.stop()
        page.reload()
        expect(page.locator("[name=open]")).to_be_checked()
        reader.finish()

        reader = start_browser(layout, server=site)  # cold
        for path, shown in {
            "/": surface,
            "/en/": surface,
            "/en/app/": "app",
            "/en/website/": "website",
            f"/en/{surface}/?utm_source=x": surface,
            "/?utm_source=poster&fbclid=y": surface,
            "/en/more/": None,
            "/en/about/": None,
            "/qr.svg": None,
        }.items():
            page = reader.open(path)
            if shown:
                expect(page.locator(f"html[data-surface={shown}] [name=open]")).to_be_checked()
                ready(page)
            page.close()
        page = reader.open("/")
        page.locator("[name=off]").check()

        site.start()
        page.reload()
        ready(page)
        expect(page.locator("[name=open]")).to_be_checked()
        expect(page.locator("[name=off]")).to_be_checked()


def test_the_door_opens_the_variant_that_was_opened_last(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser("phone")
    page = ready(reader.open("/"))
    page.locator("[data-surfaces] a[href='/en/website/']").click()
    ready(page)
    page.locator("#languages a[lang=de]").click()
    ready(page)
    line.die()
    page = reader.open("/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("data-surface", "website")
    expect(reader.open("/en/").locator("html")).to_have_attribute("lang", "en")


def test_a_language_that_is_not_kept_says_so_and_leads_back(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser()
    ready(reader.open("/"))
    line.die()
    for path in ("/de/", "/de/app/", "/de/poster/", "/gone"):
        page = reader.open(path)
        expect(page.locator("h1")).to_have_text(says("offline-missing"))
    page.get_by_role("link", name=says("steps-app")).click()
    expect(page.locator("html[data-surface=app] h1")).to_be_visible()

    line.revive()
    page = reader.open("/de/")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    ready(page)
    line.die()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    ready(page)


def test_without_a_network_the_page_says_what_works(line: Line, start_browser: Profile) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    expect(page.locator(".no-network")).to_be_hidden()
    reader.context.set_offline(True)
    expect(page.locator(".no-network")).to_contain_text(says("offline-now"))
    page.reload()
    expect(page.locator(".no-network")).to_be_visible()
    reader.context.set_offline(False)
    expect(page.locator(".no-network")).to_be_hidden()


def test_nobody_waits_for_a_network_that_never_answers(
    line: Line, start_browser: Profile
) -> None:
    """The limits separate waiting from not waiting: a worker gives the network 3.5 seconds."""
    reader = start_browser()
    page = ready(reader.open("/"))
    line.die()
    with nobody_answers(line):
        start = time.monotonic()
        page.goto(f"{line.origin}/")
        assert time.monotonic() - start < 3
        start = time.monotonic()
        page.goto(f"{line.origin}/de/")
        assert time.monotonic() - start < 10
        expect(page.locator("h1")).to_have_text(says("offline-missing"))
    line.revive()


def test_a_visit_that_was_interrupted_goes_on_while_the_page_stays(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser()
    count = [0]

    def interrupt(route: Route) -> None:
        count[0] += route.request.service_worker is not None
        route.abort() if count[0] > 9 else route.continue_()

    reader.context.route("**", interrupt)
    page = reader.open("/en/app/")
    page.locator("[data-offline=saving]").wait_for(timeout=15_000)
    page.locator("[data-offline=no]").wait_for(timeout=15_000)
    reader.context.unroute("**")
    page.evaluate("dispatchEvent(new Event('online'))")
    ready(page)
    reader.problems.clear()  # the browser's, of what was interrupted


@pytest.mark.parametrize("mode", ["standalone", "browser"])
def test_only_the_home_screen_app_asks_to_be_kept(
    line: Line, start_browser: Profile, mode: str
) -> None:
    """There nobody is asked; in a window, Firefox would ask the reader."""
    reader = start_browser()
    reader.context.add_init_script(path=SCRIPTS / "persistence-request.js")
    reader.context.add_init_script(call("display-mode", mode))
    page = reader.context.new_page()
    page.goto(f"{line.origin}/en/app/")
    ready(page)
    assert page.evaluate("window.kept === true") is (mode == "standalone")


# --- nothing is kept that was not promised -------------------------------------------


def test_wrong_bytes_are_not_kept_and_nothing_is_called_ready(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser()

    def wrong(route: Route) -> None:
        if route.request.service_worker:
            route.fulfill(content_type="text/javascript", body="// somebody else's")
        else:
            route.continue_()

    reader.context.route("**/progress.js*", wrong)
    page = reader.open("/")
    page.locator("[data-offline=saving]").wait_for()
    expect(page.locator("[data-offline=no] .no")).to_be_visible(timeout=15_000)
    line.die()
    page.goto(f"{line.origin}/en/app/", wait_until="commit")
    expect(page.locator("body")).to_have_text(says("offline-missing"))

    line.revive()
    reader.context.unroute("**/progress.js*")
    page.goto(f"{line.origin}/")
    ready(page)
    [paths] = [paths for name, paths in copies(page).items() if "copy" in name]
    assert "/sealed" in paths
    reader.problems.clear()  # the server was away


def test_a_copy_that_was_spoilt_is_not_shown_and_heals(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    replacement("/en/app/", "<h1>spoilt</h1>")(page)
    removal("/en/more/")(page)
    page.reload()
    expect(page.locator("h1")).to_have_text(SHIPPED.section("lead").heading)
    ready(page)
    page.wait_for_timeout(300)
    line.die()
    page.reload()
    expect(page.locator("h1")).to_have_text(SHIPPED.section("lead").heading)
    page.goto(f"{line.origin}/en/more/")
    expect(page.locator("h1")).to_have_text("More")


def test_what_is_kept_is_fetched_once(line: Line, start_browser: Profile) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    fetched: list[str] = []
    reader.context.on(
        "request",
        lambda request: fetched.append(request.url) if request.service_worker else None,
    )
    page.goto(f"{line.origin}/en/more/")
    ready(page)
    page.goto(f"{line.origin}/en/app/")
    ready(page)
    assert [url for url in fetched if not url.endswith("/sw.js")] == []
    page.locator("#languages a[lang=de]").click()
    ready(page)
    assert not [url for url in fetched if "/assets/" in url and "precache" not in url]


# --- updates ------------------------------------------------------------------------


def test_an_update_waits_for_the_tap_while_two_tabs_are_open(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    reader = start_browser()
    first, second = ready(reader.open("/")), ready(reader.open("/en/app/"))
    first.locator("[name=open]").check()
    old = first.locator("html").get_attribute("data-build") or ""
    loads: list[str] = []
    first.on("load", lambda page: loads.append(page.url))

    line.server = servers(
        ("webapp/guide/guide.toml", says("password"), f"Newer. {says('password')}"),
    )
    first.reload()
    first.locator("[data-offline=stale]").wait_for(timeout=15_000)
    expect(first.locator("html")).to_have_attribute("data-build", old)
    expect(first.locator("[data-correction]")).to_be_hidden()
    second.locator("[name=off]").check()
    loads.clear()
    first.get_by_role("button", name="Use it now").click()
    expect(first.locator(".small")).to_contain_text(f"Newer. {says('password')}")
    ready(first)
    assert len(loads) == 1
    new = first.locator("html").get_attribute("data-build")
    assert new != old

    expect(second.locator("html")).to_have_attribute("data-build", old)
    expect(second.locator("[name=off]")).to_be_checked()
    second.locator("[name=off]").uncheck()
    expect(first.locator("[name=off]")).not_to_be_checked()
    second.get_by_role("button", name="Use it now").click()
    expect(second.locator("html")).to_have_attribute("data-build", new or "")
    expect(second.locator("[name=open]")).to_be_checked()
    assert all(old not in name for name in copies(first))


def test_an_outgoing_worker_is_left_alone_while_its_successor_comes(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    """Chromium would start it again for a message, and delay one that skips waiting."""
    page = ready(start_browser().open("/"))
    page.add_init_script(path=SCRIPTS / "addressed-workers.js")
    line.server = servers(("pwa/styles/page.css", ACCENT, "#a83408"))
    page.reload()
    page.locator("[data-offline=stale]").wait_for(timeout=15_000)
    told = page.evaluate("told")
    assert told.count("activated") <= 1, told  # when the page was opened, not again
    assert told[-1] == "installed", told


def test_an_update_takes_effect_when_no_window_is_open(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    ready(reader.open("/de/")).close()
    line.server = servers(("pwa/styles/page.css", ACCENT, "#a83408"))
    page.reload()
    page.locator("[data-offline=stale]").wait_for(timeout=15_000)
    line.die()
    reader.finish()

    reader = start_browser()
    page = ready(reader.open("/en/app/"))
    assert "#a83408" in page.content()
    page.goto(f"{line.origin}/de/")  # an update keeps every language that was kept
    assert "#a83408" in page.content()
    ready(page)


def test_changed_steps_are_announced_above_the_first(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    reader = start_browser()
    page = ready(reader.open("/en/app/"))
    page.locator("[name=open]").check()
    line.server = servers(
        ("webapp/guide/guide.toml", OPEN, f"{OPEN} Newer:"),
    )
    page.reload()
    notice = page.locator("[data-correction]")
    expect(notice).to_be_visible(timeout=15_000)
    expect(notice).to_contain_text(opening(says("correction")))
    tick = page.locator("[name=open]")
    above, below = notice.bounding_box(), tick.bounding_box()
    assert above
    assert below
    assert above["y"] < below["y"]
    notice.get_by_role("button", name="Show the new steps").click()
    expect(page.locator("[data-step=open] label")).to_contain_text("Newer:")
    expect(tick).to_be_checked()
    expect(notice).to_be_hidden()


def test_a_correction_says_what_changed_and_when(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    """The saved page tells it in the words of the new one, as text, whatever they are."""
    reader = start_browser()
    page = ready(reader.open("/de/app/"))
    menu = SHIPPED.labels["data_privacy"].in_locale("de")
    assert menu
    day = datetime.date.today()
    renamed = (
        f'[[change]]\nid = "renamed"\ndate = {day}\nclass = "correction"\n'
        'text = "A menu has another name: 50 % of “Data & more”."\n\n'
    )
    line.server = servers(
        ("webapp/guide/labels.toml", f'text = "{menu.text}"', 'text = "Ihre Angaben"'),
        ("webapp/guide/changes.toml", "[[change]]", renamed + "[[change]]"),
    )
    page.reload()
    notice = page.locator("[data-correction]")
    expect(notice).to_be_visible(timeout=15_000)
    expect(notice).to_contain_text(
        f" {day.year}: A menu has another name: 50 % of “Data & more”.",
        timeout=15_000,
    )
    expect(notice).to_contain_text(opening(translated(says("correction"), "de")))
    notice.get_by_role("button").click()
    expect(page.locator("[data-step=open]")).to_contain_text("Ihre Angaben")
    expect(notice).to_be_hidden()


def test_changed_steps_without_a_correction_repeat_no_older_one(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    correction = ("webapp/guide/changes.toml", 'class = "content"', 'class = "correction"')
    line.server = servers(correction)
    page = ready(start_browser().open("/en/app/"))
    line.server = servers(
        correction,
        ("webapp/guide/guide.toml", OPEN, f"{OPEN} Newer:"),
    )
    page.reload()
    notice = page.locator("[data-correction]")
    expect(notice).to_be_visible(timeout=15_000)
    expect(notice).to_contain_text(
        " ".join(plain(says("correction"), change="").split()), timeout=15_000
    )


def test_an_update_that_cannot_be_fetched_whole_is_no_update(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    old = page.locator("html").get_attribute("data-build") or ""
    line.server = servers(("pwa/styles/page.css", ACCENT, "#a83408"))
    reader.context.route("**/qr.svg*", lambda route: route.abort())
    reader.context.route(
        "**/en/about/*",
        lambda route: route.abort() if route.request.service_worker else route.continue_(),
    )
    page.reload()
    behind = page.locator(".behind")
    expect(behind).to_contain_text(says("update-failed"), timeout=15_000)
    expect(page.locator("html")).to_have_attribute("data-build", old)
    ready(page)
    reader.context.unroute_all()
    page.reload()
    page.locator("[data-offline=stale]").wait_for(timeout=15_000)
    expect(behind).to_be_hidden()
    reader.problems.clear()


# --- taken back ---------------------------------------------------------------------


def test_the_worker_can_be_taken_back_and_ticks_stay(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    page.locator("[name=open]").check()
    assert registered(reader.context) == 1

    line.server = servers(OFFSWITCH_WORKER="off")
    page.goto(f"{line.origin}/")  # kept; the farewell comes after it and opens it again
    expect(page.locator("[data-offline]")).to_have_count(0, timeout=60_000)
    expect(page.locator("[name=open]")).to_be_checked()
    page.wait_for_timeout(500)
    page.reload()
    assert registered(reader.context) == 0
    assert copies(page) == {}
    expect(page.locator("[name=open]")).to_be_checked()


def test_a_stale_page_that_registers_the_farewell_is_not_opened_again(
    line: Line, start_browser: Profile, servers: Servers
) -> None:
    """A cache in between may hand out old pages for a while; that must not cause a loop."""
    with urllib.request.urlopen(f"{line.origin}/en/app/") as response:  # noqa: S310 - ours
        stale = response.read()
    line.server = servers(OFFSWITCH_WORKER="off")
    reader = start_browser()
    reader.context.route(
        "**/en/app/", lambda route: route.fulfill(body=stale, content_type=HTML)
    )
    page = reader.context.new_page()
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    with reader.context.expect_event("serviceworker"):
        page.goto(f"{line.origin}/en/app/")
    page.wait_for_timeout(2000)
    assert len(loads) == 1
    assert registered(reader.context) == 0


# --- where it cannot be ---------------------------------------------------------------


def test_a_browser_without_workers_says_so_and_works(
    line: Line, start_browser: Profile
) -> None:
    reader = start_browser()
    reader.context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = reader.open("/")
    expect(page.locator(".impossible")).to_contain_text(says("offline-impossible"))
    page.locator("[name=open]").check()
    page.reload()
    expect(page.locator("[name=open]")).to_be_checked()


def test_a_blocked_worker_leaves_the_page_as_it_is(line: Line, start_browser: Profile) -> None:
    reader = start_browser(service_workers="block")
    page = reader.open("/")
    expect(page.locator(".no")).to_have_text(says("offline-no"))
    page.locator("[name=open]").check()
    expect(page.locator(".progress")).to_contain_text("1 of 3 steps done")
    reader.problems.clear()  # Playwright says that it blocked it


def test_no_other_script_can_become_a_worker(line: Line, start_browser: Profile) -> None:
    reader = start_browser()
    page = ready(reader.open("/"))
    assert page.evaluate(script("errors-of-other-workers")) == ["TypeError", "TypeError"]
    reader.problems.clear()  # what was tried is in the console
