"""Suites of questions with what a right answer must hold: JSON lines under `evals/suites/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "suites"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a suite.

    Attributes:
        id: its name in the suite.
        question: what is asked.
        history: earlier questions of the conversation.
        kind: fact, list, comparison, table, scenario, howto, two-section, keyword; or why it is to be refused.
        gold: anchors of sections that answer it; none where it is to be refused.
        needs: groups of anchors, one of each of which an answer must cite, where one section is not enough.
        facts: what the answer must state, each fact as alternatives; `re:` in front makes a regular expression.
        forbidden: what the answer must not state.
        split: "dev" for what the program is tuned on, "test" for what it is measured on.
        notes: the notes file that it asks, for suites over other notes than the corpus.
        heading: title of the section that answers it, where the notes have no anchors of their own.
    """

    id: str
    question: str
    split: str
    kind: str
    history: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    notes: str = ""
    heading: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return bool(self.facts)


def load(name: str, split: str | None = None) -> list[Item]:
    """Loads a suite.

    Args:
        name: its name, such as `answers`.
        split: only the items of this split; None for all.

    Raises:
        ValueError: a line is no item; the message names the line.
    """
    items = []
    file = FOLDER / f"{name}.jsonl"
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
            item = Item(
                id=raw["id"],
                question=raw["question"],
                split=raw["split"],
                kind=raw.get("kind", "fact"),
                history=tuple(raw.get("history", ())),
                gold=tuple(raw.get("gold", ())),
                needs=tuple(tuple(group) for group in raw.get("needs", ())),
                facts=tuple(tuple(fact) for fact in raw.get("facts", ())),
                forbidden=tuple(raw.get("forbidden", ())),
                notes=raw.get("notes", ""),
                heading=raw.get("heading", ""),
            )
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{file.name}, line {number}: {error}") from error
        if split is None or item.split == split:
            items.append(item)
    return items
