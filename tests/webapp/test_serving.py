"""The server that `make run` starts."""

from __future__ import annotations

import http.client
import signal
import socket
from pathlib import Path

import pytest

from tests.server import Server
from webapp import serving
from webapp.config import Config
from webapp.errors import ConfigError


def test_the_server_answers_and_stops(tmp_path: Path) -> None:
    with Server(tmp_path / "log") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        headers = {"Accept-Encoding": "br", "Host": "evil.test", "Accept-Language": "de"}
        connection.request("GET", "/", headers=headers)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200
        assert response.headers["Content-Encoding"] == "br"
        assert response.headers["Content-Location"] == "/de/website/"
        assert response.headers["Content-Length"] == str(len(body))
        assert len(response.headers.get_all("Vary") or []) == 1
        assert response.headers.get("Server", "") in ("", "granian")  # and no version
        connection.close()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=30) == 0
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", server.port, timeout=10).request("GET", "/")


def test_the_server_logs_nothing_about_readers(tmp_path: Path) -> None:
    with Server(tmp_path / "log") as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        for path in ("/canary", "/en/app/?canary", "/canary%0a/"):
            for name in ("User-Agent", "Referer", "Cookie", "X-Forwarded-For"):
                connection.request("GET", path, headers={name: "canary"})
                connection.getresponse().read()
        connection.close()
    assert "Listening at" in server.log.read_text()
    assert "canary" not in server.log.read_text()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_not_shared(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, reuse_port=True) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=f"PORT is '{port}', expected .* to be free"):
            serving.server(Config(host=host, port=port))


def test_the_server_listens_where_the_config_says_and_logs_no_request() -> None:
    server = serving.server(Config(host="127.0.0.1", port=8765))
    assert (server.bind_addr, server.bind_port) == ("127.0.0.1", 8765)
    assert not server.log_access
    assert server.respawn_failed_workers
