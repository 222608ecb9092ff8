"""Measures the quiz items: how many, of how much of the notes, what was rejected, and what a guesser would get right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.quiz import Bank, Item, Kind
from assistant.quiz.assemble import place_options

Strategy = Callable[[Item, Counter[str]], list[float]]
"""Scores the options of an item without knowing anything: the highest is chosen."""


@dataclass(frozen=True, slots=True)
class Guessing:
    """What a strategy that knows nothing gets right.

    Attributes:
        strategy: its name.
        right: share of items that it gets right, ties broken by chance.
        chance: share that blind chance gets right.
        items: how many items.
    """

    strategy: str
    right: float
    chance: float
    items: int

    @property
    def gain(self) -> float:
        """Points above chance."""
        return 100 * (self.right - self.chance)


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """What was measured of a bank.

    Attributes:
        items: how many items, by kind.
        sections: share of the sections with text that have an item; by kind, and of any kind.
        rejected: how many drafts each rule rejected.
        guessing: what blind strategies get right of the multiple-choice items.
    """

    items: dict[str, int]
    sections: dict[str, float]
    rejected: dict[str, int]
    guessing: tuple[Guessing, ...]

    def as_json(self) -> dict[str, Any]:
        """The figures as one object."""
        return asdict(self) | {"guessing": [asdict(one) | {"gain": one.gain} for one in self.guessing]}


def longest(item: Item, met: Counter[str]) -> list[float]:
    """The longest option."""
    return [float(len(option)) for option in item.options]


def shared_words(item: Item, met: Counter[str]) -> list[float]:
    """The option that shares most words with the stem."""
    asked = _terms(item.stem)
    return [float(len(asked & _terms(option))) for option in item.options]


def first(item: Item, met: Counter[str]) -> list[float]:
    """The first option."""
    return [float(at == 0) for at in range(len(item.options))]


def most_frequent(item: Item, met: Counter[str]) -> list[float]:
    """The option that is met most often in all items."""
    return [float(met[option.casefold()]) for option in item.options]


STRATEGIES: tuple[Strategy, ...] = (longest, shared_words, first, most_frequent)


def guess(items: Sequence[Item], strategy: Strategy) -> Guessing:
    """Answers multiple-choice items by a strategy.

    Args:
        items: the items, their options in the order of showing.
        strategy: scores the options.
    """
    met = Counter(option.casefold() for item in items for option in item.options)
    right = 0.0
    for item in items:
        scores = strategy(item, met)
        best = [option for option, score in zip(item.options, scores, strict=True) if score == max(scores)]
        right += (item.key in best) / len(best)
    chance = sum(1 / len(item.options) for item in items)
    total = max(1, len(items))
    return Guessing(strategy.__name__.replace("_", " "), right / total, chance / total, len(items))


def measure(bank: Bank, seed: int = 0) -> QuizFigures:
    """Measures a bank.

    Args:
        bank: the items.
        seed: for the order of options.
    """
    with_text = {section.anchor for section in bank.library.sections if any(p.quotable for p in section.passages)}
    kinds = Counter(item.kind.value for item in bank.items)
    covered = {kind: {item.anchor for item in bank.items if item.kind.value == kind} for kind in kinds}
    covered["any"] = {item.anchor for item in bank.items}
    choices = place_options([item for item in bank.items if item.kind is Kind.MCQ], random.Random(seed))  # noqa: S311
    return QuizFigures(
        items=dict(kinds.most_common()),
        sections={kind: len(anchors & with_text) / max(1, len(with_text)) for kind, anchors in covered.items()},
        rejected=bank.rejections(),
        guessing=tuple(guess(choices, strategy) for strategy in STRATEGIES),
    )


def as_text(figures: QuizFigures) -> str:
    """The figures for reading."""
    lines = [f"{sum(figures.items.values())} items of {figures.sections['any']:.0%} of the sections with text"]
    lines += [f"  {kind}: {count} items, {figures.sections[kind]:.0%} of the sections" for kind, count in figures.items.items()]
    lines += [f"{sum(figures.rejected.values())} drafts rejected"]
    lines += [f"  {rule}: {count}" for rule, count in figures.rejected.items()]
    lines += [f"Blind strategies on {figures.guessing[0].items} multiple-choice items"]
    lines += [f"  {one.strategy}: {one.right:.1%}, {one.gain:+.1f} points from chance" for one in figures.guessing]
    return "\n".join(lines)


def _terms(text: str) -> set[str]:
    return {stem(word) for word in words_of(text) if word not in STOP_WORDS}
