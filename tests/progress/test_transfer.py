from __future__ import annotations

import json

import pytest
from drinks import Clock, items_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_reviews import answer

from assistant.errors import ProgressError
from assistant.notes import Library
from assistant.progress import Progress, Rating, Record, SittingKind
from assistant.progress.transfer import Imported
from assistant.quiz import Item, Kind

NOTHING_NEW = Imported(items=0, answers=0, reviews=0, sittings=0, cards=0)


@pytest.fixture
def busy(record: Record, items: list[Item], library: Library, clock: Clock) -> Record:
    """A student with quizzes, an exam, ratings and a verdict of their own."""
    answer(record, items, True, False, True)
    typed = record.sittings.start(SittingKind.QUIZ, "Typed", items_of(library, Kind.OPEN)[:2])
    record.sittings.answer(typed.id, 0, "zzz")
    record.sittings.overrule(typed.id, 0, True)
    record.sittings.skip(typed.id, 1)
    exam = record.sittings.start(SittingKind.EXAM, "Exam", items, 20)
    record.sittings.fill(exam.id, 3, "wrong")
    record.sittings.flag(exam.id, 4, True)
    clock.turn(minutes=12)
    record.reviews.rate(items[1].id, Rating.HARD, 2.5)
    return record


def without_when(text: str) -> dict:
    return {name: value for name, value in json.loads(text).items() if name not in ("exported", "student")}


def test_another_student_gets_all_of_it_and_twice_changes_nothing(busy: Record, progress: Progress):
    exported = busy.export()
    other = progress.of(progress.students.named("Grace"))
    first = other.import_(exported)
    assert (first.items, first.cards) == (8, 4)
    assert (first.answers, first.reviews, first.sittings) == (4, 5, 3)
    assert without_when(other.export()) == without_when(exported)
    assert other.import_(exported) == NOTHING_NEW
    assert busy.import_(exported) == NOTHING_NEW
    assert without_when(busy.export()) == without_when(exported)
    assert other.reviews.cards() == busy.reviews.cards()
    assert other.statistics() == busy.statistics()


def test_what_was_done_on_two_machines_is_put_together(busy: Record, progress: Progress, items: list[Item], clock: Clock):
    other = progress.of(progress.students.named("Grace"))
    other.import_(busy.export())
    clock.turn(hours=1)
    later = other.reviews.rate(items[0].id, Rating.EASY)
    earlier_here = busy.reviews.rate(items[1].id, Rating.GOOD)
    added = busy.import_(other.export())
    assert (added.answers, added.reviews, added.cards) == (0, 1, 1)
    memories = {card.item.id: card.memory for card in busy.reviews.cards()}
    assert memories[items[0].id] == later.memory
    assert memories[items[1].id] == earlier_here.memory


def test_a_place_that_was_answered_on_both_machines_keeps_the_answer_of_here(
    record: Record, progress: Progress, items: list[Item], clock: Clock
):
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:2])
    other = progress.of(progress.students.named("Grace"))
    other.import_(record.export())
    record.sittings.answer(sitting.id, 0, items[0].key)
    clock.turn(minutes=5)
    other.sittings.answer(sitting.id, 0, "wrong")
    other.sittings.answer(sitting.id, 1, items[1].key)
    added = record.import_(other.export())
    assert (added.answers, added.reviews) == (1, 1)
    assert [place.attempt.given for place in record.sittings.get(sitting.id).places] == [items[0].key, items[1].key]
    assert len(record.answers()) == 2


def test_an_import_is_told_in_words(busy: Record, progress: Progress):
    other = progress.of(progress.students.named("Grace"))
    exported = busy.export()
    assert other.import_(exported).text == "Added 8 questions, 4 answers, 5 reviews, 3 quizzes and exams."
    assert other.import_(exported).text == "Nothing was added: all of it was here already."
    assert Imported(items=1, answers=0, reviews=0, sittings=1, cards=0).text == "Added 1 question, 1 quiz or exam."


def test_an_exam_goes_on_on_the_other_machine(busy: Record, progress: Progress):
    other = progress.of(progress.students.named("Grace"))
    other.import_(busy.export())
    exam = other.sittings.open(SittingKind.EXAM)
    assert exam.places[3].given == "wrong"
    assert exam.places[4].flagged
    other.sittings.finish(exam.id)
    assert busy.sittings.open(SittingKind.EXAM) is not None
    busy.import_(other.export())
    assert busy.sittings.open(SittingKind.EXAM) is None


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"format": "something else"}'])
def test_another_file_is_refused(record: Record, text: str):
    with pytest.raises(ProgressError, match="no exported progress: name the file"):
        record.import_(text)


def damaged(exported: str):
    """The exported file with one thing wrong, in many ways."""
    for name in ("items", "attempts", "sittings"):
        kept = json.loads(exported)
        kept[name] = []
        yield f"{name} lost", kept
    for path, value in [
        (("reviews", 0, "rating"), 9),
        (("reviews", 0, "at"), "2026-01-01T00:00:00"),
        (("cards", 0, "memory", "state"), 7),
        (("cards", 0, "memory", "stability"), -1),
        (("cards", 0, "memory", "stability"), 1e300),
        (("cards", 0, "memory", "due"), "0001-01-01T00:00:00+14:00"),
        (("cards", 0, "memory", "due"), "9999-12-31T23:59:59+00:00"),
        (("reviews", 0, "at"), "9999-12-31T23:59:59-14:00"),
        (("sittings", 0, "places"), []),
        (("sittings", 0, "places", 0, "number"), 7),
        (("items", 0, "item", "key"), "no option"),
        (("items", 0, "item", "prompts"), ["one without a match"]),
        (("items", 0, "item", "stem"), "\ud800"),
        (("items", 0, "item", "kind"), "riddle"),
        (("items", 0, "item", "stem"), "a\0b"),
        (("attempts", 0, "given"), "a\0b"),
        (("attempts", 0, "seconds"), "Infinity"),
        (("sittings", 0, "kind"), "party"),
        (("sittings", 0, "surprise"), 1),
    ]:
        kept = json.loads(exported)
        *above, last = path
        place = kept
        for key in above:
            place = place[key]
        place[last] = value
        yield ".".join(map(str, path)), kept


def test_a_damaged_file_is_refused_and_changes_nothing(busy: Record, progress: Progress):
    other = progress.of(progress.students.named("Grace"))
    empty = without_when(other.export())
    for what, kept in damaged(busy.export()):
        with pytest.raises(ProgressError, match=r"[eE]xport it again"):
            other.import_(json.dumps(kept))
            pytest.fail(f"{what} was taken")
    assert without_when(other.export()) == empty


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["answer", "miss", "rate", "wait"])), max_size=8))
def test_any_history_survives_the_way_out_and_in(steps, progress: Progress, items: list[Item], clock: Clock):
    names = iter(f"student {number}" for number in range(10_000))
    while (one := progress.of(progress.students.named(next(names)))).answers():
        pass
    for number, step in steps:
        clock.turn(hours=5)
        if step in ("answer", "miss"):
            sitting = one.sittings.start(SittingKind.QUIZ, "Quiz", [items[number]])
            one.sittings.answer(sitting.id, 0, items[number].key if step == "answer" else "wrong")
        elif step == "rate" and one.reviews.cards():
            one.reviews.rate(one.reviews.cards()[0].item.id, Rating(1 + number % 4))
        else:
            clock.turn(days=number)
    other = progress.of(progress.students.named(f"{one.student.name} elsewhere {clock().timestamp()}"))
    other.import_(one.export())
    assert without_when(other.export()) == without_when(one.export())
