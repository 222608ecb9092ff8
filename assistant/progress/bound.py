"""What is bound to one student: every query starts here, so that none can reach another's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assistant.progress.database import Database
from assistant.progress.placing import Placing
from assistant.progress.schedule import Memory, Rating, review
from assistant.progress.students import Student
from assistant.progress.tables import (
    AttemptRow,
    CardRow,
    ItemRow,
    PlaceRow,
    ReviewRow,
    SittingRow,
    StudentRow,
)
from assistant.quiz import Item

Clock = Callable[[], datetime]
Judge = Callable[[Item, str], bool]
"""Says whether an answer to an item is right."""

Owned = TypeVar("Owned", AttemptRow, CardRow, ItemRow, PlaceRow, ReviewRow, SittingRow)

LONGEST_GIVEN = 2000
"""Characters of an answer that are kept."""


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Bound:
    """A student over some notes in a database.

    Attributes:
        database: where all is kept.
        student: whose rows these are.
        notes: the key of the notes.
        placing: finds in today's notes what was asked earlier.
        judge: grades answers.
        clock: tells the time.
    """

    database: Database
    student: Student
    notes: str
    placing: Placing
    judge: Judge
    clock: Clock = now

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing."""
        with self.database.reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is stored as a whole; one at a time for a student, so that no two windows mix."""
        with self.database.writing() as session:
            session.execute(select(StudentRow.id).where(StudentRow.id == self.student.id).with_for_update())
            yield session

    def mine(self, table: type[Owned]) -> Select[Owned]:
        """The student's rows of a table."""
        return select(table).where(table.student_id == self.student.id)

    def remember_item(self, session: Session, item: Item) -> None:
        """Keeps an item as it is asked now; one that is known keeps its identity and gets its new place."""
        row = session.get(ItemRow, (self.student.id, item.id))
        if row is None:
            row = ItemRow(student_id=self.student.id, id=item.id, first_asked=self.clock())
            session.add(row)
        row.notes, row.anchor, row.item = self.notes, item.anchor, item.as_json()
        session.flush()

    def schedule(self, session: Session, item_id: str, rating: Rating, seconds: float, attempt_id: str | None = None) -> None:
        """Tells the scheduler how well an item was known."""
        card = session.get(CardRow, (self.student.id, item_id))
        before = memory_of(card) if card else None
        at = self.clock()
        self.put_card(session, item_id, review(before, rating, at))
        session.add(
            ReviewRow(
                student_id=self.student.id,
                id=new_id(),
                item_id=item_id,
                attempt_id=attempt_id,
                rating=int(rating),
                seconds=seconds,
                at=at,
                before=before.as_json() if before else None,
            )
        )
        session.flush()

    def put_card(self, session: Session, item_id: str, memory: Memory | None) -> None:
        """Sets how well an item is remembered; None takes the card away."""
        card = session.get(CardRow, (self.student.id, item_id))
        if memory is None:
            if card:
                session.delete(card)
            return
        if card is None:
            card = CardRow(student_id=self.student.id, item_id=item_id)
            session.add(card)
        card.state, card.step, card.due, card.last_review = memory.state, memory.step, memory.due, memory.last_review
        card.stability, card.difficulty = memory.stability, memory.difficulty


def memory_of(card: CardRow) -> Memory:
    """What a card holds."""
    return Memory(card.state, card.step, card.stability, card.difficulty, card.due, card.last_review)


def new_id() -> str:
    """An id that no other row has, here or in another database."""
    from uuid import uuid4

    return uuid4().hex


def storable(text: str) -> str:
    """A text that any database can hold: cut, and without what is no character."""
    return text[:LONGEST_GIVEN].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
