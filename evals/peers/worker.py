"""Runs one peer in a process of its own, so that its time and memory are its own: `python -m evals.peers.worker JOB OUT`."""

from __future__ import annotations

import os
import resource
import sys
import time
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from evals.peers.peer import Peer, Piece, Response, entry, make

if TYPE_CHECKING:
    from pydantic import TypeAdapter

RANKED = 100
"""Pieces that are ranked for each question, for the measures of retrieval: enough for ten sections."""

_KIBI = 1024
_WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a job; `key` names it in the whole comparison."""

    key: str
    question: str
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Notes, and what they are asked."""

    notes: Path
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What a peer is to do.

    Attributes:
        peer: its name.
        embedder: the embedder, as in the settings.
        tasks: one a set of notes.
    """

    peer: str
    embedder: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a peer found for one question.

    Attributes:
        key: the question's name.
        seconds: how long it took to do what the peer does by default.
        cpu_seconds: processor time of the same, which does not depend on what else the machine does.
        response: what that gave.
        ranked: the notes, ranked for the question; without their words, to keep the outcome small.
    """

    key: str
    seconds: float
    cpu_seconds: float
    response: Response
    ranked: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a peer did with a job.

    Attributes:
        peer: its name.
        pieces: for each task, how many pieces it cut the notes into.
        index_seconds: for each task, how long it took to index the notes; the embedder was loaded before.
        index_cpu_seconds: processor time of the same, of all cores together.
        peak_mib: memory at its highest, in MiB, when the first task was done.
        found: what was found for every question.
    """

    peer: str
    pieces: tuple[int, ...]
    index_seconds: tuple[float, ...]
    index_cpu_seconds: tuple[float, ...]
    peak_mib: float
    found: tuple[Found, ...]


def work(job: Job) -> Outcome:
    """Does a job in this process.

    Args:
        job: the peer and the questions.
    """
    peer = make(entry(job.peer), job.embedder)
    try:
        return _work(peer, job)
    finally:
        peer.close()


def _work(peer: Peer, job: Job) -> Outcome:
    pieces: list[int] = []
    took: list[_Took] = []
    found: list[Found] = []
    peak = 0.0
    for task in job.tasks:
        began = _now()
        pieces.append(peer.index(task.notes))
        took.append(_since(began))
        for asked in task.questions[:_WARM_UP]:
            peer.ask(asked.question, asked.history)
        found.extend(_ask(peer, asked) for asked in task.questions)
        peak = peak or _peak()
    return Outcome(job.peer, tuple(pieces), tuple(t.wall for t in took), tuple(t.cpu for t in took), peak, tuple(found))


def _ask(peer: Peer, asked: Asked) -> Found:
    began = _now()
    response = peer.ask(asked.question, asked.history)
    took = _since(began)
    ranked = peer.rank(asked.question, asked.history, RANKED)
    return Found(asked.key, took.wall, took.cpu, response, tuple(replace(piece, text="") for piece in ranked))


@dataclass(frozen=True, slots=True)
class _Took:
    """Seconds on the clock, and of the processor."""

    wall: float
    cpu: float


def _now() -> _Took:
    return _Took(time.perf_counter(), time.process_time())


def _since(began: _Took) -> _Took:
    now = _now()
    return _Took(now.wall - began.wall, now.cpu - began.cpu)


def _peak() -> float:
    """The most memory this process has held, in MiB; macOS counts bytes, Linux KiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _KIBI / (_KIBI if sys.platform == "darwin" else 1)


@cache
def jobs() -> TypeAdapter[Job]:
    """Writes and reads jobs as JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(Job)


@cache
def outcomes() -> TypeAdapter[Outcome]:
    """Writes and reads outcomes as JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(Outcome)


def main(job: Path, out: Path) -> int:
    """Does the job in one file and writes the outcome into another; the exit status is 2 where it cannot be done."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        out.write_bytes(outcomes().dump_json(work(jobs().validate_json(job.read_bytes()))))
    except AssistantError as error:
        print(f"evals: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
