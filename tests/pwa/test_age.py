"""How old the steps are: worked out on the device, also without a network."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.guides import SHIPPED, SIGHTING, plain, says
from tests.languages import SAMPLE, translated
from tests.pwa.conftest import NewReader, Reader
from tests.pwa.layouts import LAYOUTS, SURFACE
from tests.pwa.scripts import script
from tests.server import Server
from tests.tree import copy_of_the_tree
from webapp.guide import sightings
from webapp.guide.models import Surface

SAW = json.dumps(sightings.on_screen(SHIPPED, Surface.APP, "en"), ensure_ascii=False)
SEEN = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


def evidence(date: str) -> str:
    sources = json.dumps([*SHIPPED.sources][:2])
    return (
        f'evidence = {{ sources = {sources}, grade = "press", read = "copy", date = {date} }}'
    )


def settle(content: Path) -> None:
    """Make all evidence as old as these tests need, however often ours is renewed.

    The menu paths were described in October 2025, and everything else in August 2026.
    """
    for name in ("guide.toml", "labels.toml", "regions.toml"):
        text = (content / name).read_text("utf-8")
        text = re.sub(r"evidence = \{.*\}", evidence("2026-08-21"), text)
        text = re.sub(r"(items = .*\n)evidence.*", rf"\1{evidence('2025-10-24')}", text)
        (content / name).write_text(text, "utf-8")
    saw = re.sub(r"saw = \[[^]]*\]", lambda _: f"saw = {SAW}", SIGHTING)
    (content / "sightings.toml").write_text(saw, "utf-8")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a release in which somebody saw the app on 20 November 2026."""
    folder = tmp_path_factory.mktemp("seen")
    tree = copy_of_the_tree(folder / "tree")
    settle(tree / "webapp" / "guide")
    with Server(folder / "log", tree=tree) as server:
        yield server


@pytest.fixture
def visitor(browser: Browser, seen: Server) -> Iterator[Reader]:
    reader = Reader(browser.new_context(**LAYOUTS["phone"], locale="en-GB"), seen.origin)
    yield reader
    reader.finish()


def clock(page: Page, moment: datetime.datetime) -> None:
    page.clock.set_fixed_time(moment)


def ages(page: Page) -> str:
    """What the page says once somebody scrolls there."""
    page.evaluate(script("scrolled-to"), "[data-ages]")
    return " ".join(page.locator("[data-ages]").inner_text().split())


@pytest.mark.parametrize("locale", SAMPLE)
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_steps_that_nobody_described_for_long_say_so(
    new_reader: NewReader, layout: str, locale: str, script: bool
) -> None:
    """As the guide is shipped, 200 days after it was last described."""
    surface = SURFACE[layout]
    described = sightings.description_date(SHIPPED, Surface(surface))
    assert described.first
    reader = new_reader(**LAYOUTS[layout], java_script_enabled=script)
    page = reader.context.new_page()
    if script:
        day = datetime.datetime.combine(described.first, datetime.time(), tzinfo=datetime.UTC)
        clock(page, day + 200 * DAY)
    page.goto(f"{reader.origin}/{locale}/{surface}/")
    warning = page.locator("[data-old]")
    expect(warning).to_be_visible()
    expect(warning.locator("time")).to_have_attribute("datetime", str(described))
    [region] = SHIPPED.section("included").claims
    since = page.locator(".checklist > p", has_text=translated(region.text, locale))
    before, after = since.bounding_box(), warning.bounding_box()
    assert before
    assert after
    assert before["y"] < after["y"]


@pytest.mark.parametrize(
    ("days", "old"), [(0, False), (179, False), (180, True), (181, True), (2000, True)]
)
def test_steps_grow_old_in_180_days(visitor: Reader, days: int, old: bool) -> None:
    page = visitor.context.new_page()
    clock(page, SEEN + days * DAY)
    page.goto(f"{visitor.origin}/en/app/")
    assert ("ago" if days else "today") in ages(page)
    expect(page.locator("[data-old]")).to_be_visible(visible=old)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("en", ("20 November 2026 (3 days ago)", "October 2025 (13 months ago)")),
        ("de", ("20. November 2026 (vor 3 Tagen)", "Oktober 2025 (vor 13 Monaten)")),
        ("ar", ("20 نوفمبر 2026 (قبل 3 أيام)", "أكتوبر 2025 (قبل 13 شهرًا)")),
    ],
)
def test_each_part_says_how_old_it_is(
    visitor: Reader, locale: str, said: tuple[str, str]
) -> None:
    page = visitor.context.new_page()
    clock(page, SEEN + 3 * DAY)
    page.goto(f"{visitor.origin}/{locale}/app/")
    for part in said:
        assert part in ages(page)
    expect(page.locator("[data-ages] .old")).to_have_count(1)  # the press, not the sighting
    assert "Pixel 9, Android 16" in ages(page)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-10-30", "October 2025 (this month)"),
        ("2025-11-01", "October 2025 (last month)"),
        ("2025-11-30", "October 2025 (last month)"),
        ("2025-12-01", "October 2025 (2 months ago)"),
    ],
)
def test_a_month_is_as_many_months_ago_as_a_calendar_says(
    visitor: Reader, day: str, said: str
) -> None:
    page = visitor.context.new_page()
    clock(page, datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC))
    page.goto(f"{visitor.origin}/en/app/")
    assert said in ages(page)


def test_a_clock_that_is_behind_knows_no_age_and_warns(visitor: Reader) -> None:
    page = visitor.context.new_page()
    clock(page, datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    page.goto(f"{visitor.origin}/en/app/")
    expect(page.locator("[data-offline]")).to_be_attached()
    expect(page.locator("[data-old]")).to_be_visible()
    assert "(" not in ages(page)


def test_a_surface_that_nobody_saw_is_as_old_as_before(visitor: Reader) -> None:
    page = visitor.context.new_page()
    clock(page, SEEN)
    page.goto(f"{visitor.origin}/en/website/")
    expect(page.locator("[data-old] time")).to_have_attribute("datetime", "2025-10-24")
    assert plain(says("sure-screen")) in ages(page)


def test_a_saved_page_grows_old_without_a_network(visitor: Reader, seen: Server) -> None:
    page = visitor.context.new_page()
    clock(page, SEEN + DAY)
    for locale in SAMPLE:
        page.goto(f"{visitor.origin}/{locale}/app/")
        page.locator("[data-offline=ready]").wait_for(timeout=15_000)
        expect(page.locator("[data-old]")).to_be_hidden()
    seen.stop()
    try:
        clock(page, SEEN + 181 * DAY)
        for locale in SAMPLE:
            page.goto(f"{visitor.origin}/{locale}/app/")
            warning = page.locator("[data-old]")
            expect(warning).to_be_visible()
            before, _, _ = translated(says("age"), locale).partition("{date}")
            expect(warning).to_contain_text(before)
            expect(warning).to_contain_text("2026")
    finally:
        seen.start()
