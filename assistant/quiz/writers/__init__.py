"""What proposes items, one writer a source."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.quiz.draft import Draft
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.writers.lists import ListWriter
from assistant.quiz.writers.review import ReviewWriter
from assistant.quiz.writers.statements import StatementWriter
from assistant.quiz.writers.subjects import SubjectWriter
from assistant.quiz.writers.tables import TableWriter

WRITERS = (ReviewWriter, TableWriter, ListWriter, SubjectWriter, StatementWriter)
"""All writers; of items that are the same, the first writer's is kept."""


def all_drafts(knowledge: Knowledge) -> Iterator[Draft]:
    """What every writer proposes.

    Args:
        knowledge: the notes.
    """
    for writer in WRITERS:
        yield from writer(knowledge).write()
