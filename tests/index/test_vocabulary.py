"""What words the notes use, and which acronyms they spell out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.vocabulary import Acronym, Vocabulary, find_acronyms
from assistant.index.words import words_of

WORDS = "Network Load Balancer Balancers Identity and Access Management of Things Internet the **NLB** .".split()
PIECES = st.sampled_from(
    [*WORDS, "(NLB)", "(IAM)", "(ALBs)", "(IoT)", "NLB (Network Load Balancer)", "(see below)", "(10 s)", "()", "(A/B)"]
)
SENTENCES = st.lists(PIECES, max_size=15).map(" ".join)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("A Network Load Balancer (NLB) works on layer 4.", "nlb", "network load balancer"),
        ("An NLB (Network Load Balancer) works on layer 4.", "nlb", "network load balancer"),
        ("AWS Identity and Access Management (IAM)", "iam", "identity and access management"),
        ("IAM (Identity and Access Management)", "iam", "identity and access management"),
        ("the Internet of Things (IoT)", "iot", "internet of things"),
        ("Infrastructure as a Service (IaaS)", "iaas", "infrastructure as a service"),
        ("Cross-Origin Resource Sharing (CORS)", "cors", "cross origin resource sharing"),
        ("with Application Load Balancers (ALBs)", "alb", "application load balancers"),
        ("a Time To Live ( TTL )", "ttl", "time to live"),
        ("line one\nNetwork Load\nBalancer (NLB)", "nlb", "network load balancer"),
    ],
)
def test_acronym_is_found_beside_its_long_form(text, short, long):
    assert find_acronyms([text]) == (Acronym(short, long),)


@pytest.mark.parametrize(
    "text",
    [
        "The balancer (NLB) works.",
        "Network Load (NLB) works.",
        "Load Network Balancer (NLB)",
        "NLB (a kind of balancer)",
        "NLB (Network Load Balancer of layer 4)",
        "(NLB)",
        "NLB ()",
        "it costs 5 dollars (USD)",
        "Very important (see there)",
        "Load balancer (lb)",
        "Large (L)",
        "Unclosed Network Load Balancer (NLB",
        "",
    ],
)
def test_no_acronym_is_invented(text):
    assert find_acronyms([text]) == ()


def test_what_is_spelt_out_most_often_comes_first():
    texts = ["Network Load Buffer (NLB)", "Network Load Balancer (NLB)", "NLB (Network Load Balancer)"]
    assert [acronym.long for acronym in find_acronyms(texts)] == ["network load balancer", "network load buffer"]
    assert Vocabulary(texts).long_forms == {"nlb": "network load balancer"}


def test_plural_acronym_that_itself_ends_in_s_keeps_that_s():
    """Once wrong: every trailing s was dropped, so VPSs became "vp"."""
    assert find_acronyms(["Virtual Private Servers (VPSs)"]) == (Acronym("vps", "virtual private servers"),)


@given(SENTENCES | st.text(st.characters(), max_size=60))
def test_long_form_stands_in_the_text_and_its_initials_spell_the_short_form(text):
    words = f" {' '.join(words_of(text))} "
    for acronym in find_acronyms([text]):
        assert f" {acronym.long} " in words
        initials = iter(word[0] for word in acronym.long.split())
        assert all(letter in initials for letter in acronym.short if letter.isalnum())


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(["A Network Load Balancer (NLB) balances.", "Time To Live (TTL): buckets keep objects, and objects last."])


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("a Network Load Balancer", ["nlb"]),
        ("a network-load balancer with a time to live", ["nlb", "ttl"]),
        ("a Load Balancer", []),
        ("the networks load balancers", []),
        ("", []),
    ],
)
def test_short_forms_are_added_to_texts_that_spell_them_out(vocabulary, text, added):
    assert vocabulary.with_short_forms(text) == " ".join([text, *added])


@pytest.mark.parametrize(
    ("text", "shortened"),
    [
        ("What is a Network Load Balancer?", "what is a nlb"),
        ("Network Load Balancer", "nlb"),
        ("a load balancer", "a load balancer"),
        ("", ""),
    ],
)
def test_long_forms_are_shortened(vocabulary, text, shortened):
    assert vocabulary.shortened(text) == shortened


@pytest.mark.parametrize("word", ["bucket", "buckets", "object", "balancing", "nlb", "ttl", "live"])
def test_knows_words_of_the_notes_in_whatever_form(vocabulary, word):
    assert vocabulary.knows(word)


@pytest.mark.parametrize("word", ["snapshot", "zebra", "alb", ""])
def test_does_not_know_other_words(vocabulary, word):
    assert not vocabulary.knows(word)


def test_counts_every_use_of_a_word(vocabulary):
    assert vocabulary.counts["objects"] == 2
    assert vocabulary.counts["snapshot"] == 0


def test_no_notes_make_an_empty_vocabulary():
    empty = Vocabulary([])
    assert (empty.long_forms, empty.short_forms) == ({}, {})
    assert not empty.knows("bucket")
    assert empty.shortened("A bucket") == "a bucket"
    assert empty.with_short_forms("A bucket") == "A bucket"


def test_a_word_that_several_questions_use_is_no_typing_error() -> None:
    """Once wrong: `downside` was read as `downtime`, since only the latter stands in the notes."""
    words = Vocabulary(["No downtime."], ["a downside?", "its downsides", "the downside of it", "any downside?", "a dwontime"])
    assert (words.spells("downside"), words.knows("downside")) == (True, False)
    assert (words.spells("downtime"), words.spells("dwontime")) == (True, False)
