"""Which direct answers lead, and what of them says something to another question than their own."""

from __future__ import annotations

import pytest

from assistant.answering.direct import Direct, Fit, best_read, direct_answers
from assistant.answering.question import Question, Wanted
from assistant.answering.ranking import RankedPassage, RankedSection, Ranking
from assistant.index.store import Hit
from assistant.notes import Review, ReviewQuestion

ASKED = "ferry timetable"


def led(question: str, *answers: str, cosine: float = 0.6) -> list[str]:
    """What leads for a question, where these are the answers of review questions as near as that, the first one nearest."""
    asked = [ReviewQuestion(f"q{at}", "1", ASKED, answer, (f"1:{at}",)) for at, answer in enumerate(answers)]
    passages = tuple(RankedPassage(f"1:{at}", "1", 1.0, 0.5, 0.5) for at in range(len(answers)))
    hits = tuple(Hit(f"q{at}", cosine - at / 100) for at in range(len(answers)))
    ranking = Ranking((RankedSection("1", 1.0, 0.5, 0.5, passages),), hits)
    found = direct_answers(Question(question, question, (), Wanted.FACT), ranking, Review(tuple(asked)), {"1"}, Fit())
    return [direct.text for direct in found]


def test_a_yes_or_no_stays_where_the_same_is_asked() -> None:
    assert led("do ferries run at night?", "No, ferries run by day.", cosine=0.9) == ["No, ferries run by day."]


@pytest.mark.parametrize(
    ("question", "cosine"),
    [("when do ferries run?", 0.9), ("do ferries run on Sundays?", 0.6), ("ferry hours", 0.9)],
)
def test_a_yes_or_no_to_something_else_is_left_out(question: str, cosine: float) -> None:
    assert led(question, "No, ferries run by day.", cosine=cosine) == ["Ferries run by day."]


@pytest.mark.parametrize("answer", ["Yes, by calling the pier.", "No, it stays in port.", "They stay in port."])
def test_what_is_no_sentence_without_its_question_does_not_lead(answer: str) -> None:
    assert led("where are ferries in winter?", answer, "Ferries stay in port.") == ["Ferries stay in port."]


def test_a_pronoun_may_stand_for_what_the_same_question_names() -> None:
    assert led("where are ferries in winter?", "They stay in port.", cosine=0.9) == ["They stay in port."]


def test_no_limit_is_no_verdict() -> None:
    assert led("how many cars does a ferry take?", "No limit is set on cars.") == ["No limit is set on cars."]


def read_best(answer: str, sides: tuple[str, ...] = (), leads: float = 0.5) -> list[str]:
    """What is added to an answer that leads, where another of any section reads best: with a logit of 1."""
    asked = [
        ReviewQuestion("near", "1", ASKED, "Ferries leave every hour.", ("1:1",)),
        ReviewQuestion("far", "2", "late ferries", answer, ("2:1",)),
    ]
    question = Question("when", "when does the last ferry leave?", (), Wanted.FACT, sides=sides)
    told = [(Hit("near", 0.7), leads), (Hit("far", 0.4), 1.0)]
    leading = [Direct("Ferries leave every hour.", "1", ("1:1",))]
    return [direct.text for direct in best_read(question, told, leading, Review(tuple(asked)), Fit())]


def test_what_reads_best_is_added_from_whatever_section() -> None:
    assert read_best("The last one leaves at ten.") == ["The last one leaves at ten."]


def test_what_reads_hardly_better_is_not_added() -> None:
    assert read_best("The last one leaves at ten.", leads=0.9) == []


def test_what_reads_best_is_not_said_twice() -> None:
    assert read_best("Every hour, ferries leave.") == []


def test_what_reads_best_must_say_something_to_the_question() -> None:
    assert read_best("No, by bus.") == []


def test_nothing_is_added_to_a_comparison() -> None:
    assert read_best("The last one leaves at ten.", sides=("ferri", "bus")) == []


def test_nothing_is_added_where_nothing_answers() -> None:
    asked = ReviewQuestion("far", "2", "late ferries", "The last one leaves at ten.", ("2:1",))
    question = Question("when", "when does the last ferry leave?", (), Wanted.FACT)
    assert not best_read(question, [(Hit("far", 0.4), -2.0)], [], Review((asked,)), Fit())
    assert not best_read(question, [], [], Review((asked,)), Fit())
