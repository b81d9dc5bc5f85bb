"""Settings are read once, and a bad one stops the start with name, value, expectation."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.config import ROOT, Config, local_address
from webapp.errors import ConfigError


def test_nothing_set_is_this_computer() -> None:
    config = Config.from_environ({"PATH": "/bin"})
    assert config == Config()
    assert config.public_origin == "http://127.0.0.1:8000"
    assert not config.secure


def test_host_and_port_make_the_origin() -> None:
    assert Config.from_environ({"PORT": "81"}).public_origin == "http://127.0.0.1:81"
    assert Config.from_environ({"HOST": "FD00::1"}).public_origin == "http://[fd00::1]:8000"
    assert Config.from_environ({"HOST": "::1"}).public_origin == "http://[::1]:8000"
    there = Config.from_environ({"HOST": "192.168.1.20"})
    assert there.public_origin == "http://192.168.1.20:8000"


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104 - a value, not bound
def test_listening_everywhere_is_reached_at_the_local_address(host: str) -> None:
    config = Config.from_environ({"HOST": host})
    assert config.host == host
    assert config.public_origin == f"http://{local_address()}:8000"


@pytest.mark.parametrize(
    ("given", "origin"),
    [
        ("https://off.example.org", "https://off.example.org"),
        ("HTTPS://Off.Example.ORG", "https://off.example.org"),
        ("https://off.example.org:8443", "https://off.example.org:8443"),
        ("https://off.example.org:443", "https://off.example.org"),
        ("http://10.0.0.7:80", "http://10.0.0.7"),
        ("http://[FD00::1]:8000", "http://[fd00::1]:8000"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://localhost:9000", "http://localhost:9000"),
        ("http://10.0.0.7", "http://10.0.0.7"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_origin_is_in_lower_case(given: str, origin: str) -> None:
    config = Config.from_environ({"OFFSWITCH_PUBLIC_ORIGIN": given, "HOST": "8.8.8.8"})
    assert config.public_origin == origin
    assert config.public_host == origin.split("//")[1]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("OFFSWITCH_PUBLIC_ORIGIN", "off.example.org", "https://host"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://", "host name"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org/", "path"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org/guide", "path"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org?a=b", "query"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org#a", "fragment"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://me@off.example.org", "without a name"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "http://off.example.org", "https"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "http://8.8.8.8", "https"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "ftp://off.example.org", "https"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://bücher.example", "xn--"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://a b.example", "host name"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://-a.example", "host name"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org:0", "1 to 65535"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org:99999", "https://host"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://[::1", "https://host"),
        ("OFFSWITCH_PUBLIC_ORIGIN", " https://off.example.org", "https://off.example.org"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org:", "https://off.example.org"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org:08443", ":8443"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.org ", "host name"),
        ("OFFSWITCH_CONTACT", "https://[::1", "mailto:"),
        ("OFFSWITCH_CONTACT", "https://h:99999/", "mailto:"),
        ("OFFSWITCH_CONTACT", "mailto:@", "mailto:"),
        ("OFFSWITCH_CONTACT", "https://h/\0", "mailto:"),
        ("OFFSWITCH_CONTACT", "help@example.org", "mailto:"),
        ("OFFSWITCH_CONTACT", "http://example.org", "https://"),
        ("OFFSWITCH_CONTACT", "javascript:alert(1)", "mailto:"),
        ("OFFSWITCH_CONTACT", 'https://example.org/"><script>', "https://"),
        ("OFFSWITCH_NO_LOGS", "1", "yes or no"),
        ("OFFSWITCH_WORKER", "no", "on or off"),
        ("OFFSWITCH_PUBLIC_ORIGN", "https://a.example", "OFFSWITCH_PUBLIC_ORIGIN"),
        ("OFFSWITCH_SOURCE", "http://example.org/tree/main", "https://host/…/tree/main"),
        ("OFFSWITCH_SOURCE", "https:///tree/main", "tree/main"),
        ("OFFSWITCH_SOURCE", "https://h/?path=", "tree/main"),
        ("OFFSWITCH_SOURCE", 'https://h/"><script>', "tree/main"),
        ("OFFSWITCH_SOURCE", "https://[::1", "tree/main"),
        ("OFFSWITCH_X", "y", "only the names OFFSWITCH_CONTACT"),
        ("PORT", "http", "1 to 65535"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "65536", "1 to 65535"),
        ("PORT", "9" * 5000, "1 to 65535"),
        ("HOST", "8.8.8.8", "loopback or private"),
        ("HOST", "example.org", "loopback or private"),
    ],
)
def test_a_bad_setting_stops_the_start(name: str, value: str, expected: str) -> None:
    with pytest.raises(ConfigError) as error:
        Config.from_environ({name: value})
    assert str(error.value).startswith(f"{name} is {value!r}, expected ")
    assert expected in str(error.value)


@pytest.mark.parametrize("contact", ["https://example.org/help", "mailto:help@example.org", ""])
def test_a_contact_is_an_address_or_none(contact: str) -> None:
    assert Config.from_environ({"OFFSWITCH_CONTACT": contact}).contact == contact


def test_only_yes_promises_no_logs() -> None:
    assert Config.from_environ({"OFFSWITCH_NO_LOGS": "yes"}).no_logs
    assert not Config.from_environ({"OFFSWITCH_NO_LOGS": "no"}).no_logs


def test_the_worker_is_on_unless_it_is_taken_back() -> None:
    assert Config.from_environ({}).worker
    assert Config.from_environ({"OFFSWITCH_WORKER": "on"}).worker
    assert not Config.from_environ({"OFFSWITCH_WORKER": "off"}).worker


def test_the_site_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    assert Config.from_environ({}).site == ROOT / "site"
    assert Config.from_environ({"OFFSWITCH_SITE": str(tmp_path)}).site == tmp_path


def test_without_a_network_the_local_address_is_loopback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(*args: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr("socket.socket.connect", unreachable)
    assert local_address() == "127.0.0.1"
