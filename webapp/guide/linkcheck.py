"""Requests the addresses that lead out of the guide, one after the other, to see which answer.

A person runs this now and then. An answer shows that something is there, not that it says what
the guide says, so no answer is evidence.
"""

from __future__ import annotations

import ssl
import string
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPException
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote

AGENT = "off-switch (a person checks links)"
PAUSE = 2.0  # seconds from an answer to the next request, so that no server is burdened
TIMEOUT = 20.0  # seconds without any data


def ask(
    urls: Iterable[str], pause: float = PAUSE, timeout: float = TIMEOUT
) -> Iterator[tuple[str, str]]:
    """Yield each address with its answer in words; whatever happens, nothing is raised.

    Each is requested once, in order; the standard redirects are followed, and only their bodies
    are read. Uses the proxy of the environment (``https_proxy``), if there is one.
    """
    opener = _opener()
    for number, url in enumerate(urls):
        if number:
            time.sleep(pause)
        yield url, _answer(opener, url, timeout)


def _opener() -> request.OpenerDirector:
    """Return an opener for http and https, and nothing else, wherever a redirect leads."""
    opener = request.OpenerDirector()
    opener.addheaders = [("User-Agent", AGENT)]
    for handler in (
        request.ProxyHandler(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPRedirectHandler(),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
        request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


def _answer(opener: request.OpenerDirector, url: str, timeout: float) -> str:
    quoted_url = quote(url, safe=string.punctuation)  # as browsers send what is not ASCII
    try:
        with opener.open(quoted_url, timeout=timeout) as response:
            status, place = response.status, response.geturl()
    except HTTPError as error:  # an answer, too
        error.close()
        status, place = error.code, error.geturl()
    except (OSError, HTTPException, ValueError) as error:
        return f"no answer: {_why(error)}"
    moved = "" if place == quoted_url else f"moved to {place}, "
    return f"{moved}answered {status}"


def _why(error: Exception) -> str:
    """Return in words why there is no answer, and repeat nothing that a stranger sent."""
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, TimeoutError):
        return "timed out"
    if isinstance(reason, ssl.SSLError):
        return "no secure connection"
    if isinstance(reason, OSError):
        return reason.strerror or str(reason)
    return "nothing that can be understood"
