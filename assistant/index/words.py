"""What words the notes use: tokens, BM25 ranking, and the long forms of acronyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import bm25s

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
    terms = [stem(word) for word in words_of(text) if word not in STOP_WORDS]
    for match in _WORD.finditer(text):
        parts = _CAMEL.findall(match[0])
        if len(parts) > 1 and len(match[0]) > 5:
            terms.extend(stem(part.lower()) for part in parts if len(part) > 2)
    return terms


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and its long form, both in lower case."""

    short: str
    long: str


_PARENTHESIS = re.compile(r"\(([^()]{2,60})\)")


def find_acronyms(texts: Iterable[str]) -> tuple[Acronym, ...]:
    """Acronyms that texts spell out, as `Network Load Balancer (NLB)` or `NLB (Network Load Balancer)`.

    The initials of the long form's words must give the short form, after Schwartz and Hearst, "A simple algorithm for
    identifying abbreviation definitions in biomedical text" (2003), here without their matching inside words.
    """
    found: Counter[Acronym] = Counter()
    for text in texts:
        for match in _PARENTHESIS.finditer(text):
            inside, before = match[1].strip(), text[: match.start()].rstrip()
            last = re.search(r"[\w/&-]+$", before)
            if _is_short(inside):
                long = _long_form(inside, before)
                if long:
                    found[Acronym(inside.lower().rstrip("s") if inside[-1] == "s" else inside.lower(), long)] += 1
            elif last and _is_short(last[0]):
                long = _long_form(last[0], inside)
                if long and long == " ".join(words_of(inside)):
                    found[Acronym(last[0].lower(), long)] += 1
    return tuple(acronym for acronym, _ in found.most_common())


def _is_short(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9&/-]{1,7}", text)) and sum(letter.isupper() for letter in text) >= 2


def _long_form(short: str, text: str) -> str | None:
    """The last words of a text whose initials spell the short form."""
    letters = [letter.lower() for letter in short.rstrip("s") if letter.isalnum()]
    words = words_of(text)
    small = {"and", "of", "for", "the", "to", "in", "on", "a"}
    for count in range(len(letters), min(len(words), len(letters) + 3) + 1):
        tail = words[-count:]
        if tail[0][:1] != letters[0] or tail[0] in small:
            continue
        for drop_small in (False, True):
            initials = [word[0] for word in tail if not (drop_small and word in small)]
            if initials == letters:
                return " ".join(tail)
    return None


class WordIndex:
    """BM25 over texts, and what is known of their words.

    Args:
        texts: one text an entry.
        known: everything the notes say, headings included, to learn their vocabulary from.
    """

    def __init__(self, texts: Sequence[str], known: Sequence[str] = ()) -> None:
        self._tokens = [terms_of(text) for text in texts]
        self.size = len(texts)
        self.acronyms = find_acronyms([*known, *texts])
        self._spelled: Counter[str] = Counter()
        for text in (*known, *texts):
            self._spelled.update(words_of(text))

    @cached_property
    def _bm25(self) -> bm25s.BM25:
        import bm25s

        ranker = bm25s.BM25(k1=1.2, b=0.5)
        ranker.index(self._tokens, show_progress=False)
        return ranker

    @cached_property
    def frequency(self) -> Counter[str]:
        """In how many texts a stem stands."""
        counts: Counter[str] = Counter()
        for tokens in self._tokens:
            counts.update(set(tokens))
        return counts

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the notes as it is spelled, in lower case."""
        return frozenset(self._spelled)

    @cached_property
    def spelled_often(self) -> Counter[str]:
        """How often each word stands in the notes."""
        return self._spelled

    def weight(self, term: str) -> float:
        """Inverse document frequency of a stem, 0 to 1; 1 for a stem the notes do not have."""
        if self.size == 0:
            return 1.0
        return float(np.log((self.size + 1) / (self.frequency.get(term, 0) + 0.5)) / np.log((self.size + 1) / 0.5))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every text for a question's terms, shape (texts,)."""
        known = [term for term in terms if term in self.frequency]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    @cached_property
    def long_forms(self) -> dict[str, str]:
        """Long forms by acronym; the more common one where two share it."""
        forms: dict[str, str] = {}
        for acronym in self.acronyms:
            forms.setdefault(acronym.short, acronym.long)
        return forms

    @cached_property
    def short_forms(self) -> dict[str, str]:
        """Acronyms by long form."""
        forms: dict[str, str] = {}
        for acronym in self.acronyms:
            forms.setdefault(acronym.long, acronym.short)
        return forms
