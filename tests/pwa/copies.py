"""Copies on the device, as the page reports them, and what damages them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.pwa.scripts import script

Damage = Callable[[Page], object]


def ready(page: Page) -> Page:
    page.locator("[data-offline=ready]").wait_for(timeout=15_000)
    return page


def replacement(end: str, body: str, kind: str = "", *, where: str = "") -> Damage:
    """Return what replaces all that has a path with this end.

    ``where`` is a regular expression for the names of caches; without it, they are all meant.
    """
    argument = {"end": end, "body": body, "type": kind, "where": where}
    return lambda page: page.evaluate(script("replaced-entries"), argument)


def removal(end: str, *, where: str = "") -> Damage:
    """Return what removes all that has a path with this end; ``where`` is as above."""
    return lambda page: page.evaluate(script("removed-entries"), {"end": end, "where": where})


def removal_of_caches(where: str = "") -> Damage:
    """Return what removes caches; ``where`` is as above."""
    return lambda page: page.evaluate(script("removed-caches"), where)
