"""Shuffled batches to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

_BATCH = 256


def batches(count: int, epochs: int, most: int) -> Iterator[NDArray[np.int64]]:
    """Rows in shuffled batches, all of them in each epoch.

    Args:
        count: how many rows there are.
        epochs: how often all are gone through.
        most: batches after which it ends, so that what is learned of many rows takes no longer.
    """
    random = np.random.default_rng(0)
    orders = (random.permutation(count) for _ in range(epochs))
    return islice((order[start : start + _BATCH] for order in orders for start in range(0, count, _BATCH)), most)
