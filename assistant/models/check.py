"""Tries the chat model of the settings on one question whose answer is known."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from assistant.models import prompts
from assistant.models.asking import Asking
from assistant.models.calls import Call, ModelFailure, Usage
from assistant.models.evidence import Given
from assistant.models.grounding import faults
from assistant.models.opening import ChatModel
from assistant.models.reply import Claim
from assistant.notes import Library, Passage, PassageKind, Section
from assistant.settings import Settings

_TEXT = "The lighthouse of Kalmora has 417 steps."
_QUESTION = "How many steps does the lighthouse of Kalmora have?"
_REFUSAL = "The passages do not say."
_PATIENCE = 5.0
"""Seconds that a server is waited for to say which models it has."""
_LONGEST_NAME = 100
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Check:
    """How a model did.

    Attributes:
        model: `provider:model`.
        structured: whether it is held to a schema; else it is asked for marks.
        said: what it said, cut to a line.
        right: whether it gave the figure that stands in the passage.
        cited: whether it cited the passage, and said nothing that does not stand there.
        first: seconds to its first sentence; 0 where none came.
        seconds: seconds in all.
        usage: tokens read and written.
        failure: what went wrong; None where nothing did.
    """

    model: str
    structured: bool
    said: str
    right: bool
    cited: bool
    first: float
    seconds: float
    usage: Usage
    failure: ModelFailure | None = None

    @property
    def works(self) -> bool:
        """Whether answers can come of it."""
        return self.failure is None and self.right and self.cited

    @property
    def verdict(self) -> str:
        """What the check found, in one sentence that says how to mend it."""
        if self.failure:
            what = f"{self.failure.trouble.value[:1].upper()}{self.failure.trouble.value[1:]}"
            detail = f" ({self.failure.detail})" if self.failure.detail else ""
            return f"{what}{detail}: {self.failure.mend}."
        if not self.right:
            return "It answers, and not rightly: answers will mostly be composed from your notes. Choose a larger model."
        if not self.cited:
            return "It answers, and does not cite as told: answers will mostly be composed from your notes. Choose another model."
        return "It works: it answers from the passage and cites it."


def check(model: ChatModel) -> Check:
    """Asks a model one question about one passage.

    Args:
        model: the chat model.
    """
    given = _given()
    asking = Asking(model, _REFUSAL)
    call = Call.within(model.timeout)
    claims: list[Claim] = []
    started = time.monotonic()
    first = 0.0
    failure = None
    try:
        for claim in asking.claims(prompts.ANSWER, _QUESTION, given, call):
            first = first or time.monotonic() - started
            claims.append(claim)
    except ModelFailure as error:
        failure = error
    said = " ".join(claim.text for claim in claims)
    right = re.search(r"\b417\b", said) is not None
    cited = any(claim.marks == (1,) and not faults(claim.text, given.evidence(given.passages)) for claim in claims)
    seconds = time.monotonic() - started
    return Check(model.name, model.structured, said[:200], right, cited, first, seconds, call.usage, failure)


def served(settings: Settings) -> tuple[str, ...]:
    """Names of the models that a server of OpenAI's protocol says it has; none where it does not say, or is another provider's.

    Args:
        settings: with the server's address.
    """
    if not settings.model_url or not settings.model.startswith("openai:"):
        return ()
    import httpx

    key = settings.model_key.get_secret_value()
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        reply = httpx.get(f"{settings.model_url.rstrip('/')}/models", headers=headers, timeout=_PATIENCE)
        names = [str(one["id"]) for one in reply.json()["data"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return ()
    return tuple(name for name in names if name.isprintable() and len(name) <= _LONGEST_NAME)[:_MOST_NAMES]


def _given() -> Given:
    passage = Passage("check:1", "check", PassageKind.SENTENCE, _TEXT, _TEXT, _TEXT, "check.md", (1, 1))
    section = Section("check", 1, "Kalmora", ("Kalmora",), (), "check.md", (1, 1), _TEXT, (passage,))
    return Given((passage,), Library((section,), "check", ("check.md",)))
