"""Key facts: what an answer must say, and must not.

A fact is a list of alternatives; it is stated where one of them stands in the answer, as words or, with `re:` in front,
as a regular expression. Recall of key facts is the share of the needed facts that are stated, as nugget recall is in
question answering (Voorhees 2003, Overview of the TREC 2003 Question Answering Track). An answer says what is right where
it states all of them and nothing forbidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from evals.suite import PATTERN

_MARK = re.compile(r"\s*\[[^\[\]\s]+\]")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Words as facts are matched: no marks, no markup, lower case, single blanks."""
    text = re.sub(r"[*`]", "", _MARK.sub("", text))
    return re.sub(r"\s+", " ", text).lower()


def states(text: str, alternatives: Iterable[str]) -> bool:
    """Whether a text, made `plain`, states one of a fact's alternatives."""
    return any(
        re.search(alternative[len(PATTERN) :], text) if alternative.startswith(PATTERN) else plain(alternative) in text
        for alternative in alternatives
    )


def missing(text: str, facts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The facts that a plain text does not state, each by its first alternative."""
    return tuple(fact[0] for fact in facts if not states(text, fact))


def stated_of(text: str, forbidden: Sequence[str]) -> tuple[str, ...]:
    """The forbidden facts that a plain text states."""
    return tuple(fact for fact in forbidden if states(text, [fact]))


def recall(lacking: int, needed: int) -> float:
    """The share of needed facts that are stated, 0 to 1.

    Args:
        lacking: how many are not.
        needed: how many there are; at least one.
    """
    return 1 - lacking / needed
