"""Shares, means and spreads, each with how sure it is.

A share has the Wilson score interval (Wilson 1927, Probable inference, the law of succession, and statistical
inference), which holds near 0 and 1 and for few questions, where the usual one does not. A mean has the bootstrap
interval of `evals.metrics.bootstrap`.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.bootstrap import interval_of_mean
from evals.report import Figure, Unit

LEVEL = 0.95
"""Of every interval."""

_DIGITS = 4


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The Wilson score interval of a share; 0 to 1 where there is nothing."""
    if not of:
        return 0.0, 1.0
    from scipy.stats import binomtest

    found = binomtest(hits, of).proportion_ci(LEVEL, method="wilson")
    return round(float(found.low), _DIGITS), round(float(found.high), _DIGITS)


def share(name: str, hits: int, of: int, *, less_is_better: bool = False) -> Figure:
    """A share of questions, citations or statements."""
    low, high = wilson(hits, of)
    value = round(hits / of, _DIGITS) if of else 0.0
    return Figure(name, value, of, Unit.SHARE, low, high, hits, less_is_better)


def mean(name: str, values: Sequence[float], clusters: Sequence[str]) -> Figure:
    """The mean of a score of each question.

    Args:
        name: the figure's.
        values: one a question, at least one.
        clusters: for each question the section it asks about.
    """
    low, high = (round(end, _DIGITS) for end in interval_of_mean(values, clusters))
    return Figure(name, round(sum(values) / len(values), _DIGITS), len(values), Unit.SCORE, low, high)


def spread(name: str, values: Sequence[float], unit: Unit) -> tuple[Figure, Figure]:
    """Median and 95th percentile: the lowest value that at least 95 % do not exceed."""
    import numpy as np

    median = float(np.median(values))
    p95 = float(np.quantile(values, 0.95, method="inverted_cdf"))
    return tuple(  # type: ignore[return-value]
        Figure(f"{name}, {which}", round(value, 1), len(values), unit, less_is_better=True)
        for which, value in (("median", median), ("95 %", p95))
    )
