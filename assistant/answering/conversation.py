"""A follow-up question becomes one that stands alone, from the earlier questions and without a chat model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.question import share_known
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem, terms_of, words_of
from assistant.notes import Library

_REMEMBERED = 6
"""Earlier questions that are looked at."""

_COMMON_TITLE = 6
"""A word that stands in this many titles names no topic: overview, security, limits."""

_FEW_TERMS = 2

_LONGEST_SWAP = 80
"""Characters of a follow-up that only puts one thing in the place of another."""

_MOSTLY_KNOWN = 0.6
"""Share of known words below which a short question is about something else, not a follow-up."""

_CONTINUES = re.compile(
    r"^\W*(?:and|but|also|or|so|then|ok(?:ay)?|what about|how about|what if|same (?:for|question)|(?:and )?why\W*$|"
    r"(?:and )?how so|since when|until when|for how long|how long\W*$|how many\W*$|how much\W*$|by default\W*$)\b",
    re.I,
)
_SWAPS = re.compile(
    r"^\W*(?:(?:and|but|or|so|also|ok(?:ay)?|then)\W+)*"
    r"(?:(?:what|how) about|same (?:question )?(?:for|with)|what of|is it the same (?:for|with))?\s*"
    r"(?:(?:in|into|onto|for|with|on|of|from|to|by|using|the case of)\s+)?(?:(?:a|an|the)\s+)?"
    r"(?P<swap>[^?.!,]+?)(?:\s+(?:then|instead|too|as well))?\W*$",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:what(?! about)|how(?! about)|which|who|when|where|why|is|are|was|do|does|did|can|could|should|will|would|may"
    r"|must|has|have)\b",
    re.I,
)
_CHANGES = re.compile(
    r"\b(?:something else|(?:different|next|new|other|another|unrelated) (?:topic|subject|question|thing)"
    r"|change of (?:topic|subject)|enough (?:about|of|on)|forget (?:about )?\w+|moving on|switching (?:topic|subject)s?"
    r"|leaving \w+ aside|\w+ done)\b",
    re.I,
)
_FIRST = re.compile(r"\b(?:back to the first|the (?:very )?first (?:ones?|question|thing))\b", re.I)
_ONE_OF_THEM = re.compile(r"\b(?:the|that|this|which|these|those) (?:\w+ )?ones?\b|\bthe (?:latter|former)\b", re.I)
_OPENS = re.compile(r"\b(?:what|how|which|who|whose|when|where|why)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|them|their|theirs|those|these|this|that|he|him|she|her"
    r"|the (?:same|other|others|latter|former|first|second)|another one|such a|one of them|both|each|either|there|then)\b",
    re.I,
)


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
    """Knows what the notes' topics are, and so what a follow-up leaves out.

    Args:
        library: the notes.
        vocabulary: their words.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._vocabulary = vocabulary

    @cached_property
    def _topics(self) -> dict[str, int]:
        """Stems of the words that name topics, each with the depth of the highest title it stands in."""
        counts: Counter[str] = Counter()
        depths: dict[str, int] = {}
        for section in self._library.sections:
            for term in set(terms_of(section.title)):
                counts[term] += 1
                depths[term] = min(depths.get(term, section.depth), section.depth)
        return {term: depth for term, depth in depths.items() if counts[term] < _COMMON_TITLE and not term.isdigit()}

    def resolve(self, question: str, history: Sequence[str]) -> Standalone:
        """Makes a question stand alone.

        Args:
            question: the question as it was asked.
            history: the earlier questions, oldest first.
        """
        earlier = [text for text in history if text.strip()][-_REMEMBERED:]
        changed = _CHANGES.search(question)
        if changed:
            rest = re.split(r"[.!?:;,]\s", question[changed.end() :], maxsplit=1)[-1].strip()
            return Standalone(rest if _ASKS.search(rest) else question.strip())
        before = ""
        for text in earlier[:1] if _FIRST.search(question) else earlier:
            before = self._join(text, before).text
        return self._join(question, before)

    def _join(self, question: str, before: str) -> Standalone:
        question = question.strip()
        if not before or not self._depends(question):
            return Standalone(question)
        swapped = self._swap(question, before)
        if swapped:
            return Standalone(swapped, before)
        own = [term for term in terms_of(question) if term not in _FILLERS]
        if not own or not _OPENS.search(question):
            return Standalone(f"{before.rstrip(' ?.!')}? {question}", before)
        topic = [phrase for phrase in self._phrases(before) if phrase.lower() not in question.lower()]
        named = " ".join(topic) or " ".join(word for word in words_of(before) if word not in STOP_WORDS)
        return Standalone(f"{question} ({named})" if named else question, before)

    def _depends(self, question: str) -> bool:
        """Whether a question leaves out what it is about."""
        if _ONE_OF_THEM.search(question):
            return True
        pronoun = _PRONOUN.search(question)
        first_topic = next((match.start() for match in self._topic_words(question)), None)
        if _CONTINUES.match(question) and (first_topic is None or pronoun or not _ASKS.search(question)):
            return True
        if pronoun:
            return first_topic is None or pronoun.start() < first_topic
        own = [term for term in terms_of(question) if term not in _FILLERS]
        return first_topic is None and len(own) <= _FEW_TERMS and share_known(question, self._vocabulary) >= _MOSTLY_KNOWN

    def _swap(self, question: str, before: str) -> str | None:
        """The earlier question with its topic replaced, as in `what about NLB?`."""
        match = _SWAPS.match(question) if len(question) <= _LONGEST_SWAP else None
        if not match or _ASKS.search(match["swap"]) or len(match["swap"].split()) > 5:
            return None
        new = match["swap"].strip()
        if stem(new.lower()) in _QUALIFIERS:
            old = next((w for w in re.findall(r"[A-Za-z]+", before) if stem(w.lower()) in _QUALIFIERS), None)
            return re.sub(rf"\b{old}\b", lambda _: new, before, count=1) if old and old.lower() != new.lower() else None
        if not any(True for _ in self._topic_words(new)):
            return None
        phrases = self._phrases(before)
        if not phrases or new.lower() in before.lower():
            return None
        old = max(phrases, key=lambda phrase: (self._alike(phrase, new), phrases.index(phrase)))
        return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, before, count=1)

    def _alike(self, phrase: str, other: str) -> float:
        """How likely two phrases name things of one kind: both acronyms with common words, or titles as high."""
        long, other_long = (self._long(text) for text in (phrase, other))
        shared = len(set(long) & set(other_long))
        depths = [min((self._topics.get(t, 99) for t in terms_of(text)), default=99) for text in (phrase, other)]
        same_case = phrase.isupper() == other.isupper()
        return 3 * shared + 2 * (depths[0] == depths[1]) + same_case

    def _long(self, text: str) -> list[str]:
        words = words_of(text)
        return [part for word in words for part in self._vocabulary.long_forms.get(word, word).split()]

    def _phrases(self, text: str) -> list[str]:
        """Runs of topic words in a text."""
        phrases: list[tuple[int, int]] = []
        for match in self._topic_words(text):
            if phrases and not text[phrases[-1][1] : match.start()].strip(" -/"):
                phrases[-1] = (phrases[-1][0], match.end())
            else:
                phrases.append((match.start(), match.end()))
        return [text[start:end] for start, end in phrases]

    def _topic_words(self, text: str) -> list[re.Match[str]]:
        found = []
        for match in re.finditer(r"[^\W_]+", text):
            word = match[0].lower()
            if word in STOP_WORDS:
                continue
            named = match[0][0].isupper() and match.start() > 0 and self._vocabulary.knows(word)
            if named or word in self._vocabulary.long_forms or stem(word) in self._topics:
                found.append(match)
        return found


_FILLERS = frozenset(
    stem(word)
    for word in "maximum minimum max min default limit example difference reason way cost price long short big small size time "
    "number amount kind type option part side case thing one two other else instead possible really exactly work".split()
)

_QUALIFIERS = frozenset(
    stem(word)
    for word in "maximum minimum max min default first second third read write reads writes public private inbound outbound "
    "synchronous asynchronous sync async old new largest smallest longest shortest".split()
)

__all__ = ["Conversation", "Standalone"]
