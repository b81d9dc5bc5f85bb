"""A small guide of the tests' own, to be broken: nobody has seen it on a screen."""

from __future__ import annotations

from pathlib import Path

SMALL = Path(__file__).with_name("content")


def add(content: Path, file: str, text: str) -> None:
    path = content / file
    path.write_text(path.read_text("utf-8") + text, "utf-8")
