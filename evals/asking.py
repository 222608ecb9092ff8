"""Asks this program the questions of a suite."""

from __future__ import annotations

from assistant import Answer, Assistant
from assistant.answering.question import understand
from assistant.answering.ranking import Ranking, Weights
from assistant.answering.retriever import NotesRetriever
from evals.report import Cited, Reply
from evals.suite import Item

RETRIEVED = 20
"""Sections and passages of a ranking that are kept."""


class Asker:
    """Puts questions to an opened assistant.

    Args:
        assistant: the program over the notes that the questions are about.
        weights: how much each ranking counts, where the program was made with others than a student gets.
    """

    def __init__(self, assistant: Assistant, weights: Weights | None = None) -> None:
        self.assistant = assistant
        self._retriever = NotesRetriever(index=assistant.index, weights=weights or Weights())

    def ask(self, item: Item) -> Reply:
        """What the program says to a question, and what it retrieves for it.

        The ranking is made a second time, beside the answer, so that the answer's time is its own.
        """
        answer = self.assistant.ask(item.question, item.history)
        return _reply(answer, self._rank(answer.standalone))

    def _rank(self, question: str) -> Ranking:
        vocabulary = self.assistant.index.vocabulary
        return self._retriever.rank(understand(question, vocabulary)) if question.strip() else Ranking()


def _reply(answer: Answer, ranking: Ranking) -> Reply:
    return Reply(
        text=answer.text,
        answered=answer.answered,
        confidence=round(answer.confidence, 4),
        seconds=round(answer.seconds, 4),
        citations=tuple(Cited(c.anchor, c.path, c.file, c.lines, c.quote, passages=c.passages) for c in answer.citations),
        sections=tuple(section.anchor for section in ranking.sections[:RETRIEVED]),
        passages=tuple(passage.id for passage in ranking.passages[:RETRIEVED]),
        standalone=answer.standalone,
        note=answer.note,
        generation=answer.generation,
    )
