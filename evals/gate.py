"""Holds a report against `evals/baseline.json`: what is promised, and what was right before.

A promise is the least that a figure may be, or the most where less is better: the honest minimum, below today's
value by some margin. What was right before is kept question by question, so that a loss is told from chance by a paired test.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from evals.metrics.mcnemar import mcnemar
from evals.report import Report, ReportError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

BASELINE = Path(__file__).parent / "baseline.json"
_LISTS = re.compile(r"\[[^\[\]]*\]")
"""Lists of ids, which are written on one line."""

SIGNIFICANT = 0.05
"""A loss with a p below this is more than chance."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Ids of the questions of one suite and split, by how they were answered."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the gate asks for.

    Attributes:
        promises: for each suite and split (`answers/test`), figures by name with the least, or most, they may be.
        outcomes: for each suite and split, what was right when the baseline was written.
        made: what the outcomes were taken from.
    """

    promises: dict[str, dict[str, float]]
    outcomes: dict[str, Outcomes]
    made: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found.

    Attributes:
        held: how many promises and comparisons held.
        faults: those that did not, each as a line to read.
    """

    held: int
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def gate(report: Report, baseline: Baseline) -> Verdict:
    """Holds a report against the baseline, as far as the report has its suites and splits."""
    checks = [
        *(_promise(report, name, figure, least) for name, all_ in baseline.promises.items() for figure, least in all_.items()),
        *(_loss(report, name, outcomes) for name, outcomes in baseline.outcomes.items()),
    ]
    done = [fault for fault in checks if fault is not None]
    return Verdict(sum(not fault for fault in done), tuple(fault for fault in done if fault))


def read(file: Path = BASELINE) -> Baseline:
    """Reads a baseline.

    Raises:
        ReportError: it is not there, or no baseline.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReportError(f"{file} is no baseline: `python -m evals baseline` writes one.") from error


def write(report: Report, file: Path = BASELINE) -> Baseline:
    """Writes what is right in a report into the baseline; its promises stay, as does what the report did not ask.

    Raises:
        ReportError: the report asked only some of the questions.
    """
    if report.run.limit is not None:
        raise ReportError("The report was made with --limit: a baseline needs every question.")
    kept = read(file) if file.is_file() else Baseline({}, {})
    found: dict[str, tuple[list[str], list[str]]] = {}
    for result in report.results:
        found.setdefault(result.part, ([], []))[not result.score.correct].append(result.item.id)
    outcomes = kept.outcomes | {part: Outcomes(tuple(right), tuple(wrong)) for part, (right, wrong) in found.items()}
    baseline = Baseline(kept.promises, outcomes, f"program {report.run.code}, notes {report.run.notes_hash}, {report.run.made}")
    rows = json.dumps(_adapter().dump_python(baseline, mode="json"), indent=1)
    file.write_text(_LISTS.sub(lambda found: " ".join(found[0].split()), rows) + "\n", encoding="utf-8")
    return baseline


def _promise(report: Report, name: str, figure: str, limit: float) -> str | None:
    """A fault, an empty text where the promise holds, None where the report did not ask it."""
    part = report.part(name)
    if part is None:
        return None
    found = part.figure(figure)
    if found is None:
        return f"{name}: {figure} was not measured, and {limit:g} is promised."
    if found.less_is_better:
        return f"{name}: {figure} is {found.value:g}, more than the promised {limit:g}." if found.value > limit else ""
    return f"{name}: {figure} is {found.value:g}, less than the promised {limit:g}." if found.value < limit else ""


def _loss(report: Report, name: str, outcomes: Outcomes) -> str | None:
    now = {result.item.id: result.score.correct for result in report.results if result.part == name}
    common = [id for id in (*outcomes.right, *outcomes.wrong) if id in now]
    if not common:
        return None
    right = set(outcomes.right)
    lost = [id for id in common if id in right and not now[id]]
    gained = [id for id in common if id not in right and now[id]]
    p = mcnemar(len(gained), len(lost))
    if len(lost) <= len(gained) or p >= SIGNIFICANT:
        return ""
    return f"{name}: {len(lost)} questions lost and {len(gained)} gained since the baseline (p = {p:.3g}): {', '.join(lost)}."


@cache
def _adapter() -> TypeAdapter[Baseline]:
    from pydantic import TypeAdapter

    return TypeAdapter(Baseline)
