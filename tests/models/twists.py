"""Ways in which a model gets a right sentence wrong: each makes of a sentence one that the notes do not say, or nothing."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from assistant.index.words import STOP_WORDS
from assistant.models.grounding import names_of

_FIGURE = re.compile(r"(?<![\w.,/:#-])\d+(?![\w.,]|-\w)")
_UNITS = {"ms": "s", "s": "ms", "seconds": "minutes", "minutes": "hours", "hours": "days", "days": "months"}
_UNITS |= {"KB": "MB", "MB": "GB", "GB": "TB", "TB": "GB", "GiB": "MiB", "%": "GB", "Gbps": "Mbps", "years": "months"}
_AUXILIARY = re.compile(r"\b(?:is|are|can|does|do|will|has|have)\b(?! not\b|n't)")
_NEGATOR = re.compile(r"\b(?:not|never|cannot|without|doesn't|don't|isn't|can't|aren't)\b")
_WITHOUT = {"cannot": "can", "without": "with", "doesn't": "does", "don't": "do", "isn't": "is", "can't": "can", "aren't": "are"}
_OPPOSITES = (
    "enabled/disabled public/private inbound/outbound before/after maximum/minimum automatically/manually lower/higher".split()
)
_CONDITION = re.compile(r",? (?:if|when|unless|except|as long as|only when|only if|until)\b[^.;]*(?=[.;]|$)")
_CONDITION_FIRST = re.compile(r"(?:If|When|Unless|Without|Until) [^,;.]*, (?P<first>\w)")
_MADE_UP = (" and is free of charge", " and is deprecated", ", which saves companies a lot of money", " and is fastest")

Twist = Callable[[str, random.Random], str | None]


def _in_place_of_figure(sentence: str, other: Callable[[int], str]) -> str | None:
    figure = _FIGURE.search(sentence)
    return sentence[: figure.start()] + other(int(figure[0])) + sentence[figure.end() :] if figure else None


def figure(sentence: str, draw: random.Random) -> str | None:
    return _in_place_of_figure(sentence, lambda value: str(value + 13))


def full_width_figure(sentence: str, draw: random.Random) -> str | None:
    return _in_place_of_figure(sentence, lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value + 13)))


def circled_figure(sentence: str, draw: random.Random) -> str | None:
    return _in_place_of_figure(sentence, lambda value: "①" if value != 1 else "②")


def figure_in_words(sentence: str, draw: random.Random) -> str | None:
    return _in_place_of_figure(sentence, lambda value: "seventy" if value != 70 else "eighty")


def multiple(sentence: str, draw: random.Random) -> str | None:
    return _in_place_of_figure(sentence, lambda value: f"half of {value}")


def at_least(sentence: str, draw: random.Random) -> str | None:
    bound = re.search(r"\b(?:up to|at most|less than)\b(?= \d)", sentence)
    return sentence[: bound.start()] + "at least" + sentence[bound.end() :] if bound else None


def unit(sentence: str, draw: random.Random) -> str | None:
    found = re.search(rf"(?<=[1-9])( ?)({'|'.join(_UNITS)})(?!\w)", sentence)
    return f"{sentence[: found.start()]} {_UNITS[found[2]]}{sentence[found.end() :]}" if found else None


def negation_dropped(sentence: str, draw: random.Random) -> str | None:
    found = _NEGATOR.search(sentence, 3)
    return " ".join((sentence[: found.start()] + _WITHOUT.get(found[0], "") + sentence[found.end() :]).split()) if found else None


def negation_added(sentence: str, draw: random.Random) -> str | None:
    found = None if _NEGATOR.search(sentence) else _AUXILIARY.search(sentence)
    return f"{sentence[: found.end()]} not{sentence[found.end() :]}" if found else None


def rarely(sentence: str, draw: random.Random) -> str | None:
    found = None if _NEGATOR.search(sentence) else _AUXILIARY.search(sentence)
    return f"{sentence[: found.end()]} rarely{sentence[found.end() :]}" if found else None


def _behind_auxiliary(sentence: str, word: str) -> str | None:
    found = None if _NEGATOR.search(sentence) else _AUXILIARY.search(sentence)
    return f"{sentence[: found.end()]} {word}{sentence[found.end() :]}" if found and word not in sentence.lower() else None


def only(sentence: str, draw: random.Random) -> str | None:
    return _behind_auxiliary(sentence, "only")


def always(sentence: str, draw: random.Random) -> str | None:
    return _behind_auxiliary(sentence, "always")


def must(sentence: str, draw: random.Random) -> str | None:
    found = re.search(r"\b(?:can|may)\b(?! not)", sentence)
    return f"{sentence[: found.start()]}must{sentence[found.end() :]}" if found and "must" not in sentence else None


def every(sentence: str, draw: random.Random) -> str | None:
    found = re.match(r"(?:An?|The)\s+", sentence)
    return f"Every {sentence[found.end() :]}" if found and "every" not in sentence.lower() else None


def condition_dropped(sentence: str, draw: random.Random) -> str | None:
    found = _CONDITION.search(sentence)
    if found and found.start() > 12:
        return sentence[: found.start()] + sentence[found.end() :]
    before = _CONDITION_FIRST.match(sentence)
    return before["first"].upper() + sentence[before.end() :] if before else None


def names_swapped(sentence: str, draw: random.Random) -> str | None:
    """The first name and one behind a verb in each other's place; neighbours and lists mean much the same in another order."""
    first, *others = list(dict.fromkeys(name for name in names_of(sentence) if name.lower() not in STOP_WORDS)) or [""]
    verb = r"[^,;(/]*\b(?:is|are|has|have|sends?|uses?|gives?|keeps?|needs?)\b[^,;(/]*"
    for other in others:
        if re.search(rf"\b{first}\b{verb}\b{other}\b", sentence):
            return " ".join(sentence.replace(first, "\0").replace(other, first).replace("\0", other).split())
    return None


def name(sentence: str, draw: random.Random) -> str | None:
    names = names_of(sentence)
    return re.sub(rf"\b{re.escape(draw.choice(names))}\b", "Zephyrix", sentence) if names else None


def opposite(sentence: str, draw: random.Random) -> str | None:
    for pair in _OPPOSITES:
        for one, other in (pair.split("/"), reversed(pair.split("/"))):
            if re.search(rf"\b{one}\b", sentence) and not re.search(rf"\b{other}\b", sentence):
                return re.sub(rf"\b{one}\b", other, sentence, count=1)
    return None


def made_up(sentence: str, draw: random.Random) -> str | None:
    return f"{sentence.rstrip('. ')}{draw.choice(_MADE_UP)}."


TWISTS: tuple[Twist, ...] = (
    figure,
    full_width_figure,
    circled_figure,
    figure_in_words,
    multiple,
    at_least,
    unit,
    negation_dropped,
    negation_added,
    rarely,
    only,
    always,
    must,
    every,
    condition_dropped,
    names_swapped,
    name,
    opposite,
    made_up,
)


def twisted(sentence: str, draw: random.Random) -> Iterator[tuple[str, str]]:
    """Each twist by its name, with what it makes of the sentence, where it makes anything else of it."""
    for twist in TWISTS:
        found = twist(sentence, draw)
        if found and found != sentence:
            yield twist.__name__, found
