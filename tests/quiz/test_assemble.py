"""A quiz is the same for the same wish, stays in its scope, and gives nothing away."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from assistant.errors import QuizError
from assistant.notes import Citation
from assistant.quiz import Difficulty, Item, Kind, Wish, assemble, shortfall
from assistant.quiz.item import FALSE, NO, TRUE


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


def test_fewer_than_were_asked_for_are_said():
    assert shortfall(10, 10) == shortfall(11, 10) == ""
    assert shortfall(1, 1200).startswith("Only 1 question, not 1,200")
    assert shortfall(3, 10).startswith("Only 3 questions, not 10")


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
    assert abs(_more_false(quiz)) <= 2


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("true", [1, 2, 6])
def test_statements_are_balanced_at_every_place_however_few_are_true(wild_bank, seed, true):
    bank = _statements(wild_bank, 120, true)
    count = 2 * len([item for item in bank.items if item.key == TRUE]) - 2
    quiz = assemble(bank, Wish(count, seed))
    assert len(quiz) == count
    assert all(abs(_more_false(quiz[:at])) <= 2 for at in range(count + 1))


@pytest.mark.parametrize("seed", range(4))
def test_no_statement_tells_whether_the_next_one_is_true(wild_bank, seed):
    quiz = assemble(_statements(wild_bank, 120, 6), Wish(100, seed))
    assert len({(one.key, other.key) for one, other in pairwise(quiz)}) == 4


def test_what_tips_the_balance_fills_a_quiz_only_when_nothing_else_is_left(wild_bank):
    quiz = assemble(_statements(wild_bank, 60, 1), Wish(50))
    assert len(quiz) == 50
    assert {item.key for item in quiz[20:]} == {FALSE}


def _more_false(quiz):
    return sum(1 if item.key in (FALSE, NO) else -1 for item in quiz)


def _statements(bank, count, true):
    """Statements on matters of their own, so many of twelve true, spread over the sections of some notes."""
    sections = [section for section in bank.library.sections if section.passages]
    items = []
    for at in range(count):
        section = sections[at % len(sections)]
        matter = hashlib.sha256(str(at).encode()).hexdigest()
        place = Citation(section.anchor, section.path_text, f"{at}.md", (1, 1), matter)
        key = TRUE if at % 12 < true else FALSE
        items.append(Item(str(at), Kind.TRUE_FALSE, f"{matter}.", (TRUE, FALSE), key, "", place))
    return replace(bank, items=tuple(items))


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
