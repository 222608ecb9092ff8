"""Where in the notes something stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.notes.section import Library, Passage


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in the notes a section's statements stand.

    Attributes:
        anchor: the section.
        path: titles from the chapter down to the section, as one line.
        file: the notes file, relative to the notes folder.
        lines: first and last line of what is quoted, counted from 1.
        quote: the quoted lines as the file has them, in order, a line break between passages.
        passages: ids of the quoted passages.
    """

    anchor: str
    path: str
    file: str
    lines: tuple[int, int]
    quote: str
    passages: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields that programs outside see; ids of passages, which change with the notes, are left out."""
        return {key: value for key, value in asdict(self).items() if key != "passages"} | {"lines": list(self.lines)}


def cite_passages(passages: Sequence[Passage], library: Library) -> Citation:
    """Cites passages of one section.

    Args:
        passages: at least one, all of the same section, in the order of the notes.
        library: the notes they stand in.
    """
    section = library.by_anchor[passages[0].anchor]
    return Citation(
        section.anchor,
        section.path_text,
        section.file,
        (min(passage.lines[0] for passage in passages), max(passage.lines[1] for passage in passages)),
        "\n".join(passage.quote for passage in passages),
        tuple(passage.id for passage in passages),
    )
