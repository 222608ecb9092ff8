"""Which sections a piece of the notes stands in, line by line, whoever cut it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.notes import Library, read_files, read_library
from evals.peers.peer import Piece

_ANCHOR = re.compile(r"</?a\b[^>]*>", re.I)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
_LIST_MARK = re.compile(r"^\s*(?:>\s*)*(?:[-*+•]\s+|\d+[.)]\s+)?")
_RULING = re.compile(r"^[\s|:=+_*-]*$|^\s*(?:```|~~~).*$")
_CELL = re.compile(r"\s*(?<!\\)\|\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a piece.

    Attributes:
        text: its words, without the marks of lists and tables.
        anchor: the section it stands in.
    """

    text: str
    anchor: str


class Ground:
    """The notes that pieces were cut from.

    Headings, tables' rulings and anchors are no lines here: an answer is not charged for them, and a chunk that ends
    with the heading of a section holds nothing of it.

    Args:
        notes: a file or a folder.
    """

    def __init__(self, notes: Path) -> None:
        files = read_files(notes)
        self.library: Library = read_library(notes, files)
        self._texts = {file.name: file.text.split("\n") for file in files}
        self._owners = {file.name: [""] * (len(self._texts[file.name]) + 1) for file in files}
        self._headings: set[tuple[str, int]] = set()
        for section in self.library.sections:
            if self._is_heading(section.file, section.lines[0]):
                self._headings.add((section.file, section.lines[0]))
            owners = self._owners[section.file]
            for number in range(section.lines[0], min(section.lines[1], len(owners) - 1) + 1):
                owners[number] = section.anchor

    def lines(self, piece: Piece) -> list[Line]:
        """The lines of a piece that say something in a section."""
        first, last = piece.lines
        numbered = ((min(first + at, last), text) for at, text in enumerate(piece.text.split("\n")))
        return [line for number, text in numbered if (line := self._line(piece.file, number, text))]

    def sections(self, pieces: Iterable[Piece]) -> tuple[str, ...]:
        """Anchors of the sections that pieces stand in, in their order; within a piece, the one it holds most of first."""
        found: dict[str, None] = {}
        for piece in pieces:
            words: Counter[str] = Counter()
            for number in range(piece.lines[0], piece.lines[1] + 1):
                line = self._line(piece.file, number, self._texts[piece.file][number - 1])
                if line:
                    words[line.anchor] += len(line.text.split())
            found.update(dict.fromkeys(anchor for anchor, _ in words.most_common()))
        return tuple(found)

    def _is_heading(self, file: str, number: int) -> bool:
        """Whether a section's first line is its heading: text before the first heading has none."""
        texts = self._texts[file]
        return bool(_HEADING.match(texts[number - 1]) or (number < len(texts) and _UNDERLINE.match(texts[number])))

    def _line(self, file: str, number: int, text: str) -> Line | None:
        anchor = self._owners[file][number]
        if not anchor or (file, number) in self._headings or _RULING.match(text):
            return None
        words = _LIST_MARK.sub("", _ANCHOR.sub("", text).strip())
        if words.count("|") > 1:
            words = "; ".join(cell for cell in _CELL.split(words) if cell)
        return Line(words, anchor) if words else None


def cut(lines: Sequence[Line], words: int) -> list[Line]:
    """The beginning of an answer.

    Args:
        lines: the answer.
        words: how many words to keep.
    """
    kept: list[Line] = []
    for line in lines:
        if words <= 0:
            break
        some = line.text.split()
        kept.append(line if len(some) <= words else Line(" ".join(some[:words]), line.anchor))
        words -= len(some)
    return kept
