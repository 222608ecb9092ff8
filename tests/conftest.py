"""Shared by all tests: no network but loopback, one index of the corpus, settings of their own."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

REPOSITORY = Path(__file__).parent.parent
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


class OutsideConnectionError(AssertionError):
    """A test tried to reach another machine."""


def _is_loopback(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Fails any connection of this process that is not to this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(real):
        def call(self, address):
            if not _is_loopback(address):
                raise OutsideConnectionError(f"a test connects to {address}")
            return real(self, address)

        return call

    socket.socket.connect = guarded(connect)
    socket.socket.connect_ex = guarded(connect_ex)
    yield
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the settings of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def corpus_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the corpus's index, built once for all workers of a test run; TEST_HOME keeps it for the gate."""
    from assistant.index import open_index
    from assistant.settings import Settings

    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = Path(os.environ.get("TEST_HOME") or shared / "corpus-home")
    with FileLock(shared / "corpus-home.lock"):
        open_index(Settings.load(home=home))
    return home


@pytest.fixture(scope="session")
def assistant(corpus_home: Path):
    """The assistant over the corpus."""
    from assistant import Assistant, Settings

    return Assistant.open(Settings.load(home=corpus_home))
