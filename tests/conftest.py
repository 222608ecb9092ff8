"""Shared by all tests: no network but loopback, one index of the corpus, settings of their own."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
for _name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
    del os.environ[_name]  # the settings of whoever runs the tests

os.environ["TZ"] = f"NOON{datetime.now(UTC).hour - 12:+d}"  # no day ends while tests run
time.tzset()

settings.register_profile("tests", deadline=None)  # a machine with other work is slow, and no test is about time
settings.load_profile("tests")


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


@pytest.fixture(scope="session")
def corpus_home(request: pytest.FixtureRequest) -> Path:
    """A home with the corpus's index, built once for all workers; TEST_HOME shares it, else pytest's cache keeps it."""
    from assistant.index import open_index
    from assistant.settings import Settings

    home = Path(os.environ.get("TEST_HOME") or request.config.cache.mkdir("corpus-home"))
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "test.lock"):
        open_index(Settings.load(home=home))
    return home


@pytest.fixture(scope="session")
def assistant(corpus_home: Path):
    """The assistant over the corpus."""
    from assistant import Assistant, Settings

    return Assistant.open(Settings.load(home=corpus_home))
