"""What notes are made of: a library of sections, each holding passages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class PassageKind(StrEnum):
    """What a passage was in the notes."""

    BULLET = "bullet"
    ROW = "row"
    SENTENCE = "sentence"
    CODE = "code"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that can be cited.

    Attributes:
        id: names the passage in its library: its section's anchor, a colon, its place in the section.
        anchor: the section it stands in.
        kind: bullet, table row, sentence of a paragraph, code block, or other.
        text: plain words, with struck-through text left out.
        markdown: the same words with bold, emphasis and code spans kept; safe to show.
        quote: the passage as the file has it, white space squeezed (code blocks: as they stand).
        file: the file's name, relative to the notes folder.
        lines: first and last line in the file, counted from 1.
        parents: ids of the passages that this one hangs under, outermost first.
        heads: a table row's column heads, one a cell; empty for other kinds.
        cells: a table row's cells as Markdown; empty leading cells and marks of repetition hold what the row above has.
        struck: whether some of it is struck through, and so left out of `text`.
        quotable: whether it states something: not a to-do, a bare link or retracted text.
        block: number of the list, table or paragraph it belongs to, counted within the section.
    """

    id: str
    anchor: str
    kind: PassageKind
    text: str
    markdown: str
    quote: str
    file: str
    lines: tuple[int, int]
    parents: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    struck: bool = False
    quotable: bool = True
    block: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """The text from one heading to the next.

    Attributes:
        anchor: names the section everywhere, unique in its library.
        level: the heading's level, 1 to 6.
        title: the heading without navigation arrows and markup.
        path: titles from the chapter down to this section.
        ancestors: anchors from the chapter down to this section's parent.
        file: the file's name, relative to the notes folder.
        lines: first (heading) and last line in the file, counted from 1.
        text: what stands below the heading, as the file has it.
        passages: what can be cited of it, in order.
        navigation: lines that are no content: tables of contents, front matter, rulers.
    """

    anchor: str
    level: int
    title: str
    path: tuple[str, ...]
    ancestors: tuple[str, ...]
    file: str
    lines: tuple[int, int]
    text: str
    passages: tuple[Passage, ...] = ()
    navigation: tuple[str, ...] = ()

    @property
    def path_text(self) -> str:
        """The path as one line: `Load Balancers > ALB > Routing`."""
        return " > ".join(self.path)

    @property
    def depth(self) -> int:
        """How many sections stand above it: 0 for a chapter."""
        return len(self.ancestors)


@dataclass(frozen=True)
class Library:
    """All sections of a notes file or folder, in reading order.

    Attributes:
        sections: every section of every file.
        source: where the notes were read from, for messages.
        files: the files read, relative to the folder.
        skipped: files that were left out, each with the reason.
    """

    sections: tuple[Section, ...]
    source: str
    files: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())

    @cached_property
    def by_anchor(self) -> dict[str, Section]:
        """Sections by their anchor."""
        return {section.anchor: section for section in self.sections}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """All passages by their id, in reading order."""
        return {passage.id: passage for section in self.sections for passage in section.passages}

    @cached_property
    def chapters(self) -> tuple[Section, ...]:
        """The sections with nothing above them."""
        return tuple(section for section in self.sections if not section.ancestors)

    @cached_property
    def _children(self) -> dict[str, list[Section]]:
        children: dict[str, list[Section]] = {}
        for section in self.sections:
            if section.ancestors:
                children.setdefault(section.ancestors[-1], []).append(section)
        return children

    @cached_property
    def _below(self) -> dict[str, list[Passage]]:
        below: dict[str, list[Passage]] = {}
        for passage in self.passages.values():
            if passage.parents:
                below.setdefault(passage.parents[-1], []).append(passage)
        return below

    def below(self, id: str) -> list[Passage]:
        """The passages directly under a passage."""
        return self._below.get(id, [])

    @cached_property
    def _blocks(self) -> dict[tuple[str, tuple[str, ...], int], list[Passage]]:
        blocks: dict[tuple[str, tuple[str, ...], int], list[Passage]] = {}
        for passage in self.passages.values():
            blocks.setdefault((passage.anchor, passage.parents, passage.block), []).append(passage)
        return blocks

    def beside(self, id: str) -> list[Passage]:
        """The passages of the same list, table or paragraph, the passage itself among them."""
        passage = self.passages[id]
        return self._blocks[passage.anchor, passage.parents, passage.block]

    def children(self, anchor: str) -> tuple[Section, ...]:
        """The sections directly below a section."""
        return tuple(self._children.get(anchor, ()))

    def within(self, anchor: str) -> tuple[Section, ...]:
        """A section and everything below it.

        Raises:
            KeyError: no section has this anchor.
        """
        self.by_anchor[anchor]
        return tuple(s for s in self.sections if s.anchor == anchor or anchor in s.ancestors)
