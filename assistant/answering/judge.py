"""Judges whether the notes answer a question."""

from __future__ import annotations

from assistant.answering.broad import Broad
from assistant.answering.confidence import Confidence, Reading, Signals, signals
from assistant.answering.question import Question, understand
from assistant.answering.ranking import Ranking
from assistant.answering.retriever import NotesRetriever
from assistant.index.entries import passage_entry_text

_PASSAGES, _QUESTIONS, _BEST = 4, 2, 3
"""How many of what was found are read, and how many of the best passages count together."""


class Judge:
    """Says how surely the notes answer a question that stands alone.

    Args:
        retriever: finds what is judged.
        confidence: the model that judges it; by default the one fitted for such notes.

    Attributes:
        confidence: the model that judges.
    """

    def __init__(self, retriever: NotesRetriever, confidence: Confidence | None = None) -> None:
        index = retriever.index
        review = index.review
        self._retriever = retriever
        self._broad = Broad(index.library, index.vocabulary)
        self._reviewed = bool(review.questions and review.open)
        self.confidence = confidence or Confidence(reviewed=self._reviewed)

    def at_a_glance(self, standalone: str) -> float:
        """The probability, 0 to 1, that the notes hold the answer to a question, as far as a glance tells."""
        question = understand(standalone, self._retriever.index.vocabulary)
        ranking = self._retriever.rank(question)
        return self.confidence.at_a_glance(self.seen(question, ranking)) if ranking.sections else 0.0

    def of(self, question: Question, ranking: Ranking) -> float:
        """The probability, 0 to 1, that the notes hold the answer to a question that was ranked already."""
        if not ranking.sections:
            return 0.0
        return self.confidence.of(self.seen(question, ranking), lambda: self.read(question, ranking))

    def seen(self, question: Question, ranking: Ranking) -> Signals:
        """What it sees at a glance; something must have been ranked."""
        return signals(question, ranking, self._retriever.index, self._broad.told(question.asked))

    def read(self, question: Question, ranking: Ranking) -> Reading:
        """What it reads of the passages ranked first and the nearest review questions; something must have been ranked."""
        from assistant.answering.cross_encoder import packaged

        library = self._retriever.index.library
        passages = [passage_entry_text(library.passages[passage.id], library) for passage in ranking.passages[:_PASSAGES]]
        nearest = self._nearest_told(ranking)
        rated = packaged().rate(question.text, (*passages, *nearest))
        best, told = sorted(rated[: len(passages)], reverse=True)[:_BEST], rated[len(passages) :]
        return Reading(best[0], sum(best) / len(best), max(told, default=0.0), told[0] if told else 0.0)

    def _nearest_told(self, ranking: Ranking) -> list[str]:
        """The nearest review questions, each with its answer, and each answer once; none where they do not count."""
        if not self._reviewed:
            return []
        by_id = self._retriever.index.review.by_id
        told: dict[str, str] = {}
        for hit in ranking.questions:
            question = by_id[hit.id]
            told.setdefault(question.answer, f"{question.wordings[hit.id]} {question.answer}")
            if len(told) == _QUESTIONS:
                break
        return list(told.values())
