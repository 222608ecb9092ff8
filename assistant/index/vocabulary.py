"""The words that notes use, and the acronyms that they spell out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.index.words import stem, words_of


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and its long form, both in lower case."""

    short: str
    long: str


_PARENTHESIS = re.compile(r"\(([^()]{2,60})\)")
_SEVERAL = 3
"""Questions: one typing error may well be made twice."""


def find_acronyms(texts: Iterable[str]) -> tuple[Acronym, ...]:
    """Acronyms that texts spell out, as `Network Load Balancer (NLB)` or `NLB (Network Load Balancer)`.

    The initials of the long form's words must give the short form, after Schwartz and Hearst, "A simple algorithm for
    identifying abbreviation definitions in biomedical text" (2003), here without their matching inside words.
    """
    found: Counter[Acronym] = Counter()
    for text in texts:
        for match in _PARENTHESIS.finditer(text):
            inside, before = match[1].strip(), text[: match.start()].rstrip()
            last = re.search(r"[\w/&-]+$", before)
            if _is_short(inside):
                long = _long_form(inside, before)
                if long:
                    found[Acronym(inside.lower().removesuffix("s") if inside[-1] == "s" else inside.lower(), long)] += 1
            elif last and _is_short(last[0]):
                long = _long_form(last[0], inside)
                if long and long == " ".join(words_of(inside)):
                    found[Acronym(last[0].lower(), long)] += 1
    return tuple(acronym for acronym, _ in found.most_common())


def _is_short(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9&/-]{1,7}", text)) and sum(letter.isupper() for letter in text) >= 2


def _long_form(short: str, text: str) -> str | None:
    """The last words of a text whose initials spell the short form."""
    letters = [letter.lower() for letter in short.removesuffix("s") if letter.isalnum()]
    words = words_of(text)
    small = {"and", "of", "for", "the", "to", "in", "on", "a"}
    for count in range(len(letters), min(len(words), len(letters) + 3) + 1):
        tail = words[-count:]
        if tail[0][:1] != letters[0] or tail[0] in small:
            continue
        for drop_small in (False, True):
            initials = [word[0] for word in tail if not (drop_small and word in small)]
            if initials == letters:
                return " ".join(tail)
    return None


class Vocabulary:
    """What words the notes use.

    Args:
        texts: everything the notes say, headings included.
        asked: questions about them: what several of them say is no typing error, though the notes say it otherwise.
    """

    def __init__(self, texts: Sequence[str], asked: Sequence[str] = ()) -> None:
        self._asked = asked
        self.counts: Counter[str] = Counter()
        for text in texts:
            self.counts.update(words_of(text))
        self._stems = {stem(word) for word in self.counts}
        self.long_forms: dict[str, str] = {}
        self.short_forms: dict[str, str] = {}
        for acronym in find_acronyms(texts):
            self.long_forms.setdefault(acronym.short, acronym.long)
            self.short_forms.setdefault(acronym.long, acronym.short)

    def with_short_forms(self, text: str) -> str:
        """A text followed by the acronyms of the long forms in it, so that either form finds it."""
        line = f" {' '.join(words_of(text))} "
        found = [short for long, short in self.short_forms.items() if f" {long} " in line]
        return f"{text} {' '.join(found)}" if found else text

    def shortened(self, text: str) -> str:
        """A text's words with long forms replaced by their acronyms."""
        line = f" {' '.join(words_of(text))} "
        for long, short in self.short_forms.items():
            line = line.replace(f" {long} ", f" {short} ")
        return line.strip()

    def knows(self, word: str) -> bool:
        """Whether the notes use a lower-case word, in whatever form."""
        return word in self.counts or stem(word) in self._stems

    def spells(self, word: str) -> bool:
        """Whether a lower-case word is no typing error: the notes use it, or several questions about them do."""
        return self.knows(word) or self._asked_words[word] >= _SEVERAL

    @cached_property
    def _asked_words(self) -> Counter[str]:
        return Counter(word for text in self._asked for word in set(words_of(text)))
