"""BM25 as a share of the best that a question could reach."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.ranker import WordRanker
from assistant.index.store import Entry
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import terms_of

TEXTS = {
    "nlb": "A Network Load Balancer works on layer 4 and keeps the client address.",
    "alb": "An Application Load Balancer (ALB) routes requests by their path.",
    "bucket": "Objects are kept in buckets; a bucket name is unique.",
    "volume": "A volume is attached to one instance; CloudWatch watches it.",
    "long": "Snapshots of a volume " + "are taken at night and copied elsewhere " * 20,
}
SCOPES = {
    "nlb": ("net", "lb"),
    "alb": ("net", "lb"),
    "bucket": ("store",),
    "volume": ("store", "block"),
    "long": ("store", "block"),
}


def ranker_of(texts: dict[str, str]) -> WordRanker:
    entries = [Entry(id, text, SCOPES.get(id, ())) for id, text in texts.items()]
    return WordRanker(entries, Vocabulary([*texts.values(), "Network Load Balancer (NLB)"]))


RANKER = ranker_of(TEXTS)


def shares(question: str, count: int = 10, scope: str | None = None) -> dict[str, float]:
    return RANKER.shares(terms_of(question), count, scope)


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("Is the name of a bucket unique?", "bucket"),
        ("What routes requests by path?", "alb"),
        ("attached volumes", "volume"),
        ("when are snapshots copied?", "long"),
        ("cloud watch", "volume"),
    ],
)
def test_entry_that_holds_the_words_comes_first(question, best):
    assert next(iter(shares(question))) == best


@pytest.mark.parametrize("question", ["What is an NLB?", "network load balancer"])
def test_spelt_out_name_is_found_by_its_short_form_too(question):
    assert next(iter(shares(question))) == "nlb"


@given(st.lists(st.sampled_from([*{term for text in TEXTS.values() for term in terms_of(text)}, "zebra", ""]), max_size=12))
def test_shares_lie_between_0_and_1_highest_first(terms):
    found = RANKER.shares(terms, 10)
    assert all(0 < share <= 1 for share in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_only_entries_that_share_a_word_are_found():
    assert set(shares("volume")) == {"volume", "long"}


def test_word_that_the_notes_do_not_know_lowers_the_share():
    assert 0 < shares("bucket zebra")["bucket"] < shares("bucket")["bucket"]


def test_one_of_two_words_gives_less_than_both():
    found = shares("unique path")
    assert found["bucket"] < 0.7
    assert shares("unique name bucket")["bucket"] > found["bucket"]


def test_text_where_the_word_weighs_more_ranks_above_a_long_one():
    assert list(shares("volume")) == ["volume", "long"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_no_more_entries_than_asked_for(count):
    assert len(shares("load balancer", count)) == count


@pytest.mark.parametrize(
    ("scope", "within"),
    [
        ("net", {"nlb", "alb"}),
        ("lb", {"nlb", "alb"}),
        ("store", {"volume", "long"}),
        ("block", {"volume", "long"}),
        ("no", set()),
    ],
)
def test_scope_leaves_out_everything_else(scope, within):
    assert set(shares("load balancer volume", scope=scope)) == within


def test_scope_does_not_spend_the_count_on_what_stands_outside():
    question = "load balancer load balancer volume"
    assert set(shares(question, 1)) <= {"nlb", "alb"}
    assert len(shares(question, 1, "store")) == 1


@pytest.mark.parametrize("question", ["", "what is it", "zebra"])
def test_question_without_a_known_word_finds_nothing(question):
    assert shares(question) == {}


def test_rare_words_weigh_more_than_common_ones_and_unknown_ones_most():
    assert 0 < RANKER.weight("volum") < RANKER.weight("snapshot") < RANKER.weight("zebra")


def test_terms_of_an_entry_are_those_of_its_text():
    assert {"bucket", "uniqu", "name"} <= RANKER.terms("bucket")
    assert "nlb" in RANKER.terms("nlb")
    assert "the" not in RANKER.terms("nlb")


def test_no_entries_find_nothing():
    empty = ranker_of({})
    assert empty.ids == ()
    assert empty.shares(["bucket"], 5) == {}


@pytest.mark.parametrize("texts", [{"a": "the"}, {"a": "the", "b": "", "c": "bucket"}])
def test_entries_without_a_term_are_never_found(texts):
    found = ranker_of(texts).shares(["bucket"], 5)
    assert set(found) == set(texts) & {"c"}
