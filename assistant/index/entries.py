"""What of the notes is indexed: each section and each passage, with its path in front."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.store import Entry
from assistant.notes import Library, OpenQuestion, Passage, PassageKind, ReviewQuestion, Section

_LIST_WORDS = 40
"""Words of a list's items that stand behind the line that introduces it."""

_TITLES = 3
"""How many titles of the path stand in front: the chapter says little where the path is long."""


def path_in_front(section: Section) -> str:
    """The last titles of a section's path."""
    return " > ".join(section.path[-_TITLES:])


def passage_text(passage: Passage, library: Library) -> str:
    """A passage with its parents and, for a table row, its column heads: what it says when read alone."""
    parents = [library.passages[id].text.rstrip(":") for id in passage.parents]
    own = passage.text
    if passage.kind is PassageKind.ROW:
        cells = zip(passage.heads, passage.cells, strict=False)
        own = "; ".join(f"{head}: {cell}" if head else cell for head, cell in cells if cell)
    return ": ".join([*parents[-2:], own])


def _gist(passage: Passage, below: list[Passage]) -> str:
    """A line that introduces a list is found by what the list holds too."""
    if not passage.text.endswith(":"):
        return ""
    words = " ".join(item.text.split(":")[0] for item in below).split()
    return " " + " ".join(words[:_LIST_WORDS])


def passage_entry_text(passage: Passage, library: Library) -> str:
    """What is embedded of a passage: its path, what it says, and where it introduces a list, the gist of that."""
    section = library.by_anchor[passage.anchor]
    return f"{path_in_front(section)}: {passage_text(passage, library)}{_gist(passage, library.below(passage.id))}"


def passage_entries(library: Library) -> list[Entry]:
    """An entry for each passage that states something; of passages of a section that say the same, for the first."""
    entries: dict[tuple[str, str], Entry] = {}
    for section in library.sections:
        for passage in section.passages:
            if passage.quotable:
                text = passage_entry_text(passage, library)
                entries.setdefault((section.anchor, text), Entry(passage.id, text, (*section.ancestors, section.anchor)))
    return list(entries.values())


def section_entries(library: Library) -> list[Entry]:
    """An entry for each section that states something."""
    return [
        Entry(
            section.anchor,
            "\n".join([path_in_front(section), *(p.text for p in section.passages if p.quotable)]),
            (*section.ancestors, section.anchor),
        )
        for section in library.sections
        if any(passage.quotable for passage in section.passages)
    ]


def question_entries(questions: Sequence[ReviewQuestion] | Sequence[OpenQuestion], library: Library) -> list[Entry]:
    """An entry for each wording of a review question or open question; it names its topic itself, so no path stands in front."""
    return [
        Entry(id, wording, (*library.by_anchor[question.anchor].ancestors, question.anchor))
        for question in questions
        for id, wording in question.wordings.items()
    ]
