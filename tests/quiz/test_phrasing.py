"""Words of tables become parts of questions that can be read."""

from __future__ import annotations

import pytest

from assistant.quiz.phrasing import is_clause, is_noun, lower_head


@pytest.mark.parametrize("head", ["Speed", "Use case", "API name", "cost per GB", "half-life"])
def test_heads_that_are_nouns(head):
    assert is_noun(head)


@pytest.mark.parametrize("head", ["made of", "looks like", "small", "rejected", "kept", "Speed m/s", "what", "Why it helps", ""])
def test_heads_that_are_none(head):
    assert not is_noun(head)


def test_a_bare_asking_word_is_no_clause():
    assert is_clause("What it is good at") and not is_clause("What")


@pytest.mark.parametrize(("head", "inside"), [("How CloudFront works", "how CloudFront works"), ("API name", "API name")])
def test_heads_inside_a_sentence(head, inside):
    assert lower_head(head) == inside
