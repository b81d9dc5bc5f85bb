"""The site as files behind servers that know nothing of it: the door is a script there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.languages import ALL, LACKING, LOCALES, SAMPLE
from tests.pwa.conftest import NewReader
from tests.pwa.layouts import LAYOUTS, SURFACE
from tests.pwa.transfer import LINK, dialog
from tests.server import Server
from tests.webapp.reader.user_agents import CASES
from webapp.reader import locales
from webapp.reader.devices import detect
from webapp.reader.negotiation import surface_for

NGINX = """
daemon off;
master_process off;
pid pid;
error_log stderr;
events {{}}
http {{
  include /etc/nginx/mime.types;
  gzip_static on;
  access_log /dev/stderr;
  client_body_temp_path body;
  fastcgi_temp_path fastcgi;
  proxy_temp_path proxy;
  scgi_temp_path scgi;
  uwsgi_temp_path uwsgi;
  server {{
    listen 127.0.0.1:{port};
    root {built};
    error_page 404 /404.html;
  }}
}}
"""


class FileServer:
    """An unconfigured file server, at the root of a host of its own."""

    def __init__(self, kind: str, port: int, built: Path, folder: Path) -> None:
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"
        self.log = folder / "log"
        if kind == "nginx":
            program = shutil.which("nginx")
            if program is None:
                pytest.skip("not installed: nginx")
            conf = folder / "nginx.conf"
            conf.write_text(NGINX.format(port=port, built=built))
            self.command: list[str] = [program, "-p", str(folder), "-c", str(conf)]
        else:
            module = [sys.executable, "-u", "-m", "http.server", str(port)]
            self.command = [*module, "--bind", "127.0.0.1", "--directory", str(built)]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        for _ in range(100):
            try:
                return socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """What `offswitch build` writes, without posters; its server is never started."""
    site = Server(tmp_path_factory.mktemp("built") / "log")
    site.run("build", "--no-posters", str(site.site))
    return site


@pytest.fixture(scope="module", params=["http.server", "nginx"])
def server(
    request: pytest.FixtureRequest, site: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FileServer]:
    """A server used instead of ours, for every reader of this module."""
    folder = tmp_path_factory.mktemp("files")
    server = FileServer(request.param, site.port, site.site / "current", folder)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("layout", "preferred", "lang"),
    [
        ("phone", "de", "de"),
        ("desktop", "de-AT", "de"),
        ("desktop", "ar", "ar"),
        ("phone", "ar-EG", "ar"),
        ("phone", LACKING, "en"),
        ("desktop", "en-GB", "en"),
    ],
)
def test_the_door_leads_to_the_variant_of_the_reader(
    new_reader: NewReader, layout: str, preferred: str, lang: str
) -> None:
    reader = new_reader(**LAYOUTS[layout], locale=preferred)
    page = reader.context.new_page()
    page.goto("about:blank")
    page.goto(f"{reader.origin}/?a=b&c#keep")
    page.wait_for_url(f"{reader.origin}/{lang}/{SURFACE[layout]}/?a=b&c#keep")
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("[data-print]")).to_be_attached()
    page.go_back()
    assert page.url == "about:blank"  # there is nothing between to come back to


def test_the_door_of_a_language_keeps_it(new_reader: NewReader, layout: str) -> None:
    reader = new_reader(**LAYOUTS[layout], locale="en-GB")
    for lang in SAMPLE:
        page = reader.open(f"/{lang}/?a#b")
        page.wait_for_url(f"{reader.origin}/{lang}/{SURFACE[layout]}/?a#b")


def test_without_script_the_door_lists_every_variant(new_reader: NewReader) -> None:
    reader = new_reader(**LAYOUTS["phone"], java_script_enabled=False)
    for door, langs in (("/", ALL), ("/de/", ["de"])):
        page = reader.open(door)
        links = page.locator("main section a")
        seen = set()
        for link in links.all():
            expect(link).to_be_in_viewport()
            seen.add(link.get_attribute("href") or "")
        assert seen == {f"/{lang}/{name}/" for lang in langs for name in SURFACE.values()}
    for path in sorted(seen):
        page = reader.open(door)
        page.locator(f"section a[href='{path}']").click()
        _, lang, surface, _ = path.split("/")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page.locator("html")).to_have_attribute("data-surface", surface)


def test_the_guide_works_and_stays_when_the_server_is_gone(
    new_reader: NewReader, server: FileServer
) -> None:
    reader = new_reader(**LAYOUTS["phone"], locale="de")
    page = reader.open("/")
    page.locator("[name=off]").check()
    page.reload()
    expect(page.locator("[name=off]")).to_be_checked()
    expect(page.locator("[data-offline=ready]")).to_be_attached(timeout=20_000)
    server.stop()
    try:
        for path, surface in (
            ("/", "app"),
            ("/de/", "app"),
            ("/de/app/", "app"),
            ("/de/website/?a=b", "website"),
            ("/de/about/", None),
        ):
            page = reader.open(path)
            html = page.locator("html")
            expect(html).to_have_attribute("lang", "de")
            assert html.get_attribute("data-surface") == surface, path
            if surface:
                expect(page.locator("[name=off]")).to_be_checked()
    finally:
        server.start()


@pytest.mark.parametrize("server", ["nginx"], indirect=True)
def test_what_is_not_there_is_a_page_of_ours_where_a_server_can(
    new_reader: NewReader, server: FileServer
) -> None:
    """Python's server has an error page of its own."""
    reader = new_reader(**LAYOUTS["phone"])
    page = reader.open("/gone/")
    expect(page.locator("h1")).to_have_text("This page does not exist")
    reader.problems.clear()  # the browser notes the 404 itself
    page.locator("header .brand").click()
    page.wait_for_url(f"{reader.origin}/en/app/")


def test_ticks_come_through_the_door_and_the_server_sees_none(
    new_reader: NewReader, server: FileServer
) -> None:
    page = new_reader(**LAYOUTS["phone"]).open(f"/?here{LINK}")
    expect(dialog(page).locator("li")).to_have_count(2)
    log = server.log.read_text()
    assert "GET /?here " in log
    assert "ticks" not in log


# --- as the server would ---

ONE = pytest.mark.parametrize("server", ["http.server"], indirect=True)


def led_to(browser: Browser, origin: str, *readers: dict[str, str]) -> list[str]:
    """Return the variants a door leads readers to, by their user agents and languages."""
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    found = []
    for reader in readers:
        devtools.send("Emulation.setUserAgentOverride", {"userAgent": "", **reader})
        page.goto(f"{origin}/", wait_until="commit")
        page.wait_for_url(f"{origin}/*/*/", wait_until="commit")
        found.append(page.url.removeprefix(origin))
    context.close()
    return found


@pytest.mark.long
@ONE
def test_it_takes_devices_for_what_the_server_takes_them(
    browser: Browser, server: FileServer
) -> None:
    """By their user agents alone: only the server can read hints."""
    agents = [case.headers.get("User-Agent", "") for case in CASES]
    agents = [agent for agent in agents if agent and agent.isascii()]
    assert len(agents) > 50
    expected = {agent: surface_for(detect({"User-Agent": agent})) for agent in agents}
    found = led_to(browser, server.origin, *({"userAgent": agent} for agent in agents))
    assert {
        agent: path.split("/")[2] for agent, path in zip(agents, found, strict=True)
    } == expected


PREFERRED = [
    *("en", "en-GB", "en-Latn-US", "de", "de-AT", "de-CH", "de-Latn-DE", "ar", "ar-EG", "arb"),
    *("DE-at", "fr", "fr,de", "fr-CA,ar-MA,de", "zh-TW,zh,en-US,en", "de,en", "en,de", "nn,ar"),
    *ALL,
    *("tlh", "x-klingon,de", "*,ar", "en-US@posix,de-AT", "fa-IR,ur"),
]


@ONE
def test_it_takes_the_language_that_the_server_takes(
    browser: Browser, server: FileServer
) -> None:
    """Except languages that are close to ours: a browser knows no distances."""
    expected = {tags: locales.match(tags.split(","), LOCALES).tag for tags in PREFERRED}
    assert {*expected.values()} == {*ALL}
    found = led_to(browser, server.origin, *({"acceptLanguage": tags} for tags in expected))
    assert {
        tags: path.split("/")[1] for tags, path in zip(expected, found, strict=True)
    } == expected
