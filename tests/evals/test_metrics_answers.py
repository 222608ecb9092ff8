"""What an answer says, how long it takes to say it, and whether it cites what it ought to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.notes import Review, ReviewQuestion
from evals.metrics.budget import BUDGETS, curve, cut, right_within
from evals.metrics.citations import right_cited
from evals.metrics.facts import missing, plain, recall, stated_of, states
from evals.metrics.paraphrases import consistency
from evals.metrics.token_f1 import references, token_f1
from evals.report import Cited, Reply, Result, Score
from evals.suite import Item

LONG = Item("a", "How long?", gold=("4_2",), facts=(("90 days", "three months"), (r"re:\bs3\b",)))


def test_a_fact_is_stated_by_any_alternative_whatever_its_markup() -> None:
    text = plain("- Kept for **90  days** [4_2]\n- then in `S3` [4_3]")
    assert text == "- kept for 90 days - then in s3"
    assert states(text, ["three months", "90 Days"])
    assert not states(text, ["4_2"]), "a mark states nothing"
    assert missing(text, LONG.facts) == ()
    assert missing(plain("after 90 days it goes to s30"), LONG.facts) == (r"re:\bs3\b",)
    assert stated_of(text, ["30 days", "90 days"]) == ("90 days",)
    assert recall(1, 4) == 0.75


def test_of_two_groups_of_sections_one_each_must_be_cited() -> None:
    two = Item("a", "?", needs=(("1", "2"), ("3",)), facts=(("x",),))
    assert right_cited(two, ["2", "3"]) and not right_cited(two, ["1", "2"])
    assert right_cited(LONG, ["9", "4_2"]) and not right_cited(LONG, ["4"])


def test_an_answer_is_right_within_the_words_it_needs() -> None:
    filler = " ".join(["word"] * 30)
    text = f"- {filler} [9]\n- 90 days [4_2]\n- {filler} [9]\n- in S3 [9]"
    beginning, marked = cut(text, 33)
    assert beginning.split()[-2:] == ["-", "90"] and marked == {"9", "4_2"}
    assert right_within(LONG, text) == 80
    assert right_within(LONG, text.replace("4_2", "4_1")) is None, "the right section is marked nowhere"
    assert right_within(LONG, f"- 90 days in S3 [9]\n- {filler} [4_2]") == 20, "the line is marked that the words come from"


@given(st.lists(st.sampled_from([None, *BUDGETS])))
def test_more_words_are_never_less_often_right(needed: list[int | None]) -> None:
    shares = [point.y for point in curve(needed).points]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(sum(need is not None for need in needed) / max(1, len(needed)))


def test_token_f1_counts_shared_words_without_articles_and_signs() -> None:
    assert token_f1("- The **log** is kept 90 days. [4_2]", ["log is kept, 90 days!"]) == 1
    assert token_f1("a cat", ["dog"]) == 0
    assert token_f1("kept for 90 days", ["90 days", "dog"]) == pytest.approx(2 * 2 / 6)


def test_references_are_direct_answers_that_state_every_fact() -> None:
    review = Review(
        tuple(
            ReviewQuestion(str(at), anchor, "?", answer, ())
            for at, (anchor, answer) in enumerate([("4_2", "90 days, in S3."), ("4_2", "90 days."), ("4_3", "90 days, S3.")])
        )
    )
    assert references(LONG, review) == ("90 days, in S3.",)
    assert references(Item("a", "?", reference=("mine",)), review) == ("mine",)


def result(group: str, *anchors: str, correct: bool = True) -> Result:
    cited = tuple(Cited(anchor, "", "", (1, 1), "") for anchor in anchors)
    return Result("s", Item("a", "?", group=group), Reply("", bool(anchors), citations=cited), Score(correct, correct, correct))


def test_paraphrases_are_treated_alike_where_a_section_is_shared_or_all_are_refused() -> None:
    results = [
        result("g", "1", "2"),
        result("g", "2"),
        result("g", "1"),
        result("h"),
        result("h", correct=False),
        result("", "7"),
    ]
    alike, right = consistency([*results, result("alone", "1")])
    assert (alike.hits, alike.of) == (3, 4), "of the group's three pairs one shares no section"
    assert (right.hits, right.of) == (1, 2)
    assert consistency(results[-1:]) == ()
