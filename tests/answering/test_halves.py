"""A question that asks two things is answered as two; one that the notes answer in one place is left whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answering.composer import joined
from assistant.answering.halves import Halves, Judge, passages_of
from assistant.answering.question import Question, understand
from assistant.answering.ranking import Ranking, rank
from assistant.answering.subjects import Subjects

BOTH = "How long does CloudTrail keep events, and how many instances fit into a spread placement group per AZ?"


@pytest.fixture(scope="module")
def subjects(assistant: Assistant) -> Subjects:
    return Subjects(assistant.library, assistant.index.vocabulary)


def halves_of(assistant: Assistant, subjects: Subjects, judge: Judge) -> Halves:
    return Halves(lambda: subjects, assistant.index.vocabulary, judge, lambda right, left: right)


def sure(question: Question, ranking: Ranking) -> float:
    return 1.0


def ranked(assistant: Assistant, text: str) -> Ranking:
    return rank(understand(text, assistant.index.vocabulary), assistant.index)


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (BOTH, "90 days", "7"),
        ("which queue keeps the exact order? and how large may an object in s3 get", "FIFO", "5TB"),
        ("largest payload: SQS message, S3 object", "256", "5TB"),
        (
            "We have to keep the order of the messages, and several machines must mount one file system. What fits each?",
            "FIFO",
            "EFS",
        ),
    ],
)
def test_both_things_that_are_asked_are_answered(assistant: Assistant, question: str, first: str, second: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert first in answer.text
    assert second in answer.text
    assert len({citation.anchor for citation in answer.citations}) > 1
    assert answer.note.startswith("Read as two questions: “")


@pytest.mark.parametrize(
    "question",
    [
        "What is the default TTL of the API Gateway cache, and what is the longest?",
        "Does an NLB have a static IP, and can it have an Elastic IP?",
        "What is the difference between gp2 and io1 volumes?",
        "We moved our shop to AWS last year and the team is small. Which service detects threats continuously?",
    ],
)
def test_a_question_that_one_section_answers_is_left_whole(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert "two questions" not in answer.note


def test_what_follows_an_earlier_question_is_not_taken_apart(assistant: Assistant) -> None:
    assert "two questions" in assistant.ask(BOTH).note
    follow = assistant.ask("and is it enabled by default?", history=[BOTH])
    assert "two questions" not in follow.note


def test_both_halves_stay_within_the_scope(assistant: Assistant) -> None:
    answer = assistant.ask(BOTH, scope="4_1")
    assert {citation.anchor.split("_")[0] for citation in answer.citations} == {"4"}


def test_the_second_half_takes_what_it_points_at_from_the_first(assistant: Assistant) -> None:
    answer = assistant.ask("What is the default time to live of an API Gateway cache, and what is it for DAX?")
    assert "300 seconds" in answer.text
    assert "5 minutes" in answer.text


def test_a_half_that_the_notes_hardly_answer_is_none(assistant: Assistant, subjects: Subjects) -> None:
    def unsure(question: Question, ranking: Ranking) -> float:
        return 0.1 if "placement" in question.asked else 0.9

    whole = ranked(assistant, BOTH)
    assert halves_of(assistant, subjects, sure).find(BOTH, whole, lambda half: rank(half, assistant.index))
    assert not halves_of(assistant, subjects, unsure).find(BOTH, whole, lambda half: rank(half, assistant.index))


def test_passages_of_both_halves_come_in_turn(assistant: Assistant, subjects: Subjects) -> None:
    found = halves_of(assistant, subjects, sure).find(BOTH, ranked(assistant, BOTH), lambda half: rank(half, assistant.index))
    assert found
    passages = passages_of(found)
    assert passages[:2] == [half.ranking.passages[0].id for half in found]
    assert len(passages) == len(set(passages))


def test_a_line_that_two_answers_share_is_said_once(assistant: Assistant) -> None:
    statements = assistant.ask("how long are CloudTrail events kept?").statements
    assert joined([statements, statements]) == statements


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(assistant: Assistant, subjects: Subjects, text: str) -> None:
    for left, right in halves_of(assistant, subjects, sure)._splits(text.strip()):
        assert left
        assert right
