"""BM25 over the texts of the notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.index.store import Entry
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import terms_of

if TYPE_CHECKING:
    import bm25s

_K1, _B = 1.2, 0.5


class WordRanker:
    """Ranks entries by the terms they share with a question.

    Args:
        entries: what to rank.
        vocabulary: knows the acronyms, so that a text is found by the short form of what it spells out.
    """

    def __init__(self, entries: Sequence[Entry], vocabulary: Vocabulary) -> None:
        self.ids = tuple(entry.id for entry in entries)
        self._scopes = [entry.scopes for entry in entries]
        self._terms = [terms_of(vocabulary.with_short_forms(entry.text)) for entry in entries]

    @cached_property
    def _bm25(self) -> bm25s.BM25:
        import bm25s

        ranker = bm25s.BM25(k1=_K1, b=_B)
        ranker.index(self._terms, show_progress=False)
        return ranker

    @cached_property
    def _frequency(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for terms in self._terms:
            counts.update(set(terms))
        return counts

    @cached_property
    def _terms_by_id(self) -> dict[str, frozenset[str]]:
        return {id: frozenset(terms) for id, terms in zip(self.ids, self._terms, strict=True)}

    def terms(self, id: str) -> frozenset[str]:
        """The terms of an entry; none for a passage that says what another one says, which alone is indexed."""
        return self._terms_by_id.get(id, frozenset())

    def weight(self, term: str) -> float:
        """Inverse document frequency of a term, as bm25s weighs it (Lucene's variant); highest for an unknown one."""
        count = self._frequency.get(term, 0)
        return float(np.log(1 + (len(self.ids) - count + 0.5) / (count + 0.5)))

    def shares(self, terms: Sequence[str], count: int, scope: str | None = None) -> dict[str, float]:
        """BM25 of the entries that it ranks highest, as a share of the best that the terms could give.

        Args:
            terms: the question's terms.
            count: how many entries at most.
            scope: anchor of the section to stay below; None for all notes.

        Returns:
            Shares by entry, 0 to 1, highest first.
        """
        known = [term for term in terms if term in self._frequency]
        if not known or not self.ids:
            return {}
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        best = sum(self.weight(term) for term in terms)
        found: dict[str, float] = {}
        for at in scores.argsort()[::-1]:
            if scores[at] <= 0 or len(found) >= count:
                break
            if scope is None or scope in self._scopes[at]:
                found[self.ids[at]] = min(1.0, float(scores[at]) / best)
        return found
