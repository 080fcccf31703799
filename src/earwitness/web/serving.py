"""Running the desk on this machine, and nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from earwitness.errors import UsageError
from earwitness.web.app import make_app
from earwitness.web.house import House

__all__ = ["HOST", "serve"]

HOST = "127.0.0.1"


def serve(house: House, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C.

    Args:
        port: 0 for any that is free.
        ready: told the address to open, with its key, when the desk listens.

    Raises:
        UsageError: something else listens there.
    """
    with _listening(port) as door:
        house.port = door.getsockname()[1]
        with (
            house.desk() as desk
        ):  # opened once before anybody is told: migrations, broken settings
            desk.archive.db.execute("select 1")
        config = uvicorn.Config(
            make_app(house),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        ready(f"http://{HOST}:{house.port}/?key={house.key}")
        with suppress(KeyboardInterrupt):  # raised again by uvicorn once everything is closed
            uvicorn.Server(config).run(sockets=[door])


def _listening(port: int) -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((HOST, port))
    except (OSError, OverflowError) as error:
        door.close()
        raise UsageError(
            f"the desk cannot listen on port {port} ({error})",
            do="Choose another with --port, or 0 for any",
        ) from error
    door.listen(128)
    return door
