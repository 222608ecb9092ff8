"""Goes through drafts with a person in the terminal: keep, drop, or ask it in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from assistant.notes import Library
from evals.drafting.draft import write
from evals.suite import PATTERN, Item

_CHOICES = "k keep, d drop, w in other words, q stop here"


def sift(items: Sequence[Item], library: Library, file: Path) -> list[Item]:
    """Shows each draft with its section and its facts, and writes the file after each decision.

    Args:
        items: the whole suite; only its drafts are shown.
        library: the notes, for the paths of the sections.
        file: where the suite is kept.

    Returns:
        What is left: what was kept, and drafts that were not reached.
    """
    left = list(items)
    drafts = [item for item in items if item.draft]
    for number, item in enumerate(drafts, 1):
        print(f"\n{number} of {len(drafts)}\n{_shown(item, library)}")
        decided = _decide(item)
        if decided is item:
            break
        at = left.index(item)
        left[at : at + 1] = [decided] if decided else []
        write(left, file)
    return left


def _decide(item: Item) -> Item | None:
    """The item as it is kept, None where it is dropped, or the draft itself where the person stops."""
    while True:
        choice = typer.prompt(_CHOICES, default="k").strip().lower()[:1]
        if choice == "q":
            return item
        if choice == "d":
            return None
        if choice == "w":
            return replace(item, question=typer.prompt("Question"), draft=False, why="")
        if choice == "k":
            return replace(item, draft=False, why="")
        print("Type k, d, w or q.")


def _shown(item: Item, library: Library) -> str:
    sections = ", ".join(library.by_anchor[anchor].path_text for anchor in item.gold if anchor in library.by_anchor)
    facts = "; ".join(next((text for text in fact if not text.startswith(PATTERN)), fact[0]) for fact in item.facts)
    return "\n".join([f"  {item.question}", f"  section  {sections}", f"  facts    {facts}", f"  from     {item.why}"])
