"""Whether a sentence leaves out the condition on which alone its passages say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models.tokens import content_stems, sentences

_CONDITION = re.compile(
    r"\b(?:unless|except|only (?:if|when|where|for|with|in|while|after|to|on)|as long as|provided|but not|if|when|until)\b",
    re.I,
)
_REPEATS = 0.9
"""Share of a sentence's words that a line of a passage must have to be what the sentence repeats."""

_FEWEST = 3
"""Words with content below which a sentence repeats no line in particular."""

_LEADS = 5
"""Characters within which a condition stands before what depends on it."""


def condition_dropped(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a sentence repeats lines that all have a condition, and has none of it.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    own = content_stems(sentence)
    if len(own) < _FEWEST or _CONDITION.search(sentence):
        return False
    repeated = [line for line in _lines(passages) if len(own & content_stems(line)) >= _REPEATS * len(own)]
    return bool(repeated) and not any(_unconditional(line, own) for line in repeated)


def _lines(passages: Sequence[str]) -> list[str]:
    return [part for passage in passages for sentence in sentences(passage) for part in sentence.split(";")]


def _unconditional(line: str, own: frozenset[str]) -> bool:
    """Whether a line has no condition, or one that a sentence with these words tells too."""
    found = _CONDITION.search(line)
    if not found:
        return True
    condition = line[found.start() :] if found.start() > _LEADS else line.split(",", 1)[0]
    words = content_stems(condition) - content_stems(line.replace(condition, " "))
    return not words or bool(words & own)
