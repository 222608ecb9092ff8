"""How usual a question is: whether notes tend to answer such questions, whatever they are about.

Notes say what things are, how they work and differ; they seldom say a price, a date of release, who supplies a part, or which
command to type. That shows in the question's vector alone, and holds on notes about other things too.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.settings import PACKAGED_EMBEDDER

NUMBERS = Path(__file__).with_name("usual.json")
UNKNOWN = 0.5
"""Said of vectors that another model made."""


def usual(vector: Sequence[float], embedder: str) -> float:
    """How likely notes are to answer a question, by its vector alone.

    A logistic model of the vectors of review questions, of the shipped notes and of others, and of those that they leave open,
    both counting as much; `python -m evals fit` makes its numbers.

    Args:
        vector: the question's unit vector.
        embedder: the name of the model that made it.

    Returns:
        A probability, 0 to 1; 0.5 for vectors that the packaged embedder did not make.
    """
    if embedder != PACKAGED_EMBEDDER:
        return UNKNOWN
    bias, weights = numbers_of()
    return 1 / (1 + math.exp(-bias - sum(w * x for w, x in zip(weights, vector, strict=True))))


@cache
def numbers_of() -> tuple[float, list[float]]:
    """The bias and the weights, read once."""
    numbers = json.loads(NUMBERS.read_text(encoding="utf-8"))
    return numbers["bias"], numbers["weights"]
