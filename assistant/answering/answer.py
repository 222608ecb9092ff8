"""What comes out of a question: an answer of cited statements, or the one refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any

from assistant.notes import Citation

UNSURE = 0.7
"""An answer of less confidence is unsure: on the dev split 15 of 31 of those are right, and 94 % above it."""

REFUSAL = "Your notes do not cover this."
"""The one sentence that says the notes hold no answer."""


class Part(StrEnum):
    """A part of an exam-like scenario, by the name that it is headed with."""

    SITUATION = "Situation"
    QUESTION = "Question"
    ANSWER = "Answer"
    WHY = "Why"

    @property
    def framed(self) -> bool:
        """Whether it sets the scene: what somebody wants, which is no fact of the notes, said of things that are."""
        return self in (Part.SITUATION, Part.QUESTION)


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of an answer, verbatim from the notes or in other words.

    Attributes:
        markdown: the words, with bold, emphasis and code kept.
        anchor: the section they stand in; of several, the first.
        passage: id of the passage they were taken from; of several, the first.
        depth: how deep the line is nested: 0 for a line of its own, 1 below the line before it, and so on.
        sources: for words that are not the notes' own, ids of all passages that carry them; else empty.
        part: the part of a scenario that it belongs to; None in all other answers.
    """

    markdown: str
    anchor: str
    passage: str
    depth: int = 0
    sources: tuple[str, ...] = ()
    part: Part | None = None

    @property
    def carriers(self) -> tuple[str, ...]:
        """Ids of the passages that carry the words."""
        return self.sources or (self.passage,)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The sections that carry the words."""
        return tuple(dict.fromkeys(id.rsplit(":", 1)[0] for id in self.carriers))

    @property
    def marks(self) -> str:
        """The marks of these sections: `[5_7] [5_8]`."""
        return " ".join(f"[{anchor}]" for anchor in self.anchors)

    @property
    def line(self) -> str:
        """The statement as a line of Markdown with its marks; code stands above its mark."""
        indent = "  " * self.depth
        if self.markdown.startswith(("```", "~~~~")):
            return "\n".join(f"{indent}{line}" for line in [*self.markdown.split("\n"), self.marks])
        return f"{indent}- {self.markdown} {self.marks}"


def text_of(statements: Sequence[Statement]) -> str:
    """Statements as Markdown with their marks; those of a scenario below the names of its parts."""
    lines: list[str] = []
    for part, run in groupby(statements, key=lambda statement: statement.part):
        lines += [*([""] if lines else []), f"**{part}**", ""] if part else []
        lines += [statement.line for statement in run]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section that is offered to read."""

    anchor: str
    path: str


@dataclass(frozen=True, slots=True)
class Generation:
    """Figures on an answer that a chat model was asked for.

    Attributes:
        model: `provider:model`.
        prompts: names the state of the prompts.
        written: sentences that the model wrote.
        supported: those that stand in the notes and were kept.
        replaced: those that do not, with the notes' own passage in their place.
        removed: those that do not and were left out.
        tokens_in: tokens that the model read.
        tokens_out: tokens that it wrote.
        cost: what they cost, where the settings give prices; else 0.
        used: whether the answer is the model's; else it is composed.
    """

    model: str = ""
    prompts: str = ""
    written: int = 0
    supported: int = 0
    replaced: int = 0
    removed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    used: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    Attributes:
        question: the question as it was asked.
        text: Markdown, each statement with its section's mark, such as `[5_7_3_2]`; or the refusal.
        answered: False for a refusal.
        confidence: how likely it is that the notes hold the answer, 0 to 1.
        citations: one a cited section, in the order of the text.
        statements: the lines of the text.
        standalone: the question as it was understood, earlier questions taken into account.
        nearest: for a refusal, the sections that come closest.
        follow_ups: questions that could be asked next.
        seconds: how long it took.
        note: something the student should know, such as that the question was empty; else empty.
        generation: figures on what a chat model wrote; None where none was asked.
    """

    question: str
    text: str
    answered: bool
    confidence: float
    citations: tuple[Citation, ...] = ()
    statements: tuple[Statement, ...] = ()
    standalone: str = ""
    nearest: tuple[SectionLink, ...] = ()
    follow_ups: tuple[str, ...] = ()
    seconds: float = 0.0
    note: str = ""
    generation: Generation | None = None

    @property
    def unsure(self) -> bool:
        """Whether it may well be that the notes answer something else than was asked."""
        return self.answered and self.confidence < UNSURE

    def as_json(self) -> dict[str, Any]:
        """The fields that `assistant ask --json` prints; those on a chat model only where one was asked."""
        return {
            "question": self.question,
            "answered": self.answered,
            "answer": self.text,
            "confidence": round(self.confidence, 4),
            "citations": [citation.as_json() for citation in self.citations],
            "seconds": round(self.seconds, 4),
            "nearest": [asdict(link) for link in self.nearest],
            **({"note": self.note, "generation": asdict(self.generation)} if self.generation else {}),
        }


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A piece of an answer while it is streamed.

    Attributes:
        text: what is added to the text.
        statement: the statement that is added, whose line the text is; None for a refusal.
        answer: the whole answer, in the last part only.
        restart: whether what came before is taken back, as when a chat model breaks off and its answer is composed instead.
    """

    text: str = ""
    answer: Answer | None = field(default=None)
    restart: bool = False
    statement: Statement | None = None

    def __add__(self, other: AnswerPart) -> AnswerPart:
        """Joins two pieces that follow each other, as LangChain does to invoke what streams."""
        text = other.text if other.restart else self.text + other.text
        return AnswerPart(text, other.answer or self.answer, self.restart or other.restart)
