"""Whether a sentence says of a thing what its passages say of that thing, and not of another.

All the words of a sentence can stand in its passages and the sentence be wrong: two names trade places, a figure comes from the
next row of a table, "up to" becomes "at least", a "not" goes missing from a line that is repeated otherwise. Compared are names,
figures and words that stand together, clause by clause. Only what contradicts the passages' own way of putting it is a fault, so
that sentences drawn from several passages pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from assistant.models.polarity import opposites
from assistant.models.quantities import found_quantities
from assistant.models.tokens import Line, content_of, lines_of, lines_of_all

_NEARLY = 0.15
"""A text whose share of a clause's words is so much lower than another's says something else."""

_TOLD = 0.85
"""Share of a clause's words by which one text tells what it tells."""

_FEWEST = 2
"""Words of a clause below which it tells nothing of its own."""

_HALF = 0.5
"""Share of a clause's own words from which a text speaks of the same."""

_LESS = 0.1
"""How much lower the share of another text must be that has the clause's figure."""

_SAME = 0.9
"""Likeness of two clauses, their names and figures aside, from which one repeats the other."""

_FEW, _MANY = 2, 5
"""Words that a clause must have beside its names and figures to repeat another: one with the same ones, and one with others."""

_ENDS_CLAUSE = re.compile(r"[.;:,!?()]\s|[()|]|\s(?:and|or|but|while|whereas|which|because|so|than|instead|unlike)\s", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """What a clause of a sentence tells, or a passage.

    Attributes:
        words: stems of its content words; of a clause without its names, of a passage with its titles and the other form of each
            acronym.
        names: stems of the names in it.
        figures: figures in it, whatever their unit.
        quantities: the same with their units.
    """

    words: frozenset[str]
    names: frozenset[str]
    figures: frozenset[str]
    quantities: frozenset[tuple[str, str]] = frozenset()


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence."""
    return [part.strip() for part in _ENDS_CLAUSE.split(f"{sentence} ") if part.strip()]


def exchanged(clause: Told, passages: Sequence[Told]) -> bool:
    """Whether a name or a figure of a clause stands in another passage than what is said of it.

    Args:
        clause: what is said.
        passages: what each passage tells.
    """
    if len(passages) < 2:
        return False
    return _of_another(clause, passages) or _of_another_row(clause, passages) or _of_a_nearer(clause, passages)


def _of_another(clause: Told, passages: Sequence[Told]) -> bool:
    if len(clause.words) < _FEWEST:
        return False
    shares = [len(clause.words & passage.words) / len(clause.words) for passage in passages]
    nearest = max(shares)
    if nearest < _TOLD:
        return False
    for name in clause.names:
        own = [share for share, passage in zip(shares, passages, strict=True) if name in passage.words]
        if own and max(own) < nearest - _NEARLY:
            return True
    return False


def _of_another_row(clause: Told, passages: Sequence[Told]) -> bool:
    """Whether a figure stands only beside other names than the clause's: rows of a table share all words but these."""
    telling = clause.names - frozenset.intersection(*(passage.words for passage in passages))
    for figure in clause.figures if telling else ():
        beside = [passage for passage in passages if figure in passage.figures]
        if beside and not any(telling & passage.words for passage in beside):
            return True
    return False


def _of_a_nearer(clause: Told, passages: Sequence[Told]) -> bool:
    """Whether a passage that has more of the clause's words has another figure of the same unit in the place of the clause's."""
    common = frozenset.intersection(*(passage.words for passage in passages))
    words = (clause.words | clause.names) - common
    if not words or len(clause.words | clause.names) < _FEWEST:
        return False
    shares = [len(words & passage.words) / len(words) for passage in passages]
    for figure, unit in clause.quantities:
        own = [share for share, passage in zip(shares, passages, strict=True) if figure in passage.figures]
        others = [
            share
            for share, passage in zip(shares, passages, strict=True)
            if figure not in passage.figures and any(unit == other for _, other in passage.quantities)
        ]
        if own and others and max(others) >= _HALF and max(own) < max(others) - _LESS:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause as its words with a gap for each name and figure.

    Attributes:
        words: its words in lower case; a gap is an empty one, a negator is left out.
        held: what stands in the gaps, in order.
        denies: how many negators it has.
        first: whether a first word with a capital counts as a name, though it may be none.
    """

    words: tuple[str, ...]
    held: tuple[str, ...]
    denies: int
    first: bool = False

    def likeness(self, other: Frame) -> float:
        """How much it repeats another clause, what stands in the gaps and negators aside; 0 where it does not."""
        if abs(len(self.words) - len(other.words)) > 2 or len(self.held) != len(other.held) or self.first != other.first:
            return 0.0
        reordered = sorted(self.held) == sorted(other.held)
        if not reordered:
            alike = self.words == other.words and not self.first and len(self.words) - len(self.held) >= _MANY
            return 1.0 if alike else 0.0
        if len(self.words) - len(self.held) < _FEW:
            return 0.0
        likeness = SequenceMatcher(None, self.words, other.words, autojunk=False).ratio()
        return likeness if likeness >= _SAME else 0.0


def twisted(frame: Frame, others: Sequence[Frame]) -> tuple[bool, bool]:
    """How a clause differs from those that it repeats.

    Args:
        frame: the clause.
        others: clauses of the passages.

    Returns:
        Whether names or figures stand in the place of others in it, compared with all of them, and whether a negation came or
        went, compared with the likest; neither where it repeats none.
    """
    near = [(likeness, other) for other in others if (likeness := frame.likeness(other))]
    if not near:
        return False, False
    most = max(likeness for likeness, _ in near)
    traded = all(other.held != frame.held for _, other in near)
    return traded, all(other.denies != frame.denies for likeness, other in near if likeness == most)


_ORDERS = frozenset("than before after over behind".split())
"""Words whose two sides cannot change places."""

_SIDE = 4
"""Words with content on a side of them that tell what is compared."""


def sides_changed(sentence: str, passages: Sequence[str]) -> bool:
    """Whether what stands before and behind a `than`, a `before` or the like stands the other way round in the passages.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    given = lines_of_all(passages)
    for line in lines_of(sentence):
        for at, token in enumerate(line):
            if token.word in _ORDERS:
                same = [_sides(other, there) for other in given for there, found in enumerate(other) if found.word == token.word]
                if _crossed(_sides(line, at), same):
                    return True
    return False


def _sides(line: Line, at: int) -> tuple[frozenset[str], frozenset[str]]:
    before, behind = frozenset(content_of(line[:at])[-_SIDE:]), frozenset(content_of(line[at + 1 :])[:_SIDE])
    return before - behind, behind - before


def _crossed(sides: tuple[frozenset[str], frozenset[str]], given: Sequence[tuple[frozenset[str], frozenset[str]]]) -> bool:
    """Whether something of each side stands on the other side in the passages, and nowhere on its own."""
    left, right = sides
    for one, other in given:
        moved, back = left & other, right & one
        turned = any(opposites(word) & one for word in left) or any(opposites(word) & other for word in right)
        if moved and back and not turned and not any(moved & a and back & b for a, b in given):
            return True
    return False


def names_exchanged(sentence: str, names: frozenset[str], passages: Sequence[str]) -> bool:
    """Whether of two names each stands only beside what in the passages stands only beside the other.

    Args:
        sentence: what is said, plain.
        names: stems of the names in it.
        passages: plain.
    """
    if len(names) < 2:
        return False
    lines = lines_of(sentence)
    passive = _passive(lines)
    own, given = _company(names, lines), _company(names, [line for line in lines_of_all(passages) if _passive([line]) == passive])
    return any(
        own[one] & given[other] and own[other] & given[one] and not own[one] & given[one] and not own[other] & given[other]
        for one, other in combinations(sorted(names), 2)
    )


def _passive(lines: Sequence[Line]) -> bool:
    """Whether somebody does something in the form `is done by`, where names change places and say the same."""
    return any(token.word == "by" for line in lines for token in line)


def _company(names: frozenset[str], lines: Iterable[Line]) -> dict[str, set[tuple[int, str]]]:
    """The next word with content before each name, and the next behind it, names aside."""
    found: dict[str, set[tuple[int, str]]] = {name: set() for name in names}
    for line in lines:
        for at, token in enumerate(line):
            if token.stem in names:
                beside = ((-1, content_of(line[:at])[-1:]), (1, content_of(line[at + 1 :])[:1]))
                found[token.stem] |= {(side, stem) for side, stems in beside for stem in stems if stem not in names}
    return found


def order_turned(own: Iterable[tuple[str, str]], given: Collection[tuple[str, str]]) -> bool:
    """Whether two names that stand together stand so in the passages the other way round alone: `AD Simple`.

    Args:
        own: stems of the pairs of names that stand together in a sentence.
        given: the same of its passages and their titles.
    """
    return any((second, first) in given and (first, second) not in given for first, second in own)


_LEAST = re.compile(
    r"\b(?:at least|no less than|no fewer than|not less than|minimum|min|more than|above|exceed\w*|larger than|greater than"
    r"|bigger than|longer than|higher than|from|lowest|smallest|shortest|beyond)\b|\bover\s+(?:[$€£]\s?)?$|[>≥]",
    re.I,
)
_OR_MORE = re.compile(
    r"^[\d.,\w%]*\s?(?:[\w%]+\s)?(?:\+|or (?:more|larger|higher|longer|above)|and (?:more|above|up)|on\b)", re.I
)
_CLAIMS_LEAST = re.compile(
    r"\b(?:at least|no less than|no fewer than|not less than|(?:a )?minimum(?: of)?|more than|over|above)\s+(?:[$€£]\s?)?$", re.I
)
_NOT_MORE = re.compile(r"\b(?:no|not) more than\s+(?:[$€£]\s?)?$", re.I)
_CLAIMS_MOST = re.compile(
    r"\b(?:at most|up to|(?:no|not) more than|(?:a )?maximum(?: of)?|less than|fewer than|under|below)\s+(?:[$€£]\s?)?$", re.I
)
_MOST = re.compile(
    r"\b(?:at most|up to|no more than|not more than|maximum|max|less than|fewer than|under|below|within|limit\w*|smaller than"
    r"|lower than|shorter than|highest|largest|longest|until|to)\b|[<≤–-]",
    re.I,
)
_BEHIND = re.compile(r"[\d.,]+\s?([^\W\d]+)")
_OTHER_FIGURE = re.compile(r"\d[\d.,]*\s?[^\W\d]+,\s")
_BEFORE = 50
"""Characters before a figure in which a passage says whether it is a least or a most."""


def bound_turned(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a sentence makes a figure a least where no passage does, or a most where the passages make it a least.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    for figure, at in found_quantities(sentence):
        before = sentence[max(0, at - 30) : at]
        claims_most = _CLAIMS_MOST.search(before) is not None
        claims_least = not claims_most and _CLAIMS_LEAST.search(before) is not None and not _NOT_MORE.search(before)
        if not claims_least and not claims_most:
            continue
        around = list(_around(figure.value, passages))
        counted = _counted(sentence[at:])
        around = [(left, right) for left, right in around if _counted(right) == counted] or around
        least = [_LEAST.search(left) is not None or _OR_MORE.search(right) is not None for left, right in around]
        most = [_MOST.search(left) is not None for left, _ in around]
        if claims_least and around and not any(least):
            return True
        if claims_most and any(least) and not any(most):
            return True
    return False


def _counted(text: str) -> str:
    """The word behind the figure that a text begins with, in lower case: `copies` of `3 copies`."""
    found = _BEHIND.match(text)
    return found[1].lower() if found else ""


def _around(value: str, passages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands before a figure in the passages, and what after it."""
    for passage in passages:
        for figure, at in found_quantities(passage):
            if figure.value == value:
                left = passage[max(0, at - _BEFORE) : at]
                yield _OTHER_FIGURE.split(left)[-1], passage[at : at + 30]
