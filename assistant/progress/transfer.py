"""All that is kept of a student as one JSON file, to carry to another machine and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from assistant.errors import ProgressError, QuizError
from assistant.progress.bound import LONGEST_GIVEN, Bound, memory_of
from assistant.progress.schedule import Memory
from assistant.progress.sittings import SittingKind
from assistant.progress.tables import AttemptRow, Base, CardRow, ItemRow, PlaceRow, ReviewRow, SittingRow
from assistant.quiz import Item, Kind

_FIRST_YEAR, _LAST_YEAR = 2000, 2300
"""Years that a time may lie in: the scheduler plans at most a hundred years ahead."""

_LONGEST_STABILITY = 1e7
"""Days that an item may be remembered for."""


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text holds a NUL character")
    return text


def _item(fields: dict[str, Any]) -> dict[str, Any]:
    try:
        item = Item.from_json(fields)
    except QuizError as error:
        raise ValueError(str(error)) from error
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE) and item.key not in item.options:
        raise ValueError("the key of a question is none of its options")
    if len(item.prompts) != len(item.matches) or bool(item.prompts) is not (item.kind is Kind.MATCHING):
        raise ValueError("the pairs of a question do not fit")
    for text in _texts(item.as_json()):
        _storable(text)
    return item.as_json()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _memory(fields: dict[str, Any]) -> dict[str, Any]:
    try:
        memory = Memory.from_json(fields)
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"no memory of an item: {error}") from error
    for moment in (memory.due, memory.last_review or memory.due):
        _near(moment)
    if (memory.stability or 0) > _LONGEST_STABILITY:
        raise ValueError("no strength of memory")
    return memory.as_json()


def _near(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"a time is before {_FIRST_YEAR} or after {_LAST_YEAR}")
    return moment


Text = Annotated[str, Field(max_length=LONGEST_GIVEN), AfterValidator(_storable)]
Id = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_storable)]
Number = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
ItemFields = Annotated[dict[str, Any], AfterValidator(_item)]
Moment = Annotated[AwareDatetime, AfterValidator(_near)]
MemoryFields = Annotated[dict[str, Any], AfterValidator(_memory)]


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid")


class KeptItem(_Kept):
    """An item as it was last asked."""

    notes: Text
    first_asked: Moment
    item: ItemFields


class KeptCard(_Kept):
    """How well an item is remembered."""

    item_id: Id
    memory: MemoryFields


class KeptPlace(_Kept):
    """An item's place in a sitting."""

    number: Number
    item: ItemFields
    given: Text | None
    flagged: bool
    skipped: bool


class KeptSitting(_Kept):
    """A quiz or an exam."""

    id: Id
    kind: SittingKind
    notes: Text
    title: Text
    started: Moment
    deadline: Moment | None
    finished: Moment | None
    places: Annotated[list[KeptPlace], Field(min_length=1)]


class KeptAttempt(_Kept):
    """An answer."""

    id: Id
    item_id: Id
    sitting_id: Id
    number: Number
    given: Text
    right: bool
    own_verdict: bool
    seconds: Seconds
    at: Moment


class KeptReview(_Kept):
    """What the scheduler was told."""

    id: Id
    item_id: Id
    attempt_id: Id | None
    rating: Annotated[int, Field(ge=1, le=4)]
    seconds: Seconds
    at: Moment
    before: MemoryFields | None


class Kept(_Kept):
    """All that is kept of a student."""

    format: Literal["study-assistant progress"] = "study-assistant progress"
    version: Literal[1] = 1
    student: Text
    exported: Moment
    items: list[KeptItem]
    cards: list[KeptCard]
    sittings: list[KeptSitting]
    attempts: list[KeptAttempt]
    reviews: list[KeptReview]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import added; zeros where all of it was known.

    Attributes:
        items: items that were new.
        answers: answers that were new.
        reviews: reviews that were new.
        sittings: quizzes and exams that were new.
        cards: cards that were new, or had been seen later there.
    """

    items: int
    answers: int
    reviews: int
    sittings: int
    cards: int

    @property
    def text(self) -> str:
        """What was added, for reading."""
        added = (
            (self.items, "question", "questions"),
            (self.answers, "answer", "answers"),
            (self.reviews, "review", "reviews"),
            (self.sittings, "quiz or exam", "quizzes and exams"),
        )
        told = [f"{number:,} {one if number == 1 else many}" for number, one, many in added if number]
        if not told:
            return "Nothing was added: all of it was here already."
        return f"Added {', '.join(told)}."


def export_of(bound: Bound) -> str:
    """All that is kept of a student, of all notes, as JSON."""
    with bound.reading() as session:
        places: dict[str, list[KeptPlace]] = {}
        for place in session.scalars(bound.mine(PlaceRow).order_by(PlaceRow.sitting_id, PlaceRow.number)):
            places.setdefault(place.sitting_id, []).append(KeptPlace(**_fields(place, KeptPlace)))
        kept = Kept(
            student=bound.student.name,
            exported=bound.clock(),
            items=[KeptItem(**_fields(row, KeptItem)) for row in session.scalars(bound.mine(ItemRow).order_by(ItemRow.id))],
            cards=[
                KeptCard(item_id=row.item_id, memory=memory_of(row).as_json())
                for row in session.scalars(bound.mine(CardRow).order_by(CardRow.item_id))
            ],
            sittings=[
                KeptSitting(**_fields(row, KeptSitting, "places"), places=places.get(row.id, []))
                for row in session.scalars(bound.mine(SittingRow).order_by(SittingRow.started, SittingRow.id))
            ],
            attempts=[
                KeptAttempt(**_fields(row, KeptAttempt))
                for row in session.scalars(bound.mine(AttemptRow).order_by(AttemptRow.at, AttemptRow.id))
            ],
            reviews=[
                KeptReview(**_fields(row, KeptReview))
                for row in session.scalars(bound.mine(ReviewRow).order_by(ReviewRow.at, ReviewRow.id))
            ],
        )
    return kept.model_dump_json(indent=1) + "\n"


def import_into(bound: Bound, text: str) -> Imported:
    """Adds what `export_of` gave to what is kept of a student; what is known already stays, so doing it twice changes nothing.

    Of two states of one card the one that was seen last is kept.

    Args:
        bound: the student.
        text: the file's text; it need not be trusted.

    Raises:
        ProgressError: it is no such file, or it is not whole.
    """
    kept = _read(text)
    own = {"student_id": bound.student.id}
    with bound.writing() as session:
        return Imported(
            items=_add(session, [_item_row(bound, one) for one in kept.items]),
            sittings=_add(session, [SittingRow(**own, **one.model_dump(exclude={"places"})) for one in kept.sittings]),
            answers=_add_answers(session, bound, kept),
            reviews=_add_reviews(session, bound, kept.reviews),
            cards=_put_cards(session, bound, kept.cards),
        )


def _item_row(bound: Bound, kept: KeptItem) -> ItemRow:
    anchor = kept.item["citation"]["anchor"]
    return ItemRow(student_id=bound.student.id, id=kept.item["id"], anchor=anchor, **kept.model_dump())


def _add(session: Session, rows: Sequence[Base]) -> int:
    """Adds the rows that are not there yet."""
    new = [row for row in rows if session.get(type(row), inspect(type(row)).primary_key_from_instance(row)) is None]
    session.add_all(new)
    session.flush()
    return len(new)


def _add_answers(session: Session, bound: Bound, kept: Kept) -> int:
    """Adds places and the answers given there; one that was answered here too keeps the answer of here."""
    own = {"student_id": bound.student.id}
    for sitting in kept.sittings:
        row = session.get_one(SittingRow, (bound.student.id, sitting.id))
        row.finished = row.finished or sitting.finished
        places = [
            PlaceRow(**own, sitting_id=sitting.id, item_id=place.item["id"], **place.model_dump()) for place in sitting.places
        ]
        _add(session, places)
    answered = {(row.sitting_id, row.number) for row in session.scalars(bound.mine(AttemptRow))}
    new = [AttemptRow(**own, **one.model_dump()) for one in kept.attempts if (one.sitting_id, one.number) not in answered]
    return _add(session, new)


def _add_reviews(session: Session, bound: Bound, reviews: Iterable[KeptReview]) -> int:
    """Adds reviews but those of answers that were left out, since the place was answered here too."""
    here = {row.id for row in session.scalars(bound.mine(AttemptRow))}
    own = {"student_id": bound.student.id}
    told = [one for one in reviews if one.attempt_id is None or one.attempt_id in here]
    return _add(session, [ReviewRow(**own, **one.model_dump()) for one in told])


def _put_cards(session: Session, bound: Bound, cards: Iterable[KeptCard]) -> int:
    changed = 0
    for kept in cards:
        row = session.get(CardRow, (bound.student.id, kept.item_id))
        memory = Memory.from_json(kept.memory)
        if row is None or _seen(memory) > _seen(memory_of(row)):
            bound.put_card(session, kept.item_id, memory)
            changed += 1
    return changed


def _seen(memory: Memory) -> datetime:
    return memory.last_review or datetime.min.replace(tzinfo=UTC)


def _fields(row: Any, model: type[BaseModel], *left_out: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in model.model_fields if name not in left_out}


def _read(text: str) -> Kept:
    try:
        kept = Kept.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        if place in ("", "format"):
            raise ProgressError("This is no exported progress: name the file that was saved, or export it again.") from error
        raise ProgressError(f"This exported progress is damaged ({place}: {first['msg']}): export it again.") from error
    items = {one.item["id"] for one in kept.items}
    places = {(sitting.id, place.number): place.item["id"] for sitting in kept.sittings for place in sitting.places}
    attempts = {one.id for one in kept.attempts}
    whole = (
        items.issuperset(places.values())
        and all(places.get((one.sitting_id, one.number)) == one.item_id for one in kept.attempts)
        and items.issuperset([one.item_id for one in kept.cards] + [one.item_id for one in kept.reviews])
        and attempts.issuperset(one.attempt_id for one in kept.reviews if one.attempt_id)
        and all([place.number for place in one.places] == list(range(len(one.places))) for one in kept.sittings)
    )
    if not whole:
        raise ProgressError("This exported progress is not whole: something that it names is missing. Export it again.")
    return kept
