"""What is risked by answering more questions (El-Yaniv & Wiener 2010; Geifman & El-Yaniv 2017, arXiv 1705.08500).

Questions are answered in the order of the confidence. At each coverage, the share of all questions that are answered, the
risk is the share of these that are answered wrongly, or ought to have been refused. The area under the curve is AURC: the
lower the better. What the program refuses has no answer to judge, so that an answerable question which it refused counts
as a risk: the curve beyond the program's own coverage is the worst case.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.report import Curve, Figure, Point, Unit

NAME = "risk over coverage"
_POINTS = 40


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[Figure, Curve]:
    """AURC, and the curve thinned to some forty points.

    Args:
        confidence: for each question how sure the program is; at least one.
        right: for each whether it is answerable and was answered rightly.
    """
    import numpy as np

    order = np.argsort(-np.asarray(confidence), kind="stable")
    wrong = 1 - np.asarray(right, dtype=float)[order]
    covered = np.arange(1, len(wrong) + 1)
    risk = np.cumsum(wrong) / covered
    shown = np.unique(np.linspace(0, len(wrong) - 1, min(_POINTS, len(wrong))).round().astype(int))
    points = tuple(Point(float(covered[at] / len(wrong)), round(float(risk[at]), 4), int(covered[at])) for at in shown)
    area = Figure("AURC", round(float(risk.mean()), 4), len(wrong), Unit.SCORE, less_is_better=True)
    return area, Curve(NAME, "coverage", "risk", points)
