"""A follow-up question becomes one that stands alone, from the earlier questions and without a chat model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.answering.answer import UNSURE
from assistant.answering.cues import Leaning, Reading, read
from assistant.answering.subjects import COMMON_TERMS, Mention, Subjects, listed
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import stem
from assistant.notes import Library

_REMEMBERED = 6
"""Earlier questions that are looked at."""

_SHORT_SWAP = 5
"""Words of a follow-up that only puts one thing in the place of another."""

_BETTER = {Leaning.NOT: 0.02, Leaning.HARDLY: 0.02, Leaning.LIKELY: -0.05}
"""How much more the notes must answer a question together with the earlier one than alone, as a difference of confidence."""

_CHANGES = re.compile(
    r"\b(?:(?:something else|(?:different|next|new|other|another|unrelated) (?:topic|subject|question|thing)"
    r"|change of (?:topic|subject)|enough (?:about|of|on)|forget (?:about )?\w+|moving on|switching (?:topic|subject)s?"
    r"|leaving \w+ aside)\b|\w+ done(?=[.!,;:]))",
    re.I,
)
_ASKS = re.compile(r"\b(?:what|how|which|who|when|where|why|is|are|do|does|did|can|could|should|will)\b", re.I)

_PRO_FORM = re.compile(r"\bones?$", re.I)

Judge = Callable[[str], float]
"""How surely the notes answer a question that stands alone: a probability."""


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that stands alone.

    Attributes:
        text: the question, with what it takes from earlier ones.
        before: the earlier question it leans on, standing alone too; empty where it leans on none.
    """

    text: str
    before: str = ""


class Conversation:
    """Makes follow-ups stand alone.

    Args:
        library: the notes.
        vocabulary: their words.
        judge: how surely the notes answer a question; asked where words alone do not tell a follow-up from a new topic.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary, judge: Judge) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._judge = lru_cache(maxsize=256)(judge)

    @cached_property
    def subjects(self) -> Subjects:
        """What the notes are about."""
        return Subjects(self._library, self._vocabulary)

    def resolve(self, question: str, history: Sequence[str]) -> Standalone:
        """Makes a question stand alone.

        Args:
            question: the question as it was asked, on one line.
            history: the earlier questions, oldest first.
        """
        turns: list[Standalone] = []
        for text in [text for text in history if text.strip()][-_REMEMBERED:]:
            turns.append(self._follow(text, turns))
        return self._follow(question, turns)

    def _follow(self, question: str, turns: Sequence[Standalone]) -> Standalone:
        """A question that stands alone, from the earlier ones that do."""
        if not turns:
            return Standalone(question.strip())
        changed = _CHANGES.search(question)
        if changed:
            rest = re.split(r"[.!?:;,]\s", question[changed.end() :], maxsplit=1)[-1].strip()
            return Standalone(rest if _ASKS.search(rest) else question.strip())
        reading = read(question, self.subjects)
        if reading.leans is Leaning.NOT and not reading.returns:
            return Standalone(reading.text)
        base = self._base(reading, turns)
        joined = self._join(reading, base, turns) if base else reading.text
        if not base or joined == reading.text:
            return Standalone(reading.text)
        better = _BETTER.get(reading.leans)
        if better is not None and self._judge(joined) < self._judge(reading.text) + better:
            return Standalone(reading.text)
        return Standalone(joined, base.text)

    def _base(self, reading: Reading, turns: Sequence[Standalone]) -> Standalone | None:
        """The earlier question that one leans on: the last, or where it goes back, the last that shares a word with it."""
        if reading.first:
            return turns[0]
        if not reading.returns:
            return turns[-1]
        terms = {term for mention in self.subjects.mentions(reading.text) for term in mention.terms}
        for turn in reversed(turns):
            if any(terms & set(mention.terms) for mention in self.subjects.mentions(turn.text)):
                return turn
        return None if reading.leans is Leaning.NOT else turns[-1]

    def _join(self, reading: Reading, base: Standalone, turns: Sequence[Standalone]) -> str:
        """A question with what it takes from an earlier one."""
        swapped = self._swapped(reading, base) if reading.fragment else None
        if swapped:
            return swapped
        own = self.subjects.mentions(reading.text)
        if not own or (reading.fragment and not reading.several):
            whole = f"{base.text.rstrip(' ?.!')}? {reading.text}"
            return self._surer(whole, self._of_the_same(reading, base, own)) if own else whole
        carried = [m for turn in self._sources(reading, base, turns) for m in self.subjects.mentions(turn.text)]
        if not reading.whole and any(mention.specific for mention in carried):
            carried = [mention for mention in carried if mention.specific]
        said = f" {' '.join(term for mention in own for term in mention.terms)} "
        carried = [mention for mention in carried if f" {' '.join(mention.terms)} " not in said]
        return f"{listed(carried)}: {reading.text}" if carried else reading.text

    def _of_the_same(self, reading: Reading, base: Standalone, own: Sequence[Mention]) -> str:
        """What else is asked of the things that an earlier question names, as `SQS: retention`; empty where it names none."""
        named = [_bare(mention.text) for mention in self.subjects.mentions(base.text) if mention.named]
        if not named or all(mention.named for mention in own):
            return ""
        return f"{', '.join(dict.fromkeys(named))}: {reading.fragment}"

    def _surer(self, text: str, other: str) -> str:
        """The other reading of a question where the notes hardly answer the one, and rather the other."""
        unsure = other and self._judge(text) < UNSURE
        return other if unsure and self._judge(other) > self._judge(text) else text

    def _sources(self, reading: Reading, base: Standalone, turns: Sequence[Standalone]) -> list[Standalone]:
        """The earlier questions that name what a question is about: one, or as many as it takes to name several things."""
        at = turns.index(base)
        found = [base]
        while at > 0 and reading.several > len(found) and (found[0].before or self._named(found) < reading.several):
            at -= 1
            found.insert(0, turns[at])
        return found

    def _named(self, turns: Sequence[Standalone]) -> int:
        """How many things questions name."""
        mentions = [mention for turn in turns for mention in self.subjects.mentions(turn.text)]
        return len({mention.terms for mention in mentions if mention.named})

    def _swapped(self, reading: Reading, base: Standalone) -> str | None:
        """The earlier question with one thing in the place of another."""
        if len(reading.fragment.split()) > _SHORT_SWAP or _PRO_FORM.search(reading.fragment):
            return None
        old: Mention | None
        if reading.instead_of:
            old = self._shared(reading.instead_of, base.text)
        else:
            old = self.subjects.counterpart(reading.fragment, base.text)
        return f"{base.text[: old.start]}{reading.fragment}{base.text[old.end :]}" if old else None

    def _shared(self, words: str, text: str) -> Mention | None:
        """The mention in a text that has a word of some words."""
        terms = {term for mention in self.subjects.mentions(words) for term in mention.terms}
        return next((mention for mention in self.subjects.mentions(text) if terms & set(mention.terms)), None)


def _bare(text: str) -> str:
    """A mention without the words that any question may have: `sqs` of `sqs max`."""
    words = text.split()
    return " ".join(word for word in words if stem(word.lower()) not in COMMON_TERMS) or text


__all__ = ["Conversation", "Judge", "Standalone"]
