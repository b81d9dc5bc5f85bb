"""The files of pwa/ that pages use, under one salt, and the style sheet pages carry.

One salt for the whole folder, so that ``import './progress.js'`` keeps working and every
file can be cached for ever. The service worker has a URL of its own and is not here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rcssmin

# RFC 9239 for JavaScript; the others as registered with IANA.
TYPES: Mapping[str, str] = {
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
APART = frozenset({"sw.js"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file as it lies."""

    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """All files of the folder, and what pages need to name them."""

    files: Mapping[str, Asset]  # by path below the folder, with forward slashes
    salt: str  # twelve hexadecimal digits over all files
    styles: str  # what a page carries in its <style>, less comments and blanks

    def url(self, path: str) -> str:
        """Return the URL of a file; raise KeyError if there is none."""
        self.files[path]
        return f"/assets/{self.salt}/{path}"


def load(folder: Path) -> Assets:
    """Return the assets in a folder."""
    files = {
        path.relative_to(folder).as_posix(): Asset(
            content=path.read_bytes(), mimetype=TYPES[path.suffix]
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix in TYPES and path.name not in APART
    }
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(f"{name}\0{len(asset.content)}\0".encode() + asset.content)
    sheets = [sheet.read_text("utf-8") for sheet in sorted(folder.glob("styles/*.css"))]
    return Assets(
        files=files, salt=digest.hexdigest()[:12], styles=str(rcssmin.cssmin("\n".join(sheets)))
    )
