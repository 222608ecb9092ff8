"""A quiz on paper: Markdown with the key at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from assistant.quiz.item import Item, Kind

_SIGNS = re.compile(r"([\\`*_\[\]<>&|~#])")
_STARTS_BLOCK = re.compile(r"^(\d*)([-+=.)](?=\s|$))")


def as_markdown(items: Sequence[Item]) -> str:
    """Items as a sheet to print: the questions, then the key with the reason and the section of each.

    Args:
        items: the items.
    """
    questions = "\n\n".join(f"{number}. {_question(item)}" for number, item in enumerate(items, 1))
    keys = "\n".join(f"{number}. {_key(item)}" for number, item in enumerate(items, 1))
    return f"# Quiz\n\n{questions}\n\n# Key\n\n{keys}\n"


def _question(item: Item) -> str:
    lines = [_plain(item.stem)]
    if item.kind is Kind.MATCHING:
        lines += [f"   - {_plain(prompt)}: ……" for prompt in item.prompts]
    lines += [f"   - {letter}) {_plain(option)}" for letter, option in zip(ascii_uppercase, item.options, strict=False)]
    return "\n".join(lines)


def _key(item: Item) -> str:
    first, last = item.citation.lines
    at = item.options.index(item.key) if item.key in item.options else -1
    letter = f"{ascii_uppercase[at]}) " if 0 <= at < len(ascii_uppercase) else ""
    key = "; ".join(_plain(line) for line in item.key.split("\n"))
    reason = "; ".join(_plain(line) for line in item.explanation.split("\n") if line.strip())
    place = f"{_plain(item.citation.path)}, {_plain(item.citation.file)}, lines {first}–{last}"
    return f"**{letter}{key}** {reason} ({place})"


def _plain(text: str) -> str:
    return _STARTS_BLOCK.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(text.split())))
