"""The results of the faults, as docs/faults.md, which `make faults` writes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

from tests.pwa.faults import FAULTS, Fault
from tests.tree import ROOT

TABLE = ROOT / "docs" / "faults.md"
SWEEP = re.compile(r"- .*: [\d,]+ of [\d,]+")
ALL = os.environ.get("FAULTS") == "all"

HEAD = """# What can go wrong, and what survives

`make faults` writes this page. It makes each of these things happen to a real browser
({browser}) in front of the real server, twice: with our worker, and with one written as in
tutorials (`tests/pwa/naive.js`: `addAll`, then `match(request)`). The stories are in
`tests/pwa/faults.py`; the ids are explained in [reasons.md](reasons.md#failure-ids).

A worker survives if no wrong byte is shown or stored, no tick is lost, every page works, a
saved page opens in under a second without a network, an unsaved one is reported within four,
no good file is fetched twice, the page never says "saved" when it is not, and the next visit
repairs everything automatically. Where the naive worker survives, too, the story was told once
more with ours and one line of it broken, to see that it can end badly: "broken:" says how.

{faults} faults: ours survives {ours}, the naive one {naive}.

## Sweeps

{sweeps}

## Faults

| fault | id | naive | ours |
|---|---|---|---|
"""

TAIL = """
## What no worker survives

- A `/sw.js` that is another complete script, or empty, with status 200 and the right type: the
  browser runs it instead of ours. The next visit that gets the right one repairs everything.
- Storage that the reader, the browser or the system clears: the guide is saved again at the
  next visit with a network; ticks are gone, unless they were taken along in a link.
- What an iPhone does after seven days, and in other apps' windows, cannot be seen here:
  [device-check.md](device-check.md).
"""


class Results:
    """The results of a test, which its report carries to the table."""

    def __init__(self, record: Callable[[str, object], None], browser: str) -> None:
        """Take pytest's ``record_property``."""
        self.record = record
        record("browser", browser)

    def add(self, fault: Fault, *, ours: str, naive: str, mutated: str) -> None:
        """Note how a fault ended: "" if nothing was lost, otherwise what was lost."""
        self.record("fault", [fault.name, naive, mutated, ours])

    def sweep(self, what: str, survived: int, of: int) -> None:
        self.record("sweep", [what, survived, of])


def write(found: Sequence[tuple[str, Any]]) -> None:
    """Write the table of what tests recorded; a fault that was not told now keeps its row."""
    before = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    rows = {line.split(" | ")[0]: line for line in before if line.startswith("| ")}
    sweeps = {line.rpartition(": ")[0]: line for line in before if SWEEP.fullmatch(line)}
    catalogue = {fault.name: fault.catalogue for fault in FAULTS}
    counts: dict[str, tuple[int, int]] = {}
    for key, value in found:
        if key == "sweep":
            name, survived, of = value
            ours, all_ = counts.get(name, (0, 0))  # told in parts
            counts[name] = (ours + survived, all_ + of)
        elif key == "fault":
            name, naive, mutated, mine = value
            beside = lost(naive) if naive else f"survives; broken: {what(mutated)}"
            row = [name, catalogue[name], beside, lost(mine) if mine else "survives"]
            rows[f"| {name}"] = f"| {' | '.join(row)} |"
    for name, (survived, of) in counts.items():
        sweeps[f"- {name}"] = f"- {name}: {survived:,} of {of:,}"
    told = [rows[f"| {fault.name}"] for fault in FAULTS if f"| {fault.name}" in rows]
    head = HEAD.format(
        browser=dict(found)["browser"],
        faults=len(told),
        ours=sum(row.endswith("| survives |") for row in told),
        naive=sum(" | survives; broken: " in row for row in told),
        sweeps="\n".join(sweeps[name] for name in sorted(sweeps)),
    )
    TABLE.write_text(head + "\n".join(told) + "\n" + TAIL, "utf-8")


def lost(why: str) -> str:
    return f"fails: {what(why)}"


def what(why: str) -> str:
    """Return what was lost, without the place, which differs from run to run."""
    return why.split(":")[0]
