"""Replies become claims with marks, whatever a model makes of the format, and nothing in them can do anything."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.reply import LONGEST, Claim, MarkedReply, StructuredReply, harmless

REFUSAL = "Your notes do not cover this."


def read(text: str, size: int = 1) -> tuple[list[Claim], bool]:
    reply = MarkedReply(REFUSAL)
    claims = [claim for at in range(0, len(text), size) for claim in reply.feed(text[at : at + size])]
    return [*claims, *reply.finish()], reply.refused


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A keeps B. [1]\nC keeps D. [2][3]\n", [("A keeps B.", (1,)), ("C keeps D.", (2, 3))]),
        ("- A keeps B [1].\n* C keeps D [2, 3]", [("A keeps B", (1,)), ("C keeps D", (2, 3))]),
        ("A keeps B [1]. C keeps D [2].", [("A keeps B", (1,)), ("C keeps D", (2,))]),
        ("A keeps B [1], and C keeps D [2].", [("A keeps B", (1,)), ("C keeps D", (2,))]),
        ("[1] A keeps B.\n[2] C keeps D.", [("A keeps B.", (1,)), ("C keeps D.", (2,))]),
        ("1. A keeps B. [1-3]", [("A keeps B.", (1, 2, 3))]),
        ("Here is the answer:\n\nA keeps B. [4]", [("A keeps B.", (4,))]),
        ("A keeps B.", [("A keeps B.", ())]),
        ("<think>It is [1], so C. [2]\nor D</think>\nA keeps B. [1]", [("A keeps B.", (1,))]),
        ("<think>never ends [1]", []),
        ("## Title\nA keeps B. [1]", [("A keeps B.", (1,))]),
        ("**Title**\n**A** keeps B. [1]\n**C keeps D.**", [("**A** keeps B.", (1,)), ("**C keeps D.**", ())]),
        ("A keeps B. [9_9] [1]", [("A keeps B. 9_9", (1,))]),
        ("", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_and_marks_are_told_apart(text: str, claims: list[tuple[str, tuple[int, ...]]], size: int) -> None:
    assert [(claim.text, claim.marks) for claim in read(text, size)[0]] == claims


def test_a_claim_comes_as_soon_as_the_next_begins() -> None:
    reply = MarkedReply(REFUSAL)
    assert list(reply.feed("A keeps B. [1]")) == []
    assert list(reply.feed("[2]")) == []
    assert list(reply.feed("\nC")) == [Claim("A keeps B.", (1, 2))]


@pytest.mark.parametrize("text", [REFUSAL, f"- {REFUSAL}\n", '"your notes do not cover this"', f"{REFUSAL} [1]"])
def test_the_refusal_is_known(text: str) -> None:
    assert read(text) == ([], True)


@given(st.text(alphabet=st.sampled_from("ab .,[]12-\n*`<>"), max_size=60), st.integers(1, 7))
def test_pieces_of_any_size_give_the_same_claims(text: str, size: int) -> None:
    assert read(text, size) == read(text, 1)


def test_a_reply_without_end_is_not_listened_to() -> None:
    claims, _ = read("A keeps B. [1]\n" * 5000, 4096)
    assert sum(len(claim.text) + 5 for claim in claims) <= LONGEST


def test_statements_of_an_object_come_one_by_one() -> None:
    reply = StructuredReply()
    first, second = {"text": "A keeps B.", "sources": [1]}, {"text": "C keeps D.", "sources": [2, 3]}
    assert list(reply.feed({"covered": True})) == []
    assert list(reply.feed({"covered": True, "statements": [{"text": "A kee"}]})) == []
    assert list(reply.feed({"covered": True, "statements": [first, {"text": "C"}]})) == [Claim("A keeps B.", (1,))]
    assert list(reply.feed({"covered": True, "statements": [first, second]})) == []
    assert list(reply.finish()) == [Claim("C keeps D.", (2, 3))]
    assert not reply.refused


def test_an_object_that_covers_nothing_is_a_refusal() -> None:
    reply = StructuredReply()
    assert list(reply.feed({"covered": False, "statements": []})) == []
    assert list(reply.finish()) == []
    assert reply.refused


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["statements", "text", "sources", "covered"]), inner)
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=4))
def test_any_object_is_read_without_a_fault(pieces: list[object]) -> None:
    reply = StructuredReply()
    claims = [claim for piece in pieces for claim in reply.feed(piece)] + list(reply.finish())
    assert all(type(mark) is int for claim in claims for mark in claim.marks)


@pytest.mark.parametrize(
    ("written", "harmless_text"),
    [
        ("<script>alert(1)</script>Hello", "alert(1) Hello"),
        ("<img src=x onerror=alert(1)", "img src=x onerror=alert(1)"),
        ("See ![x](https://evil.example/a.png) this", "See this"),
        ("See [the site](https://evil.example) now", "See the site now"),
        ("**bold** and `code <x>`", "**bold** and `code <x>`"),
        ("**half bold", "half bold"),
        ("half `code", "half code"),
        ("a\u202egnp.exe\x1b[31m", "agnp.exe31m"),
        ("[5_7](#x) [5_7]", "5_7 5_7"),
        ("| cell | cell |", "cell cell"),
        ("> quoted", "quoted"),
        ("A -> B, 3 < 5", "A -> B, 3 < 5"),
    ],
)
def test_only_words_and_emphasis_are_left(written: str, harmless_text: str) -> None:
    assert harmless(written) == harmless_text


@given(st.text(alphabet=st.sampled_from("ab <>/!()[]`*_~|\n#") | st.characters(), max_size=80))
def test_no_tag_link_or_picture_is_left_in_any_text(text: str) -> None:
    found = harmless(text)
    assert "\n" not in found
    outside = re.sub(r"`[^`]*`", " ", found)
    assert not re.search(r"<[A-Za-z!/]|\]\(|!\[", outside)
    assert harmless(found) == harmless(harmless(found))
