"""When to see an item again: FSRS, the free spaced repetition scheduler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION = 0.9
"""The share of due items that should still be known."""

_SOON = timedelta(minutes=10)
"""When a missed item comes back on the same day."""


class Rating(IntEnum):
    """How well an item was known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @classmethod
    def of(cls, right: bool) -> Rating:
        """What an answer in a quiz says: wrong is Again, right is Good."""
        return cls.GOOD if right else cls.AGAIN


@dataclass(frozen=True, slots=True)
class Memory:
    """How well one item is remembered: the state of FSRS.

    Attributes:
        state: 1 learning, 2 review, 3 relearning.
        step: how far within learning or relearning; None in review.
        stability: days until recall falls to 90 %; None while new.
        difficulty: 1 to 10; None while new.
        due: when to see it again.
        last_review: when it was last seen; None while new.
    """

    state: int
    step: int | None
    stability: float | None
    difficulty: float | None
    due: datetime
    last_review: datetime | None

    def as_json(self) -> dict[str, Any]:
        """The fields as JSON knows them."""
        seen = self.last_review.isoformat() if self.last_review else None
        return {
            "state": self.state,
            "step": self.step,
            "stability": self.stability,
            "difficulty": self.difficulty,
            "due": self.due.isoformat(),
            "last_review": seen,
        }

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Memory:
        """Reads what `as_json` gave.

        Raises:
            KeyError, TypeError, ValueError: it is no memory.
        """
        state, step = int(fields["state"]), fields["step"]
        if state not in (1, 2, 3) or (step is None) != (state == 2) or step not in (None, 0):
            raise ValueError("no state of FSRS")
        stability, difficulty = (None if fields[name] is None else float(fields[name]) for name in ("stability", "difficulty"))
        if (stability is None) != (difficulty is None) or not (stability is None or 0 < stability < float("inf")):
            raise ValueError("no strength of memory")
        if difficulty is not None and not 1 <= difficulty <= 10:
            raise ValueError("no difficulty")
        last = fields["last_review"]
        return cls(state, step, stability, difficulty, _moment(fields["due"]), _moment(last) if last else None)


def review(memory: Memory | None, rating: Rating, when: datetime) -> Memory:
    """What is remembered after an item was seen.

    The algorithm is FSRS 6 with its default weights (https://github.com/open-spaced-repetition/free-spaced-repetition-scheduler),
    at a retention of 90 %, without random shifts. A missed item comes back in ten minutes, a known one after days.

    Args:
        memory: before; None where the item is new.
        rating: how well it was known.
        when: the moment, with its zone.
    """
    import fsrs

    when = when.astimezone(UTC)
    if memory and memory.last_review and when < memory.last_review:
        when = memory.last_review  # a clock that was set back
    card, _ = _scheduler().review_card(_card(memory, when), fsrs.Rating(int(rating)), when)
    return Memory(card.state.value, card.step, card.stability, card.difficulty, card.due, card.last_review)


def previews(memory: Memory | None, when: datetime) -> dict[Rating, timedelta]:
    """How long until the item would be seen again, for each rating."""
    return {rating: review(memory, rating, when).due - when.astimezone(UTC) for rating in Rating}


def recall(memory: Memory, when: datetime) -> float:
    """How likely it is, 0 to 1, that the item is still known."""
    return float(_scheduler().get_card_retrievability(_card(memory, when), when.astimezone(UTC)))


def interval_text(interval: timedelta) -> str:
    """An interval in few letters: `10 min`, `2 d`, `3 mo`, `1.2 y`."""
    minutes, days = round(interval.total_seconds() / 60), interval.total_seconds() / 86_400
    if minutes < 60:
        return f"{max(minutes, 1)} min"
    if days < 0.95:
        return f"{round(minutes / 60)} h"
    if round(days) < 31:
        return f"{round(days)} d"
    if days < 365:
        return f"{round(days / 30.4)} mo"
    return f"{days / 365:.1f} y"


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=RETENTION, learning_steps=(_SOON,), relearning_steps=(_SOON,), enable_fuzzing=False)


def _card(memory: Memory | None, when: datetime) -> Card:
    from fsrs import Card, State

    if memory is None:
        return Card(card_id=0, due=when.astimezone(UTC))
    return Card(0, State(memory.state), memory.step, memory.stability, memory.difficulty, memory.due, memory.last_review)


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError("a moment is text")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(UTC)
