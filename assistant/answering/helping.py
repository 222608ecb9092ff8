"""Deeper help by a chat model: simpler words, a study guide, a scenario, a comparison, each cited and checked like an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import zip_longest
from threading import Event
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, AnswerPart, Statement, text_of
from assistant.answering.composer import Composer, cite
from assistant.answering.question import understand
from assistant.answering.wording import Task, Worded, Wording
from assistant.errors import QuestionError
from assistant.index import SearchIndex
from assistant.models import prompts
from assistant.notes import Section

if TYPE_CHECKING:
    from assistant.models.opening import ChatModel


class Help(StrEnum):
    """A kind of help."""

    SIMPLER = "simpler"
    GUIDE = "guide"
    SCENARIO = "scenario"
    COMPARE = "compare"


_TASKS = {
    Help.SIMPLER: Task(prompts.SIMPLER, 24),
    Help.GUIDE: Task(prompts.GUIDE, 80),
    Help.SCENARIO: Task(prompts.SCENARIO, 24, parts=True),
    Help.COMPARE: Task(prompts.COMPARE, 24),
}
_ASKED = {
    Help.SIMPLER: "Explain {} in simple words.",
    Help.GUIDE: "Write a study guide of {}.",
    Help.SCENARIO: "Give me an exam scenario on {}.",
}


class Helper:
    """Explains sections, and compares what an answer was found for.

    Args:
        model: the chat model.
        index: the opened index.
    """

    def __init__(self, model: ChatModel, index: SearchIndex) -> None:
        self._index = index
        self._composer = Composer(index.library, index.review, index.passage_words.terms)
        self._wording = Wording(model, index, self._composer)

    def explain(self, kind: Help, anchor: str, stop: Event | None = None) -> Iterator[AnswerPart]:
        """Explains a section with all below it, or writes its study guide or a scenario.

        Args:
            kind: simpler words, a guide or a scenario.
            anchor: the section.
            stop: set to end it.

        Yields:
            Its lines as they are checked; the last piece holds the whole answer.

        Raises:
            QuestionError: there is no such section, or it holds no text.
        """
        section = self._index.library.by_anchor.get(anchor)
        if section is None:
            raise QuestionError(f"No section has the anchor {anchor!r}: `assistant sections` lists the anchors.")
        first = next((s for s in self._index.library.within(anchor) if any(p.quotable for p in s.passages)), None)
        if first is None:
            raise QuestionError(f"“{section.title}” holds no text: name a section that does.")
        asked = _ASKED[kind].format(section.path_text)
        composed = self._composer.introduce(first, understand(asked, self._index.vocabulary))
        base = Answer(asked, "", answered=True, confidence=1.0, standalone=asked)
        yield from self._worded(kind, base, composed, list(self._spread(section)), stop)

    def compare(self, answer: Answer, stop: Event | None = None) -> Iterator[AnswerPart]:
        """Compares what a question names, from the passages of its composed answer and of the sections these stand in.

        Args:
            answer: the composed answer to a question such as `ALB and NLB`; a refusal stays one.
            stop: set to end it.

        Yields:
            As `explain`.
        """
        if not answer.answered:
            yield AnswerPart(answer.text, answer)
            return
        library = self._index.library
        near = [p.id for citation in answer.citations for p in library.by_anchor[citation.anchor].passages]
        yield from self._worded(Help.COMPARE, answer, answer.statements, near, stop)

    def _worded(
        self, kind: Help, base: Answer, composed: Sequence[Statement], passages: Sequence[str], stop: Event | None
    ) -> Iterator[AnswerPart]:
        turn = self._wording.begin(base.standalone, (), stop)
        question = understand(base.standalone, self._index.vocabulary)
        worded: Worded = yield from self._wording.word(turn, question, composed, passages, 1.0, _TASKS[kind])
        answer = replace(
            base,
            text=text_of(worded.statements),
            statements=worded.statements,
            citations=cite(worded.statements, self._index.library),
            note=worded.note,
            generation=worded.generation,
        )
        yield AnswerPart(answer=answer)

    def _spread(self, section: Section) -> Iterator[str]:
        """Passages of a section and all below it: the first of each, then the second of each, so that all of it is touched."""
        columns = [[p.id for p in s.passages if p.quotable] for s in self._index.library.within(section.anchor)]
        for row in zip_longest(*columns):
            yield from (id for id in row if id)
