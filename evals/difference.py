"""How much better or worse one side does than another on the same questions, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.metrics.bootstrap import interval_of_mean
from evals.metrics.mcnemar import mcnemar
from evals.report import Difference, Result
from evals.scoring import FACT_RECALL

CORRECT = "right"
COMPARED = (FACT_RECALL, "Success@1", "RR@10", "nDCG@10")


def difference(figure: str, this: Mapping[str, float], other: Mapping[str, float], clusters: Mapping[str, str]) -> Difference:
    """The difference of a figure.

    Args:
        figure: its name.
        this: for each question what this side has; for a share 1 or 0.
        other: the same for the other side; only questions that both have are compared, and there is at least one.
        clusters: for each question the section it is resampled with.
    """
    both = [id for id in this if id in other]
    gains = [this[id] - other[id] for id in both]
    better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
    low, high = interval_of_mean(gains, [clusters[id] for id in both])
    share = all(value in (0, 1) for side in (this, other) for value in side.values())
    p = mcnemar(better, worse) if share else None
    return Difference(figure, round(sum(gains) / len(gains), 4), round(low, 4), round(high, 4), p, better, worse, len(both))


def differences(this: Sequence[Result], other: Sequence[Result]) -> tuple[Difference, ...]:
    """The differences of all compared figures between two sides' results on one suite and split."""
    clusters = {result.item.id: result.cluster for result in this}
    found = [difference(CORRECT, _correct(this), _correct(other), clusters)]
    for name in COMPARED:
        ours, theirs = _measured(name, this), _measured(name, other)
        if ours.keys() & theirs.keys():
            found.append(difference(name, ours, theirs, clusters))
    return tuple(found)


def _correct(results: Sequence[Result]) -> dict[str, float]:
    return {result.item.id: float(result.score.correct) for result in results}


def _measured(name: str, results: Sequence[Result]) -> dict[str, float]:
    return {result.item.id: result.score.measures[name] for result in results if name in result.score.measures}
