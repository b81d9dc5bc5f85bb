"""The command `offswitch`, run as a person would: in this process, or as it is installed.

In this process it needs no start, but it knows only this machine: tests of other machines'
fonts, of signals and of the server use the installed one.
"""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import OFFSWITCH, spawn
from webapp import cli

LIMIT = 120  # seconds after which the installed command is ended, whatever it is waiting for

Result = subprocess.CompletedProcess[str]


class Screen(io.StringIO):
    """A terminal, to a program that asks."""

    def isatty(self) -> bool:
        return True


def offswitch(
    *arguments: str,
    cwd: Path | None = None,
    typed: str = "",
    terminal: bool = False,
    **environ: str,
) -> Result:
    """Run the command in this process, in a folder, with errors on a terminal if wished."""
    stdout, stderr = io.StringIO(), Screen() if terminal else io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        patch.setattr(sys, "argv", [str(OFFSWITCH), *arguments])
        patch.setattr(sys, "stdin", io.StringIO(typed))
        for name, value in {"FLASK_RUN_FROM_CLI": "true", **environ}.items():  # Flask sets it
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            cli.main()
    status = int(end.value.code or 0)
    return Result(arguments, status, stdout.getvalue(), stderr.getvalue())


@contextlib.contextmanager
def running(
    *arguments: str,
    cwd: Path | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
    **environ: str,
) -> Iterator[subprocess.Popen[str]]:
    """Start the installed command; Ctrl-C reaches it, and it is ended when its time is over."""
    process = spawn(
        [OFFSWITCH, *arguments],
        cwd=cwd,
        env={**os.environ, **environ},
        stdout=stdout,
        stderr=stderr,
    )
    end = threading.Timer(LIMIT, process.kill)
    end.start()
    try:
        with process:
            yield process
    finally:
        end.cancel()


def installed(*arguments: str, cwd: Path | None = None, **environ: str) -> Result:
    """Run the installed command itself."""
    pipe = subprocess.PIPE
    with running(*arguments, cwd=cwd, stdout=pipe, stderr=pipe, **environ) as process:
        stdout, stderr = process.communicate()
    return Result(process.args, process.returncode, stdout, stderr)


def installed_on_a_terminal(*arguments: str, cwd: Path | None = None, **environ: str) -> Result:
    """Run the installed command itself, with its errors on a terminal."""
    ours, theirs = pty.openpty()
    pipe = subprocess.PIPE
    with running(*arguments, cwd=cwd, stdout=pipe, stderr=theirs, **environ) as process:
        os.close(theirs)
        screen = b""
        with contextlib.suppress(OSError):  # nobody writes there any more
            while part := os.read(ours, 65536):
                screen += part
        stdout, _ = process.communicate()
    os.close(ours)
    return Result(process.args, process.returncode, stdout, screen.decode())
