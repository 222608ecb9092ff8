"""Quizzes over notes and what is remembered of them: what the terminal and the web app share."""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from assistant.errors import ProgressError, QuizError
from assistant.progress import Progress, Record, Sitting, SittingKind, Student
from assistant.quiz import Bank, Grade, Item, Kind, Wish, assemble, bank_of, grade

if TYPE_CHECKING:
    from assistant.index import SearchIndex
    from assistant.index.vocabulary import Vocabulary
    from assistant.notes import Library
    from assistant.settings import Settings

MINUTES_AN_ITEM = 1.5
"""Minutes that a mock exam gives for each question, where none are named."""

FEWEST_OF_ANSWER, MOST_OF_ANSWER = 3, 5
"""Questions on one answer of the chat."""


class Study:
    """Quizzes over notes, for students whose answers are remembered.

    Args:
        library: the notes.
        vocabulary: their words and acronyms, for grading.
        settings: where progress is kept, and who studies.
        open_bank: opens the items of the notes; called when they are first needed.

    Attributes:
        library: the notes.
        progress: what is remembered of all students.

    Raises:
        ProgressError: the database cannot be used.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary, settings: Settings, open_bank: Callable[[], Bank]) -> None:
        self.library = library
        self._vocabulary = vocabulary
        self._settings = settings
        self._open_bank = open_bank
        self._opening = Lock()
        self._adopted: set[int] = set()
        self.progress = Progress.open(settings, library, lambda item, given: self.grade(item, given).right)

    @classmethod
    def of_index(cls, index: SearchIndex, settings: Settings) -> Study:
        """Quizzes over opened notes; their items are written the first time that they are needed."""
        return cls(index.library, index.vocabulary, settings, lambda: bank_of(index, settings.home))

    @classmethod
    def of_bank(cls, bank: Bank, settings: Settings) -> Study:
        """Quizzes of items that are there."""
        return cls(bank.library, bank.vocabulary, settings, lambda: bank)

    @property
    def bank(self) -> Bank:
        """All items of the notes."""
        with self._opening:
            return self._bank

    @cached_property
    def _bank(self) -> Bank:
        return self._open_bank()

    def grade(self, item: Item, given: str) -> Grade:
        """Grades an answer.

        Args:
            item: what was asked.
            given: an option, what was typed, or a matching item's pairs as `pairs_text` gives them.
        """
        if item.kind is Kind.MATCHING:
            return grade(item, pairs_of(given), self._vocabulary)
        return grade(item, given, self._vocabulary)

    def default_student(self) -> Student:
        """The student of the settings."""
        return self.progress.students.named(self._settings.student)

    def record(self, student: Student | None = None) -> Record:
        """What is remembered of a student; by default of the one of the settings."""
        student = student or self.default_student()
        record = self.progress.of(student)
        if student.id not in self._adopted:
            record.adopt()
            self._adopted.add(student.id)
        return record

    def quiz(self, record: Record, wish: Wish, *, weak_first: bool = False) -> Sitting:
        """Begins a quiz.

        Args:
            record: who takes it.
            wish: what is wished for.
            weak_first: whether sections that are weak or due come first.

        Raises:
            QuizError: there are no such items.
        """
        if weak_first:
            wish = replace(wish, weights={**record.section_weights(), **wish.weights})
        title = self.library.by_anchor[wish.scope].title if wish.scope in self.library.by_anchor else "All notes"
        return record.sittings.start(SittingKind.QUIZ, title, assemble(self.bank, wish))

    def quiz_on(self, record: Record, anchors: Collection[str]) -> Sitting:
        """Begins a short quiz on some sections, such as those of an answer.

        Raises:
            QuizError: these sections give no items.
        """
        known = [anchor for anchor in anchors if anchor in self.library.by_anchor]
        weights = {section.anchor: 1.0 if section.anchor in known else 0.0 for section in self.library.sections}
        items = assemble(self.bank, Wish(MOST_OF_ANSWER, secrets.randbits(32), weights=weights))
        titles = [self.library.by_anchor[anchor].title for anchor in known]
        return record.sittings.start(SittingKind.QUIZ, " · ".join(titles[:3]), items)

    def retry(self, record: Record, id: str) -> Sitting:
        """Begins a quiz of what was missed or left open in another.

        Raises:
            ProgressError: nothing was missed there, or there is no such quiz of this student.
        """
        before = record.sittings.get(id)
        items = [place.item for place in before.places if place.attempt is None or place.missed]
        if not items:
            raise ProgressError("Nothing was missed there: start a new quiz.")
        random.Random(id).shuffle(items)  # noqa: S311
        return record.sittings.start(SittingKind.QUIZ, f"Mistakes of {before.title}", items)

    def exam(self, record: Record, count: int, minutes: float | None = None) -> Sitting:
        """Begins a mock exam over all notes: mixed, timed, each chapter by its weight.

        Args:
            record: who takes it.
            count: how many questions; fewer where the notes give no more.
            minutes: how long; by default one and a half for each question.

        Raises:
            QuizError: there are no items.
        """
        shares = self.exam_shares(count)
        if not shares:
            raise QuizError("Your notes give no questions for an exam: see the chapters named in ASSISTANT_EXAM_WEIGHTS.")
        seed = secrets.randbits(32)
        items = list(assemble(self.bank, Wish(count, seed, shares=shares)))
        random.Random(seed).shuffle(items)  # noqa: S311
        return record.sittings.start(SittingKind.EXAM, "Mock exam", items, minutes or len(items) * MINUTES_AN_ITEM)

    def exam_shares(self, count: int) -> dict[str, int]:
        """How many questions of an exam each chapter gets: by the setting, else by how many passages it holds.

        A chapter without weight is left out; one that is too small for a question is named with none.
        The largest remainders get what is left over (Hamilton's method).

        Args:
            count: how many questions in all.
        """
        library, given = self.library, self._settings.exam_weights
        asked = {item.anchor for item in self.bank.items}
        weights: dict[str, float] = {}
        for chapter in library.chapters:
            sections = [section for section in library.within(chapter.anchor) if section.anchor in asked]
            held = float(sum(len(section.passages) for section in sections))
            weights[chapter.anchor] = given.get(chapter.anchor, 0.0 if given else held) if sections else 0.0
        return _apportioned(weights, count)


def pairs_text(pairs: Mapping[str, str]) -> str:
    """A matching item's answer, the chosen option of each prompt, as one text to store."""
    return json.dumps(pairs, ensure_ascii=False)


def pairs_of(text: str) -> dict[str, str]:
    """Reads what `pairs_text` gave; anything else is an answer without pairs."""
    try:
        pairs = json.loads(text)
    except ValueError:
        return {}
    return {str(prompt): str(option) for prompt, option in pairs.items()} if isinstance(pairs, dict) else {}


def _apportioned(weights: dict[str, float], count: int) -> dict[str, int]:
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: count * weight / total for name, weight in weights.items()}
    shares = {name: int(share) for name, share in exact.items()}
    left_over = sorted(exact, key=lambda name: shares[name] - exact[name])[: count - sum(shares.values())]
    for name in left_over:
        shares[name] += 1
    return {name: share for name, share in shares.items() if weights[name]}
