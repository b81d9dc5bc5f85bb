"""How a fault's story is told: two releases, a line, perhaps a proxy, a visitor, a worker.

What the stories are is in ``faults``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from tests.guides import says
from tests.pwa.faults import Fault
from tests.pwa.line import Line
from tests.pwa.results import ALL
from tests.pwa.visitor import Change, Lost, Release, Visitor, naive
from tests.server import free_port

# The changes of another release: other scripts, so another salt, and other words.
NEWER = (
    ("pwa/app.js", "console.error(error)", "console.warn(error)"),
    ("webapp/guide/guide.toml", says("password"), f"Newer. {says('password')}"),
)
# Seconds in which a saved page opens; if only the core is told, the machine may be busy.
SECOND = 1.0 if ALL else 3.0

# One respects what the server says, the other caches everything for a while, by path alone.
PROXIES = {
    "caching": "proxy_cache_valid 200 1d;",
    "stubborn": "proxy_cache_valid any 3s; proxy_cache_key $uri; "
    "proxy_ignore_headers Cache-Control Expires Vary;",
}
NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off; proxy_cache_path {folder}/cache keys_zone=kept:1m;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{line}; proxy_pass_request_headers on;
      proxy_cache kept; {rules}
    }}
  }}
}}
"""


def as_it_is(content: bytes) -> bytes:
    return content


def tell(
    fault: Fault,
    worker: str | Change,
    *,
    browser: Browser,
    releases: list[Release],
    folder: Path,
) -> str:
    """Tell a fault's story with a worker: "ours", "naive", or ours changed.

    Return what was lost, "" if nothing. Raise ``playwright.sync_api.Error`` if ours leaves the
    browser in a state that no story expects.
    """
    makes: Callable[[bytes], bytes] = naive(releases) if worker == "naive" else as_it_is
    with Line(releases[0].server) as line, ExitStack() as stack:
        if isinstance(worker, Change) and worker.file == "/sw.js":
            makes = worker
        elif isinstance(worker, Change):
            line.edits[worker.file] = worker
        line.edits["/sw.js"] = makes
        front = ""
        if fault.front:
            front = stack.enter_context(proxy(fault.front, line, folder))
        visitor = Visitor(
            browser,
            line,
            releases,
            second=SECOND,
            ours=worker != "naive",
            worker=makes,
            front=front,
            options=fault.options,
        )
        try:
            with visitor:
                fault.story(visitor)
                visitor.undisturbed()
        except Lost as lost:
            return str(lost)
        except BrowserError as error:
            if worker == "ours":
                raise
            return f"the browser waits for ever: {error.message.splitlines()[0]}"
    return ""


@contextmanager
def proxy(kind: str, line: Line, folder: Path) -> Iterator[str]:
    """Start an nginx in front of a line, and return its origin."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("not installed: nginx")
    port = free_port()
    folder = folder / f"nginx-{port}"
    folder.mkdir()
    config = folder / "nginx.conf"
    rules = PROXIES[kind]
    config.write_text(NGINX.format(folder=folder, port=port, line=line.port, rules=rules))
    process = subprocess.Popen([program, "-c", config, "-p", folder])
    try:
        for _ in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)
