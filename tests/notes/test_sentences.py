"""Where a paragraph is cut."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.notes.sentences import split_sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["One ends.", "Two ends!", "Three?", "And this has no end"],
        ["It costs 3.5 USD.", "It ran on 10.0.0.1."],
        ['He said "go."', "(Then he left.)", "**Bold end.**", "*Soft end.*", "[Bracketed.]"],
        ["Ends here.", "**Bold** starts.", "`code` starts.", '"Quote" starts.', "(Bracket starts.)", "5 starts."],
        ["Really?!", "Yes.", "Very..."],
    ],
)
def test_sentences_end_where_the_next_one_starts(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_sentences_without_spaces_between_them_end_at_their_full_width_marks() -> None:
    assert cut("本文。次の文！質問？終わり") == ["本文。", "次の文！", "質問？", "終わり"]


@pytest.mark.parametrize(
    "text",
    [
        "Queries, e.g. DNS, are short",
        "That is, i.e. This",
        "Cf. The table, vs. The list, approx. 17,000, no. 5 and fig. 3",
        "J. R. R. Tolkien met Dr. Keller and Mr. Smith, Inc. No more",
        "in the U.S. Army",
        "see p. 12 and pp. 14, vol. 3, ch. 2",
        "it ends in lower case. so it goes on",
        "a file.Name and a v1.2.Final",
        "`code. With a stop` inside",
        "**bold. With a stop** inside",
        "~~struck. With a stop~~ inside",
        "(in brackets. With a stop) inside",
        "[a link. With a stop](https://example.org/A.B) inside",
        '<a href="x">a link. With a stop</a> inside',
    ],
)
def test_what_is_one_sentence_is_not_cut(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


def test_white_space_around_sentences_is_left_out() -> None:
    assert cut("  One.\n  Two.  \n") == ["One.", "Two."]


@given(st.text('aB1. !?\n\t`*~([)]_"。', max_size=60))
@settings(max_examples=300, derandomize=True, database=None)
def test_sentences_hold_all_words_in_order_and_do_not_overlap(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert [at for span in spans for at in span] == sorted(at for span in spans for at in span)
    assert re.sub(r"\s", "", "".join(text[start:end] for start, end in spans)) == re.sub(r"\s", "", text)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("The answer is no. It stays no.", ["The answer is no.", "It stays no."]),
        ("See no. 5 and nos. 6 and 7. Then go.", ["See no. 5 and nos. 6 and 7.", "Then go."]),
    ],
)
def test_a_no_is_an_abbreviation_only_before_a_number(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize("mark", ["(", "[", "`", "**", "~~", "<del>", '<a href="x">'])
def test_a_mark_that_is_never_closed_is_forgotten_after_a_while(mark: str) -> None:
    first, *others = cut(f"Text {mark}open. " + "More words. " * 100)
    assert 400 <= len(first) < 450
    assert len(others) > 50
    assert set(others) == {"More words."}


@pytest.mark.timeout(5)
@pytest.mark.parametrize("text", ["(a. B ", "`a. B ``c. D ", "**a. B ", "[(a. B) ", "<del>a. B ", "a. ", "no. A "])
def test_a_long_paragraph_is_cut_in_no_time(text: str) -> None:
    assert split_sentences(text * 20_000)
