"""The console command, run as a person would."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from PIL import Image

from tests.server import OFFSWITCH, Server, free_port
from webapp import cli


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(cli.cli, arguments, env=environ, prog_name="offswitch")


def offswitch(
    *arguments: str, cwd: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed command itself."""
    return subprocess.run(
        [OFFSWITCH, *arguments],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_terminal_shows_the_code_of_the_public_origin() -> None:
    result = run("qr", OFFSWITCH_PUBLIC_ORIGIN="https://off.example.org")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 15


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_the_code_is_written_to_a_file(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"code.{suffix}"
    result = run("qr", "--out", str(out), OFFSWITCH_PUBLIC_ORIGIN="https://off.example.org")
    assert result.exit_code == 0, result.output
    if suffix == "svg":
        assert out.read_text().startswith("<svg ")
    else:
        [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(out.read_bytes())))
        assert code.text == "https://off.example.org"


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


def test_the_command_works_from_any_folder(tmp_path: Path) -> None:
    result = offswitch("check", cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout.endswith("no error\n")


def test_check_says_what_is_there() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "5 steps, 10 labels, 6 regions" in result.output


def test_serve_builds_and_says_where_and_what_offline_use_needs(tmp_path: Path) -> None:
    with Server(tmp_path / "log") as server:
        pass
    assert (server.site / "current" / "healthz").exists()
    log = server.log.read_text()
    assert f"Off Switch is at {server.origin}\n" in log
    assert "needs https" in log
    assert "█" not in log  # not a terminal


def test_on_a_terminal_serve_shows_the_code(tmp_path: Path) -> None:
    with Server(tmp_path / "log", terminal=True) as server:
        pass
    assert server.log.read_text().count("█") > 50


def test_under_a_public_origin_serve_says_nothing_of_https(tmp_path: Path) -> None:
    origin = "https://off.example.org"
    with Server(tmp_path / "log", OFFSWITCH_PUBLIC_ORIGIN=origin) as server:
        pass
    log = server.log.read_text()
    assert f"Off Switch is at {origin}\n" in log
    assert "needs https" not in log


def test_build_says_what_is_current_and_whether_it_was(tmp_path: Path) -> None:
    for said in ("is current", "was current already"):
        result = offswitch("build", "site", cwd=tmp_path)
        assert result.returncode == 0
        assert re.fullmatch(rf"{tmp_path}/site/[0-9a-f]{{12}} {said}\n", result.stdout)
        assert result.stderr == ""


def test_on_a_terminal_build_shows_how_far_it_is(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([OFFSWITCH, "build", tmp_path], stderr=theirs) as building:
        os.close(theirs)
        said = b""
        while more := read(ours):
            said += more
    os.close(ours)
    assert building.returncode == 0
    assert b"Building the site" in said
    steps = [int(step) for step in re.findall(rb"(\d+)%", said)]
    assert steps == sorted(steps)
    assert steps[-1] == 100
    assert len(steps) > 5


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # nobody writes there any more
        return b""


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
    result = offswitch("serve", OFFSWITCH_SITE=str(file / "site"), PORT=str(free_port()))
    assert result.returncode == 2
    assert result.stderr == f"offswitch: {cases[file / 'site']}\n"


def test_serve_builds_nothing_that_is_there(tmp_path: Path) -> None:
    server = Server(tmp_path / "log", OFFSWITCH_PUBLIC_ORIGIN="https://off.example.org")
    server.run("build", str(server.site))
    before = {path: path.lstat().st_mtime_ns for path in server.site.rglob("*.*")}
    with server:
        pass
    after = {path: path.lstat().st_mtime_ns for path in server.site.rglob("*.*")}
    del before[server.site / ".lock"], after[server.site / ".lock"]
    assert before == after
    assert len(before) > 100


@pytest.mark.parametrize("command", ["serve", "qr", "check", "build"])
def test_a_bad_setting_is_one_line_and_status_2(command: str, tmp_path: Path) -> None:
    arguments = [str(tmp_path / "site")] if command == "build" else []
    result = offswitch(command, *arguments, PORT="http")
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == "offswitch: PORT is 'http', expected a number from 1 to 65535\n"
