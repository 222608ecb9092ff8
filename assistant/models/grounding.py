"""Whether a sentence that a model wrote stands in the passages it cites.

Each check is strict on what a student would learn wrongly: figures with their units, names, addresses, negations, bounds, words
of opposite meaning, and what is said of whom must stand in the passages; and most of the other words must, in whatever form. What
passes is a paraphrase; what fails is not shown.

The checks read words, not meaning. Measured on the direct answers of 6,261 review questions, spoiled as in
`tests/models/twists.py` and held against six passages of their section, they let through:

- of 2,691 with another figure, in whatever numerals or words, with another unit or another bound, ten;
- of 316 with a figure of another passage among the six, 20 %;
- of 5,915 with a name of elsewhere, none;
- of those with a negation added, an every for an a, the opposite of a word, or a short clause made up, 1 to 3 %;
- of those with an only, an always or a must added, 5 to 8 %;
- of those with a negation left out, 10 %;
- of those with two names in each other's place, 19 %, most of them joined of several passages;
- of those with a condition left out, 40 %.

Of the right answers 2 % fail; the notes' own line then takes their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, camel_terms, stem, words_of
from assistant.models.binding import (
    Frame,
    Told,
    bound_turned,
    clauses,
    exchanged,
    names_exchanged,
    order_turned,
    sides_changed,
    twisted,
)
from assistant.models.conditions import condition_dropped
from assistant.models.polarity import OPPOSITES, Polarity, negation_moved, overstated, turned_beside
from assistant.models.quantities import (
    ANY_NUMBER,
    NUMBER,
    UNITS,
    WORD_FIGURES,
    Quantity,
    found_quantities,
    multiples,
    odd_numerals,
    periods,
    plain,
    quantities,
    quantity_of,
)
from assistant.models.tokens import is_content, negates, sentences

COVERAGE = 0.7
"""Share of a sentence's words that must stand in its passages."""

INVENTED = 3
"""Words of a sentence in a row that stand in no passage: a clause that was made up."""


_NEAR = 0.25
"""Passages with so much less of a sentence's words than the nearest are not those that it is drawn from."""


class Fault(StrEnum):
    """Why a sentence is not supported."""

    NO_SOURCE = "cites no passage that was given"
    EMPTY = "says nothing"
    FIGURE = "a figure that is not in the passage"
    NAME = "a name that is not in the passage"
    ADDRESS = "an address that is not in the passage"
    NEGATION = "a negation that is not in the passage, or one left out"
    OPPOSITE = "the opposite of a word in the passage"
    OVERSTATED = "a must, an only or an all that is not in the passage"
    EXCHANGED = "a name or a figure in the place of another"
    CONDITION = "the passage says it under a condition that is left out"
    BOUND = "a figure made a least or a most that the passage does not make it"
    WORDS = "too many words that are not in the passage"


_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ADDRESS = re.compile(r"\w+://\S*[\w/]|\bwww\.\S*\w|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|[\w.+-]+@[\w.-]+")


@dataclass(frozen=True)
class Evidence:
    """What a sentence is held against: the text of the passages it cites, with the titles above them.

    Attributes:
        texts: the passages, one each.
        titles: titles of their sections, which may be named and state nothing: one for each passage, or some for all.
        vocabulary: knows which acronym stands for which words; None for none.
    """

    texts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None

    @cached_property
    def text(self) -> str:
        """All of it, without the marks of Markdown."""
        return plain("\n".join((*dict.fromkeys(self.titles), *self.texts)))

    @cached_property
    def plain_texts(self) -> tuple[str, ...]:
        """Each passage without the marks of Markdown."""
        return tuple(plain(text) for text in self.texts)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of all words, and of the other form of each acronym."""
        words = words_of(self.text)
        return frozenset(stem(word) for word in [*words, *self._other_forms(words)]) | frozenset(camel_terms(self.text))

    @cached_property
    def quantities(self) -> frozenset[Quantity]:
        """All figures."""
        return frozenset(quantities(self.text))

    @cached_property
    def units(self) -> frozenset[str]:
        """All units that are named, beside a figure or in a column's head."""
        return frozenset(UNITS[word] for word in re.findall(r"[A-Za-z]+|[%$€£°]", self.text.lower()) if word in UNITS)

    @cached_property
    def polarity(self) -> Polarity:
        """What is negated and what is stated."""
        return Polarity.of(self.text)

    @cached_property
    def apart(self) -> tuple[Evidence, ...]:
        """Each passage for itself, with its own titles where there are titles for each."""
        if len(self.texts) == 1:
            return (self,)
        each = [(title,) for title in self.titles] if len(self.titles) == len(self.texts) else [self.titles] * len(self.texts)
        return tuple(Evidence((text,), titles, self.vocabulary) for text, titles in zip(self.texts, each, strict=True))

    @cached_property
    def told(self) -> Told:
        """What it tells."""
        figures = {figure.value for figure in self.quantities} | set(ANY_NUMBER.findall(self.text))
        return Told(self.stems, _name_stems(self.text), frozenset(figures), _with_units(self.quantities))

    @cached_property
    def name_pairs(self) -> frozenset[tuple[str, str]]:
        """The names that stand together."""
        return frozenset(_name_pairs(self.text))

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The clauses of the passages."""
        return tuple(dict.fromkeys(frame for text in self.plain_texts for frame in _frames(text)))

    def _other_forms(self, words: Sequence[str]) -> list[str]:
        if self.vocabulary is None:
            return []
        line = f" {' '.join(words)} "
        forms: list[str] = []
        for word in words:
            long = self.vocabulary.long_forms.get(word) or self.vocabulary.long_forms.get(word.removesuffix("s"))
            forms.extend(long.split() if long else ())
        forms.extend(short for long, short in self.vocabulary.short_forms.items() if f" {long} " in line)
        return forms


def faults(sentence: str, evidence: Evidence) -> tuple[Fault, ...]:
    """What keeps a sentence from being supported by the passages it cites.

    Args:
        sentence: as the model wrote it, without its marks.
        evidence: the passages.

    Returns:
        The faults found, none where the sentence may be shown.
    """
    return tuple(_faults(plain(sentence), evidence))


def supported(sentence: str, evidence: Evidence) -> bool:
    """Whether a sentence has no fault; it is not looked for a second one."""
    return next(_faults(plain(sentence), evidence), None) is None


def _faults(text: str, evidence: Evidence) -> Iterator[Fault]:
    """The faults of a plain sentence, those that are found soonest first."""
    if not _says_something(text):
        yield Fault.EMPTY
    elif not evidence.texts:
        yield Fault.NO_SOURCE
    elif text not in evidence.plain_texts:
        for fault, fine in _CHECKS:
            if not fine(text, evidence):
                yield fault


@lru_cache(maxsize=4096)
def _frames(text: str) -> tuple[Frame, ...]:
    """The sentences of a plain text, and the clauses of those that have several."""
    found: list[str] = []
    for sentence in sentences(text):
        parts = clauses(sentence)
        found += [sentence, *parts] if len(parts) > 1 else [sentence]
    return tuple(_frame(part, first) for part in found for first in (False, True))


def _frame(clause: str, first: bool) -> Frame:
    words: list[str] = []
    held: list[str] = []
    last = 0
    for start, end in _slots(clause, first):
        words += [*_TOKEN.findall(clause[last:start].lower()), ""]
        held.append(clause[start:end].lower())
        last = end
    words += _TOKEN.findall(clause[last:].lower())
    denies = sum(negates(word) for word in words)
    return Frame(tuple(word for word in words if not negates(word)), tuple(held), denies, first)


def _in_their_places(text: str, evidence: Evidence) -> bool:
    """Whether each clause speaks of the thing that its passages speak of, with names and figures where they have them."""
    if any(twisted(frame, evidence.frames)[0] for frame in _frames(text)) or sides_changed(text, evidence.plain_texts):
        return False
    names = _name_stems(text)
    if names_exchanged(text, names, evidence.plain_texts) or order_turned(_name_pairs(text), evidence.name_pairs):
        return False
    passages = [each.told for each in evidence.apart]
    return not any(exchanged(clause, passages) for clause in _told(text))


def _nothing_denied_anew(text: str, evidence: Evidence) -> bool:
    if not _same_polarity(text, evidence) or negation_moved(text, evidence.plain_texts):
        return False
    return not any(twisted(frame, evidence.frames)[1] for frame in _frames(text))


def _addresses_stand(text: str, evidence: Evidence) -> bool:
    return all(address in evidence.text.lower() for address in _ADDRESS.findall(text.lower()))


@lru_cache(maxsize=4096)
def _told(text: str) -> tuple[Told, ...]:
    """What the clauses of a plain text tell."""
    found = []
    for clause in (clause for sentence in sentences(text) for clause in clauses(sentence)):
        names = _name_stems(clause)
        words = {stem(word) for word in words_of(clause) if is_content(word)} - names
        figures = quantities(clause)
        found.append(Told(frozenset(words), names, frozenset(figure.value for figure in figures), _with_units(figures)))
    return tuple(found)


def _with_units(figures: Iterable[Quantity]) -> frozenset[tuple[str, str]]:
    return frozenset((figure.value, figure.unit) for figure in figures)


def _name_pairs(text: str) -> set[tuple[str, str]]:
    """Stems of names that stand together, two and two."""
    found = list(_names(text))
    return {
        (stem(one[0].lower()), stem(other[0].lower())) for one, other in pairwise(found) if text[one.end() : other.start()] == " "
    }


def _slots(text: str, first: bool) -> list[tuple[int, int]]:
    """Where the names and figures of a clause begin and end; its first word, where it may be no name, if that is wanted."""
    figures = [match.span("number") for match in NUMBER.finditer(text)]
    names = [match.span() for match in _names(text) if first or match.start() or not match[0][1:].islower()]
    return sorted((*figures, *((start, end) for start, end in names if not any(a <= start < b for a, b in figures))))


def _name_stems(text: str) -> frozenset[str]:
    return frozenset(stem(match[0].lower()) for match in _names(text) if match[0].lower() not in UNITS)


def _says_something(text: str) -> bool:
    """Whether a sentence has a word or a figure of its own: `No, you cannot.` says nothing that can be held against a passage."""
    return any(is_content(word) and word not in ("yes", "okay") for word in words_of(text)) or bool(quantities(text))


def coverage(sentence: str, evidence: Evidence) -> float:
    """Share of a sentence's content words that stand in the passages, in whatever form; 1 where it has none.

    Figures and units are no such words: they are held against the passages for themselves.
    """
    text = plain(sentence)
    content = {stem(word) for word in words_of(text) if is_content(word)} | set(camel_terms(text))
    return sum(term in evidence.stems for term in content) / len(content) if content else 1.0


def _words_stand(text: str, evidence: Evidence) -> bool:
    """Whether most words stand in the passages, and at least one of each clause; a word that leads in, as `Overall,`, may not."""
    if coverage(text, evidence) < COVERAGE or _longest_invented(text, evidence) >= INVENTED:
        return False
    for sentence in sentences(text):
        for at, clause in enumerate(clauses(sentence)):
            content = [stem(word) for word in words_of(clause) if is_content(word)]
            made_up = not any(term in evidence.stems for term in (*content, *camel_terms(clause)))
            if made_up and len(content) > (0 if at else 1):
                return False
    return True


def _longest_invented(text: str, evidence: Evidence) -> int:
    """How many content words in a row do not stand in the passages."""
    longest = run = 0
    for word in words_of(text):
        if not is_content(word):
            continue
        run = 0 if stem(word) in evidence.stems else run + 1
        longest = max(longest, run)
    return longest


def _figures_stand(text: str, evidence: Evidence) -> bool:
    given = set(ANY_NUMBER.findall(evidence.text))
    read = {number for match in NUMBER.finditer(text) for number in ANY_NUMBER.findall(match["number"])}
    if not (odd_numerals(text) <= odd_numerals(evidence.text) and multiples(text) <= multiples(evidence.text)):
        return False
    if not periods(text) <= periods(evidence.text) | evidence.units:
        return False
    within_names = set(ANY_NUMBER.findall(text)) - read
    return within_names <= given and all(_stands(quantity, text[at:], evidence) for quantity, at in found_quantities(text))


def _stands(quantity: Quantity, rest: str, evidence: Evidence) -> bool:
    """Whether one figure of a sentence stands in the passages; `rest` is the sentence from the figure on."""
    if quantity in evidence.quantities:
        return True
    if quantity.unit:
        return _bare_with_unit(rest, evidence)
    if _value_stands(quantity.value, evidence):
        return True
    if not rest[0].isalpha():
        return False
    if stem(_first_word(rest)) in evidence.stems or quantity == Quantity("1"):  # `one of`, `one another`
        return True
    items = len(evidence.texts)
    return quantity.value in (str(items), str(items - 1))  # the passages themselves are counted, with or without their lead


def _value_stands(value: str, evidence: Evidence) -> bool:
    """Whether a figure stands in the passages with whatever unit, as it was written there or as seconds."""
    if any(found.value == value for found in evidence.quantities):
        return True
    return any(quantity_of(match[0], 1, "").value == value for match in ANY_NUMBER.finditer(evidence.text))


def _bare_with_unit(rest: str, evidence: Evidence) -> bool:
    """Whether a figure stands in the passages without a unit, and its unit elsewhere: in a column's head, or after a range."""
    match = NUMBER.match(rest) or re.match(r"(?P<number>[A-Za-z]+)[\s-](?P<unit>\w+)", rest)
    if not match:
        return False
    number = str(WORD_FIGURES.get(match["number"].lower(), match["number"]))
    unit = UNITS.get((match["unit"] or "").lower(), "")
    return Quantity(quantity_of(number, 1, "").value) in evidence.quantities and unit in evidence.units


def _first_word(text: str) -> str:
    found = re.match(r"\w+", text)
    return found[0].lower() if found else ""


_STARTERS = frozenset(
    "although among another because choose compared consider either finally first given here instead keep like never none "
    "nothing second set since so still take therefore third though thus together unless unlike yes".split()
)
"""Words that begin a sentence with a capital and are no names."""


def unknown_names(sentence: str, evidence: Evidence) -> list[str]:
    """Names in a sentence that the passages and their titles do not have, in whatever form.

    A name is a word with a capital or with digits among its letters.
    """
    return [name for name in names_of(plain(sentence)) if not _known(name, evidence)]


def names_of(text: str) -> list[str]:
    """Words of a text that look like names, among them the first of each sentence where it is no usual beginning."""
    return [match[0] for match in _names(text)]


def _names(text: str) -> Iterator[re.Match[str]]:
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0]
        before = text[: match.start()].rstrip()
        starts = not before or before[-1] in '.!?:"“('
        capitals = sum(letter.isupper() for letter in word)
        digits = any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)
        figure = re.fullmatch(r"\d+[A-Za-z]{1,5}", word)
        common = word == "I" or word.lower() in STOP_WORDS or (starts and word.lower() in _STARTERS)
        if (capitals or (digits and not figure)) and not common:
            yield match


def _known(name: str, evidence: Evidence) -> bool:
    if all(stem(word) in evidence.stems for word in words_of(name)) or stem(name.lower()) in evidence.stems:
        return True
    parts = camel_terms(name)
    return len(parts) > 1 and all(part in evidence.stems for part in parts)


def _same_polarity(text: str, evidence: Evidence) -> bool:
    """Whether what the sentence negates is negated in the passages, and what it states is not negated there only."""
    own, given = Polarity.of(text), evidence.polarity
    negated = given.all_negated
    if any(not reach & negated for reach in own.negated):
        return False
    content = own.stated - own.all_negated
    return not any(reach and reach <= content and not reach <= given.stated for reach in given.negated)


def _turned_round(text: str, evidence: Evidence) -> bool:
    """Whether the sentence has one word of a pair of opposites and the passages that it is drawn from only the other."""
    shares = [(coverage(text, each), each) for each in evidence.apart]
    nearest = max(share for share, _ in shares)
    given = frozenset().union(*(each.stems for share, each in shares if share >= nearest - _NEAR))
    own = {stem(word) for word in words_of(text)}
    for one, other in OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if own & mine and not own & theirs and not given & mine and given & theirs:
                return True
    return turned_beside(text, evidence.plain_texts)


_CHECKS: tuple[tuple[Fault, Callable[[str, Evidence], bool]], ...] = (
    (Fault.WORDS, _words_stand),
    (Fault.FIGURE, _figures_stand),
    (Fault.NAME, lambda text, evidence: not unknown_names(text, evidence)),
    (Fault.ADDRESS, _addresses_stand),
    (Fault.OVERSTATED, lambda text, evidence: not overstated(text, evidence.plain_texts)),
    (Fault.OPPOSITE, lambda text, evidence: not _turned_round(text, evidence)),
    (Fault.BOUND, lambda text, evidence: not bound_turned(text, evidence.plain_texts)),
    (Fault.NEGATION, _nothing_denied_anew),
    (Fault.EXCHANGED, _in_their_places),
    (Fault.CONDITION, lambda text, evidence: not condition_dropped(text, evidence.plain_texts)),
)

_SHARED = 3
"""Words that two passages must share to speak of one thing."""


def contradict(one: str, other: str) -> bool:
    """Whether two passages say the same of one thing with another figure, or one says it and the other denies it.

    It looks for passages that differ in nothing else but a word, so it finds few contradictions, and those are real ones.

    Args:
        one: a passage's words.
        other: another's.
    """
    texts = [plain(text) for text in (one, other)]
    contents = [frozenset(stem(word) for word in words_of(text) if is_content(word)) for text in texts]
    shared = contents[0] & contents[1]
    if len(shared) < _SHARED or any(len(content - shared) > 1 for content in contents) or len(contents[0] ^ contents[1]) > 1:
        return False
    figures = [frozenset(quantities(text)) for text in texts]
    units = [sorted(quantity.unit for quantity in found) for found in figures]
    if figures[0] != figures[1]:
        return bool(figures[0]) and units[0] == units[1]
    negated = [Polarity.of(text).all_negated & shared for text in texts]
    return bool(negated[0]) != bool(negated[1])
