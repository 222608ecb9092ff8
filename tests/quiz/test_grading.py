"""Typed answers are held against the facts of the key."""

from __future__ import annotations

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from assistant.index.vocabulary import Vocabulary
from assistant.notes import Citation
from assistant.quiz import Item, Kind, grade

VOCABULARY = Vocabulary(
    [
        "A Network Load Balancer (NLB) keeps the address. ECS (Elastic Container Service) and EKS run containers.",
        "Keys are symmetric or asymmetric; replication is synchronous or asynchronous. The queue keeps messages.",
    ]
)
_PLACE = Citation("a", "A", "a.md", (1, 1), "q")


def _item(kind: Kind, key: str, stem: str = "What?", **more: tuple[str, ...]) -> Item:
    return Item("1", kind, stem, more.pop("options", ()), key, "", _PLACE, **more)


@pytest.mark.parametrize(
    ("key", "typed", "right"),
    [
        ("5 minutes", "300 seconds", True),
        ("5 minutes", "5 min", True),
        ("5 minutes", "5", True),
        ("5 minutes", "five minutes", True),
        ("5 minutes", "5 hours", False),
        ("5 minutes", "", False),
        ("1 GB", "1,024 MB", True),
        ("1 GB", "1024mb", True),
        ("1 GB", "1000 GB", False),
        ("15", "15 replicas", True),
        ("15", "5", False),
        ("NLB", "network load balancer", True),
        ("Network Load Balancer", "nlb", True),
        ("Network Load Balancer", "Netwrok Load Balancer", True),
        ("ECS", "EKS", False),
        ("edge locations", "edge location", True),
        ("symmetric", "asymmetric", False),
        ("synchronous", "asynchronous", False),
    ],
)
def test_a_blank_takes_the_same_words_and_amounts(key, typed, right):
    assert grade(_item(Kind.CLOZE, key), typed, VOCABULARY).right is right


def test_what_the_item_accepts_is_right_too():
    item = _item(Kind.CLOZE, "tombstone", accepted=("delete marker",))
    assert grade(item, "Delete Marker", VOCABULARY).right
    assert not grade(item, "marker", VOCABULARY).right


@pytest.mark.parametrize(
    ("stem", "key", "typed", "right", "missing"),
    [
        ("How long are events kept?", "Events are kept for 90 days.", "90 days", True, ()),
        ("How long are events kept?", "Events are kept for 90 days.", "30 days", False, ("90 days",)),
        ("What may call it?", "S3, SNS and SQS may call it.", "sqs, s3 and sns", True, ()),
        ("What may call it?", "S3, SNS and SQS may call it.", "only SQS", False, ("S3", "SNS")),
        ("Which balancer?", "A Network Load Balancer (NLB) does.", "the NLB", True, ()),
        ("Which balancer?", "An NLB does.", "a network load balancer", True, ()),
        ("Is it ready?", "Replication is synchronous.", "asynchronous replication", False, ("synchronous",)),
        ("How fast?", "Replication is synchronous.", "replication is synchronuos", True, ()),
        ("Is data kept?", "The queue keeps messages.", "the queue never keeps messages", False, ()),
        ("What?", "The queue keeps messages.", "", False, ("queue", "keeps", "messages")),
    ],
)
def test_an_open_answer_is_graded_by_its_facts(stem, key, typed, right, missing):
    found = grade(_item(Kind.OPEN, key, stem), typed, VOCABULARY)
    assert (found.right, found.missing) == (right, missing)


def test_pairs_count_one_by_one():
    item = _item(Kind.MATCHING, "a → 1\nb → 2\nc → 3", options=("1", "2", "3"), prompts=("a", "b", "c"), matches=("1", "2", "3"))
    part = grade(item, {"a": "1", "b": "3", "c": "3"}, VOCABULARY)
    assert (part.right, round(part.share, 2), part.missing) == (False, 0.67, ("b → 2",))
    assert grade(item, {"a": "1", "b": "2", "c": "3"}, VOCABULARY).right
    assert grade(item, "a → 1", VOCABULARY).share == 0


def test_a_choice_is_right_or_wrong():
    item = _item(Kind.MCQ, "7 days", options=("7 days", "70 days"))
    assert grade(item, "7 days", VOCABULARY).right
    assert not grade(item, "70 days", VOCABULARY).right


@given_(st.sampled_from(Kind), st.text(max_size=80), st.text(max_size=200))
def test_any_text_gets_a_grade(kind, key, typed):
    found = grade(_item(kind, key), typed, VOCABULARY)
    assert 0 <= found.share <= 1
    assert not found.right or found.share > 0


@given_(st.lists(st.sampled_from("S3 SNS SQS 90days queue messages replication".split()), min_size=1, unique=True), st.randoms())
def test_the_order_of_a_list_does_not_matter(words, randomly):
    mixed = list(words)
    randomly.shuffle(mixed)
    item = _item(Kind.OPEN, ", ".join(words) + ".", "Name them?")
    assert grade(item, " and ".join(mixed), VOCABULARY).right
