"""All items that some notes give, written and checked once and kept beside the index."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.errors import QuizError
from assistant.index import Progress, SearchIndex, open_index
from assistant.index.build import name_notes, vocabulary_of
from assistant.index.vocabulary import Vocabulary
from assistant.notes import Library, Written, enriched_files, read_library
from assistant.quiz.draft import Rejection
from assistant.quiz.item import Item
from assistant.quiz.judge import Judge
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.writers import all_drafts
from assistant.settings import Settings

_KEPT = 4
"""Files of items that are kept, for who goes back and forth between notes."""


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
    library = read_library(settings.notes, notes.files)
    kept = _read(_file(settings.home, notes.name, _drafted(settings.home, library)))
    if kept is None:
        return bank_of(open_index(settings, progress), settings.home)
    return Bank(library, vocabulary_of(library), *kept)


def bank_of(index: SearchIndex, home: Path) -> Bank:
    """The items of an opened index, read from where they are kept or written anew.

    Args:
        index: the notes' index.
        home: the folder of index and items, and of a chat model's drafts.
    """
    drafted = _drafted(home, index.library)
    file = _file(home, index.name, drafted)
    kept = _read(file)
    if kept is not None:
        return Bank(index.library, index.vocabulary, *kept)
    bank = build_bank(index, drafted)
    _write(file, bank)
    return bank


def build_bank(index: SearchIndex, drafted: Mapping[Path, str] | None = None) -> Bank:
    """Writes and checks all items of the notes.

    Args:
        index: the notes' index.
        drafted: files of a chat model's drafts, each with the anchor of its section; None for none.
    """
    knowledge = Knowledge(index)
    judge = Judge(knowledge)
    items: list[Item] = []
    rejected: list[Rejection] = []
    for draft in all_drafts(knowledge, drafted):
        verdict = judge.judge(draft)
        if isinstance(verdict, Rejection):
            rejected.append(verdict)
        else:
            items.append(verdict)
    place = {section.anchor: at for at, section in enumerate(knowledge.library.sections)}
    items.sort(key=lambda item: (place[item.anchor], item.citation.lines, item.kind, item.id))
    return Bank(knowledge.library, knowledge.vocabulary, tuple(items), tuple(rejected))


def _drafted(home: Path, library: Library) -> dict[Path, str]:
    return enriched_files(home, library, Written.QUIZ)


def _file(home: Path, index: str, drafted: Iterable[Path]) -> Path:
    """Where the items are kept: under the name of the index and a hash of the code that writes them.

    Where a chat model has drafted some, its drafts and the code that checks what models say are in the hash as well.
    """
    here = Path(__file__).parent
    drafts = sorted(drafted)
    code = hashlib.sha256()
    for file in [*sorted(here.rglob("*.py")), *drafts, *(sorted((here.parent / "models").glob("*.py")) if drafts else ())]:
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
