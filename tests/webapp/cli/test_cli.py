"""The console command, run as a person would."""

from __future__ import annotations

import datetime
import io
import re
import shutil
import signal
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
import zxingcpp
from babel.dates import format_date
from PIL import Image

from tests.command import Result, installed, installed_on_a_terminal, offswitch, running
from tests.conftest import ORIGIN
from tests.server import Server, free_port
from tests.tree import ROOT
from webapp import cli
from webapp.cli import evidence
from webapp.guide import loading, rules, sightings
from webapp.guide.models import OLD, Grade, Reading, Sighting, Surface, When
from webapp.reader import locales

LOCALES = list(locales.find(ROOT / "translations").values())


def test_the_terminal_shows_the_code_of_the_public_origin() -> None:
    result = offswitch("qr", OFFSWITCH_PUBLIC_ORIGIN=ORIGIN)
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) > 15


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_code_is_written_to_a_file(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"code.{suffix}"
    result = offswitch("qr", "--out", str(out), OFFSWITCH_PUBLIC_ORIGIN=ORIGIN)
    assert result.returncode == 0, result.stderr
    if suffix == "svg":
        assert out.read_text().startswith("<svg ")
    else:
        [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(out.read_bytes())))
        assert code.text == ORIGIN


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    for name, expected in {
        "code.gif": "a name ending in .svg or .png",
        "gone/code.svg": "a file to write: No such file or directory",
    }.items():
        out = tmp_path / name
        result = offswitch("qr", "--out", str(out))
        assert result.returncode == 2
        assert result.stderr == f"offswitch: --out is {str(out)!r}, expected {expected}\n"


def test_an_unknown_command_or_option_is_one_line_and_status_2() -> None:
    for arguments in (["serves"], ["qr", "--in"], ["qr", "--out"]):
        result = offswitch(*arguments)
        assert result.returncode == 2
        assert result.stderr.startswith("offswitch: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.starts
def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    result = installed("check", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.endswith("no error\n")


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return content that can be changed, in place of the command's own."""
    content = Path(shutil.copytree(loading.CONTENT, tmp_path / "content"))
    (content / "sightings.toml").write_text("# Nobody yet.\n")
    monkeypatch.setattr(loading, "CONTENT", content)
    return content


def today() -> datetime.date:
    """Return the day as the command sees it: the suite may run past midnight."""
    return datetime.date.today()


def days_ago(days: int) -> datetime.date:
    return today() - datetime.timedelta(days=days)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_check_says_what_is_there() -> None:
    result = offswitch("check")
    assert result.returncode == 0
    found = loading.load(loading.CONTENT, today=today())
    assert result.stdout.splitlines()[-1] == (
        f"{len(found.steps)} steps, {len(found.labels)} labels, {len(found.regions)} regions, "
        f"{len(found.sources)} sources: no error"
    )


def test_check_lists_all_evidence_by_grade_and_the_oldest_first() -> None:
    result = offswitch("check")
    found = loading.load(loading.CONTENT, today=today())
    groups = re.findall(r"^(\w+): (\d+)\n((?:  .*\n)*)", result.stdout, re.MULTILINE)
    assert [grade for grade, _, _ in groups] == [str(grade) for grade in Grade]
    listed = 0
    for _, count, lines in groups:
        dates = [line.split()[0] for line in lines.splitlines()]
        assert len(dates) == int(count)
        unknown = dates.count("unknown")
        assert set(dates[:unknown]) <= {"unknown"}
        first_days = [When(date).first or datetime.date.max for date in dates[unknown:]]
        assert first_days == sorted(first_days)
        listed += len(dates)
    assert listed == len(list(rules.all_evidence(found))) + len(found.sightings)
    claims = {f"claims[{claim.id}]": claim.evidence for claim in found.claims}
    named = {
        **{f"path[{path.id}]": path.evidence for path in found.paths.values()},
        **{f"address[{one.id}]": one.evidence for one in found.addresses.values()},
        **{name: evidence for name, evidence in claims.items() if evidence},
        **{
            f"label[{label.id}] {printed.locale}": printed.evidence
            for label in found.labels.values()
            for printed in label.printed
        },
    }
    assert len(named) > 100
    for name, reason in named.items():
        first = reason.date.first
        age = f"{(today() - first).days} d" if first else "?"
        line = rf"  {reason.date} +{re.escape(age)}  {re.escape(name)} +"
        line += " ".join(reason.sources)
        assert re.search(f"^{line}$", result.stdout, re.MULTILINE), name


def date_path(content: Path, surface: str, date: str) -> None:
    """Say when the menu path was described."""
    file = content / "guide.toml"
    dated = rf'(id = "{surface}"\nlead.*?date = )["\w-]+'
    text = re.sub(dated, rf"\g<1>{date}", file.read_text("utf-8"), count=1, flags=re.DOTALL)
    file.write_text(text, "utf-8")


def test_a_month_is_as_old_as_its_first_day(content: Path) -> None:
    date_path(content, "app", '"2025-10"')
    age = (today() - datetime.date(2025, 10, 1)).days
    said = offswitch("check").stdout
    assert said.startswith(f"Menu paths, as old as pages say:\n  2025-10      {age} d  app\n")


def test_check_says_what_is_old_and_what_is_soon(content: Path) -> None:
    """Almost everything has the same date."""
    for file in ("guide", "labels", "regions"):
        path = content / f"{file}.toml"
        dated = re.sub(r'(?<=, date = )["\w-]+(?= })', '"unknown"', path.read_text("utf-8"))
        path.write_text(dated, "utf-8")
    date_path(content, "app", str(days_ago(180)))
    date_path(content, "website", str(days_ago(179)))
    text = (content / "guide.toml").read_text("utf-8")
    for address, days in {"setting": 120, "form": 119, "research": 181}.items():
        wanted = rf'(?s)(id = "{address}"\nurl.*?date = )"unknown"'
        text = re.sub(wanted, rf"\g<1>{days_ago(days)}", text, count=1)
    (content / "guide.toml").write_text(text, "utf-8")
    (content / "sightings.toml").write_text(
        f'[[sighting]]\nid = "history"\nsurface = "app"\ndate = {days_ago(130)}\n'
        'device = "x"\napp_version = "1"\nregion = "IE"\nlanguage = "en"\n'
        'saw = ["Other words", "than now"]\n'
    )

    said = offswitch("check").stdout
    assert (
        "\n180 days old or older: 2\n"
        "180 days old within 60 days: 2\n"
        f"  {days_ago(-1)}  path[website]\n"
        f"  {days_ago(-60)}  address[setting]\n\n"
    ) in said


def test_it_is_old_when_pages_warn() -> None:
    script = ROOT / "pwa" / "age.js"
    assert f"const OLD = {OLD} // days" in script.read_text("utf-8")


def test_a_sighting_makes_the_path_young_until_a_rename(content: Path) -> None:
    answers = ("--device=Pixel 9", "--app-version=4.1", "--region=IE", "--language=en")
    before = offswitch("check").stdout
    assert "seen: 0\n" in before
    recorded = offswitch("record-seen", "--surface=website", *answers, typed="y\n")
    assert recorded.returncode == 0, recorded.stderr

    said = offswitch("check").stdout
    assert f"  {today()}     0 d  website\n" in said
    seen = f"  {today()}     0 d  sighting[seen-{today()}-website]  Pixel 9, 4.1, IE, en"
    assert f"seen: 1\n{seen}\n" in said

    switch = loading.load(loading.CONTENT, today=today()).labels["switch"].english.text
    replace(content / "labels.toml", f'"{switch}"', '"Renamed"')
    said = offswitch("check").stdout
    assert f"seen: 1\n{seen} (no longer the guide's words)\n" in said
    assert said.splitlines()[:3] == before.splitlines()[:3]


class Proxy(socketserver.ThreadingTCPServer):
    """Notes where a client wants to go, and lets nobody through."""

    daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        server: Proxy

        def handle(self) -> None:
            self.server.asked.append(self.rfile.readline().decode().strip())
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.01,)).start()
        yield proxy
        proxy.shutdown()


def outgoing() -> list[str]:
    found = loading.load(loading.CONTENT, today=today())
    ours = {address.url for address in found.addresses.values()}
    return sorted((ours | {source.url for source in found.sources.values()}) - {""})


@pytest.mark.long
def test_each_outgoing_address_is_asked_once_and_no_answer_is_a_verification(
    proxy: Proxy,
) -> None:
    checked = offswitch("check")
    asking = ("check", "--links", "--pause", "0")
    result = offswitch(*asking, https_proxy=proxy.address, no_proxy="")
    urls = outgoing()
    assert len(urls) > 40
    assert proxy.asked == [f"CONNECT {urlsplit(url).hostname}:443 HTTP/1.0" for url in urls]
    assert result.returncode == 0
    assert result.stderr == ""
    said = result.stdout.removeprefix(checked.stdout)
    refused = "no answer: Tunnel connection failed: 502 Bad Gateway"
    assert said.splitlines() == [
        *(f"{url}: {refused}" for url in urls),
        "An answer says that something is there, not that it says what we say: look at it.",
    ]
    own = said
    for url in urls:
        own = own.replace(url, "")
    assert not re.search(r"verif|valid|works|\bok\b|fine|correct", own, re.IGNORECASE)


def test_on_a_terminal_it_shows_how_far_it_is(proxy: Proxy) -> None:
    asking = ("check", "--links", "--pause", "0")
    result = offswitch(*asking, terminal=True, https_proxy=proxy.address, no_proxy="")
    assert result.returncode == 0
    assert "Asking" in result.stderr
    assert "Building" not in result.stderr
    assert result.stderr.count("\x1b[K") == len(outgoing())
    assert re.findall(r"(\d+)%", result.stderr)[-1] == "100"


@pytest.mark.starts
def test_ctrl_c_stops_the_asking_and_keeps_what_is_said(proxy: Proxy) -> None:
    asking = running(
        *("check", "--links", "--pause", "999"),
        stdout=subprocess.PIPE,
        https_proxy=proxy.address,
        no_proxy="",
    )
    with asking as process:
        assert process.stdout is not None
        assert any("no answer" in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
    assert process.returncode == 130
    assert len(proxy.asked) == 1


def test_a_pause_that_is_none_is_one_line_and_status_2() -> None:
    expected = "expected seconds from 0 to 999"
    result = offswitch("check", "--links", "--pause", "-1")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == f"offswitch: Invalid value for '--pause': '-1', {expected}\n"
    for pause in ("nan", "inf", "1e3", "1000", "soon", ""):
        refused = offswitch("check", "--links", "--pause", pause)
        assert refused.returncode == 2
        assert f"Invalid value for '--pause': {pause!r}, {expected}\n" in refused.stderr


ANSWERS = {
    "--surface": "app",
    "--device": "Pixel 9, Android 16",
    "--app-version": "4.1.1012",
    "--region": "IE",
    "--language": "de",
}
OPTIONS = [f"{name}={answer}" for name, answer in ANSWERS.items()]
TYPED = "".join(f"{answer}\n" for answer in ANSWERS.values())


@pytest.mark.parametrize(
    ("options", "typed"),
    [([], TYPED), (OPTIONS, ""), (OPTIONS[:2], "4.1.1012\nIE\nde\n")],
    ids=["typed", "options", "both"],
)
def test_record_seen_writes_down_what_was_seen(
    content: Path, options: list[str], typed: str
) -> None:
    result = offswitch("record-seen", *options, typed=f"{typed}y\n")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    loaded = loading.load(content, today=today())
    seen = sightings.newest(loaded, Surface.APP)
    assert seen == Sighting(
        id=f"seen-{today()}-app",
        surface=Surface.APP,
        date=today(),
        device="Pixel 9, Android 16",
        app_version="4.1.1012",
        region="IE",
        language="de",
        saw=sightings.on_screen(loaded, Surface.APP, "de"),
    )
    for words in seen.saw:
        assert f"\n  {words}\n" in result.stdout
    day = format_date(today(), "long", locale="en_GB")
    said = f"We saw these menu steps ourselves on {day}: Pixel 9, Android 16.\n"
    assert f"The page for the app now says:\n\n  {said}" in result.stdout
    assert result.stdout.endswith("Next: make test, and a commit.\n")
    assert (
        (content / "sightings.toml").read_text().startswith("# Nobody yet.\n\n[[sighting]]\n")
    )


def test_two_sightings_of_a_day_are_two_records(content: Path) -> None:
    for _ in range(2):
        assert offswitch("record-seen", *OPTIONS, typed="y\n").returncode == 0
    loaded = loading.load(content, today=today())
    assert list(loaded.sightings) == [f"seen-{today()}-app", f"seen-{today()}-app-2"]


def test_a_bad_answer_is_asked_again(content: Path) -> None:
    typed = (
        "web\nwebsite\nfoo\x1b[31m\nThinkPad\n \nFirefox 145\nie\nIE\nGerman\nde\nmaybe\ny\n"
    )
    result = offswitch("record-seen", typed=typed)
    assert result.returncode == 0, result.stderr
    for said in (
        "'web', expected app or website",
        r"'foo\x1b[31m', expected one line of up to 80 characters",
        "'', expected one line of up to 80 characters",
        "'ie', expected two capital letters, as in IE or US",
        "'German', expected a language such as en or zh-hans",
    ):
        assert f"Error: {said}\n" in result.stdout
    [seen] = loading.load(content, today=today()).sightings.values()
    assert (seen.surface, seen.device, seen.app_version) == (
        Surface.WEBSITE,
        "ThinkPad",
        "Firefox 145",
    )


def test_a_bad_option_is_one_line_and_status_2() -> None:
    expected = "expected two capital letters, as in IE or US"
    result = offswitch("record-seen", "--region", "ie")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == f"offswitch: Invalid value for '--region': 'ie', {expected}\n"
    for name in ANSWERS:
        for bad in ("", "a\nb", "x" * 81):
            refused = offswitch("record-seen", name, bad)
            assert refused.returncode == 2
            assert f"Invalid value for '{name}': {bad!r}, expected" in refused.stderr


def test_without_a_yes_nothing_is_written(content: Path) -> None:
    refused = offswitch("record-seen", typed=f"{TYPED}n\n")
    assert refused.returncode == 1
    assert refused.stderr == "Nothing was written. Correct the guide first: docs/content.md\n"
    for typed in ("", TYPED):
        broken_off = offswitch("record-seen", typed=typed)
        assert broken_off.returncode == 130
        assert "Traceback" not in broken_off.stderr
    assert (content / "sightings.toml").read_text() == "# Nobody yet.\n"


def test_where_nothing_can_be_written_is_one_line_and_status_2(content: Path) -> None:
    in_the_way = content / ".sightings.toml.part"
    in_the_way.mkdir()
    result = offswitch("record-seen", *OPTIONS, typed="y\n")
    assert result.returncode == 2
    assert result.stderr == (
        f"offswitch: {content / 'sightings.toml'} is unchanged, expected a file to write: "
        "Is a directory\n"
    )
    assert (content / "sightings.toml").read_text() == "# Nobody yet.\n"


def test_a_wrong_guide_is_reported_before_the_first_question(content: Path) -> None:
    replace(content / "labels.toml", 'locale = "en"', 'locale = "EN"')
    for command in ("record-seen", "check"):
        result = offswitch(command)
        assert result.returncode == 2
        assert result.stdout == ""
        assert result.stderr.startswith("offswitch: labels.toml: label[settings].printed is ")
        assert result.stderr.count("\n") == 1


def test_the_page_for_maintainers_is_true_and_is_one_page(content: Path) -> None:
    page = (ROOT / "docs" / "content.md").read_text("utf-8")
    assert len(page.splitlines()) < 90
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [str(grade) for grade in Grade]
    for reading in Reading:
        assert f"`{reading}`" in page.split("**read**")[1].split("**date**")[0]
    for name in re.findall(r"`offswitch ([a-z-]+)", page):
        assert name in cli.cli.commands
    for name in re.findall(r"`(\w+\.toml)`", page):
        assert name in loading.FILES
    assert f"{OLD} days old within {evidence.SOON}" in page
    assert f"From {OLD} days on" in page

    [change] = re.findall(r"^ +(\[\[change\]\]\n.*?)```", page, re.MULTILINE | re.DOTALL)
    replace(
        content / "changes.toml",
        "[[change]]",
        change.replace("2026-12-01", str(today())) + "\n[[change]]",
    )
    assert offswitch("check").returncode == 0


@pytest.mark.long
@pytest.mark.starts
def test_serve_builds_and_says_where(tmp_path: Path) -> None:
    with Server(tmp_path / "log") as server:
        pass
    assert (server.site / "current" / "healthz").exists()
    log = server.log.read_text()
    assert f"Off Switch is at {server.origin}\n" in log
    assert "needs https" in log
    assert "█" not in log  # not a terminal


class Served(NamedTuple):
    """What a server reported, and the files that it left."""

    log: str
    before: dict[Path, int]
    after: dict[Path, int]


def times(site: Path) -> dict[Path, int]:
    """Return when each file of a site was written, except its lock."""
    times = {path: path.lstat().st_mtime_ns for path in site.rglob("*.*")}
    del times[site / ".lock"]
    return times


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """Serve on a terminal, under a public origin, a site that is built already."""
    log = tmp_path_factory.mktemp("served") / "log"
    server = Server(log, terminal=True, OFFSWITCH_PUBLIC_ORIGIN=ORIGIN)
    server.run("build", str(server.site))
    before = times(server.site)
    with server:
        pass
    return Served(server.log.read_text(), before, times(server.site))


@pytest.mark.long
@pytest.mark.starts
def test_on_a_terminal_serve_shows_the_code(served: Served) -> None:
    assert served.log.count("█") > 50


@pytest.mark.starts
def test_under_a_public_origin_serve_says_nothing_of_https(served: Served) -> None:
    assert f"Off Switch is at {ORIGIN}\n" in served.log
    assert "needs https" not in served.log


@pytest.mark.starts
def test_serve_builds_nothing_that_is_there(served: Served) -> None:
    assert served.before == served.after
    assert len(served.before) > 100


class Builds(NamedTuple):
    """A folder in which a site was built twice, and what was reported."""

    folder: Path
    first: Result  # errors on a terminal
    second: Result


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """Build a site without posters, which would take most of the time."""
    folder = tmp_path_factory.mktemp("builds")
    first = installed_on_a_terminal("build", "--no-posters", "site", cwd=folder)
    second = installed("build", "--no-posters", "site", cwd=folder)
    return Builds(folder, first, second)


@pytest.mark.long
@pytest.mark.starts
def test_build_says_what_is_current_and_whether_it_was(builds: Builds) -> None:
    for said, result in {
        "is current": builds.first,
        "was already current": builds.second,
    }.items():
        assert result.returncode == 0
        assert re.fullmatch(rf"{builds.folder}/site/[0-9a-f]{{12}} {said}\n", result.stdout)


@pytest.mark.starts
def test_on_a_terminal_build_shows_how_far_it_is(builds: Builds) -> None:
    assert "Building the site" in builds.first.stderr
    steps = [int(step) for step in re.findall(r"(\d+)%", builds.first.stderr)]
    assert steps == sorted(steps)
    assert steps[-1] == 100
    assert len(steps) > 5


@pytest.mark.starts
def test_a_build_can_leave_out_the_posters(builds: Builds) -> None:
    for locale in LOCALES:
        there = builds.folder / "site" / "current" / locale.tag / "poster"
        assert {path.name.partition(".")[0] for path in there.iterdir()} == {"index"}


@pytest.mark.starts
def test_a_folder_that_cannot_be_written_is_one_line_and_status_2(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    lock = tmp_path / "locked" / ".lock"
    lock.mkdir(parents=True)
    wanted = "expected a folder to write to"
    cases = {
        file: f"Invalid value for 'FOLDER': Directory {str(file)!r} is a file.",
        file / "site": f"build: {file}/site is Not a directory, {wanted}",
        lock.parent: f"build: {lock} is Is a directory, {wanted}",
    }
    for folder, said in cases.items():
        result = offswitch("build", str(folder))
        assert result.returncode == 2
        assert result.stdout == ""
        assert result.stderr == f"offswitch: {said}\n"
    result = installed("serve", OFFSWITCH_SITE=str(file / "site"), PORT=str(free_port()))
    assert result.returncode == 2
    assert result.stderr == f"offswitch: {cases[file / 'site']}\n"


@pytest.mark.parametrize(
    ("run", "command"),
    [
        pytest.param(installed, "serve", marks=pytest.mark.starts),
        (offswitch, "qr"),
        (offswitch, "check"),
        (offswitch, "build"),
        (offswitch, "poster"),
    ],
)
def test_a_bad_setting_is_one_line_and_status_2(
    run: Callable[..., Result], command: str, tmp_path: Path
) -> None:
    arguments = [str(tmp_path / "site")] if command == "build" else []
    result = run(command, *arguments, PORT="http")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == "offswitch: PORT is 'http', expected a number from 1 to 65535\n"
