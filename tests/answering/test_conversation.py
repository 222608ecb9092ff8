"""Follow-ups are joined with what was asked before, on notes about anything; new topics are left alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.conversation import Conversation
from assistant.answering.cues import Leaning, read
from assistant.answering.subjects import Subjects
from assistant.index.vocabulary import Vocabulary
from assistant.notes import Library, read_library

WILD = Path(__file__).parent.parent / "data" / "wild"


def never(question: str) -> float:
    raise AssertionError(f"judged: {question}")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(WILD)


@pytest.fixture(scope="module")
def vocabulary(library: Library) -> Vocabulary:
    return Vocabulary([text for s in library.sections for text in (s.title, *(p.text for p in s.passages))])


@pytest.fixture(scope="module")
def subjects(library: Library, vocabulary: Vocabulary) -> Subjects:
    return Subjects(library, vocabulary)


@pytest.fixture(scope="module")
def conversation(library: Library, vocabulary: Vocabulary) -> Conversation:
    return Conversation(library, vocabulary, never)


def named(text: str, subjects: Subjects) -> list[str]:
    return [mention.text for mention in subjects.mentions(text) if mention.named]


def test_names_are_what_the_notes_write_with_a_capital(subjects: Subjects) -> None:
    assert named("what size, version and address has bgp, and who met in vienna?", subjects) == ["bgp", "vienna"]


def test_words_that_the_notes_put_together_are_mentioned_together(subjects: Subjects) -> None:
    mentions = subjects.mentions("when does slow start end, and was the League of Nations in Geneva?")
    assert [mention.text for mention in mentions] == ["slow start", "end", "League of Nations", "Geneva"]


def test_a_verb_after_a_name_is_no_part_of_it(subjects: Subjects) -> None:
    mentions = subjects.mentions("does TCP deliver Ethernet frames?")
    assert [mention.text for mention in mentions] == ["TCP", "deliver", "Ethernet frames"]


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("is it authenticated?", Leaning.SURELY),
        ("which header size does it have?", Leaning.SURELY),
        ("did the USA join it?", Leaning.SURELY),
        ("how do they differ when it comes to speed?", Leaning.SURELY),
        ("any downside of that?", Leaning.SURELY),
        ("even an encrypted one?", Leaning.SURELY),
        ("and why? why not just UDP?", Leaning.SURELY),
        ("over the whole stream, or just in a part of it?", Leaning.SURELY),
        ("what happened there?", Leaning.SURELY),
        ("and how many routers can be used?", Leaning.LIKELY),
        ("is the copy writable?", Leaning.HARDLY),
        ("When a router drops a packet, who resends it?", Leaning.HARDLY),
        ("How many layers does the OSI model have?", Leaning.NOT),
        ("If BGP is slow, can it still be used?", Leaning.NOT),
        ("is it possible to spoof ARP?", Leaning.NOT),
        ("is there a checksum in IPv6?", Leaning.NOT),
        ("When did Bismarck say that France would declare war?", Leaning.NOT),
        ("does Austria keep its army?", Leaning.NOT),
    ],
)
def test_a_question_leans_as_far_as_its_words_point_out_of_it(question: str, leans: Leaning, subjects: Subjects) -> None:
    assert read(question, subjects).leans is leans


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (["what is ARP for?"], "is it authenticated?", "ARP: is it authenticated?"),
        (["what happens during slow start?"], "how long does it double?", "slow start: how long does it double?"),
        (["What size are prokaryotes?"], "and eukaryotes?", "What size are eukaryotes?"),
        (["who fought at Austerlitz?"], "Borodino?", "who fought at Borodino?"),
        (["At what temperature does the gel melt?"], "why?", "At what temperature does the gel melt? why?"),
        (["How long is an IPv4 address?"], "sorry, I meant IPv6", "How long is an IPv6 address?"),
        (["How long is a UDP header?"], "no, TCP i meant", "How long is a TCP header?"),
        (["How long is a UDP header?"], "no i meant TCP", "How long is a TCP header?"),
        (["Does TCP need a handshake?"], "I meant TLS, not TCP", "Does TLS need a handshake?"),
        (["what is RIP?", "and OSPF?"], "which of them counts hops?", "RIP, OSPF: which of them counts hops?"),
        (["what is RIP?", "what is DHCP?"], "does the first one use UDP?", "RIP: does the first one use UDP?"),
        (["what is ARP for?"], "great, thanks! is it authenticated?", "ARP: is it authenticated?"),
        (["what is ARP for?", "is it authenticated?"], "does it broadcast?", "ARP: does it broadcast?"),
        (["Who won at Waterloo?"], "something else: what is a codon?", "what is a codon?"),
        (["Who won at Waterloo?"], "How many layers does the OSI model have?", "How many layers does the OSI model have?"),
        ([], "is it authenticated?", "is it authenticated?"),
        ([" "], "and eukaryotes?", "and eukaryotes?"),
    ],
)
def test_a_follow_up_takes_over_what_it_leaves_out(
    history: list[str], question: str, standalone: str, conversation: Conversation
) -> None:
    assert conversation.resolve(question, history).text == standalone


@pytest.mark.parametrize("taken", [True, False])
def test_where_words_do_not_tell_the_notes_decide(taken: bool, library: Library, vocabulary: Vocabulary) -> None:
    asked = []

    def judge(question: str) -> float:
        asked.append(question)
        return 0.9 if (":" in question) is taken else 0.5

    conversation = Conversation(library, vocabulary, judge)
    resolved = conversation.resolve("is the copy encrypted?", ["What does TLS do?"])
    assert resolved.text == ("TLS: is the copy encrypted?" if taken else "is the copy encrypted?")
    assert sorted(asked) == ["TLS: is the copy encrypted?", "is the copy encrypted?"]
    conversation.resolve("is the copy encrypted?", ["What does TLS do?"])
    assert len(asked) == 2


@pytest.mark.parametrize("taken", [True, False])
def test_another_thing_that_is_asked_takes_the_name_alone_where_the_notes_hardly_answer_both(
    taken: bool, library: Library, vocabulary: Vocabulary
) -> None:
    judge = {"tcp header length? and handshake?": 0.3 if taken else 0.9, "tcp: handshake": 0.8}
    resolved = Conversation(library, vocabulary, judge.__getitem__).resolve("and handshake?", ["tcp header length"])
    assert resolved.text == ("tcp: handshake" if taken else "tcp header length? and handshake?")


def test_keywords_that_name_a_thing_and_ask_something_of_it_are_left_alone(library: Library, vocabulary: Vocabulary) -> None:
    conversation = Conversation(library, vocabulary, lambda question: 0.8)
    assert conversation.resolve("tcp header size", ["Who won at Waterloo?"]).text == "tcp header size"


_WORDS = "and what about it the one of those two sorry i meant not back to again TCP ARP gel ? , . (".split()


@given(st.lists(st.one_of(st.sampled_from(_WORDS), st.text(max_size=6)), max_size=12), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_can_follow_any_other(parts: list[str], history: list[str]) -> None:
    question = " ".join(" ".join(parts).split())
    resolved = _any_judge().resolve(question, history).text
    assert resolved or not question.strip()
    assert _any_judge().resolve(question, []).text == question


@cache
def _any_judge() -> Conversation:
    library = read_library(WILD)
    words = Vocabulary([text for s in library.sections for text in (s.title, *(p.text for p in s.passages))])
    return Conversation(library, words, lambda question: len(question) % 7 / 7)
