"""What it takes to start: seconds to the first answer of a new process, and its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.settings import PREFIX, Settings

_ROOT = Path(__file__).resolve().parent.parent
_KIBI_IN_MEBI = 1024
_ASK_AND_TELL = """
import pathlib, resource, sys
from assistant.cli import main
try:
    main()
except SystemExit as ended:
    status = pathlib.Path("/proc/self/status")
    kibi = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    if status.is_file():
        kibi = next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    print(kibi, file=sys.stderr)
    raise
"""
"""Asks, and prints the highest resident memory last. `ru_maxrss` alone would count what the parent held when it forked."""


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
    if not find_spec("resource"):
        return None
    given = {
        PREFIX + name.upper(): str(value) for name, value in settings.model_dump(exclude={"model_key"}).items() if str(value)
    }
    environment = {**os.environ, **given, "PYTHONPATH": str(_ROOT)}
    started = time.perf_counter()
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _ASK_AND_TELL, "ask", "--", question],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        return None
    return ColdStart(round(seconds, 2), round(float(process.stderr.split()[-1]) / _KIBI_IN_MEBI, 1))
