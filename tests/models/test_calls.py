"""Calls end in time, say plainly what went wrong, and leave nothing running."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from assistant.models.calls import Call, ModelFailure, Stopped, Trouble, failure_of

from .scripted import asked_of, saying

MESSAGES = [("system", "be brief"), ("human", "hello")]


class StatusError(Exception):
    def __init__(self, status: int, text: str = "") -> None:
        super().__init__(text)
        self.status_code = status


@pytest.fixture
def no_thread_stays() -> Iterator[None]:
    """Fails where a call's thread goes on after its test."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive(), thread.name


def test_pieces_come_as_they_are_said():
    model = saying("one ", "two ", "three")
    assert Call.within(5).text(model.runnable, MESSAGES) == "one two three"
    assert asked_of(model) == [("be brief", "hello")]


def test_tokens_are_counted_by_letters_where_the_model_does_not_say():
    call = Call.within(5)
    call.text(saying("x" * 40).runnable, MESSAGES)
    assert call.usage.tokens_out == 10
    assert call.usage.tokens_in > 0


def test_what_a_call_had_taken_is_counted_where_it_was_left():
    call = Call.within(5)
    pieces = call.stream(saying(*["x" * 40] * 3, 3.0).runnable, MESSAGES)
    next(pieces), next(pieces)
    pieces.close()
    assert call.usage.tokens_out == 20
    assert call.usage.tokens_in > 0


@pytest.mark.parametrize("steps", [(3.0,), ("a", 3.0), ("a", *([0.05, "b"] * 600))], ids=["silent", "hangs", "drips"])
def test_a_slow_model_is_left_at_the_deadline(steps):
    started = time.monotonic()
    with pytest.raises(ModelFailure) as caught:
        Call.within(0.4).text(saying(*steps).runnable, MESSAGES)
    assert caught.value.trouble is Trouble.SLOW
    assert time.monotonic() - started < 2


def test_the_stop_sign_ends_a_call_at_once(no_thread_stays):
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Stopped):
        Call.within(30, stop).text(saying("a", 1.5, "b").runnable, MESSAGES)
    assert time.monotonic() - started < 1.2


def test_a_call_that_nobody_listens_to_any_more_ends(no_thread_stays):
    pieces = Call.within(30).stream(saying(*(["word ", 0.05] * 400)).runnable, MESSAGES)
    next(pieces)
    pieces.close()


def test_an_error_in_mid_reply_is_a_failure():
    call = Call.within(5)
    pieces = call.stream(saying("a ", "b ", httpx.RemoteProtocolError("peer closed")).runnable, MESSAGES)
    assert next(pieces).text == "a "
    assert next(pieces).text == "b "
    with pytest.raises(ModelFailure) as caught:
        next(pieces)
    assert caught.value.trouble is Trouble.BROKE_OFF


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (StatusError(401), Trouble.KEY),
        (StatusError(403), Trouble.KEY),
        (StatusError(404), Trouble.UNKNOWN),
        (StatusError(429), Trouble.BUSY),
        (StatusError(529), Trouble.BUSY),
        (StatusError(500), Trouble.FAILED),
        (StatusError(413), Trouble.TOO_LONG),
        (StatusError(400, "This model's maximum context length is 2048 tokens"), Trouble.TOO_LONG),
        (StatusError(400, "bad request"), Trouble.FAILED),
        (httpx.ConnectError("refused"), Trouble.UNREACHABLE),
        (httpx.ReadTimeout("slow"), Trouble.SLOW),
        (httpx.ReadError("reset"), Trouble.BROKE_OFF),
        (ConnectionRefusedError(), Trouble.UNREACHABLE),
        (ConnectionResetError(), Trouble.BROKE_OFF),
        (TimeoutError(), Trouble.SLOW),
        (KeyError("choices"), Trouble.FAILED),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else str(value),
)
def test_errors_of_any_client_have_a_plain_meaning_and_a_mend(error, trouble):
    failure = failure_of(error)
    assert failure.trouble is trouble
    assert failure.mend


def test_the_cause_behind_an_error_counts():
    try:
        try:
            raise httpx.ConnectError("refused")
        except httpx.ConnectError as cause:
            raise RuntimeError("API error") from cause
    except RuntimeError as error:
        assert failure_of(error).trouble is Trouble.UNREACHABLE


def test_nothing_of_an_error_s_text_is_kept():
    failure = failure_of(StatusError(401, "Incorrect API key provided: sk-secret"))
    assert "sk-secret" not in f"{failure} {failure.detail} {failure.mend}"


def test_every_trouble_has_a_mend():
    assert all(ModelFailure(trouble).mend for trouble in Trouble)
