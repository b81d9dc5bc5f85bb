"""docs/faults.md is what `make faults` wrote of the faults as they are."""

from __future__ import annotations

from tests.pwa.faults import FAULTS
from tests.pwa.results import SWEEP, TABLE


def test_the_table_has_every_fault_and_ours_survives_them() -> None:
    lines = TABLE.read_text("utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]
    assert [name for name, *_ in rows] == [fault.name for fault in FAULTS]
    assert {ours for *_, ours in rows} == {"survives"}
    assert len(rows) >= 120


def test_each_sweep_ran_to_its_end() -> None:
    lines = TABLE.read_text("utf-8").splitlines()
    sweeps = [line.rpartition(": ")[2].split(" of ") for line in lines if SWEEP.fullmatch(line)]
    assert len(sweeps) == 5
    assert all(survived == of for survived, of in sweeps)
