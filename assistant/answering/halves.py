"""Takes a question that asks two things, as `what does A cost, and how long does B last?`, apart into both.

Where one section answers all of it, a question is left whole: only where one of two halves is answered far better by another
section than the one that fits the whole best, it asks two things.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from assistant.answering.cues import Leaning, read
from assistant.answering.question import Question, understand
from assistant.answering.ranking import Ranking
from assistant.answering.subjects import Subjects
from assistant.index.vocabulary import Vocabulary

_ASKING = (
    r"(?:(?:in|for|by|to|at|with|over|on|from|of|about|until|up to) )?(?:what|which|how|who|whom|whose|where|when|why|is|are|was"
    r"|do|does|did|can|could|should|will|would|must|may|has|have)\b"
)
_ASKS = re.compile(rf"\?|(?:^|[.,;:!–—-] |\b(?:and|or|but|so|then) ){_ASKING}", re.I)
_WORDS_BETWEEN = r"(?:and|or|but|plus|while|whereas)"
_BETWEEN_QUESTIONS = (
    re.compile(r"(?<=[?.!;])\s+(?:(?:and|or|but|also)\b,?\s+)?", re.I),
    re.compile(rf",?\s+{_WORDS_BETWEEN}\s+(?={_ASKING})|,\s+(?={_ASKING})", re.I),
    re.compile(rf",\s+{_WORDS_BETWEEN}\s+", re.I),
)
"""Where one half may end and the other begin, the surest signs first."""
_BETWEEN_THINGS = (
    re.compile(rf"\s+(?:{_WORDS_BETWEEN}|vs\.?|versus)\s+", re.I),
    re.compile(r",\s+|\s+[-–—]\s+"),
)
"""The same where what is asked of both halves stands before or after them."""
_SENTENCE = re.compile(r"(?<=[?.!;])\s+")
_BOTH = re.compile(
    r"\b(?:what for what|which is which|(?:(?:for|in|of|with|to) )?(?:each|both|these|those|them|the two|either)\b"
    r"(?: (?:of them|of these|need|case|two|one))?)",
    re.I,
)
_HEAD = re.compile(r"^([^:?.!]{2,60}):\s+(?=\S)")
_FEWEST = 2
"""Words of a half."""
_TRIED = 4
"""Ways to take a question apart that are tried."""
_SURE = 0.12
"""Confidence that the notes answer each half; chosen on the dev split, as `_APART` is."""
_APART = 0.3
"""How far, for one half, its best section stands above the section that is best for the whole question."""

Rank = Callable[[Question], Ranking]
Judge = Callable[[Question, Ranking], float]
Resolve = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Half:
    """One of two things that a question asks.

    Attributes:
        question: the half as a question of its own.
        ranking: the notes, ranked for it.
        confidence: how likely the notes answer it, 0 to 1.
    """

    question: Question
    ranking: Ranking
    confidence: float

    @property
    def best(self) -> str:
        """Anchor of the section that fits it best."""
        return self.ranking.sections[0].anchor

    def above(self, anchor: str) -> float:
        """How far its best section's score stands above that of another section."""
        scores = {section.anchor: section.score for section in self.ranking.sections}
        return self.ranking.sections[0].score - scores.get(anchor, min(scores.values()))


Pair = tuple[Half, Half]


@dataclass(frozen=True, slots=True)
class _Framed:
    """A question whose words at the beginning or the end are asked of both its halves.

    Attributes:
        body: what is to be taken apart.
        head: what stands before both.
        tail: what stands after both.
        framed: whether anything does, though it may add nothing: `what does each?`.
    """

    body: str
    head: str = ""
    tail: str = ""
    framed: bool = False

    def around(self, half: str) -> str:
        """A half with what is asked of both."""
        return " ".join(part for part in (self.head, half, self.tail) if part)


class Halves:
    """Finds the halves of questions that ask two things.

    Args:
        subjects: gives what the notes are about.
        vocabulary: their words.
        judge: how surely the notes answer a ranked question.
        resolve: makes the second half stand alone, given the first.
    """

    def __init__(self, subjects: Callable[[], Subjects], vocabulary: Vocabulary, judge: Judge, resolve: Resolve) -> None:
        self._subjects = subjects
        self._vocabulary = vocabulary
        self._judge = judge
        self._resolve = resolve

    def find(self, asked: str, whole: Ranking, rank: Rank) -> Pair | None:
        """The two things that a question asks; None where it asks one, or the notes answer both in one place.

        Args:
            asked: the question; it stands alone.
            whole: the notes, ranked for all of it.
            rank: ranks the notes for a half.
        """
        best = whole.sections[0].anchor
        found: list[tuple[float, Pair]] = []
        for left, right in islice(self._splits(asked), _TRIED):
            first = self._half(left, rank)
            if first is None:
                continue
            for text in self._readings(right, left):
                second = self._ranked(text, rank)
                if second is None or first.best == second.best or max(first.above(best), second.above(best)) < _APART:
                    continue
                if judged := self._judged(second):
                    found.append((first.above(second.best) + second.above(first.best), (first, judged)))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def of_things(self, things: Sequence[str], rank: Rank) -> Pair | None:
        """What two things are, for a comparison that the notes do not make; None where they hardly tell it of one.

        Args:
            things: what is compared.
            rank: ranks the notes for a half.
        """
        found = [self._half(f"what is {thing}", rank) for thing in things]
        if len(found) != 2 or not (found[0] and found[1]) or found[0].best == found[1].best:
            return None
        return found[0], found[1]

    def _readings(self, right: str, left: str) -> list[str]:
        """The second half as it stands, unless it points at the first, and as it follows the first."""
        reading = read(right, self._subjects())
        points = reading.leans is Leaning.SURELY and not reading.fragment
        return list(dict.fromkeys([*([] if points else [right]), self._resolve(right, left)]))

    def _half(self, text: str, rank: Rank) -> Half | None:
        """A half, unless the notes hardly answer it."""
        half = self._ranked(text, rank)
        return self._judged(half) if half else None

    def _ranked(self, text: str, rank: Rank) -> Half | None:
        """A half that is still to be judged, which takes longer; None where nothing is found for it."""
        question = understand(text, self._vocabulary)
        ranking = rank(question)
        return Half(question, ranking, 0.0) if ranking.sections else None

    def _judged(self, half: Half) -> Half | None:
        """A half, unless the notes hardly answer it."""
        confidence = self._judge(half.question, half.ranking)
        return replace(half, confidence=confidence) if confidence >= _SURE else None

    def _splits(self, asked: str) -> Iterator[tuple[str, str]]:
        """Ways to take a question apart, the likeliest first: both halves ask, or what is asked of both stands around them."""
        framed = self._framed(asked)
        fewest = 1 if framed.head or framed.tail else _FEWEST
        seen = set()
        for joint in (*_BETWEEN_QUESTIONS, *(_BETWEEN_THINGS if framed.framed else ())):
            for match in joint.finditer(framed.body):
                halves = framed.body[: match.start()].strip(" ,;"), framed.body[match.end() :].strip(" ,;")
                if min(len(half.split()) for half in halves) < fewest or halves in seen:
                    continue
                if framed.framed or _ASKS.search(halves[0]):
                    seen.add(halves)
                    yield framed.around(halves[0]), framed.around(halves[1])

    def _framed(self, asked: str) -> _Framed:
        body, tail, framed = asked, "", False
        *before, last = _SENTENCE.split(asked)
        mentions = self._subjects().mentions(last)
        if before and not any(mention.named for mention in mentions) and (_BOTH.search(last) or not mentions):
            body, tail, framed = " ".join(before), self._content(last), True
        head = _HEAD.match(body)
        if not head:
            return _Framed(body, "", tail, framed)
        rest = body[head.end() :]
        if _BOTH.search(rest):
            return _Framed(head[1], "", self._content(rest), True)
        return _Framed(rest, f"{head[1]}:", tail, True)

    def _content(self, text: str) -> str:
        """What is asked of both without the word for both; empty where that says nothing."""
        rest = " ".join(_BOTH.sub("", text).split())
        return rest if self._subjects().mentions(rest) else ""


def passages_of(halves: Pair) -> list[str]:
    """Ids of the passages ranked for two halves, in turn, each once."""
    pairs = zip_longest(*(half.ranking.passages for half in halves))
    return list(dict.fromkeys(passage.id for pair in pairs for passage in pair if passage))
