"""A table for spreadsheets, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant.quiz.item import Item

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_GUARD = "'"
"""Put before a cell that a spreadsheet would run as a formula: https://owasp.org/www-community/attacks/CSV_Injection."""

_COLUMNS = ("id", "kind", "difficulty", "stem", "options", "key", "accepted", "explanation", "path", "anchor", "file", "lines")


def as_csv(items: Sequence[Item]) -> str:
    """Items as CSV with a head; options stand one a line in their cell.

    Args:
        items: the items.
    """
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    for item in items:
        writer.writerow([_guarded(cell) for cell in _cells(item)])
    return written.getvalue()


def _cells(item: Item) -> list[str]:
    first, last = item.citation.lines
    prompts = [f"{prompt}?" for prompt in item.prompts]
    return [
        item.id,
        item.kind.value,
        item.difficulty.value,
        item.stem,
        "\n".join((*prompts, *item.options)),
        item.key,
        "\n".join(item.accepted),
        item.explanation,
        item.citation.path,
        item.anchor,
        item.citation.file,
        f"{first} to {last}",
    ]


def _guarded(cell: str) -> str:
    cell = cell.replace("\r", " ").replace("\0", "")
    return f"{_GUARD}{cell}" if cell.startswith(_STARTS_FORMULA) else cell
