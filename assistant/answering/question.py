"""What a question asks for: its terms, mended and with their long forms, and what kind of answer it wants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, camel_terms, terms_of, words_of

_SHORTEST_MENDED = 5
_LONG_WORD = 8
_MOSTLY_KNOWN = 0.4
"""Below this share of known words a question is about something else, or in another language: nothing to mend."""


class Wanted(StrEnum):
    """The kind of answer a question wants."""

    LIST = "list"
    COMPARISON = "comparison"
    EXAMPLE = "example"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: the question with typing errors mended and acronyms spelled out, for the embedder.
        asked: the question that stands alone, as a person reads it.
        terms: stems of its words, for ranking by words; long forms as their acronyms.
        wanted: the kind of answer.
        mended: words that were taken for typing errors, with what they were taken for.
        sides: of a comparison, the term that tells each side from the other: two terms, or none.
    """

    text: str
    asked: str
    terms: tuple[str, ...]
    wanted: Wanted
    mended: tuple[tuple[str, str], ...] = ()
    sides: tuple[str, ...] = ()


_COMPARES = re.compile(
    r"\b(?:vs\.?|versus|compare[ds]?|comparison|differ\w*|distinguish|as opposed to|has each|have each|each of them)\b"
    r"|(?-i:\b[A-Z]\w+ or [A-Z]\w+)",
    re.I,
)
_JOINTS = (
    re.compile(r"\b(?:vs\.?|versus|compared (?:to|with)|as opposed to|instead of|rather than|better than)\b", re.I),
    re.compile(r"\b(?:or|and|from|than)\b", re.I),
)
_LISTS = re.compile(
    r"\b(?:list|name|which|what)\b.{0,40}\b(?:are|kinds?|sorts?|types?|ways|options|methods|strategies|policies|modes"
    r"|components|limits|features|benefits|advantages|disadvantages|steps|sources|targets|destinations|services|events"
    r"|metrics|phases|levels|categories|parts|layers|classes|reasons|examples)\b"
    r"|\b(?:kinds?|sorts?|types?|ways|options|list) of\b|^\s*(?:list|name|enumerate)\b|\bsteps\b|\ball (?:the )?\w+s\b"
    r"|^\W*(?:[\w&-]+ ){1,4}(?:kinds|types|options|modes|classes|polic(?:ies|y types)|strategies|methods|levels|phases|list)\b"
    r"(?=\W*$|\s*(?:,|and|with|in|for)\b)",
    re.I,
)
_EXAMPLES = re.compile(r"\b(?:example|snippet|sample|json|yaml|template|code|syntax|show me|look like|write)\b", re.I)


def understand(asked: str, vocabulary: Vocabulary) -> Question:
    """Reads a question that stands alone.

    Args:
        asked: the question.
        vocabulary: what words the notes use.
    """
    mended = mend(asked, vocabulary)
    text = asked
    for wrong, right in mended:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text, flags=re.I)
    added = _other_forms(text, vocabulary)
    spelled = f"{text} ({', '.join(added)})" if added else text
    terms = tuple(dict.fromkeys([*terms_of(vocabulary.shortened(text)), *camel_terms(text)]))
    wanted = _wanted(text)
    return Question(spelled, asked, terms, wanted, mended, _sides(text) if wanted is Wanted.COMPARISON else ())


def _sides(text: str) -> tuple[str, ...]:
    """The terms next to the word that sets two things against each other, as far as they differ."""
    for joint in _JOINTS:
        for match in joint.finditer(text):
            left, right = terms_of(text[: match.start()]), terms_of(text[match.end() :])
            first = [term for term in left[-2:] if term not in right[:2]]
            second = [term for term in right[:2] if term not in left[-2:]]
            if first and second:
                return first[-1], second[0]
    return ()


def _wanted(text: str) -> Wanted:
    if _COMPARES.search(text):
        return Wanted.COMPARISON
    if _EXAMPLES.search(text):
        return Wanted.EXAMPLE
    return Wanted.LIST if _LISTS.search(text) else Wanted.FACT


def names_of(text: str) -> list[str]:
    """Words of a question that look like names: a capital inside the sentence, several capitals, or a digit among letters."""
    found = []
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0]
        starts = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in ".!?"
        capitals = sum(letter.isupper() for letter in word)
        mixed = any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)
        if (capitals >= 2 or (capitals and not starts) or (mixed and not re.fullmatch(r"\d+\w{1,3}", word))) and word != "I":
            found.extend(words_of(word))
    return [name for name in found if name not in STOP_WORDS]


def mend(text: str, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Words of a text that the notes do not have, with the word of the notes they are a slip of the keyboard from.

    Short words and words with digits are left alone: `EKS` is no misspelled `ECS`.
    """
    if share_known(text, vocabulary) < _MOSTLY_KNOWN:
        return ()
    found = []
    for word in dict.fromkeys(words_of(text)):
        if len(word) < _SHORTEST_MENDED or not word.isalpha() or word in STOP_WORDS:
            continue
        if vocabulary.spells(word):
            continue
        near = _nearest(word, vocabulary)
        if near:
            found.append((word, near))
    return tuple(found)


def share_known(text: str, vocabulary: Vocabulary) -> float:
    """Share of a text's words, stop words aside, that the notes use; 1 where there are none."""
    words = [word for word in dict.fromkeys(words_of(text)) if word not in STOP_WORDS and not word.isdigit()]
    return sum(vocabulary.knows(word) for word in words) / len(words) if words else 1.0


def _nearest(word: str, vocabulary: Vocabulary) -> str | None:
    allowed = 2 if len(word) >= _LONG_WORD else 1
    best: tuple[int, int, str] | None = None
    for known, count in vocabulary.counts.items():
        if known[0] != word[0] or abs(len(known) - len(word)) > allowed or len(known) < _SHORTEST_MENDED - 1:
            continue
        distance = DamerauLevenshtein.distance(word, known, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, -count) < best[:2]):
            best = (distance, -count, known)
    return best[2] if best else None


def _other_forms(text: str, vocabulary: Vocabulary) -> list[str]:
    """Long forms of the acronyms in a text, and acronyms of the long forms in it."""
    spoken = words_of(text)
    line = f" {' '.join(spoken)} "
    forms = []
    for word in dict.fromkeys(spoken):
        long = vocabulary.long_forms.get(word) or (vocabulary.long_forms.get(word[:-1]) if word.endswith("s") else None)
        if long and f" {long} " not in line:
            forms.append(long)
    forms.extend(short.upper() for long, short in vocabulary.short_forms.items() if f" {long} " in line and short not in spoken)
    return forms[:4]
