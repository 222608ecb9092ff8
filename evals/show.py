"""Prints figures for reading: a table a split, a column a suite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evals.report import Figure, Part, Report, Unit
from evals.suite import SPLITS

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH = 240
"""Columns of what is no terminal, such as a file."""


def console() -> Console:
    """Where figures are printed: standard output."""
    from rich.console import Console

    plain = Console()
    return plain if plain.is_terminal else Console(width=_WIDTH)


def show(report: Report) -> None:
    """Prints the figures of a report, dev and test apart."""
    out = console()
    for split in SPLITS:
        parts = [part for part in report.parts if part.split == split]
        if parts:
            out.print(_table(split, parts))
    start = report.run
    if start.cold_seconds is not None:
        out.print(f"A new process: {start.cold_seconds:.1f} s to its first answer, {start.memory_mib:.0f} MiB at its highest.")


def told(figure: Figure) -> str:
    """A figure as a person reads it, with its interval: `86.4% (79–91)`."""
    if figure.unit is Unit.SHARE:
        between = (
            f" ({100 * figure.low:.0f}–{100 * figure.high:.0f})" if figure.low is not None and figure.high is not None else ""
        )
        return f"{figure.value:.1%}{between}" if figure.of else "–"
    if figure.unit is Unit.SCORE:
        return f"{figure.value:.3f}" + (f" ({figure.low:.2f}–{figure.high:.2f})" if figure.low is not None else "")
    return f"{figure.value:.0f}"


def _table(split: str, parts: Sequence[Part]) -> object:
    from rich import box
    from rich.table import Table

    table = Table(title=f"{split} split", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("", no_wrap=True)
    for part in parts:
        table.add_column(f"{part.suite}, {part.questions}", justify="right")
    for name in dict.fromkeys(figure.name for part in parts for figure in part.figures):
        found = [part.figure(name) for part in parts]
        table.add_row(name, *(told(figure) if figure else "" for figure in found))
    return table
