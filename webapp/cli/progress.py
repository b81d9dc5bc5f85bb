"""The progress of a long task, shown on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TypeVar

import click

_Item = TypeVar("_Item")


def bar(
    items: Iterable[_Item], count: int, label: str = "Building the site"
) -> Iterable[_Item]:
    """Yield items, ``count`` of them, and show how many are done if stderr is a terminal."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        items, length=count, label=label, file=sys.stderr, hidden=hidden
    ) as progress:
        yield from progress
