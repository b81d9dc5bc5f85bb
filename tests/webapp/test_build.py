"""The site as files: complete, the same bytes each time, and never half."""

from __future__ import annotations

import gzip
import itertools
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response
from werkzeug.routing import Rule

from tests.command import running
from tests.conftest import CONFIG, ORIGIN
from tests.languages import ALL, SAMPLE
from tests.tree import ROOT, changed, copy_of_the_tree, release, run
from webapp import build, create_app
from webapp.config import Config
from webapp.errors import BuildError
from webapp.posters import sheets
from webapp.posters.sheets import Format, Sheet

pytestmark = pytest.mark.long

CONTACT = Config(public_origin=ORIGIN, contact="mailto:help@example.org")
OTHER = Config(public_origin=ORIGIN, no_logs=True)

PWA = ROOT / "pwa"
ASSETS = [path.relative_to(PWA).as_posix() for path in PWA.rglob("*.*")]
ASSETS = [path for path in ASSETS if path.endswith((".js", ".svg", ".png"))]
WORKERS = {"sw.js", "sw-off.js"}


def contract(salt: str) -> set[str]:
    """Every URL a file can answer, spelled out."""
    urls = {"/index.html", "/404.html", "/sw.js", "/healthz", "/robots.txt", "/sitemap.xml"}
    urls |= {"/qr.svg", "/qr.png", "/.well-known/security.txt"}
    urls |= {"/changes.atom", "/guide.json", "/schema/guide.json"}
    for locale in ALL:
        for page in ("app", "website", "more", "about", "poster", "offline"):
            urls.add(f"/{locale}/{page}/")
        urls |= {f"/{locale}/poster/{name}.png" for name in ("a4", "square", "preview")}
        papers = ("a3", "a4", "a5", "a6", "letter", "tabloid")
        for sheet in (*papers, "flyers", "strips", "stickers", "tent", "slide"):
            urls |= {f"/{locale}/poster/{sheet}.{kind}" for kind in ("pdf", "svg")}
        for sheet in (*papers, "flyers", "strips", "tent"):  # with a frame for a name
            urls.add(f"/{locale}/poster/{sheet}.js")
        urls |= {f"/{locale}/index.html", f"/{locale}/manifest.webmanifest"}
        urls |= {f"/{locale}/{name}" for name in ("guide.json", "marks.json", "reminder.ics")}
        urls.add(f"/assets/{salt}/precache/{locale}.json")
    return urls | {f"/assets/{salt}/{path}" for path in {*ASSETS} - WORKERS}


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder except its lock, and where its links lead."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = os.fsencode(path.readlink())
        elif path.is_file() and name != ".lock" and not name.startswith("current/"):
            found[name] = path.read_bytes()
    return found


def whole(built: Path) -> bool:
    """Whether a build has all files of its index, and each of them all its bytes."""
    index = build.index(built)
    assert index
    return all(
        (built / (build.file_of(url) + build.SUFFIXES[coding])).stat().st_size
        == int(dict(headers)["Content-Length"])
        for url, codings in index.items()
        for coding, headers in codings.items()
    )


def salts(built: Path) -> list[str]:
    """The salts of a build's index; only their assets are in its folder."""
    assert whole(built)
    paths = [
        url.split("/")[2] for url in build.index(built) or {} if url.startswith("/assets/")
    ]
    found = list(dict.fromkeys(paths))
    assert {path.name for path in (built / "assets").iterdir()} == set(found)
    for salt in found:
        assert len(files(built / "assets" / salt)) == len(files(built / "assets" / found[0]))
    return found


# Without posters, which take most of the time.
write = partial(build.write, posters=False)


@pytest.fixture(scope="module")
def contacted() -> Flask:
    """An app with all URLs there are."""
    return create_app(CONTACT)


@pytest.fixture(scope="module")
def folder(contacted: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one build."""
    folder = tmp_path_factory.mktemp("folder") / "made" / "for us"
    write(contacted, folder)
    return folder


class Releases:
    """Four releases of a tree, built one after the other, and what is there then."""

    def __init__(self, folder: Path) -> None:
        self.tree = copy_of_the_tree(folder / "tree")
        self.script = self.tree / "pwa" / "find.js"
        self.folder = folder / "site"
        self.scripts = [f"{self.script.read_text()}void '{number}'\n" for number in range(4)]
        self.builds, self.salts = [], []
        for number in range(4):
            built = self.build(number, self.folder)
            self.builds.append(built.name)
            self.salts.append(salts(built)[0])

    def build(self, number: int, folder: Path) -> Path:
        self.script.write_text(self.scripts[number])
        return release(self.tree, folder)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    return Releases(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def old(folder: Path, tmp_path: Path) -> Path:
    """A folder with a build that is to stay, whatever happens."""
    return Path(shutil.copytree(folder, tmp_path / "site", symlinks=True))


# --- complete ---


def test_every_url_of_the_contract_is_there_in_every_language(contacted: Flask) -> None:
    assert set(build.urls(contacted)) == contract(contacted.extensions["pages"].assets.salt)
    assert len(build.urls(contacted)) == len(set(build.urls(contacted)))


def test_without_a_contact_there_is_no_file_that_names_it(app: Flask) -> None:
    assert "/.well-known/security.txt" not in build.urls(app)


@pytest.mark.parametrize("posters", [False, pytest.param(True, marks=pytest.mark.sweep)])
def test_each_file_is_the_apps_answer_in_each_coding(
    contacted: Flask, tmp_path: Path, posters: bool
) -> None:
    built = build.write(contacted, tmp_path, posters=posters)
    client = contacted.test_client()
    expected: dict[str, bytes] = {}
    for url in build.urls(contacted, posters=posters):
        answer = client.get(url)
        assert answer.status_code == (404 if url == "/404.html" else 200)
        expected[build.file_of(url)] = answer.data
    found = files(built)
    coded = {
        name.rpartition(".")[0]: decode(content)
        for decode, suffix in ((brotli.decompress, ".br"), (gzip.decompress, ".gz"))
        for name, content in found.items()
        if name.endswith(suffix)
    }
    plain = {name: text for name, text in found.items() if name[-3:] not in (".br", ".gz")}
    assert plain == expected
    packed = (".png", ".pdf")  # as they are
    assert coded == {name: text for name, text in expected.items() if name[-4:] not in packed}
    assert len(found) == 2 * len(coded) + len(plain)  # .br and .gz, and nothing else


def test_current_is_a_relative_link_to_the_build_by_its_name(
    contacted: Flask, folder: Path
) -> None:
    name = contacted.extensions["pages"].build
    assert (folder / "current").readlink() == Path(name)
    assert (folder / "current" / "healthz").read_text() == f"{name}\n"
    assert {path.name for path in folder.iterdir()} == {
        name,
        f"{name}.json",
        "current",
        ".lock",
    }


def test_what_changes_by_itself_is_not_recorded(folder: Path) -> None:
    built = build.current(folder)
    assert built
    names = {
        name
        for codings in (build.index(built) or {}).values()
        for headers in codings.values()
        for name, _ in headers
    }
    assert {"Content-Type", "Cache-Control", "ETag", "Vary"} <= names
    assert not names & {"Date", "Last-Modified", "Expires", "Set-Cookie"}


@pytest.mark.parametrize(
    "posters",
    [
        pytest.param(False, marks=pytest.mark.starts),
        pytest.param(True, marks=pytest.mark.sweep),  # in two scripts
    ],
)
def test_two_builds_of_one_tree_are_the_same_bytes(tmp_path: Path, posters: bool) -> None:
    here, elsewhere = (
        copy_of_the_tree(tmp_path / name, languages=SAMPLE[-1:])
        for name in ("a checkout", "another checkout")
    )
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for tree, target, environ in (
        (here, ours, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
        (elsewhere, theirs, {"TZ": "Pacific/Niue", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
    ):
        options = [] if posters else ["--no-posters"]
        result = run(tree, "build", target, *options, **environ)
        assert result.returncode == 0, result.stderr
    assert files(ours) == files(theirs)
    assert len(files(ours)) > 100


def test_files_are_made_in_parallel(tmp_path: Path) -> None:
    """Two answers, each of which waits for the other to be asked for, too."""
    app = create_app(CONFIG)
    both = threading.Barrier(2, timeout=20)

    def waiting(view: Callable[[], Response]) -> Callable[[], Response]:
        def wait() -> Response:
            both.wait()
            return view()

        return wait

    for name in ("wellknown.robots", "wellknown.sitemap"):
        app.view_functions[name] = waiting(app.view_functions[name])  # type: ignore[arg-type] # both take nothing
    assert whole(write(app, tmp_path))


def test_posters_can_wait_and_come_into_the_same_build_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If only this machine can open the address on them, nobody waits for sheets."""
    monkeypatch.setattr(sheets, "FILES", [(Sheet.A4, Format.PDF)])  # to be quick
    app = create_app(CONFIG)  # whose pages show only this
    built = build.write(app, tmp_path, posters=False)
    assert not (built / "en" / "poster" / "a4.pdf").exists()
    assert (built / "en" / "poster" / "index.html").exists()
    build.write(app, tmp_path, posters=False)
    assert build.write(app, tmp_path) == built
    assert (built / "en" / "poster" / "a4.pdf").read_bytes().startswith(b"%PDF-")
    assert whole(built)
    before = (built / "en" / "poster" / "a4.pdf").stat().st_mtime_ns
    assert build.write(app, tmp_path, posters=False) == built
    assert (built / "en" / "poster" / "a4.pdf").stat().st_mtime_ns == before


@pytest.mark.starts
def test_another_sheet_is_another_build(tmp_path: Path) -> None:
    """Its name is known before anything is drawn."""
    tree = copy_of_the_tree(tmp_path)
    code = (
        "from webapp import create_app; from webapp.config import Config\n"
        f"print(create_app(Config(public_origin='{ORIGIN}')).extensions['pages'].build)"
    )
    source = tree / "webapp" / "posters" / "poster.typ"
    names = []
    for addition in ("", "// another\n"):
        source.write_text(source.read_text("utf-8") + addition, "utf-8")
        names.append(run(tree, code=code).stdout)
    assert names[0] != names[1]


def test_the_name_of_a_build_does_not_depend_on_the_day() -> None:
    """Only security.txt does: it says until when it holds."""
    app = create_app(CONTACT)
    pages = app.extensions["pages"]
    name = pages.build
    pages.set_build("")
    app.view_functions["wellknown.security"] = lambda: "Expires: 2099-01-01T00:00:00Z"
    assert build.build_name(app) == name


# A build on another day. The classes stay, since their types are looked at; what asks the clock
# is exchanged in them. Typst is given a date, so that its own clock does not matter.
ANOTHER_DAY = """
import ctypes, datetime, gc, sys, time

ahead = datetime.timedelta(days=int(sys.argv.pop()))
day, moment, seconds = datetime.date.today, datetime.datetime.now, time.time
time.time = lambda: seconds() + ahead.total_seconds()
for owner, name, asks in (
    (datetime.date, "today", lambda cls: day() + ahead),
    (datetime.datetime, "now", lambda cls, tz=None: moment(tz) + ahead),
):
    [names] = gc.get_referents(vars(owner))
    names[name] = classmethod(asks)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))

from webapp.cli import main
from webapp.posters import sheets
sheets.FILES = [(sheets.Sheet.A6, kind) for kind in sheets.Format]
main()
"""


@pytest.mark.starts
def test_builds_a_month_apart_are_the_same_bytes(tmp_path: Path) -> None:
    tree = copy_of_the_tree(tmp_path / "tree", languages=SAMPLE[:1])
    builds = []
    for days in (0, 31):
        folder = tmp_path / str(days)
        contact = {"OFFSWITCH_CONTACT": CONTACT.contact}
        result = run(tree, "build", folder, str(days), code=ANOTHER_DAY, **contact)
        assert result.returncode == 0, result.stderr
        builds.append(files(folder))
    now, later = builds
    of_the_day = {name for name in now if build.SECURITY in f"/{name}"}
    assert of_the_day
    assert now.keys() == later.keys()
    assert {name for name in now if now[name] != later[name]} == of_the_day


# --- again ---


def test_what_depends_on_the_day_is_written_again(contacted: Flask, old: Path) -> None:
    for file in old.glob("*/.well-known/*"):
        file.write_bytes(b"expired")
    write(contacted, old)
    current = build.current(old)
    assert current
    assert (current / build.SECURITY[1:]).read_text().startswith("Contact: ")
    assert build.SECURITY not in (build.index(current) or {})


def test_a_poster_is_taken_from_the_build_before_while_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = (Format.PDF, Format.SVG)
    monkeypatch.setattr(sheets, "FILES", [(Sheet.A6, kind) for kind in kinds])
    before = build.write(create_app(CONFIG), tmp_path)
    marked = [*before.glob("*/poster/a6.*")]
    for file in marked:
        file.write_bytes(bytes(file.stat().st_size))
    (before / "de" / "poster" / "a6.pdf").unlink()

    after = build.write(create_app(OTHER), tmp_path)
    assert after != before
    assert len(marked) == 7 * len(ALL)  # SVG and script in three codings each, and PDF
    for file in marked:
        content = (after / file.relative_to(before)).read_bytes()
        assert (content == bytes(len(content))) == (
            file.parts[-3:] != ("de", "poster", "a6.pdf")
        )
    for url, codings in (build.index(before) or {}).items():
        if "/poster/a6" in url:
            assert (build.index(after) or {})[url] == codings

    elsewhere = create_app(Config(public_origin="https://another.example.org"))
    changed = build.write(elsewhere, tmp_path) / "en" / "poster" / "a6.pdf"
    assert changed.read_bytes().startswith(b"%PDF-")


def test_an_unchanged_tree_builds_nothing_again(contacted: Flask, folder: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.lstat().st_ino, path.lstat().st_mtime_ns)
            for path in folder.rglob("*")
            if path.name != ".lock" and ".well-known" not in path.parts
        }

    before = state()
    write(contacted, folder)
    write(create_app(CONTACT), folder)
    assert state() == before


@pytest.mark.starts
def test_each_release_is_a_build_with_a_salt_of_its_own(releases: Releases) -> None:
    assert len(set(releases.builds)) == len(set(releases.salts)) == 4


@pytest.mark.starts
def test_the_three_newest_builds_stay(releases: Releases) -> None:
    others = releases.builds[1:]
    names = {path.name for path in releases.folder.iterdir()}
    assert names == {".lock", "current", *others, *(f"{name}.json" for name in others)}
    assert (releases.folder / "current").readlink() == Path(others[-1])


@pytest.mark.starts
def test_the_assets_of_two_releases_before_stay_and_older_ones_go(releases: Releases) -> None:
    for number, kept in {1: [1, 0], 2: [2, 1, 0], 3: [3, 2, 1]}.items():
        built = releases.folder / releases.builds[number]
        assert salts(built) == [releases.salts[n] for n in kept]
    before, after = (releases.folder / releases.builds[number] for number in (2, 3))
    for name, content in files(before / "assets" / releases.salts[2]).items():
        assert (after / "assets" / releases.salts[2] / name).read_bytes() == content
    index, earlier = build.index(after) or {}, build.index(before) or {}
    for url in earlier:
        if url.startswith(f"/assets/{releases.salts[2]}/"):
            assert index[url] == earlier[url]


@pytest.mark.starts
@pytest.mark.parametrize(("number", "kept"), [(2, [2, 3, 1]), (0, [0, 3, 2])])
def test_so_they_do_when_an_older_release_comes_back(
    releases: Releases, tmp_path: Path, number: int, kept: list[int]
) -> None:
    """Whether its build is still there, or no longer."""
    folder = shutil.copytree(releases.folder, tmp_path / "site", symlinks=True)
    built = releases.build(number, folder)
    assert built.name == releases.builds[number]
    assert salts(built) == [releases.salts[n] for n in kept]
    assert len([*folder.glob("*.json")]) == 3


def test_the_assets_of_any_build_before_are_brought_along(contacted: Flask, old: Path) -> None:
    """Once, and nothing is left that belongs to none of these builds."""
    current, earlier = old / "current", old / "0123456789ab"
    built = old / current.readlink()
    [salt] = salts(built)
    index = built.with_name(f"{built.name}.json")
    index.with_name("0123456789ab.json").write_text(index.read_text().replace(salt, "beef"))
    index.unlink()
    built.rename(earlier)
    (earlier / "assets" / salt).rename(earlier / "assets" / "beef")
    for _ in range(2):
        current.unlink()
        current.symlink_to(earlier.name)
        write(contacted, old)
        assert old / current.readlink() == built
        assert salts(built) == [salt, "beef"]
        (built / "assets" / "stale").mkdir()


@pytest.mark.starts
def test_assets_that_somebody_removed_are_not_kept(releases: Releases, tmp_path: Path) -> None:
    folder = shutil.copytree(releases.folder, tmp_path / "site", symlinks=True)
    shutil.rmtree(folder / "current" / "assets" / releases.salts[2])
    built = releases.build(0, folder)
    assert salts(built) == [releases.salts[n] for n in (0, 3, 1)]


def test_a_clock_that_was_put_back_costs_no_build(contacted: Flask, old: Path) -> None:
    [index] = old.glob("*.json")
    for number in range(3):
        tomorrow = time.time() + 86_400
        later = old / f"{number:012}.json"
        later.with_suffix("").mkdir()
        later.write_bytes(index.read_bytes())
        os.utime(later, (tomorrow, tomorrow))
    write(contacted, old)
    current = build.current(old)
    assert current
    assert whole(current)


def test_what_is_not_ours_is_left_alone(contacted: Flask, old: Path) -> None:
    """Whatever its name: 12 digits may be somebody's date."""
    names = {"package.json", "0.json", "notes.part", "a b", "202611242040.part"}
    names |= {"202611242040.json", "0123456789ab.json", ".202611242040", "ba9876543210"}
    for name in names:
        (old / name).write_text("{}")
    folders = {"folder", "deadbeefcafe", "202611242040", "0123456789ab", "abcdefabcdef.part"}
    for name in folders:
        (old / name).mkdir()
        (old / name / "file").write_text("mine")
    write(contacted, old)
    assert {path.name for path in old.iterdir()} >= names | folders
    assert all((old / name / "file").read_text() == "mine" for name in folders)


def test_what_an_interrupted_build_left_is_removed(contacted: Flask, old: Path) -> None:
    before = {path.name for path in old.iterdir()}
    [index] = old.glob("*.json")
    (old / "0123456789ab.json").write_bytes(index.read_bytes())  # its folder was not there yet
    (old / ".0123456789ab.json.part").write_text("{")
    for name in (".0123456789ab.part", ".ba9876543210.old.part"):
        (old / name / "en").mkdir(parents=True)
    write(contacted, old)
    assert {path.name for path in old.iterdir()} == before


def test_a_build_without_its_index_is_made_again(contacted: Flask, old: Path) -> None:
    [index] = old.glob("*.json")
    expected = files(old)
    for spoil in (
        lambda: index.unlink(),
        lambda: index.write_text('{"/en/app/": {'),
        lambda: shutil.rmtree(index.with_suffix("")),
    ):
        spoil()
        write(contacted, old)
        assert files(old) == expected


# --- never half ---


def fails(app: Flask, old: Path, said: str) -> None:
    """A build fails and says so; the old one serves, and nothing else is there."""
    before = files(old)
    with pytest.raises(BuildError) as caught:
        write(app, old)
    assert str(caught.value) == f"build: {said}"
    assert files(old) == before


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (lambda: ("", 500), "500 INTERNAL SERVER ERROR"),
        (lambda: ("", 308), "308 PERMANENT REDIRECT"),
        (lambda: ("", 404), "404 NOT FOUND"),
        (lambda: 1 / 0, "500 INTERNAL SERVER ERROR"),
    ],
)
def test_an_unexpected_answer_fails_the_build_by_name(
    old: Path, view: Callable[[], object], said: str
) -> None:
    app = create_app(CONFIG)
    app.view_functions["posters.code_png"] = view  # type: ignore[assignment] # any answer
    fails(app, old, f"/qr.png is answered with {said}, expected 200")


def test_the_page_for_what_is_lacking_has_to_say_so(old: Path) -> None:
    app = create_app(CONFIG)
    app.view_functions["errors.not_found"] = lambda: "fine"
    fails(app, old, "/404.html is answered with 200 OK, expected 404")


def test_an_endpoint_that_would_be_missing_fails_the_build_by_name(old: Path) -> None:
    app = create_app(CONFIG)
    app.url_map.add(Rule("/poster/<size>/<any(red, blue):colour>", endpoint="posters.any"))
    said = "/poster/<size>/<any(red, blue):colour> is for any colour"
    fails(app, old, f"{said}, expected a known set of values")


def test_a_full_disk_fails_the_build_and_names_the_file(app: Flask, old: Path) -> None:
    before = files(old)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (15_000, hard))
    try:
        with pytest.raises(BuildError, match=r"is File too large, expected a folder to write"):
            write(app, old)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(old) == before


@pytest.mark.starts
def test_ctrl_c_in_the_middle_leaves_the_old_build_and_no_other(old: Path) -> None:
    before = files(old)
    building = running(
        "build", str(old), stderr=subprocess.PIPE, OFFSWITCH_PUBLIC_ORIGIN=ORIGIN
    )
    with building as process:
        while not [*old.glob(".*.part/*")]:
            assert process.poll() is None
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert files(old) == before


def build_until(app: Flask, folder: Path, step: int, every: int) -> bool:
    """Build in a fork that is killed at a step on the disk; return whether there was one.

    Steps are the moments at which something gets its name, and one in ``every`` at which a
    file or a folder is made or removed.
    """
    if pid := os.fork():
        return os.waitpid(pid, 0)[1] == signal.SIGKILL
    seen = {True: 0, False: 0}

    def look(event: str, details: tuple[object, ...]) -> None:
        naming = event in ("os.rename", "os.symlink")
        made = event == "open" and isinstance(details[2], int) and details[2] & os.O_CREAT
        if naming or made or event in ("os.mkdir", "os.remove", "os.rmdir"):
            seen[naming] += 1
            if (naming or not seen[False] % every) and seen[True] + seen[
                False
            ] // every == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(look)
    write(app, folder)
    os._exit(0)


def kill_at_every_step(*given: str) -> None:
    """Kill a build at each of its steps; look what is there then, and after the next one."""
    before, folder, after = map(Path, given[:3])
    every = int(given[3])
    app = create_app(Config.from_environ(os.environ))
    expected = files(after)
    builds = {path.readlink().name for path in (before / "current", after / "current")}
    write(app, folder)  # what it compresses is known in the forks
    for step in itertools.count(1):
        shutil.rmtree(folder)
        shutil.copytree(before, folder, symlinks=True, copy_function=os.link)
        killed = build_until(app, folder, step, every)
        current = build.current(folder)
        assert current, step
        assert current.name in builds, step
        assert whole(current), step
        write(app, folder)
        assert files(folder) == expected, step
        if not killed:
            print(step)
            return


@pytest.mark.parametrize(
    "every",
    [
        pytest.param(10**6, marks=pytest.mark.starts),  # where something gets its name
        pytest.param(60, marks=pytest.mark.sweep),
    ],
)
def test_a_build_killed_at_any_step_is_none_and_the_next_one_is_whole(
    releases: Releases, tmp_path: Path, every: int
) -> None:
    before, folder, after = (tmp_path / name for name in ("before", "folder", "after"))
    for copied in (before, after):
        shutil.copytree(releases.folder, copied, symlinks=True)
    releases.build(0, after)  # keeps two more salts, and removes a build
    act = "from tests.webapp.test_build import *; kill_at_every_step(*sys.argv[1:])"
    path = f"{releases.tree}:{ROOT}"
    result = run(releases.tree, before, folder, after, str(every), code=act, PYTHONPATH=path)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 5


@pytest.mark.starts
def test_two_builds_at_a_time_both_end_well(releases: Releases, tmp_path: Path) -> None:
    """Of two releases, and of one twice; the result is that of one after the other."""
    folder = shutil.copytree(releases.folder, tmp_path / "site", symlinks=True)
    trees = [copy_of_the_tree(tmp_path / str(number)) for number in range(2)]
    changed(trees[0], "x")
    with ThreadPoolExecutor() as pool:
        built = [*pool.map(lambda tree: release(tree, folder), [*trees, trees[0]])]
    assert len(set(built)) <= 2
    current = build.current(folder)
    assert current in built
    assert len(salts(current)) == 3
    assert not [*folder.glob(".*.part")]
    assert len([*folder.glob("*.json")]) == 3
    assert all(whole(path.with_suffix("")) for path in folder.glob("*.json"))
