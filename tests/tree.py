"""The tree under test, copies of it with changes, and the command run in a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.languages import LOCALES, SAMPLE
from webapp import build

ROOT = Path(__file__).parent.parent
ORIGIN = "https://off.example.org"
TREE = ("webapp", "pwa", "translations")

# A file of the tree, a text in it, and the text that another release has instead.
Change = tuple[str, str, str]


def copy_of_the_tree(folder: Path, *changes: Change, languages: Sequence[str] = SAMPLE) -> Path:
    """Copy the files of the program, with changes and a few languages: another release."""
    for name in TREE:
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for tag, locale in LOCALES.items():
        if tag not in languages:
            shutil.rmtree(folder / "translations" / locale.folder, ignore_errors=True)
    for file, old, new in changes:
        text = (folder / file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def run(
    tree: Path,
    *arguments: str | Path,
    code: str = "from webapp.cli import main; main()",
    **environ: str,
) -> subprocess.CompletedProcess[str]:
    """Run the command of a tree, apart from ours."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tree,
        env={
            **os.environ,
            "COVERAGE_PROCESS_CONFIG": "",  # what runs is a copy
            "OFFSWITCH_PUBLIC_ORIGIN": ORIGIN,
            "PYTHONPATH": str(tree),
            **environ,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def release(tree: Path, folder: Path) -> Path:
    """Build a tree below a folder, without posters, and return what is current then."""
    result = run(tree, "build", "--no-posters", folder)
    assert result.returncode == 0, result.stderr
    current = build.current(folder)
    assert current
    return current


def changed(tree: Path, text: str, file: str = "pwa/find.js") -> Path:
    """Add a line to a file of a tree."""
    path = tree / file
    path.write_text(f"{path.read_text()}void '{text}'\n")
    return tree
