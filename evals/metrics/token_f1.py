"""Token F1 of an answer against a direct one (Rajpurkar et al. 2016, SQuAD, arXiv 1606.05250).

Both are lower-cased, stripped of punctuation and articles, and compared as bags of words; the best of several references
counts. The references are what the suite gives, or else the direct answers of those review questions of the gold sections
that state every needed fact: a sentence or two, so that F1 says how direct an answer is as much as how right. An answer
that repeats a review question's own answer gets 1, which is no proof of anything by itself. A question with no reference is
left out.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable

from assistant.notes import Review
from evals.metrics.facts import missing, plain
from evals.suite import Item

NAME = "token F1"
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation + "—–…“”‘’")


def token_f1(text: str, references: Iterable[str]) -> float:
    """The best F1 of a text against references, 0 to 1."""
    return max((_f1(_tokens(text), _tokens(reference)) for reference in references), default=0.0)


def references(item: Item, review: Review) -> tuple[str, ...]:
    """What to hold the words of an answer against; none where there is nothing."""
    if item.reference:
        return item.reference
    asked = (question for anchor in item.gold for question in review.by_section.get(anchor, ()))
    return tuple(question.answer for question in asked if not missing(plain(question.answer), item.facts))


def _tokens(text: str) -> Counter[str]:
    return Counter(_ARTICLES.sub(" ", plain(text).translate(_PUNCTUATION)).split())


def _f1(said: Counter[str], reference: Counter[str]) -> float:
    shared = (said & reference).total()
    return 2 * shared / (said.total() + reference.total()) if shared else 0.0
