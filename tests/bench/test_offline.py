"""How fast the guide opens without a server, next to the first visit with one."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType

from tests import browser as browsers
from tests.pwa.layouts import LAYOUTS
from tests.pwa.scripts import script
from tests.server import Server

pytestmark = pytest.mark.bench

ROUNDS = 5

# Lighthouse's slow 4G, the network that design budgets are for: 150 ms there and back,
# 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {"latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}


def first_paint(
    browser_type: BrowserType, profile: Path, url: str, *, slow: bool = False, **options: Any
) -> float:
    """Start a browser, open a page, and return how long the guide took, in milliseconds."""
    context = browser_type.launch_persistent_context(profile, **options)
    page = context.pages[0]
    if slow:
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_4G})
    page.goto(url)
    painted = float(page.evaluate(script("first-paint")))
    page.locator("[data-offline=ready]").wait_for()
    context.close()
    return painted


def test_a_cold_start_without_the_server(tmp_path: Path, browser_type: BrowserType) -> None:
    browser = {"executable_path": browsers.find(), "args": ["--no-sandbox"]}
    options = {**browser, **LAYOUTS["phone"]}
    found: dict[str, list[float]] = {"mobile": [], "loopback": [], "cold": []}
    with Server(tmp_path / "log") as server:
        url = f"{server.origin}/"
        for number in range(ROUNDS):  # one after the other, as a machine's speed varies
            mobile, loopback = tmp_path / f"mobile{number}", tmp_path / f"loopback{number}"
            found["mobile"].append(first_paint(browser_type, mobile, url, slow=True, **options))
            found["loopback"].append(first_paint(browser_type, loopback, url, **options))
            server.stop()
            found["cold"].append(first_paint(browser_type, loopback, url, **options))
            server.start()
    slow, fast, cold = (statistics.median(paints) for paints in found.values())
    print(
        f"\nfirst paint of the guide: cold start without the server {cold:.0f} ms; first visit "
        f"over slow 4G {slow:.0f} ms ({cold / slow:.2f} of that), over loopback, where "
        f"there is no network to save, {fast:.0f} ms ({cold / fast:.2f} of that)"
    )
