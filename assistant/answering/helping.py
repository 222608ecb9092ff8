"""Deeper help by a chat model: simpler words, a study guide, a scenario, a comparison, each cited and checked like an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest
from threading import Event
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, AnswerPart, text_of
from assistant.answering.composer import Composer, cite, joined
from assistant.answering.question import understand
from assistant.answering.wording import COMPARE, Task, Worded, Wording, in_turn
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
    Help.COMPARE: COMPARE,
}
_ASKED = {
    Help.SIMPLER: "Explain {} in simple words.",
    Help.GUIDE: "Write a study guide of {}.",
    Help.SCENARIO: "Give me an exam scenario on {}.",
    Help.COMPARE: "Compare {} with {}.",
}


class Helper:
    """Explains sections, and compares two of them.

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
        yield from self._worded(kind, [self._section(anchor)], stop)

    def compare(self, anchor: str, other: str, stop: Event | None = None) -> Iterator[AnswerPart]:
        """Compares two sections, each with all below it.

        Args:
            anchor: one section.
            other: the other one.
            stop: set to end it.

        Yields:
            As `explain`.

        Raises:
            QuestionError: as `explain`, or the two are one.
        """
        sections = [self._section(anchor), self._section(other)]
        if anchor == other:
            raise QuestionError(f"“{sections[0].title}” cannot be compared with itself: name two sections.")
        yield from self._worded(Help.COMPARE, sections, stop)

    def _section(self, anchor: str) -> Section:
        """A section that holds text, in itself or below."""
        section = self._index.library.by_anchor.get(anchor)
        if section is None:
            raise QuestionError(f"No section has the anchor {anchor!r}: `assistant sections` lists the anchors.")
        if not self._told(section):
            raise QuestionError(f"“{section.title}” holds no text: name a section that does.")
        return section

    def _told(self, section: Section) -> list[Section]:
        """What of a section and all below it holds text."""
        return [one for one in self._index.library.within(section.anchor) if any(p.quotable for p in one.passages)]

    def _worded(self, kind: Help, sections: Sequence[Section], stop: Event | None) -> Iterator[AnswerPart]:
        asked = _ASKED[kind].format(*(section.path_text for section in sections))
        question = understand(asked, self._index.vocabulary)
        told = [self._told(section) for section in sections]
        composed = joined(self._composer.introduce(parts[0], question) for parts in told)
        passages = [id for row in zip_longest(*map(in_turn, told)) for id in row if id]
        turn = self._wording.begin(asked, (), stop)
        worded: Worded = yield from self._wording.word(turn, question, composed, passages, 1.0, _TASKS[kind])
        answer = Answer(
            question=asked,
            text=text_of(worded.statements),
            answered=True,
            confidence=1.0,
            standalone=asked,
            statements=worded.statements,
            citations=cite(worded.statements, self._index.library),
            note=worded.note,
            generation=worded.generation,
        )
        yield AnswerPart(answer=answer)
