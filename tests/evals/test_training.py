"""Teaching the cross-encoder."""

import json
import random
from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.answering.cross_encoder import CrossEncoder
from assistant.notes import read_library, read_review, review_files
from evals.training import NOTES as OTHER_NOTES
from evals.training import Lesson, lessons, pairs, rounds_of, train

BREAD = """# Bread

## Baking

- A loaf bakes for 40 minutes at 230 degrees.
- Steam makes the crust shine.

## Dough

- The dough rests for twelve hours.
"""
LOAF = "A loaf bakes for 40 minutes at 230 degrees."
REST = "The dough rests for twelve hours."
QUESTIONS = [
    {"anchor": "baking", "question": "how long in the oven?", "answer": "40 minutes.", "quote": LOAF, "also": "baking time"},
    {
        "anchor": "dough",
        "question": "How long must it rest?",
        "answer": "Twelve hours.",
        "quote": "The dough rests for twelve hours.",
    },
]
OPEN = """{"anchor": "baking", "question": "What does an oven cost?"}
"""


@pytest.fixture(scope="module")
def bread(tmp_path_factory: pytest.TempPathFactory) -> list[Lesson]:
    folder = tmp_path_factory.mktemp("bread")
    (folder / "bread.md").write_text(BREAD)
    (folder / "bread.questions.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in QUESTIONS))
    (folder / "bread.open.jsonl").write_text(OPEN)
    return lessons(Assistant.open(Settings(notes=folder, home=folder / "home")).index)


def test_each_wording_is_a_lesson_with_what_answers_it_and_what_does_not(bread: list[Lesson]):
    by_question = {lesson.question: lesson for lesson in bread}

    assert set(by_question) == {
        "how long in the oven?",
        "baking time",
        "How long must it rest?",
        "What does an oven cost?",
    }
    oven = by_question["baking time"]
    assert [text.rsplit(": ", 1)[1] for text in oven.carriers] == [LOAF]
    assert oven.twins == ("how long in the oven? 40 minutes.",)
    assert len(oven.near) == 2
    assert oven.others == ("How long must it rest? Twelve hours.",)
    cost = by_question["What does an oven cost?"]
    assert not cost.carriers
    assert not cost.twins
    assert len(cost.near) == 3
    assert len(cost.others) == 3


def test_an_answered_question_gives_one_pair_of_each_kind_and_an_open_one_only_wrong_ones(bread: list[Lesson]):
    drawn = pairs(bread, random.Random(1))

    right = [(question, text) for question, text, answers in drawn if answers]
    wrong = [(question, text) for question, text, answers in drawn if not answers]
    assert sorted(question for question, _ in right) == sorted(lesson.question for lesson in bread if lesson.carriers)
    assert [question for question, _ in wrong].count("What does an oven cost?") == 2
    for question, text in wrong:
        lesson = next(lesson for lesson in bread if lesson.question == question)
        assert text not in (*lesson.carriers, *lesson.twins)


def test_it_learns_what_the_lessons_show_and_stores_it(tmp_path: Path):
    colours = ["red", "green", "blue", "grey", "pink", "brown"]
    shown = 2 * [
        Lesson(f"which colour has the {thing}?", (f"The {thing} is {colour}.",), (), (f"The {thing} is heavy.",), ())
        for thing in ("door", "roof", "car", "wall", "chair", "lamp")
        for colour in colours
    ]
    steps: list[tuple[int, int]] = []

    train([shown, shown], tmp_path / "numbers", done=lambda done, total: steps.append((done, total)))

    taught = CrossEncoder(tmp_path / "numbers")
    before = CrossEncoder(_untaught(tmp_path))
    texts = ["The bridge is yellow.", "The bridge is heavy."]

    def margin(encoder: CrossEncoder) -> float:
        right, wrong = encoder.rate("which colour has the bridge?", texts)
        return right - wrong

    assert steps[-1] == (len(steps), len(steps))
    assert margin(taught) > margin(before) + 0.5


def _untaught(folder: Path) -> Path:
    train([], folder / "untaught")
    return folder / "untaught"


def test_the_last_round_has_other_subjects_and_as_much_of_the_shipped_notes():
    shipped, others = (
        [Lesson(f"{name} {at}", (), (), (), ()) for at in range(count)] for name, count in (("own", 9), ("other", 4))
    )

    *first, last = rounds_of(shipped, others)

    assert first == [shipped, shipped]
    assert last[:4] == others
    assert len(set(last[4:]) & set(shipped)) == 4


def test_the_notes_on_other_subjects_have_questions_beside_them():
    notes = sorted(OTHER_NOTES.glob("*.md"))
    assert notes
    for file in notes:
        library = read_library(file)
        review = read_review(review_files(file.parent, [file.name]), library)
        assert review.faults == ()
        assert review.questions
        assert review.open
