"""Texts become words, and words become terms."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.words import STOP_WORDS, camel_terms, stem, terms_of, words_of

PIECES = "What is the maximum size of an S3 object 15min 10Gbps DynamoDB it's don’t Multi-AZ (NLB) 99.99% IPv4 a/b naïve"
WORDS = st.sampled_from([*PIECES.split(), "Straße", "übung", "数据", "`code`", "**bold**"])
ENDS = st.sampled_from(["", ".", "?", " …", "!\n"])
SENTENCES = st.builds(lambda words, end: " ".join(words) + end, st.lists(WORDS, min_size=1, max_size=20), ENDS)
ANY_TEXT = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("How large may an Object be?", ["how", "large", "may", "an", "object", "be"]),
        ("Multi-Factor authentication", ["multi", "factor", "authentication"]),
        ("snake_case and a/b", ["snake", "case", "and", "a", "b"]),
        ("**bold**, `code` (and more)", ["bold", "code", "and", "more"]),
        ("the volume's zone", ["the", "volume", "zone"]),
        ("the volume’s zone", ["the", "volume", "zone"]),
        ("don’t, don't", ["don't", "don't"]),
        ("Übung in Zürich", ["übung", "in", "zürich"]),
        ("", []),
        (" \n\t…—!", []),
    ],
)
def test_words_are_lower_case_without_marks_and_possessives(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("15min", ["15", "min"]),
        ("15 min", ["15", "min"]),
        ("10Gbps", ["10", "gbps"]),
        ("5TB", ["5", "tb"]),
        ("99.99%", ["99", "99"]),
        ("m5.2xlarge", ["m5", "2", "xlarge"]),
        ("IPv4 and EC2", ["ipv4", "and", "ec2"]),
        ("2021", ["2021"]),
    ],
)
def test_figure_and_unit_are_two_words_whether_or_not_a_space_stands_between(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("timeouts", "The timeout"),
        ("Balancing loads", "load balanced"),
        ("15 minutes", "15minute"),
        ("a bucket’s size", "size of buckets"),
    ],
)
def test_inflected_forms_give_the_same_terms(question, notes):
    assert set(terms_of(question)) == set(terms_of(notes))


@pytest.mark.parametrize("text", ["what is it", "how do I use this", "isn’t it", "Explain why we can't", ""])
def test_text_of_stop_words_has_no_terms(text):
    assert terms_of(text) == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [("What's the", []), ("It doesn’t", []), ("the bucket's", ["bucket"]), ("100Gbps", ["100", "gbps"])],
)
def test_contractions_and_figures_are_not_taken_for_names_in_camel_case(text, terms):
    """Once wrong: "What's" and "bucket's" were split into parts, as CloudWatch is."""
    assert terms_of(text) == terms


def test_figures_and_short_names_are_no_stop_words():
    assert terms_of("S3 EC2 5 R") == ["s3", "ec2", "5", "r"]


def test_terms_keep_their_order_and_number():
    assert terms_of("zone, volume, zone") == [stem("zone"), stem("volume"), stem("zone")]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("CloudWatch", ["cloud", "watch"]),
        ("DynamoDB", ["dynamo"]),
        ("HTTPServer", ["http", "server"]),
        ("lambdaFunction", ["lambda", "function"]),
        ("Route53Resolver", ["route", "resolver"]),
    ],
)
def test_name_in_camel_case_is_found_whole_and_by_its_parts(name, parts):
    assert terms_of(name) == [stem(name.lower()), *(stem(part) for part in parts)]


@pytest.mark.parametrize("name", ["Bucket", "bucket", "NLB", "IPv4", "iSCSI", "EBS", "Load Balancer"])
def test_plain_and_short_names_have_no_parts(name):
    assert camel_terms(name) == []


@given(ANY_TEXT | SENTENCES)
def test_words_of_any_text_are_lower_case_and_hold_no_blank(text):
    for word in words_of(text):
        assert word
        assert word == word.lower()
        assert not any(letter.isspace() or letter == "_" for letter in word)


@given(ANY_TEXT | SENTENCES)
def test_terms_of_any_text_are_lower_case(text):
    for term in terms_of(text):
        assert term
        assert term == term.lower()


@given(SENTENCES)
def test_every_word_that_is_no_stop_word_gives_a_term(sentence):
    assert {stem(word) for word in words_of(sentence) if word not in STOP_WORDS} <= set(terms_of(sentence))


@given(st.text(string.ascii_letters + string.digits + " .,'-", max_size=60))
def test_words_of_words_are_the_same_words(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(SENTENCES, SENTENCES)
def test_words_of_two_texts_are_the_words_of_each(first, second):
    assert words_of(f"{first}\n{second}") == words_of(first) + words_of(second)
