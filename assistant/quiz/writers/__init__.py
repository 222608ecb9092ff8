"""What proposes items, one writer a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.quiz.draft import Draft
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.writers.drafted import DraftedWriter
from assistant.quiz.writers.lists import ListWriter
from assistant.quiz.writers.review import ReviewWriter
from assistant.quiz.writers.statements import StatementWriter
from assistant.quiz.writers.subjects import SubjectWriter
from assistant.quiz.writers.tables import TableWriter

WRITERS = (ReviewWriter, TableWriter, ListWriter, SubjectWriter, StatementWriter)
"""All writers that need nothing but the notes; of items that are the same, the first writer's is kept."""


def all_drafts(knowledge: Knowledge, drafted: Mapping[Path, str] | None = None) -> Iterator[Draft]:
    """What every writer proposes, a chat model's drafts last: the items of the notes alone stay as they are.

    Args:
        knowledge: the notes.
        drafted: files of a chat model's drafts, each with the anchor of its section; None for none.
    """
    for writer in WRITERS:
        yield from writer(knowledge).write()
    yield from DraftedWriter(knowledge, drafted or {}).write()
