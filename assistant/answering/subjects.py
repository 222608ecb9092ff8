"""What a text is about, as far as the notes tell: names, titles, and words that stand together in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.notes import Library, PassageKind, Section

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDS_BEFORE = ".!?:;|>–—("
"""Signs after which a capital says nothing."""

_JOINS = " -/&@"
"""What may stand between two words that stand together."""

_MOSTLY = 0.8
"""Share of its uses, sentence starts aside, in which a name has a capital."""

_LEADS_TITLES = 3
"""A word that begins this many titles is no part of what they name: `Amazon S3` is named by `S3` too."""

_SMALL_FIGURE = re.compile(r"\d{1,2}")
_SHARED_END = 3
_LONGEST_NAME = 4
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words in a text that the notes use, and together where it is more than one.

    Attributes:
        text: the words as they stand there.
        start: where they begin.
        end: where they end.
        terms: their stems.
        named: whether one of them is a name: the notes write it with a capital in the midst of sentences.
        placed: whether they are all of a section's title, or what a row or a column of a table is about.
    """

    text: str
    start: int
    end: int
    terms: tuple[str, ...]
    named: bool = False
    placed: bool = False

    @property
    def specific(self) -> bool:
        """Whether it names something: by a name, a title, or words that belong together."""
        return self.named or self.placed or len(self.terms) > 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the notes set something beside its like: below one title, or in one column of a table."""

    group: str
    depth: int


class Subjects:
    """Knows the names and titles of the notes, which words stand together in them, and which things are of one kind.

    Args:
        library: the notes.
        vocabulary: their words and acronyms.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._pairs: set[tuple[str, str]] = set()
        self._stem_pairs: set[tuple[str, str]] = set()
        self._places: defaultdict[_Terms, set[_Place]] = defaultdict(set)
        capitals: Counter[str] = Counter()
        uses: Counter[str] = Counter()
        firsts = Counter(words_of(section.title)[0] for section in library.sections if words_of(section.title))
        for section in library.sections:
            for name in _names(section.title, firsts):
                self._places[self._terms(name)].add(_Place(section.ancestors[-1] if section.ancestors else "", section.depth))
            self._add_pairs(section.title)
            for passage in section.passages:
                if passage.kind is not PassageKind.CODE:
                    self._add_pairs(passage.text)
                    for word, capital in _inner_words(passage.text):
                        uses[word] += 1
                        capitals[word] += capital
            self._add_columns(section)
        self._names = {word for word, count in capitals.items() if count >= _MOSTLY * uses[word]} | set(vocabulary.long_forms)

    def _add_pairs(self, text: str) -> None:
        before: re.Match[str] | None = None
        for match in _WORD.finditer(text):
            if before and not text[before.end() : match.start()].strip(_JOINS):
                self._pairs.add((_plain(before[0]), _plain(match[0])))
                self._stem_pairs.add((_stem(before[0]), _stem(match[0])))
            before = match

    def _add_columns(self, section: Section) -> None:
        """Things of one kind: what the rows of a table are about, and what its columns are about."""
        for passage in section.passages:
            if passage.kind is PassageKind.ROW and passage.cells:
                table = f"{section.anchor}:{passage.block}"
                self._places[self._terms(passage.cells[0])].add(_Place(table, -1))
                for head in passage.heads[1:]:
                    self._places[self._terms(head)].add(_Place(f"{table}:heads", -1))

    def mentions(self, text: str) -> list[Mention]:
        """The runs of words in a text that the notes use, in order; words that every question has are left out."""
        found: list[Mention] = []
        last = ""
        for match in _WORD.finditer(text):
            word = _plain(match[0])
            named = self._is_name(match[0], opens=not text[: match.start()].strip())
            if not (named or (word not in STOP_WORDS and self._vocabulary.knows(word))):
                continue
            before = found[-1] if found else None
            if before and self._together(before, last, text[before.end : match.start()], word, named=named):
                found[-1] = self._mention(text, before.start, match.end(), (*before.terms, stem(word)), before.named or named)
            elif named or (stem(word) not in COMMON_TERMS and not _SMALL_FIGURE.fullmatch(word)):
                found.append(self._mention(text, match.start(), match.end(), (stem(word),), named))
            else:
                continue
            last = word
        return found

    def _together(self, before: Mention, last: str, between: str, word: str, *, named: bool) -> bool:
        """Whether a word goes on with what was mentioned before it.

        After a name the notes must have the very words: they say that a name `supports` something, and that is no reason to
        take `support` for a part of the name.
        """
        if between == " of ":
            return before.named and named
        if between.strip(_JOINS):
            return False
        return (last, word) in self._pairs or (not before.named and (stem(last), stem(word)) in self._stem_pairs)

    def _mention(self, text: str, start: int, end: int, terms: _Terms, named: bool) -> Mention:
        words = text[start:end]
        return Mention(words, start, end, terms, named, self._terms(words) in self._places)

    def counterpart(self, new: str, text: str) -> Mention | None:
        """What in a text is of one kind with something new, and could give its place to it.

        Of one kind are, the surest first: titles below one title, and rows or columns of one table; words with one ending;
        runs of words that end in one word; titles at one depth, and acronyms.

        Args:
            new: a few words.
            text: a question.

        Returns:
            The words to replace; None where nothing is of one kind, or the text names the new already.
        """
        terms = self._terms(new)
        best: tuple[int, Mention] | None = None
        for run in self._runs(text):
            old = self._terms(run.text)
            if set(terms) <= set(old):
                return None
            alike = self._alike(new, terms, run.text, old)
            if alike and (best is None or (alike, -len(run.terms)) >= (best[0], -len(best[1].terms))):
                best = (alike, run)
        return best[1] if best else None

    def _runs(self, text: str) -> Iterator[Mention]:
        """Each run of words within the mentions of a text, the longer first."""
        for mention in self.mentions(text):
            words = list(_WORD.finditer(mention.text))
            for length in range(min(len(words), _LONGEST_NAME), 0, -1):
                for first in range(len(words) - length + 1):
                    start = mention.start + words[first].start()
                    end = mention.start + words[first + length - 1].end()
                    yield self._mention(
                        text, start, end, tuple(_stem(word[0]) for word in words[first : first + length]), mention.named
                    )

    def _alike(self, new: str, terms: _Terms, old: str, old_terms: _Terms) -> int:
        """How surely two things are of one kind, 4 to 1 for the ways of `counterpart`; 0 where they are not."""
        places, old_places = self._places.get(terms, set()), self._places.get(old_terms, set())
        if {place.group for place in places} & {place.group for place in old_places}:
            return 4
        one_word = len(terms) == 1 and len(old_terms) == 1
        if one_word and ((len(new) == len(old) == 1) or _one_ending(new, old)):
            return 3
        if len(terms) > 1 and len(terms) == len(old_terms) and terms[-1] == old_terms[-1]:
            return 2
        depths, old_depths = ({place.depth for place in found if place.depth >= 0} for found in (places, old_places))
        return 1 if depths & old_depths or (one_word and new.isupper() and old.isupper()) else 0

    def _terms(self, text: str) -> _Terms:
        return tuple(_stem(word) for word in words_of(self._vocabulary.shortened(text)) if word not in STOP_WORDS)

    def _is_name(self, word: str, *, opens: bool) -> bool:
        plain = _plain(word)
        if plain in STOP_WORDS or plain.isdigit():
            return False
        known = plain in self._names or plain.removesuffix("s") in self._names
        return known or (not opens and any(letter.isupper() for letter in word))


def spellings(title: str) -> list[str]:
    """A title, and what stands outside and inside its parentheses."""
    inside = _PARENTHESIS.findall(title)
    return [title, _PARENTHESIS.sub(" ", title), *inside] if inside else [title]


def _names(title: str, firsts: Counter[str]) -> list[str]:
    """How a title's subject is named: the title, what stands outside and inside its parentheses, each without a lead."""
    names = spellings(title)
    for name in tuple(names):
        first, _, rest = name.strip().partition(" ")
        if rest and firsts[first.lower()] >= _LEADS_TITLES:
            names.append(rest)
    return [name for name in names if name.strip()]


def _inner_words(text: str) -> Iterator[tuple[str, bool]]:
    """Words that do not begin a sentence, each with whether it has a capital."""
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip()
        if before and before[-1] not in _ENDS_BEFORE:
            yield _plain(match[0]), any(letter.isupper() for letter in match[0])


def _one_ending(word: str, other: str) -> bool:
    ending = word[-_SHARED_END:].lower()
    return min(len(word), len(other)) > _SHARED_END and other.lower().endswith(ending) and word.lower() != other.lower()


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s")


def _stem(word: str) -> str:
    return stem(_plain(word))


def listed(mentions: Sequence[Mention]) -> str:
    """Mentions as a list for reading, each once."""
    return ", ".join({" ".join(mention.terms): mention.text for mention in mentions}.values())


COMMON_TERMS = frozenset(
    stem(word)
    for word in (
        "maximum minimum max min default limit example difference reason way cost price long short big small size time number "
        "amount kind type sort option part side case thing one two three first second third last next other another else instead "
        "possible really exactly work good bad great large much many lot lots happen need want take make come go know tell look "
        "stand like able right okay yes thank nice actually maybe again back old new best most least same different ask question "
        "topic call put see help say every only even well allow somebody someone nobody anybody something anything everything "
        "nothing"
    ).split()
)
"""Stems of words that any question may have: they tell nothing of what it is about."""

__all__ = ["COMMON_TERMS", "Mention", "Subjects", "listed", "spellings"]
