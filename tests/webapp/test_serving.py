"""The server that `make run` starts, and the files it hands out in front of the app."""

from __future__ import annotations

import gzip
import http.client
import inspect
import multiprocessing
import os
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from granian._granian import SocketHolder
from granian.server import MPServer
from granian.server.common import AbstractServer
from werkzeug.test import TestResponse

from tests.conftest import ORIGIN, Client
from tests.languages import ALL
from tests.server import Server, free_port
from tests.tree import changed, copy_of_the_tree, release
from tests.webapp.origins import FOR_ANY_ORIGIN, for_any_origin
from tests.webapp.reader.user_agents import IPHONE, WINDOWS
from webapp import build, create_app, serving
from webapp.config import Config
from webapp.errors import BuildError, ConfigError
from webapp.posters import sheets
from webapp.posters.sheets import Format, Sheet

pytestmark = pytest.mark.long

DE = "/de/app/"


@pytest.fixture(scope="module")
def built(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.write(app, tmp_path_factory.mktemp("site"), posters=False)


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A folder of builds that a test may change."""
    return Path(shutil.copytree(built.parent, tmp_path / "site", symlinks=True))


def current(folder: Path) -> Path:
    """The build there."""
    found = build.current(folder)
    assert found
    return found


def behind(folder: Path, origin: str = ORIGIN) -> FlaskClient:
    """A client of a worker that starts now; it checks the house rules."""
    before = signal.getsignal(serving.LEAVE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFSWITCH_PUBLIC_ORIGIN", origin)
        patch.setenv("OFFSWITCH_SITE", str(folder))
        app = serving.application()
    signal.signal(serving.LEAVE, before)
    app.test_client_class = Client
    return app.test_client()


@pytest.fixture(scope="module")
def served(built: Path) -> FlaskClient:
    """The app with all its files in front of it."""
    return behind(built.parent)


# --- files answer as the app does ---

CODINGS = [
    None,
    "",
    "br",
    "gzip",
    "gzip, deflate, br, zstd",
    "gzip;q=1.0, br;q=0.1",
    "br;q=0",
    "br;q=0, *",
    "gzip;q=0, br;q=0",
    "identity;q=0",
    "identity;q=0, *;q=0",
    "*",
    "BR",
    "brotli, x-gzip",
    "\xff;;q=,,",
]


def answer(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All of an answer except its time."""
    headers = sorted(header for header in response.headers if header[0] != "Date")
    return response.status_code, headers, response.data


Asked = tuple[str, dict[str, str]]


def usual(live: FlaskClient, url: str) -> Iterator[Asked]:
    """The usual requests for a URL."""
    for coding in ("identity", "gzip", "br"):
        accepted = {"Accept-Encoding": coding}
        etag = live.get(url, headers=accepted).headers.get("ETag", '"none"')
        for method in ("GET", "HEAD", "POST"):
            yield method, accepted
        yield "GET", {**accepted, "If-None-Match": etag}


def unusual(live: FlaskClient, url: str) -> Iterator[Asked]:
    """The unusual requests for a URL."""
    for accept in CODINGS:
        yield "GET", {} if accept is None else {"Accept-Encoding": accept}
    for coding in ("identity", "gzip", "br"):
        accepted = {"Accept-Encoding": coding}
        etag = live.get(url, headers=accepted).headers.get("ETag", '"none"')
        yield "OPTIONS", accepted
        yield "GET", {**accepted, "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
        yield "GET", {**accepted, "Range": "bytes=0-9", "If-Range": etag}
        for held in (f'"x", {etag}', f"W/{etag}", f'"x", W/{etag}, "y"', "*", etag[1:-1]):
            yield "GET", {**accepted, "If-None-Match": held}
        yield "HEAD", {**accepted, "If-None-Match": etag}
        other = {"gzip": "br", "br": "identity", "identity": "gzip"}[coding]
        yield "GET", {"Accept-Encoding": other, "If-None-Match": etag}
        yield "GET", {**accepted, "If-None-Match": '"gone"', "If-Modified-Since": "x"}


@pytest.mark.parametrize("kind", [usual, unusual])
def test_files_answer_as_the_app_does(
    client: FlaskClient,
    served: FlaskClient,
    built: Path,
    kind: Callable[[FlaskClient, str], Iterator[Asked]],
) -> None:
    """All of them with the usual requests, one of each kind with the unusual ones."""
    urls = [*(build.index(built) or {})]
    if kind is unusual:
        one_of_a_kind = {Path(url).suffix: url for url in urls}
        urls = [DE, *one_of_a_kind.values(), "/", "/de/", "/404.html", "/gone", "/de/app"]
        urls += ["/assets/gone/app.js", f"{DE}index.html", f"{DE}?x=y", "//de/", "/en/../de/"]
    differ, count = [], 0
    for url in urls:
        for method, headers in kind(client, url):
            count += 1
            ours, theirs = (
                answer(each.open(url, method=method, headers=headers))
                for each in (served, client)
            )
            if ours != theirs:
                differ.append((method, url, headers))
    assert differ == []
    assert count > 500


@pytest.mark.parametrize(
    "files",
    [
        # The largest sheet in each format, and the picture.
        pytest.param((*sheets.FILES[:3], sheets.FILES[-1]), marks=pytest.mark.starts, id="few"),
        pytest.param(sheets.FILES, marks=pytest.mark.sweep, id="all"),
    ],
)
def test_posters_answer_as_the_app_does(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: tuple[tuple[Sheet, Format], ...],
) -> None:
    monkeypatch.setattr(sheets, "FILES", files)
    framed = [sheet for sheet in sheets.FRAMED if sheet in dict(files)]
    monkeypatch.setattr(sheets, "FRAMED", framed)
    app = create_app(Config(public_origin=ORIGIN))  # whose pages show only these
    app.test_client_class = Client
    client = app.test_client()
    index = build.index(build.write(app, tmp_path)) or {}
    posters = [url for url in index if re.search(r"/poster/.+\.", url)]
    served = behind(tmp_path)
    assert len(posters) == (len(files) + len(framed)) * len(ALL)
    for url in posters:
        for method, headers in usual(client, url):
            ours, theirs = (
                answer(each.open(url, method=method, headers=headers))
                for each in (served, client)
            )
            assert ours == theirs, (method, url, headers)


def test_files_do_answer(client: FlaskClient, folder: Path) -> None:
    """Files answer with what is on the disk, so the test above does compare two things."""
    served = behind(folder)
    for url, text in {DE: b"2025", "/qr.svg": b"svg", "/sw.js": b"const"}.items():
        file = current(folder) / build.file_of(url)
        spoilt = file.read_bytes().replace(text, text[::-1])
        file.write_bytes(spoilt)
        assert served.get(url).data == spoilt != client.get(url).data


# --- one test for each trap ---


def test_doors_are_negotiated_though_they_have_files(served: FlaskClient, built: Path) -> None:
    for url in ("/", "/de/"):
        assert (built / build.file_of(url)).exists()
        phone = served.get(url, headers={**IPHONE, "Accept-Language": "de"})
        computer = served.get(url, headers={**WINDOWS, "Accept-Language": "de"})
        assert phone.headers["Content-Location"] == "/de/app/"
        assert computer.headers["Content-Location"] == "/de/website/"
        assert "User-Agent" in phone.headers["Vary"]
        assert phone.headers["Cache-Control"] == "private, no-cache"


def test_a_change_of_the_same_length_in_the_same_second_is_seen(tmp_path: Path) -> None:
    before, after = "https://off.example.org", "https://off.example.net"
    for origin in (before, after):
        build.write(create_app(Config(public_origin=origin)), tmp_path, posters=False)
    for path in tmp_path.rglob("*.*"):
        os.utime(path, (1, 1))
    old, new = (behind(tmp_path, origin) for origin in (before, after))
    first, second = old.get(DE), new.get(DE)
    assert len(first.data) == len(second.data)
    held = {
        "If-None-Match": first.headers["ETag"],
        "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    }
    assert old.get(DE, headers=held).status_code == 304
    assert new.get(DE, headers=held).status_code == 200
    del held["If-None-Match"]
    assert old.get(DE, headers=held).status_code == 200
    assert "Last-Modified" not in first.headers


def test_headers_are_there_once_and_no_others(served: FlaskClient) -> None:
    etag = served.get(DE).headers["ETag"]
    answers = {
        200: served.get(DE),
        304: served.get(DE, headers={"If-None-Match": etag}),
        404: served.get("/404.html"),
        405: served.post(DE),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        names = [name for name, _ in answer.headers]
        assert len(names) == len(set(names))
        assert set(names) >= {
            "Cache-Control",
            "Content-Security-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "Strict-Transport-Security",
            "Vary",
            "X-Content-Type-Options",
            "X-Frame-Options",
        }
        assert not set(names) & {
            "Accept-Ranges",
            "Access-Control-Allow-Origin",
            "Expires",
            "Last-Modified",
            "Set-Cookie",
        }


def test_any_origin_may_read_the_same_files_as_those_of_the_app(
    served: FlaskClient, built: Path
) -> None:
    readable = set()
    for url in build.index(built) or {}:
        answer = served.get(url)
        again = served.get(url, headers={"If-None-Match": answer.headers.get("ETag", "")})
        assert for_any_origin(again.headers) is for_any_origin(answer.headers)
        if for_any_origin(answer.headers):
            readable.add(url)
    assert readable == FOR_ANY_ORIGIN


def test_a_refused_coding_is_not_sent(served: FlaskClient) -> None:
    plain = served.get(DE).data
    for accepted, coding in {
        "br;q=0": None,
        "br;q=0, gzip": "gzip",
        "identity;q=0": None,  # nothing else is accepted: better than no page
        "identity;q=0, gzip": "gzip",
        "*": "br",
        "gzip;q=1.0, br;q=0.1": "gzip",
    }.items():
        answer = served.get(DE, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding, accepted
        decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
        assert decode(answer.data) == plain
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_what_a_reader_holds_is_recognised_in_a_list_and_weak(served: FlaskClient) -> None:
    accepted = {"Accept-Encoding": "br"}
    etag = served.get(DE, headers=accepted).headers["ETag"]
    for held in (etag, f'"a", {etag}', f"W/{etag}", f'W/"a",W/{etag}', "*"):
        answer = served.get(DE, headers={**accepted, "If-None-Match": held})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == etag
    for held in ('"a"', etag[:-1], served.get(DE).headers["ETag"]):
        answer = served.get(DE, headers={**accepted, "If-None-Match": held})
        assert answer.status_code == 200


def test_ranges_are_ignored(served: FlaskClient) -> None:
    for ranges in ("bytes=0-9", "bytes=-1", "bytes=999999-", "lines=1"):
        answer = served.get(DE, headers={"Range": ranges})
        assert answer.status_code == 200
        assert answer.data == served.get(DE).data
        assert "Content-Range" not in answer.headers


def test_head_has_the_headers_of_get_and_no_body(served: FlaskClient) -> None:
    for accepted in ("br", "identity"):
        get = served.get(DE, headers={"Accept-Encoding": accepted})
        head = served.head(DE, headers={"Accept-Encoding": accepted})
        assert head.data == b""
        assert answer(head)[:2] == answer(get)[:2]


def test_the_page_for_what_is_lacking_is_no_page(served: FlaskClient, built: Path) -> None:
    assert (built / "404.html").exists()
    assert served.get("/404.html").status_code == 404


# --- when a worker starts ---


@pytest.fixture
def worker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app of a worker that got the name of its build."""
    before = signal.getsignal(serving.LEAVE)
    monkeypatch.setenv("OFFSWITCH_PUBLIC_ORIGIN", ORIGIN)
    monkeypatch.setenv("OFFSWITCH_SITE", str(folder))
    monkeypatch.setenv(serving.BUILD, current(folder).name)
    yield serving.application()
    signal.signal(serving.LEAVE, before)


def test_a_worker_that_gets_the_name_of_its_build_renders_nothing(
    worker: Flask, client: FlaskClient, folder: Path
) -> None:
    """Neither at its start nor for a door, which is the file of a page with a guess in it."""
    assert worker.extensions["pages"].build == current(folder).name
    for url in ("/", "/de/", "/ar/website/"):
        ours = worker.test_client().get(url, headers=IPHONE)
        assert answer(ours) == answer(client.get(url, headers=IPHONE))
    assert len(worker.jinja_env.cache or "") == 0


def test_a_door_has_the_bytes_of_its_build(worker: Flask, folder: Path) -> None:
    """Whatever the content on the disk has become since."""
    file = current(folder) / build.file_of(DE)
    spoilt = file.read_text("utf-8").replace("2025", "5202")
    file.write_text(spoilt, "utf-8")
    assert "5202" in worker.test_client().get("/de/", headers=IPHONE).text


@pytest.mark.starts
def test_a_new_process_says_what_the_next_build_is_called(worker: Flask, folder: Path) -> None:
    assert serving.next_build() == current(folder).name


@pytest.mark.starts
@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        ("OFFSWITCH_PUBLIC_ORIGIN", "nonsense", "OFFSWITCH_PUBLIC_ORIGIN is 'nonsense'"),
        ("OFFSWITCH_PUBLIC_ORIGIN", "https://off.example.net", "`offswitch build` to make it"),
    ],
    ids=["a bad setting", "no build"],
)
def test_the_next_build_is_refused_with_a_reason(
    worker: Flask, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, problem: str
) -> None:
    monkeypatch.setenv(setting, value)
    with pytest.raises(BuildError, match=problem) as raised:
        serving.next_build()
    assert "\n" not in str(raised.value)


@pytest.mark.starts
@pytest.mark.parametrize("good", [True, False], ids=["a good tree", "a bad setting"])
def test_a_reload_changes_over_only_to_what_is_good(
    worker: Flask,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    good: bool,
) -> None:
    monkeypatch.setenv(serving.BUILD, "")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = serving.server(bound, "before")
        server.workers = 0
        server.reload_signal = True
        if not good:
            monkeypatch.setenv("OFFSWITCH_PUBLIC_ORIGIN", "nonsense")
        server._reload(None, None)
    assert not server.reload_signal
    assert os.environ[serving.BUILD] == (current(folder).name if good else "before")
    assert ("The server stays as it is. " in capfd.readouterr().err) == (not good)


def test_workers_that_die_again_and_again_are_waited_for_longer_and_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(serving.BUILD, "")
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = serving.server(bound, "")
        pauses = [server._pause() for _ in range(10)]
        assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
        server.last_death -= serving.CALM
        assert server._pause() == 0


# --- when builds come and go ---


def test_a_build_that_is_removed_costs_no_answer(client: FlaskClient, folder: Path) -> None:
    served = behind(folder)
    built = current(folder)
    index = build.index(built) or {}
    shutil.rmtree(folder)
    for url in index:
        for coding in ("br", "identity"):
            for method in ("GET", "HEAD"):
                headers = {"Accept-Encoding": coding}
                answers = [
                    answer(each.open(url, method=method, headers=headers))
                    for each in (served, client)
                ]
                assert answers[0] == answers[1]


@pytest.mark.parametrize("lost", ["folder", "index", "half of the index", "some files"])
def test_a_worker_whose_build_is_not_there_answers_without(
    client: FlaskClient, folder: Path, lost: str
) -> None:
    [index] = folder.glob("*.json")
    if lost == "folder":
        shutil.rmtree(folder)
    elif lost == "index":
        index.unlink()
    elif lost == "half of the index":
        index.write_bytes(index.read_bytes()[:9999])
    else:
        shutil.rmtree(index.with_suffix("") / "de")
    served = behind(folder)
    for url in (DE, "/", "/sw.js", "/healthz"):
        for coding in ("br", "identity"):
            accepted = {"Accept-Encoding": coding}
            answers = [answer(each.get(url, headers=accepted)) for each in (served, client)]
            assert answers[0] == answers[1]


@pytest.mark.starts
def test_an_old_worker_has_the_assets_of_newer_builds(folder: Path, tmp_path: Path) -> None:
    """Its own, too; a page of the new build may come from a worker that started already."""
    served = behind(folder)
    tree = copy_of_the_tree(tmp_path / "tree")
    own = served.get(DE).text
    for number in range(2):
        newer = release(changed(tree, str(number)), folder)
        page = (newer / build.file_of(DE)).read_text()
        assert asset(page) != asset(own)
        for url in (asset(page), asset(own)):
            answer = served.get(url, headers={"Accept-Encoding": "br"})
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        changed_script = served.get(asset(page).replace("app.js", "find.js")).text
        assert changed_script.endswith(f"void '{number}'\n")
        assert served.get(DE).text == own
    for gone in ("/assets/0123456789ab/app.js", asset(page).replace("app.js", "gone.js")):
        assert served.get(gone).status_code == 404


def test_a_worker_without_files_has_the_assets_of_the_current_build(
    folder: Path, tmp_path: Path
) -> None:
    built = current(folder)
    own = (built / build.file_of(DE)).read_text()
    client = behind(folder, "https://other.example.org")
    assert client.get(DE).text != own
    assert client.get(asset(own)).status_code == 200


def asset(page: str) -> str:
    """The URL of a page's script."""
    [url] = re.findall(r'src="(/assets/[0-9a-f]{12}/app\.js)"', page)
    return str(url)


def test_a_worker_that_is_replaced_lets_connections_end(folder: Path) -> None:
    """At once, as granian soon closes connections, whether a request is under way or not."""
    before = signal.getsignal(serving.LEAVE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFSWITCH_SITE", str(folder))
        client = serving.application().test_client()
    try:
        assert "Connection" not in client.get(DE).headers
        os.kill(os.getpid(), serving.LEAVE)
        for url in (DE, "/", "/gone"):
            assert client.get(url).headers["Connection"] == "close"
    finally:
        signal.signal(serving.LEAVE, before)


@pytest.mark.starts
def test_whoever_does_not_know_that_signal_yet_ignores_it() -> None:
    starting = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    starting.start()
    serving.Server._signal_leave()
    starting.join(timeout=0.5)
    assert starting.exitcode is None
    starting.kill()
    starting.join()


# --- the server itself ---


@pytest.mark.starts
def test_the_server_answers_and_stops(server: Server, tmp_path: Path) -> None:
    with server.twin(tmp_path, workers=2) as twin:
        connection = http.client.HTTPConnection("127.0.0.1", twin.port, timeout=10)
        headers = {"Accept-Encoding": "br", "Host": "evil.test", "Accept-Language": "de"}
        for path in ("/", "/de/website/"):
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            assert response.status == 200
            assert response.headers["Content-Encoding"] == "br"
            assert response.headers["Content-Length"] == str(len(body))
            for name in ("Vary", "Date", "Content-Security-Policy"):
                assert len(response.headers.get_all(name) or []) == 1
            assert response.headers.get("Server", "") in ("", "granian")  # and no version
            assert "Connection" not in response.headers
            door = response.headers.get("Content-Location")
            assert door == ("/de/website/" if path == "/" else None)
        connection.close()
        twin.process.send_signal(signal.SIGINT)
        assert twin.process.wait(timeout=30) == 0
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", twin.port, timeout=10).request("GET", "/")


@pytest.mark.starts
def test_the_server_logs_nothing_about_readers(server: Server, tmp_path: Path) -> None:
    with server.twin(tmp_path) as twin:
        connection = http.client.HTTPConnection("127.0.0.1", twin.port, timeout=10)
        for path in ("/canary", "/en/app/?canary", "/canary%0a/"):
            for name in ("User-Agent", "Referer", "Cookie", "X-Forwarded-For"):
                connection.request("GET", path, headers={name: "canary"})
                connection.getresponse().read()
        connection.close()
    assert "Listening at" in twin.log.read_text()
    assert "canary" not in twin.log.read_text()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_not_shared(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, reuse_port=True) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"PORT is '{port}', expected .* to be free"):
            serving.listen(Config(host=host, port=port))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_server_listens_where_the_config_says_and_logs_no_request(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(serving.BUILD, "")
    port = free_port()
    with serving.listen(Config(host=host, port=port)) as listening:
        server = serving.server(listening, "0123456789ab")
        assert listening.getsockname()[:2] == (host, port)
    assert (server.bind_addr, server.bind_port) == (host, port)
    assert os.environ[serving.BUILD] == "0123456789ab"
    assert not server.log_access
    assert server.respawn_failed_workers


class Readers:
    """People who open a page and then its script, over and over, and what goes wrong."""

    def __init__(self, port: int, *, count: int = 6) -> None:
        self.port = port
        self.stopped = threading.Event()
        self.failures: list[str] = []
        self.visits = 0
        self.threads = [
            threading.Thread(target=self._read, args=(number % 2 == 0,))
            for number in range(count)
        ]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def _read(self, keep_alive: bool) -> None:
        headers = {} if keep_alive else {"Connection": "close"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

        def get(url: str) -> str:
            connection.request("GET", url, headers=headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                self.failures.append(f"{url}: {response.status}")
            return body.decode()

        while not self.stopped.is_set():
            try:
                get(asset(get(DE)))
                self.visits += 1
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                connection.close()
        connection.close()


def workers(server: Server) -> list[int]:
    """The processes that were started to answer, in that order."""
    found = re.findall(r"Spawning worker-\d+ with PID: (\d+)", server.log.read_text())
    return [int(pid) for pid in found]


def first_workers(server: Server) -> list[int]:
    """Those with which it begins, one for each processor, when all of them answer."""
    wait_for("Started worker", len(os.sched_getaffinity(server.process.pid)), server)
    return workers(server)


def wait_for(said: str, count: int, server: Server, *, seconds: float = 60) -> float:
    """Wait until the server has logged a text so many times; return how long that took."""
    start = time.monotonic()
    while server.log.read_text().count(said) < count:
        assert server.process.poll() is None, server.log.read_text()
        assert time.monotonic() - start < seconds, server.log.read_text()
        time.sleep(0.05)
    return time.monotonic() - start


def builds(server: Server) -> set[str]:
    """The builds that connections reach, of whichever worker."""
    found = set()
    for _ in range(40):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", "/healthz")
        found.add(connection.getresponse().read().decode().strip())
        connection.close()
    return found


@pytest.mark.starts
def test_a_reload_changes_over_without_a_failed_request(tmp_path: Path) -> None:
    """A page and its script are both there at any time, whichever worker answers."""
    tree = copy_of_the_tree(tmp_path / "tree")
    # What runs is a copy, and is not counted.
    with Server(tmp_path / "log", tree=tree, workers=2, COVERAGE_PROCESS_CONFIG="") as server:
        count = len(first_workers(server))
        before = (server.site / "current").readlink().name
        assert builds(server) == {before}
        with Readers(server.port) as readers:
            time.sleep(0.5)
            guide = tree / "webapp" / "guide" / "guide.toml"
            good = guide.read_text("utf-8")
            guide.write_text(f"{good}\nbroken = [", "utf-8")
            server.process.send_signal(signal.SIGHUP)
            wait_for("The server stays as it is. build: the next one is", 1, server)
            guide.write_text(good, "utf-8")
            changed(tree, "new")
            server.process.send_signal(signal.SIGHUP)
            wait_for("`offswitch build` to make it first", 1, server)
            assert builds(server) == {before}
            server.run("build", "--no-posters", str(server.site))
            after = (server.site / "current").readlink().name
            assert after != before
            assert builds(server) == {before}
            server.process.send_signal(signal.SIGHUP)
            wait_for("Stopped old worker", count, server)
            wait_for("Started worker", 2 * count, server)
            visits = readers.visits
            time.sleep(0.5)
            assert readers.visits > visits
        assert readers.failures == []
        assert builds(server) == {after}
        assert readers.visits > 100


@pytest.mark.starts
def test_a_killed_worker_loses_what_it_was_at_and_is_back_at_once(
    server: Server, tmp_path: Path
) -> None:
    """Without its files, if they were removed meanwhile."""
    start = time.monotonic()
    with server.twin(tmp_path, workers=2) as twin:
        started = time.monotonic() - start
        count = len(first_workers(twin))
        build = builds(twin)
        shutil.rmtree(twin.site)
        with Readers(twin.port) as readers:
            time.sleep(0.5)
            assert readers.failures == []
            os.kill(workers(twin)[0], signal.SIGKILL)
            took = wait_for("Started worker", count + 1, twin)
            failures = len(readers.failures)
            time.sleep(0.5)
        assert len(readers.failures) == failures <= len(readers.threads)
        assert took < max(5, started)  # on a busy machine, the start took long, too
        assert builds(twin) == build
        assert twin.process.poll() is None


@pytest.mark.starts
def test_who_comes_while_no_worker_is_there_is_answered_by_the_next(
    server: Server, tmp_path: Path
) -> None:
    with server.twin(tmp_path, workers=2) as twin:
        killed = first_workers(twin)
        connection = http.client.HTTPConnection("127.0.0.1", twin.port, timeout=60)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_for("Unexpected exit", len(killed), twin)
        connection.request("GET", DE)
        assert connection.getresponse().status == 200
        connection.close()
        for death in range(2):  # granian would have given up
            wait_for("Started worker", 2 * len(killed) + death, twin)
            os.kill(workers(twin)[-1], signal.SIGKILL)
        wait_for("Started worker", 2 * len(killed) + 2, twin)
        assert builds(twin)


@pytest.mark.starts
def test_workers_end_with_a_server_that_is_killed(server: Server, tmp_path: Path) -> None:
    """They would keep the port."""
    with server.twin(tmp_path) as twin:
        [worker] = first_workers(twin)
        twin.process.kill()
        twin.process.wait()
        end = time.monotonic() + 30
        while Path(f"/proc/{worker}").exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert not Path(f"/proc/{worker}").exists()


def test_granian_has_the_private_parts_that_the_server_uses() -> None:
    """Nothing public takes a bound socket: emmett-framework/granian#786, open in 2026."""
    used = inspect.getsource(MPServer)
    assert "((self._ssp, self._shd), self._sso)" in used, "where the parent keeps its socket"
    assert callable(MPServer._init_shared_socket), "what makes that socket"
    loop = inspect.getsource(AbstractServer._serve_loop)
    assert "self._reload(spawn_target, target_loader)" in loop, "what a SIGHUP does"
    assert "self._respawn_workers(workers, spawn_target, target_loader)" in loop, "a death"
    assert "cycle - self.respawned_wrks.get(idx, 0) <= 5.5" in loop, "why it would exit"
    assert "self.main_loop_interrupt.wait()" in loop, "what a signal sets"
    holder: Any = SocketHolder  # its types lack two arguments
    with socket.socket() as bound:
        assert holder(bound.fileno(), False, 1).get_fd() == bound.fileno()
