"""Reads the parts of an exam-like scenario, and tells what it states from the words that only set the scene."""

from __future__ import annotations

import re

from assistant.answering.answer import Part
from assistant.index.words import STOP_WORDS, words_of

_NAMED = re.compile(rf"\**({'|'.join(Part)})\**\s*(?::\**|[–-]\s|$)\s*", re.I)

_FRAME = re.compile(
    r"\b(?:somebody|someone|person|compan(?:y|ies)|organi[sz]ations?|business(?:es)?|enterprises?|startups?|firms?|teams?|customers?|"
    r"clients?|students?|architects?|engineers?|developers?|administrators?|wants?|needs?|requires?|requirements?|wish(?:es)?|"
    r"plans? to|has to|have to|would like|must|should|asks?|looks? for|currently|scenario|situation|case|which|what|"
    r"best|fits?|meets?|suits?|satisf(?:y|ies)|choices?|choose|options?|solutions?|recommend(?:ed)?|use)\b",
    re.I,
)
"""Words of who wants something, and of asking for it. What is wanted, and of what, is not among them."""


def parted(text: str) -> tuple[Part | None, str]:
    """The part that a sentence names at its beginning, and the rest of it.

    Args:
        text: a sentence of a reply.
    """
    named = _NAMED.match(text)
    return (Part(named[1].capitalize()), text[named.end() :].strip()) if named else (None, text)


def asserted(text: str) -> str:
    """What a sentence that sets the scene says of the subject itself; empty where it only asks which choice fits.

    Args:
        text: the sentence.
    """
    rest = " ".join(_FRAME.sub(" ", text).split())
    return rest if any(word not in STOP_WORDS for word in words_of(rest)) else ""
