"""Items from tables: which cell belongs to a row, which row a cell belongs to, matching, and true or false."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.notes import Passage, PassageKind, Section
from assistant.quiz.draft import Draft
from assistant.quiz.figures import Measure, figures_of
from assistant.quiz.item import FALSE, TRUE, Difficulty, Kind, pair_line
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.phrasing import VERBS, is_clause, is_noun, is_plural, lower_first, lower_head, plain, upper_first

_LONGEST_CELL = 30
_LONGEST_MATCHED = 14
_LONGEST_SUBJECT = 7
_MATCHED = (3, 6)
"""Fewest and most rows of a matching item."""
_EMPTY = re.compile(r"^(?:(?:none|not|nothing)(?: (?:listed|given|stated|known|named))?|n/?a|yes|no|\W*)$", re.I)
_MANIFOLD = re.compile(r"[,()/]|\b(?:and|or)\b")
_ASPECTS = frozenset("property feature aspect attribute characteristic criterion topic question point item setting".split())


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: its subject and its other cells as plain words."""

    passage: Passage
    subject: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its heads as plain words, and the rows that name their subject once."""

    section: Section
    heads: tuple[str, ...]
    rows: tuple[_Row, ...]

    @property
    def kind(self) -> str:
        """What its rows are, as the head of the first column says; empty where it says nothing."""
        head = self.heads[0]
        return lower_head(head) if is_noun(head) and not re.search(r"[\\/]", head) else ""

    @property
    def compares(self) -> bool:
        """Whether its rows are aspects and its other columns the things that are compared."""
        first = set(self.heads[0].lower().split())
        return not self.heads[0] or bool(first & _ASPECTS)


class TableWriter:
    """Writes items from tables.

    Args:
        knowledge: the notes.
    """

    name = "table"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def write(self) -> Iterator[Draft]:
        """All items of all tables."""
        for table in self._tables():
            for column in range(1, len(table.heads)):
                if table.heads[column]:
                    yield from self._column(table, column)

    def _tables(self) -> Iterator[_Table]:
        library = self._knowledge.library
        for section in library.sections:
            seen = set()
            for passage in section.passages:
                if passage.kind is not PassageKind.ROW or (passage.parents, passage.block) in seen:
                    continue
                seen.add((passage.parents, passage.block))
                rows = [p for p in library.beside(passage.id) if p.kind is PassageKind.ROW]
                table = _table(section, rows)
                if table:
                    yield table

    def _column(self, table: _Table, column: int) -> Iterator[Draft]:
        rows = [row for row in table.rows if not _EMPTY.match(row.cells[column])]
        for row in rows:
            wrong = [other for other in rows if other is not row and not self._overlap(row.cells[column], other.cells[column])]
            cell = row.cells[column]
            if len(cell.split()) > _LONGEST_CELL:
                continue
            if len(wrong) >= 2 and not table.compares:
                yield from self._forward(table, column, row, wrong)
            told = re.search(rf"(?<!\w){re.escape(row.subject)}(?!\w)", cell)
            if len(wrong) == len(rows) - 1 and len(wrong) >= 2 and not table.compares and not told:
                yield self._backward(table, column, row, wrong)
            if wrong and not table.compares:
                yield from self._true_false(table, column, row, wrong)
        if table.compares:
            yield from self._compared(table, column)
        else:
            yield from self._matching(table, column, rows)

    def _compared(self, table: _Table, column: int) -> Iterator[Draft]:
        """True or false: what a table that compares says of one of the things, or of another one."""
        heads = table.heads[1:]
        for row in table.rows:
            cells = row.cells[1:]
            told = any(self._knowledge.asked(head) & self._knowledge.asked(cell) for head in heads for cell in cells)
            others = [
                cell
                for cell in cells
                if not _EMPTY.match(cell)
                and not self._overlap(cell, row.cells[column])
                and _measures(cell) == _measures(row.cells[column])
            ]
            if (
                told
                or not others
                or _EMPTY.match(row.cells[column])
                or max(len(cell.split()) for cell in cells) > _LONGEST_MATCHED
            ):
                continue
            seeded = random.Random(f"{row.passage.text} {column}")  # noqa: S311
            true = seeded.random() < 0.5
            cell = row.cells[column] if true else seeded.choice(others)
            head = table.heads[column]
            if is_noun(row.subject) and is_noun(head) and head.lower().split()[-1] not in VERBS:
                said = f"the {lower_first(row.subject)} of {head} {'are' if is_plural(row.subject) else 'is'} “{cell}”"
            else:
                said = f"for “{row.subject}”, “{cell}” is given under “{head}”"
            yield self._draft(
                Kind.TRUE_FALSE,
                f"{self._topic(table)}: {said}.",
                TRUE if true else FALSE,
                (row.passage,),
                options=(TRUE, FALSE),
                explanation=f"{upper_first(row.subject)}, {head}: {row.cells[column]}.",
            )

    def _overlap(self, one: str, other: str) -> bool:
        """Whether two cells may both be right for a row: one says the other, or they share an entry of a list."""
        if self._knowledge.same(one, other):
            return True
        parts = [{part.strip().lower() for part in re.split(r"[,;/]| and | or ", cell)} for cell in (one, other)]
        return bool(parts[0] & parts[1])

    def _forward(self, table: _Table, column: int, row: _Row, wrong: list[_Row]) -> Iterator[Draft]:
        cells = list(dict.fromkeys(other.cells[column] for other in wrong if len(other.cells[column].split()) <= _LONGEST_CELL))
        if len(cells) < 2:
            return
        stem = f"{self._subject(table, row)}, {_asked(table, column)}?"
        yield self._draft(Kind.MCQ, f"{self._topic(table)}: for {stem}", row.cells[column], (row.passage,), pool=tuple(cells))

    def _backward(self, table: _Table, column: int, row: _Row, wrong: list[_Row]) -> Draft:
        subjects = tuple(other.subject for other in wrong)
        kind, cell = table.kind or "of these", row.cells[column]
        if is_clause(table.heads[column]):
            stem = f"{self._topic(table)}: which {kind} fits “{cell}” ({lower_head(table.heads[column]).rstrip('?')})?"
        else:
            stem = f"{self._topic(table)}: for which {kind} {_verb(table, column, cell)} “{cell}” {_role(table, column, cell)}?"
        return self._draft(Kind.MCQ, stem, row.subject, (row.passage,), pool=subjects, difficulty=Difficulty.HARD)

    def _true_false(self, table: _Table, column: int, row: _Row, wrong: list[_Row]) -> Iterator[Draft]:
        seeded = random.Random(f"{row.passage.text} {column}")  # noqa: S311
        said = row if seeded.random() < 0.5 else seeded.choice(wrong)
        cell = said.cells[column]
        told = self._knowledge.asked(said.subject) & self._knowledge.asked(cell)
        if told or len(cell.split()) > _LONGEST_MATCHED:
            return
        if is_clause(table.heads[column]):
            return
        said_of = f"“{cell}” {_verb(table, column, cell)} {_role(table, column, cell)}"
        stem = f"{self._topic(table)}: for {self._subject(table, row)}, {said_of}."
        right = f"{upper_first(row.subject)}: {lower_head(table.heads[column])}: {row.cells[column]}."
        yield self._draft(
            Kind.TRUE_FALSE,
            stem,
            TRUE if said is row else FALSE,
            (row.passage,),
            options=(TRUE, FALSE),
            explanation=right,
            difficulty=Difficulty.EASY if said is row else Difficulty.MEDIUM,
        )

    def _matching(self, table: _Table, column: int, rows: list[_Row]) -> Iterator[Draft]:
        short = [row for row in rows if len(row.cells[column].split()) <= _LONGEST_MATCHED]
        kept: list[_Row] = []
        for row in short:
            if not any(self._overlap(row.cells[column], other.cells[column]) for other in kept):
                kept.append(row)
        fewest, most = _MATCHED
        if len(kept) < fewest:
            return
        for start in range(0, len(kept), most):
            some = kept[start : start + most]
            if len(some) < fewest:
                continue
            head = lower_head(table.heads[column]).rstrip("?")
            with_ = f"with its {head}" if is_noun(head) else f"with {head}" if is_clause(head) else f"by “{table.heads[column]}”"
            prompts, matches = tuple(row.subject for row in some), tuple(row.cells[column] for row in some)
            yield self._draft(
                Kind.MATCHING,
                f"{self._topic(table)}: match each {table.kind or 'entry'} {with_}.",
                "\n".join(pair_line(prompt, match) for prompt, match in zip(prompts, matches, strict=True)),
                tuple(row.passage for row in some),
                options=tuple(sorted(matches)),
                prompts=prompts,
                matches=matches,
            )

    def _topic(self, table: _Table) -> str:
        return self._knowledge.topic(table.section)

    def _subject(self, table: _Table, row: _Row) -> str:
        return f"the {table.kind} “{row.subject}”" if table.kind and not is_plural(table.kind) else f"“{row.subject}”"

    def _draft(
        self,
        kind: Kind,
        stem: str,
        key: str,
        passages: tuple[Passage, ...],
        *,
        options: tuple[str, ...] = (),
        pool: tuple[str, ...] = (),
        explanation: str = "",
        difficulty: Difficulty = Difficulty.MEDIUM,
        prompts: tuple[str, ...] = (),
        matches: tuple[str, ...] = (),
    ) -> Draft:
        return Draft(
            self.name,
            kind,
            stem,
            key,
            passages,
            options=options,
            pool=pool,
            explanation=explanation,
            difficulty=difficulty,
            prompts=prompts,
            matches=matches,
            closed=True,
        )


def _measures(cell: str) -> list[Measure]:
    """What the figures of a cell measure: cells of two columns can be taken for each other where it is the same."""
    return [figure.measure for figure in figures_of(cell)][:1]


def _asked(table: _Table, column: int) -> str:
    """What is asked of a row, as the end of a question."""
    if is_clause(table.heads[column]):
        return f"which of these says {lower_head(table.heads[column]).rstrip('?')}"
    return f"which of these {_verb(table, column)} {_role(table, column)}"


def _role(table: _Table, column: int, cell: str = "") -> str:
    """What a cell of a column is: `the metric`, or `given under “Worth knowing”` where that makes no sentence."""
    head = table.heads[column].rstrip("?")
    return f"the {lower_head(head)}" if _fits(head, cell) else f"given under “{head}”"


def _verb(table: _Table, column: int, cell: str = "") -> str:
    head = table.heads[column].rstrip("?")
    return "are" if _fits(head, cell) and is_plural(head) else "is"


def _fits(head: str, cell: str) -> bool:
    """Whether a head can be said of a cell: it is a plain noun, and no plural for a cell that names one thing."""
    if _MANIFOLD.search(head):
        return False
    several = not cell or re.search(r"[,;&/+]|\band\b", cell) or is_plural(cell)
    return is_noun(head) and (bool(several) or not is_plural(head))


def _table(section: Section, passages: list[Passage]) -> _Table | None:
    """Reads rows; those whose subject is empty, long or that of another row are left out."""
    if len(passages) < 2 or len(passages[0].heads) < 2:
        return None
    heads = tuple(plain(head) for head in passages[0].heads)
    counted = _counts([passage.cells[0].strip("*.# ") for passage in passages])
    heads = heads[counted:]
    if len(heads) < 2:
        return None
    rows = []
    for passage in passages:
        cells = tuple(plain(cell) for cell in passage.cells)
        cells = cells[counted:]
        if passage.quotable and not passage.struck and len(cells) == len(heads) and cells[0]:
            rows.append(_Row(passage, cells[0].lstrip("-–—• ") or cells[0], cells))
    subjects = [row.subject.lower() for row in rows]
    kept = tuple(row for row in rows if subjects.count(row.subject.lower()) == 1 and len(row.subject.split()) <= _LONGEST_SUBJECT)
    if len(kept) < 2 or _lies(kept):
        return None
    return _Table(section, heads, kept)


def _lies(rows: Sequence[_Row]) -> bool:
    """Whether a table lies on its side: what it compares are its heads, and a first cell is no subject but one value of some.

    So it is where most rows say the same sort of thing in their first cell as in another: `68 % water` beside `80 % water`.
    """
    return sum(any(_alike(row.cells[0], cell) for cell in row.cells[1:]) for row in rows) > len(rows) / 2


def _alike(one: str, other: str) -> bool:
    """Whether two cells hold a figure of one measure each, or one says what the other denies."""
    figures = _measures(one), _measures(other)
    if figures[0] and figures[0] == figures[1] and Measure.NUMBER not in figures[0]:
        return True
    words = one.lower().split(), other.lower().split()
    return ["not", *words[0]] == words[1] or words[0] == ["not", *words[1]]


def _counts(cells: list[str]) -> bool:
    """Whether a column only counts the rows, up or down: it names no subject."""
    numbers = [int(cell) if cell.isdecimal() else -1 for cell in cells]
    steps = {after - before for before, after in pairwise(numbers)}
    return min(numbers) >= 0 and (steps == {1} or steps == {-1})
