"""Headers of real devices, and of devices that do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.webapp.reader.user_agents import CASES, HOSTILE, LIFEREA, WINDOWS, Case
from webapp.reader import devices
from webapp.reader.devices import LONGEST_HEADER, Agent, Device, detect
from webapp.reader.negotiation import surface_for


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_device_is_known_by_its_headers(case: Case) -> None:
    device = detect(case.headers)
    expected = Device(platform=case.platform, in_app=case.in_app, crawler=case.crawler)
    assert device == expected
    assert surface_for(device) == case.surface


def test_the_adapter_gives_what_user_agents_would() -> None:
    agent = Agent(WINDOWS["User-Agent"])
    assert agent.os.family == "Windows"
    assert agent.browser.family == "Chrome"
    assert agent.browser.version[0] == 130
    assert agent.is_pc
    assert not agent.is_mobile
    assert str(agent) == "PC / Windows 10 / Chrome 130.0.0"


@pytest.mark.parametrize("user_agent", HOSTILE, ids=lambda value: value[:12])
def test_a_hostile_header_gives_a_device(user_agent: str) -> None:
    """`make bench` prints how long this takes."""
    device = detect({"User-Agent": user_agent, "Sec-CH-UA-Platform": user_agent})
    assert isinstance(device, Device)


def test_a_header_is_cut_before_anything_reads_it() -> None:
    padding = "x" * LONGEST_HEADER
    assert detect({"User-Agent": padding + "iPhone Googlebot LinkedInApp"}) == Device()
    assert detect({"Sec-CH-UA-Platform": " " * LONGEST_HEADER + '"Android"'}) == Device()


headers = st.dictionaries(
    st.sampled_from(["User-Agent", "Sec-CH-UA-Platform", "Sec-CH-UA-Mobile"]),
    st.text(st.characters(max_codepoint=255), max_size=2000),
)


@given(headers)
@example({"User-Agent": LIFEREA})
def test_any_bytes_give_a_device(sent: dict[str, str]) -> None:
    """WSGI passes headers as Latin-1 (PEP 3333)."""
    assert isinstance(detect(sent), Device)


@pytest.mark.parametrize("row", ["tv: 'TV',", "/TV/,", "tv: /TV/g,"])
def test_a_table_of_another_form_is_refused_by_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    """The scripts have the tables; whoever edits one there is told what is read here."""
    (tmp_path / "door.js").write_text(f"const TOKENS = {{\n  {row}\n}}\n")
    monkeypatch.setattr(devices, "PWA", tmp_path)
    with pytest.raises(ValueError, match=r"pwa/door\.js: .* in TOKENS, expected"):
        devices._table("door.js", "TOKENS")


def test_the_tables_of_the_scripts_are_all_read() -> None:
    assert {"linkedin", "webview"} <= devices.IN_APP.keys()
    assert devices.OTHERS.keys() == {"tv", "headset"}
    assert devices.CRAWLER.search("Example ARCHIVER/1.0")  # whatever its case, as in the script
    assert not devices.IN_APP["linkedin"].search("linkedinapp")
