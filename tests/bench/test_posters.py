"""How long a sheet takes, proofs included, and all of a language."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import median

import pytest
from flask import Flask

from webapp import posters, wording
from webapp.models import Format, Sheet
from webapp.posters import FILES, Poster

pytestmark = pytest.mark.bench

ROUNDS = 9


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def draw(poster: Poster, kind: Format) -> None:
    """Draw a sheet and prove it, whether it was drawn before or not."""
    posters.draw.__wrapped__(poster, kind)


def test_sheets(app: Flask) -> None:
    pages = app.extensions["pages"]
    for tag, locale in pages.locales.items():
        with app.test_request_context():
            sheets = {sheet: wording.poster(pages, [locale], sheet) for sheet in Sheet}
        a4 = partial(draw, sheets[Sheet.A4], Format.PDF)
        first, warm = seconds(a4), median(seconds(a4) for _ in range(ROUNDS))
        with ThreadPoolExecutor() as pool:  # as a build does
            jobs = [(sheets[sheet], kind) for sheet, kind in FILES]
            whole = seconds(partial(list, pool.map(draw, *zip(*jobs, strict=True))))
        print(
            f"\n{tag}: an A4 as PDF, proved, {warm * 1000:.0f} ms, the first "
            f"{first * 1000:.0f} ms; all {len(FILES)} files {whole:.2f} s"
        )
