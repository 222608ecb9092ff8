"""A made-up student with weeks of practice, for the screenshots of the progress page."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from assistant.progress import Progress, Rating, Record, SittingKind
from assistant.progress.database import Database
from assistant.progress.placing import notes_key
from assistant.quiz import Item, Kind, Wish, assemble
from assistant.settings import Settings
from assistant.study import Study, pairs_text

_DAYS = 75
_SEED = 5


class _Clock:
    """Tells a time that can be set."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time


def practise(study: Study, settings: Settings, name: str) -> None:
    """Lets a student take quizzes and reviews on most days of the last weeks, more and more of them rightly.

    Args:
        study: items and grading.
        settings: where progress is kept.
        name: the student's login name.
    """
    clock, luck = _Clock(), random.Random(_SEED)  # noqa: S311
    kept = Progress(
        Database.open(settings),
        study.library,
        notes_key(settings.notes),
        lambda item, given: study.grade(item, given).right,
        clock,
    )
    record = kept.of(kept.students.named(name))
    today = datetime.now(UTC)
    for day in range(_DAYS, -1, -1):
        if day and luck.random() < 0.3:
            continue
        clock.time = today - timedelta(days=day, minutes=90)
        knows = 0.55 + 0.35 * (_DAYS - day) / _DAYS
        _review(record, clock, luck, knows if day else 0.0)
        wish = Wish(luck.choice((5, 10, 10, 20)), day, weights=record.section_weights())
        _take(record, clock, assemble(study.bank, wish), luck, knows)
    kept.close()


def _review(record: Record, clock: _Clock, luck: random.Random, knows: float) -> None:
    for card in record.reviews.due()[: 25 if knows else 5]:
        clock.time += timedelta(seconds=12)
        right = luck.random() < max(knows, 0.7)
        record.reviews.rate(card.item.id, Rating.GOOD if right else Rating.AGAIN, 12)


def _take(record: Record, clock: _Clock, items: tuple[Item, ...], luck: random.Random, knows: float) -> None:
    sitting = record.sittings.start(SittingKind.QUIZ, "All notes", items)
    for place in sitting.places:
        clock.time += timedelta(seconds=20)
        given = _key(place.item) if luck.random() < knows else _miss(place.item)
        record.sittings.answer(sitting.id, place.number, given, 20)
    record.sittings.finish(sitting.id)


def _key(item: Item) -> str:
    return pairs_text(dict(zip(item.prompts, item.matches, strict=True))) if item.kind is Kind.MATCHING else item.key


def _miss(item: Item) -> str:
    return next((option for option in item.options if option != item.key), "")
