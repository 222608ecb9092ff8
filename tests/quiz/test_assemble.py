"""A quiz is the same for the same wish, stays in its scope, and gives nothing away."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.errors import QuizError
from assistant.quiz import Difficulty, Kind, Wish, assemble
from assistant.quiz.item import FALSE, NO


def test_the_same_seed_gives_the_same_quiz_and_another_another(wild_bank):
    assert assemble(wild_bank, Wish(15, 4)) == assemble(wild_bank, Wish(15, 4))
    assert assemble(wild_bank, Wish(15, 4)) != assemble(wild_bank, Wish(15, 5))


def test_the_scope_holds(wild_bank):
    chapter = next(s for s in wild_bank.library.chapters if s.title == "Genetics")
    inside = {section.anchor for section in wild_bank.library.within(chapter.anchor)}
    quiz = assemble(wild_bank, Wish(50, scope=chapter.anchor))
    assert quiz and {item.anchor for item in quiz} <= inside


def test_kinds_and_difficulty_hold(wild_bank):
    quiz = assemble(wild_bank, Wish(10, kinds=(Kind.CLOZE, Kind.MATCHING)))
    assert {item.kind for item in quiz} == {Kind.CLOZE, Kind.MATCHING}
    assert {item.difficulty for item in assemble(wild_bank, Wish(10, difficulty=Difficulty.HARD))} == {Difficulty.HARD}


def test_no_item_shows_the_passage_of_another(wild_bank):
    quiz = assemble(wild_bank, Wish(500))
    lines = Counter((i.citation.file, n) for i in quiz for n in range(i.citation.lines[0], i.citation.lines[1] + 1))
    assert max(lines.values()) == 1


def test_right_options_stand_in_each_place_equally_often(wild_bank):
    placed = [i for i in assemble(wild_bank, Wish(500, kinds=(Kind.MCQ,))) if len(i.options) == 4]
    places = Counter(item.options.index(item.key) for item in placed)
    assert len(placed) >= 8
    assert max(places.values()) - min(places[at] for at in range(4)) <= 1


def test_as_many_statements_are_false_as_true(wild_bank):
    quiz = assemble(wild_bank, Wish(20, kinds=(Kind.TRUE_FALSE,)))
    false = sum(item.key in (FALSE, NO) for item in quiz)
    assert abs(2 * false - len(quiz)) <= 2


def test_heavier_sections_come_first_and_those_of_no_weight_never(wild_bank):
    weak = "mitosis"
    firsts = [assemble(wild_bank, Wish(3, seed, weights={weak: 1000.0})) for seed in range(10)]
    assert all(weak in {item.anchor for item in quiz} for quiz in firsts)
    gone = {item.anchor for item in assemble(wild_bank, Wish(500, weights={weak: 0.0}))}
    assert weak not in gone and len(gone) > 10


def test_items_that_are_not_wanted_are_left_out(wild_bank):
    seen = frozenset(item.id for item in assemble(wild_bank, Wish(10)))
    assert not seen & {item.id for item in assemble(wild_bank, Wish(500, without=seen))}


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish(0), "1 to"),
        (Wish(scope="nowhere"), "No section has the anchor 'nowhere'"),
        (Wish(kinds=(Kind.OPEN,)), "no such items"),
    ],
)
def test_what_cannot_be_had_is_a_clear_error(wild_bank, wish, message):
    with pytest.raises(QuizError, match=message):
        assemble(wild_bank, wish)
