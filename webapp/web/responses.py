"""Bytes as a response: content coding, validators, caching (RFC 9110 sections 8 and 12.5.3).

What the bytes say is not known here.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept, LanguageAccept
from werkzeug.http import parse_accept_header

from webapp.reader.devices import LONGEST_HEADER

CODINGS = ("br", "gzip")  # best first
COMPRESSED = frozenset(
    {
        *("application/atom+xml", "application/json", "application/manifest+json"),
        *("application/schema+json", "image/svg+xml"),
    }
)

# Qualities of Brotli, and bytes from which a file is large: only posters are. The best takes a
# third of a second for one of them; the other takes 20 ms, and makes a sixth more of it.
BEST, QUICK, LARGE = 11, 7, 100_000

VARIES_BY_CODING = "Accept-Encoding"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
DOOR = "private, no-cache"
NEVER = "no-store"


def respond(
    content: bytes | Callable[[], bytes],
    mimetype: str,
    *,
    cache: str,
    vary: str = VARIES_BY_CODING,
    language: str = "",
    tag: str = "",
) -> Response:
    """Return content as the response to this request, or 304 if the reader has it.

    The ETag is strong: ``tag``, which changes with the content, or a hash of the content. It
    ends with the coding, since two codings are two representations. Content that has a tag may
    be a function, which is only called if the reader needs it.
    """
    coding = _coding(mimetype)
    response = Response(content_type=_content_type(mimetype))
    if coding:
        response.content_encoding = coding
    if language:
        response.headers["Content-Language"] = language
    if isinstance(content, bytes):
        tag = tag or _digest(content)
    if cache != NEVER:
        response.set_etag(tag + (f"-{coding}" if coding else ""))
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = vary
    response.make_conditional(request)
    if response.status_code != 304:
        response.data = encode(content if isinstance(content, bytes) else content(), coding)
    return response


def preferences() -> list[str]:
    """Return the language tags this request prefers, best first."""
    header = request.headers.get("Accept-Language", "")[:LONGEST_HEADER]
    accepted = parse_accept_header(header, LanguageAccept)
    return [tag for tag, quality in accepted if quality > 0]


@lru_cache(maxsize=2048)
def encode(content: bytes, coding: str) -> bytes:
    """Return content in a coding; "" is identity."""
    large = len(content) > LARGE
    if coding == "br":
        quality = QUICK if large else BEST
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality))
    if coding == "gzip":
        return gzip.compress(content, 6 if large else 9, mtime=0)
    return content


@lru_cache(maxsize=2048)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]


def coding(accepted: str) -> str:
    """Return the best coding that an Accept-Encoding header accepts, "" for identity.

    The header is parsed each time: a cache would keep what strangers send.
    """
    return parse_accept_header(accepted[:LONGEST_HEADER], Accept).best_match(CODINGS) or ""


def _coding(mimetype: str) -> str:
    if not (mimetype.startswith("text/") or mimetype in COMPRESSED):
        return ""
    return coding(request.headers.get("Accept-Encoding", ""))


def _content_type(mimetype: str) -> str:
    return f"{mimetype}; charset=utf-8" if mimetype.startswith("text/") else mimetype
