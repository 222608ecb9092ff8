"""A chat model words an answer from given passages; what does not stand in them never leaves this module."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answering.answer import REFUSAL, Generation, Part, Statement
from assistant.models import prompts
from assistant.models.asking import Asking
from assistant.models.calls import Call, ModelFailure, Trouble
from assistant.models.evidence import Given
from assistant.models.grounding import COVERAGE, coverage, supported
from assistant.models.opening import ChatModel
from assistant.models.reply import Claim
from assistant.models.scenes import asserted, parted
from assistant.notes import Passage

_ABOUT = 0.5
"""Share of its words by which an unsupported sentence is still about a passage, which is then shown in its place."""


class Outcome(StrEnum):
    """How a generated answer came out."""

    WRITTEN = "written"
    REFUSED = "refused"
    TOO_LITTLE = "too little"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Written:
    """What came of a model's answer.

    Attributes:
        outcome: whether it can be shown.
        statements: the statements that stand, in order; they were yielded before.
        generation: figures on it.
        trouble: what went wrong, where the call failed.
        contradicted: whether passages that contradict what was said were put beside it.
    """

    outcome: Outcome
    statements: tuple[Statement, ...]
    generation: Generation
    trouble: Trouble | None = None
    contradicted: bool = False


class Writer:
    """Has a model answer from passages, and checks every sentence against the passages it cites.

    A sentence that stands in its passages is kept, citing those that carry it. One that does not is replaced by the passage it is
    about, word for word, or left out.

    Args:
        model: the chat model.
        quote: makes a statement of a passage, word for word.
    """

    def __init__(self, model: ChatModel, quote: Callable[[Passage], Statement]) -> None:
        self._model = model
        self._quote = quote

    def write(
        self, task: str, question: str, given: Given, call: Call, *, parts: bool = False
    ) -> Generator[Statement, None, Written]:
        """Writes an answer.

        Args:
            task: one of the tasks of `prompts`.
            question: what is asked, standing alone.
            given: the passages to answer from.
            call: deadline, stop sign and usage.
            parts: whether it is to have the parts of a scenario.

        Yields:
            Each statement as soon as it is complete and checked.

        Returns:
            What came of it.

        Raises:
            Stopped: the student stopped it.
        """
        checked = _Parted(given, self._quote) if parts else _Checked(given, self._quote)
        trouble = None
        asking = Asking(self._model, REFUSAL, tuple(Part) if parts else ())
        try:
            for claim in asking.claims(task, question, given, call):
                yield from checked.take(claim)
        except ModelFailure as failure:
            trouble = failure.trouble
        contradicting = [] if trouble else checked.contradicting()
        yield from contradicting
        statements = (*checked.statements, *contradicting)
        generation = replace(
            checked.figures,
            model=self._model.name,
            prompts=prompts.HASH,
            tokens_in=call.usage.tokens_in,
            tokens_out=call.usage.tokens_out,
            cost=self._model.cost(call.usage.tokens_in, call.usage.tokens_out),
        )
        outcome = checked.outcome(refused=asking.refused, failed=trouble is not None)
        return Written(outcome, statements, generation, trouble, bool(contradicting))


class _Checked:
    """The statements of a reply that stand, and counts of those that do not."""

    def __init__(self, given: Given, quote: Callable[[Passage], Statement]) -> None:
        self.statements: list[Statement] = []
        self.figures = Generation()
        self._given = given
        self._quote = quote
        self._said: set[str] = set()

    def take(self, claim: Claim) -> Iterator[Statement]:
        """Checks a claim, and gives what may be shown in its place, if anything."""
        if claim.text.lower() in self._said:
            return
        self._said.add(claim.text.lower())
        yield from self._checked(claim)

    def _checked(self, claim: Claim) -> Iterator[Statement]:
        cited = self._given.cited(claim.marks)
        carriers = () if claim.text.endswith(":") else self._carriers(claim.text, cited)  # what only leads in says nothing
        if carriers:
            self._count(written=1, supported=1)
            yield from self._add(_worded(claim.text, carriers))
            return
        about = max(cited, key=lambda passage: self._share(claim.text, passage), default=None)
        if about is None or self._share(claim.text, about) < _ABOUT:
            self._count(written=1, removed=1)
            return
        self._count(written=1, replaced=1)
        yield from self._add(self._quote(about))

    def contradicting(self) -> list[Statement]:
        """The passages that were given and contradict those that are cited, word for word."""
        cited = {id for statement in self.statements for id in statement.carriers}
        passages = [passage for passage in self._given.passages if passage.id in cited]
        return [self._quote(passage) for passage in self._given.against(passages) if passage.id not in cited]

    def outcome(self, *, refused: bool, failed: bool) -> Outcome:
        """Whether what stands is an answer: half of what the model said must stand by itself."""
        if failed:
            return Outcome.FAILED
        if not self.statements:
            return Outcome.REFUSED if refused else Outcome.TOO_LITTLE
        return Outcome.WRITTEN if 2 * self.figures.supported >= self.figures.written else Outcome.TOO_LITTLE

    def _add(self, statement: Statement) -> Iterator[Statement]:
        if any(statement.markdown == earlier.markdown for earlier in self.statements):
            return
        self.statements.append(statement)
        yield statement

    def _carriers(self, text: str, cited: tuple[Passage, ...]) -> tuple[Passage, ...]:
        """The passages that carry a sentence: of those it cites, those it needs; else the one that carries it all."""
        if cited and supported(text, self._given.evidence(cited)):
            for passage in cited:
                if len(cited) > 1 and supported(text, self._given.evidence([passage])):
                    return (passage,)
            return cited
        others = (p for p in self._given.passages if p not in cited and self._share(text, p) >= COVERAGE)
        fitting = (p for p in others if supported(text, self._given.evidence([p])))
        best = max(fitting, key=lambda passage: self._share(text, passage), default=None)
        return (best,) if best else ()

    def _share(self, text: str, passage: Passage) -> float:
        return coverage(text, self._given.evidence([passage]))

    def _count(self, **more: int) -> None:
        self.figures = replace(self.figures, **{name: getattr(self.figures, name) + count for name, count in more.items()})


class _Parted(_Checked):
    """The statements of a scenario that stand, each with its part; one with no name belongs to the part before it."""

    _part = Part.SITUATION

    def outcome(self, *, refused: bool, failed: bool) -> Outcome:
        """As of any answer; and what lacks the situation, the question or the answer is no scenario."""
        outcome = super().outcome(refused=refused, failed=failed)
        there = {statement.part for statement in self.statements}
        whole = there.issuperset((Part.SITUATION, Part.QUESTION, Part.ANSWER))
        return Outcome.TOO_LITTLE if outcome is Outcome.WRITTEN and not whole else outcome

    def contradicting(self) -> list[Statement]:
        """As of any answer; they stand with the reasons."""
        return [replace(statement, part=Part.WHY) for statement in super().contradicting()]

    def _checked(self, claim: Claim) -> Iterator[Statement]:
        named, text = parted(claim.text)
        self._part = named or self._part
        if not text:
            return
        if self._part.framed:
            yield from self._framed(text, self._given.cited(claim.marks))
        else:
            yield from super()._checked(replace(claim, text=text))

    def _framed(self, text: str, cited: tuple[Passage, ...]) -> Iterator[Statement]:
        """A sentence that sets the scene: what it says beside who wants it must stand; it is left out where it does not."""
        states = asserted(text)
        carriers = self._carriers(states, cited) if states else cited or self._before()
        self._count(written=1, supported=1 if carriers else 0, removed=0 if carriers else 1)
        if carriers:
            yield from self._add(_worded(text, carriers))

    def _before(self) -> tuple[Passage, ...]:
        """The passages of the sentence before, for one that only asks which choice fits."""
        ids = self.statements[-1].carriers if self.statements else ()
        return tuple(passage for passage in self._given.passages if passage.id in ids)

    def _add(self, statement: Statement) -> Iterator[Statement]:
        yield from super()._add(replace(statement, part=self._part))


def _worded(text: str, carriers: tuple[Passage, ...]) -> Statement:
    first = carriers[0]
    return Statement(text, first.anchor, first.id, sources=tuple(passage.id for passage in carriers))
