"""Finds questions of a suite that the review questions beside the notes, or those that the notes leave open, already ask.

What is asked is matched with them, so a suite that repeats them would measure its own echo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.index import SearchIndex
from assistant.index.adapter import turn
from assistant.index.store import Entry
from evals.suite import Item

SAME_MEANING = 0.95
"""Cosine of two questions' vectors from which they are the same question, whatever their words."""

NEAR_MEANING, NEAR_WORDS = 0.85, 80.0
"""Cosine, and share of letters (0 to 100) with the words in order of the alphabet, from which both together tell the same.

Both thresholds were chosen by reading the closest pairs of the dev split: above them stand pairs such as "are there any real
folders in s3?" and "are there real folders in S3?"; below them others such as "sns max message size" and "sqs max message size",
alike in words (95) and not in meaning (.72), or the same thing asked in truly other words.
"""

_COMPARED = 20
"""Wordings of review questions, and as many open questions, that each question is held against: the nearest."""

_NEAR = 0.7
"""Cosine of two turned vectors below which they need no closer look."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A question of a suite, and the review question that it repeats.

    Attributes:
        suite: the suite's name.
        item: the question.
        review: the review question, or open one.
        anchor: the section that it is about.
        cosine: how near their meanings are, up to 1.
        words: how much of their letters they share when their words stand in order of the alphabet, 0 to 100.
    """

    suite: str
    item: Item
    review: str
    anchor: str
    cosine: float
    words: float


def twins(suite: str, items: Iterable[Item], index: SearchIndex) -> list[Twin]:
    """The questions that are the same or nearly the same as a review question.

    Args:
        suite: the suite's name.
        items: its questions, whichever notes they ask.
        index: the opened index of the notes that the review questions lie beside.

    Returns:
        One a question, with the review question that is nearest to it; the nearest pair first.
    """
    asked = list(items)
    if not asked or not (index.review.questions or index.review.open):
        return []
    vectors = index.embedder.embed([item.question for item in asked])
    entries = {entry.id: entry for kind in ("questions", "open") for entry in index.entries[kind]}
    near = [_nearest(vector.tolist(), index, entries) for vector in vectors]
    texts = list(dict.fromkeys(review.text for some in near for review in some))
    known = dict(zip(texts, index.embedder.embed(texts), strict=True))
    found = []
    for item, vector, reviews in zip(asked, vectors, near, strict=True):
        pairs = [(review, float(vector @ known[review.text])) for review in reviews]
        close = [
            Twin(suite, item, review.text, review.scopes[-1], cosine, words)
            for review, cosine in pairs
            if is_twin(cosine, words := fuzz.token_sort_ratio(_words(item.question), _words(review.text)))
        ]
        found += sorted(close, key=lambda twin: -twin.cosine)[:1]
    return sorted(found, key=lambda twin: -twin.cosine)


def _nearest(vector: list[float], index: SearchIndex, entries: Mapping[str, Entry]) -> list[Entry]:
    """The wordings of review questions, and the open questions, that lie near."""
    turned = turn(vector, index.alike)
    hits = [*index.questions.search(turned, _COMPARED), *index.open.search(turned, _COMPARED)]
    return [entries[hit.id] for hit in hits if hit.cosine >= _NEAR]


def is_twin(cosine: float, words: float) -> bool:
    """Whether two questions are nearly the same, by how near their meanings and their words are."""
    return cosine >= SAME_MEANING or (cosine >= NEAR_MEANING and words >= NEAR_WORDS)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
