"""Whether what an answer says stands in what it cites, after ALCE (Gao et al. 2023, arXiv 2305.14627).

ALCE takes an answer statement by statement. Citation recall is the share of statements that the text they cite carries;
citation precision is the share of citations that do their part: a citation of a carried statement does, unless it does not
carry the statement alone and the others carry it without it. ALCE asks a language model whether a text carries a statement. Here
nothing may be said that the notes do not say, which can be checked without one:

- A composed statement is carried where one passage of the cited section has it word for word: the whole of it, or each of
  its sentences, or each of its cells and column heads. Markup, case and punctuation do not count.
- A statement in other words is carried by the quoted passages where every figure, every name and most of its words stand in
  them or in the section's path, and where it denies something if and only if the quoted sentence nearest to it does. This
  is weaker than a reader's judgement: it finds invented figures and names and dropped negations, not every twist.

A statement without a mark is carried by nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.index.words import STOP_WORDS, stem
from assistant.notes import Library, Section
from assistant.notes.sentences import split_sentences
from evals.report import Cited

_MARKS = re.compile(r"\s*\[([^\[\]\s]+)\]")
_STARTS = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")
_JOINTS = re.compile(r"; | — |: |(?<=[.!?])\s|\n")
_WORDS = re.compile(r"[^\W_]+")
_FENCE = re.compile(r"^\s*(?:```|~~~~).*$", re.M)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIES = re.compile(
    r"\b(?:no|not|never|none|nothing|neither|nor|without|cannot|unable|unsupported|lacks?|except)\b|n['’]t\b", re.I
)
_MOST = 0.6
"""Share of its words that a statement in other words must have in common with what is quoted."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of an answer, without marks, and the anchors it is marked with."""

    text: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """How far an answer's statements are carried by what they cite.

    Attributes:
        statements: how many there are.
        citations: how many marks they have.
        carrying: how many of the marks do their part.
        unsupported: the statements that are not carried.
    """

    statements: int
    citations: int
    carrying: int
    unsupported: tuple[str, ...]


def statements(text: str, known: Iterable[str]) -> list[Said]:
    """The statements of an answer: a line with its marks, or several up to the first mark.

    Args:
        text: the answer's Markdown.
        known: the anchors that the answer cites; other brackets are words.
    """
    known = set(known)
    found: list[Said] = []
    waiting: list[str] = []
    for line in _FENCE.sub("", text).split("\n"):
        if waiting and _STARTS.match(line):
            found.append(Said("\n".join(waiting), ()))
            waiting = []
        marks = [anchor for anchor in _MARKS.findall(line) if anchor in known]
        words = _MARKS.sub(lambda mark: "" if mark[1] in known else mark[0], line).strip()
        if words:
            waiting.append(_STARTS.sub("", words, count=1) if _STARTS.match(line) else words)
        if marks and waiting:
            found.append(Said("\n".join(waiting), tuple(dict.fromkeys(marks))))
            waiting = []
    return found + ([Said("\n".join(waiting), ())] if waiting else [])


def support(text: str, citations: Sequence[Cited], library: Library) -> Support:
    """Holds every statement of an answer against what it cites."""
    quoted = {citation.anchor: citation for citation in citations}
    said = statements(text, quoted)
    marks = carrying = 0
    unsupported = []
    for statement in said:
        marks += len(statement.anchors)
        if not _carried(statement.text, statement.anchors, quoted, library):
            unsupported.append(statement.text)
            continue
        for anchor in statement.anchors:
            rest = [other for other in statement.anchors if other != anchor]
            alone = _carried(statement.text, [anchor], quoted, library)
            carrying += alone or not _carried(statement.text, rest, quoted, library)
    return Support(len(said), marks, carrying, tuple(unsupported))


def verbatim(text: str, section: Section) -> bool:
    """Whether one passage of a section has a text word for word, joined of its sentences or cells at most."""
    pieces = [piece for part in _JOINTS.split(text) if (piece := _bare(part)).strip()]
    whole = _bare(text)
    for passage in section.passages:
        texts = [_bare(each) for each in (passage.text, passage.markdown, *passage.heads, *passage.cells)]
        if any(whole in each for each in texts) or (pieces and all(any(p in each for each in texts) for p in pieces)):
            return True
    return False


def in_other_words(text: str, quote: str, path: str) -> bool:
    """Whether quoted passages carry a statement in other words: its figures, its names, its words, and what it denies."""
    around = f"{path}\n{quote}"
    held = _terms(around)
    own = _terms(text)
    names = {word.lower() for word in _names(text)}
    return (
        _figures(text) <= _figures(around)
        and names <= {word.lower() for word in _WORDS.findall(around)} | _initials(around)
        and len(own & held) >= _MOST * len(own)
        and bool(_DENIES.search(text)) == bool(_DENIES.search(_nearest(own, quote)))
    )


def _carried(text: str, anchors: Sequence[str], quoted: Mapping[str, Cited], library: Library) -> bool:
    if not anchors:
        return False
    if any(verbatim(text, library.by_anchor[anchor]) for anchor in anchors):
        return True
    quote = "\n".join(quoted[anchor].quote for anchor in anchors)
    return in_other_words(text, quote, "\n".join(quoted[anchor].path for anchor in anchors))


def _bare(text: str) -> str:
    """A text as its words in lower case, a blank around each."""
    return f" {' '.join(_WORDS.findall(text.replace(chr(92), '').lower()))} "


def _terms(text: str) -> set[str]:
    return {stem(word.lower()) for word in _WORDS.findall(text) if word.lower() not in STOP_WORDS}


def _figures(text: str) -> set[str]:
    return {number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text)}


def _names(text: str) -> list[str]:
    """Words with a capital that does not come of standing first."""
    starts = {0, *(end for _, end in split_sentences(text))}
    found = []
    for match in _WORDS.finditer(text):
        first = not _WORDS.search(text[max(start for start in starts if start <= match.start()) : match.start()])
        capitals = sum(letter.isupper() for letter in match[0])
        if capitals >= 2 or (capitals and not first):
            found.append(match[0].removesuffix("s") if match[0][:-1].isupper() else match[0])
    return found


def _initials(text: str) -> set[str]:
    """First letters of runs of two to six capitalised words, so that an acronym meets its long form."""
    found: set[str] = set()
    for run in re.findall(r"(?:\b[A-Z][\w-]*\s+(?:of\s+|and\s+|for\s+)?){1,5}[A-Z]\w*", text):
        letters = "".join(word[0] for word in re.findall(r"\b[A-Z]", run)).lower()
        found.update(letters[at:end] for at in range(len(letters)) for end in range(at + 2, len(letters) + 1))
    return found


def _nearest(own: set[str], quote: str) -> str:
    """The sentence or line of a quote that shares most words with a statement."""
    lines = [line[start:end] for line in quote.split("\n") for start, end in split_sentences(line)]
    return max(lines, key=lambda line: len(own & _terms(line)), default="")
