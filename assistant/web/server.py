"""Takes the port and serves an app on it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from fastapi import FastAPI

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104


@contextmanager
def bind(host: str, port: int) -> Iterator[socket.socket]:
    """Takes the port before anything slow begins.

    Raises:
        SettingsError: the port is taken, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise SettingsError(
            f"The web app cannot listen on {host}:{port} ({error.strerror or error}): "
            "set ASSISTANT_PORT or ASSISTANT_HOST to another, or stop the program that is listening there."
        ) from error
    with listener:
        yield listener


def address_of(listener: socket.socket, host: str) -> str:
    """The address to open in a browser on this machine."""
    name = "localhost" if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}"


def serve(app: FastAPI, listener: socket.socket, host: str, stop: Event) -> None:
    """Serves until interrupted, and prints the address as soon as it can be opened.

    Args:
        app: the web app.
        listener: the port taken by `bind`.
        host: the name it was taken by.
        stop: set to end it.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"Study assistant: ready at {address_of(listener, host)} (Ctrl+C to stop)", flush=True)

        async def on_tick(self, counter: int) -> bool:
            return stop.is_set() or await super().on_tick(counter)

    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    Server(config).run(sockets=[listener])
