"""What something is, or how things differ, is answered where the notes speak of these things, and refused where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answering.broad import Broad, things_of
from assistant.index.vocabulary import Vocabulary
from assistant.notes import read_library

WILD = Path(__file__).parent.parent / "data" / "wild"


@pytest.fixture(scope="module")
def broad() -> Broad:
    library = read_library(WILD)
    texts = [text for section in library.sections for text in (section.title, *(p.text for p in section.passages))]
    return Broad(library, Vocabulary(texts))


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("what is kibana", ["kibana"]),
        ("What's a dead letter queue for?", ["dead letter queue"]),
        ("explain the fan out pattern", ["fan out pattern"]),
        ("how does ARP work?", ["ARP"]),
        ("what does TTL mean", ["TTL"]),
        ("difference between an ALB and an NLB", ["ALB", "NLB"]),
        ("how do TCP and UDP differ", ["TCP", "UDP"]),
        ("how does GuardDuty differ from Inspector?", ["GuardDuty", "Inspector"]),
        ("gp2 vs io1", ["gp2", "io1"]),
        ("s3 vs efs vs ebs", ["s3", "efs", "ebs"]),
        ("memcached or redis?", ["memcached", "redis"]),
        ("what is the maximum size of a message", []),
        ("what is it that makes a queue wait for its messages", []),
        ("how long does a queue keep messages?", []),
        ("can I use TCP or UDP with a load balancer in front of it", []),
    ],
)
def test_the_things_of_a_broad_question_are_found(question: str, things: list[str]) -> None:
    assert [thing.strip(" ?") for thing in things_of(question)] == things


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what is ARP?", 1),
        ("osmosis vs simple diffusion", 1),
        ("prokaryote or eukaryote", 1),
        ("what is the Third Estate?", 1),
        ("what is kubernetes?", -1),
        ("osmosis vs photosynthesis", -1),
        ("what is the default limit", 0),
        ("how many prisoners were inside the Bastille?", 0),
    ],
)
def test_the_notes_speak_of_what_they_name_at_the_head(broad: Broad, question: str, told: int) -> None:
    assert broad.told(question) == told


@given(st.text(max_size=120))
def test_any_text_may_be_asked(broad: Broad, text: str) -> None:
    assert broad.told(text) in (-1, 0, 1)


@pytest.mark.parametrize("question", ["how do ALB and NLB differ?", "what is cognito", "what is DAX used for"])
def test_what_the_notes_speak_of_is_answered_broadly(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).answered


@pytest.mark.parametrize("question", ["What is DocumentDB?", "parquet vs orc", "how much is aws waf", "ecs vs eks"])
def test_what_the_notes_only_mention_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


def test_a_comparison_that_the_notes_do_not_make_tells_of_both(assistant: Assistant) -> None:
    answer = assistant.ask("how does GuardDuty differ from Inspector?")
    assert {"4_15_1", "4_12_1"} <= {citation.anchor for citation in answer.citations}
    assert "Amazon Inspector" in answer.text
