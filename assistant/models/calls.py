"""Calls of a chat model that end in time: within a deadline, at a stop, and with a plain word on what went wrong."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

CHARACTERS_A_TOKEN = 4
"""A rule of thumb for English: tokens are counted so where the model's own count is not known."""

_LOOK_UP = 0.1
"""Seconds between two looks at the stop sign while the model says nothing."""


class Trouble(StrEnum):
    """What keeps a model from answering, as the student is told."""

    SLOW = "the chat model took too long"
    UNREACHABLE = "the chat model cannot be reached"
    BROKE_OFF = "the chat model broke off"
    BUSY = "the chat model refuses more questions for now"
    KEY = "the chat model refused the key"
    UNKNOWN = "the chat model is not known where it was asked for"
    TOO_LONG = "the question and its passages are too long for the chat model"
    SILENT = "the chat model said nothing"
    NO_MODEL = "what answers is no chat model"
    FAILED = "the chat model failed"


_MENDS = {
    Trouble.SLOW: "set ASSISTANT_MODEL_TIMEOUT higher, or choose a smaller model",
    Trouble.UNREACHABLE: "start its server, set ASSISTANT_MODEL_URL to where it listens, or go online where it is hosted",
    Trouble.BROKE_OFF: "look at its server's log",
    Trouble.BUSY: "wait, or look at your quota there",
    Trouble.KEY: "set ASSISTANT_MODEL_KEY to one that it takes",
    Trouble.UNKNOWN: "set ASSISTANT_MODEL to a model that is there, or ASSISTANT_MODEL_URL to where it is",
    Trouble.TOO_LONG: "set ASSISTANT_MODEL_CONTEXT lower",
    Trouble.SILENT: "look at its server's log, or choose another model",
    Trouble.NO_MODEL: "set ASSISTANT_MODEL_URL to where the model is served, which mostly ends in /v1",
    Trouble.FAILED: "look at its server's log, or choose another model",
}


class ModelFailure(Exception):  # noqa: N818 - it always ends in a composed answer, never as an error
    """A call that came to nothing.

    Attributes:
        trouble: why.
        detail: the kind of the error, for who sets the model up; no text of the error, which may hold a key.
    """

    def __init__(self, trouble: Trouble, detail: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.detail = detail

    @property
    def mend(self) -> str:
        """What to do about it."""
        return _MENDS[self.trouble]


class Stopped(Exception):  # noqa: N818 - the student's wish, no error
    """The student stopped the answer."""


@dataclass(slots=True)
class Usage:
    """What calls have taken.

    Attributes:
        tokens_in: tokens read; counted by their letters where the model does not say, or was left before it had.
        tokens_out: tokens written, likewise.
    """

    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """The limits of the calls for one answer, and what they take.

    Attributes:
        deadline: when they must have ended, by `time.monotonic()`.
        stop: set to end them at once.
        usage: filled as they end.
    """

    deadline: float
    stop: threading.Event = field(default_factory=threading.Event)
    usage: Usage = field(default_factory=Usage)

    @classmethod
    def within(cls, seconds: float, stop: threading.Event | None = None) -> Call:
        """Limits that end so many seconds from now."""
        return cls(time.monotonic() + seconds, stop or threading.Event())

    def stream(self, runnable: Runnable[Any, Any], messages: Any) -> Generator[Any, None, None]:
        """Streams what a model says, from a thread of its own: a read that hangs cannot hold up the answer.

        Args:
            runnable: the model, or the model with a schema.
            messages: what it is asked.

        Raises:
            ModelFailure: it took too long or failed.
            Stopped: the stop sign was set.
        """
        said: queue.SimpleQueue[Any] = queue.SimpleQueue()
        left = threading.Event()
        threading.Thread(target=_listen, args=(runnable, messages, said, left), name="chat-model", daemon=True).start()
        letters = 0
        counted = Usage()
        try:
            while True:
                kind, value = self._next(said)
                if kind is _Said.FAILED:
                    raise failure_of(value) from None
                if kind is _Said.USAGE:
                    counted = value
                    return
                letters = max(letters, len(str(value))) if isinstance(value, dict) else letters + len(text_of(value))
                yield value
        finally:
            left.set()
            if counted.tokens_out or letters:  # what a call that was left had taken counts as well
                self.usage.tokens_in += counted.tokens_in or len(str(messages)) // CHARACTERS_A_TOKEN
                self.usage.tokens_out += counted.tokens_out or letters // CHARACTERS_A_TOKEN

    def text(self, runnable: Runnable[Any, Any], messages: Any) -> str:
        """All that a model says, as one text.

        Raises:
            ModelFailure, Stopped: as `stream`.
        """
        return "".join(text_of(piece) for piece in self.stream(runnable, messages))

    def _next(self, said: queue.SimpleQueue[Any]) -> Any:
        while True:
            if self.stop.is_set():
                raise Stopped
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise ModelFailure(Trouble.SLOW)
            try:
                return said.get(timeout=min(left, _LOOK_UP))
            except queue.Empty:
                continue


class _Said(StrEnum):
    """What a piece in the queue is."""

    PIECE = "piece"
    FAILED = "failed"
    USAGE = "usage"


def _listen(runnable: Runnable[Any, Any], messages: Any, said: queue.SimpleQueue[Any], left: threading.Event) -> None:
    """Puts what a model says into a queue, until it ends or nobody listens any more."""
    from langchain_core.callbacks import UsageMetadataCallbackHandler
    from langsmith import tracing_context

    usage = UsageMetadataCallbackHandler()
    pieces = None
    try:
        with tracing_context(enabled=False):  # nothing leaves the machine but to the chosen model
            pieces = runnable.stream(messages, config={"callbacks": [usage]})
            for piece in pieces:
                if left.is_set():
                    return
                said.put((_Said.PIECE, piece))
        counted = usage.usage_metadata.values()
        told = Usage(sum(one["input_tokens"] for one in counted), sum(one["output_tokens"] for one in counted))
        said.put((_Said.USAGE, told))
    except BaseException as error:
        said.put((_Said.FAILED, error))
    finally:
        if pieces is not None and hasattr(pieces, "close"):
            pieces.close()


def text_of(piece: Any) -> str:
    """The words of a piece that a model streams; thoughts, tool calls and pictures are left out."""
    if isinstance(piece, str):
        return piece
    text = getattr(piece, "text", "")
    return str(text() if callable(text) and not isinstance(text, str) else text)


def failure_of(error: BaseException) -> ModelFailure:
    """What an error of any provider's client means for the student, by its status or the name of its class."""
    if isinstance(error, ModelFailure):
        return error
    chain = [error, *_causes(error)]
    names = " ".join(type(each).__name__ for each in chain)
    status = next((found for each in chain if (found := _status(each))), 0)
    detail = f"{type(error).__name__}{f', status {status}' if status else ''}"
    return ModelFailure(_trouble(names, status, str(error).lower()), detail)


def _trouble(names: str, status: int, text: str) -> Trouble:
    by_status = {401: Trouble.KEY, 403: Trouble.KEY, 404: Trouble.UNKNOWN, 408: Trouble.SLOW, 413: Trouble.TOO_LONG}
    if status in by_status:
        return by_status[status]
    if status in (429, 503, 529):
        return Trouble.BUSY
    if status in (400, 422) and ("context" in text or "too long" in text or "tokens" in text):
        return Trouble.TOO_LONG
    if status >= 400:
        return Trouble.FAILED
    if "Timeout" in names:
        return Trouble.SLOW
    if "JSONDecodeError" in names or "no generation chunks" in text:  # a web page, or another service
        return Trouble.NO_MODEL
    if any(name in names for name in ("RemoteProtocol", "IncompleteRead", "ReadError", "ConnectionReset", "ChunkedEncoding")):
        return Trouble.BROKE_OFF
    if "Connect" in names:
        return Trouble.UNREACHABLE
    return Trouble.FAILED


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__ or error.__context__
    for _ in range(8):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__


def _status(error: BaseException) -> int:
    response = getattr(error, "response", None)
    for value in (getattr(error, "status_code", None), getattr(error, "code", None), getattr(response, "status_code", None)):
        if isinstance(value, int) and not isinstance(value, bool) and 100 <= value < 600:
            return value
    return 0
