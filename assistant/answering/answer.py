"""What comes out of a question: an answer of cited statements, or the one refusal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.notes import Citation

UNSURE = 0.8
"""An answer of less confidence is unsure: on the dev split half of those are right (39 of 76), and 85 % above it."""

REFUSAL = "Your notes do not cover this."
"""The one sentence that says the notes hold no answer."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of an answer, verbatim from the notes or in other words.

    Attributes:
        markdown: the words, with bold, emphasis and code kept.
        anchor: the section they stand in; of several, the first.
        passage: id of the passage they were taken from; of several, the first.
        depth: how deep the line is nested: 0 for a line of its own, 1 below the line before it, and so on.
        sources: for words that are not the notes' own, ids of all passages that carry them; else empty.
    """

    markdown: str
    anchor: str
    passage: str
    depth: int = 0
    sources: tuple[str, ...] = ()

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


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A section that is offered to read."""

    anchor: str
    path: str


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

    @property
    def unsure(self) -> bool:
        """Whether it may well be that the notes answer something else than was asked."""
        return self.answered and self.confidence < UNSURE

    def as_json(self) -> dict[str, Any]:
        """The fields that `assistant ask --json` prints."""
        return {
            "question": self.question,
            "answered": self.answered,
            "answer": self.text,
            "confidence": round(self.confidence, 4),
            "citations": [citation.as_json() for citation in self.citations],
            "seconds": round(self.seconds, 4),
            "nearest": [asdict(link) for link in self.nearest],
        }


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """A piece of an answer while it is streamed.

    Attributes:
        text: what is added to the text.
        answer: the whole answer, in the last part only.
    """

    text: str = ""
    answer: Answer | None = field(default=None)

    def __add__(self, other: AnswerPart) -> AnswerPart:
        """Joins two pieces that follow each other, as LangChain does to invoke what streams."""
        return AnswerPart(self.text + other.text, other.answer or self.answer)
