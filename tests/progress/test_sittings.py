from __future__ import annotations

import pytest
from drinks import Clock, items_of

from assistant.errors import ProgressError
from assistant.notes import Library
from assistant.progress import Progress, Rating, Record, SittingKind
from assistant.progress.schedule import review
from assistant.quiz import Item, Kind

WRONG = "Nothing at all."


def quiz(record: Record, items: list[Item]):
    return record.sittings.start(SittingKind.QUIZ, "Drinks", items)


def exam(record: Record, items: list[Item], minutes: float | None = 30):
    return record.sittings.start(SittingKind.EXAM, "Mock exam", items, minutes)


def test_a_quiz_goes_from_item_to_item(record: Record, items: list[Item]):
    started = quiz(record, items[:3])
    assert started.current == 0
    first = record.sittings.answer(started.id, 0, items[0].key, 4.5)
    assert first.attempt.right
    assert first.attempt.seconds == 4.5
    second = record.sittings.answer(started.id, 1, WRONG)
    assert second.missed
    sitting = record.sittings.get(started.id)
    assert (sitting.current, sitting.answered, sitting.right) == (2, 2, 1)


def test_a_quiz_goes_on_where_it_was_left_in_another_program(record: Record, progress: Progress, items: list[Item]):
    started = quiz(record, items[:3])
    record.sittings.answer(started.id, 0, WRONG)
    record.sittings.flag(started.id, 1, True)
    again = progress.of(progress.students.named("ada")).sittings.open(SittingKind.QUIZ)
    assert again == record.sittings.get(started.id)
    assert again.places[0].attempt.given == WRONG
    assert again.places[1].flagged


def test_a_place_is_answered_once(record: Record, items: list[Item]):
    started = quiz(record, items[:1])
    record.sittings.answer(started.id, 0, WRONG)
    assert record.sittings.answer(started.id, 0, items[0].key).missed
    assert len(record.answers()) == 1


def test_a_skipped_item_can_be_returned_to(record: Record, items: list[Item]):
    started = quiz(record, items[:2])
    record.sittings.skip(started.id, 0)
    assert record.sittings.get(started.id).current == 1
    record.sittings.return_to(started.id, 0)
    assert record.sittings.get(started.id).current == 0
    record.sittings.skip(started.id, 0)
    record.sittings.answer(started.id, 0, items[0].key)
    assert not record.sittings.get(started.id).places[0].skipped


def test_all_that_was_left_open_is_found(record: Record, items: list[Item], clock: Clock):
    first = quiz(record, items[:2])
    clock.turn(minutes=1)
    over = exam(record, items, minutes=1)
    clock.turn(minutes=2)
    last = quiz(record, items[2:4])
    assert [sitting.id for sitting in record.sittings.unfinished()] == [last.id, first.id]
    assert record.sittings.open(SittingKind.QUIZ).id == last.id
    assert record.sittings.get(over.id).finished
    assert record.sittings.open(SittingKind.EXAM) is None


def test_a_quiz_that_was_ended_is_not_gone_on_with(record: Record, items: list[Item]):
    started = quiz(record, items[:2])
    record.sittings.finish(started.id)
    assert record.sittings.open(SittingKind.QUIZ) is None
    (summary,) = record.sittings.past()
    assert (summary.items, summary.answered, summary.right) == (2, 0, 0)


def test_answers_become_cards(record: Record, items: list[Item], clock: Clock):
    started = quiz(record, items[:2])
    record.sittings.answer(started.id, 0, items[0].key)
    record.sittings.answer(started.id, 1, WRONG)
    memories = {card.item.id: card.memory for card in record.reviews.cards()}
    assert memories == {
        items[0].id: review(None, Rating.GOOD, clock()),
        items[1].id: review(None, Rating.AGAIN, clock()),
    }


def test_the_student_may_overrule_the_grading_of_what_was_typed(record: Record, library: Library, clock: Clock):
    (item, *_) = items_of(library, Kind.OPEN)
    started = quiz(record, [item])
    assert record.sittings.answer(started.id, 0, "zzz").missed
    overruled = record.sittings.overrule(started.id, 0, True)
    assert overruled.attempt.right
    assert overruled.attempt.own_verdict
    assert record.reviews.cards()[0].memory == review(None, Rating.GOOD, clock())
    taken_back = record.sittings.overrule(started.id, 0, False)
    assert taken_back.missed
    assert not taken_back.attempt.own_verdict
    assert record.reviews.cards()[0].memory == review(None, Rating.AGAIN, clock())


def test_overruling_late_does_not_undo_what_came_after(record: Record, library: Library, clock: Clock):
    (item, *_) = items_of(library, Kind.OPEN)
    started = quiz(record, [item])
    record.sittings.answer(started.id, 0, "zzz")
    clock.turn(minutes=15)
    later = record.reviews.rate(item.id, Rating.EASY)
    record.sittings.overrule(started.id, 0, True)
    assert record.reviews.cards()[0].memory == later.memory


def test_a_chosen_option_leaves_nothing_to_overrule(record: Record, items: list[Item]):
    started = quiz(record, items[:1])
    with pytest.raises(ProgressError, match="answer it first"):
        record.sittings.overrule(started.id, 0, True)
    record.sittings.answer(started.id, 0, WRONG)
    with pytest.raises(ProgressError, match="typed"):
        record.sittings.overrule(started.id, 0, True)


def test_an_exam_is_graded_when_it_is_handed_in(record: Record, items: list[Item], clock: Clock):
    started = exam(record, items[:3])
    record.sittings.fill(started.id, 0, WRONG)
    record.sittings.fill(started.id, 0, items[0].key)
    record.sittings.fill(started.id, 1, WRONG)
    record.sittings.fill(started.id, 2, WRONG)
    record.sittings.fill(started.id, 2, None)
    assert record.answers() == ()
    clock.turn(minutes=5)
    done = record.sittings.finish(started.id)
    assert [place.attempt and place.attempt.right for place in done.places] == [True, False, None]
    assert done.finished == clock()
    assert record.sittings.finish(started.id) == done
    with pytest.raises(ProgressError, match="handed in"):
        record.sittings.fill(started.id, 2, WRONG)


def test_an_exam_hands_itself_in_when_its_time_is_over(record: Record, items: list[Item], clock: Clock):
    started = exam(record, items[:2], minutes=10)
    record.sittings.fill(started.id, 0, items[0].key)
    clock.turn(minutes=11)
    with pytest.raises(ProgressError, match="over"):
        record.sittings.fill(started.id, 1, items[1].key)
    assert record.sittings.open(SittingKind.EXAM) is None
    done = record.sittings.get(started.id)
    assert (done.right, done.answered, done.finished) == (1, 1, started.deadline)


def test_a_quiz_and_an_exam_do_not_mix(record: Record, items: list[Item]):
    with pytest.raises(ProgressError, match="no exam"):
        record.sittings.fill(quiz(record, items).id, 0, WRONG)
    with pytest.raises(ProgressError, match="no quiz"):
        record.sittings.answer(exam(record, items).id, 0, WRONG)


def test_an_unknown_place_or_sitting_is_said(record: Record, items: list[Item]):
    started = quiz(record, items[:1])
    for wrong in (1, -1):
        with pytest.raises(ProgressError, match="no such question"):
            record.sittings.answer(started.id, wrong, WRONG)
    with pytest.raises(ProgressError, match="start a new one"):
        record.sittings.get("nowhere")
    with pytest.raises(ProgressError, match="nothing to ask"):
        quiz(record, [])


def test_what_no_database_can_hold_is_left_out(record: Record, items: list[Item]):
    started = quiz(record, items[:1])
    given = record.sittings.answer(started.id, 0, "a\0b\ud800" + "c" * 5000, float("inf")).attempt
    assert given.given.startswith("ab?ccc")
    assert len(given.given) < 2001
    assert given.seconds == 3600


def test_students_never_see_each_other(progress: Progress, items: list[Item]):
    ada, grace = (progress.of(progress.students.named(name)) for name in ("Ada", "Grace"))
    started = quiz(ada, items[:2])
    ada.sittings.answer(started.id, 0, WRONG)
    for call in (
        lambda: grace.sittings.get(started.id),
        lambda: grace.sittings.answer(started.id, 1, WRONG),
        lambda: grace.sittings.overrule(started.id, 0, True),
        lambda: grace.sittings.flag(started.id, 0, True),
        lambda: grace.sittings.finish(started.id),
        lambda: grace.reviews.rate(items[0].id, Rating.EASY),
    ):
        with pytest.raises(ProgressError):
            call()
    assert grace.sittings.open(SittingKind.QUIZ) is None
    assert grace.sittings.past() == grace.answers() == grace.reviews.cards() == ()
    assert grace.reviews.undo() is None
    assert items[0].id not in grace.export()
    own = quiz(grace, items[:1])
    grace.sittings.answer(own.id, 0, items[0].key)
    assert [answer.right for answer in ada.answers()] == [False]
    assert [answer.right for answer in grace.answers()] == [True]
