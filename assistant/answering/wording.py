"""Has a chat model word an answer where one is set; whatever goes wrong ends in the composed answer and a plain notice."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from threading import Event

from assistant.answering.answer import UNSURE, AnswerPart, Generation, Statement
from assistant.answering.broad import compared_in
from assistant.answering.composer import Composer
from assistant.answering.generator import Outcome, Writer, Written
from assistant.answering.question import Question
from assistant.answering.rewriting import rewrite
from assistant.index import SearchIndex
from assistant.models import prompts
from assistant.models.calls import Call, ModelFailure, Stopped, Trouble
from assistant.models.evidence import give
from assistant.models.opening import ChatModel
from assistant.notes import Passage, Section

_COMPOSED = "this answer is made of your notes' own lines"


@dataclass(frozen=True, slots=True)
class Task:
    """What a model is to do with passages.

    Attributes:
        prompt: one of `prompts`.
        most: how many passages it is given at most.
        parts: whether what it writes has the parts of a scenario.
        fitting: whether it has to speak of a section that the composed answer is made of.
    """

    prompt: str
    most: int
    parts: bool = False
    fitting: bool = False


ANSWER = Task(prompts.ANSWER, 16, fitting=True)
COMPARE = Task(prompts.COMPARE, 24)


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer in its final words.

    Attributes:
        statements: its statements; none where the model found no answer, and may be right.
        note: what the student should know about it.
        generation: figures on what the model wrote; None where none was asked.
    """

    statements: tuple[Statement, ...]
    note: str = ""
    generation: Generation | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """The limits of a model's calls for one question, and what has come of them so far.

    Attributes:
        call: deadline, stop sign and usage.
        rewritten: the question standing alone, as the model rewrote it; None where it did not.
        trouble: how the model failed already; None where it did not.
    """

    call: Call
    rewritten: str | None = None
    trouble: Trouble | None = None


class Wording:
    """Words answers with a chat model.

    Args:
        model: the chat model.
        index: the opened index.
        composer: quotes passages as composed answers do.
    """

    def __init__(self, model: ChatModel, index: SearchIndex, composer: Composer) -> None:
        self._model = model
        self._index = index
        self._composer = composer

    def begin(self, question: str, history: Sequence[str], stop: Event | None = None) -> Turn:
        """Sets the limits of the calls for a question, and has a follow-up rewritten.

        Args:
            question: the question as it was asked.
            history: the earlier questions, oldest first.
            stop: set to end the calls.
        """
        call = Call.within(self._model.timeout, stop)
        if not any(history):
            return Turn(call)
        try:
            return Turn(call, rewrite(question, history, self._model, call))
        except ModelFailure as failure:
            return Turn(call, trouble=failure.trouble)
        except Stopped:
            return Turn(call)

    def word(
        self,
        turn: Turn,
        question: Question,
        composed: Sequence[Statement],
        passages: Iterable[str],
        confidence: float,
        task: Task | None = None,
    ) -> Generator[AnswerPart, None, Worded]:
        """Words an answer.

        Args:
            turn: what `begin` gave.
            question: what is asked.
            composed: the composed answer, which is given where the model fails.
            passages: ids of passages to answer from besides its own, most wanted first.
            confidence: how likely it is that the notes hold the answer.
            task: what the model is to do with the passages; by default to answer, or to compare where that is asked.

        Yields:
            The answer's lines as they are checked; what came before a part with `restart` is taken back.

        Returns:
            The answer in its final words.
        """
        if turn.trouble:
            generation = Generation(self._model.name, prompts.HASH)
            return (yield from _instead(composed, [], _apology(turn.trouble), generation))
        own = [id for statement in composed for id in statement.carriers]
        if task is None and len(compared_in(question.asked) or ()) > 1:
            task, own = replace(COMPARE, fitting=True), [*own, *self._around(composed)]
        task = task or ANSWER
        given = give([*own, *passages], self._index.library, self._index.vocabulary, self._model.context, task.most)
        writer = Writer(self._model, lambda passage: self._quote(passage, question))
        reply = writer.write(task.prompt, question.asked, given, turn.call, parts=task.parts)
        said: list[Statement] = []
        try:
            written = yield from _lined(reply, said)
        except Stopped:
            generation = Generation(self._model.name, prompts.HASH, used=bool(said))
            if said:
                return Worded(tuple(said), "Stopped: this is what had come.", generation)
            return (yield from _instead(composed, said, f"Stopped: {_COMPOSED}.", generation))
        return (yield from self._settle(written, composed, said, confidence, task))

    def _settle(
        self, written: Written, composed: Sequence[Statement], said: Sequence[Statement], confidence: float, task: Task
    ) -> Generator[AnswerPart, None, Worded]:
        generation = written.generation
        match written.outcome:  # a model that finds no answer is believed where the notes' own judge is unsure too
            case Outcome.WRITTEN if task.fitting and not _sections(written.statements) & _sections(composed):
                note = f"The chat model spoke of other sections than those that fit your question best: {_COMPOSED}."
            case Outcome.WRITTEN:
                return Worded(written.statements, _remarks(written), replace(generation, used=True))
            case Outcome.REFUSED if confidence < UNSURE or not composed:
                return Worded((), "The chat model finds no answer in the nearest passages.", replace(generation, used=True))
            case Outcome.REFUSED:
                note = f"The chat model found no answer in these passages: {_COMPOSED}."
            case Outcome.FAILED:
                note = _apology(written.trouble or Trouble.FAILED)
            case Outcome.TOO_LITTLE:
                note = f"What the chat model said does not stand in your notes: {_COMPOSED}."
        return (yield from _instead(composed, said, note, generation))

    def _around(self, composed: Sequence[Statement]) -> Iterator[str]:
        """The passages of the sections that a composed answer cites, in turn: what is compared must be known of both sides."""
        anchors = dict.fromkeys(anchor for statement in composed for anchor in statement.anchors)
        return in_turn(self._index.library.by_anchor[anchor] for anchor in anchors)

    def _quote(self, passage: Passage, question: Question) -> Statement:
        return self._composer.quote(passage, question)


def in_turn(sections: Iterable[Section]) -> Iterator[str]:
    """Passages of sections: the first of each, then the second of each, so that all of them are touched."""
    columns = [[passage.id for passage in section.passages if passage.quotable] for section in sections]
    for row in zip_longest(*columns):
        yield from (id for id in row if id)


def _lined(statements: Generator[Statement, None, Written], said: list[Statement]) -> Generator[AnswerPart, None, Written]:
    """Passes statements on as lines, and remembers them."""
    while True:
        try:
            statement = next(statements)
        except StopIteration as end:
            written: Written = end.value
            return written
        yield AnswerPart(("\n" if said else "") + statement.line, statement=statement)
        said.append(statement)


def _instead(
    composed: Sequence[Statement], said: Sequence[Statement], note: str, generation: Generation
) -> Generator[AnswerPart, None, Worded]:
    """The composed answer in the place of what was said."""
    for at, statement in enumerate(composed):
        yield AnswerPart(("\n" if at else "") + statement.line, restart=not at and bool(said), statement=statement)
    return Worded(tuple(composed), note, generation)


def _sections(statements: Sequence[Statement]) -> set[str]:
    return {anchor for statement in statements for anchor in statement.anchors}


def _apology(trouble: Trouble) -> str:
    return f"{trouble.value[:1].upper()}{trouble.value[1:]}: {_COMPOSED}."


def _remarks(written: Written) -> str:
    figures = written.generation
    remarks = []
    if written.contradicted:
        remarks.append("Your notes contradict themselves here: both sides are shown.")
    unsupported = figures.removed + figures.replaced
    if unsupported:
        what = "One sentence" if unsupported == 1 else f"{unsupported} sentences"
        remarks.append(f"{what} of the chat model did not stand in your notes: {_instead_of(figures)}.")
    return " ".join(remarks)


def _instead_of(figures: Generation) -> str:
    """What became of the sentences that did not stand."""
    own = "the notes' own line stands in its place" if figures.replaced == 1 else "the notes' own lines stand in their place"
    if figures.removed and figures.replaced:
        return "left out or replaced by the notes' own lines"
    return own if figures.replaced else "left out"
