"""How long a worker takes to start, with today's languages and with 36."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from tests.languages import ALL
from tests.tree import copy_of_the_tree

pytestmark = pytest.mark.bench

CODE = """
import time
import webapp.serving
start = time.process_time()
webapp.create_app(build="0123456789ab")
print(time.process_time() - start, time.process_time())
"""


def cost(tree: Path) -> tuple[float, float]:
    """Return the CPU-seconds of create_app, and of all, imports included: medians of five."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONPATH": str(tree)},
            cwd=tree,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(5)
    ]
    app, everything = (statistics.median(map(float, each)) for each in zip(*runs, strict=True))
    return app, everything


def test_a_worker_starts(tmp_path: Path) -> None:
    few = copy_of_the_tree(tmp_path / "few")
    many = copy_of_the_tree(tmp_path / "many")
    others = [name for name in locale_identifiers() if "_" not in name and name not in ALL]
    for name in sorted(others)[: 36 - len(ALL)]:
        folder = many / "translations" / name / "LC_MESSAGES"
        folder.mkdir(parents=True)
        for file, write in (("messages.po", write_po), ("messages.mo", write_mo)):
            with (folder / file).open("wb") as catalog:
                write(catalog, Catalog(name))
    (app, everything), (app_of_many, everything_of_many) = cost(few), cost(many)
    print(
        f"\na worker starts with {len(ALL)} languages in {everything:.2f} s of CPU, of which "
        f"create_app takes {app:.2f} (wanted: 0.5); with 36 in {everything_of_many:.2f}, of "
        f"which {app_of_many:.2f}: {app_of_many / app:.2f} of that"
    )
