"""Says what got better and what got worse from one report to another, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.difference import difference, differences
from evals.metrics.generation import COST, TOKENS, UNSUPPORTED, USED
from evals.report import Difference, Figure, Part, Report, ReportError, Result, Run
from evals.show import console, told
from evals.summary import (
    CARRYING,
    CITED_RIGHT,
    MILLISECONDS,
    RIGHT,
    RIGHTLY_REFUSED,
    SUPPORTED,
    UNCARRIED,
    WORDS,
    WRONGLY_REFUSED,
)

_SHOWN = (
    RIGHT,
    RIGHTLY_REFUSED,
    WRONGLY_REFUSED,
    CITED_RIGHT,
    CARRYING,
    SUPPORTED,
    UNCARRIED,
    USED,
    UNSUPPORTED,
    f"{WORDS}, median",
    f"{MILLISECONDS}, median",
    f"{MILLISECONDS}, 95 %",
    TOKENS,
    COST,
)
"""Figures that are put side by side, in their order."""

MEANINGS = {
    RIGHT: "every needed fact stated, and a right section cited",
    CARRYING: "citation precision",
    SUPPORTED: "citation recall",
    UNCARRIED: "in what was shown",
    UNSUPPORTED: "in what the model wrote: left out or replaced before it was shown",
}
"""What a figure is called elsewhere, or is of."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with what both reports have of it."""

    before: Result
    after: Result

    @property
    def better(self) -> bool:
        """Whether only the second is right."""
        return self.after.score.correct and not self.before.score.correct

    @property
    def worse(self) -> bool:
        """Whether only the first is right."""
        return self.before.score.correct and not self.after.score.correct


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in one suite and split.

    Attributes:
        before: its figures in the first report.
        after: its figures in the second.
        differences: the second report less the first; the first difference is of what is right.
        pairs: its questions, in the second report's order.
    """

    before: Part
    after: Part
    differences: tuple[Difference, ...]
    pairs: tuple[Pair, ...]

    @property
    def part(self) -> str:
        """Suite and split, as `answers/test`."""
        return self.after.name

    @property
    def better(self) -> tuple[Result, ...]:
        """Questions that only the second has right, as it has them."""
        return tuple(pair.after for pair in self.pairs if pair.better)

    @property
    def worse(self) -> tuple[Result, ...]:
        """Questions that only the first has right, as the second has them."""
        return tuple(pair.after for pair in self.pairs if pair.worse)

    @property
    def rows(self) -> tuple[tuple[str, Figure | None, Figure | None], ...]:
        """Names of the figures that one side has at least, with both sides'."""
        found = ((name, self.before.figure(name), self.after.figure(name)) for name in _SHOWN)
        return tuple(row for row in found if row[1] or row[2])


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
    return tuple(_change(part, first[part], second[part], before, after) for part in common)


def answered_by(run: Run) -> str:
    """What answered: the chat model with the hash of its prompts, or the notes' own passages."""
    if not run.model:
        return "composed from the notes, no chat model"
    prompts = run.settings.get("prompts", "")
    return f"{run.model}, prompts {prompts}" if prompts else run.model


def sides(before: Run, after: Run) -> tuple[str, str]:
    """What the two sides are called in tables: by what tells them apart."""
    names = [run.model or "composed" for run in (before, after)]
    return ("before", "after") if names[0] == names[1] else (names[0], names[1])


def show(before: Run, after: Run, changes: Sequence[Change]) -> None:
    """Prints changes: the figures side by side, the differences, then the questions that got better and worse."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    out = console()
    for name, run in zip(("before", "after"), (before, after), strict=True):
        out.print(f"{name}: {escape(answered_by(run))}; {run.made}, code {run.code[:12]}", soft_wrap=True)
    figures = Table(box=box.SIMPLE_HEAD)
    for head in ("", "", *sides(before, after)):
        figures.add_column(escape(head), justify="left" if not head else "right")
    for change in changes:
        for at, (figure, *both) in enumerate(change.rows):
            shown = [told(found) if found else "–" for found in both]
            figures.add_row(f"{change.part}, {change.after.questions}" if not at else "", figure, *shown)
    out.print(figures)
    table = Table(box=box.SIMPLE_HEAD)
    for head in ("", "", "gain", "95 % interval", "better", "worse", "p"):
        table.add_column(head, justify="left" if not head else "right")
    for change in changes:
        for at, found in enumerate(change.differences):
            p = "" if found.p is None else f"{found.p:.3f}"
            interval = f"{found.low:+.3f} to {found.high:+.3f}"
            part = change.part if not at else ""
            table.add_row(part, found.figure, f"{found.gain:+.3f}", interval, str(found.better), str(found.worse), p)
    out.print(table)
    for change in changes:
        for word, results in (("better", change.better), ("worse", change.worse)):
            for result in results:
                out.print(f"{word}  {change.part} {escape(result.item.id)}: {escape(result.item.question)}", soft_wrap=True)
    out.print("gain: of the second report over the first; its interval by a bootstrap over sections, p by McNemar's exact test.")


def _by_part(report: Report) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in report.results:
        found.setdefault(result.part, []).append(result)
    return found


def _change(name: str, before: Sequence[Result], after: Sequence[Result], first: Report, second: Report) -> Change:
    earlier = {result.item.id: result for result in before}
    if earlier.keys() != {result.item.id for result in after}:
        raise ReportError(
            f"The reports did not ask the same questions of {name} ({len(before)} and {len(after)}): "
            "run both with the same --limit."
        )
    figures, later = first.part(name), second.part(name)
    if not figures or not later:
        raise ReportError(f"A report has no figures of {name}: make it anew with `python -m evals run`.")
    found = (*differences(after, before), *_support(after, before))
    return Change(figures, later, found, tuple(Pair(earlier[result.item.id], result) for result in after))


def _support(after: Sequence[Result], before: Sequence[Result]) -> tuple[Difference, ...]:
    """The difference of what stands in what is cited, over the questions that both answer."""
    this, other = _carried_share(after), _carried_share(before)
    if not this.keys() & other.keys():
        return ()
    return (difference(SUPPORTED, this, other, {result.item.id: result.cluster for result in after}),)


def _carried_share(results: Sequence[Result]) -> dict[str, float]:
    """For each question that is answered, the share of its answer's statements that stand in what they cite."""
    scores = {result.item.id: result.score for result in results if result.score.statements}
    return {id: 1 - len(score.unsupported) / score.statements for id, score in scores.items()}
