"""Reads what was found for a question together with it, each text once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.answering.question import Question
from assistant.index import SearchIndex
from assistant.index.entries import passage_entry_text
from assistant.index.store import Hit

_QUESTIONS_KEPT = 16
"""Questions whose ratings are kept: what is asked is judged first and answered then, and so are its halves."""


class Reader:
    """Rates passages and review questions for a question with the cross-encoder, which is loaded when it first reads.

    Args:
        index: the notes.
    """

    def __init__(self, index: SearchIndex) -> None:
        self._library = index.library
        self._review = index.review
        self._ratings = lru_cache(maxsize=_QUESTIONS_KEPT)(lambda _: dict[str, float]())

    def passages(self, question: Question, ids: Sequence[str]) -> list[float]:
        """A logit for each passage: above 0 it rather answers the question.

        Args:
            question: what is asked.
            ids: the passages.
        """
        return self._rated(question, [passage_entry_text(self._library.passages[id], self._library) for id in ids])

    def told(self, question: Question, hits: Sequence[Hit], count: int) -> list[tuple[Hit, float]]:
        """The nearest review questions, each answer once, with a logit: above 0 it rather answers what is asked.

        Args:
            question: what is asked.
            hits: the review questions near it, nearest first.
            count: how many are read at most.
        """
        texts: dict[str, tuple[Hit, str]] = {}
        for hit in hits:
            asked = self._review.by_id[hit.id]
            texts.setdefault(asked.answer, (hit, f"{asked.wordings[hit.id]} {asked.answer}"))
            if len(texts) == count:
                break
        rated = self._rated(question, [text for _, text in texts.values()])
        return [(hit, logit) for (hit, _), logit in zip(texts.values(), rated, strict=True)]

    def _rated(self, question: Question, texts: Sequence[str]) -> list[float]:
        from assistant.answering.cross_encoder import packaged

        ratings = self._ratings(question.text)
        if fresh := [text for text in dict.fromkeys(texts) if text not in ratings]:
            ratings.update(zip(fresh, packaged().rate(question.text, fresh), strict=True))
        return [ratings[text] for text in texts]
