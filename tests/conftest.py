"""The app, and a page of it; nothing of ours is ever mocked."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.test import TestResponse

from tests import house_rules
from tests.server import Server, Servers
from tests.tree import ORIGIN as ORIGIN  # tests take it from here
from webapp import create_app
from webapp.config import Config

CONFIG = Config(public_origin=ORIGIN)

GetPage = Callable[..., JustHTML]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be skipped, a skipped test has failed."""
    report = yield
    if report.skipped and os.environ.get("NOTHING_SKIPPED") == "yes":
        report.outcome = "failed"
    return report


# Fixtures that start a program.
STARTING = {"playwright", "servers", "engine"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if STARTING & set(getattr(item, "fixturenames", ())):
            item.add_marker("starts")
    items[:] = long_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def long_first(items: list[pytest.Item], processes: int) -> list[pytest.Item]:
    """Begin what is long first: at the end, one processor would work and the others wait.

    What pytest-xdist calls `worksteal` first gives each process an equal share of the list, in
    its order. Long tests of one module stay together, with what they set up.
    """
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("long"):
            modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    rest = [item for item in items if not item.get_closest_marker("long")]
    ordered: list[pytest.Item] = []
    for share in range(processes):
        long = [item for module in [*modules.values()][share::processes] for item in module]
        size = (len(items) - len(ordered)) // (processes - share)
        ordered += long + rest[: size - len(long)]
        del rest[: size - len(long)]
    return ordered


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test starts no program unless it is marked: a function can often do the same."""

    def refuse(command: object, **_: object) -> NoReturn:
        pytest.fail(f"it starts {command}: mark it `starts`, or call a function")

    if not any(map(request.node.get_closest_marker, ("starts", "sweep", "bench"))):
        monkeypatch.setattr(subprocess, "Popen", refuse)


class Client(FlaskClient):
    """A client that checks the house rules on every page it gets, errors included."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        html = response.content_type == "text/html; charset=utf-8" and response.data
        if html and not response.content_encoding and not response.location:
            house_rules.check(response.text, response.request.path)
        return response


@pytest.fixture(scope="session")
def app() -> Flask:
    app = create_app(CONFIG)
    app.test_client_class = Client
    return app


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def get_page(client: FlaskClient) -> GetPage:
    """Fetch a page, expect a status, check the house rules and return the document."""

    def get(url: str, headers: dict[str, str] | None = None, status: int = 200) -> JustHTML:
        response = client.get(url, headers=headers or {})
        assert response.status_code == status, f"{url}: {response.status}"
        assert response.content_type == "text/html; charset=utf-8"
        return house_rules.check(response.text, url)

    return get


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    servers = Servers(tmp_path_factory.mktemp("servers"))
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def server(servers: Servers) -> Server:
    """The server of today's tree."""
    return servers()
