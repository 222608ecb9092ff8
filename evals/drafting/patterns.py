"""Questions that plain patterns find in notes: what is X, a cell of a table, a figure, the members of a short list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.notes import Library, Passage, PassageKind, Section
from assistant.quiz.figures import figures_of
from evals.drafting.facts import Fact, Facts, states_amount
from evals.suite import PATTERN

_DEFINED = re.compile(
    r"(?:\*\*(?P<term>[^*]{2,60})\*\*|(?P<plain>[A-Z][\w/&+-]*(?: [A-Z0-9][\w/&+-]*){0,4}))(?: \([^)]*\))?"
    r" (?P<verb>is|are) (?:an?|the)\b"
)
_POINTING = re.compile(r"(?:it|its|this|that|these|those|they|their|he|she|here|there|we|i|you|such|both)\b", re.I)
_ALREADY = re.compile(r"\?|\bhow (?:many|much|long)\b", re.I)
_EMPTY_CELL = re.compile(r"\W*(?:n/?a|none|not listed|yes|no)?\W*$", re.I)
_SHORT_WORD = 3
_MARKUP = re.compile(r"[*`_~]+|<[^>]*>")
_LONGEST_CELL, _LONGEST_SENTENCE, _LONGEST_MEMBER = 5, 24, 5
"""Words."""
_MEMBERS = range(2, 7)


@dataclass(frozen=True, slots=True)
class Found:
    """A question found in the notes.

    Attributes:
        question: as it would be typed, if somewhat stiffly.
        kind: the kind of item: fact, table or list.
        facts: what an answer must state.
        passage: where it was found.
    """

    question: str
    kind: str
    facts: tuple[Fact, ...]
    passage: Passage


def find(section: Section, library: Library, facts: Facts) -> Iterator[Found]:
    """The questions of one section, in the order of its lines.

    Args:
        section: the section.
        library: the notes.
        facts: takes facts from its passages.
    """
    tables: dict[int, list[Passage]] = {}
    for passage in section.passages:
        if passage.quotable and not passage.struck:
            if passage.kind is PassageKind.ROW:
                tables.setdefault(passage.block, []).append(passage)
            elif passage.kind in (PassageKind.BULLET, PassageKind.SENTENCE):
                yield from _definition(passage, facts)
                yield from _figure(passage, section, facts)
                yield from _members(passage, section, library)
    for rows in tables.values():
        yield from _cells(rows, section)


def _definition(passage: Passage, facts: Facts) -> Iterator[Found]:
    match = _DEFINED.match(passage.markdown)
    term = match and (match["term"] or match["plain"])
    if match and term and not _POINTING.match(term):
        question = f"What {match['verb']} {_plain(term)}?"
        stated = facts.of(passage.text[match.end() - (len(passage.markdown) - len(passage.text)) :], question)
        if stated:
            yield Found(question, "fact", stated, passage)


def _cells(rows: Sequence[Passage], section: Section) -> Iterator[Found]:
    """One cell a row, the columns in turn; a row is named by its first cell that is no bare number."""
    table = [[_plain(cell) for cell in row.cells] for row in rows]
    heads = [_plain(head) for head in rows[0].heads]
    named = next((at for at in range(len(heads)) if all(_can_name(cells, at) for cells in table)), None)
    if named is None or len({cells[named] for cells in table}) < len(table):
        return
    for number, (row, cells) in enumerate(zip(rows, table, strict=True)):
        usable = [at for at in range(named + 1, min(len(heads), len(cells))) if heads[at] and _is_short(cells[at])]
        if usable:
            at = usable[number % len(usable)]
            question = f"{_topic(section, cells[named] + heads[at])}{cells[named]}, {heads[at]}?"
            yield Found(question, "table", (_cell_fact(cells[at]),), row)


def _cell_fact(cell: str) -> Fact:
    """A cell as it stands; a very short one as a word of its own, for it stands inside many others."""
    return (cell.lower() if len(cell) > _SHORT_WORD else rf"{PATTERN}(?<!\w){re.escape(cell.lower())}(?!\w)",)


def _can_name(cells: Sequence[str], at: int) -> bool:
    return at < len(cells) and any(letter.isalpha() for letter in cells[at]) and _is_short(cells[at])


def _is_short(cell: str) -> bool:
    return not _EMPTY_CELL.match(cell) and len(cell.split()) <= _LONGEST_CELL


def _figure(passage: Passage, section: Section, facts: Facts) -> Iterator[Found]:
    """A sentence with one figure, asked as itself with `how many` in the figure's place."""
    text = passage.text.rstrip(" .;:")
    figures = figures_of(text)
    if len(figures) != 1 or _ALREADY.search(text) or _POINTING.match(text) or len(text.split()) > _LONGEST_SENTENCE:
        return
    figure = figures[0]
    unit = figure.text.replace(figure.digits, "", 1).strip(" -")
    if not unit or not unit[0].isalpha() or not text[0].isalpha() or not states_amount(figure, text):
        return
    asked = f"{text[: figure.start]}how many {unit}{text[figure.end :]}"
    yield Found(f"{_topic(section, text)}{asked[0].upper()}{asked[1:]}?", "fact", (facts.figure(figure),), passage)


def _members(passage: Passage, section: Section, library: Library) -> Iterator[Found]:
    below = library.below(passage.id)
    if not passage.text.endswith(":") or len(below) not in _MEMBERS or _POINTING.match(passage.text):
        return
    members = [_member(each) for each in below]
    if all(members) and len(set(members)) == len(members):
        lead = passage.text.rstrip(": ")
        yield Found(f"{_topic(section, lead)}{lead}: which are these?", "list", tuple((each,) for each in members), passage)


def _member(passage: Passage) -> str:
    """What a list's member is called: its bold beginning, what stands before its colon, or all of it where it is short."""
    bold = re.match(r"\*\*([^*]+)\*\*", passage.markdown)
    name = bold[1] if bold else re.split(r":\s|\s[–—-]\s", passage.text)[0]
    name = _plain(name).strip(" .;:,").lower()
    return name if len(name.split()) <= _LONGEST_MEMBER else ""


def _topic(section: Section, text: str) -> str:
    """The section's title in front of a question that does not name it."""
    said = text.lower()
    return "" if any(word in said for word in re.findall(r"\w{3,}", section.title.lower())) else f"{section.title.rstrip(':')}: "


def _plain(markdown: str) -> str:
    return " ".join(_MARKUP.sub(" ", markdown).split())
