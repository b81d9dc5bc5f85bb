"""What the tests of the guide share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.webapp.guide.small import SMALL


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return the small content where it can be broken."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))
