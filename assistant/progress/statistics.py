"""What the progress page tells: coverage, forecast, accuracy, hardest items."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.notes import Library
from assistant.progress.days import day_of
from assistant.progress.reviews import Card
from assistant.progress.schedule import recall
from assistant.quiz import Item

ENOUGH = 5
"""Answers below which no share is shown as a percentage."""

LATEST = 5
"""The answers of a section that tell what it is now."""

LEARNED_ANSWERS, LEARNED_RIGHT, LEARNED_RECALL = 3, 0.8, 0.8
"""A section is learned from so many answers on, this share of the latest right, and this likely still known."""

WEAK_RIGHT = 0.6
"""A section is weak while a smaller share of its latest answers is right."""

THRESHOLDS = (
    f"Learned: at least {LEARNED_ANSWERS} answers, {LEARNED_RIGHT:.0%} of the last {LATEST} right, and likely still known "
    f"(recall {LEARNED_RECALL:.0%} or more, as FSRS predicts). Weak: less than {WEAK_RIGHT:.0%} of the last {LATEST} answers "
    "right. Seen: answered, and neither of the two."
)
"""What the states of a section mean, for the student."""


class SectionState(StrEnum):
    """How well a section is known."""

    NEVER = "never seen"
    SEEN = "seen"
    WEAK = "weak"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, in a quiz, an exam or a review.

    Attributes:
        item: the item.
        anchor: its section in today's notes; None where it is gone.
        right: whether it was right; in a review, whether it was rated better than Again.
        at: when.
    """

    item: str
    anchor: str | None
    right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many.

    Attributes:
        right: how many were right.
        of: how many there were.
    """

    right: int
    of: int

    @property
    def text(self) -> str:
        """As a percentage, or as a count where a percentage would say too much."""
        if self.of < ENOUGH:
            return f"{self.right} of {self.of}"
        return f"{self.right / self.of:.0%}"


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """How well one section is known, by itself.

    Attributes:
        anchor: the section.
        state: how well it is known.
        share: the right ones of all its answers.
        due: cards of it to see today.
    """

    anchor: str
    state: SectionState
    share: Share
    due: int


@dataclass(frozen=True, slots=True)
class AccuracyPoint:
    """The answers of some days in a row, enough of them to give a share.

    Attributes:
        first: the first day.
        last: the last day.
        share: the right ones of the answers.
    """

    first: date
    last: date
    share: Share


@dataclass(frozen=True, slots=True)
class HardItem:
    """An item that was often missed.

    Attributes:
        item: the item.
        share: the right ones of its answers.
        gone: whether its section is no longer in the notes.
    """

    item: Item
    share: Share
    gone: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that the progress page tells.

    Attributes:
        due_today: cards to see today.
        forecast: cards that fall due on each of the next 30 days, today with what is overdue first.
        activity: answers on each day with some.
        answers: the right ones of all answers.
        coverage: every section with text, in the order of the notes.
        accuracy: the answers over time.
        hardest: the items that were missed most.
        gone: cards whose section is no longer in the notes.
        streak: days in a row with answers, up to today or yesterday.
    """

    due_today: int
    forecast: tuple[tuple[date, int], ...]
    activity: Mapping[date, int]
    answers: Share
    coverage: tuple[SectionCoverage, ...]
    accuracy: tuple[AccuracyPoint, ...]
    hardest: tuple[HardItem, ...]
    gone: tuple[Card, ...]
    streak: int

    def counts(self, within: Iterable[str] | None = None) -> dict[SectionState, int]:
        """How many sections are in each state.

        Args:
            within: anchors of the sections to count; by default all.
        """
        wanted = None if within is None else set(within)
        states = Counter(one.state for one in self.coverage if wanted is None or one.anchor in wanted)
        return {state: states[state] for state in SectionState}


def statistics_of(answers: Sequence[Answered], cards: Sequence[Card], library: Library, now: datetime) -> Statistics:
    """Counts what there is to tell.

    Args:
        answers: all answers on these notes, oldest first.
        cards: all cards of these notes.
        library: the notes of today.
        now: this moment.
    """
    today = day_of(now)
    forecast = forecast_of(cards, today)
    days = Counter(day_of(answer.at) for answer in answers)
    return Statistics(
        due_today=forecast[0][1],
        forecast=forecast,
        activity=days,
        answers=_share(answers),
        coverage=coverage_of(answers, cards, library, now),
        accuracy=accuracy_of(answers),
        hardest=_hardest(answers, cards),
        gone=tuple(card for card in cards if card.gone),
        streak=_streak(days, today),
    )


def forecast_of(cards: Iterable[Card], today: date, days: int = 30) -> tuple[tuple[date, int], ...]:
    """How many cards fall due on each day; what is overdue counts for today."""
    falls = Counter(max(day_of(card.memory.due), today) for card in cards if not card.gone)
    return tuple((day, falls[day]) for day in (today + timedelta(days=ahead) for ahead in range(days)))


def coverage_of(
    answers: Iterable[Answered], cards: Iterable[Card], library: Library, now: datetime
) -> tuple[SectionCoverage, ...]:
    """How well each section with text is known."""
    by_section: dict[str | None, list[Answered]] = defaultdict(list)
    for answer in answers:
        by_section[answer.anchor].append(answer)
    of_section: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if not card.gone:
            of_section[card.item.anchor].append(card)
    today = day_of(now)
    return tuple(
        SectionCoverage(
            section.anchor,
            state_of(by_section[section.anchor], [recall(card.memory, now) for card in of_section[section.anchor]]),
            _share(by_section[section.anchor]),
            sum(day_of(card.memory.due) <= today for card in of_section[section.anchor]),
        )
        for section in library.sections
        if section.passages
    )


def state_of(answers: Sequence[Answered], recalls: Sequence[float]) -> SectionState:
    """How well a section is known: see `THRESHOLDS`.

    Args:
        answers: its answers, oldest first.
        recalls: for each of its cards, how likely it is still known, 0 to 1.
    """
    if not answers:
        return SectionState.NEVER
    latest = answers[-LATEST:]
    right = sum(answer.right for answer in latest) / len(latest)
    if right < WEAK_RIGHT:
        return SectionState.WEAK
    known = bool(recalls) and sum(recalls) / len(recalls) >= LEARNED_RECALL
    if len(answers) >= LEARNED_ANSWERS and right >= LEARNED_RIGHT and known:
        return SectionState.LEARNED
    return SectionState.SEEN


def accuracy_of(answers: Iterable[Answered], enough: int = 2 * ENOUGH) -> tuple[AccuracyPoint, ...]:
    """The share of right answers over time: days in a row are taken together until there are enough answers.

    Args:
        answers: oldest first.
        enough: answers that a point needs; the last one may have less, down to `ENOUGH`.
    """
    points: list[AccuracyPoint] = []
    held: list[Answered] = []
    days: dict[date, list[Answered]] = defaultdict(list)
    for answer in answers:
        days[day_of(answer.at)].append(answer)
    for number, day in enumerate(sorted(days), 1):
        held += days[day]
        if len(held) >= enough or (number == len(days) and len(held) >= ENOUGH):
            points.append(AccuracyPoint(day_of(held[0].at), day, _share(held)))
            held = []
    return tuple(points)


def weights_of(coverage: Iterable[SectionCoverage]) -> dict[str, float]:
    """How much each section should be asked about, for a quiz of what is weak or due first.

    Weak sections and those with cards to see today weigh most, learned ones least.
    """
    base = {SectionState.WEAK: 8.0, SectionState.NEVER: 2.0, SectionState.SEEN: 1.0, SectionState.LEARNED: 0.25}
    return {one.anchor: base[one.state] + (4.0 if one.due else 0.0) for one in coverage}


def _hardest(answers: Iterable[Answered], cards: Iterable[Card], most: int = 8) -> tuple[HardItem, ...]:
    """Items with at least one miss, by how often they were missed and then by the share of misses."""
    by_item: dict[str, list[Answered]] = defaultdict(list)
    for answer in answers:
        by_item[answer.item].append(answer)
    known = {card.item.id: card for card in cards}
    hard = [
        HardItem(known[id].item, _share(given), known[id].gone)
        for id, given in by_item.items()
        if id in known and not all(answer.right for answer in given)
    ]
    missed = sorted(hard, key=lambda one: (one.share.right - one.share.of, one.share.right / one.share.of, one.item.id))
    return tuple(missed[:most])


def _share(answers: Iterable[Answered]) -> Share:
    rights = [answer.right for answer in answers]
    return Share(sum(rights), len(rights))


def _streak(days: Mapping[date, int], today: date) -> int:
    day = today if days.get(today) else today - timedelta(days=1)
    length = 0
    while days.get(day):
        length += 1
        day -= timedelta(days=1)
    return length
