"""Items from lists: which of these belongs to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.notes import Passage, Section
from assistant.quiz.draft import Draft
from assistant.quiz.item import Kind
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.phrasing import is_plural, lower_first

_FEWEST = 2
_LONGEST_ENTRY = 9
_LONGEST_HEAD = 12
_SPLIT = re.compile(r",\s+(?:and |or )?|;\s+|\s+(?:and|or)\s+(?=[^,;]*$)")
_NO_ENTRY = re.compile(r"\b(?:is|are|was|were|can|must|has|have|etc|see|not|no|only|each|both)\b|[=:]", re.I)
_LEADS = re.compile(r"^(?P<head>[^:;.]{5,110}):\s*(?P<rest>.*)$", re.S)
_SET = re.compile(r"^(?:the |some |all |other |common |possible |main |typical |supported )*[\w/-]+s\b", re.I)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|can|must|will|should|need|needs|do|does|allows?|uses|works|lets)\b", re.I)
_CLAUSE = re.compile(r"\b(?:that|which|who|where|when|if|to|for)\b", re.I)


@dataclass(frozen=True, slots=True)
class _List:
    """A set that the notes list: what it is, and what belongs to it, each entry with the passages that say so."""

    section: Section
    head: str
    entries: tuple[str, ...]
    carriers: tuple[tuple[Passage, ...], ...]


class ListWriter:
    """Writes items from lists.

    Args:
        knowledge: the notes.
    """

    name = "list"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def write(self) -> Iterator[Draft]:
        """An item for each entry of each list that says what it lists."""
        lists = [found for passage in self._knowledge.passages if (found := self._list(passage))]
        for one in lists:
            pool = self._pool(one, lists)
            for entry, carriers in zip(one.entries, one.carriers, strict=True):
                topic = self._knowledge.topic(one.section)
                stem = f"{topic}: which of these is among the {lower_first(one.head)}?"
                yield Draft(self.name, Kind.MCQ, stem, entry, carriers, pool=pool, closed=True)

    def _list(self, passage: Passage) -> _List | None:
        match = _LEADS.match(passage.text)
        if not match or not _names_a_set(match["head"]):
            return None
        section = self._knowledge.library.by_anchor[passage.anchor]
        below = [child for child in self._knowledge.library.below(passage.id) if child.quotable and not child.struck]
        if match["rest"].strip():
            entries = _entries(match["rest"])
            carriers: list[tuple[Passage, ...]] = [(passage,)] * len(entries)
        else:
            kept = [child for child in below if _is_entry(child.text)]
            entries = [_clean(child.text) for child in kept] if len(kept) == len(below) else []
            carriers = [(passage, child) for child in kept]
        if len(entries) < _FEWEST or len({entry.lower() for entry in entries}) != len(entries):
            return None
        return _List(section, re.sub(r"\s*\([^()]*\)$", "", match["head"]).strip(), tuple(entries), tuple(carriers))

    def _pool(self, one: _List, lists: Sequence[_List]) -> tuple[str, ...]:
        """Entries of the lists of the same section, then of sections of the same parent, then of the same chapter."""
        ranked: list[tuple[int, str]] = []
        own = {passage.id: passage for carriers in one.carriers for passage in carriers}
        for other in lists:
            if other is one:
                continue
            shared = len({*one.section.ancestors, one.section.anchor} & {*other.section.ancestors, other.section.anchor})
            if shared and self._knowledge.asked(one.head) & self._knowledge.asked(other.head):
                apart = {passage.id for carriers in other.carriers for passage in carriers}
                ranked += [
                    (-shared, entry)
                    for entry in other.entries
                    if not self._knowledge.could_be_right(one.head, entry, list(own.values()), apart=apart)
                ]
        entries = dict.fromkeys(entry for _, entry in sorted(ranked))
        return tuple(entry for entry in entries if not any(self._knowledge.same(entry, right) for right in one.entries))


def _names_a_set(head: str) -> bool:
    """Whether the introduction of a list is a plural noun phrase, such as `Types of Reserved Instances`."""
    before_clause = _CLAUSE.split(head)[0]
    return (
        len(head.split()) <= _LONGEST_HEAD
        and bool(_SET.match(head))
        and is_plural(head)
        and not _VERB.search(before_clause)
        and not re.match(r"^(?:this|his|its|as|always|sometimes|has|is|was|does|steps|examples?)\b", head, re.I)
    )


def _entries(text: str) -> list[str]:
    """The entries of a list in one line; none where one of them is no entry."""
    hidden = re.sub(r"\([^()]*\)", lambda match: match[0].replace(",", "\0").replace(" and ", "\1"), text.strip().rstrip("."))
    parts = [part.replace("\0", ",").replace("\1", " and ").strip() for part in _SPLIT.split(hidden)]
    parts = [part for part in parts if part]
    return [_clean(part) for part in parts] if all(_is_entry(part) for part in parts) else []


def _is_entry(text: str) -> bool:
    return 1 <= len(text.split()) <= _LONGEST_ENTRY and not _NO_ENTRY.search(text)


def _clean(text: str) -> str:
    return text.strip().rstrip(".;,")
