"""How fast `serve` is next to nginx with the same files. Printed, never asserted."""

from __future__ import annotations

import getpass
import grp
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, free_port
from tests.webapp.reader.user_agents import new_user_agents

pytestmark = pytest.mark.bench

VARIANT = "/de/app/"
ROUNDS, SECONDS = 3, 3

# As in apt. Both have gzip files ready.
NGINX = """
daemon off;
user {user} {group};
worker_processes auto;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  gzip_static on;
  types {{ text/html html; }}
  default_type text/html;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    root {root};
  }}
}}
"""

# A reader with another device each time; JSON's strings are Lua's.
AGENTS = """
local agents = {{ {agents} }}
local count = 0
request = function()
  count = count % #agents + 1
  wrk.headers["User-Agent"] = agents[count]
  return wrk.format("GET", "/")
end
"""


def program(name: str) -> str:
    """The path of a program; the test is skipped where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        pytest.skip(f"no {name}: apt-get install {name}")
    return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "log", workers=os.cpu_count() or 1) as server:
        yield server


@pytest.fixture
def nginx(tmp_path: Path, server: Server) -> Iterator[int]:
    """The port of an nginx that has the files of our server."""
    port = free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(
        NGINX.format(
            user=getpass.getuser(),
            group=grp.getgrgid(os.getgid()).gr_name,
            folder=tmp_path,
            root=(server.site / "current").resolve(),
            port=port,
        )
    )
    process = subprocess.Popen([program("nginx"), "-c", config, "-p", tmp_path])
    for _ in range(100):
        try:
            got(port)
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(timeout=30)


def got(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", VARIANT, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200
    assert response.headers["Content-Encoding"] == "gzip"
    return body


def rate(port: int, url: str, *options: str | Path) -> float:
    """Requests that are answered in a second."""
    said = subprocess.run(
        [
            program("wrk"),
            *("--threads=1", "--connections=32", f"--duration={SECONDS}s"),
            "--header=Accept-Encoding: gzip",
            *options,
            f"http://127.0.0.1:{port}{url}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Non-2xx" not in said
    assert "Socket errors" not in said
    [found] = re.findall(r"Requests/sec:\s+([\d.]+)", said)
    return float(found)


def test_serve_beside_nginx(server: Server, nginx: int, tmp_path: Path) -> None:
    assert got(server.port) == got(nginx)
    script = tmp_path / "agents.lua"
    agents = ", ".join(json.dumps(agent) for agent in new_user_agents(1000))
    script.write_text(AGENTS.format(agents=agents))
    rates = [
        (
            rate(nginx, VARIANT),
            rate(server.port, VARIANT),
            rate(server.port, "/", f"--script={script}"),
        )
        for _ in range(ROUNDS)
    ]
    theirs, variant, door = (statistics.median(each) for each in zip(*rates, strict=True))
    print(
        f"\na variant: nginx answers {theirs:,.0f} requests in a second, "
        f"`serve` {variant:,.0f}: {variant / theirs:.2f} of that (wanted: 0.35)"
        f"\nthe door, 1,000 user agents: {door:,.0f}: "
        f"{door / theirs:.3f} of nginx's variant (wanted: 0.08)"
    )
