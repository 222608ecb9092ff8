"""Texts become words, and words become the terms that are ranked by."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\W_]+")
_FIGURE = re.compile(r"^(\d+)([a-z]{1,6})$")
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

STOP_WORDS = frozenset(
    """a about above after again all also am an and any anybody anyone are as at be been before being below between both but
    by can cannot could did do does doing don down during each else ever few for from further get gets getting give given got
    had has have having he her here hers him his how however i if in into is it its itself just let like many may me might
    mine more most much must my need needs no nor not now of off on once one only onto or other our ours out over own per
    please same shall she should so some such tell than that the their theirs them then there these they this those through
    to too under until up upon us use used using very via want wants was we were what whats when where whether which while
    who whom whose why will with within without would you your yours explain describe mean means im ive id youre thats isn
    doesn don't doesn't isn't can't what's it's i'm i've there's""".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A lower-case word without its ending, by Snowball's English rules."""
    stemmed: str = _stemmer().stemWord(word)  # type: ignore[attr-defined]
    return stemmed


def words_of(text: str) -> list[str]:
    """Lower-case words of a text in order; `15min` gives `15` and `min`, and possessives lose their s."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'").removesuffix("'s")
        figure = _FIGURE.match(word)
        found.extend(figure.groups() if figure else (word,))
    return found


def terms_of(text: str) -> list[str]:
    """Stems of a text's words without stop words, for ranking; names in CamelCase give their parts as well."""
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS] + camel_terms(text)


def camel_terms(text: str) -> list[str]:
    """Stems of the parts of names in CamelCase."""
    terms: list[str] = []
    for match in _WORD.finditer(text):
        word = match[0]
        parts = [] if "'" in word or "’" in word or _FIGURE.match(word.lower()) else _CAMEL.findall(word)
        if len(parts) > 1 and len(word) > 5:
            terms.extend(stem(part.lower()) for part in parts if len(part) > 2)
    return terms
