"""How long the tests take on two processors, so that somebody notices if that grows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest

from tests.tree import ROOT

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

TIERS = {
    "quick": (60, "not bench and not sweep and not starts"),
    "test": (600, "not bench and not sweep"),
}


@pytest.mark.parametrize("tier", TIERS)
def test_a_tier_of_the_suite(tier: str) -> None:
    wanted, selection = TIERS[tier]
    start = time.monotonic()
    outcome = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-n", "2", "--dist", "worksteal", "-m", selection),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2]),
    ).stdout
    seconds = time.monotonic() - start
    [last] = re.findall(r"^\d+ (?:passed|failed).*$", outcome, re.MULTILINE)
    print(f"\nmake {tier}: {seconds:.0f} s on two processors (wanted: {wanted}); {last}")
