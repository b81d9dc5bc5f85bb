"""What the faults came to, as docs/faults.md: written where all are told, by `make faults`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from tests.pwa.faults import Fault

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


@dataclass
class Results:
    """Rows by fault, and lines of the sweeps."""

    browser: str
    rows: list[str] = field(default_factory=list)
    sweeps: list[str] = field(default_factory=list)
    naive: int = 0
    ours: int = 0

    def add(self, fault: Fault, *, ours: str, naive: str, mutated: str) -> None:
        """Note how a fault ended; "" is survived, else what was lost."""
        self.naive += not naive
        self.ours += not ours
        beside = lost(naive) if naive else f"survives; broken: {what(mutated)}"
        row = [fault.name, fault.catalogue, beside, lost(ours) if ours else "survives"]
        self.rows.append(f"| {' | '.join(row)} |")

    def sweep(self, what: str, survived: int, of: int) -> None:
        self.sweeps.append(f"- {what}: {survived:,} of {of:,}")

    def write(self) -> None:
        head = HEAD.format(
            browser=self.browser,
            faults=len(self.rows),
            ours=self.ours,
            naive=self.naive,
            sweeps="\n".join(self.sweeps),
        )
        TABLE.write_text(head + "\n".join(self.rows) + "\n" + TAIL, "utf-8")


def lost(why: str) -> str:
    return f"fails: {what(why)}"


def what(why: str) -> str:
    """Return what was lost, without where: that differs from run to run."""
    return why.split(":")[0]
