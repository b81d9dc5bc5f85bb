"""JavaScript for pages under test: each script is a file in ``scripts/``, beside this one.

A file holds an arrow function, for ``page.evaluate``, and takes what it needs as arguments:
nothing is put into its text. Those that are only ever an init script hold statements; they go
to ``add_init_script(path=SCRIPTS / "news.js")``.
"""

from __future__ import annotations

import json
from pathlib import Path

SCRIPTS = Path(__file__).with_name("scripts")


def script(name: str) -> str:
    """Return the text of a file of ``SCRIPTS``, named without its ``.js``."""
    return (SCRIPTS / f"{name}.js").read_text("utf-8").strip()


def call(name: str, *arguments: object) -> str:
    """Return a call of a file's function, with arguments that JSON can have.

    It is for what takes no arguments otherwise: an init script, a worker, another engine.
    """
    return f"({script(name)})({', '.join(map(json.dumps, arguments))})"
