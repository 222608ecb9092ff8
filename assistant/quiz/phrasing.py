"""Words of stems: capitals, heads of tables and introductions of lists as parts of a question."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.notes import Section
from assistant.notes.parser import inline_of
from assistant.quiz.knowledge import Knowledge

BLANK = "_____"
"""What stands for the words that a cloze item asks for."""

_ASKS = re.compile(r"^(?:what|how|when|where|why|which|who)\b", re.I)
_FIRST_WORD = re.compile(r"^(\w+)([^\w]|$)")


@lru_cache(maxsize=20_000)
def plain(markdown: str) -> str:
    """The words of a piece of inline Markdown, without its marks and without a full stop at the end."""
    return inline_of(markdown).text.strip().rstrip(".;:")


def lower_first(text: str) -> str:
    """A text that goes on inside a sentence: its first letter small, unless the first word is a name or an acronym."""
    first = _FIRST_WORD.match(text)
    if re.match(r"\w+ [A-Z]", text):
        return text
    if not first or not first[1][1:].islower():
        return text[:1].lower() + text[1:] if first and len(first[1]) == 1 and first[1] == "A" and " " in text else text
    return text[0].lower() + text[1:]


def upper_first(text: str) -> str:
    """A text with its first letter large, unless the first word is written with capitals inside, as `iSCSI`."""
    first = _FIRST_WORD.match(text)
    return text[:1].upper() + text[1:] if first and first[1].islower() else text


def is_clause(head: str) -> bool:
    """Whether a table's head is a clause, as `What it is good at`."""
    return bool(_ASKS.match(head))


def is_plural(noun: str) -> bool:
    """Whether a noun phrase looks plural, by its last word before any `of`, `to` or `that`."""
    head = re.split(r"\s(?:of|to|that|which|for|in|on|with|from|by|used|the|and)\s", f"{noun} ")[0].split()
    word = head[-1].lower() if head else ""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def about(text: str, section: Section, knowledge: Knowledge) -> str:
    """A stem that stands on its own: with its topic in front where it does not name one itself."""
    return text if knowledge.names_topic(text, section) else f"{knowledge.topic(section)}: {text}"
