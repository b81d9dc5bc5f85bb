"""The settings, read from the environment in one place into a frozen value.

Every absolute address that we print or link is made from ``public_origin``, and none from a
request.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from webapp.errors import ConfigError

SETTINGS = (
    "OFFSWITCH_CONTACT",
    "OFFSWITCH_NO_LOGS",
    "OFFSWITCH_PUBLIC_ORIGIN",
    "OFFSWITCH_SITE",
    "OFFSWITCH_SOURCE",
    "OFFSWITCH_WORKER",
)

ROOT = Path(__file__).parent.parent

DEFAULT_PORTS = {"https": 443, "http": 80}

# RFC 1123 section 2.1: letters, digits and hyphens, labels of 63, 253 in all.
HOST_NAME = re.compile(
    r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How this copy is run."""

    host: str = "127.0.0.1"  # the address we listen on
    port: int = 8000
    public_origin: str = "http://127.0.0.1:8000"  # scheme and host, lower case, no path
    contact: str = ""  # URL or mailto; "" means no such link
    source: str = ""  # where the program's files can be read, by path; "" means no such link
    no_logs: bool = False  # the operator's word that nobody records visits
    site: Path = ROOT / "site"  # the folder of the builds
    worker: bool = True  # False takes the service worker back from every device

    @property
    def public_host(self) -> str:
        """The host of the public origin, with its port if it has one."""
        return urlsplit(self.public_origin).netloc

    @property
    def secure(self) -> bool:
        """Whether readers use https."""
        return self.public_origin.startswith("https://")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Config:
        """Return the settings of an environment.

        Raises ConfigError, which names setting, value and expectation.
        """
        for name in environ:
            if name.startswith("OFFSWITCH_") and name not in SETTINGS:
                raise ConfigError(name, environ[name], "only the names " + ", ".join(SETTINGS))

        host = environ.get("HOST") or "127.0.0.1"
        port = _port(environ.get("PORT") or "8000")
        return cls(
            host=host,
            port=port,
            public_origin=_public_origin(environ, host, port),
            contact=_contact(environ.get("OFFSWITCH_CONTACT", "")),
            source=_source(environ.get("OFFSWITCH_SOURCE", "")),
            no_logs=_choice(environ, "OFFSWITCH_NO_LOGS", "no", "yes"),
            site=Path(environ.get("OFFSWITCH_SITE") or ROOT / "site").absolute(),
            worker=_choice(environ, "OFFSWITCH_WORKER", "off", "on", default="on"),
        )


def _port(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
        raise ConfigError("PORT", value, "a number from 1 to 65535")
    return int(value)


def _choice(
    environ: Mapping[str, str], name: str, no: str, yes: str, *, default: str = "no"
) -> bool:
    value = environ.get(name, "")
    if value not in ("", yes, no):
        raise ConfigError(name, value, f"{yes} or {no}")
    return (value or default) == yes


def _contact(value: str) -> str:
    parts = _split(value)
    good = parts is not None and (
        (parts.scheme == "https" and HOST_NAME.fullmatch(parts.netloc))
        or (parts.scheme == "mailto" and re.fullmatch(r"[^@]+@[^@]+", parts.path))
    )
    if value and (not good or re.search(r"[\x00-\x20\"<>\x7f]", value)):
        raise ConfigError("OFFSWITCH_CONTACT", value, "https://host/… or mailto:name@host")
    return value


def _source(value: str) -> str:
    parts = _split(value)
    good = parts is not None and parts.scheme == "https" and HOST_NAME.fullmatch(parts.netloc)
    if value and (not good or re.search(r"[\x00-\x20\"<>?#\x7f]", value)):
        expected = "an address to which a file's path can be added: https://host/…/tree/main"
        raise ConfigError("OFFSWITCH_SOURCE", value, expected)
    return value.rstrip("/")


def _split(value: str) -> SplitResult | None:
    """Return the parts of an address, None if it cannot be split."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises if it is out of range
    except ValueError:
        return None
    return parts


def _public_origin(environ: Mapping[str, str], host: str, port: int) -> str:
    value = environ.get("OFFSWITCH_PUBLIC_ORIGIN", "")
    if not value:
        return _local_origin(host, port)

    def wrong(expected: str) -> ConfigError:
        return ConfigError("OFFSWITCH_PUBLIC_ORIGIN", value, expected)

    parts = _split(value.lower())
    if parts is None or parts.scheme not in ("https", "http"):
        raise wrong("https://host")
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        raise wrong("https://host, without a name, path, query or fragment")
    name = parts.hostname or ""
    if not _is_address(name) and not HOST_NAME.fullmatch(name):
        raise wrong("a host name of letters, digits and hyphens (xn--… for others)")
    if parts.scheme == "http" and not _is_local(name):
        raise wrong("https://… (http only for loopback and private addresses)")
    if parts.port == 0:
        raise wrong("a port from 1 to 65535")
    default = DEFAULT_PORTS[parts.scheme]
    origin = _origin(parts.scheme, name, default if parts.port is None else parts.port)
    # If the rebuilt origin differs, the value held something more: an empty port, a space.
    if value.lower() not in (origin, f"{origin}:{default}"):
        raise wrong(origin)
    return origin


def _origin(scheme: str, name: str, port: int) -> str:
    """Return an origin as RFC 6454 section 6.2 writes it: without a default port."""
    host = f"[{name}]" if ":" in name else name
    return f"{scheme}://{host}" + ("" if port == DEFAULT_PORTS[scheme] else f":{port}")


def _local_origin(host: str, port: int) -> str:
    """Return the origin for an address we listen on, for trying things out."""
    name = local_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared only
    if not _is_local(name):
        raise ConfigError(
            "HOST", host, "a loopback or private address, or OFFSWITCH_PUBLIC_ORIGIN set"
        )
    return _origin("http", name.lower(), port)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_local(name: str) -> bool:
    return name == "localhost" or (_is_address(name) and ipaddress.ip_address(name).is_private)


def local_address() -> str:
    """Return this machine's address in its local network, loopback if it has none.

    No packet is sent: connecting a datagram socket only chooses the interface. The
    other end is a documentation address (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
