"""Whether a confidence of 80 % means that the notes hold the answer in 80 of 100 questions.

The reliability diagram (Niculescu-Mizil & Caruana 2005, Predicting good probabilities with supervised learning): in bins of the
confidence, how many questions are answerable. The expected calibration error is the mean gap between the two, weighed by
the bins' sizes (Naeini, Cooper & Hauskrecht 2015). The Brier score is the mean squared error of the confidence (Brier 1950).
What the suites hold of answerable questions and others decides the level: the shape says more than the sum.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.figures import wilson
from evals.report import Curve, Figure, Point, Unit

NAME = "reliability of the confidence"
_BINS = 10


def reliability(answerable: Sequence[bool], confidence: Sequence[float]) -> tuple[tuple[Figure, Figure], Curve]:
    """Calibration error and Brier score, and the diagram.

    Args:
        answerable: for each question whether the notes answer it; at least one.
        confidence: for each how sure the program is that they do, 0 to 1.
    """
    from sklearn.metrics import brier_score_loss

    bins: dict[int, list[int]] = {}
    for at, sure in enumerate(confidence):
        bins.setdefault(min(int(sure * _BINS), _BINS - 1), []).append(at)
    points, gap = [], 0.0
    for number in sorted(bins):
        members = bins[number]
        hits = sum(answerable[at] for at in members)
        sure = sum(confidence[at] for at in members) / len(members)
        low, high = wilson(hits, len(members))
        points.append(Point(round(sure, 4), round(hits / len(members), 4), len(members), low, high))
        gap += abs(sum(confidence[at] for at in members) - hits)
    of = len(confidence)
    brier = float(brier_score_loss(answerable, confidence, pos_label=True))
    figures = (
        Figure("calibration error", round(gap / of, 4), of, Unit.SCORE, less_is_better=True),
        Figure("Brier score", round(brier, 4), of, Unit.SCORE, less_is_better=True),
    )
    return figures, Curve(NAME, "confidence", "answerable", tuple(points))
