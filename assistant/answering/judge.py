"""Judges whether the notes answer a question."""

from __future__ import annotations

from assistant.answering.broad import Broad
from assistant.answering.confidence import Confidence, Signals, signals
from assistant.answering.question import Question, understand
from assistant.answering.ranking import Ranking
from assistant.answering.retriever import NotesRetriever


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
        self.confidence = confidence or Confidence(reviewed=bool(review.questions and review.open))

    def __call__(self, standalone: str) -> float:
        """The probability, 0 to 1, that the notes hold the answer to a question."""
        question = understand(standalone, self._retriever.index.vocabulary)
        return self.of(question, self._retriever.rank(question))

    def of(self, question: Question, ranking: Ranking) -> float:
        """The same for a question that was ranked already."""
        return self.confidence.of(self.seen(question, ranking)) if ranking.sections else 0.0

    def seen(self, question: Question, ranking: Ranking) -> Signals:
        """What it judges by; something must have been ranked."""
        return signals(question, ranking, self._retriever.index, self._broad.told(question.asked))
