"""Finds sections by the words of their titles and texts, those first that the words name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from urllib.parse import urlencode

from assistant.notes import Library, Section
from assistant.web.markdown import attribute, notes_href

_LONGEST = 200
"""Characters of a search that are looked at."""

_AROUND = 70
"""Characters shown on each side of what was found."""


class _Fit(IntEnum):
    """How a word stands in a text, best first: by itself, as the beginning of a word, inside one, or not at all."""

    WHOLE = 0
    BEGINNING = 1
    INSIDE = 2
    ABSENT = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A section that holds all the words.

    Attributes:
        section: the section.
        snippet: its text around the first of them; empty where the title has them all.
    """

    section: Section
    snippet: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A section as it is searched: its texts in lower case, and its text as it is shown."""

    section: Section
    title: str
    path: str
    text: str
    shown: str


class NotesSearch:
    """Searches titles and texts.

    Sections come first whose title has all the words, then those whose titles above help, then those whose text is
    needed. Among them whole words come before beginnings and pieces of words, then short titles and those high up, then
    sections that say the words often; what is alike stays in reading order.

    Args:
        library: the notes.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _entries(self) -> list[_Entry]:
        entries = []
        for section in self._library.sections:
            shown = " ".join(passage.text for passage in section.passages)
            path = " › ".join(section.path)
            entries.append(_Entry(section, section.title.casefold(), path.casefold(), shown.casefold(), shown))
        return entries

    def find(self, words: str, most: int = 50) -> list[Found]:
        """The sections that hold all of the words.

        Args:
            words: what to look for; the case does not matter.
            most: how many at most.
        """
        wanted = _wanted(words)
        ranked = [(rank, entry) for entry in self._entries for rank in [_rank(entry, wanted)] if rank] if wanted else []
        ranked.sort(key=lambda pair: pair[0])
        return [Found(entry.section, "" if rank[0] == 0 else _snippet(entry.shown, wanted)) for rank, entry in ranked[:most]]

    def find_html(self, words: str) -> str:
        """What `find` finds, as a list of links."""
        found = self.find(words)
        if not found:
            ask = f"/?{urlencode({'question': words[:_LONGEST]})}"
            return (
                '<p class="nothing">Nothing in the notes has all of these words.</p>'
                f'<p class="instead"><a href="{attribute(ask)}">Ask the chat instead</a></p>'
            )
        pattern = _pattern(_wanted(words))
        return f'<ul class="results">{"".join(_result(one, pattern) for one in found)}</ul>'


def _wanted(words: str) -> list[str]:
    return list(dict.fromkeys(word.casefold() for word in words[:_LONGEST].split()))


def _rank(entry: _Entry, wanted: list[str]) -> tuple[int, ...] | None:
    """What sections are sorted by; None for one that lacks a word."""
    for place, texts in enumerate(((entry.title,), (entry.path,), (entry.path, entry.text))):
        fits = [min(_fit(word, text) for text in texts) for word in wanted]
        named = place == 2 or any(word in entry.title for word in wanted)
        if named and max(fits) < _Fit.ABSENT:
            often = sum(entry.text.count(word) for word in wanted)
            size = (len(entry.title.split()), entry.section.depth) if place < 2 else (0, 0)
            return place, max(fits), sum(fits), *size, -often
    return None


def _fit(word: str, text: str) -> _Fit:
    if word not in text:
        return _Fit.ABSENT
    begins = rf"(?<![^\W_]){re.escape(word)}"
    if re.search(rf"{begins}(?![^\W_])", text):
        return _Fit.WHOLE
    return _Fit.BEGINNING if re.search(begins, text) else _Fit.INSIDE


def _pattern(wanted: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)), re.I)


def _snippet(text: str, wanted: list[str]) -> str:
    match = _pattern(wanted).search(text)
    at = match.start() if match else 0
    start, end = max(0, at - _AROUND), min(len(text), at + 2 * _AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _result(found: Found, pattern: re.Pattern[str]) -> str:
    above = " › ".join(found.section.path[:-1])
    snippet = f'<span class="snippet">{_marked(found.snippet, pattern)}</span>' if found.snippet else ""
    return (
        f'<li><a href="{attribute(notes_href(found.section.anchor))}"><span class="title">'
        f'{_marked(found.section.title, pattern)}</span><span class="above">{attribute(above)}</span>{snippet}</a></li>'
    )


def _marked(text: str, pattern: re.Pattern[str]) -> str:
    parts: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        parts += [attribute(text[at : match.start()]), "<mark>", attribute(match[0]), "</mark>"]
        at = match.end()
    return "".join([*parts, attribute(text[at:])])
