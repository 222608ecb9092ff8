"""What it takes to start: seconds to the first answer of a new process, and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import PREFIX, Settings

_ROOT = Path(__file__).resolve().parent.parent
_KIBI_IN_MEBI = 1024


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Seconds from the start of a process to the end of its first answer, and its resident memory in MiB at its highest."""

    seconds: float
    memory_mib: float


def cold_start(settings: Settings, question: str) -> ColdStart | None:
    """Asks one question in a new process, over an index that is there.

    Returns:
        None where the system does not tell a child's memory, or the process failed.
    """
    if not hasattr(os, "wait4"):
        return None
    given = {
        PREFIX + name.upper(): str(value) for name, value in settings.model_dump(exclude={"model_key"}).items() if str(value)
    }
    environment = {**os.environ, **given, "PYTHONPATH": str(_ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "assistant", "ask", "--", question],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    kibi = used.ru_maxrss / (_KIBI_IN_MEBI if sys.platform == "darwin" else 1)
    return ColdStart(round(seconds, 2), round(kibi / _KIBI_IN_MEBI, 1)) if process.returncode == 0 else None
