"""The security headers, and the parts of a request that nothing behind them gets to see.

This is one WSGI wrapper around everything, so that errors, redirects and 304s carry the
headers, too. The Host header, the query and the end of a path longer than any of ours are left
out: no URL is made of the first, the second means nothing here, and no library can keep them
(``urllib.parse`` keeps the last 128 addresses it split, those of redirects among them).
Caching is decided by the views.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from webapp.config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# On every response: docs/reasons.md (Security headers).
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# On files that are not documents: opened on their own, they can do nothing.
FILE = {"Content-Security-Policy": "default-src 'none'; sandbox"}

# On the worker, which takes its policy from its own response: it may fetch only from us.
WORKER = {"Content-Security-Policy": "default-src 'none'; connect-src 'self'"}

# On documents, that is, on everything else.
DOCUMENT = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
        "geolocation=(), gyroscope=(), hid=(), idle-detection=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()"
    ),
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
}

# What any origin may read: the guide for programs, the code, and pictures of posters. "*" is
# one part of a path, such as a locale. docs/reasons.md (Any origin).
ANY_ORIGIN_URLS = (
    "/changes.atom",
    "/guide.json",
    "/*/guide.json",
    "/*/poster/a4.png",
    "/*/poster/preview.png",
    "/*/poster/square.png",
    "/qr.png",
    "/qr.svg",
    "/schema/guide.json",
)
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_ANY_ORIGIN_PATH = re.compile(
    "|".join(re.escape(url).replace(re.escape("*"), "[^/]+") for url in ANY_ORIGIN_URLS)
)

FILE_PATHS = ("/assets/",)
FILE_ENDS = (".atom", ".js", ".json", ".pdf", ".png", ".svg")
WORKER_PATH = "/sw.js"

LONGEST_PATH = 256  # characters; ours have up to 60

TWO_YEARS = 63_072_000  # seconds, as HSTS preload lists ask for


def content_security_policy(styles: Iterable[str], *, secure: bool) -> str:
    """Return the policy of documents whose ``style`` elements are among ``styles``."""
    hashes = " ".join(f"'sha256-{_digest(style)}'" for style in styles)
    return (
        f"default-src 'none'; script-src 'self'; style-src {hashes}; "
        "img-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types offswitch"
        + ("; upgrade-insecure-requests" if secure else "")
    )


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


class Headers:
    """A WSGI app whose responses carry the security headers and repeat nothing of a request."""

    def __init__(self, app: WSGIApplication, config: Config, styles: Iterable[str]) -> None:
        """Wrap an app whose documents carry ``styles``."""
        self.app = app
        self.config = config
        policy = content_security_policy(styles, secure=config.secure)
        everywhere = dict(EVERYWHERE)
        if config.secure:
            everywhere["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
        self.file = {**everywhere, **FILE}
        self.any_origin = {**self.file, **ANY_ORIGIN}
        self.worker = {**everywhere, **WORKER}
        self.document = {**everywhere, **DOCUMENT, "Content-Security-Policy": policy}

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        environ["HTTP_HOST"] = self.config.public_host
        environ["wsgi.url_scheme"] = "https" if self.config.secure else "http"
        environ["QUERY_STRING"] = ""
        environ["PATH_INFO"] = path = environ.get("PATH_INFO", "")[:LONGEST_PATH]
        path_headers = (
            self.any_origin
            if _ANY_ORIGIN_PATH.fullmatch(path)
            else self.worker
            if path == WORKER_PATH
            else self.file
            if path.startswith(FILE_PATHS) or path.endswith(FILE_ENDS)
            else self.document
        )

        def start(status, headers, exc_info=None):  # type: ignore[no-untyped-def] # as PEP 3333
            # A missing file is answered with a document; a 304 has no Content-Type.
            is_document = dict(headers).get("Content-Type", "").startswith("text/html")
            security = self.document if is_document else path_headers
            return start_response(status, [*self._ours(headers, security)], exc_info)

        return self.app(environ, start)

    def _ours(
        self, headers: Iterable[tuple[str, str]], security: Mapping[str, str]
    ) -> Iterable[tuple[str, str]]:
        for name, value in headers:
            if name.lower() == "location":  # stay where the reader is
                yield name, urlunsplit(urlsplit(value)._replace(scheme="", netloc=""))
            else:
                yield name, value
        yield from security.items()
