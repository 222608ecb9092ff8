"""What is due: cards to see again, ratings, and taking the last rating back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from assistant.errors import ProgressError
from assistant.progress.bound import Bound, memory_of
from assistant.progress.days import end_of_day
from assistant.progress.schedule import Memory, Rating, previews
from assistant.progress.tables import CardRow, ItemRow, ReviewRow
from assistant.quiz import Item


@dataclass(frozen=True, slots=True)
class Card:
    """An item that was answered, and how well it is remembered.

    Attributes:
        item: the item as it was last asked, cited where it stands today.
        memory: the state of the schedule.
        gone: whether its section is no longer in the notes; then it is kept, and never due.
    """

    item: Item
    memory: Memory
    gone: bool

    def intervals(self, when: datetime) -> dict[Rating, timedelta]:
        """How long until it comes back, for each rating."""
        return previews(self.memory, when)


class Reviews:
    """The cards of one student.

    Args:
        bound: the student.
    """

    def __init__(self, bound: Bound) -> None:
        self._bound = bound

    def cards(self) -> tuple[Card, ...]:
        """All cards of these notes, the one that is due first at the front."""
        own = self._bound.student.id
        with self._bound.reading() as session:
            query = (
                select(CardRow, ItemRow)
                .join(ItemRow, (ItemRow.student_id == CardRow.student_id) & (ItemRow.id == CardRow.item_id))
                .where(CardRow.student_id == own, ItemRow.notes == self._bound.notes)
                .order_by(CardRow.due, CardRow.item_id)
            )
            rows = session.execute(query).all()
        return tuple(self._card(card, item) for card, item in rows)

    def due(self, cards: Iterable[Card] | None = None) -> tuple[Card, ...]:
        """The cards to see today, the longest due first; one that was just missed waits behind the others.

        Args:
            cards: all cards, where they have been read already.
        """
        until = end_of_day(self._bound.clock())
        return tuple(card for card in (self.cards() if cards is None else cards) if card.memory.due < until and not card.gone)

    def rate(self, item_id: str, rating: Rating, seconds: float = 0.0) -> Card:
        """Stores how well an item was known, and schedules it.

        Args:
            item_id: the item.
            rating: how well.
            seconds: how long it took.

        Raises:
            ProgressError: the student has no such card.
        """
        with self._bound.writing() as session:
            if session.get(CardRow, (self._bound.student.id, item_id)) is None:
                raise ProgressError("There is no such card of yours: it may have been taken back in another window.")
            self._bound.schedule(session, item_id, rating, max(seconds, 0.0))
        return self._one(item_id)

    def undo(self) -> Card | None:
        """Takes the last rating of the review page back, unless the item was answered in a quiz since.

        Returns:
            The card as it was before, or None where there is nothing to take back.
        """
        with self._bound.writing() as session:
            mine = self._bound.mine(ReviewRow)
            here = select(ItemRow.id).where(ItemRow.student_id == self._bound.student.id, ItemRow.notes == self._bound.notes)
            query = mine.where(ReviewRow.attempt_id.is_(None), ReviewRow.item_id.in_(here)).order_by(ReviewRow.at.desc()).limit(1)
            last = session.scalars(query).one_or_none()
            if last is None or last.before is None:
                return None
            card = session.get(CardRow, (self._bound.student.id, last.item_id))
            if card is None or card.last_review != last.at:
                return None
            item_id = last.item_id
            self._bound.put_card(session, item_id, Memory.from_json(last.before))
            session.delete(last)
        return self._one(item_id)

    def _one(self, item_id: str) -> Card:
        own = (self._bound.student.id, item_id)
        with self._bound.reading() as session:
            return self._card(session.get_one(CardRow, own), session.get_one(ItemRow, own))

    def _card(self, card: CardRow, row: ItemRow) -> Card:
        item = Item.from_json(row.item)
        placed = self._bound.placing.today(item.citation)
        gone = self._bound.placing.anchor(item.citation) is None
        return Card(replace(item, citation=placed), memory_of(card), gone)
