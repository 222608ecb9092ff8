from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from drinks import Clock
from hypothesis import given
from hypothesis import strategies as st
from test_reviews import answer

from assistant.progress import Rating, Record
from assistant.progress.days import day_of, end_of_day
from assistant.progress.statistics import Answered, SectionState, Share, accuracy_of, state_of
from assistant.quiz import Item

NEVER, SEEN, WEAK, LEARNED = SectionState.NEVER, SectionState.SEEN, SectionState.WEAK, SectionState.LEARNED


@pytest.mark.parametrize(
    ("rights", "recalls", "state"),
    [
        ("", [], NEVER),
        ("0", [1], WEAK),
        ("1", [1], SEEN),
        ("11", [1, 1], SEEN),
        ("111", [1, 0.9], LEARNED),
        ("111", [0.9, 0.6], SEEN),
        ("1110", [1], SEEN),
        ("10101", [1], SEEN),
        ("10100", [1], WEAK),
        ("0000001111", [1], LEARNED),
        ("1111111000", [1], WEAK),
    ],
)
def test_the_state_of_a_section_follows_the_thresholds(rights: str, recalls: list[float], state: SectionState, clock: Clock):
    answers = [Answered("x", "a", right == "1", clock()) for right in rights]
    assert state_of(answers, recalls) is state


@pytest.mark.parametrize(
    ("share", "text"), [(Share(0, 0), "0 of 0"), (Share(3, 4), "3 of 4"), (Share(4, 5), "80%"), (Share(2, 3), "2 of 3")]
)
def test_no_percentage_under_five_answers(share: Share, text: str):
    assert share.text == text


def test_nothing_done_is_told_as_nothing(record: Record):
    told = record.statistics()
    assert (told.due_today, told.answers, told.streak) == (0, Share(0, 0), 0)
    assert told.counts() == {NEVER: 3, SEEN: 0, WEAK: 0, LEARNED: 0}
    assert len(told.forecast) == 30
    assert told.hardest == told.accuracy == told.gone == ()


def test_coverage_due_and_hardest_come_from_the_answers(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False, False, True)
    clock.turn(minutes=20)
    record.reviews.rate(items[0].id, Rating.AGAIN)
    told = record.statistics()
    by_anchor = {one.anchor: one for one in told.coverage}
    assert {anchor: one.state for anchor, one in by_anchor.items()} == {"green-tea": WEAK, "black-tea": SEEN, "espresso": NEVER}
    assert by_anchor["green-tea"].share == Share(0, 3)
    assert by_anchor["green-tea"].due == told.due_today == 2
    assert told.counts(["green-tea", "espresso"]) == {NEVER: 1, SEEN: 0, WEAK: 1, LEARNED: 0}
    assert [(hard.item.id, hard.share) for hard in told.hardest] == [(items[0].id, Share(0, 2)), (items[1].id, Share(0, 1))]
    assert told.answers == Share(1, 4)
    weights = record.section_weights()
    assert weights["green-tea"] > weights["espresso"] > weights["black-tea"]


def test_the_forecast_counts_what_is_overdue_for_today(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False, True, True)
    today = day_of(clock())
    assert dict(record.statistics().forecast)[today] == 1
    assert dict(record.statistics().forecast)[today + timedelta(days=2)] == 2
    clock.turn(days=40)
    told = record.statistics()
    assert (told.due_today, told.forecast[0]) == (3, (day_of(clock()), 3))


def test_the_days_and_the_streak(record: Record, items: list[Item], clock: Clock):
    for _ in range(3):
        answer(record, items, True, False)
        clock.turn(days=1)
    assert record.statistics().streak == 3, "today has time left"
    clock.turn(days=1)
    assert record.statistics().streak == 0
    assert sorted(record.statistics().activity.values()) == [2, 2, 2]


def test_accuracy_takes_days_together_until_there_are_enough(clock: Clock):
    def on(day: int, *rights: bool) -> list[Answered]:
        return [Answered("x", "a", right, clock() + timedelta(days=day)) for right in rights]

    few = on(0, True, False, True)
    assert accuracy_of(few) == ()
    points = accuracy_of([*few, *on(3, *[True] * 7), *on(4, *[False] * 4), *on(5, True)])
    assert [point.share for point in points] == [Share(9, 10), Share(1, 5)]
    assert points[0].first + timedelta(days=3) == points[0].last


@given(st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=80))
def test_accuracy_never_shows_a_share_of_few_and_loses_at_most_the_last(pairs: list[tuple[int, bool]]):
    start = Clock()()
    answers = [Answered("x", "a", right, start + timedelta(days=day)) for day, right in sorted(pairs)]
    points = accuracy_of(answers)
    assert all(point.share.of >= 5 for point in points)
    assert len(answers) - sum(point.share.of for point in points) < 5
    assert [point.first for point in points] == sorted(point.first for point in points)


@pytest.mark.parametrize(("hour", "day"), [(3, 11), (4, 12), (12, 12), (23, 12)])
def test_a_day_ends_in_the_small_hours(hour: int, day: int):
    moment = datetime(2026, 3, 12, hour, 59 if hour == 3 else 0).astimezone()
    assert day_of(moment) == date(2026, 3, day)
    end = end_of_day(moment)
    assert (end.day, end.hour) == (day + 1, 4)
    assert day_of(end) == date(2026, 3, day + 1)
    assert day_of(end - timedelta(seconds=1)) == date(2026, 3, day)
