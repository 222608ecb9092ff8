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


_IRREGULAR = {
    form: word
    for forms in """arise arose arisen, beat beaten, become became, begin began begun, bend bent, bind bound, bite bitten, blow
    blew blown, break broke broken, bring brought, build built, burn burnt, buy bought, catch caught, choose
    chose chosen, come came, deal dealt, draw drew drawn, drive drove driven, eat ate eaten, fall fell fallen,
    feed fed, feel felt, fight fought, find found, fly flew flown, forget forgot forgotten, freeze froze frozen,
    give gave given, grow grew grown, hang hung, hear heard, hide hid hidden, hold held, keep kept, know knew
    known, lead led, learn learnt, leave left, lend lent, lose lost, make made, mean meant, meet met, overwrite
    overwrote overwritten, pay paid, ride rode ridden, ring rang rung, rise rose risen, run ran, say said, see
    saw seen, seek sought, sell sold, send sent, shake shook shaken, shoot shot, show shown, shrink shrank
    shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, speed sped, spend spent,
    spin spun, stand stood, steal stole stolen, stick stuck, strike struck, sweep swept, swim swam swum, take
    took taken, teach taught, tear torn, tell told, think thought, throw threw thrown, understand understood,
    wake woke woken, wear wore worn, win won, withdraw withdrew withdrawn, write wrote written, child children,
    foot feet, goose geese, index indices, man men, matrix matrices, mouse mice, person people, tooth teeth,
    vertex vertices, woman women""".split(",")
    for word, *others in [forms.split()]
    for form in others
}
"""Irregular forms that no rule for endings finds, each with its word."""


@lru_cache(maxsize=1)
def _stemmer() -> object:
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A lower-case word without its ending, by Snowball's English rules; an irregular form gives the stem of its word."""
    stemmed: str = _stemmer().stemWord(_IRREGULAR.get(word, word))  # type: ignore[attr-defined]
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
