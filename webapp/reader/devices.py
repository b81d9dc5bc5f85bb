"""What request headers reveal about the device: one pure function, ``detect``.

The operating system decides, never the mobile or tablet flag: of 84,860 labelled user agents,
the flags choose the right surface for 94.9 %, the system for 99.6 % (docs/reasons.md, Which
system decides). An iPad that says it is a Mac looks like one here, unless its browser names
itself; the page asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import ua_parser
from ua_parser.loaders import load_lazy_builtins
from user_agents import parsers

from webapp.config import ROOT

# Longer headers are cut, so that parsing takes little time; no real one is longer.
LONGEST_HEADER = 1024

# Sec-CH-UA-Platform as Chromium sends it (User-Agent Client Hints) → platform.
HINTED = {
    "android": "android",
    "chrome os": "chromeos",
    "chromium os": "chromeos",
    "ios": "ios",
    "linux": "linux",
    "macos": "macos",
    "windows": "windows",
}

UNNAMED = frozenset({"", "unknown"})  # a hint that names no platform

# Operating system as ua-parser names it → platform. Windows Phone, KaiOS, Tizen and the
# consoles are not here: they have no LinkedIn app to guide through, and count as unknown.
PARSED = {
    "ATV OS X": "tv",
    "Android": "android",
    "Chrome OS": "chromeos",
    "Chromecast": "tv",
    "Chromecast Android": "tv",
    "Chromecast Fuchsia": "tv",
    "Chromecast Linux": "tv",
    "Debian": "linux",
    "Fedora": "linux",
    "Linux": "linux",
    "Mac OS X": "macos",
    "Red Hat": "linux",
    "SUSE": "linux",
    "Ubuntu": "linux",
    "Web0S": "tv",
    "Windows": "windows",
    "iOS": "ios",
}

PWA = ROOT / "pwa"
ROW = re.compile(r"^  (\w+|''): /(.+)/(i?),$", re.MULTILINE)


def _table(script: str, name: str) -> dict[str, re.Pattern[str]]:
    """Return the tokens of a table in a script of ``pwa``, by their names.

    Anything that a page has to know without the server has its home in a script. A row may have
    comments above it. Raises ValueError for a table that is missing or has another form.
    """
    text = (PWA / script).read_text("utf-8")
    start = text.index(f"const {name} = {{\n")
    rows = text[start : text.index("\n}\n", start) + 1].splitlines(keepends=True)[1:]
    table = {}
    for row in rows:
        if row.startswith("  //"):
            continue
        entry = ROW.match(row)
        if not entry:
            raise ValueError(f"pwa/{script}: {row.strip()!r} in {name}, expected …: /…/,")
        table[entry[1].strip("'")] = re.compile(
            entry[2], re.ASCII | (re.IGNORECASE if entry[3] else 0)
        )
    return table


# Televisions and headsets run Android, too, but nobody holds them up to a poster; crawlers are
# those that user-agents does not recognise.
OTHERS = _table("door.js", "NOT_IN_A_HAND")
CRAWLER = OTHERS.pop("crawler")
IN_APP = _table("device.js", "IN_APP")  # apps that open links in a window of their own
PLATFORMS = _table("device.js", "PLATFORMS")

# What a phone or tablet that asks for the desktop site says it is, in hints, too.
DESKTOPS = frozenset({"linux", "macos"})

# Made once, when the app starts: loading ua-parser's rules takes 0.2 s; otherwise the first
# reader would wait for it. It has no cache: ua-parser's keeps the headers of 2,000 readers.
PARSER = ua_parser.Parser(ua_parser.BestAvailableResolver(load_lazy_builtins()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What the request headers reveal about the reader's device; "" is unknown."""

    platform: str = ""
    in_app: str = ""
    crawler: bool = False


class Headers(Protocol):
    """Request headers, looked up whatever their case."""

    def get(self, name: str, default: str, /) -> str:
        """Return a header's value, or the default if it was not sent."""


class Agent(parsers.UserAgent):  # type: ignore[misc] # user-agents ships no types
    """A user agent of ``user-agents``, filled by ua-parser's Rust engine.

    On its own, ``user-agents`` runs ua-parser's old pure-Python rules, which take 17 times as
    long (see `make bench`), and cubic time on hostile strings.
    """

    def __init__(self, user_agent: str) -> None:
        """Parse a User-Agent header; raise ValueError if it makes no sense."""
        parsed = PARSER.parse(user_agent).with_defaults()
        system, browser, device = parsed.os, parsed.user_agent, parsed.device
        self.ua_string = user_agent
        self.os = parsers.parse_operating_system(
            system.family, system.major, system.minor, system.patch, system.patch_minor
        )
        self.browser = parsers.parse_browser(
            browser.family, browser.major, browser.minor, browser.patch
        )
        self.device = parsers.parse_device(device.family, device.brand, device.model)


def detect(headers: Headers) -> Device:
    """Return what the headers reveal; unknown fields are "".

    Any bytes in any header, of any length, result in a device.
    """
    user_agent = headers.get("User-Agent", "")[:LONGEST_HEADER]
    system, crawler = _parse(user_agent)
    platform = _hinted(headers) or PARSED.get(system, "")
    if platform in DESKTOPS:
        platform = _first(PLATFORMS, user_agent) or platform
    if platform == "android":
        for screen, token in OTHERS.items():
            if token.search(user_agent):
                platform = screen
    return Device(
        platform=platform,
        in_app=_first(IN_APP, user_agent),
        crawler=crawler or CRAWLER.search(user_agent) is not None,
    )


def _parse(user_agent: str) -> tuple[str, bool]:
    """Return the family of the operating system, and whether this is a crawler."""
    try:
        agent = Agent(user_agent)
    except ValueError:  # for example a version of superscript digits
        return "", False
    return agent.os.family, agent.is_bot


def _hinted(headers: Headers) -> str:
    """Return the platform that client hints name."""
    hint = headers.get("Sec-CH-UA-Platform", "")[:LONGEST_HEADER].strip().strip('"').lower()
    if hint not in UNNAMED:
        return HINTED.get(hint, "")  # HarmonyOS has phones, too
    mobile = headers.get("Sec-CH-UA-Mobile", "").strip() == "?1"
    return "android" if mobile else ""  # only Chromium sends hints, and its phones run Android


def _first(table: Mapping[str, re.Pattern[str]], user_agent: str) -> str:
    """Return the name of the first row that matches, as the scripts do."""
    return next((name for name, token in table.items() if token.search(user_agent)), "")
