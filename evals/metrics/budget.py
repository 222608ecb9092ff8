"""Correctness over the length of the answer.

A longer answer states more, so that correctness says little without length. Each answer is cut after a number of words, and
is right within them where what is left of it states every needed fact and marks a right section. Whoever says less is
not punished for what it had no room for; what is forbidden counts in the whole answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from evals.metrics.citations import right_cited
from evals.metrics.facts import missing, plain
from evals.metrics.figures import wilson
from evals.report import Curve, Point
from evals.suite import Item

BUDGETS = (20, 40, 60, 80, 100, 120, 160, 200)
"""Words after which answers are cut."""

NAME = "right within words"
_MARKS = re.compile(r"\[([^\[\]\s]+)\]")


def cut(text: str, words: int) -> tuple[str, frozenset[str]]:
    """The beginning of an answer.

    Args:
        text: Markdown, each line with its marks at the end.
        words: how many words to keep; marks count for nothing.

    Returns:
        The words kept, made plain, and the anchors marked in the lines that they come from.
    """
    kept: list[str] = []
    marked: set[str] = set()
    for line in text.split("\n"):
        if len(kept) >= words:
            break
        kept.extend(plain(line).split()[: words - len(kept)])
        marked.update(_MARKS.findall(line))
    return " ".join(kept), frozenset(marked)


def right_within(item: Item, text: str) -> int | None:
    """The smallest of the `BUDGETS` within which an answer is right; None where it is not within the largest.

    Args:
        item: the question, which must be answerable.
        text: the whole answer; nothing forbidden stands in it.
    """
    for words in BUDGETS:
        beginning, marked = cut(text, words)
        if right_cited(item, marked) and not missing(beginning, item.facts):
            return words
    return None


def curve(needed: Iterable[int | None]) -> Curve:
    """The share of answers that are right within each budget.

    Args:
        needed: for each answerable question what `right_within` gave, None where the answer is wrong.
    """
    needed = list(needed)
    return Curve(NAME, "words", "right", tuple(_point(words, needed) for words in BUDGETS))


def _point(words: int, needed: Sequence[int | None]) -> Point:
    right = sum(need is not None and need <= words for need in needed)
    low, high = wilson(right, len(needed))
    return Point(float(words), right / len(needed) if needed else 0.0, len(needed), low, high)
