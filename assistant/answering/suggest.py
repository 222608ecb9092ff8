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


def follow_ups(statements: Sequence[Statement], index: SearchIndex, asked: Sequence[str]) -> tuple[str, ...]:
    """What could be asked after an answer: what its sections hold besides, then what stands below and beside them.

    Args:
        statements: the answer's.
        index: the opened index.
        asked: the question that was answered, and the earlier ones.
    """
    anchors = list(dict.fromkeys(anchor for statement in statements for anchor in statement.anchors))
    said = {id for statement in statements for id in statement.carriers} | _answered(asked, index)
    found: list[str] = []
    for anchor in [*anchors, *_beside(index.library, anchors)]:
        for question in _readable(index.review.by_section.get(anchor, ())):
            if len(found) < _FOLLOW_UPS and not said & set(question.passages):
                found.append(question.question)
                said.update(question.passages)
        section = index.library.by_anchor[anchor]
        if anchor not in anchors and not index.review.questions and section.passages:
            found.append(_about(section))
    folded = {question.casefold() for question in asked}
    return tuple(question for question in found if question.casefold() not in folded)[:_FOLLOW_UPS]


def _answered(asked: Sequence[str], index: SearchIndex) -> set[str]:
    """The passages that carry the answers of those questions asked that are review questions, word for word."""
    known = (question for text in asked for question in index.review.by_wording.get(text.casefold(), ()))
    return {id for question in known for id in question.passages}


def _beside(library: Library, anchors: Sequence[str]) -> list[str]:
    """Sections below and beside the given ones, nearest first; what only shares their chapter is another topic."""
    near: list[str] = []
    for anchor in anchors:
        section = library.by_anchor[anchor]
        for above in (anchor, *reversed(section.ancestors[1:])):
            near.extend(child.anchor for child in library.children(above))
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
