"""The one door to the program: open the notes, ask, stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer, AnswerPart
from assistant.errors import ModelError, QuestionError
from assistant.notes import Library
from assistant.settings import Settings

if TYPE_CHECKING:
    from threading import Event

    from assistant.answering.helping import Help
    from assistant.answering.parts import Parts
    from assistant.index import Progress, SearchIndex
    from assistant.study import Study


class Assistant:
    """Answers questions from notes, with citations.

    Args:
        index: the opened index of the notes.
        parts: what answers are made with; by default everything.
        settings: where quizzes and progress are kept; by default what the environment says.

    Attributes:
        index: the opened index of the notes.
        model: the chat model that words the answers; None where they are composed.
    """

    def __init__(self, index: SearchIndex, parts: Parts | None = None, settings: Settings | None = None) -> None:
        from assistant.answering.chain import build_chain

        self.index = index
        self.model = parts.model if parts else None
        self._settings = settings
        self._chain = build_chain(index, parts)

    @classmethod
    def open(cls, settings: Settings | None = None, progress: Progress | None = None) -> Assistant:
        """Opens the notes of the settings; builds the index first where it is missing.

        Args:
            settings: by default what the environment says.
            progress: told how far the building has come.

        Raises:
            AssistantError: settings, notes or index cannot be used; the message says how to mend it.
        """
        from assistant.index import open_index

        settings = settings or Settings.load()
        return cls(open_index(settings, progress), _parts(settings), settings)

    @property
    def library(self) -> Library:
        """The notes."""
        return self.index.library

    @cached_property
    def study(self) -> Study:
        """Quizzes over the notes, and what is remembered of the students.

        Raises:
            ProgressError: the database cannot be used.
        """
        from assistant.study import Study

        return Study.of_index(self.index, self._settings or Settings.load())

    def warm(self) -> None:
        """Loads the embedder and what reads beside it now, so that the first question does not wait for them."""
        self.index.embedder.load()
        from assistant.answering.cross_encoder import packaged

        packaged()

    def ask(self, question: str, history: Sequence[str] = (), scope: str | None = None) -> Answer:
        """Answers a question.

        Args:
            question: what the student asks; any text is taken.
            history: the earlier questions of the conversation, oldest first.
            scope: anchor of the section to stay below, or None for all notes.

        Raises:
            QuestionError: no section has the anchor of the scope.
        """
        answer: Answer | None = None
        for part in self.stream(question, history, scope):
            answer = part.answer or answer
        if answer is None:
            raise RuntimeError("the chain ended without an answer")
        return answer

    def stream(
        self, question: str, history: Sequence[str] = (), scope: str | None = None, stop: Event | None = None
    ) -> Iterator[AnswerPart]:
        """Answers a question piece by piece; the last piece holds the whole answer.

        Args:
            question: what the student asks; any text is taken.
            history: the earlier questions of the conversation, oldest first.
            scope: anchor of the section to stay below, or None for all notes.
            stop: set to end a chat model's answer with what has come of it.

        Raises:
            QuestionError: no section has the anchor of the scope.
        """
        if isinstance(history, str) or not all(isinstance(text, str) for text in (question, *history)):
            raise QuestionError("A question is a string, and the history a list of earlier questions, each a string.")
        yield from self._chain.stream({"question": question, "history": list(history), "scope": scope, "stop": stop})

    def explain(self, kind: Help, about: str, stop: Event | None = None, other: str = "") -> Answer:
        """Gives deeper help by the chat model: a section in simpler words, a study guide, a scenario, or a comparison.

        Args:
            kind: the kind of help.
            about: the anchor of a section; for a comparison with no other section, the things to compare, such as `ALB and NLB`.
            stop: set to end it with what has come of it.
            other: the anchor of the section to compare with; empty for none.

        Raises:
            ModelError: no chat model is set.
            QuestionError: there is no such section, it holds no text, or it is to be compared with itself.
        """
        *_, last = self.stream_help(kind, about, stop, other)
        if last.answer is None:
            raise RuntimeError("the help ended without an answer")
        return last.answer

    def stream_help(self, kind: Help | str, about: str, stop: Event | None = None, other: str = "") -> Iterator[AnswerPart]:
        """Gives the help of `explain` piece by piece; the last piece holds the whole answer.

        Args:
            kind: the kind of help, or its name.
            about: as for `explain`.
            stop: set to end it with what has come of it.
            other: as for `explain`.

        Raises:
            ModelError, QuestionError: as `explain`, when the first piece is asked for.
        """
        if self.model is None:
            raise ModelError("Explanations are written by a chat model: set ASSISTANT_MODEL, such as ollama:llama3.1.")
        from assistant.answering.helping import Help, Helper

        if kind == Help.COMPARE and not other:
            yield from self.stream(f"What is the difference between {about}?", stop=stop)
        elif kind == Help.COMPARE:
            yield from Helper(self.model, self.index).compare(about, other, stop)
        else:
            yield from Helper(self.model, self.index).explain(Help(kind), about, stop)

    def starters(self, count: int = 4) -> tuple[str, ...]:
        """Questions to start from, each answered by the notes.

        Args:
            count: how many at most.
        """
        from assistant.answering.suggest import starters

        return starters(self.index, count)


def _parts(settings: Settings) -> Parts | None:
    """What answers are made with; a chat model is opened only where one is set."""
    if not settings.model:
        return None
    from assistant.answering.parts import Parts
    from assistant.models.opening import open_model

    return Parts(model=open_model(settings))
