"""The words of a sentence in their order: which carry its content, which deny, and what stands beside each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.index.words import STOP_WORDS, stem
from assistant.models.quantities import UNITS, WORD_FIGURES

NEGATORS = frozenset(
    "not no never cannot without nor neither none nothing nobody unable rarely seldom hardly barely scarcely lacks lack".split()
)

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.;:!?(),]")
_BESIDE = 2
"""Words without content that may stand between neighbours."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line, or a sign that ends a clause.

    Attributes:
        word: in lower case.
        stem: its stem.
        content: whether it says something of its own, and is no figure or unit.
        joined: whether a hyphen joins it to the next, as in `all-at-once`.
    """

    word: str
    stem: str
    content: bool
    joined: bool = False


Line = tuple[Token, ...]


def negates(word: str) -> bool:
    """Whether a word in lower case denies what stands beside it."""
    return word in NEGATORS or word.endswith("n't")


def is_content(word: str) -> bool:
    """Whether a word in lower case says something of its own: no stop word, negator, figure or unit."""
    return (
        word not in STOP_WORDS
        and word not in NEGATORS
        and word not in UNITS
        and not word[0].isdigit()
        and word not in WORD_FIGURES
    )


def sentences(text: str) -> list[str]:
    """The sentences of a plain text, roughly: lines, and what stands before a colon, are sentences too."""
    return [sentence for sentence in re.split(r"(?<=[.!?:])\s+|\n", text) if re.search(r"\w", sentence)]


@lru_cache(maxsize=8192)
def lines_of(text: str) -> tuple[Line, ...]:
    """The sentences of a plain text, each as its words and signs."""
    return tuple(tuple(_token(match, sentence) for match in _TOKEN.finditer(sentence)) for sentence in sentences(text))


def _token(match: re.Match[str], sentence: str) -> Token:
    word = match[0].lower().replace("’", "'")
    if not word[0].isalnum():
        return Token(word, word, content=False)
    return Token(word, stem(word.removesuffix("'s")), is_content(word), sentence[match.end() : match.end() + 1] == "-")


def lines_of_all(texts: Iterable[str]) -> list[Line]:
    """The sentences of several plain texts."""
    return [line for text in texts for line in lines_of(text)]


def content_of(tokens: Iterable[Token]) -> list[str]:
    """Stems of the words with content, in their order."""
    return [token.stem for token in tokens if token.content]


def content_stems(text: str) -> frozenset[str]:
    """Stems of all words of a plain text that have content."""
    return frozenset(stem for line in lines_of(text) for stem in content_of(line))


def neighbours(line: Line, at: int) -> frozenset[tuple[int, str]]:
    """The words with content beside a word: stems with -1 before it and 1 behind it, none across a sign."""
    found = set()
    for step in (-1, 1):
        for token in line[at + step :: step][: _BESIDE + 1] if 0 <= at + step < len(line) else ():
            if token.content:
                found.add((step, token.stem))
            if token.content or not token.word[0].isalnum():
                break
    return frozenset(found)
