"""A chat model writes review questions for one's own notes, each checked against its section before it is kept.

What is kept is held to what the shipped notes' review questions are held to: the quote is passages of the section word for word,
every figure of the answer stands in them, no question twice; and, since nobody reads them first, to the checks of `grounding`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from assistant.errors import QuestionError
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.models import prompts
from assistant.models.calls import CHARACTERS_A_TOKEN, Call, ModelFailure, Trouble, Usage
from assistant.models.evidence import Given, give
from assistant.models.grounding import faults
from assistant.models.opening import ChatModel
from assistant.models.reply import harmless
from assistant.notes import Library, Review, Section, enriched_file, write_enriched

_LONGEST_QUESTION, _LONGEST_ANSWER = 40, 45
"""Words."""
_SHORTEST_QUESTION = 3
_ALIKE = 92
"""Likeness of two questions, of 100, from which one of them is enough."""
_TOKENS_A_QUESTION = 75
"""What one question takes with its answer and its braces, for the estimate."""
_MOST_PASSAGES = 60
_ENDING = frozenset({Trouble.KEY, Trouble.UNKNOWN, Trouble.UNREACHABLE})
"""Troubles that the next section would meet as well."""
_MOST_FAILURES = 3
"""In a row, after which a run ends."""
_YES_NO = re.compile(r"^(?:yes|no)\b\W*", re.I)

Progress = Callable[[int, int], None]


class Rejection(StrEnum):
    """Why a question is not kept."""

    SHAPE = "no question and answer of a usable length"
    QUOTE = "names no passage that was given"
    ANSWER = "the answer does not stand in its passages"
    TOPIC = "the question does not name what it is about"
    TWICE = "asked already"


@dataclass(frozen=True, slots=True)
class Draft:
    """A review question as a model wrote it.

    Attributes:
        question: the question.
        answer: its answer.
        marks: numbers of the passages that carry the answer.
    """

    question: str
    answer: str
    marks: tuple[int, ...]


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

    sections: int
    kept: int
    rejected: dict[Rejection, int]
    empty: list[str]
    failed: list[str]
    failure: ModelFailure | None = None
    tokens_in: int = 0
    tokens_out: int = 0


class Enricher:
    """Writes review questions section by section, and keeps each section's as soon as they are checked.

    Args:
        model: the chat model.
        library: the notes.
        home: the folder that questions are kept in.
        count: how many questions a section is to get.
    """

    def __init__(self, model: ChatModel, library: Library, home: Path, count: int = 6) -> None:
        self._model = model
        self._library = library
        self._home = home
        self._count = count
        self._vocabulary = Vocabulary(
            ["\n".join([section.path_text, *(passage.text for passage in section.passages)]) for section in library.sections]
        )

    def estimate(self, sections: Sequence[Section]) -> Estimate:
        """What enriching sections will take, by the length of what is read and the usual length of what is written."""
        tokens_in = sum(
            sum(len(text) for _, text in self._messages(self._given(section))) // CHARACTERS_A_TOKEN for section in sections
        )
        tokens_out = len(sections) * self._count * _TOKENS_A_QUESTION
        return Estimate(len(sections), tokens_in, tokens_out, self._model.cost(tokens_in, tokens_out))

    def run(self, sections: Sequence[Section], progress: Progress | None = None, parallel: int = 1) -> Enriched:
        """Enriches sections.

        Args:
            sections: those to enrich.
            progress: told how many are done, and of how many.
            parallel: how many the model is asked about at once.
        """
        done = Enriched(0, 0, dict.fromkeys(Rejection, 0), [], [])
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
        rows: list[dict[str, str]] = []
        for draft in drafts_of(reply.text):
            rejection = self._rejection(draft, section, reply.given, [row["question"] for row in rows])
            if rejection:
                done.rejected[rejection] += 1
                continue
            quote = "\n".join(passage.quote for passage in section.passages if passage in reply.given.cited(draft.marks))
            rows.append({"question": draft.question, "answer": draft.answer, "quote": quote})
        done.tokens_in += reply.usage.tokens_in
        done.tokens_out += reply.usage.tokens_out
        if rows:
            write_enriched(self._home, section, rows)
            done.sections += 1
            done.kept += len(rows)
        else:
            done.empty.append(section.anchor)

    def _rejection(self, draft: Draft, section: Section, given: Given, kept: Sequence[str]) -> Rejection | None:
        """Why a question is not kept, or None where it is."""
        cited = given.cited(draft.marks)
        lengths = len(draft.question.split()), len(draft.answer.split())
        if not (_SHORTEST_QUESTION <= lengths[0] <= _LONGEST_QUESTION and 1 <= lengths[1] <= _LONGEST_ANSWER):
            return Rejection.SHAPE
        if not cited or any(passage.anchor != section.anchor for passage in cited):
            return Rejection.QUOTE
        if faults(_YES_NO.sub("", draft.answer) or draft.answer, given.evidence(cited)):
            return Rejection.ANSWER
        asked = {stem(word) for word in words_of(draft.question) if word not in STOP_WORDS}
        if not asked & given.evidence(cited).stems:
            return Rejection.TOPIC
        if any(token_set_ratio(draft.question.lower(), other.lower()) >= _ALIKE for other in kept):
            return Rejection.TWICE
        return None

    def _given(self, section: Section) -> Given:
        ids = [passage.id for passage in section.passages]
        return give(ids, self._library, self._vocabulary, self._model.context, _MOST_PASSAGES)

    def _messages(self, given: Given) -> list[tuple[str, str]]:
        return [("system", prompts.ENRICH.format(fence=given.fence, count=self._count)), ("human", given.text)]


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a model wrote for one section, or how it failed."""

    given: Given
    text: str = ""
    usage: Usage = field(default_factory=Usage)
    failure: ModelFailure | None = None


def to_enrich(library: Library, review: Review, home: Path, scope: str | None = None, *, again: bool = False) -> list[Section]:
    """The sections that state something and have no review questions yet, beside the notes or in the home.

    Args:
        library: the notes.
        review: the review questions beside the notes.
        home: the folder that questions are kept in.
        scope: anchor of the section to stay below; None for all.
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
        and section.anchor not in review.by_section
        and (again or not enriched_file(home, section).is_file())
    ]


def drafts_of(text: str) -> Iterator[Draft]:
    """The questions in what a model wrote: every JSON object that can be read, whatever stands around it.

    Args:
        text: the reply.
    """
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(text, at)
            draft = _draft(found)
        except (ValueError, RecursionError):
            draft = None
        if draft:
            yield draft
        at = text.find("{", end if draft else at + 1)


def _draft(found: dict[str, Any]) -> Draft | None:
    question, answer, marks = found.get("question"), found.get("answer"), found.get("passages")
    if not (isinstance(question, str) and isinstance(answer, str)):
        return None
    numbers = marks if isinstance(marks, list) else [marks]
    whole = tuple(number for number in numbers if isinstance(number, int) and not isinstance(number, bool))
    return Draft(harmless(question), harmless(answer), whole)
