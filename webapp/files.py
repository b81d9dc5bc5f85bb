"""Files that are complete or not there, whatever interrupts their writing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import copymode


def staging(path: Path) -> Path:
    """Return the name under which ``path`` is written until it is complete."""
    return path.with_name(f".{path.name}.part")


def replace(path: Path, content: bytes) -> None:
    """Write a file in one step: it has the old content or the new one, and keeps its mode.

    Raises OSError, and then leaves the file as it was.
    """
    temporary = staging(path)
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):  # a new file
            copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
