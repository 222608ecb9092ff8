"""Wrong options: plausible, wrong wherever the notes are asked, and giving nothing away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from assistant.quiz.draft import Draft
from assistant.quiz.figures import figures_of
from assistant.quiz.item import Item
from assistant.quiz.knowledge import Knowledge

MOST, FEWEST = 3, 2
"""Wrong options of an item: three, or two where there are only two good ones. Two are enough: Rodriguez, "Three options are
optimal for multiple-choice items", Educational Measurement: Issues and Practice 24(2), 2005."""

_CONSIDERED = 7
"""Good candidates among which the wrong options are chosen."""
_JOINED = re.compile(r"\s[+&/]\s")
_LENGTHS = 2.5
"""An option is at most so many times longer than another, in words."""
_RANK_COST = 0.1
"""What it costs to take a candidate one place less plausible, beside what the choice gives away."""


@dataclass
class Balance:
    """How often blind strategies would have been right so far, above chance: it is kept near zero.

    Attributes:
        longest: choosing the longest option.
        shared: choosing the option that shares most words with the stem.
        frequent: choosing the option that is met most often.
        met: how often each option was met.
    """

    longest: float = 0.0
    shared: float = 0.0
    frequent: float = 0.0
    met: Counter[str] = field(default_factory=Counter)

    def gains(self, stem: frozenset[str], key: str, wrong: Sequence[str], knowledge: Knowledge) -> tuple[float, float, float]:
        """What each strategy would gain above chance by an item."""
        options = (key, *wrong)
        return (
            _gain([len(option) for option in options]),
            _gain([len(stem & knowledge.asked(option)) for option in options]),
            _gain([self.met[option.lower()] for option in options]),
        )

    def cost(self, gains: tuple[float, float, float]) -> float:
        """How far from chance the strategies would come."""
        sums = (self.longest + gains[0], self.shared + gains[1], self.frequent + gains[2])
        return sum(abs(total) for total in sums)

    def take(self, item: Item, knowledge: Knowledge) -> None:
        """Counts a multiple-choice item."""
        wrong = [option for option in item.options if option != item.key]
        gains = self.gains(knowledge.asked(item.stem), item.key, wrong, knowledge)
        self.longest += gains[0]
        self.shared += gains[1]
        self.frequent += gains[2]
        self.met.update(option.lower() for option in item.options)


def _gain(scores: Sequence[int]) -> float:
    """The chance that the first of some options is chosen by the highest score, ties broken by chance, less blind chance."""
    best = max(scores)
    return (1 / scores.count(best) if scores[0] == best else 0.0) - 1 / len(scores)


def choose(draft: Draft, knowledge: Knowledge, balance: Balance) -> tuple[str, ...]:
    """Chooses the wrong options of a multiple-choice draft from its pool.

    Args:
        draft: the draft.
        knowledge: the notes.
        balance: what the items before it give away.

    Returns:
        Two or three options; fewer where the pool holds fewer good ones, and then there is no item.
    """
    good = _good(draft, knowledge)
    if len(good) < FEWEST:
        return tuple(good)
    stem = knowledge.asked(draft.stem)
    size = min(MOST, len(good))
    ranked = []
    for places in combinations(range(len(good)), size):
        gains = balance.gains(stem, draft.key, [good[at] for at in places], knowledge)
        ranked.append((balance.cost(gains) + _RANK_COST * sum(places), places))
    return tuple(good[at] for at in min(ranked)[1])


def _good(draft: Draft, knowledge: Knowledge) -> list[str]:
    good: list[str] = []
    for option in draft.pool:
        if len(good) == _CONSIDERED:
            break
        if any(knowledge.same(option, other) for other in (draft.key, *good)) or not _alike(draft.key, option):
            continue
        if not _is_wrong(draft, option, knowledge):
            continue
        good.append(option)
    return good


def _is_wrong(draft: Draft, option: str, knowledge: Knowledge) -> bool:
    if draft.closed:
        return True
    figures, keys = figures_of(option), figures_of(draft.key)
    if figures and keys:
        elsewhere = any(figure.same(figures[0]) for passage in draft.passages for figure in figures_of(passage.text))
        return not elsewhere and not knowledge.has_figure(figures[0].number, knowledge.asked(draft.stem))
    line = f" {' '.join(sorted(knowledge.asked(draft.stem)))} "
    if any(f" {form} " in line for form in knowledge.forms(option)):
        return False
    parts = _JOINED.split(option)  # what holds for a part, holds for the whole: `ALB + ASG`
    return not any(knowledge.could_be_right(draft.stem, part, draft.passages, draft.near) for part in {option, *parts})


def _alike(key: str, option: str) -> bool:
    """Whether two options are of a length, and both or neither begin with a capital, where they are names."""
    words = len(key.split()), len(option.split())
    return max(words) <= _LENGTHS * min(words) + 1
