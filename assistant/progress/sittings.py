"""Quizzes and exams as they are taken: what is asked, answered, marked and left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import ExamOverError, ProgressError
from assistant.progress.bound import Bound, memory_of, new_id, storable
from assistant.progress.schedule import Memory, Rating, review
from assistant.progress.tables import AttemptRow, CardRow, PlaceRow, ReviewRow, SittingRow
from assistant.quiz import Item, Kind

LONGEST_ANSWER_SECONDS = 3600.0
"""What an answer may have taken; more is a window that was left open."""

GRACE = timedelta(seconds=5)
"""How long after the end of an exam an answer may still arrive that was typed before it."""

TYPED = frozenset({Kind.OPEN, Kind.CLOZE})
"""Kinds whose grading a student may correct."""


class SittingKind(StrEnum):
    """How items are taken: with feedback at once, or handed in as a whole."""

    QUIZ = "quiz"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that was given.

    Attributes:
        given: what was answered.
        right: whether it counts as right.
        own_verdict: whether the student said so against the grading.
        seconds: how long it took.
        at: when.
    """

    given: str
    right: bool
    own_verdict: bool
    seconds: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One item's place in a sitting.

    Attributes:
        number: counted from 0.
        item: the item as it is asked here, cited where it stands today.
        given: what an exam holds as the answer so far, or None.
        flagged: whether the student marked it.
        skipped: whether the student went on without an answer.
        attempt: the graded answer, or None.
        gone: whether its section is no longer in the notes.
    """

    number: int
    item: Item
    given: str | None
    flagged: bool
    skipped: bool
    attempt: Attempt | None
    gone: bool

    @property
    def missed(self) -> bool:
        """Whether it was answered wrongly."""
        return self.attempt is not None and not self.attempt.right


@dataclass(frozen=True, slots=True)
class Sitting:
    """A quiz or an exam.

    Attributes:
        id: names it.
        kind: quiz or exam.
        title: what it is about.
        started: when it was begun.
        deadline: when it ends by itself, or None.
        finished: when it was ended or handed in, or None.
        places: its items in order.
    """

    id: str
    kind: SittingKind
    title: str
    started: datetime
    deadline: datetime | None
    finished: datetime | None
    places: tuple[Place, ...]

    @property
    def current(self) -> int | None:
        """The first place that is neither answered nor skipped; None where there is none."""
        return next((place.number for place in self.places if not place.attempt and not place.skipped), None)

    @property
    def right(self) -> int:
        """How many were answered rightly."""
        return sum(place.attempt is not None and place.attempt.right for place in self.places)

    @property
    def answered(self) -> int:
        """How many were answered."""
        return sum(place.attempt is not None for place in self.places)


@dataclass(frozen=True, slots=True)
class SittingSummary:
    """A sitting in one line: its score out of how many items, and when it was ended; None while it is taken."""

    id: str
    kind: SittingKind
    title: str
    started: datetime
    finished: datetime | None
    items: int
    answered: int
    right: int


class Sittings:
    """The quizzes and exams of one student.

    Args:
        bound: the student.
    """

    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def start(self, kind: SittingKind, title: str, items: Sequence[Item], minutes: float | None = None) -> Sitting:
        """Begins a quiz or an exam.

        Args:
            kind: which of the two.
            title: what it is about, for reading.
            items: what is asked, in order.
            minutes: how long an exam takes; None for no limit.

        Raises:
            ProgressError: there are no items.
        """
        if not items:
            raise ProgressError("There is nothing to ask: choose another part of the notes or other kinds of questions.")
        own, started, id = self._bound.student.id, self._bound.clock(), new_id()
        with self._bound.writing() as session:
            session.add(
                SittingRow(
                    student_id=own,
                    id=id,
                    kind=kind.value,
                    notes=self._bound.notes,
                    title=storable(title),
                    started=started,
                    deadline=started + timedelta(minutes=minutes) if minutes else None,
                    finished=None,
                )
            )
            for item in items:
                self._bound.remember_item(session, item)
            for number, item in enumerate(items):
                session.add(
                    PlaceRow(
                        student_id=own,
                        sitting_id=id,
                        number=number,
                        item_id=item.id,
                        item=item.as_json(),
                        given=None,
                        flagged=False,
                        skipped=False,
                    )
                )
        return self.get(id)

    def get(self, id: str) -> Sitting:
        """A quiz or exam; an exam whose time is over is handed in first.

        Raises:
            ProgressError: the student has none with this id.
        """
        with self._bound.reading() as session:
            sitting = self._read(session, id)
        if sitting.finished is None and sitting.deadline and self._bound.clock() >= sitting.deadline:
            return self.finish(id)
        return sitting

    def open(self, kind: SittingKind) -> Sitting | None:
        """The latest quiz or exam of these notes that is still being taken."""
        return next((sitting for sitting in self.unfinished() if sitting.kind is kind), None)

    def unfinished(self, most: int = 20) -> tuple[Sitting, ...]:
        """The latest quizzes and exams of these notes that are still being taken, newest first."""
        with self._bound.reading() as session:
            query = self._bound.mine(SittingRow).where(SittingRow.notes == self._bound.notes, SittingRow.finished.is_(None))
            rows = session.scalars(query.order_by(SittingRow.started.desc()).limit(most)).all()
        return tuple(sitting for row in rows if (sitting := self.get(row.id)).finished is None)

    def past(self, most: int = 20) -> tuple[SittingSummary, ...]:
        """The latest sittings of these notes, newest first."""
        with self._bound.reading() as session:
            query = self._bound.mine(SittingRow).where(SittingRow.notes == self._bound.notes)
            rows = session.scalars(query.order_by(SittingRow.started.desc()).limit(most)).all()
            own, ids = self._bound.student.id, [row.id for row in rows]
            items = select(PlaceRow.sitting_id, func.count()).where(PlaceRow.student_id == own, PlaceRow.sitting_id.in_(ids))
            asked = {row[0]: row[1] for row in session.execute(items.group_by(PlaceRow.sitting_id))}
            given = session.scalars(self._bound.mine(AttemptRow).where(AttemptRow.sitting_id.in_(ids))).all()
        return tuple(
            SittingSummary(
                row.id,
                SittingKind(row.kind),
                row.title,
                row.started,
                row.finished,
                asked.get(row.id, 0),
                sum(one.sitting_id == row.id for one in given),
                sum(one.sitting_id == row.id and one.right for one in given),
            )
            for row in rows
        )

    def answer(self, id: str, number: int, given: str, seconds: float = 0.0) -> Place:
        """Grades and stores an answer of a quiz; it is kept before this returns.

        A place is answered once: a second answer changes nothing.

        Args:
            id: the quiz.
            number: the place.
            given: what was answered.
            seconds: how long it took.

        Raises:
            ProgressError: there is no such quiz or place, or it is an exam.
        """
        with self._bound.writing() as session:
            sitting = self._taken(session, id, SittingKind.QUIZ)
            place = _place(sitting, number)
            if place.attempt is None:
                self._attempt(session, id, place, storable(given), seconds)
                self._row(session, id, number).skipped = False
        return _place(self.get(id), number)

    def overrule(self, id: str, number: int, right: bool) -> Place:
        """Lets the student say whether a typed answer was right.

        Raises:
            ProgressError: nothing was answered there, or its kind leaves no doubt.
        """
        with self._bound.writing() as session:
            query = self._bound.mine(AttemptRow).where(AttemptRow.sitting_id == id, AttemptRow.number == number)
            attempt = session.scalars(query).one_or_none()
            if attempt is None:
                raise ProgressError("This question has no answer yet: answer it first.")
            item = Item.from_json(self._row(session, id, number).item)
            if item.kind not in TYPED:
                raise ProgressError("Only an answer that was typed can be judged by yourself.")
            if attempt.right != right:
                attempt.right = right
                attempt.own_verdict = self._bound.judge(item, attempt.given) != right
                self._reschedule(session, attempt)
        return _place(self.get(id), number)

    def fill(self, id: str, number: int, given: str | None) -> None:
        """Keeps what an exam holds as an answer so far; None takes it back.

        Raises:
            ExamOverError: it was handed in, or its time is over.
            ProgressError: there is no such exam or place.
        """
        with self._bound.writing() as session:
            sitting = self._taken(session, id, SittingKind.EXAM)
            if sitting.deadline and self._bound.clock() >= sitting.deadline + GRACE:
                raise ExamOverError("The time of this exam is over: see its report.")
            self._row(session, id, number).given = None if given is None or not given.strip() else storable(given)

    def flag(self, id: str, number: int, flagged: bool) -> None:
        """Marks an item, or takes the mark away.

        Raises:
            ProgressError: there is no such sitting or place.
        """
        with self._bound.writing() as session:
            self._row(session, id, number).flagged = flagged

    def skip(self, id: str, number: int) -> None:
        """Goes on without an answer.

        Raises:
            ProgressError: there is no such quiz or place.
        """
        with self._bound.writing() as session:
            if _place(self._taken(session, id, SittingKind.QUIZ), number).attempt is None:
                self._row(session, id, number).skipped = True

    def return_to(self, id: str, number: int) -> None:
        """Comes back to an item that was skipped.

        Raises:
            ProgressError: there is no such quiz or place.
        """
        with self._bound.writing() as session:
            self._taken(session, id, SittingKind.QUIZ)
            self._row(session, id, number).skipped = False

    def finish(self, id: str) -> Sitting:
        """Ends a quiz, or hands an exam in: what it holds is graded and remembered. Once ended, it stays as it is.

        Raises:
            ProgressError: the student has none with this id.
        """
        with self._bound.writing() as session:
            sitting = self._read(session, id)
            if sitting.finished is None:
                if sitting.kind is SittingKind.EXAM:
                    filled = [place for place in sitting.places if place.given is not None]
                    spent = (self._bound.clock() - sitting.started).total_seconds() / max(1, len(filled))
                    for place in filled:
                        self._attempt(session, id, place, place.given or "", spent)
                row = session.get_one(SittingRow, (self._bound.student.id, id))
                row.finished = min(self._bound.clock(), sitting.deadline or self._bound.clock())
        with self._bound.reading() as session:
            return self._read(session, id)

    def _read(self, session: Session, id: str) -> Sitting:
        row = session.get(SittingRow, (self._bound.student.id, id))
        if row is None:
            raise ProgressError("There is no such quiz or exam of yours: start a new one.")
        places = session.scalars(self._bound.mine(PlaceRow).where(PlaceRow.sitting_id == id).order_by(PlaceRow.number)).all()
        attempts = session.scalars(self._bound.mine(AttemptRow).where(AttemptRow.sitting_id == id)).all()
        by_number = {attempt.number: attempt for attempt in attempts}
        read = tuple(self._read_place(place, by_number.get(place.number)) for place in places)
        return Sitting(row.id, SittingKind(row.kind), row.title, row.started, row.deadline, row.finished, read)

    def _read_place(self, row: PlaceRow, attempt: AttemptRow | None) -> Place:
        item = Item.from_json(row.item)
        gone = self._bound.placing.anchor(item.citation) is None
        item = replace(item, citation=self._bound.placing.today(item.citation))
        made = Attempt(attempt.given, attempt.right, attempt.own_verdict, attempt.seconds, attempt.at) if attempt else None
        return Place(row.number, item, row.given, row.flagged, row.skipped, made, gone)

    def _taken(self, session: Session, id: str, kind: SittingKind) -> Sitting:
        sitting = self._read(session, id)
        if sitting.kind is not kind:
            raise ProgressError(f"This is no {kind.value}: start one.")
        if sitting.finished and kind is SittingKind.EXAM:
            raise ExamOverError("This exam was handed in: see its report.")
        return sitting

    def _row(self, session: Session, id: str, number: int) -> PlaceRow:
        row = session.get(PlaceRow, (self._bound.student.id, id, number))
        if row is None:
            raise ProgressError("There is no such question in this quiz or exam.")
        return row

    def _attempt(self, session: Session, id: str, place: Place, given: str, seconds: float) -> None:
        right = self._bound.judge(place.item, given)
        spent = min(max(seconds, 0.0), LONGEST_ANSWER_SECONDS)
        attempt = AttemptRow(
            student_id=self._bound.student.id,
            id=new_id(),
            item_id=place.item.id,
            sitting_id=id,
            number=place.number,
            given=given,
            right=right,
            own_verdict=False,
            seconds=spent,
            at=self._bound.clock(),
        )
        session.add(attempt)
        session.flush()
        self._bound.schedule(session, place.item.id, Rating.of(right), spent, attempt.id)

    def _reschedule(self, session: Session, attempt: AttemptRow) -> None:
        """Corrects what the scheduler was told, unless the item has been seen again since."""
        own = self._bound.mine(ReviewRow)
        told = session.scalars(own.where(ReviewRow.attempt_id == attempt.id)).one_or_none()
        card = session.get(CardRow, (self._bound.student.id, attempt.item_id))
        if told is None or card is None:
            return
        told.rating = int(Rating.of(attempt.right))
        if memory_of(card).last_review == told.at:
            before = Memory.from_json(told.before) if told.before else None
            self._bound.put_card(session, attempt.item_id, review(before, Rating(told.rating), told.at))


def _place(sitting: Sitting, number: int) -> Place:
    if not 0 <= number < len(sitting.places):
        raise ProgressError("There is no such question in this quiz or exam.")
    return sitting.places[number]
