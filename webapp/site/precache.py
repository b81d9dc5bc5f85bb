"""What a phone keeps of a locale, as the service worker reads it.

Two things: the precache manifest of a locale, path → SHA-256, and ``/sw.js``: the release
line, which names the build, the salt and, for each locale, the hash of its precache manifest,
and ``pwa/sw.js``. So one changed byte anywhere changes ``/sw.js``, and a browser notices.
Which files a phone keeps is decided in ``views.offline``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in Base64, as Subresource Integrity writes it."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the precache manifest of files by path, as JSON."""
    hashes = {path: digest(content) for path, content in files.items()}
    return json.dumps(hashes, indent=0, sort_keys=True).encode()


def worker(
    script: bytes, build: str, salt: str, manifests: Mapping[str, bytes], *, missing: str
) -> bytes:
    """Return ``/sw.js``: the release line, and the script in braces.

    ``manifests`` are the precache manifests by locale; ``missing`` is what the worker says
    where it has no page at all. The braces make a script that was cut anywhere a syntax
    error, which a browser refuses; without them half a worker could take the whole one's place.
    """
    hashes = {locale: digest(content) for locale, content in manifests.items()}
    value = {"build": build, "salt": salt, "precache": hashes, "missing": missing}
    written = json.dumps(value, separators=(",", ":"))
    return f"self.RELEASE = {written}\n".encode() + b"{\n" + script + b"}\n"
