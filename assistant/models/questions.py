"""Review questions that a chat model writes, and what each is held to before it is kept.

That is what the shipped notes' review questions are held to: the quote is passages of the section word for word, every figure of
the answer stands in them, no question twice; and, since nobody reads them first, the checks of `grounding`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.fuzz import token_set_ratio

from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.models import prompts
from assistant.models.enrich import Checked, Rejection, marks_of, objects_in, quote_of
from assistant.models.evidence import Given
from assistant.models.grounding import faults
from assistant.models.reply import harmless
from assistant.notes import Section, Written

_LONGEST_QUESTION, _LONGEST_ANSWER = 40, 45
"""Words."""
_SHORTEST_QUESTION = 3
_ALIKE = 92
"""Likeness of two questions, of 100, from which one of them is enough."""
_YES_NO = re.compile(r"^(?:yes|no)\b\W*", re.I)


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


class ReviewQuestions:
    """The task of writing review questions."""

    written = Written.REVIEW
    prompt = prompts.ENRICH
    tokens = 75

    def checked(self, text: str, section: Section, given: Given) -> Checked:
        """Keeps the questions whose answers stand in the passages that they cite."""
        rows: list[dict[str, str]] = []
        rejected: Counter[str] = Counter()
        for draft in drafts_of(text):
            rejection = _rejection(draft, section, given, [row["question"] for row in rows])
            if rejection:
                rejected[rejection] += 1
                continue
            quote = quote_of(section, given.cited(draft.marks))
            rows.append({"question": draft.question, "answer": draft.answer, "quote": quote})
        return Checked(rows, len(rows), rejected)


def _rejection(draft: Draft, section: Section, given: Given, kept: Sequence[str]) -> Rejection | None:
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


def drafts_of(text: str) -> Iterator[Draft]:
    """The questions in what a model wrote: every JSON object that can be read, whatever stands around it.

    Args:
        text: the reply.
    """
    return objects_in(text, _draft)


def _draft(found: dict[str, Any]) -> Draft | None:
    question, answer = found.get("question"), found.get("answer")
    if not (isinstance(question, str) and isinstance(answer, str)):
        return None
    return Draft(harmless(question), harmless(answer), marks_of(found))
