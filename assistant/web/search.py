"""Finds sections by the words of their titles and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.notes import Library, Section
from assistant.web.markdown import attribute, notes_href

_LONGEST = 200
"""Characters of a search that are looked at."""

_AROUND = 70
"""Characters shown on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A section that holds all the words.

    Attributes:
        section: the section.
        snippet: its text around the first of them; empty where the title has them all.
    """

    section: Section
    snippet: str


class NotesSearch:
    """Searches titles and texts, in reading order, titles first.

    Args:
        library: the notes.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _texts(self) -> list[tuple[Section, str, str]]:
        return [
            (section, section.title.casefold(), " ".join(passage.text for passage in section.passages))
            for section in self._library.sections
        ]

    def find(self, words: str, most: int = 50) -> list[Found]:
        """The sections that hold all of the words.

        Args:
            words: what to look for; the case does not matter.
            most: how many at most.
        """
        wanted = _wanted(words)
        titled: list[Found] = []
        told: list[Found] = []
        for section, title, text in self._texts if wanted else ():
            if all(word in title for word in wanted):
                titled.append(Found(section, ""))
            elif len(told) < most:
                folded = text.casefold()
                if all(word in folded or word in title for word in wanted):
                    told.append(Found(section, _snippet(text, wanted)))
        return (titled + told)[:most]

    def find_html(self, words: str) -> str:
        """What `find` finds, as a list of links."""
        found = self.find(words)
        if not found:
            return '<p class="nothing">Nothing in the notes has these words.</p>'
        pattern = _pattern(_wanted(words))
        return f'<ul class="results">{"".join(_result(one, pattern) for one in found)}</ul>'


def _wanted(words: str) -> list[str]:
    return [word.casefold() for word in words[:_LONGEST].split()]


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
