"""The static export on plain file servers: a door that nobody can negotiate at."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pwa.conftest import LAYOUTS, SURFACE, Reader
from tests.server import OFFSWITCH, free_port
from tests.webapp.user_agents import CASES, Case
from webapp import locales
from webapp.config import ROOT
from webapp.negotiation import APP_PLATFORMS
from webapp.pages import PLATFORMS

NGINX = """
{user} worker_processes 1; daemon off; error_log stderr; pid {folder}/pid;
events {{}}
http {{
  access_log off; include /etc/nginx/mime.types; gzip_static on;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {site}; error_page 404 /404.html; }}
}}
"""


class FileServer:
    """Somebody else's server over the built files, which knows nothing of them."""

    def __init__(self, name: str, folder: Path) -> None:
        """Build the site for a port of its own."""
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        environ = {**os.environ, "OFFSWITCH_PUBLIC_ORIGIN": self.origin}
        subprocess.run(
            [OFFSWITCH, "build", folder / "site"], env=environ, check=True, capture_output=True
        )

    def start(self) -> None:
        site = self.folder / "site" / "current"
        plain = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
        command = [*plain, "--directory", str(site), str(self.port)]
        if self.name == "nginx":
            conf = self.folder / "nginx.conf"
            user = "user root;" if os.geteuid() == 0 else ""  # else it cannot read our files
            text = NGINX.format(user=user, folder=self.folder, port=self.port, site=site)
            conf.write_text(text)
            command = ["nginx", "-p", str(self.folder), "-c", str(conf)]
        log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(command, stdout=log, stderr=log)
        log.close()
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.origin}/healthz").close()  # noqa: S310 - ours
                return
            except urllib.error.URLError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)


@pytest.fixture(scope="module", params=["http.server", "nginx"])
def files(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FileServer]:
    """Each test with this fixture runs on both file servers."""
    if request.param == "nginx" and not shutil.which("nginx"):
        pytest.skip("not installed: nginx")
    server = FileServer(request.param, tmp_path_factory.mktemp("files"))
    server.start()
    yield server
    server.stop()


def read(browser: Browser, files: FileServer, **options: object) -> Reader:
    context = browser.new_context(**{"locale": "en-GB", **options})  # type: ignore[arg-type] # as Playwright takes them
    return Reader(context, files.origin)


def arrive(reader: Reader, path: str) -> Page:
    page = reader.context.new_page()
    page.goto(reader.origin + path)
    page.wait_for_url("**/*/*/**")
    return page


@pytest.mark.parametrize(
    ("language", "tag"),
    [("de-AT", "de"), ("ar-EG", "ar"), ("en-US", "en"), ("fr-FR", "en")],
)
def test_the_door_opens_the_variant_for_the_reader(
    browser: Browser, files: FileServer, layout: str, language: str, tag: str
) -> None:
    reader = read(browser, files, **{**LAYOUTS[layout], "locale": language})
    page = arrive(reader, "/?utm_source=poster#keep")
    expect(page).to_have_url(f"{files.origin}/{tag}/{SURFACE[layout]}/?utm_source=poster#keep")
    expect(page.locator("html")).to_have_attribute("lang", tag)
    page = arrive(reader, "/ar/")
    expect(page).to_have_url(f"{files.origin}/ar/{SURFACE[layout]}/")
    reader.finish()


def test_without_script_the_door_lists_every_variant(
    browser: Browser, files: FileServer
) -> None:
    reader = read(browser, files, java_script_enabled=False)
    page = reader.open("/")
    links = [link.get_attribute("href") or "" for link in page.locator("[data-choice]").all()]
    wanted = {f"/{tag}/{kind}/" for tag in ("en", "de", "ar") for kind in ("app", "website")}
    assert set(links) == wanted
    for href in links:
        page.goto(files.origin + href)
        expect(page.locator("[data-step=open]")).to_be_visible()
    page.goto(f"{files.origin}/de/")
    expect(page.locator("[data-choice]")).to_have_count(2)
    reader.finish()


def test_the_guide_works_and_is_kept(browser: Browser, files: FileServer) -> None:
    reader = read(browser, files, **LAYOUTS["phone"])
    page = arrive(reader, "/")
    page.locator("[name=open]").check()
    page.locator("[data-offline=ready]").wait_for()
    page.locator("#languages a[lang=de]").click()
    page.locator("html[lang=de] [data-offline=ready]").wait_for()
    files.stop()
    try:
        for path in ("/en/app/", "/en/more/", "/de/"):
            page.goto(files.origin + path)
            page.locator("[data-offline=ready]").wait_for()
        page.goto(f"{files.origin}/")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator("[name=open]")).to_be_checked()
    finally:
        files.start()
    reader.finish()


def test_what_is_not_there_is_a_page_of_ours_where_a_server_can(
    browser: Browser, files: FileServer
) -> None:
    if files.name != "nginx":
        return  # Python's server has words of its own
    reader = read(browser, files)
    page = reader.open("/gone/")
    expect(page.locator("h1")).to_have_text("This page does not exist")
    reader.problems.clear()  # the console says 404
    reader.finish()


# --- the same choice as the server's -------------------------------------------------

# Client hints, crawlers and televisions are the server's alone.
SAMPLE = [
    case
    for case in CASES
    if set(case.headers) == {"User-Agent"}
    and case.platform in PLATFORMS
    and (case.platform in APP_PLATFORMS) == (case.surface == "app")
][::8]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileServer]:
    server = FileServer("http.server", tmp_path_factory.mktemp("plain"))
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("case", SAMPLE, ids=[case.name for case in SAMPLE])
def test_it_chooses_the_surface_as_the_server_does(
    browser: Browser, plain: FileServer, case: Case
) -> None:
    reader = read(browser, plain, user_agent=case.headers["User-Agent"])
    page = arrive(reader, "/")
    expect(page.locator("html")).to_have_attribute("data-surface", case.surface)
    reader.finish()


@pytest.mark.parametrize("tag", ["de-CH", "ar", "en-AU", "ja", "zh-TW", "pt-BR"])
def test_it_chooses_the_language_as_the_server_does(
    browser: Browser, plain: FileServer, tag: str
) -> None:
    wanted = locales.match([tag], locales.find(ROOT / "translations"))
    reader = read(browser, plain, locale=tag)
    page = arrive(reader, "/")
    expect(page.locator("html")).to_have_attribute("lang", wanted.language)
    reader.finish()
