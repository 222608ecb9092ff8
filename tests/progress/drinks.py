"""Small notes to be asked about, items made of them, and a clock that a test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.notes import Library
from assistant.notes.citation import cite_passages
from assistant.quiz import Item, Kind, item_id

NOTES = """# Tea

## Green tea

- Green tea is steeped at 70 degrees.
- It is steeped for two minutes.

## Black tea

- Black tea is steeped at 95 degrees.
- It takes four minutes.

# Coffee

## Espresso

- An espresso is pulled in 25 seconds.
- It is brewed at 9 bar.
"""


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def turn(self, **by: float) -> None:
        self.time += timedelta(**by)


def items_of(library: Library, kind: Kind = Kind.MCQ) -> list[Item]:
    """An item for each passage: the passage is right."""
    passages = list(library.passages.values())
    made = []
    for number, passage in enumerate(passages):
        stem = f"Which is said of {library.by_anchor[passage.anchor].title} ({number})?"
        options = (passage.text, "Nothing at all.", "Something else.") if kind is Kind.MCQ else ()
        id = item_id(kind, [passage.text], stem)
        made.append(Item(id, kind, stem, options, passage.text, passage.text, cite_passages([passage], library)))
    return made


def is_key(item: Item, given: str) -> bool:
    """The plainest judge."""
    return given == item.key
