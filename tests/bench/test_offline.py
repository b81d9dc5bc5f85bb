"""How fast the guide is there without a server, beside the first visit with one."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType

from tests import browser as browsers
from tests.pwa.conftest import LAYOUTS
from tests.server import Server

pytestmark = pytest.mark.bench

ROUNDS = 5

PAINTED = (
    "new Promise((done) => new PerformanceObserver((list) => {"
    " const [paint] = list.getEntriesByName('first-contentful-paint');"
    " if (paint) done(paint.startTime)"
    "}).observe({ type: 'paint', buffered: true }))"
)


def first_paint(browser_type: BrowserType, profile: Path, url: str, **options: Any) -> float:
    """Start a browser, open a page, and return when the guide was there, in milliseconds."""
    context = browser_type.launch_persistent_context(profile, **options)
    page = context.pages[0]
    page.goto(url)
    painted = float(page.evaluate(PAINTED))
    page.locator("[data-offline=ready]").wait_for()
    context.close()
    return painted


def test_a_cold_start_without_the_server(tmp_path: Path, browser_type: BrowserType) -> None:
    browser = {"executable_path": browsers.find(), "args": ["--no-sandbox"]}
    options = {**browser, **LAYOUTS["phone"]}
    online, offline = [], []
    with Server(tmp_path / "log") as server:
        for number in range(ROUNDS):
            profile = tmp_path / f"profile{number}"
            online.append(first_paint(browser_type, profile, f"{server.origin}/", **options))
        server.stop()
        for number in range(ROUNDS):
            profile = tmp_path / f"profile{number}"
            offline.append(first_paint(browser_type, profile, f"{server.origin}/", **options))
    first, cold = statistics.median(online), statistics.median(offline)
    print(
        f"\nfirst paint of the guide: first visit {first:.0f} ms over loopback, cold start "
        f"without the server {cold:.0f} ms, {cold / first:.2f} times as long"
    )
