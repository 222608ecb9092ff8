"""Measures time and memory, as ratios within one run where a ratio says more than seconds."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from assistant import Assistant, Settings
from assistant.index import Embedder, open_index
from evals.suite import load

_ROOT = Path(__file__).resolve().parent.parent
_ROUNDS = 3
_QUESTIONS = 60
_PATIENCE = 60.0
_MEBI = 1024 * 1024


def bench() -> None:
    """Measures and prints everything."""
    settings = Settings.load()
    _index(settings)
    _question(settings)
    _start(settings)


def _index(settings: Settings) -> None:
    """Index time against the bare embedding of the same texts."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_index(settings.model_copy(update={"home": Path(folder)}))
        entries = opened.entries
    texts = [entry.text for some in entries.values() for entry in some]
    ratios, seconds = [], []
    for _ in range(_ROUNDS):
        bare = _time(lambda: Embedder(settings.embedder).embed(texts))
        with tempfile.TemporaryDirectory() as folder:
            fresh = settings.model_copy(update={"home": Path(folder)})
            built = _time(lambda fresh=fresh: open_index(fresh))
        ratios.append(built / bare)
        seconds.append(built)
    print(f"Index of {len(texts)} texts: {statistics.median(seconds):.1f} s, {_spread(ratios, 'x')} the bare embedding")


def _question(settings: Settings) -> None:
    """A warm question against the bare embedding of the same question."""
    assistant = Assistant.open(settings)
    assistant.warm()
    questions = [item.question for item in load("answers", "dev")][:_QUESTIONS]
    for question in questions[:5]:
        assistant.ask(question)
    bare, whole = [], []
    for question in questions:
        bare.append(_time(lambda q=question: assistant.index.embedder.embed_query(q)))
        whole.append(_time(lambda q=question: assistant.ask(q)))
    ratio = statistics.median(whole) / statistics.median(bare)
    print(
        f"Warm question: {_spread([1000 * s for s in whole], ' ms')}; bare embedding {_spread([1000 * s for s in bare], ' ms')}; "
        f"ratio of the medians {ratio:.2f}"
    )


def _start(settings: Settings) -> None:
    """Seconds from the start of the web app to its page and to its first answer, and its memory."""
    open_index(settings)
    seconds, memory = [], 0.0
    for _ in range(_ROUNDS):
        port = _free_port()
        environment = {**os.environ, "ASSISTANT_PORT": str(port), "ASSISTANT_HOME": str(settings.home)}
        started = time.perf_counter()
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, str(_ROOT / "app.py")], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/", started)
            seconds.append(time.perf_counter() - started)
            _wait_for(f"http://127.0.0.1:{port}/ready", started)
            memory = max(memory, _resident(server.pid))
        finally:
            server.terminate()
            server.wait()
    print(f"Start to page: {_spread(seconds, ' s')}; resident memory with the model loaded: {memory:.0f} MiB")


def _wait_for(url: str, started: float) -> None:
    while time.perf_counter() - started < _PATIENCE:
        try:
            with urllib.request.urlopen(url, timeout=2) as page:  # noqa: S310
                if page.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} does not answer within {_PATIENCE:.0f} s")


def _resident(pid: int) -> float:
    """Resident memory of a process, in MiB."""
    kibi = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return int(kibi.stdout) * 1024 / _MEBI


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _time(call: object) -> float:
    started = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - started


def _spread(values: Sequence[float], unit: str) -> str:
    return f"{statistics.median(values):.2f}{unit} ({min(values):.2f}-{max(values):.2f})"
