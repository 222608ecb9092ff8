"""Whether what the notes do not cover is refused, and nothing else.

A refusal is right where the question is to be refused: precision is the share of refusals that are right, recall the share of
the questions to be refused that are, F1 their harmonic mean. AUROC is the chance that the confidence ranks an answerable
question above one to be refused, whatever the threshold (Hanley & McNeil 1982, who give its interval). All by scikit-learn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from evals.metrics.figures import share
from evals.report import Figure, Unit

_Z = 1.959964
"""Of a 95 % interval of a normal distribution."""


def refusal(answerable: Sequence[bool], refused: Sequence[bool]) -> tuple[Figure, ...]:
    """Precision, recall and F1 of the refusals.

    Args:
        answerable: for each question whether the notes answer it; both kinds are there.
        refused: for each whether it was refused.
    """
    from sklearn.metrics import f1_score

    right = sum(r and not a for a, r in zip(answerable, refused, strict=True))
    wanted = [not a for a in answerable]
    return (
        share("refusal precision", right, sum(refused)),
        share("refusal recall", right, sum(wanted)),
        Figure("refusal F1", round(float(f1_score(wanted, refused, zero_division=0.0)), 4), len(wanted), Unit.SCORE),
    )


def auroc(answerable: Sequence[bool], confidence: Sequence[float]) -> Figure:
    """The area under the curve of the confidence's rightly against its wrongly answered.

    Args:
        answerable: for each question whether the notes answer it; both kinds are there.
        confidence: for each how sure the program is that they do.
    """
    from sklearn.metrics import roc_auc_score

    area = float(roc_auc_score(answerable, confidence))
    m, n = sum(answerable), len(answerable) - sum(answerable)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    error = math.sqrt((area * (1 - area) + (m - 1) * (q1 - area**2) + (n - 1) * (q2 - area**2)) / (m * n))
    low, high = max(0.0, area - _Z * error), min(1.0, area + _Z * error)
    return Figure("AUROC", round(area, 4), m + n, Unit.SCORE, round(low, 4), round(high, 4))
