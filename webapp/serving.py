"""The server in front of the app. It logs no request, so no address and no user agent."""

from __future__ import annotations

import os
import socket

from granian.constants import Interfaces
from granian.server import MPServer

from webapp.config import Config
from webapp.errors import ConfigError


def server(config: Config) -> MPServer:
    """Return the server for a config; its workers read the environment again.

    Raises ConfigError if the address cannot be listened on: granian would share a port with
    another server, and readers would meet either.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        socket.create_server((config.host, config.port), family=family).close()
    except OSError as error:
        place = f"{config.host}:{config.port}"
        raise ConfigError("PORT", str(config.port), f"{place} to be free: {error}") from None
    return MPServer(
        "webapp:create_app",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=os.cpu_count() or 1,
        blocking_threads=2,  # for work that never waits; granian warns of many
        backpressure=512,  # connections at a time, to a worker
        respawn_failed_workers=True,
        workers_kill_timeout=5,  # seconds a worker has to stop
        log_access=False,
    )
