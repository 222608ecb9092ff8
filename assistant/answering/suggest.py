"""Questions to start from, and questions to ask next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.answer import Statement
from assistant.index import SearchIndex
from assistant.notes import Library, ReviewQuestion, Section

_FOLLOW_UPS = 3
_SHORT, _LONG = 5, 13
"""Words of a question that reads well on a button."""


def starters(index: SearchIndex, count: int) -> tuple[str, ...]:
    """Questions to start from, each about another chapter.

    Args:
        index: the opened index.
        count: how many at most.

    Returns:
        Review questions where the notes have them, else questions about the sections with most in them.
    """
    library = index.library
    largest = sorted(library.chapters, key=lambda chapter: -_size(library, chapter))[:count]
    found: list[str] = []
    for chapter in (section.anchor for section in library.chapters if section in largest):
        within = {section.anchor for section in library.within(chapter)}
        asked = next(iter(_readable(q for q in index.review.questions if q.anchor in within)), None)
        question = asked.question if asked else _about(_fullest(library, chapter))
        found.append(question)
    return tuple(dict.fromkeys(found))


def follow_ups(statements: Sequence[Statement], index: SearchIndex, asked: str) -> tuple[str, ...]:
    """What could be asked after an answer: what its sections hold besides, then what stands beside them.

    Args:
        statements: the answer's.
        index: the opened index.
        asked: the question that was answered.
    """
    said = {id for statement in statements for id in statement.carriers}
    anchors = list(dict.fromkeys(anchor for statement in statements for anchor in statement.anchors))
    found: list[str] = []
    for anchor in [*anchors, *_beside(index.library, anchors)]:
        unsaid = (q for q in index.review.by_section.get(anchor, ()) if not said & set(q.passages))
        fresh = next((q.question for q in _readable(unsaid) if q.question.lower() != asked.lower()), None)
        section = index.library.by_anchor[anchor]
        if fresh is None and anchor not in anchors and not index.review.questions and section.passages:
            fresh = _about(section)
        if fresh and fresh not in found:
            found.append(fresh)
        if len(found) == _FOLLOW_UPS:
            break
    return tuple(found)


def _beside(library: Library, anchors: Sequence[str]) -> list[str]:
    """Sections below and beside the given ones, in reading order, nearest first."""
    near: list[str] = []
    for anchor in anchors:
        section = library.by_anchor[anchor]
        near.extend(child.anchor for child in library.children(anchor))
        for parent in reversed(section.ancestors):
            near.extend(child.anchor for child in library.children(parent))
    return [anchor for anchor in dict.fromkeys(near) if anchor not in anchors]


def _readable(questions: Iterable[ReviewQuestion]) -> Iterable[ReviewQuestion]:
    """Questions that read well on a button: whole sentences of a handy length."""
    return (
        question
        for question in questions
        if question.question[:1].isupper()
        and question.question.endswith("?")
        and _SHORT <= len(question.question.split()) <= _LONG
    )


def _size(library: Library, chapter: Section) -> int:
    return sum(len(section.passages) for section in library.within(chapter.anchor))


def _fullest(library: Library, chapter: str) -> Section:
    return max(library.within(chapter), key=lambda section: sum(passage.quotable for passage in section.passages))


def _about(section: Section) -> str:
    parent = f" ({section.path[-2]})" if len(section.path) > 1 else ""
    return f"What do the notes say about {section.title}{parent}?"
