"""Moodle's GIFT format: https://docs.moodle.org/en/GIFT_format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.quiz.item import FALSE, TRUE, Item, Kind, pair_line
from assistant.quiz.phrasing import BLANK

_SPECIAL = re.compile(r"([\\~=#{}:])")
_FORMAT = "[plain]"
"""Before a text: it is no Markdown and no HTML, and nothing at its start is taken for a format or a weight."""


def as_gift(items: Sequence[Item]) -> str:
    """Items as a GIFT file, each section a category.

    Args:
        items: the items.
    """
    lines: list[str] = []
    category = ""
    for item in items:
        if item.citation.path != category:
            category = item.citation.path
            lines.append(f"$CATEGORY: {_category(category)}\n")
        lines.append(f"::{_escaped(item.id)}::{_FORMAT}{_question(item)}\n")
    return "\n".join(lines)


def _question(item: Item) -> str:
    stem = _escaped(item.stem)
    feedback = f"####{_FORMAT}{_escaped(f'{item.explanation} ({item.citation.path})')}"
    if item.kind is Kind.CLOZE:
        before, after = (_escaped(part) for part in item.stem.split(BLANK, 1))
        answers = " ".join(f"={_side(key)}" for key in (item.key, *item.accepted))
        return f"{before}{{{answers}{feedback}}}{after}"
    if item.kind is Kind.OPEN:
        return f"{stem}{{####{_FORMAT}{_escaped(item.key)}}}"
    if item.kind is Kind.MATCHING:
        pairs = zip(item.prompts, item.matches, strict=True)
        return f"{stem}{{{' '.join(f'={_side(prompt)} -> {_side(match)}' for prompt, match in pairs)}{feedback}}}"
    if item.key in (TRUE, FALSE):
        return f"{stem}{{{item.key.upper()}{feedback}}}"
    options = " ".join(f"{'=' if option == item.key else '~'}{_FORMAT}{_escaped(option)}" for option in item.options)
    return f"{stem}{{{options}{feedback}}}"


def _escaped(text: str) -> str:
    return re.sub(r"\s*\n\s*", r"\\n", _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).strip()))


def _side(text: str) -> str:
    """A side of a pair, or what fills a blank: an arrow inside it would part it."""
    return _FORMAT + _escaped(text.replace("->", pair_line("", "").strip()))


def _category(path: str) -> str:
    """A category's path: a slash would start another level, which two slashes do not."""
    return " ".join(path.replace("/", "//").replace(" > ", "/").split())
