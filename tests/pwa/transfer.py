"""A link that carries ticks, and the dialog in which a page shows them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

LINK = "#ticks=open.2026-01-02~off.2026-02-28"


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")
