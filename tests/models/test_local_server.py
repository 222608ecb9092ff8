"""A real model behind a real server: streaming, stop, deadline, and a server that is killed in mid-answer.

The model is far too small to be right; what it says is never looked at, only what comes of it.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.answering.parts import Parts
from assistant.models.calls import Call, ModelFailure, Stopped, Trouble, text_of
from assistant.models.opening import ChatModel, open_model

from .local_server import weights

pytestmark = pytest.mark.skipif(
    weights() is None or find_spec("langchain_openai") is None, reason="the extra local-model is not installed"
)

LONG = [("human", "Write a long story about a lighthouse, a ferry and a dog. Begin: Once upon a time")]
STEPS = "how many steps does the lighthouse of Kalmora have?"


class Server:
    """The server, and how to end it."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("local_server.py"))]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def model(self, timeout: float = 60.0) -> ChatModel:
        opened = open_model(Settings.load(model="openai:small", model_url=f"{self.address}/v1", model_timeout=timeout))
        assert opened is not None
        return opened

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.kill()


@pytest.fixture
def doomed() -> Iterator[Server]:
    """A server of a test's own, to kill."""
    started = Server()
    yield started
    started.kill()


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    notes = "# Harbour\n\n- The lighthouse of Kalmora has 417 steps.\n- The ferry to Osterholm takes 12 cars.\n"
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    return Assistant.open(Settings.load(notes=folder / "notes.md", home=folder / "home"))


def test_words_are_streamed_as_they_are_said(server: Server) -> None:
    call = Call.within(60)
    pieces = call.stream(server.model().runnable, LONG)
    said = [text_of(next(pieces)) for _ in range(12)]
    pieces.close()
    assert sum(bool(text.strip()) for text in said) > 5


def test_a_stop_ends_the_answer_and_frees_the_server(server: Server) -> None:
    stop = threading.Event()
    pieces = Call.within(60, stop).stream(server.model().runnable, LONG)
    for _ in range(5):
        next(pieces)
    stop.set()
    started = time.monotonic()
    with pytest.raises(Stopped):
        list(pieces)
    assert time.monotonic() - started < 1
    next(Call.within(60).stream(server.model().runnable, LONG))  # the one slot of the server is free again


def test_the_deadline_ends_an_answer_that_goes_on(server: Server) -> None:
    started = time.monotonic()
    with pytest.raises(ModelFailure) as caught:
        list(Call.within(1.5).stream(server.model().runnable, LONG))
    assert caught.value.trouble is Trouble.SLOW
    assert time.monotonic() - started < 3


def test_a_server_that_is_killed_breaks_off_and_is_then_not_reached(doomed: Server) -> None:
    pieces = Call.within(60).stream(doomed.model().runnable, LONG)
    next(pieces)
    doomed.kill()
    with pytest.raises(ModelFailure) as caught:
        list(pieces)
    assert caught.value.trouble is Trouble.BROKE_OFF
    with pytest.raises(ModelFailure) as caught:
        list(Call.within(60).stream(doomed.model().runnable, LONG))
    assert caught.value.trouble is Trouble.UNREACHABLE


def answered(harbour: Assistant, model: ChatModel, meanwhile: Callable[[], None] = lambda: None):
    timer = threading.Timer(0.5, meanwhile)
    timer.start()
    answer = Assistant(harbour.index, Parts(model=model)).ask(STEPS)
    timer.join()
    return answer


def test_whatever_the_model_says_the_answer_stands_in_the_notes(harbour: Assistant, server: Server) -> None:
    answer = answered(harbour, server.model(timeout=20))
    assert answer.answered
    assert "417" in answer.text
    assert answer.generation is not None
    assert answer.generation.used or "your notes' own lines" in answer.note


def test_a_server_killed_in_mid_answer_ends_in_the_composed_answer(harbour: Assistant, doomed: Server) -> None:
    answer = answered(harbour, doomed.model(), doomed.kill)
    assert answer.text == harbour.ask(STEPS).text
    assert answer.note == "The chat model broke off: this answer is made of your notes' own lines."
