"""A chat model rewrites a follow-up into a question that stands alone, adding nothing that was not asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.models import prompts
from assistant.models.calls import CHARACTERS_A_TOKEN, Call
from assistant.models.opening import ChatModel
from assistant.models.reply import harmless

_LONGER = 200
"""Characters by which a rewritten question may be longer than all it is made of."""

_SHARE = 3
"""Earlier questions may take one part in so many of what the model is given."""

_CONNECTING = frozenset(
    stem(word) for word in "difference compare work use mean type kind example name list service one long many much big".split()
)
"""Words that a rewritten question may add: they ask, and name nothing."""


def rewrite(question: str, history: Sequence[str], model: ChatModel, call: Call) -> str | None:
    """Rewrites a follow-up.

    Args:
        question: the question as it was asked.
        history: the earlier questions, oldest first.
        model: the chat model.
        call: deadline, stop sign and usage.

    Returns:
        The question standing alone, or None where what the model wrote is none: several lines, or words of its own.

    Raises:
        ModelFailure, Stopped: the call came to nothing.
    """
    earlier = _recent(history, model.context * CHARACTERS_A_TOKEN // _SHARE)
    asked = "\n".join(f"Earlier question: {text}" for text in earlier)
    messages = [("system", prompts.REWRITE), ("human", f"{asked}\nLast question: {question}")]
    lines = [line for line in call.text(model.runnable, messages).split("\n") if line.strip()]
    if len(lines) != 1:
        return None
    rewritten = harmless(lines[0].removeprefix("Last question:")).strip(" \"'“”")
    return rewritten if _adds_nothing(rewritten, [question, *earlier]) else None


def _recent(history: Sequence[str], characters: int) -> list[str]:
    """The latest questions that fit, oldest first."""
    kept: list[str] = []
    for text in reversed(history):
        characters -= len(text)
        if characters < 0:
            break
        kept.insert(0, text)
    return kept


def _adds_nothing(rewritten: str, asked: Sequence[str]) -> bool:
    """Whether a rewritten question is made of words that were asked."""
    known = {stem(word) for text in asked for word in words_of(text)} | _CONNECTING
    own = [word for word in words_of(rewritten) if word not in STOP_WORDS]
    short = len(rewritten) <= sum(len(text) for text in asked) + _LONGER
    return bool(own) and short and all(stem(word) in known for word in own)
