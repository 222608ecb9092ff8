"""The door to what is remembered: a store of students, and the record of one of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import select

from assistant.progress.bound import Bound, Clock, Judge, now
from assistant.progress.database import Database
from assistant.progress.placing import Placing, notes_key
from assistant.progress.reviews import Reviews
from assistant.progress.sittings import Sittings
from assistant.progress.statistics import Answered, Statistics, coverage_of, statistics_of, weights_of
from assistant.progress.students import Student, Students
from assistant.progress.tables import AttemptRow, ItemRow, ReviewRow
from assistant.progress.transfer import Imported, export_of, import_into
from assistant.quiz import Item

if TYPE_CHECKING:
    from assistant.notes import Library
    from assistant.settings import Settings


class Progress:
    """What is remembered of all students.

    Args:
        database: where it is kept.
        library: the notes they study.
        notes: the key of these notes.
        judge: grades answers.
        clock: tells the time.
    """

    def __init__(self, database: Database, library: Library, notes: str, judge: Judge, clock: Clock = now) -> None:
        self.students = Students(database)
        self._database = database
        self._placing = Placing(library)
        self._notes = notes
        self._judge = judge
        self._clock = clock

    @classmethod
    def open(cls, settings: Settings, library: Library, judge: Judge) -> Progress:
        """Opens the database of the settings.

        Args:
            settings: say where the database is and which notes these are.
            library: the notes as they were read.
            judge: grades answers.

        Raises:
            ProgressError: the database cannot be used; the message says how to mend it.
        """
        return cls(Database.open(settings), library, notes_key(settings.notes), judge)

    def of(self, student: Student) -> Record:
        """The record of one student over these notes."""
        return Record(Bound(self._database, student, self._notes, self._placing, self._judge, self._clock))

    def close(self) -> None:
        """Closes the database."""
        self._database.close()


class Record:
    """What is remembered of one student over some notes. No query of it reaches another student's rows.

    Args:
        bound: the student, the notes and the database.
    """

    def __init__(self, bound: Bound) -> None:
        self._bound = bound
        self.student = bound.student
        self.sittings = Sittings(bound)
        self.reviews = Reviews(bound)

    def adopt(self) -> int:
        """Takes over what was asked from other notes that held the same passages: notes that were moved or copied.

        Returns:
            How many items were taken over.
        """
        adopted = 0
        with self._bound.writing() as session:
            for row in session.scalars(self._bound.mine(ItemRow).where(ItemRow.notes != self._bound.notes)):
                if self._bound.placing.stands(Item.from_json(row.item).citation):
                    row.notes = self._bound.notes
                    adopted += 1
        return adopted

    def answers(self) -> tuple[Answered, ...]:
        """All answers on these notes, in quizzes, exams and reviews, oldest first."""
        own = self._bound.student.id
        with self._bound.reading() as session:
            items = session.scalars(self._bound.mine(ItemRow).where(ItemRow.notes == self._bound.notes)).all()
            given = session.execute(
                select(AttemptRow.item_id, AttemptRow.right, AttemptRow.at).where(AttemptRow.student_id == own)
            ).all()
            rated = session.execute(
                select(ReviewRow.item_id, ReviewRow.rating > 1, ReviewRow.at).where(
                    ReviewRow.student_id == own, ReviewRow.attempt_id.is_(None)
                )
            ).all()
        anchors = {row.id: self._bound.placing.anchor(Item.from_json(row.item).citation) for row in items}
        here = [(id, right, at) for id, right, at in (*given, *rated) if id in anchors]
        return tuple(Answered(id, anchors[id], bool(right), at) for id, right, at in sorted(here, key=lambda one: one[2]))

    def statistics(self) -> Statistics:
        """All that the progress page tells."""
        return statistics_of(self.answers(), self.reviews.cards(), self._library, self._bound.clock())

    def section_weights(self) -> dict[str, float]:
        """How much each section should be asked about, for a quiz of what is weak or due first."""
        return weights_of(coverage_of(self.answers(), self.reviews.cards(), self._library, self._bound.clock()))

    def export(self) -> str:
        """All that is kept of the student, of all notes, as JSON."""
        return export_of(self._bound)

    def import_(self, text: str) -> Imported:
        """Adds what `export` gave; see `assistant.progress.transfer.import_into`."""
        imported = import_into(self._bound, text)
        self.adopt()
        return imported

    @cached_property
    def _library(self) -> Library:
        return self._bound.placing.library
