"""The statements of an answer as HTML: lists as they nest, rows of a table as a table, each one click from its passage."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from assistant.answering.answer import Statement
from assistant.notes import Library, Passage, PassageKind
from assistant.web.markdown import attribute, block_html, inline_html, is_long_cell, notes_href

_LABEL = 60
"""Characters of a statement that its link is named by."""

_RECORD = 3
"""Cells told of a single row from which on it is shown as a table."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands at one place of a list: a line, or a table."""

    depth: int
    html: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A statement that tells cells of a table's row.

    Attributes:
        statement: the statement.
        passage: the row.
        told: numbers of the columns whose cells it tells.
    """

    statement: Statement
    passage: Passage
    told: frozenset[int]


class StatementViews:
    """Renders the statements that an answer takes from one section.

    Args:
        library: the notes.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def html(self, statements: Sequence[Statement]) -> str:
        """Statements of one section as nested lists; what hangs under a line stands below it.

        Args:
            statements: at least one, in the order of the answer.
        """
        return _nested(list(self._entries(statements)))

    def line(self, statement: Statement) -> str:
        """A statement by itself."""
        cites = self._cites(statement)
        if statement.markdown.startswith(("```", "~~~~")):
            return f'<div class="line">{block_html(statement.markdown)}{cites}</div>'
        return f'<span class="line">{inline_html(statement.markdown)}{cites}</span>'

    def _cites(self, statement: Statement) -> str:
        """The marks behind a statement: links, one a section, that open it with just these passages highlighted."""
        passages = [self._library.passages[id] for id in statement.carriers]
        return "".join(_cite([passage for passage in passages if passage.anchor == anchor]) for anchor in statement.anchors)

    def _entries(self, statements: Sequence[Statement]) -> Iterator[_Entry]:
        for table, group in groupby(statements, key=self._table):
            run = list(group)
            rows = [row for row in map(self._row, run) if row] if table else []
            columns = _columns(rows)
            if len(rows) == len(run) and len(rows) > 1 and len(columns) > 1:
                yield _Entry(run[0].depth, self._as_table(rows, columns), "tabled")
            elif len(rows) == len(run) == 1 and len(columns) >= _RECORD:
                yield _Entry(run[0].depth, self._as_record(rows[0], columns), "tabled")
            else:
                yield from (_Entry(one.depth, self.line(one)) for one in run)

    def _table(self, statement: Statement) -> tuple[str, tuple[str, ...], int, tuple[str, ...]] | None:
        """What tells the statements of one table from those of another; None for what is in no table."""
        passage = self._library.passages[statement.passage]
        if statement.sources or passage.kind is not PassageKind.ROW:
            return None
        return passage.anchor, passage.parents, passage.block, passage.heads

    def _row(self, statement: Statement) -> _Row | None:
        passage = self._library.passages[statement.passage]
        told = frozenset(at for at, cell in enumerate(passage.cells) if cell and _tells(statement, passage, at))
        return _Row(statement, passage, told) if told else None

    def _as_table(self, rows: Sequence[_Row], columns: Sequence[int]) -> str:
        heads = rows[0].passage.heads
        head = "".join(f'<th scope="col">{inline_html(_at(heads, column))}</th>' for column in columns)
        body = "".join(self._tr(row, columns) for row in rows)
        return _framed(f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>" if any(heads) else f"<tbody>{body}</tbody>")

    def _tr(self, row: _Row, columns: Sequence[int]) -> str:
        first, *rest = [_at(row.passage.cells, column) for column in columns]
        return f'<tr class="line">{_td(first, self._cites(row.statement))}{"".join(map(_td, rest))}</tr>'

    def _as_record(self, row: _Row, columns: Sequence[int]) -> str:
        cites = self._cites(row.statement)
        lines = [
            f'<tr class="line"><th scope="row">{inline_html(_at(row.passage.heads, column))}</th>'
            f"<td>{inline_html(row.passage.cells[column])}{cites if column == columns[0] else ''}</td></tr>"
            for column in columns
        ]
        return _framed(f"<tbody>{''.join(lines)}</tbody>")


def _cite(passages: Sequence[Passage]) -> str:
    anchor = passages[0].anchor
    words = shorten(passages[0].text, _LABEL, placeholder="…")
    return (
        f'<a class="cite" href="{attribute(notes_href(anchor))}" data-section="{attribute(anchor)}" '
        f'data-passages="{attribute(json.dumps([passage.id for passage in passages]))}" '
        f'aria-label="{attribute(f"Show in the notes: {words}")}" title="Show in the notes"></a>'
    )


def _td(cell: str, after: str = "") -> str:
    long = ' class="long"' if is_long_cell(cell) else ""
    return f"<td{long}>{inline_html(cell)}{after}</td>"


def _at(texts: Sequence[str], column: int) -> str:
    return texts[column] if column < len(texts) else ""


def _tells(statement: Statement, passage: Passage, column: int) -> bool:
    """Whether a statement tells the cell of a column: by itself the row's subject, any other with its head."""
    head, cell = _at(passage.heads, column), passage.cells[column]
    named = f"{head}: {cell}" if head else cell
    return named in statement.markdown or statement.markdown == cell or statement.markdown.startswith(f"{cell} — ")


def _columns(rows: Sequence[_Row]) -> list[int]:
    """The columns that any of the rows tells, and the first, which names the rows."""
    return sorted({0}.union(*(row.told for row in rows))) if rows else []


def _framed(rows: str) -> str:
    return f'<div class="table" role="group" aria-label="Table" tabindex="0"><table>{rows}</table></div>'


def _nested(entries: Sequence[_Entry]) -> str:
    """Entries as nested lists, the least indented ones outermost."""
    least = min(entry.depth for entry in entries)
    html = ""
    open_lists = 0
    for entry in entries:
        depth = min(entry.depth - least, open_lists) if open_lists else 0
        if depth == open_lists:
            html += "<ul>"
            open_lists += 1
        else:
            html += "</li>" + "</ul></li>" * (open_lists - 1 - depth)
            open_lists = depth + 1
        html += f'<li class="{entry.name}">{entry.html}' if entry.name else f"<li>{entry.html}"
    return html + "</li></ul>" * open_lists
