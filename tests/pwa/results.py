"""What the faults came to, as docs/faults.md: written where all are told, by `make faults`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.pwa.faults import FAULTS, Fault

TABLE = Path(__file__).parents[2] / "docs" / "faults.md"
ALL = os.environ.get("FAULTS") == "all"

HEAD = """# What can go wrong, and what comes through

Written by `make faults`, which makes each of these things happen to a real browser ({browser})
in front of the real server, twice: with our worker, and with one as tutorials write it
(`tests/pwa/naive.js`: `addAll`, then `match(request)`). The stories are in
`tests/pwa/faults.py`; the id is that of the catalogue of failures behind them.

A worker survives if no wrong byte is shown or kept, no tick is lost, every page works, what is
saved opens in under a second without a network, an unsaved page is told in four, no good file
is fetched twice, the page never says "saved" when it is not, and the next visit heals without
anybody doing anything. Where the naive worker survives, too, the story was told once more with
ours and one line of it broken, to see that it can end badly: "broken:" says how it did.

{faults} faults: ours survives {ours}, the naive one {naive}.

## Sweeps

{sweeps}

## Faults

| fault | id | naive | ours |
|---|---|---|---|
"""

TAIL = """
## What no worker survives

- A `/sw.js` that is another whole script, or empty, with status 200 and the right type: the
  browser runs it, and nothing of ours is asked. The next visit that gets the right one heals.
- Storage that the reader, the browser or the system clears: the guide is saved again at the
  next visit with a network; ticks are gone, unless they were taken along in a link.
- What an iPhone does after seven days, and in other apps' windows, cannot be seen here:
  [device-check.md](device-check.md).
"""


class Results:
    """What a test found, on its way to the table: kept in its report."""

    def __init__(self, record: Callable[[str, object], None], browser: str) -> None:
        """Take pytest's ``record_property``."""
        self.record = record
        record("browser", browser)

    def add(self, fault: Fault, *, ours: str, naive: str, mutated: str) -> None:
        """Note how a fault ended; "" is survived, else what was lost."""
        self.record("fault", [fault.name, naive, mutated, ours])

    def sweep(self, what: str, survived: int, of: int) -> None:
        self.record("sweep", f"- {what}: {survived:,} of {of:,}")


def write(found: Sequence[tuple[str, Any]]) -> None:
    """Write the table of what tests recorded, in the order of the faults."""
    ends = {name: ends for key, (name, *ends) in _only("fault", found)}
    rows = []
    for fault in FAULTS:
        if fault.name not in ends:
            continue
        naive, mutated, ours = ends[fault.name]
        beside = lost(naive) if naive else f"survives; broken: {what(mutated)}"
        row = [fault.name, fault.catalogue, beside, lost(ours) if ours else "survives"]
        rows.append(f"| {' | '.join(row)} |")
    head = HEAD.format(
        browser=dict(found)["browser"],
        faults=len(rows),
        ours=sum(not ours for *_, ours in ends.values()),
        naive=sum(not naive for naive, *_ in ends.values()),
        sweeps="\n".join(sorted(line for _, line in _only("sweep", found))),
    )
    TABLE.write_text(head + "\n".join(rows) + "\n" + TAIL, "utf-8")


def _only(wanted: str, found: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in found if key == wanted]


def lost(why: str) -> str:
    return f"fails: {what(why)}"


def what(why: str) -> str:
    """Return what was lost, without where: that differs from run to run."""
    return why.split(":")[0]
