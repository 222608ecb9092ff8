"""Questions that ask what something is, or how things differ, and nothing else: the notes have to speak of these very things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from assistant.answering.subjects import COMMON_TERMS, spellings
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.notes import Library, Passage, PassageKind, Section

_LONGEST = 4
"""Words of a thing's name."""
_A_NAME = r"(?:an? |the )?(?P<thing>[^,;:?!]+?)"
_END = r"(?:\s+(?:exactly|actually|good for|used for|for|about|in aws|on aws|again|anyway|do|all about))*\W*$"
_OVERVIEWS = (
    re.compile(rf"^\W*what(?:['’]?s| is| are| was| were)(?: exactly)? {_A_NAME}{_END}", re.I),
    re.compile(rf"^\W*what (?:does|do) {_A_NAME} (?:do|mean|stand for)\W*$", re.I),
    re.compile(rf"^\W*(?:explain|describe|define|tell me about|overview of|introduction to|intro to) {_A_NAME}{_END}", re.I),
    re.compile(rf"^\W*how (?:does|do) {_A_NAME} work\W*$", re.I),
)
_COMPARISONS = (
    re.compile(r"^\W*(?:what(?:['’]?s| is| are)? )?(?:the )?(?:main |key )?differences? between (?P<things>.+?)\W*$", re.I),
    re.compile(
        r"^\W*how (?:do|does|are|is) (?P<things>.+?) (?:differ|different|compare)(?:\s+(?:from|to|with) (?P<other>.+?))?\W*$",
        re.I,
    ),
    re.compile(r"^\W*compare (?P<things>.+?)\W*$", re.I),
    re.compile(r"^\W*(?P<things>[^,;:?!]+ (?:vs\.?|versus) [^;:?!]+?)\W*$", re.I),
    re.compile(r"^\W*(?P<things>(?:\S+ ){1,3}or(?: \S+){1,3}?)\W*$", re.I),
)
_BETWEEN = re.compile(r"\s*(?:,|\b(?:vs\.?|versus|and|or|from|with|to|than)\b)\s*(?:an? |the )?", re.I)
_ARTICLE = re.compile(r"^(?:an?|the) ", re.I)
_LEADING = frozenset({"aws", "amazon"})
_SHORT_CELL = 3
"""Words of a cell that names something."""
_BOLD = re.compile(r"\*\*([^*]{2,60})\*\*")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_RELATES = frozenset("of in for on at by per between from to with without when if under over than as".split())

Terms = tuple[str, ...]


class Broad:
    """Knows what the notes speak of: what they have in a title, in bold, or at the beginning of a passage or a row.

    Args:
        library: the notes.
        vocabulary: their words and acronyms.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._vocabulary = vocabulary

    def told(self, question: str) -> int:
        """Whether the notes speak of the things that a question asks about in general.

        Args:
            question: a question that stands alone.

        Returns:
            1 where they do, -1 where they speak of one of them nowhere, and 0 for a question that asks something in particular.
        """
        things = self._whole([self._terms(thing) for thing in things_of(question)])
        if not things:
            return 0
        if all(thing in self._spoken_of for thing in things):
            return 1
        in_particular = any(not thing or COMMON_TERMS & set(thing) for thing in things)
        return -1 if not in_particular and any(not self._in_part(thing) for thing in things) else 0

    def _whole(self, things: list[Terms]) -> list[Terms]:
        """Things with what stands before the first of them and is meant of all: `signed cookie` of `signed URL or cookie`."""
        before = things[0][:-1] if things else ()
        return [
            before + thing if thing not in self._spoken_of and before + thing in self._spoken_of else thing for thing in things
        ]

    def _in_part(self, thing: Terms) -> bool:
        runs = (thing[start:end] for start in range(len(thing)) for end in range(start + 1, len(thing) + 1))
        return any(run in self._spoken_of for run in runs)

    @cached_property
    def _spoken_of(self) -> frozenset[Terms]:
        found = (name for section in self._library.sections for text in _names(section) for name in self._spellings(text))
        return frozenset(filter(None, found))

    def _spellings(self, text: str) -> Iterator[Terms]:
        words = words_of(self._vocabulary.shortened(text))
        yield _terms_of(words)
        words = [word for word in words if word not in ("a", "an", "the")]
        for length in range(1, min(_LONGEST, len(words)) + 1):
            yield _terms_of(words[:length])

    def _terms(self, text: str) -> Terms:
        return _terms_of(words_of(self._vocabulary.shortened(text)))


def things_of(question: str) -> list[str]:
    """The things that a question asks to be introduced or compared; none where it asks anything else."""
    things = compared_in(question)
    if things is not None:
        return things if len(things) > 1 and all(_is_name(thing) for thing in things) else []
    for pattern in _OVERVIEWS:
        match = pattern.match(question)
        if match:
            return [match["thing"]] if _is_name(match["thing"]) else []
    return []


def compared_in(question: str) -> list[str] | None:
    """What a question asks to be compared, in whatever words; None where it asks for no comparison."""
    for pattern in _COMPARISONS:
        match = pattern.match(question)
        if match:
            named = (match["things"], match.groupdict().get("other") or "")
            parts = (part for name in named for part in _BETWEEN.split(_ARTICLE.sub("", name)))
            return [part for part in parts if part.strip()]
    return None


def _is_name(text: str) -> bool:
    words = text.lower().split()
    return 0 < len(words) <= _LONGEST and not _RELATES & set(words)


def _terms_of(words: Iterable[str]) -> Terms:
    return tuple(stem(word) for word in words if word not in STOP_WORDS and word not in _LEADING)


def _names(section: Section) -> Iterator[str]:
    """What a section speaks of, by its title and its passages."""
    yield from spellings(section.title)
    for passage in section.passages:
        if passage.kind is not PassageKind.CODE:
            yield from _named(passage)


def _named(passage: Passage) -> Iterator[str]:
    yield from _BOLD.findall(passage.markdown)
    if passage.kind is PassageKind.ROW:
        yield from passage.cells[:1]
        yield from passage.heads
        yield from (cell for cell in passage.cells[1:] if len(cell.split()) <= _SHORT_CELL)
    else:
        yield _PARENTHESIS.sub(" ", passage.text)
