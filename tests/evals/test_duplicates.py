"""No question of a suite may be one that the review questions already ask."""

from __future__ import annotations

import pytest

from assistant import Assistant
from evals.duplicates import is_twin, twins
from evals.suite import Item, load, shipped


@pytest.mark.parametrize("suite", shipped())
def test_no_question_repeats_a_review_question(assistant: Assistant, suite: str) -> None:
    items = [item for item in load(suite) if not item.notes]
    found = [f"{twin.item.id}: {twin.item.question!r} is {twin.review!r}" for twin in twins(suite, items, assistant.index)]
    assert found == [], "reword these: `python -m evals duplicates` lists them"


def test_a_repeated_question_is_found_and_another_on_the_same_matter_is_not(assistant: Assistant) -> None:
    review = assistant.index.review.questions[400]
    items = [
        Item("same", review.question),
        Item("shouted", f"  {review.question.upper()}!!"),
        Item("wrapped", f"hi, {review.question}"),
        Item("other", "Which planet has the most moons?"),
    ]
    found = {twin.item.id: twin for twin in twins("mine", items, assistant.index)}
    assert set(found) == {"same", "shouted", "wrapped"}
    assert {twin.review for twin in found.values()} == {review.question}
    assert found["same"].cosine == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("cosine", "words", "same"),
    [(0.96, 40, True), (0.94, 70, False), (0.88, 90, True), (0.72, 95, False), (0.84, 84, False)],
)
def test_likeness_in_words_alone_is_not_enough(cosine: float, words: float, same: bool) -> None:
    assert is_twin(cosine, words) is same
