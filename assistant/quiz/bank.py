"""All items that some notes give, written and checked once and kept beside the index."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from assistant.errors import QuizError
from assistant.index import Progress, SearchIndex, open_index
from assistant.index.build import name_notes, vocabulary_of
from assistant.index.entries import passage_text
from assistant.index.vocabulary import Vocabulary
from assistant.notes import Library, Passage, cite_passages, read_library
from assistant.quiz.checks import broken_rule
from assistant.quiz.distractors import Balance, choose
from assistant.quiz.draft import Draft, Rejection
from assistant.quiz.item import Item, Kind, item_id
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.writers import all_drafts
from assistant.settings import Settings

_KEPT = 4
"""Files of items that are kept, for who goes back and forth between notes."""

_SAME_STEM = 88
"""Likeness of two stems, 0 to 100, from which two items with one key are the same item."""


@dataclass(frozen=True)
class Bank:
    """The items of some notes.

    Attributes:
        library: the notes.
        vocabulary: their words and acronyms, for grading.
        items: every item that passed the checks, in the order of the notes.
        rejected: what did not, with the rule that it breaks.
    """

    library: Library
    vocabulary: Vocabulary
    items: tuple[Item, ...]
    rejected: tuple[Rejection, ...]

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """Items by their id."""
        return {item.id: item for item in self.items}

    def rejections(self) -> dict[str, int]:
        """How many drafts each rule rejected, most first."""
        return dict(Counter(rejection.rule for rejection in self.rejected).most_common())


def open_bank(settings: Settings, progress: Progress | None = None) -> Bank:
    """Opens the items of the notes; writes them first where that has not been done.

    Args:
        settings: which notes, and where the index and the items are kept.
        progress: told how far the building of an index has come.

    Raises:
        AssistantError: settings, notes or index cannot be used.
    """
    notes = name_notes(settings)
    kept = _read(_file(settings.home, notes.name))
    if kept is None:
        return bank_of(open_index(settings, progress), settings.home)
    library = read_library(settings.notes, notes.files)
    return Bank(library, vocabulary_of(library), *kept)


def bank_of(index: SearchIndex, home: Path) -> Bank:
    """The items of an opened index, read from where they are kept or written anew.

    Args:
        index: the notes' index.
        home: the folder of index and items.
    """
    file = _file(home, index.name)
    kept = _read(file)
    if kept is not None:
        return Bank(index.library, index.vocabulary, *kept)
    bank = build_bank(index)
    _write(file, bank)
    return bank


def build_bank(index: SearchIndex) -> Bank:
    """Writes and checks all items of the notes.

    Args:
        index: the notes' index.
    """
    knowledge = Knowledge(index)
    balance = Balance()
    items: dict[str, Item] = {}
    alike: dict[tuple[str, Kind, str], list[str]] = {}
    rejected: list[Rejection] = []
    for draft in all_drafts(knowledge):
        item = _item(draft, knowledge, balance)
        broken = broken_rule(item, draft.passages, knowledge)
        if broken is None:
            beside = alike.setdefault((item.anchor, item.kind, item.key.lower()), [])
            twin = next((stem for stem in beside if fuzz.token_set_ratio(stem, item.stem) >= _SAME_STEM), None)
            if item.id in items or twin:
                broken = "no duplicates", f"as {twin or item.stem!r}"
            else:
                beside.append(item.stem)
        if broken:
            rejected.append(Rejection(*broken, item))
        else:
            items[item.id] = item
            if item.kind is Kind.MCQ:
                balance.take(item, knowledge)
    place = {section.anchor: at for at, section in enumerate(knowledge.library.sections)}
    ordered = sorted(items.values(), key=lambda item: (place[item.anchor], item.citation.lines, item.kind, item.id))
    return Bank(knowledge.library, knowledge.vocabulary, tuple(ordered), tuple(rejected))


def _item(draft: Draft, knowledge: Knowledge, balance: Balance) -> Item:
    wrong = choose(draft, knowledge, balance) if draft.kind is Kind.MCQ else ()
    options = draft.options or (tuple(sorted((draft.key, *wrong), key=str.lower)) if draft.kind is Kind.MCQ else ())
    return Item(
        id=item_id(draft.kind, [passage.text for passage in draft.passages], draft.stem),
        kind=draft.kind,
        stem=draft.stem,
        options=options,
        key=draft.key,
        explanation=draft.explanation or _explanation(draft.passages, knowledge.library),
        citation=cite_passages(draft.passages, knowledge.library),
        difficulty=draft.difficulty,
        accepted=draft.accepted,
        prompts=draft.prompts,
        matches=draft.matches,
    )


def _explanation(passages: Iterable[Passage], library: Library) -> str:
    return "\n".join(passage_text(passage, library) for passage in passages)


def _file(home: Path, index: str) -> Path:
    """Where the items are kept: under the name of the index and a hash of the code that writes them."""
    code = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        code.update(file.read_bytes())
    return home / "items" / f"{index}-{code.hexdigest()[:12]}.json"


def _read(file: Path) -> tuple[tuple[Item, ...], tuple[Rejection, ...]] | None:
    """The items that were kept; None where there are none or they cannot be read."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        items = tuple(Item.from_json(fields) for fields in kept["items"])
        rejected = tuple(Rejection(row["rule"], row["reason"], Item.from_json(row["item"])) for row in kept["rejected"])
    except (OSError, ValueError, KeyError, TypeError, QuizError):
        return None
    return items, rejected


def _write(file: Path, bank: Bank) -> None:
    rejected: list[dict[str, Any]] = [{"rule": r.rule, "reason": r.reason, "item": r.item.as_json()} for r in bank.rejected]
    content = json.dumps({"items": [item.as_json() for item in bank.items], "rejected": rejected}, ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in sorted(file.parent.glob("*.json"), key=lambda old: old.stat().st_mtime)[: -(_KEPT - 1)]:
        old.unlink(missing_ok=True)
    half_written = file.with_suffix(f".{os.getpid()}.tmp")
    half_written.write_text(content, encoding="utf-8")
    half_written.replace(file)
