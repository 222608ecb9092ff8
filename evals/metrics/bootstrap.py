"""Intervals by the bootstrap, with questions on one section resampled together.

Questions on one section share its wording and its place in the index, so that they are no independent draws: sections are
drawn with replacement, and all questions of a drawn section with them (Efron & Tibshirani 1993, An Introduction to the
Bootstrap; the cluster bootstrap of Field & Welsh 2007). Percentile intervals of 95 %, with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 4000
_SEED = 20210101


def interval_of_mean(values: Sequence[float], clusters: Sequence[str]) -> tuple[float, float]:
    """The interval of a mean.

    Args:
        values: one a question, at least one. For a paired difference: of one side less the other, question by question.
        clusters: for each question what it is resampled with.

    Returns:
        Its lower and upper end.
    """
    import numpy as np

    number = {cluster: at for at, cluster in enumerate(dict.fromkeys(clusters))}
    at = np.array([number[cluster] for cluster in clusters])
    sums = np.bincount(at, weights=np.asarray(values, dtype=float), minlength=len(number))
    counts = np.bincount(at, minlength=len(number))
    drawn = _draws(len(number))
    low, high = np.quantile((drawn @ sums) / (drawn @ counts), [0.025, 0.975])
    return float(low), float(high)


@lru_cache(maxsize=4)
def _draws(clusters: int) -> NDArray[np.int64]:
    """How often each cluster is drawn in each resample, shape (resamples, clusters): the same for every figure of a suite."""
    import numpy as np

    return np.random.default_rng(_SEED).multinomial(clusters, np.full(clusters, 1 / clusters), size=RESAMPLES)
