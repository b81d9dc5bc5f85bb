"""How long detection takes. Printed, never asserted: machines differ."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
from user_agents import parse as parse_alone

from tests.webapp.reader.user_agents import HOSTILE, new_user_agents
from webapp.reader.devices import detect

pytestmark = pytest.mark.bench


def microseconds(act: Callable[[str], object], inputs: list[str]) -> list[float]:
    spent = []
    for value in inputs:
        start = time.perf_counter_ns()
        act(value)
        spent.append((time.perf_counter_ns() - start) / 1000)
    return spent


def test_a_new_user_agent() -> None:
    detect({"User-Agent": "warm"})
    ours = microseconds(lambda ua: detect({"User-Agent": ua}), new_user_agents(1000))
    alone = microseconds(parse_alone, new_user_agents(100))
    print(
        f"\ndetection of a new user agent: median {statistics.median(ours):.0f} µs, "
        f"worst of 1,000 {max(ours):.0f} µs; user-agents by itself takes "
        f"{statistics.median(alone) / statistics.median(ours):.0f} times as long"
    )


def test_a_hostile_header() -> None:
    worst = {
        user_agent[:14]: min(
            microseconds(lambda ua: detect({"User-Agent": ua}), [user_agent] * 5)
        )
        for user_agent in HOSTILE
    }
    name, spent = max(worst.items(), key=lambda item: item[1])
    print(f"\ndetection of the worst hostile header ({name}…): {spent:.0f} µs")
