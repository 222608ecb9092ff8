"""Asks a model something of given passages, and reads its reply as claims."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.models import prompts
from assistant.models.calls import Call, ModelFailure, Trouble, text_of
from assistant.models.evidence import Given
from assistant.models.opening import ChatModel
from assistant.models.reply import Claim, MarkedReply, Reply, StructuredReply

_MOST_CLAIMS = 40
"""Claims after which a model that never ends is cut off."""

_MOST_REPEATS = 3
"""Claims that were made before, after which it is cut off too: a small model that begins to repeat itself seldom ends."""


class Asking:
    """One question to a model, through its structured output where it has one, else with marks.

    Args:
        model: the chat model.
        refusal: the one sentence that says the passages hold no answer.
        headings: names of the parts that the reply is to have, each kept where it stands alone.
    """

    def __init__(self, model: ChatModel, refusal: str, headings: Collection[str] = ()) -> None:
        self._model = model
        self._refusal = refusal
        self._reply: Reply = StructuredReply() if model.structured else MarkedReply(refusal, headings)

    @property
    def refused(self) -> bool:
        """Whether the model said that the passages do not answer the question."""
        return self._reply.refused

    def claims(self, task: str, question: str, given: Given, call: Call) -> Iterator[Claim]:
        """What the model claims, claim by claim as each is complete.

        Args:
            task: one of the tasks of `prompts`.
            question: what is asked.
            given: the passages to answer from.
            call: deadline, stop sign and usage.

        Raises:
            ModelFailure, Stopped: as `Call.stream`; it is a failure too where the model ends and has said nothing.
        """
        model = self._model.runnable
        runnable = model.with_structured_output(prompts.SCHEMA) if self._model.structured else model
        messages = [
            ("system", prompts.rules(task, given.fence, self._refusal, structured=self._model.structured)),
            ("human", f"{given.text}\n\nThe student asks: {question}"),
        ]
        count = 0
        made: set[str] = set()
        spoke = False
        pieces = call.stream(runnable, messages)
        for piece in pieces:
            spoke = spoke or bool(piece if isinstance(piece, dict) else text_of(piece).strip())
            for claim in self._reply.feed(piece):
                yield claim
                count += 1
                made.add(claim.text)
            if count >= _MOST_CLAIMS or count - len(made) >= _MOST_REPEATS:
                pieces.close()
                return
        if not spoke:
            raise ModelFailure(Trouble.SILENT)
        yield from self._reply.finish()
