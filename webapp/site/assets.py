"""The files of pwa/ that pages use, under one salt, and the style sheets.

One salt for the whole folder, so that ``import './progress.js'`` keeps working and every
file can be cached for ever. The service workers have a URL of their own, ``/sw.js``, and
are not under the salt; style sheets travel in the pages. Scripts and styles travel
without comments and indentation: no phone should pay for what only developers read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import rcssmin

from webapp.posters.sheets import FRAMED, PAPERS

# RFC 9239 for JavaScript; the others as registered with IANA.
TYPES: Mapping[str, str] = {
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
WORKER, FAREWELL = "sw.js", "sw-off.js"  # the worker, and the one that takes it back

# The style sheets in pages, by name: every page has ``page``, some have one more.
STYLES = {
    "page": ("page.css", "print.css"),
    "steps": ("steps.css",),
    "poster": ("poster.css",),
}

# The parts of a script that are for developers: comments on lines of their own, type casts,
# empty lines, indentation. They are found line by line, which takes no knowledge of the
# language; a minifier that only half knows it (rjsmin 1.3) removes spaces inside regular
# expressions and joins private fields.
UNSENT = re.compile(
    rb"^ *(?:/\*\*(?:[^*]|\*(?!/))*\*/ *\n|//.*\n|\n)|^ +|/\*\* @type [^*]*\*/ ?", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """All files of the folder, and what pages need to name them."""

    files: Mapping[str, Asset]  # by path below the folder, with forward slashes
    worker: bytes
    farewell: bytes
    salt: str  # twelve hexadecimal digits over all files
    styles: Mapping[str, str]  # without comments and spaces, by name (STYLES)

    def url(self, path: str) -> str:
        """Return the URL of a file; raise KeyError if there is none."""
        self.files[path]
        return f"/assets/{self.salt}/{path}"


def load(folder: Path, *, stripped: bool = True) -> Assets:
    """Return the assets in a folder.

    Scripts that are not ``stripped`` keep their comments, and the line numbers of their files:
    for whoever develops them.
    """
    files = {
        path.relative_to(folder).as_posix(): Asset(
            content=_as_sent(path, stripped), mimetype=TYPES[path.suffix]
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix in TYPES and path.name not in (WORKER, FAREWELL)
    }
    digest = hashlib.sha256()
    for name, asset in files.items():
        digest.update(f"{name}\0{len(asset.content)}\0".encode() + asset.content)
    return Assets(
        files=files,
        worker=_as_sent(folder / WORKER, stripped),
        farewell=_as_sent(folder / FAREWELL, stripped),
        salt=digest.hexdigest()[:12],
        styles={
            name: "".join(_minified(folder / "styles" / sheet) for sheet in sheets)
            + (_papers() if name == "poster" else "")
            for name, sheets in STYLES.items()
        },
    )


def _papers() -> str:
    """Return the rules that print each sheet of the workshop on its own paper.

    A pixel is left at the foot: browsers round, and would put the rest on a second page.
    """
    return "".join(
        f"@page {sheet}{{size:{width}mm {height}mm;margin:0}}@media print{{"
        f'[data-paper="{sheet}"] body{{page:{sheet}}}'
        f'[data-paper="{sheet}"] [data-preview]'
        f"{{width:{width}mm;height:calc({height}mm - 1px)}}}}"
        for sheet, (width, height) in ((sheet, PAPERS[sheet]) for sheet in FRAMED)
    )


def _minified(sheet: Path) -> str:
    return str(rcssmin.cssmin(sheet.read_text("utf-8")))


def _as_sent(path: Path, stripped: bool) -> bytes:
    """Return a file as it is sent: scripts without comments and indentation if ``stripped``."""
    content = path.read_bytes()
    return UNSENT.sub(b"", content) if stripped and path.suffix == ".js" else content
