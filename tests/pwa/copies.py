"""Copies on the device, as the page reports them."""

from __future__ import annotations

from playwright.sync_api import Page


def ready(page: Page) -> Page:
    page.locator("[data-offline=ready]").wait_for(timeout=15_000)
    return page
