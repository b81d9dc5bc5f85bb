"""The worker of every release: nothing is lost on the way from each, and back to each.

``released/<version>.js`` is ``pwa/sw.js`` as that version had it. The line puts it behind the
release line of the server, as that version's server did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.pwa.line import KINDS, Line, by_worker
from tests.pwa.scripts import script
from tests.pwa.visitor import GUIDE, PATIENCE, Release, Visitor
from tests.server import Servers
from tests.tree import ROOT

pytestmark = pytest.mark.long

RELEASED = {path.stem: path for path in Path(__file__).with_name("released").glob("*.js")}


@pytest.fixture(params=sorted(RELEASED))
def of_then(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    """Replaces today's worker by a released one; each test runs with every one."""
    script = RELEASED[request.param].read_bytes()
    return lambda today: today.split(b"\n")[0] + b"\n" + script


@pytest.fixture
def visitor(browser: Browser, releases: list[Release]) -> Iterator[Visitor]:
    with (
        Line(releases[0].server) as line,
        Visitor(browser, line, releases, second=3) as visitor,
    ):
        yield visitor
        visitor.undisturbed()


@pytest.fixture
def saved_then(visitor: Visitor, of_then: Callable[[bytes], bytes]) -> None:
    """A released worker has saved the guide; today's is available from now on."""
    visitor.line.edits["/sw.js"] = of_then
    visitor.begin()
    visitor.line.edits.clear()


def test_every_release_has_its_worker_here() -> None:
    """To release, add a heading to CHANGELOG.md and a copy of pwa/sw.js with that name."""
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert sorted(versions) == sorted(RELEASED)
    assert versions


@pytest.mark.usefixtures("saved_then")
def test_a_released_worker_makes_way_for_todays(visitor: Visitor) -> None:
    line, (_, new) = visitor.line, visitor.releases
    line.server = new.server
    visitor.take_over(new)
    visitor.ticked("open")
    line.die()
    visitor.opens(GUIDE, new)
    visitor.opens("/", new)


@pytest.mark.usefixtures("saved_then")
def test_a_released_worker_keeps_what_it_has_while_todays_cannot_be_had(
    visitor: Visitor,
) -> None:
    line, (old, new) = visitor.line, visitor.releases
    line.server = new.server
    line.break_(by_worker(""), KINDS["hang_up"])
    visitor.update()
    visitor.leave()
    line.die()
    visitor.opens(GUIDE, old)
    visitor.has_the_tick()


def test_todays_worker_makes_way_for_a_released_one(
    visitor: Visitor, of_then: Callable[[bytes], bytes]
) -> None:
    """A rollback is an update like any other."""
    line, (old, new) = visitor.line, visitor.releases
    line.server = new.server
    visitor.begin()
    line.edits["/sw.js"] = of_then
    line.server = old.server
    visitor.take_over(old)
    visitor.ticked("open")
    line.die()
    visitor.opens(GUIDE, old)
    visitor.opens("/", old)


@pytest.mark.usefixtures("saved_then")
def test_a_released_worker_can_be_taken_back(visitor: Visitor, servers: Servers) -> None:
    visitor.line.server = servers(OFFSWITCH_WORKER="off")
    visitor.page.reload()
    visitor.update()
    visitor.page.locator("[data-offline]").wait_for(state="detached")
    visitor.wait(lambda it: not it["registered"], PATIENCE)
    assert visitor.page.evaluate("caches.keys()") == []
    visitor.page.locator("[name=open]:checked").wait_for(state="attached")


def test_todays_worker_answers_pages_of_every_release_about_the_steps(visitor: Visitor) -> None:
    """Those of 0.1.0 ask for `steps`, and read the text of two attributes."""
    visitor.begin()
    page = visitor.page
    page.reload()  # under the worker
    path = page.evaluate("new URL(document.querySelector('#languages a').href).pathname")
    answer = script("worker-answer")
    steps = page.locator("[data-steps]")
    marks = {name: steps.get_attribute(f"data-{name}") for name in ("steps", "change")}
    assert page.evaluate(answer, ["marks", path]) == marks
    text = 'data-steps="{steps}" data-change="{change}"'.format(**marks)
    assert page.evaluate(answer, ["steps", path]) == text
    assert page.evaluate(answer, ["marks", "/en/about/"]) is None
