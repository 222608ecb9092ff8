"""Shuffled batches to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

BATCH = 256
"""Questions of a batch."""


def batches(count: int, epochs: int, most: int, seed: int = 0) -> Iterator[NDArray[np.int64]]:
    """Rows in shuffled batches, all of them in each epoch.

    Args:
        count: how many rows there are.
        epochs: how often all are gone through.
        most: batches after which it ends, so that what is learned of many rows takes no longer.
        seed: of the shuffling.
    """
    return islice(_endless(count, epochs, seed), most)


def _endless(count: int, epochs: int, seed: int) -> Iterator[NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    for _ in range(epochs):
        order = random.permutation(count)
        for start in range(0, count, BATCH):
            yield order[start : start + BATCH]
