"""The lock is complete: nothing is resolved on a user's machine.

Packages are installed from it without their requirements, so a release of tomorrow changes
nothing; in return, each requirement of each of them has to be in it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from itertools import product
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = {
    "requirements.txt": ("install",),
    "requirements-dev.txt": tuple(PROJECT["dependency-groups"]),
}
HERE = {name: str(value) for name, value in default_environment().items()}
MACHINES = [
    HERE
    | {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "sys_platform": platform,
        "platform_system": system,
        "os_name": "nt" if platform == "win32" else "posix",
    }
    for version, (platform, system) in product(
        ("3.11", "3.12", "3.13", "3.14"),
        (("linux", "Linux"), ("darwin", "Darwin"), ("win32", "Windows")),
    )
]

Pins = dict[str, Requirement]


def pins(file: str) -> Pins:
    """Return what a lock has, by name."""
    text = re.sub(
        r"^#.*\n| \\\n| +--hash=\S+", "", (ROOT / file).read_text("utf-8"), flags=re.M
    )
    lines = [line for line in text.splitlines() if line]
    requirements = [Requirement(line) for line in lines]
    by_name: Pins = {canonicalize_name(each.name): each for each in requirements}
    assert len(by_name) == len(lines)
    return by_name


def applies(requirement: Requirement, machine: dict[str, str], *extras: str) -> bool:
    """Return whether a machine needs a requirement, for any of some extras."""
    marker = requirement.marker
    return marker is None or any(
        marker.evaluate({**machine, "extra": extra}) for extra in ("", *extras)
    )


def needs(
    locked: Pins, groups: tuple[str, ...], machine: dict[str, str]
) -> Iterator[Requirement]:
    """Yield everything a machine needs: what the project requires, and what that requires."""
    asked = [*PROJECT["project"]["dependencies"]]
    for group in groups:
        asked += PROJECT["dependency-groups"][group]
    yield from map(Requirement, asked)
    for name, pin in locked.items():
        if applies(pin, machine) and applies(pin, HERE):  # otherwise it is not installed here
            for line in distribution(name).requires or ():
                requirement = Requirement(line)
                if applies(requirement, machine, *pin.extras):
                    yield requirement


def lacking(locked: Pins, groups: tuple[str, ...], machine: dict[str, str]) -> set[str]:
    """Return the needs of a machine that a lock does not meet."""
    unmet = set()
    for need in needs(locked, groups, machine):
        pin = locked.get(canonicalize_name(need.name))
        met = (
            pin is not None
            and applies(pin, machine)
            and need.specifier.contains(version(pin), prereleases=True)
            and need.extras <= pin.extras
        )
        if not met:
            unmet.add(str(need))
    return unmet


def version(pin: Requirement) -> str:
    [only] = pin.specifier
    assert only.operator == "=="
    return only.version


@pytest.mark.parametrize("file", GROUPS)
def test_whatever_is_locked_asks_for_is_locked(file: str) -> None:
    for machine in [HERE, *MACHINES]:
        assert lacking(pins(file), GROUPS[file], machine) == set()


@pytest.mark.parametrize(
    ("name", "locked"),
    [
        ("coverage", "coverage==7.17.3"),  # as on the day when this went wrong
        ("werkzeug", "werkzeug==1.0"),
        ("jinja2", "jinja2==3.1.6 ; sys_platform == 'win32'"),
        ("iniconfig", None),
    ],
)
def test_a_gap_in_the_lock_would_be_seen(name: str, locked: str | None) -> None:
    file = "requirements-dev.txt"
    gap = {key: pin for key, pin in pins(file).items() if key != name}
    if locked:
        gap[name] = Requirement(locked)
    missing = {Requirement(need).name.lower() for need in lacking(gap, GROUPS[file], HERE)}
    assert missing == {name}


@pytest.mark.parametrize("file", GROUPS)
def test_each_line_has_hashes_and_no_index_is_named(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert text.count("--hash=sha256:") >= len(pins(file))
    assert not re.search(r"https?:|--index|--extra-index|--find-links|^-i", text, re.M)
    for block in re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.M)):
        assert "--hash=sha256:" in block


def test_the_locks_agree_and_what_is_installed_here_is_the_lock() -> None:
    users, developers = (pins(file) for file in GROUPS)
    for name, pin in users.items():
        assert version(developers[name]) == version(pin)
    for name, pin in developers.items():
        if applies(pin, HERE):
            assert distribution(name).version == version(pin)
