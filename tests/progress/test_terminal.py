from __future__ import annotations

import io
from dataclasses import replace

import pytest
from drinks import Clock, items_of
from rich.console import Console

from assistant.index.build import vocabulary_of
from assistant.notes import Library
from assistant.progress import Progress, Record, SittingKind
from assistant.progress.database import Database
from assistant.quiz import Bank, Item, Kind
from assistant.settings import Settings
from assistant.study import Study
from assistant.terminal import Desk, show_progress


class Script:
    """A keyboard whose keys and lines were written beforehand; what is typed after the last is an end of file."""

    def __init__(self, *pressed: str) -> None:
        self._pressed = list(pressed)

    def key(self) -> str:
        if not self._pressed:
            raise EOFError
        return self._pressed.pop(0)

    def line(self, prompt: str) -> str:
        return self.key()


@pytest.fixture
def study(library: Library, settings: Settings, clock: Clock) -> Study:
    words = vocabulary_of(library)
    study = Study(library, words, settings, lambda: Bank(library, words, tuple(items_of(library)), ()))
    study.progress = Progress(Database.open(settings), library, "drinks", lambda *answer: study.grade(*answer).right, clock)
    return study


@pytest.fixture
def record(study: Study) -> Record:
    return study.record()


def shown(study: Study, record: Record, *pressed: str):
    """A desk with a scripted keyboard, and what it prints."""
    out = io.StringIO()
    return Desk(study, record, Console(file=out, width=100, highlight=False), Script(*pressed)), out


def test_a_quiz_is_taken_by_keys(study: Study, record: Record, items: list[Item]):
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:3])
    desk, out = shown(study, record, "x", "1", "\n", "f", "2", "w", "\n", "s", "\n")
    desk.take(sitting)
    done = record.sittings.get(sitting.id)
    assert [place.attempt and place.attempt.right for place in done.places] == [True, False, None]
    assert done.places[1].flagged
    assert done.finished
    text = out.getvalue()
    assert "✓ Right" in text
    assert "✗ Not right" in text
    assert f"The key: {items[1].key}" in text
    assert "[green-tea] Tea > Green tea  (drinks.md, line 5)" in text
    assert "- Green tea is steeped at 70 degrees." in text, "the whole section was asked for"
    assert "1 of 3 right" in text


def test_each_answer_is_stored_before_its_feedback(study: Study, record: Record, items: list[Item]):
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:2])
    desk, _ = shown(study, record, "2")
    desk.take(sitting)
    assert record.sittings.get(sitting.id).places[0].missed
    desk, out = shown(study, record, "\n")
    assert desk.left_open().id == sitting.id
    assert "1 of 2 answered" in out.getvalue()
    desk, _ = shown(study, record, "n")
    assert desk.left_open() is None
    assert record.sittings.open(SittingKind.QUIZ) is None


def test_what_was_typed_can_be_overruled_and_mistakes_retried(study: Study, record: Record, library: Library):
    items = items_of(library, Kind.OPEN)[:2]
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items)
    desk, _ = shown(study, record, "no idea", "i", "\n", "nothing", "\n", "r", ":q")
    desk.take(sitting)
    done = record.sittings.get(sitting.id)
    assert done.places[0].attempt.own_verdict
    assert done.right == 1
    again = record.sittings.open(SittingKind.QUIZ)
    assert [place.item.id for place in again.places] == [items[1].id]


def test_pairs_are_matched(study: Study, record: Record, items: list[Item]):
    pairs = replace(items[0], kind=Kind.MATCHING, key="a → 1\nb → 2", options=("2", "1"), prompts=("a", "b"), matches=("1", "2"))
    sitting = record.sittings.start(SittingKind.QUIZ, "Pairs", [pairs])
    desk, _ = shown(study, record, "2", "1", "\n", "\n")
    desk.take(sitting)
    assert record.sittings.get(sitting.id).right == 1


def test_reviews_are_rated_and_taken_back(study: Study, record: Record, items: list[Item], clock: Clock):
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:2])
    for number in range(2):
        record.sittings.answer(sitting.id, number, "wrong")
    clock.turn(minutes=20)
    desk, out = shown(study, record, "\n", "3", "u", "\n", "w", "4", "\n", "3")
    desk.review()
    text = out.getvalue()
    assert "1: Again (10 min)" in text
    assert "Taken back." in text
    assert "Nothing is due" in text
    assert record.reviews.due() == ()
    assert len(record.answers()) == 4


def test_leaving_says_what_is_left(study: Study, record: Record, items: list[Item]):
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:1])
    record.sittings.answer(sitting.id, 0, "wrong")
    desk, out = shown(study, record, "q")
    desk.review()
    assert "1 left for today." in out.getvalue()


def test_progress_is_told_without_control_codes(study: Study, record: Record, items: list[Item]):
    hostile = replace(items[0], stem="Is it\x1b[31m red?")
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", [hostile, *items[1:4]])
    for number in range(4):
        record.sittings.answer(sitting.id, number, "wrong")
    out = io.StringIO()
    show_progress(record.statistics(), Console(file=out, width=100), lambda anchor: anchor)
    text = out.getvalue()
    assert "\x1b" not in text
    assert "Due today: 4" in text
    assert "right 0 of 4" in text
    assert "2 weak" in text
