"""What of the notes a model is given: numbered passages, fenced as data."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.index.entries import passage_text
from assistant.index.vocabulary import Vocabulary
from assistant.models.calls import CHARACTERS_A_TOKEN
from assistant.models.grounding import Evidence, contradict
from assistant.notes import Library, Passage

_INSTRUCTS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|directions?|guidelines?|passages?)\b"
    r"|\b(?:system|hidden|initial) prompts?\b|\byou are (?:now )?(?:an? )?(?:AI|assistant|chat ?bot|language model|LLM|GPT)\b"
    r"|\b(?:instructions?|notes?|messages?|note) (?:to|for) (?:the |any )?(?:AI|assistant|model|language model|chat ?bot|LLM)s?\b"
    r"|\b(?:AI|assistant|model|chat ?bot|LLM)s? (?:must|should|shall|has to|have to|is to) (?:now |always )?"
    r"(?:say|answer|reply|respond|write|print|output|tell|cite|repeat)\b"
    r"|\b(?:say|answer|reply|respond|write|print|output|cite|repeat)\b.{0,20}\b(?:instead|verbatim|exactly)\b"
    r"|\byour (?:rules|instructions|prompt)\b"
    r"|\[(?:INST|/INST)\]|<\|\w+\|>",
    re.I,
)
"""Words that speak to a model. Such a passage can be quoted, but no model is given it: it might obey, and say what it says."""

_MARK_LIKE = re.compile(r"\[([\d\s,;]+)\]")


def _new_fence() -> str:
    return f"<<notes {secrets.token_hex(4)}>>"


@dataclass(frozen=True)
class Given:
    """Passages as a model is given them, numbered from 1.

    Attributes:
        passages: in the order of their numbers.
        library: the notes.
        vocabulary: knows acronyms; None for none.
        fence: the line before and after them; drawn anew each time, so that no text in the notes can hold it.
    """

    passages: tuple[Passage, ...]
    library: Library
    vocabulary: Vocabulary | None = None
    fence: str = field(default_factory=_new_fence)
    _held: dict[tuple[str, ...], Evidence] = field(default_factory=dict, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The numbered passages between their fences, a section's title before its passages."""
        lines = [self.fence]
        anchor = ""
        for number, passage in enumerate(self.passages, 1):
            if passage.anchor != anchor:
                anchor = passage.anchor
                lines.append(f"Section: {self._line(self.library.by_anchor[anchor].path_text)}")
            lines.append(f"[{number}] {self._line(passage_text(passage, self.library))}")
        return "\n".join([*lines, self.fence])

    def _line(self, text: str) -> str:
        """A text on one line, without what looks like a number of a passage, and no stop before a colon: models copy it."""
        return " ".join(_MARK_LIKE.sub(r"(\1)", text).replace(self.fence, "").replace(".: ", ": ").split())

    def cited(self, marks: Iterable[int]) -> tuple[Passage, ...]:
        """The passages that marks name, each once; marks that were not given are left out."""
        return tuple(self.passages[mark - 1] for mark in dict.fromkeys(marks) if 1 <= mark <= len(self.passages))

    def against(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """The passages that contradict some of these; lines of one list set things apart and contradict nothing."""
        return tuple(
            other
            for other in self.passages
            if any(not _beside(one, other) and contradict(one.text, other.text) for one in passages)
        )

    def evidence(self, passages: Sequence[Passage]) -> Evidence:
        """What a sentence is held against that cites these passages."""
        ids = tuple(passage.id for passage in passages)
        if ids not in self._held:
            self._held[ids] = Evidence(
                texts=tuple(passage_text(passage, self.library) for passage in passages),
                titles=tuple(self.library.by_anchor[passage.anchor].path_text for passage in passages),
                vocabulary=self.vocabulary,
            )
        return self._held[ids]


def _beside(one: Passage, other: Passage) -> bool:
    """Whether two passages are one, stand in one list, or introduce one."""
    same_list = (one.anchor, one.parents, one.block) == (other.anchor, other.parents, other.block)
    return same_list or one.text.endswith(":") or other.text.endswith(":")


def give(ids: Iterable[str], library: Library, vocabulary: Vocabulary | None, tokens: int, most: int) -> Given:
    """Numbers passages for a model, within its budget.

    Args:
        ids: passages, most wanted first; those that state nothing, or speak to a model, are left out.
        library: the notes.
        vocabulary: knows acronyms.
        tokens: what they may take.
        most: how many at most: with too many, small models lose the thread.

    Returns:
        As many as fit, section by section, each section in the notes' order; at least one where there is any.
    """
    left = tokens * CHARACTERS_A_TOKEN
    chosen: dict[str, list[Passage]] = {}
    count = 0
    for id in dict.fromkeys(ids):
        passage = library.passages[id]
        cost = len(passage_text(passage, library)) + 8
        if not passage.quotable or _INSTRUCTS.search(passage.text) or (cost > left and count):
            continue
        if passage.anchor not in chosen:
            cost += len(library.by_anchor[passage.anchor].path_text) + 10
        chosen.setdefault(passage.anchor, []).append(passage)
        left -= cost
        count += 1
        if count == most:
            break
    ordered = [p for anchor, own in chosen.items() for p in library.by_anchor[anchor].passages if p in own]
    return Given(tuple(ordered), library, vocabulary)
