"""The bar that shows how far something has come, in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.index import Progress


@contextmanager
def progress_bar(doing: str = "Building the index of your notes") -> Iterator[Progress]:
    """A progress bar with the time left on standard error, shown once there is something to do.

    Where standard error is no terminal, such as the log of a service, a line says that it begins, and one that it is done.

    Args:
        doing: what is being done, in front of the bar.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield from _logged(doing)
        return
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    task = bar.add_task(doing, total=None, start=False)
    started = False

    def show(done: int, total: int) -> None:
        nonlocal started
        if not started:
            bar.start()
            bar.start_task(task)
            started = True
        bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if started:
            bar.stop()


def _logged(doing: str) -> Iterator[Progress]:
    started: float | None = None

    def show(done: int, total: int) -> None:
        nonlocal started
        if started is None:
            started = time.monotonic()
            print(f"{doing} ({total:,} in all) ...", file=sys.stderr, flush=True)

    yield show
    if started is not None:
        print(f"{doing}: done after {time.monotonic() - started:.0f} seconds.", file=sys.stderr, flush=True)
