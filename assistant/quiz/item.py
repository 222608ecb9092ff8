"""One quiz question, with its key and where in the notes the key stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.errors import QuizError
from assistant.index.words import words_of
from assistant.notes import Citation

TRUE, FALSE = "True", "False"
"""The options of a true/false item that states something."""

YES, NO = "Yes", "No"
"""The options of a true/false item that asks."""

_ID_LENGTH = 16
"""Hexadecimal digits of an item's id: 64 bits, so that among a million items two rarely share one."""


class Kind(StrEnum):
    """How an item is answered."""

    MCQ = "mcq"
    TRUE_FALSE = "true-false"
    CLOZE = "cloze"
    OPEN = "open"
    MATCHING = "matching"


class Difficulty(StrEnum):
    """How hard an item is held to be before anyone has answered it."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Item:
    """One quiz question.

    All texts are plain words, not Markdown.

    Attributes:
        id: names the item for ever: see `item_id`.
        kind: how it is answered.
        stem: the question, which stands on its own; a cloze item's holds one blank, `_____`.
        options: what can be chosen, in the order of showing; empty for cloze and open items. For a matching item these are
            the right-hand sides.
        key: the right answer: an option, the blanked words, the answer in a sentence or two, or a matching item's pairs, one a
            line, as `prompt → option`.
        explanation: why the key is right, in the notes' words.
        citation: the passages that carry the key. An item read from JSON has no ids of passages there.
        difficulty: how hard it is held to be.
        accepted: other answers to a typed item that are as right as the key: an acronym or its long form.
        prompts: a matching item's left-hand sides; empty for other kinds.
        matches: the right option for each prompt; empty for other kinds.
    """

    id: str
    kind: Kind
    stem: str
    options: tuple[str, ...]
    key: str
    explanation: str
    citation: Citation
    difficulty: Difficulty = Difficulty.MEDIUM
    accepted: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The section it asks about."""
        return self.citation.anchor

    def as_json(self) -> dict[str, Any]:
        """The fields that `assistant quiz --json` prints; `from_json` reads them back."""
        fields: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind.value,
            "stem": self.stem,
            "options": list(self.options),
            "key": self.key,
            "explanation": self.explanation,
            "citation": self.citation.as_json(),
            "difficulty": self.difficulty.value,
        }
        lists = {"accepted": self.accepted, "prompts": self.prompts, "matches": self.matches}
        return fields | {name: list(values) for name, values in lists.items() if values}

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Item:
        """Reads what `as_json` gave.

        Args:
            fields: the object; where it comes from need not be trusted.

        Raises:
            QuizError: it is no item.
        """
        try:
            place = fields["citation"]
            first, last = (_whole(line) for line in place["lines"])
            citation = Citation(
                _text(place["anchor"]), _text(place["path"]), _text(place["file"]), (first, last), _text(place["quote"])
            )
            return cls(
                id=_text(fields["id"]),
                kind=Kind(fields["kind"]),
                stem=_text(fields["stem"]),
                options=_texts(fields["options"]),
                key=_text(fields["key"]),
                explanation=_text(fields["explanation"]),
                citation=citation,
                difficulty=Difficulty(fields.get("difficulty", Difficulty.MEDIUM)),
                accepted=_texts(fields.get("accepted", [])),
                prompts=_texts(fields.get("prompts", [])),
                matches=_texts(fields.get("matches", [])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise QuizError(f"This is no quiz item ({type(error).__name__}: {error}): export the items again.") from error


def item_id(kind: Kind, passages: Iterable[str], stem: str) -> str:
    """The id of an item.

    It is made of the kind, the words of the passages it was written from, and the words of its stem. So it stays the same when
    lines move, markup changes or other notes come and go, and another item is another id.

    Args:
        kind: the item's kind.
        passages: the text of each passage that carries the key.
        stem: the item's stem.
    """
    said = [" ".join(words_of(passage)) for passage in passages]
    parts = [kind.value, *sorted(said), " ".join(words_of(stem))]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def pair_line(prompt: str, match: str) -> str:
    """A pair of a matching item as its key shows it."""
    return f"{prompt} → {match}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no line number")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(_text(value) for value in values)
