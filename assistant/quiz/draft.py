"""What a writer proposes: an item before its distractors are chosen and before it is checked."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.notes import Passage
from assistant.quiz.item import Difficulty, Item, Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that is proposed.

    Attributes:
        writer: who proposes it.
        kind: how it is answered.
        stem: the question.
        key: the right answer.
        passages: what carries the key, all of one section, at least one.
        options: the options, where they are fixed; else they are chosen from the pool.
        pool: wrong answers to choose from, the most plausible first.
        explanation: why the key is right; empty: what the passages say.
        difficulty: how hard it is held to be.
        accepted: other answers that are as right.
        prompts: left-hand sides of a matching item.
        matches: the right option of each prompt.
        near: id of the review question or passage that the stem was made of, whose vector stands for the stem; or the stem, to
            take its own.
        closed: whether no option of the pool can be right, as with the other rows of one table.
        unseen: whether a chat model worded it, so that more has to be checked.
    """

    writer: str
    kind: Kind
    stem: str
    key: str
    passages: tuple[Passage, ...]
    options: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()
    explanation: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    accepted: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    near: str = ""
    closed: bool = False
    unseen: bool = False

    @property
    def anchor(self) -> str:
        """The section it asks about."""
        return self.passages[0].anchor


@dataclass(frozen=True, slots=True)
class Rejection:
    """A draft that no student sees.

    Attributes:
        rule: the rule that it breaks.
        reason: how it breaks it.
        item: the item as it would have been.
    """

    rule: str
    reason: str
    item: Item
