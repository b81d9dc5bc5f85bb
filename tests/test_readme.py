"""The README is true, and short."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.command import offswitch
from tests.tree import ROOT
from webapp.config import SETTINGS

README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_it_is_short() -> None:
    assert len(README.splitlines()) < 150


def test_its_first_block_is_the_two_commands() -> None:
    first = README.split("```")[1]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["run", "test"]


def test_its_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)\b(?= |`|,|$)", README)) <= targets


@pytest.mark.starts
def test_make_help_lists_every_target() -> None:
    said = subprocess.run(
        ["/usr/bin/env", "make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    phony = MAKEFILE.split(".PHONY: ")[1].splitlines()[0].split()
    assert re.findall(r"^  make (\w+)", said, re.MULTILINE) == phony


EXAMPLES = re.findall(r"^offswitch (poster .*?)(?:  +#.*)?$", README, re.MULTILINE)


@pytest.mark.starts  # an SVG logo is drawn by a separate process
@pytest.mark.parametrize("example", EXAMPLES)
def test_its_examples_of_posters_work(example: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes((ROOT / "pwa" / "icons" / "icon.svg").read_bytes())
    (tmp_path / "places.csv").write_text("org,sheet\nLibrary,a6\nSchool,a5\n")
    result = offswitch(
        *shlex.split(example), cwd=tmp_path, OFFSWITCH_PUBLIC_ORIGIN="https://off.example.org"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert [*tmp_path.rglob("*.pdf")]


def test_it_has_examples_of_posters() -> None:
    assert len(EXAMPLES) == 4


def test_every_setting_is_documented() -> None:
    assert set(re.findall(r"^\| `(OFFSWITCH_\w+)`", README, re.MULTILINE)) == set(SETTINGS)


def test_its_map_is_true() -> None:
    tree = README.split("```text")[1].split("```")[0]
    parent = ""
    for line in tree.strip().splitlines():
        name = line.split()[0]
        parent = parent if line.startswith(" ") else name
        path = f"{parent}{name}" if line.startswith(" ") else name
        assert (ROOT / path).exists(), path


DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_files_that_a_document_names_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    for path in re.findall(r"`((?:tests|webapp|pwa|translations|docs)/[\w./]+)`", text):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert document.parent.joinpath(path).exists(), path


def test_its_promises_name_tests_that_exist() -> None:
    promises = README.split("## What it promises")[1].split("##")[0]
    lines = [line for line in promises.splitlines() if line.startswith("- ")]
    assert len(lines) == 9
    for line in lines:
        assert re.search(r"`(tests|webapp/guide)/", line), line
