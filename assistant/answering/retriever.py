"""The notes as a LangChain retriever: fused rankings of sections and passages, within a scope."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from assistant.answering.question import Question, understand
from assistant.answering.ranking import RankedSection, Ranking, Weights, rank
from assistant.errors import QuestionError
from assistant.index import SearchIndex
from assistant.notes import Section

_KEPT = 8
"""Rankings kept: a follow-up is ranked once to be judged and once to be answered."""


class NotesRetriever(BaseRetriever):
    """Finds the sections that answer a question.

    Attributes:
        index: the opened index.
        sections: how many sections to give at most.
        weights: how much each ranking counts.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SearchIndex
    sections: int = 20
    weights: Weights = Weights()
    _rank: Callable[[Question, str | None], Ranking] = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Keeps the last rankings."""
        self._rank = lru_cache(maxsize=_KEPT)(lambda asked, scope: rank(asked, self.index, self._section(scope), self.weights))

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, scope: str | None = None, **_: Any
    ) -> list[Document]:
        """Sections as documents, best first.

        Args:
            query: a question that stands alone.
            run_manager: LangChain's.
            scope: anchor of the section to stay below; None for all notes.

        Raises:
            QuestionError: no section has the scope's anchor.
        """
        ranking = self.rank(understand(query, self.index.vocabulary), scope)
        return [self._document(ranked, ranking) for ranked in ranking.sections[: self.sections]]

    def rank(self, question: Question, scope: str | None = None) -> Ranking:
        """The ranking behind the documents, for who needs passages and their scores."""
        return self._rank(question, scope)

    def _section(self, scope: str | None) -> Section | None:
        if not scope:
            return None
        section = self.index.library.by_anchor.get(scope)
        if section is None:
            raise QuestionError(f"No section has the anchor {scope!r}: `assistant sections` lists the anchors.")
        return section

    def _document(self, ranked: RankedSection, ranking: Ranking) -> Document:
        section = self.index.library.by_anchor[ranked.anchor]
        return Document(
            page_content=section.text,
            metadata={
                "anchor": section.anchor,
                "path": section.path_text,
                "file": section.file,
                "lines": list(section.lines),
                "score": ranked.score,
                "ranking": ranking,
            },
        )


def ranking_of(documents: list[Document]) -> Ranking:
    """The ranking that documents of this retriever were made from; an empty one where there are none."""
    ranking: Ranking = documents[0].metadata["ranking"] if documents else Ranking()
    return ranking
