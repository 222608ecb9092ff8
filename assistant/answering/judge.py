"""Judges whether the notes answer a question."""

from __future__ import annotations

from assistant.answering.broad import Broad
from assistant.answering.confidence import Confidence, Reading, Signals, signals
from assistant.answering.question import Question, understand
from assistant.answering.ranking import Ranking
from assistant.answering.reader import Reader
from assistant.answering.retriever import NotesRetriever

_PASSAGES, _QUESTIONS, _BEST = 4, 2, 3
"""How many of what was found are read, and how many of the best passages count together."""


class Judge:
    """Says how surely the notes answer a question that stands alone.

    Args:
        retriever: finds what is judged.
        confidence: the model that judges it; by default the one fitted for such notes.

    Attributes:
        confidence: the model that judges.
        reader: reads what was found.
    """

    def __init__(self, retriever: NotesRetriever, confidence: Confidence | None = None) -> None:
        index = retriever.index
        review = index.review
        self._retriever = retriever
        self._broad = Broad(index.library, index.vocabulary)
        self._reviewed = bool(review.questions and review.open)
        self.reader = Reader(index)
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
        rated = self.reader.passages(question, [passage.id for passage in ranking.passages[:_PASSAGES]])
        best = sorted(rated, reverse=True)[:_BEST]
        told = self.reader.told(question, ranking.questions, _QUESTIONS) if self._reviewed else []
        logits = [logit for _, logit in told]
        return Reading(best[0], sum(best) / len(best), max(logits, default=0.0), logits[0] if logits else 0.0)
