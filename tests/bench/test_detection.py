"""How long detection takes. Printed, never asserted: machines differ."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest
from user_agents import parse as parse_alone

from tests.webapp.test_devices import HOSTILE
from webapp.devices import detect

pytestmark = pytest.mark.bench


def new_user_agents(count: int) -> list[str]:
    chance = random.Random(3)  # noqa: S311 - the same ones each time
    forms = [
        "Mozilla/5.0 (Linux; Android {n}; SM-{x}) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/{v}.0.{x}.0 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS {n}_{m} like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/{n}.{m} Mobile/15E{x} Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/{v}.0.{x}.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_{n}_{m}) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/{n}.{m} Safari/605.1.{x}",
        "Mozilla/5.0 (X11; Linux x86_64; rv:{v}.0) Gecko/20100101 Firefox/{v}.{x}",
    ]
    return [
        chance.choice(forms).format(
            n=chance.randint(8, 18),
            m=chance.randint(0, 6),
            v=chance.randint(80, 156),
            x=number,
        )
        for number in range(count)
    ]


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
