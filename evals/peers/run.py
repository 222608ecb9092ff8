"""Runs the peers, one process each, one after the other, and holds them against this program."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from assistant.progress_bar import progress_bar
from evals.peers.judge import judge
from evals.peers.peer import OURS, PEERS, Entry, PeerError, entry, missing
from evals.peers.worker import Asked, Job, Outcome, Task, jobs, outcomes
from evals.report import Contest
from evals.run import Plan, questions

_ROOT = Path(__file__).resolve().parent.parent.parent
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ASSISTANT_MODEL": "",
}
"""Environment of a peer's process: nothing is sent anywhere, and no chat model is asked."""


def run(plan: Plan, names: Sequence[str] = ()) -> Contest:
    """Asks this program and the peers the same questions, and says who does how well.

    Args:
        plan: which suites, splits and settings.
        names: peers by name; all by default. This program always takes part.

    Raises:
        PeerError: there is no such peer, or a package that it needs is not installed.
        AssistantError: the suites, the settings or the notes cannot be used.
    """
    chosen = _chosen(names)
    asked = dict(sorted(questions(plan).items(), key=lambda pair: pair[0] != plan.settings.notes))
    tasks = tuple(
        Task(notes, tuple(Asked(f"{suite}/{item.id}", item.question, item.history) for suite, item in items))
        for notes, items in asked.items()
    )
    done: list[Outcome] = []
    with progress_bar("Asking the peers") as progress:
        for at, known in enumerate(chosen):
            progress(at, len(chosen))
            done.append(_start(Job(known.name, plan.settings.embedder, tasks)))
        progress(len(chosen), len(chosen))
    return judge(done, asked, plan.settings.embedder)


def _chosen(names: Sequence[str]) -> list[Entry]:
    chosen = [known for known in PEERS if known.name == OURS or not names or known.name in {entry(name).name for name in names}]
    for known in chosen:
        if not all(_installed(package) for package in known.packages):
            raise PeerError(missing(known))
    return chosen


def _installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _start(job: Job) -> Outcome:
    """Does a job in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "job.json", Path(folder) / "outcome.json"
        file.write_bytes(jobs().dump_json(job))
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "evals.peers.worker", str(file), str(out)],
            cwd=_ROOT,
            env=os.environ | _QUIET,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if ended.returncode:
            last = (ended.stderr.strip() or "no message").splitlines()[-1].removeprefix("evals: ")
            raise PeerError(f"The peer {job.peer} ended with status {ended.returncode}: {last}")
        return outcomes().validate_json(out.read_bytes())
