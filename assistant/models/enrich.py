"""A chat model writes questions for one's own notes, section by section, each checked before it is kept.

What it writes and what that is held to is a `Task`: review questions, or questions of a quiz.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from assistant.errors import QuestionError
from assistant.index.vocabulary import Vocabulary
from assistant.models.calls import CHARACTERS_A_TOKEN, Call, ModelFailure, Trouble, Usage
from assistant.models.evidence import Given, give
from assistant.models.opening import ChatModel
from assistant.notes import Library, Passage, Section, Written, enriched_file, write_enriched

_MOST_PASSAGES = 60
_ENDING = frozenset({Trouble.KEY, Trouble.UNKNOWN, Trouble.UNREACHABLE, Trouble.NO_MODEL})
"""Troubles that the next section would meet as well."""
_MOST_FAILURES = 3
"""In a row, after which a run ends."""

Progress = Callable[[int, int], None]
_Read = TypeVar("_Read")


class Rejection(StrEnum):
    """Why a question is not kept."""

    UNREADABLE = "nothing that can be read"
    SHAPE = "no question and answer of a usable length"
    MARKUP = "holds HTML or links"
    QUOTE = "names no passage that was given"
    ANSWER = "the answer does not stand in its passages"
    TOPIC = "the question does not name what it is about"
    TWICE = "asked already"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of what a model wrote for one section.

    Attributes:
        rows: what is to be kept, as `write_enriched` takes it.
        kept: how many questions passed; where it is 0, nothing is kept, and the section can be tried again.
        rejected: how many did not, by the reason.
    """

    rows: list[dict[str, str]]
    kept: int
    rejected: Counter[str]


class Task(Protocol):
    """What a model is to write for each section."""

    @property
    def written(self) -> Written:
        """Where it is kept."""

    @property
    def prompt(self) -> str:
        """The system prompt, with `{fence}` and `{count}`."""

    @property
    def tokens(self) -> int:
        """What one question takes with its answer and its braces, for the estimate."""

    def checked(self, text: str, section: Section, given: Given) -> Checked:
        """Holds what a model wrote to the notes.

        Args:
            text: the reply: anything.
            section: the section that it was asked about.
            given: the passages that it was given.
        """


@dataclass(frozen=True, slots=True)
class Estimate:
    """What enriching will take.

    Attributes:
        sections: how many are to be enriched.
        tokens_in: tokens that the model will read.
        tokens_out: tokens that it will write.
        cost: what they cost, in the unit of the settings' prices; 0 where they give none.
    """

    sections: int
    tokens_in: int
    tokens_out: int
    cost: float


@dataclass(slots=True)
class Enriched:
    """What came of enriching.

    Attributes:
        sections: sections that have questions now.
        kept: questions that passed the checks.
        rejected: how many did not, by the reason.
        empty: anchors of sections for which no question passed.
        failed: anchors of sections for which the model failed; the next run tries them again.
        failure: the failure that ended the run before its end; None where it went through.
        tokens_in: tokens that the model read.
        tokens_out: tokens that it wrote.
    """

    sections: int = 0
    kept: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    empty: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    failure: ModelFailure | None = None
    tokens_in: int = 0
    tokens_out: int = 0


class Enricher:
    """Has a model do a task section by section, and keeps each section's questions as soon as they are checked.

    Args:
        model: the chat model.
        library: the notes.
        home: the folder that questions are kept in.
        task: what the model is to write.
        count: how many questions a section is to get.
    """

    def __init__(self, model: ChatModel, library: Library, home: Path, task: Task, count: int = 6) -> None:
        self._model = model
        self._library = library
        self._home = home
        self._task = task
        self._count = count
        self._vocabulary = Vocabulary(
            ["\n".join([section.path_text, *(passage.text for passage in section.passages)]) for section in library.sections]
        )

    def estimate(self, sections: Sequence[Section]) -> Estimate:
        """What enriching sections will take, by the length of what is read and the usual length of what is written."""
        tokens_in = sum(
            sum(len(text) for _, text in self._messages(self._given(section))) // CHARACTERS_A_TOKEN for section in sections
        )
        tokens_out = len(sections) * self._count * self._task.tokens
        return Estimate(len(sections), tokens_in, tokens_out, self._model.cost(tokens_in, tokens_out))

    def run(self, sections: Sequence[Section], progress: Progress | None = None, parallel: int = 1) -> Enriched:
        """Enriches sections.

        Args:
            sections: those to enrich.
            progress: told how many are done, and of how many.
            parallel: how many the model is asked about at once.
        """
        done = Enriched()
        in_a_row = 0
        pool = ThreadPoolExecutor(parallel)
        try:
            for count, (section, reply) in enumerate(zip(sections, pool.map(self._ask, sections), strict=True), 1):
                if reply.failure is None:
                    in_a_row = 0
                    self._keep(section, reply, done)
                else:
                    in_a_row += 1
                    done.failed.append(section.anchor)
                    if reply.failure.trouble in _ENDING or in_a_row == _MOST_FAILURES:
                        done.failure = reply.failure
                        return done
                if progress:
                    progress(count, len(sections))
        finally:
            pool.shutdown(cancel_futures=True)
        return done

    def _ask(self, section: Section) -> _Reply:
        given = self._given(section)
        call = Call.within(self._model.timeout)
        try:
            text = call.text(self._model.runnable, self._messages(given))
        except ModelFailure as failure:
            return _Reply(given, failure=failure)
        return _Reply(given, text, call.usage)

    def _keep(self, section: Section, reply: _Reply, done: Enriched) -> None:
        """Checks what the model wrote for a section, and keeps what passes."""
        checked = self._task.checked(reply.text, section, reply.given)
        done.rejected.update(checked.rejected)
        if not checked.kept and not checked.rejected:
            done.rejected[Rejection.UNREADABLE] += 1
        done.tokens_in += reply.usage.tokens_in
        done.tokens_out += reply.usage.tokens_out
        if checked.kept:
            write_enriched(self._home, section, checked.rows, self._task.written)
            done.sections += 1
            done.kept += checked.kept
        else:
            done.empty.append(section.anchor)

    def _given(self, section: Section) -> Given:
        ids = [passage.id for passage in section.passages]
        return give(ids, self._library, self._vocabulary, self._model.context, _MOST_PASSAGES)

    def _messages(self, given: Given) -> list[tuple[str, str]]:
        return [("system", self._task.prompt.format(fence=given.fence, count=self._count)), ("human", given.text)]


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a model wrote for one section, or how it failed."""

    given: Given
    text: str = ""
    usage: Usage = field(default_factory=Usage)
    failure: ModelFailure | None = None


def to_enrich(
    library: Library,
    home: Path,
    written: Written,
    scope: str | None = None,
    *,
    have: Collection[str] = (),
    again: bool = False,
) -> list[Section]:
    """The sections that state something and have no such questions yet.

    Args:
        library: the notes.
        home: the folder that questions are kept in.
        written: which questions.
        scope: anchor of the section to stay below; None for all.
        have: anchors of sections that need none, whatever is in the home.
        again: take those in the home for missing, to write them anew.

    Raises:
        QuestionError: no section has the anchor of the scope.
    """
    if scope and scope not in library.by_anchor:
        raise QuestionError(f"No section has the anchor {scope!r}: `assistant sections` lists the anchors.")
    within = library.within(scope) if scope else library.sections
    return [
        section
        for section in within
        if any(passage.quotable for passage in section.passages)
        and section.anchor not in have
        and (again or not enriched_file(home, section, written).is_file())
    ]


def objects_in(text: str, read: Callable[[dict[str, Any]], _Read | None]) -> Iterator[_Read]:
    """What can be read of the JSON objects that a model wrote, whatever stands around them.

    Args:
        text: the reply.
        read: reads an object; None where it is not one that was asked for, and those within it are tried.
    """
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(text, at)
            taken = read(found)
        except (ValueError, RecursionError):
            taken = None
        if taken is not None:
            yield taken
        at = text.find("{", end if taken is not None else at + 1)


def marks_of(found: dict[str, Any]) -> tuple[int, ...]:
    """The numbers of passages that an object names; what is no whole number is left out."""
    marks = found.get("passages")
    numbers = marks if isinstance(marks, list) else [marks]
    return tuple(number for number in numbers if isinstance(number, int) and not isinstance(number, bool))


def quote_of(section: Section, cited: Collection[Passage]) -> str:
    """Passages of a section as they are kept: as the notes have them, one a line, in the notes' order."""
    return "\n".join(passage.quote for passage in section.passages if passage in cited)
