"""Suites of questions with what a right answer must hold: JSON lines, described in `evals/README.md`."""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.notes import Library

FOLDER = Path(__file__).parent / "suites"
SPLITS = ("dev", "test")
PATTERN = "re:"
"""In front of a fact's alternative, makes it a regular expression."""


class SuiteError(AssistantError):
    """A suite cannot be used."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a suite.

    Attributes:
        id: its name in the suite; the number of its line where it has none.
        question: what is asked.
        split: "dev" for what the program is tuned on, "test" for what it is measured on.
        kind: fact, list, comparison, table, scenario, howto, two-section, keyword; or why it is to be refused.
        history: earlier questions of the conversation.
        gold: anchors of sections that answer it, or their titles until `resolve` has looked them up; none where it is to
            be refused.
        needs: groups of anchors or titles, one of each of which an answer must cite, where one section is not enough.
        facts: what the answer must state, each fact as alternatives; `re:` in front makes a regular expression.
        forbidden: what the answer must not state.
        reference: direct answers to hold the words of the answer against.
        group: questions of one group ask the same in other words.
        notes: the notes that it asks, as a path from the suite's folder; empty for the notes of the settings.
        why: a remark for the reader of the suite.
        draft: whether it was drafted and nobody has looked at it yet.
        where: the line it was read from, for messages.
    """

    id: str
    question: str
    split: str = "test"
    kind: str = "fact"
    history: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    group: str = ""
    notes: str = ""
    why: str = ""
    draft: bool = False
    where: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the notes hold an answer."""
        return bool(self.facts)

    @property
    def right_sections(self) -> frozenset[str]:
        """Every section that may be cited for it."""
        return frozenset(self.gold).union(*self.needs)


_KEYS = tuple(field.name for field in fields(Item) if field.name != "where")
_WORDS = ("id", "question", "split", "kind", "group", "notes", "why")
_LISTS = ("history", "gold", "forbidden", "reference")


def shipped() -> list[str]:
    """Names of the suites that come along, in the order of the alphabet."""
    return sorted(file.stem for file in FOLDER.glob("*.jsonl"))


def file_of(suite: str) -> Path:
    """The file of a suite.

    Args:
        suite: the name of a shipped suite, such as `answers`, or the path of a file.

    Raises:
        SuiteError: there is no such suite.
    """
    named = FOLDER / f"{suite}.jsonl"
    file = named if named.is_file() else Path(suite).expanduser()
    if not file.is_file():
        raise SuiteError(f"No suite {suite}: name a file of JSON lines, or one of {', '.join(shipped())}.")
    return file


def suite_hash(suite: str) -> str:
    """A hash of a suite's file."""
    return hashlib.sha256(file_of(suite).read_bytes()).hexdigest()


def load(suite: str, split: str | None = None) -> list[Item]:
    """Loads a suite; every line is checked.

    Args:
        suite: the name of a shipped suite, or the path of a file.
        split: only the items of this split; None for all.

    Raises:
        SuiteError: there is no such suite, or a line is no item; the message names the line and how to mend it.
    """
    file = file_of(suite)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SuiteError(f"{file} is not UTF-8: save it as UTF-8.") from error
    except OSError as error:
        raise SuiteError(f"{file} cannot be read ({error.strerror}): check its permissions.") from error
    items: dict[str, Item] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{file.name}, line {number}"
            item = _item(line, number, where)
            if item.id in items:
                raise SuiteError(f"{where}: the id {item.id!r} is taken ({items[item.id].where}): give each question its own.")
            items[item.id] = item
    if not items:
        raise SuiteError(f"{file.name} holds no question: write one JSON object a line.")
    return [item for item in items.values() if split is None or item.split == split]


def resolve(items: Sequence[Item], library: Library) -> list[Item]:
    """Items with their gold as anchors; a title stands for every section that has it.

    Raises:
        SuiteError: a gold section is not in the notes; the message names the line.
    """
    titled: dict[str, list[str]] = {}
    for section in library.sections:
        titled.setdefault(_folded(section.title), []).append(section.anchor)

    def anchors(names: tuple[str, ...], item: Item) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            here = [name] if name in library.by_anchor else titled.get(_folded(name), [])
            if not here:
                near = difflib.get_close_matches(_folded(name), [*titled, *library.by_anchor], 1)
                hint = f"did you mean {near[0]!r}?" if near else "`assistant sections` lists them."
                raise SuiteError(f"{item.where}: no section of {library.source} has the anchor or the title {name!r}: {hint}")
            found.extend(here)
        return tuple(dict.fromkeys(found))

    return [
        replace(item, gold=anchors(item.gold, item), needs=tuple(anchors(group, item) for group in item.needs)) for item in items
    ]


def _folded(title: str) -> str:
    """A title as it is compared: its words, without case, signs and pictures."""
    return " ".join(re.findall(r"\w+", title)).casefold()


def _item(line: str, number: int, where: str) -> Item:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SuiteError(f"{where}: no JSON that can be read: each line is one object.") from error
    if not isinstance(raw, dict):
        raise SuiteError(f'{where}: each line is one JSON object, such as {{"question": …, "gold": […], "facts": […]}}.')
    fault = next(_faults(raw), "")
    if fault:
        raise SuiteError(f"{where}: {fault}.")
    given: dict[str, Any] = {key: raw[key] for key in (*_WORDS, "draft") if key in raw}
    given |= {key: tuple(raw[key]) for key in _LISTS if key in raw}
    given["id"] = raw.get("id") or str(number)
    given["needs"] = tuple(tuple(group) for group in raw.get("needs", ()))
    given["facts"] = tuple((fact,) if isinstance(fact, str) else tuple(fact) for fact in raw.get("facts", ()))
    return Item(**given, where=where)


def _faults(raw: dict[str, Any]) -> Iterator[str]:
    """What keeps an object from being an item, each with how to mend it."""
    for key in raw:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, 1)
            yield f'there is no "{key}"' + (f': did you mean "{near[0]}"?' if near else f": the keys are {', '.join(_KEYS)}")
    for key in _WORDS:
        if not isinstance(raw.get(key, ""), str):
            yield f'"{key}" is a string'
    if not raw.get("question", "").strip():
        yield 'it needs a "question", a string'
    if raw.get("split", "test") not in SPLITS:
        yield f'"split" is "dev" or "test", not {raw["split"]!r}'
    for key in _LISTS:
        if not _strings(raw.get(key, [])):
            yield f'"{key}" is a list of strings'
    for key, alone in (("facts", True), ("needs", False)):
        groups = raw.get(key, [])
        if not isinstance(groups, list) or not all((alone and isinstance(g, str)) or (_strings(g) and g) for g in groups):
            yield f'"{key}" is a list of lists of strings: in each list the alternatives'
    if not isinstance(raw.get("draft", False), bool):
        yield '"draft" is true or false'
    yield from _broken_patterns(raw)
    gold = bool(raw.get("gold") or raw.get("needs"))
    if gold != bool(raw.get("facts")):
        lacks, has = ("facts", "gold") if gold else ("gold", "facts")
        yield f'it has "{has}" and no "{lacks}": give both, or neither where the question is to be refused'


def _broken_patterns(raw: dict[str, Any]) -> Iterator[str]:
    facts = [text for fact in raw.get("facts", ()) for text in ([fact] if isinstance(fact, str) else fact)]
    for text in [*facts, *raw.get("forbidden", ())]:
        if not text.strip() or text == PATTERN:
            yield "a fact is empty: write what the answer must say, or leave it out"
        if text.startswith(PATTERN):
            try:
                re.compile(text[len(PATTERN) :])
            except re.error as error:
                yield f"{text!r} is no regular expression ({error}): mend it, or leave out {PATTERN!r}"


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
