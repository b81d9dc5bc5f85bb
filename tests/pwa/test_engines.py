"""The core of the offline story in Firefox and WebKitGTK, driven by WebDriver.

Playwright runs workers in Chromium alone; these are the engines of the other browsers. The
details are in ``test_offline``.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import ENGINES, Engine, EngineError
from tests.guides import says
from tests.pwa.line import KINDS, Line, by_worker
from tests.pwa.scripts import call
from tests.server import Server, Servers

pytestmark = pytest.mark.long

# Both engines in the sweep, one of them here: `make test` is to stay quick.
FIREFOX = pytest.mark.parametrize(
    "engine", ["firefox", pytest.param("webkit", marks=pytest.mark.sweep)], indirect=True
)
WEBKIT = pytest.mark.parametrize(
    "engine", ["webkit", pytest.param("firefox", marks=pytest.mark.sweep)], indirect=True
)

STATE = "return document.querySelector('[data-offline]')?.dataset.offline ?? ''"
HEADING = "return document.querySelector('h1').textContent"
TICKED = "return document.querySelector('[name=open]').checked"


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each test with this fixture runs in both engines, unless it names one."""
    kind = ENGINES[request.param]
    if missing := kind.missing():
        pytest.skip(missing)
    with kind(tmp_path / "profile") as engine:
        yield engine


def expect(engine: Engine, script: str, wanted: object) -> None:
    """Wait until a script returns what is wanted; the page may change meanwhile."""
    deadline = time.monotonic() + 60  # a file is given up after 20, if the machine is idle
    found: object = None
    while time.monotonic() < deadline:
        try:
            found = engine.run(script)
        except EngineError as error:
            found = error
        if found == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{script} is {found!r}, expected {wanted!r}")


def test_a_visit_is_kept_and_opens_without_the_server(
    engine: Engine, server: Server, tmp_path: Path
) -> None:
    """The server itself is stopped here, and started again."""
    with server.twin(tmp_path) as site:
        engine.open(f"{site.origin}/")
        expect(engine, STATE, "ready")
        engine.run("document.querySelector('[name=open]').click()")
        opened = engine.run("return document.documentElement.dataset.surface")

        site.stop()
        if engine.persistent:
            engine.restart()
        for path in ("/", "/en/", "/en/app/", "/en/website/?utm_source=x"):
            engine.open(site.origin + path)
            expect(engine, STATE, "ready")
            assert engine.run(TICKED), path
        engine.open(f"{site.origin}/en/about/")
        assert engine.run(HEADING) == "About this guide"
        assert opened == "website"

        engine.open(f"{site.origin}/de/")
        assert engine.run(HEADING) == says("offline-missing")

        site.start()
        engine.open(f"{site.origin}/de/")
        expect(engine, STATE, "ready")
        assert engine.run("return document.documentElement.lang") == "de"
        assert engine.run(TICKED)


@pytest.mark.parametrize(
    "kind",
    [
        "login_page",
        "cut_without_a_length",
        pytest.param("silence", marks=pytest.mark.sweep),  # the worker waits 20 seconds
    ],
)
def test_what_is_not_what_was_promised_is_not_kept_and_heals(
    engine: Engine, line: Line, kind: str
) -> None:
    kept = "return Boolean(await caches.match('/en/more/'))"
    line.break_(by_worker("/en/more/"), KINDS[kind])
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "saving")
    expect(engine, STATE, "no")
    assert not engine.run(kept)
    line.repair()
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "ready")
    line.die()
    engine.open(f"{line.origin}/en/more/")
    assert engine.run(HEADING) == "More"


def test_repair_heals_and_after_erasing_back_shows_an_empty_list(
    engine: Engine, line: Line
) -> None:
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "ready")
    engine.run("document.querySelector('[name=open]').click()")
    engine.run("location.href = '/en/about/'")
    shown = "return document.querySelector('[data-repair]')?.hidden === false"
    expect(engine, shown, True)
    damage = call("replaced-entries", {"end": "/en/more/", "body": "x"})
    engine.run(f"await {damage}")
    said = "return document.querySelector('[data-said]:not([hidden])')?.dataset.said"
    engine.run("document.querySelector('[data-repair] button').click()")
    expect(engine, said, "whole")
    healed = "return (await (await caches.match('/en/more/')).text()).length > 1000"
    assert engine.run(healed)

    engine.run("document.querySelector('[data-erase]').click()")
    expect(engine, said, "erased")
    assert engine.run("return (await caches.keys()).length + localStorage.length") == 0
    engine.run("history.back()")
    expect(engine, "return location.pathname", "/en/app/")
    expect(engine, TICKED, False)


@FIREFOX
def test_an_update_waits_for_the_tap(engine: Engine, line: Line, servers: Servers) -> None:
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "ready")
    engine.run("document.querySelector('[name=open]').click()")
    build = "return document.documentElement.dataset.build"
    old = engine.run(build)

    line.server = servers(OFFSWITCH_CONTACT="mailto:help@example.org")  # pages say so
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "stale")
    assert engine.run(build) == old
    engine.run("document.querySelector('.offline [data-use]').click()")
    expect(engine, f"return document.documentElement.dataset.build !== '{old}'", True)
    expect(engine, STATE, "ready")
    assert engine.run(TICKED)


@WEBKIT
def test_the_worker_can_be_taken_back(engine: Engine, line: Line, servers: Servers) -> None:
    engine.open(f"{line.origin}/en/app/")
    expect(engine, STATE, "ready")
    engine.run("document.querySelector('[name=open]').click()")
    line.server = servers(OFFSWITCH_WORKER="off")
    engine.open(f"{line.origin}/en/app/")
    gone = "return document.querySelector('[data-offline]') === null"
    expect(engine, gone, True)
    expect(engine, "return (await caches.keys()).length", 0)
    expect(engine, TICKED, True)  # a page that is opened again runs its script after a while
