"""Where what was asked earlier stands in the notes of today."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.notes import Citation, Library, Passage
from assistant.settings import shipped_corpus

_SHIPPED = "shipped"


def notes_key(notes: Path) -> str:
    """Which notes these are: the shipped ones, or those of a file or folder.

    Args:
        notes: the file or folder.
    """
    resolved = notes.resolve()
    return _SHIPPED if resolved == shipped_corpus().resolve() else str(resolved)


class Placing:
    """Finds what is quoted in the notes of today, wherever it has moved to.

    Args:
        library: the notes.
    """

    def __init__(self, library: Library) -> None:
        self.library = library

    @cached_property
    def _by_line(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.library.passages.values():
            for line in set(_lines(passage.quote)):
                found.setdefault(line, []).append(passage)
        return found

    def anchor(self, citation: Citation) -> str | None:
        """The section that holds what is quoted, else the cited one where it is still there, else None."""
        votes = Counter(anchor for line in _lines(citation.quote) for anchor in self._anchors(line))
        if not votes:
            return citation.anchor if citation.anchor in self.library.by_anchor else None
        return max(votes, key=lambda anchor: (votes[anchor], anchor == citation.anchor))

    def stands(self, citation: Citation) -> bool:
        """Whether every quoted line stands in these notes."""
        lines = _lines(citation.quote)
        return bool(lines) and all(line in self._by_line for line in lines)

    def today(self, citation: Citation) -> Citation:
        """The citation with the section, lines and passages of today; as it was where its section is gone."""
        anchor = self.anchor(citation)
        if anchor is None:
            return citation
        section = self.library.by_anchor[anchor]
        quoted = set(_lines(citation.quote))
        found = [passage for passage in section.passages if quoted.issuperset(_lines(passage.quote)) and _lines(passage.quote)]
        placed = replace(citation, anchor=anchor, path=section.path_text, file=section.file, lines=section.lines)
        if not found:
            return placed
        lines = (min(passage.lines[0] for passage in found), max(passage.lines[1] for passage in found))
        return replace(placed, lines=lines, passages=tuple(passage.id for passage in found))

    def _anchors(self, line: str) -> set[str]:
        return {passage.anchor for passage in self._by_line.get(line, ())}


def _lines(quote: str) -> list[str]:
    squeezed = (" ".join(line.split()) for line in quote.split("\n"))
    return [line for line in squeezed if line]
