"""Items that a chat model drafted, where `assistant enrich --quiz` has kept some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.notes import Section, carriers_of, read_rows
from assistant.quiz.draft import Draft
from assistant.quiz.figures import figures_of
from assistant.quiz.item import Kind
from assistant.quiz.knowledge import Knowledge


class DraftedWriter:
    """Writes items from a model's drafts.

    Args:
        knowledge: the notes.
        files: the files of drafts, each with the anchor of its section.
    """

    name = "drafted"

    def __init__(self, knowledge: Knowledge, files: Mapping[Path, str]) -> None:
        self._knowledge = knowledge
        self._files = files

    def write(self) -> Iterator[Draft]:
        """An item for each draft, in the order of the files."""
        for file, anchor in self._files.items():
            for _, row in read_rows(file):
                draft = draft_of(row, self._knowledge.library.by_anchor[anchor], self._knowledge)
                if draft:
                    yield draft


def draft_of(row: Mapping[str, str], section: Section, knowledge: Knowledge) -> Draft | None:
    """The draft of a row; None where it has no stem or key, or quotes what is no passage of the section.

    Args:
        row: `stem`, `key`, `wrong` (options, one a line) and `quote` (the passages that carry the key, one a line).
        section: the section that it was written for.
        knowledge: the notes.
    """
    stem, key = row.get("stem", ""), row.get("key", "")
    carriers = carriers_of(row.get("quote", ""), section)
    if not (stem and key and carriers):
        return None
    return Draft(
        DraftedWriter.name,
        Kind.MCQ,
        stem,
        key,
        tuple(knowledge.library.passages[id] for id in carriers),
        pool=tuple(option for option in row.get("wrong", "").split("\n") if _can_be_held_wrong(option, stem, key, knowledge)),
        near=stem,
        unseen=True,
    )


def _can_be_held_wrong(option: str, stem: str, key: str, knowledge: Knowledge) -> bool:
    """Whether an option can be compared with the key and held against the notes, and they do not say that it answers the stem.

    An option with a word that the notes never use may well be right: nothing here could tell.
    """
    kinds = [[(figure.measure, figure.thing) for figure in figures_of(text)] for text in (option, key)]
    return kinds[0] == kinds[1] and knowledge.knows(option) and not knowledge.answering(stem, option)
