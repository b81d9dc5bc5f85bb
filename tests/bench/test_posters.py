"""How long a sheet takes, proofs included, and all sheets of a language."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median

import pytest
from flask import Flask

from webapp.posters import drawing
from webapp.posters.drawing import Poster
from webapp.posters.sheets import FILES, Format, Sheet

pytestmark = pytest.mark.bench

ROUNDS = 9


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def draw(poster: Poster, kind: Format) -> bytes:
    """Draw a sheet and prove it, whether it was drawn before or not."""
    return drawing.draw.__wrapped__(poster, kind)


def test_sheets(app: Flask) -> None:
    pages = app.extensions["pages"]
    for tag, locale in pages.locales.items():
        sheets = {sheet: pages.poster(locale, sheet) for sheet in Sheet}
        a4 = partial(draw, sheets[Sheet.A4], Format.PDF)
        alone = partial(drawing._set, sheets[Sheet.A4], Format.PDF)
        first = seconds(alone)
        warm, proved = (median(seconds(act) for _ in range(ROUNDS)) for act in (alone, a4))
        jobs = [(sheets[sheet], kind) for sheet, kind in FILES]
        with ThreadPoolExecutor() as pool:  # as a build does
            start = time.perf_counter()
            drawn = list(pool.map(draw, *zip(*jobs, strict=True)))
            whole = time.perf_counter() - start
        print(
            f"\n{tag}: an A4 as PDF {warm * 1000:.0f} ms, the first {first * 1000:.0f}, with "
            f"its proof {proved * 1000:.0f}; all {len(drawn)} files, proved, {whole:.2f} s"
        )
