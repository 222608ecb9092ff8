"""A quiz is put together from the items of the notes: the same wish and seed, the same quiz."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from assistant.errors import QuizError
from assistant.notes import Library
from assistant.quiz.bank import Bank
from assistant.quiz.item import FALSE, NO, Difficulty, Item, Kind
from assistant.quiz.names import key_of

MIX: Mapping[Kind, float] = {
    Kind.MCQ: 0.5,
    Kind.TRUE_FALSE: 0.2,
    Kind.OPEN: 0.15,
    Kind.CLOZE: 0.1,
    Kind.MATCHING: 0.05,
}
"""Share of each kind in a quiz of all kinds, as far as the notes give them."""

MOST = 5000
"""Items of one quiz."""

_SAME = 85
"""Likeness of two stems, 0 to 100, from which one helps with the other."""
_NEGATIVE = frozenset({FALSE, NO})
_ASKEW = 2
"""How many more statements may be false than true, or true than false, at any place of a quiz: with none, they would take turns,
and each would tell the next."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What quiz is wished for.

    Attributes:
        count: how many items, at most.
        seed: the same seed gives the same quiz.
        kinds: the kinds to take; empty: all.
        scope: anchor of the section to stay below; None for all notes.
        difficulty: only items of this difficulty; None for all.
        weights: how much each section is wanted, by its anchor, 1 for those that are not named: the higher, the sooner it has
            its turn; 0 leaves a section out.
        without: ids of items that are not wanted, such as those just seen.
        shares: how many items each chapter gives, by its anchor, and chapters that are not named none; what one cannot give, the
            others do. Empty: as it comes.
    """

    count: int = 10
    seed: int = 0
    kinds: tuple[Kind, ...] = ()
    scope: str | None = None
    difficulty: Difficulty | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    shares: Mapping[str, int] = field(default_factory=dict)


def assemble(bank: Bank, wish: Wish) -> tuple[Item, ...]:
    """Puts a quiz together.

    Sections take turns, those wanted most first; no item helps with another one; right options stand in each place equally
    often, and as many statements are false as true: one that would tip the balance waits until nothing else is left.

    Args:
        bank: the items of the notes.
        wish: what is wished for.

    Returns:
        The items, their options in the order of showing; fewer than wished for where the notes give no more.

    Raises:
        QuizError: no section has the scope's anchor, the count is out of range, or no item is left to choose from.
    """
    if not 1 <= wish.count <= MOST:
        raise QuizError(f"A quiz has 1 to {MOST} items, not {wish.count}.")
    seeded = random.Random(f"quiz {wish.seed}")  # noqa: S311
    sections = _by_section(_wanted(bank, wish))
    if not sections:
        raise QuizError("Your notes give no such items: ask for other kinds, another scope, or any difficulty.")
    chosen = _Choice(wish, bank.library, seeded)
    while sections and len(chosen.items) < wish.count:
        before = len(chosen.items)
        for anchor in _turns(sections, wish.weights, seeded):
            if len(chosen.items) == wish.count:
                break
            chosen.take_from(sections[anchor])
        sections = {anchor: items for anchor, items in sections.items() if items}
        chosen.loosen(stuck=len(chosen.items) == before)
    return place_options(chosen.items, seeded)


def shortfall(found: int, wanted: int) -> str:
    """A sentence for who gets fewer items than were asked for; empty where as many were found.

    Args:
        found: how many there are.
        wanted: how many were asked for.
    """
    if found >= wanted:
        return ""
    things = "1 question" if found == 1 else f"{found:,} questions"
    return f"Only {things}, not {wanted:,}: your notes give no more of these without one giving another away."


def _wanted(bank: Bank, wish: Wish) -> list[Item]:
    if wish.scope is not None and wish.scope not in bank.library.by_anchor:
        raise QuizError(f"No section has the anchor {wish.scope!r}: `assistant sections` lists the anchors.")
    inside = {section.anchor for section in bank.library.within(wish.scope)} if wish.scope is not None else None
    return [
        item
        for item in bank.items
        if (inside is None or item.anchor in inside)
        and (not wish.kinds or item.kind in wish.kinds)
        and (wish.difficulty is None or item.difficulty is wish.difficulty)
        and item.id not in wish.without
        and wish.weights.get(item.anchor, 1.0) > 0
        and (not wish.shares or _chapter(bank.library, item.anchor) in wish.shares)
    ]


def _chapter(library: Library, anchor: str) -> str:
    return (*library.by_anchor[anchor].ancestors, anchor)[0]


def _by_section(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.anchor].append(item)
    return dict(found)


def _turns(sections: Iterable[str], weights: Mapping[str, float], seeded: random.Random) -> list[str]:
    """The sections in an order drawn by their weights: the heavier, the likelier in front.

    This is weighted sampling without replacement, after Efraimidis and Spirakis, "Weighted random sampling with a reservoir",
    Information Processing Letters 97(5), 2006.
    """
    keys = {anchor: seeded.random() ** (1 / weights.get(anchor, 1.0)) for anchor in sections}
    return sorted(keys, key=lambda anchor: -keys[anchor])


class _Choice:
    """The items chosen so far, and what they rule out.

    Attributes:
        items: the items.
    """

    def __init__(self, wish: Wish, library: Library, seeded: random.Random) -> None:
        self.items: list[Item] = []
        self._tipping = False
        self._shares = dict(wish.shares)
        self._library = library
        self._seeded = seeded
        self._mix = {kind: MIX[kind] for kind in wish.kinds or MIX}
        self._kinds: Counter[Kind] = Counter()
        self._negative = 0
        self._lines: set[tuple[str, int]] = set()
        self._keys: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)

    def take_from(self, items: list[Item]) -> None:
        """Takes the item of a section that fits best, if any; drops what chosen ones help with."""
        items[:] = [item for item in items if not self._helped(item)]
        fitting = items if self._tipping else [item for item in items if not self._tips(item)]
        if not fitting or (self._shares and not self._shares[_chapter(self._library, fitting[0].anchor)]):
            return
        kinds = {item.kind for item in fitting}
        kind = min(kinds, key=lambda kind: ((self._kinds[kind] + 1) / self._mix[kind], kind))
        some = [item for item in fitting if item.kind is kind]
        if kind is Kind.TRUE_FALSE:
            want_negative = self._seeded.random() < 0.5
            some = [item for item in some if (item.key in _NEGATIVE) is want_negative] or some
        item = self._seeded.choice(some)
        items.remove(item)
        self._take(item)

    def loosen(self, *, stuck: bool) -> None:
        """Where nothing was left to take, what tips the balance of true and false is taken too, and at last beyond the shares."""
        if stuck and self._tipping:
            self._shares = {}
        self._tipping = stuck

    def _tips(self, item: Item) -> bool:
        """Whether with this one there are too many false statements, or too many true ones."""
        if item.kind is not Kind.TRUE_FALSE:
            return False
        more_false = 2 * self._negative - self._kinds[Kind.TRUE_FALSE]
        return abs(more_false + (1 if item.key in _NEGATIVE else -1)) > _ASKEW

    def _take(self, item: Item) -> None:
        self.items.append(item)
        if self._shares:
            self._shares[_chapter(self._library, item.anchor)] -= 1
        self._kinds[item.kind] += 1
        self._negative += item.key in _NEGATIVE
        self._lines.update(_lines(item))
        self._stems[item.anchor].append(item.stem)
        self._keys[_told(item)].append(item.stem)

    def _helped(self, item: Item) -> bool:
        """Whether a chosen item shows the passage that carries this one's key, or asks nearly the same."""
        if any(line in self._lines for line in _lines(item)):
            return True
        beside = (*self._stems[item.anchor], *self._keys.get(_told(item), ()))
        if any(fuzz.token_set_ratio(stem, item.stem) >= _SAME for stem in beside):
            return True
        key = f" {_told(item)} "
        return len(key) > 5 and any(key in f" {key_of(stem)} " for stem in self._stems[item.anchor])


def _told(item: Item) -> str:
    return key_of(item.key)


def _lines(item: Item) -> list[tuple[str, int]]:
    first, last = item.citation.lines
    return [(item.citation.file, line) for line in range(first, last + 1)]


def place_options(items: Iterable[Item], seeded: random.Random) -> tuple[Item, ...]:
    """Puts options in the order of showing: over all items, each place holds the right one equally often.

    Args:
        items: the items.
        seeded: decides the order.
    """
    places: dict[int, list[int]] = defaultdict(list)
    placed = []
    for item in items:
        if item.kind is Kind.MCQ:
            size = len(item.options)
            if not places[size]:
                places[size] = seeded.sample(range(size), size)
            wrong = seeded.sample([option for option in item.options if option != item.key], size - 1)
            at = places[size].pop()
            item = replace(item, options=(*wrong[:at], item.key, *wrong[at:]))
        elif item.kind is Kind.MATCHING:
            item = replace(item, options=tuple(seeded.sample(item.options, len(item.options))))
        placed.append(item)
    return tuple(placed)
