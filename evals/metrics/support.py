"""Whether what an answer says stands in what it cites, after ALCE (Gao et al. 2023, arXiv 2305.14627).

ALCE takes an answer statement by statement. Citation recall is the share of statements that the text they cite carries;
citation precision is the share of citations that do their part: a citation of a carried statement does, unless it does not
carry the statement alone and the others carry it without it. ALCE asks a language model whether a text carries a statement. Here
nothing may be said that the notes do not say, which can be checked without one:

- A composed statement is carried where one passage of the cited section has it word for word: the whole of it, or each of
  its sentences, or each of its cells and column heads. Markup, case and punctuation do not count.
- A statement in other words is carried by the quoted passages where every figure, every name and most of its words stand in
  them or in the section's path, and where one of the quoted clauses nearest to it denies something, if it does, or denies
  nothing, if it does not; a "yes" or "no" in front answers the question and denies nothing. This is weaker than a reader's
  judgement, and not every twist is found. On the 4,880 review questions of the shipped notes it takes 97 % of the direct
  answers with the passages that they quote; it finds 99.9 % of changed figures, 99.8 % of added names, 91 % of added and
  dropped negations, and 95 % of answers held against another passage of the same section.

A statement without a mark is carried by nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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

_NEAR = 0.7
"""Share of the words that the nearest clause has in common with a statement from which another is near as well."""

_CLAUSES = re.compile(r"[;|\n]|(?<=[.!?])\s")

_YES_OR_NO = re.compile(r"^\s*(?:yes|no)\b\W*", re.I)


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
    text = _YES_OR_NO.sub("", text)
    around = f"{path}\n{quote}"
    own = _terms(text)
    if not _figures(text) <= _figures(around) or len(own & _terms(around)) < _MOST * len(own):
        return False
    if not _names(text) <= {_singular(word) for word in _WORDS.findall(around)} | _initials(around):
        return False
    denials = {bool(_DENIES.search(line)) for line in _nearest(own, quote)}
    return bool(_DENIES.search(text)) in denials


def _carried(text: str, anchors: Sequence[str], quoted: Mapping[str, Cited], library: Library) -> bool:
    if not anchors:
        return False
    if any(verbatim(text, library.by_anchor[anchor]) for anchor in anchors):
        return True
    quote = "\n".join(quoted[anchor].quote for anchor in anchors)
    return in_other_words(text, quote, "\n".join(quoted[anchor].path for anchor in anchors))


@lru_cache(maxsize=50_000)
def _bare(text: str) -> str:
    """A text as its words in lower case, a blank around each."""
    return f" {' '.join(_WORDS.findall(text.replace(chr(92), '').lower()))} "


def _terms(text: str) -> set[str]:
    return {stem(word.lower()) for word in _WORDS.findall(text) if word.lower() not in STOP_WORDS}


def _figures(text: str) -> set[str]:
    return {number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text)}


def _names(text: str) -> set[str]:
    """Words with a capital that does not come of standing first, in the singular and lower case."""
    found = set()
    for start, end in split_sentences(text):
        for at, word in enumerate(_WORDS.findall(text[start:end])):
            capitals = sum(letter.isupper() for letter in word)
            if capitals >= 2 or (capitals and at):
                found.add(_singular(word))
    return found


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _initials(text: str) -> set[str]:
    """First letters of runs of two to six capitalised words, so that an acronym meets its long form."""
    found: set[str] = set()
    for run in re.findall(r"(?:\b[A-Z][\w-]*\s+(?:of\s+|and\s+|for\s+)?){1,5}[A-Z]\w*", text):
        letters = "".join(word[0] for word in re.findall(r"\b[A-Z]", run)).lower()
        found.update(letters[at:end] for at in range(len(letters)) for end in range(at + 2, len(letters) + 1))
    return found


def _nearest(own: set[str], quote: str) -> list[str]:
    """The clauses of a quote that share about as many words with a statement as the nearest of them does."""
    shared = {clause: len(own & _terms(clause)) for clause in _CLAUSES.split(quote)}
    most = max(shared.values())
    return [clause for clause, count in shared.items() if count >= _NEAR * most]
