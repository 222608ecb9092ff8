"""What is remembered of the students, as tables."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, ForeignKeyConstraint, Index, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turns a moment of any zone into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Gives a stored moment its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of the tables."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, str: String}  # noqa: RUF012


class StudentRow(Base):
    """A student, known by a login name.

    Attributes:
        login: the name in lower case, which tells students apart.
        name: the name as it was first written.
        passphrase: salt and hash of the passphrase; None where there is none.
    """

    __tablename__ = "students"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    passphrase: Mapped[str | None]
    created: Mapped[datetime]


class SignInRow(Base):
    """A browser in which a student has signed in, by the hash of what its cookie holds."""

    __tablename__ = "sign_ins"

    token: Mapped[str] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), index=True)
    created: Mapped[datetime]


class ItemRow(Base):
    """An item that a student was asked, as it was last asked.

    Attributes:
        notes: which notes it was made from.
        anchor: its section in them.
        item: the item as JSON.
    """

    __tablename__ = "items"

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    notes: Mapped[str]
    anchor: Mapped[str]
    item: Mapped[dict[str, Any]]
    first_asked: Mapped[datetime]


def _of_item() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["student_id", "item_id"], ["items.student_id", "items.id"], ondelete="CASCADE")


def _of_sitting() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["student_id", "sitting_id"], ["sittings.student_id", "sittings.id"], ondelete="CASCADE")


class CardRow(Base):
    """How well an item is remembered: the state of FSRS."""

    __tablename__ = "cards"
    __table_args__ = (_of_item(), Index(None, "student_id", "due"))

    student_id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[int]
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    due: Mapped[datetime]
    last_review: Mapped[datetime | None]


class SittingRow(Base):
    """A quiz or an exam that is being taken or was taken.

    Attributes:
        kind: what it is, a `SittingKind`.
        notes: which notes its items are from.
        title: what it is about, for reading.
        deadline: when an exam ends by itself; None without a limit.
        finished: when it was ended or handed in; None while it is taken.
    """

    __tablename__ = "sittings"
    __table_args__ = (Index(None, "student_id", "started"),)

    student_id: Mapped[int] = mapped_column(ForeignKey("students.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    notes: Mapped[str]
    title: Mapped[str]
    started: Mapped[datetime]
    deadline: Mapped[datetime | None]
    finished: Mapped[datetime | None]


class PlaceRow(Base):
    """One item's place in a sitting.

    Attributes:
        item: the item as it is asked there, its options in their order.
        given: what an exam holds as the answer so far; None for none.
        flagged: whether the student marked it.
        skipped: whether the student went on without an answer.
    """

    __tablename__ = "places"
    __table_args__ = (_of_sitting(), _of_item(), Index(None, "student_id", "item_id"))

    student_id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    item: Mapped[dict[str, Any]]
    given: Mapped[str | None]
    flagged: Mapped[bool]
    skipped: Mapped[bool]


class AttemptRow(Base):
    """One answer of a student.

    Attributes:
        sitting_id: the quiz or exam it was given in.
        number: its place there; a place has one answer.
        given: what was answered.
        right: whether it counts as right.
        own_verdict: whether the student said so against the grading.
        seconds: how long it took.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        _of_sitting(),
        _of_item(),
        UniqueConstraint("student_id", "sitting_id", "number"),
        Index(None, "student_id", "at"),
    )

    student_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    sitting_id: Mapped[str]
    number: Mapped[int]
    given: Mapped[str]
    right: Mapped[bool]
    own_verdict: Mapped[bool]
    seconds: Mapped[float]
    at: Mapped[datetime]


class ReviewRow(Base):
    """What the scheduler was told, and what it knew before, so that it can be taken back.

    Attributes:
        attempt_id: the answer it came from; None for a rating on the review page.
        rating: 1 Again, 2 Hard, 3 Good, 4 Easy.
        before: the card before it, as JSON; None where it was new.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        _of_item(),
        ForeignKeyConstraint(["student_id", "attempt_id"], ["attempts.student_id", "attempts.id"], ondelete="CASCADE"),
        Index(None, "student_id", "at"),
    )

    student_id: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[str]
    attempt_id: Mapped[str | None]
    rating: Mapped[int]
    seconds: Mapped[float]
    at: Mapped[datetime]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
