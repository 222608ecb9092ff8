"""Makes a suite of drafts, spread over the sections, and writes and reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path

from assistant.index.build import vocabulary_of
from assistant.notes import Library, Review, Section
from assistant.quiz.names import Names
from evals.drafting.facts import Facts
from evals.drafting.patterns import find
from evals.metrics.facts import plain, states
from evals.suite import Item, SuiteError

ECHO = "a review question of the notes, word for word: ask it in other words, for what is asked is matched with these"
"""What is said of a draft that would measure its own echo."""


def draft(library: Library, review: Review, count: int, *, asked: str = ECHO) -> list[Item]:
    """Drafts questions, each with its section and its facts.

    A section with review questions gives these; another what patterns find in it. Every fact stands in the section, or it is left
    out; a question without facts is no draft.

    Args:
        library: the notes.
        review: their review questions, or those that a chat model wrote.
        count: how many at most; first one a section, then a second, and so on.
        asked: the remark on drafts that are review questions.
    """
    vocabulary = vocabulary_of(library)
    facts = Facts(Names(library, vocabulary), vocabulary)
    rounds = zip_longest(*(_of(section, library, review, facts, asked) for section in library.sections))
    found = (item for each in rounds for item in each if item)
    questions: dict[str, Item] = {}
    for item in found:
        questions.setdefault(plain(item.question), item)
        if len(questions) == count:
            break
    place = {section.anchor: at for at, section in enumerate(library.sections)}
    ordered = sorted(questions.values(), key=lambda item: place[item.gold[0]])
    return [replace(item, id=f"d{number:03}") for number, item in enumerate(ordered, 1)]


def write(items: Iterable[Item], file: Path) -> None:
    """Writes a suite; what an item leaves at its default is left out.

    Raises:
        SuiteError: the file cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{json.dumps(_row(item), ensure_ascii=False)}\n" for item in items), encoding="utf-8")
    except OSError as error:
        raise SuiteError(f"{file} cannot be written ({error.strerror}): name another file with --out.") from error


def pending(items: Sequence[Item]) -> list[Item]:
    """The items that nobody has looked at yet."""
    return [item for item in items if item.draft]


def _of(section: Section, library: Library, review: Review, facts: Facts, asked: str) -> Iterator[Item]:
    questions = review.by_section.get(section.anchor, [])
    drafts = [(q.question, "fact", facts.of(q.answer, q.question), asked) for q in questions] or [
        (found.question, found.kind, found.facts, f"{found.passage.file}, line {found.passage.lines[0]}: {found.passage.quote}")
        for found in find(section, library, facts)
    ]
    text = plain(f"{section.path_text} {section.text}")
    for question, kind, needed, why in drafts:
        stated = tuple(fact for fact in needed if states(text, fact))
        whole = len(stated) == len(needed) or kind != "list"
        if stated and whole:
            yield Item("", question, kind=kind, gold=(section.anchor,), facts=stated, why=why, draft=True)


def _row(item: Item) -> dict[str, object]:
    usual = asdict(Item("", ""))
    kept = ("id", "split", "kind")
    return {name: value for name, value in asdict(item).items() if name != "where" and (name in kept or value != usual[name])}
