"""What a device saves of a locale, and how the service worker learns of it.

The precache manifest of a locale maps each path to the SHA-256 of its file.
``/sw.js`` is a release line (the build, the salt and the hash of each precache manifest) before
``pwa/sw.js``. So one changed byte anywhere changes ``/sw.js``, and a browser notices. What the
worker does with them is in docs/worker.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

from flask import url_for

from webapp.guide.models import Page
from webapp.posters import qr
from webapp.reader.locales import Locale
from webapp.site import reminder, webmanifest
from webapp.site.pages import Pages

# Not saved: what only a browser's installer, a store or a door uses, and the workshop, since
# sheets are not saved either.
LEFT_OUT = (
    *("screenshots/", "icons/any-512", "icons/maskable", "icons/monochrome"),
    *("door.js", "workshop.js"),
)


def files(pages: Pages, locale: Locale) -> dict[str, bytes]:
    """Return the files that a device saves of a locale, by path."""
    guide, origin = pages.guide, pages.config.public_origin
    pages_of_it = {
        url_for("pages.page", locale=locale, page=page): pages.html(locale, page)
        for page in Page
    }
    assets = {
        pages.assets.url(path): asset.content
        for path, asset in pages.assets.files.items()
        if not path.startswith(LEFT_OUT)
    }
    return {
        **pages_of_it,
        url_for("offline.missing", locale=locale): pages.missing(locale),
        url_for("offline.marks", locale=locale): marks_by_path(pages, locale),
        url_for("offline.web_app_manifest", locale=locale): webmanifest.manifest(
            guide, pages.assets, locale
        ),
        url_for("feeds.reminder", locale=locale): reminder.reminder(
            guide, locale, origin=origin
        ),
        url_for("posters.code_svg"): qr.svg(origin, label=origin).encode(),
        **assets,
    }


def marks_by_path(pages: Pages, locale: Locale) -> bytes:
    """Return the marks of the pages of a locale that have steps, by path, as JSON."""
    value = {
        url_for("pages.page", locale=locale, page=page): pages.marks(locale, page)._asdict()
        for page in Page
        if page.surface
    }
    return json.dumps(value, indent=1).encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in Base64, as Subresource Integrity writes it."""
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def manifest(contents: Mapping[str, bytes]) -> bytes:
    """Return the precache manifest of files by path, as JSON."""
    hashes = {path: digest(content) for path, content in contents.items()}
    return json.dumps(hashes, indent=0, sort_keys=True).encode()


def worker(
    script: bytes, build: str, salt: str, manifests: Mapping[str, bytes], *, missing: str
) -> bytes:
    """Return ``/sw.js``: the release line, and the script in braces.

    ``manifests`` are the precache manifests by locale; ``missing`` is what the worker says
    if it has no page at all. The braces make a script that was cut off anywhere a syntax error,
    which a browser refuses; without them, half a worker could replace a complete one.
    """
    hashes = {locale: digest(content) for locale, content in manifests.items()}
    value = {"build": build, "salt": salt, "precache": hashes, "missing": missing}
    release = json.dumps(value, separators=(",", ":"))
    return f"self.RELEASE = {release}\n".encode() + b"{\n" + script + b"}\n"
