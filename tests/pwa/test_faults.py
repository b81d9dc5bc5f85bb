"""Our worker survives every fault; a naive one does not, or ours with one line broken.

``make test`` tells the stories of the quick core and a few steps of each sweep, ``make faults``
all of them, and writes docs/faults.md.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.pwa.conftest import Tell
from tests.pwa.faults import FAULTS, Fault, interrupted, killed_while_saving, mixed
from tests.pwa.results import ALL, Results
from tests.pwa.visitor import Release

TOLD = [fault for fault in FAULTS if fault.core or ALL]


# --- sweeps, first, since they take long ----------------------------------------------


def some(numbers: range, few: int) -> Iterable[int]:
    """Return all numbers if all is told, otherwise a few, with the first and the last."""
    last = len(numbers) - 1
    return numbers if ALL else sorted({numbers[last * n // (few - 1)] for n in range(few)})


def swept(what: str, faults: Iterable[Fault], tell: Tell, results: Results) -> dict[str, str]:
    """Tell stories and return those that ended badly."""
    ends = {fault.name: tell(fault) for fault in faults}
    results.sweep(what, list(ends.values()).count(""), len(ends))
    return {name: lost for name, lost in ends.items() if lost}


def asked_for(release: Release) -> int:
    """Return how many files a worker asks for to save English, the precache manifest, too."""
    return len(release.files["en"]) + 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("newer", "few", "visits"),
    [(False, 2, "first visits"), (True, 2, "updates")],
    ids=["first visits", "updates"],
)
def test_a_server_that_dies_after_any_file(
    newer: bool, few: int, visits: str, tell: Tell, releases: list[Release], results: Results
) -> None:
    count = asked_for(releases[newer])
    faults = [
        Fault(f"after {n} files", "A3", interrupted(n, newer=newer))
        for n in some(range(count + 1), few)
    ]
    what = f"{visits} whose server dies after the n-th file, n from 0"
    assert swept(what, faults, tell, results) == {}


def test_a_worker_that_is_stopped_at_any_file(
    tell: Tell, releases: list[Release], results: Results
) -> None:
    count = asked_for(releases[0])
    faults = [
        Fault(f"at file {n}", "A33", killed_while_saving(n, stay=False))
        for n in some(range(1, count + 1), 2)
    ]
    what = "workers that are stopped while they wait for the n-th file"
    assert swept(what, faults, tell, results) == {}


@pytest.mark.long
@pytest.mark.parametrize("part", range(8 if ALL else 1))
def test_two_releases_mixed_by_chance(part: int, tell: Tell, results: Results) -> None:
    seeds = some(range(25 * part, 25 * part + 25), 2)
    faults = [Fault(f"seed {seed}", "A16", mixed(seed)) for seed in seeds]
    what = "two releases mixed by chance: no page mixed, at most one loaded again"
    assert swept(what, faults, tell, results) == {}


# --- each fault -----------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("fault", TOLD, ids=[fault.name for fault in TOLD])
def test_ours_comes_through_and_another_does_not(
    fault: Fault, tell: Tell, results: Results
) -> None:
    ours, naive, mutated = tell(fault), tell(fault, "naive"), ""
    if not naive:
        assert fault.mutation, "the naive worker survives: which change of ours would not?"
        mutated = tell(fault, fault.mutation)
        assert mutated, f"nothing goes wrong with {fault.mutation}"
    results.add(fault, ours=ours, naive=naive, mutated=mutated)
    assert ours == ""
