"""Says what got better and what got worse from one report to another, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.difference import differences
from evals.report import Difference, Report, ReportError, Result
from evals.show import console


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one suite and split.

    Attributes:
        part: suite and split, as `answers/test`.
        differences: the second report less the first; the first difference is of what is right.
        better: questions that only the second has right, as it has them.
        worse: questions that only the first has right, as the second has them.
    """

    part: str
    differences: tuple[Difference, ...]
    better: tuple[Result, ...]
    worse: tuple[Result, ...]


def compare(before: Report, after: Report) -> tuple[Change, ...]:
    """What changed in every suite and split that both reports have.

    Raises:
        ReportError: they have none in common, or not the same questions.
    """
    for name in before.run.suites.keys() & after.run.suites.keys():
        if before.run.suites[name] != after.run.suites[name]:
            raise ReportError(f"The suite {name} is not the same in both reports: run the older program on today's suite.")
    first, second = _by_part(before), _by_part(after)
    common = [part for part in first if part in second]
    if not common:
        raise ReportError(f"Nothing to compare: one report has {', '.join(first)}, the other {', '.join(second)}.")
    return tuple(_change(part, first[part], second[part]) for part in common)


def show(changes: Sequence[Change]) -> None:
    """Prints changes: a table of differences, then the questions that got better and worse."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for head in ("", "", "gain", "95 % interval", "better", "worse", "p"):
        table.add_column(head, justify="left" if not head else "right")
    for change in changes:
        for at, found in enumerate(change.differences):
            p = "" if found.p is None else f"{found.p:.3f}"
            interval = f"{found.low:+.3f} to {found.high:+.3f}"
            part = change.part if not at else ""
            table.add_row(part, found.figure, f"{found.gain:+.3f}", interval, str(found.better), str(found.worse), p)
    out = console()
    out.print(table)
    for change in changes:
        for told, results in (("better", change.better), ("worse", change.worse)):
            for result in results:
                out.print(f"{told}  {change.part} {escape(result.item.id)}: {escape(result.item.question)}", soft_wrap=True)
    out.print("gain: of the second report over the first; its interval by a bootstrap over sections, p by McNemar's exact test.")


def _by_part(report: Report) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in report.results:
        found.setdefault(result.part, []).append(result)
    return found


def _change(part: str, before: Sequence[Result], after: Sequence[Result]) -> Change:
    first = {result.item.id: result.score.correct for result in before}
    if first.keys() != {result.item.id for result in after}:
        raise ReportError(
            f"The reports did not ask the same questions of {part} ({len(before)} and {len(after)}): "
            "run both with the same --limit."
        )
    return Change(
        part,
        differences(after, before),
        tuple(result for result in after if result.score.correct and not first[result.item.id]),
        tuple(result for result in after if not result.score.correct and first[result.item.id]),
    )
