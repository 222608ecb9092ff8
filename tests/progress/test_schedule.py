from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.progress.schedule import Memory, Rating, interval_text, previews, recall, review

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def after(*ratings: Rating, every: timedelta | None = None) -> Memory:
    """Memory after so many reviews, each when it was due or after a fixed time."""
    memory, when = None, NOON
    for rating in ratings:
        memory = review(memory, rating, when)
        when = memory.due if every is None else when + every
    return memory


def test_a_miss_comes_back_today_and_a_right_answer_in_days():
    assert after(Rating.AGAIN).due == NOON + timedelta(minutes=10)
    assert after(Rating.GOOD).due == NOON + timedelta(days=2)
    assert after(Rating.EASY).due == NOON + timedelta(days=8)


def test_the_sequence_of_intervals_does_not_drift():
    """Known values of FSRS 6 with its default weights; each review on the day it is due."""
    memory, when, days = None, NOON, []
    for rating in (Rating.GOOD,) * 5 + (Rating.AGAIN, Rating.GOOD, Rating.GOOD):
        memory = review(memory, rating, when)
        days.append(round((memory.due - when).total_seconds() / 86_400, 2))
        when = memory.due
    assert days == [2, 11, 46, 163, 497, 0.01, 7, 17]


def test_the_previews_are_what_the_ratings_do():
    memory = after(Rating.GOOD, Rating.GOOD)
    when = memory.due
    shown = previews(memory, when)
    assert {rating: review(memory, rating, when).due - when for rating in Rating} == shown
    assert shown[Rating.AGAIN] < shown[Rating.HARD] < shown[Rating.GOOD] < shown[Rating.EASY]


def test_recall_falls_to_nine_in_ten_when_due():
    memory = after(Rating.GOOD, Rating.GOOD, Rating.GOOD)
    assert recall(memory, memory.due) == pytest.approx(0.9, abs=0.02)
    assert recall(memory, memory.last_review) == 1
    assert recall(memory, memory.due + timedelta(days=300)) < 0.8


def test_any_zone_is_taken_and_utc_is_kept():
    there = timezone(timedelta(hours=9))
    memory = review(None, Rating.GOOD, NOON.astimezone(there))
    assert memory == review(None, Rating.GOOD, NOON)
    assert memory.due.tzinfo is UTC


def test_a_clock_set_back_does_not_lose_a_review():
    memory = after(Rating.GOOD)
    assert review(memory, Rating.GOOD, NOON - timedelta(days=3)).last_review == NOON


@given(st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 500_000)), min_size=1, max_size=12))
def test_memory_survives_json_and_is_never_due_before_it_was_seen(steps: list[tuple[Rating, int]]):
    memory, when = None, NOON
    for rating, minutes in steps:
        memory = review(memory, rating, when)
        assert memory.due > when
        assert Memory.from_json(memory.as_json()) == memory
        when += timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=1), "1 d"),
        (timedelta(days=30), "30 d"),
        (timedelta(days=61), "2 mo"),
        (timedelta(days=800), "2.2 y"),
    ],
)
def test_intervals_are_short_to_read(interval: timedelta, text: str):
    assert interval_text(interval) == text
