"""Whether a sentence that a model wrote stands in the passages it cites.

Each check is strict on what a student would learn wrongly: figures with their units, names, addresses, negations and words of
opposite meaning must stand in the passages; and most of the other words must, in whatever form. What passes is a paraphrase; what
fails is not shown. The checks read words, not meaning: a sentence that puts the passages' own words together wrongly can pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, camel_terms, stem, words_of

COVERAGE = 0.7
"""Share of a sentence's words that must stand in its passages."""

INVENTED = 3
"""Words of a sentence in a row that stand in no passage: a clause that was made up."""


class Fault(StrEnum):
    """Why a sentence is not supported."""

    NO_SOURCE = "cites no passage that was given"
    EMPTY = "says nothing"
    FIGURE = "a figure that is not in the passage"
    NAME = "a name that is not in the passage"
    ADDRESS = "an address that is not in the passage"
    NEGATION = "a negation that is not in the passage, or one left out"
    OPPOSITE = "the opposite of a word in the passage"
    WORDS = "too many words that are not in the passage"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure, brought to one form: `1 hour` is 3600 s.

    Attributes:
        value: the figure.
        unit: seconds `s`, `%`, bytes with their prefix, a currency; empty where no unit stands beside it.
    """

    value: str
    unit: str = ""


_WORD_FIGURES = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100", "dozen": "12", "twice": "2"}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1_000}
_SECONDS = {
    unit: Decimal(seconds)
    for unit, seconds in {"ms": "0.001", "s": "1", "min": "60", "h": "3600", "d": "86400", "week": "604800"}.items()
}
_UNITS = {
    spelling: unit
    for unit, spellings in {
        "%": "% percent percentage pct",
        "ms": "ms millisecond milliseconds msec",
        "s": "s sec secs second seconds",
        "min": "min mins minute minutes",
        "h": "h hr hrs hour hours",
        "d": "d day days",
        "week": "week weeks",
        "month": "month months",
        "year": "year years yr yrs",
        "usd": "$ usd dollar dollars",
        "eur": "€ eur euro euros",
        "gbp": "£ gbp",
        "cent": "cent cents",
        "byte": "byte bytes b",
        "bit": "bit bits",
        "kb": "kb kilobyte kilobytes",
        "mb": "mb megabyte megabytes",
        "gb": "gb gigabyte gigabytes",
        "tb": "tb terabyte terabytes",
        "pb": "pb petabyte petabytes",
        "eb": "eb exabyte exabytes",
        "kib": "kib",
        "mib": "mib",
        "gib": "gib",
        "tib": "tib",
        "kbps": "kbps kbit/s",
        "mbps": "mbps mbit/s",
        "gbps": "gbps gbit/s",
        "iops": "iops",
        "vcpu": "vcpu vcpus",
        "hz": "hz",
        "mhz": "mhz",
        "ghz": "ghz",
        "g": "g gram grams",
        "kg": "kg",
        "mg": "mg",
        "m": "m metre metres meter meters",
        "cm": "cm",
        "mm": "mm",
        "km": "km",
        "ml": "ml",
        "l": "l litre litres liter liters",
        "°": "° °c celsius",
    }.items()
    for spelling in spellings.split()
}
_NUMBER = re.compile(
    r"(?<![\w.,/:-])(?P<sign>[$€£])?\s?(?P<number>\d+(?:[.,:/]\d+)*)"
    r"(?:[\s-]?(?P<scale>thousand|million|billion|k(?=\b)))?"
    r"(?:[\s-]?(?P<unit>[%°]c?|[a-zA-Z]+(?:/s)?)(?![\w]))?",
    re.I,
)
_LETTERS_AND_DIGITS = re.compile(r"(?=\w*\d)(?=\w*[A-Za-z])[\w.-]*\w")
_ADDRESS = re.compile(r"\w+://\S*[\w/]|\bwww\.\S*\w|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b|[\w.+-]+@[\w.-]+")
_ANY_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def quantities(text: str) -> list[Quantity]:
    """The figures of a text with their units; digits within names, such as `S3`, are no figures.

    Args:
        text: plain words; Markdown marks are skipped.
    """
    return [quantity for quantity, _ in _found_quantities(_plain(text))]


def _found_quantities(text: str) -> Iterator[tuple[Quantity, int]]:
    """Figures of a plain text, each with where it begins."""
    for match in _NUMBER.finditer(text):
        unit = _UNITS.get((match["unit"] or match["sign"] or "").lower(), "")
        if match["sign"]:
            unit = _UNITS[match["sign"]]
        yield _quantity(match["number"], _SCALES.get((match["scale"] or "").lower(), 1), unit), match.start()
    for match in re.finditer(r"[A-Za-z]+", text):
        value = _WORD_FIGURES.get(match[0].lower())
        if value:
            following = re.match(r"[\s-]+(%|[A-Za-z]+)", text[match.end() :])
            after = following[1].lower() if following else ""
            scale = _SCALES.get(after, 1)
            yield _quantity(value, scale, _UNITS.get(after, "") if len(after) > 1 else ""), match.start()


def _quantity(number: str, scale: int, unit: str) -> Quantity:
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    try:
        value = Decimal(number.replace(",", ".")) * scale
    except InvalidOperation:
        return Quantity(number.replace(",", "."), unit)  # a version, a date, a range of addresses
    if unit in _SECONDS:
        value, unit = value * _SECONDS[unit], "s"
    return Quantity(f"{value.normalize():f}", unit)


def _plain(text: str) -> str:
    """A text without the marks of Markdown."""
    return re.sub(r"[*`~]|(?<!\w)_|_(?!\w)", "", text)


_NEGATORS = frozenset("not no never cannot without nor neither none nothing nobody unable".split())
_SCOPE = 5
"""Words after a negator that it speaks about."""
_ENDS_SCOPE = re.compile(
    r"[.;:!?()]|,\s|\b(?:but|however|while|whereas|although|though|instead|because|since|so|only|just|and)\b", re.I
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.;:!?(),]")

_OPPOSITES = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in pair.split("|"))
    for pair in (
        "synchronous synchronously|asynchronous asynchronously async",
        "public publicly|private privately",
        "inbound incoming ingress|outbound outgoing egress",
        "maximum max|minimum min",
        "increase increases increased|decrease decreases decreased",
        "enable enabled enables|disable disabled disables",
        "encrypted encrypt encrypts encryption|unencrypted",
        "stateful|stateless",
        "managed|unmanaged",
        "before|after",
        "above|below",
        "more|less fewer",
        "higher|lower",
        "faster|slower",
        "cheaper cheap|expensive",
        "allow allows allowed|deny denies denied forbid forbids forbidden",
        "mutable|immutable",
        "internal|external",
        "automatic automatically|manual manually",
        "same|different",
        "always|never",
        "first|last",
        "vertical vertically|horizontal horizontally",
        "permanent permanently|temporary temporarily ephemeral",
        "true|false",
        "mandatory required|optional",
        "unlimited|limited",
        "most|least",
        "north|south",
        "east|west",
        "exothermic|endothermic",
        "rise rises|fall falls",
    )
)


@dataclass(frozen=True)
class Evidence:
    """What a sentence is held against: the text of the passages it cites, with the titles above them.

    Attributes:
        texts: the passages, one each.
        titles: titles of their sections, which may be named and state nothing.
        vocabulary: knows which acronym stands for which words; None for none.
    """

    texts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    vocabulary: Vocabulary | None = None

    @cached_property
    def text(self) -> str:
        """All of it, without the marks of Markdown."""
        return _plain("\n".join((*self.titles, *self.texts)))

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
        return frozenset(_UNITS[word] for word in re.findall(r"[A-Za-z]+|[%$€£°]", self.text.lower()) if word in _UNITS)

    @cached_property
    def polarity(self) -> Polarity:
        """What is negated and what is stated."""
        return Polarity.of(self.text)

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


@dataclass(frozen=True, slots=True)
class Polarity:
    """Stems that a text negates, and stems that it states.

    Attributes:
        negated: content words within reach of a negator, reach by reach.
        stated: all other content words.
    """

    negated: tuple[frozenset[str], ...]
    stated: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Polarity:
        """Reads a plain text."""
        reaches: list[frozenset[str]] = []
        stated: set[str] = set()
        reach: list[str] | None = None
        left = 0
        for match in _TOKEN.finditer(text):
            word = match[0].lower().replace("’", "'")
            if reach is not None and (left <= 0 or _ENDS_SCOPE.fullmatch(match[0]) or match[0] == ","):
                reaches.append(frozenset(reach))
                reach = None
            if _negates(word):
                if reach is not None:
                    reaches.append(frozenset(reach))
                reach, left = [], _SCOPE
            elif word[0].isalnum() and word not in STOP_WORDS:
                root = stem(word.removesuffix("'s"))
                if reach is None:
                    stated.add(root)
                else:
                    reach.append(root)
                    left -= 1
        if reach is not None:
            reaches.append(frozenset(reach))
        return cls(tuple(reached for reached in reaches if reached), frozenset(stated))

    @property
    def all_negated(self) -> frozenset[str]:
        """Every stem that is negated somewhere."""
        return frozenset().union(*self.negated)


def _negates(word: str) -> bool:
    return word in _NEGATORS or word.endswith("n't")


def faults(sentence: str, evidence: Evidence) -> tuple[Fault, ...]:
    """What keeps a sentence from being supported by the passages it cites.

    Args:
        sentence: as the model wrote it, without its marks.
        evidence: the passages.

    Returns:
        The faults found, none where the sentence may be shown.
    """
    text = _plain(sentence)
    if not re.search(r"\w", text):
        return (Fault.EMPTY,)
    if not evidence.texts:
        return (Fault.NO_SOURCE,)
    checks = (
        (Fault.FIGURE, _figures_stand(text, evidence)),
        (Fault.NAME, not unknown_names(text, evidence)),
        (Fault.ADDRESS, all(address in evidence.text.lower() for address in _ADDRESS.findall(text.lower()))),
        (Fault.NEGATION, _same_polarity(text, evidence)),
        (Fault.OPPOSITE, not _turned_round(text, evidence)),
        (Fault.WORDS, coverage(text, evidence) >= COVERAGE and _longest_invented(text, evidence) < INVENTED),
    )
    return tuple(fault for fault, fine in checks if not fine)


def coverage(sentence: str, evidence: Evidence) -> float:
    """Share of a sentence's content words that stand in the passages, in whatever form; 1 where it has none.

    Figures and units are no such words: they are held against the passages for themselves.
    """
    text = _plain(sentence)
    content = {stem(word) for word in words_of(text) if _is_content(word)} | set(camel_terms(text))
    return sum(term in evidence.stems for term in content) / len(content) if content else 1.0


def _longest_invented(text: str, evidence: Evidence) -> int:
    """How many content words in a row do not stand in the passages."""
    longest = run = 0
    for word in words_of(text):
        if not _is_content(word):
            continue
        run = 0 if stem(word) in evidence.stems else run + 1
        longest = max(longest, run)
    return longest


def _figures_stand(text: str, evidence: Evidence) -> bool:
    given = set(_ANY_NUMBER.findall(evidence.text))
    read = {number for match in _NUMBER.finditer(text) for number in _ANY_NUMBER.findall(match["number"])}
    within_names = set(_ANY_NUMBER.findall(text)) - read
    return within_names <= given and all(_stands(quantity, text[at:], evidence) for quantity, at in _found_quantities(text))


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
    return any(_quantity(match[0], 1, "").value == value for match in _ANY_NUMBER.finditer(evidence.text))


def _bare_with_unit(rest: str, evidence: Evidence) -> bool:
    """Whether a figure stands in the passages without a unit, and its unit elsewhere: in a column's head, or after a range."""
    match = _NUMBER.match(rest) or re.match(r"(?P<number>[A-Za-z]+)[\s-](?P<unit>\w+)", rest)
    if not match:
        return False
    number = _WORD_FIGURES.get(match["number"].lower(), match["number"])
    unit = _UNITS.get((match["unit"] or "").lower(), "")
    return Quantity(_quantity(number, 1, "").value) in evidence.quantities and unit in evidence.units


def _first_word(text: str) -> str:
    found = re.match(r"\w+", text)
    return found[0].lower() if found else ""


_STARTERS = frozenset(
    "although another because choose consider either finally first given here instead keep like never none nothing second set "
    "since so still take therefore third though thus together unless unlike yes".split()
)
"""Words that begin a sentence with a capital and are no names."""


def unknown_names(sentence: str, evidence: Evidence) -> list[str]:
    """Names in a sentence that the passages and their titles do not have, in whatever form.

    A name is a word with a capital or with digits among its letters.
    """
    return [name for name in names_of(_plain(sentence)) if not _known(name, evidence)]


def names_of(text: str) -> list[str]:
    """Words of a text that look like names, among them the first of each sentence where it is no usual beginning."""
    found = []
    for match in re.finditer(r"[^\W_]+", text):
        word = match[0]
        before = text[: match.start()].rstrip()
        starts = not before or before[-1] in '.!?:"“('
        capitals = sum(letter.isupper() for letter in word)
        digits = any(letter.isdigit() for letter in word) and any(letter.isalpha() for letter in word)
        figure = re.fullmatch(r"\d+[A-Za-z]{1,5}", word)
        common = word == "I" or word.lower() in STOP_WORDS or (starts and word.lower() in _STARTERS)
        if (capitals or (digits and not figure)) and not common:
            found.append(word)
    return found


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
    """Whether the sentence has one word of a pair of opposites and the passages only the other."""
    own = {stem(word) for word in words_of(text)}
    for one, other in _OPPOSITES:
        for mine, theirs in ((one, other), (other, one)):
            if own & mine and not own & theirs and not evidence.stems & mine and evidence.stems & theirs:
                return True
    return False


_SHARED = 3
"""Words that two passages must share to speak of one thing."""


def contradict(one: str, other: str) -> bool:
    """Whether two passages say the same of one thing with another figure, or one says it and the other denies it.

    It looks for passages that differ in nothing else but a word, so it finds few contradictions, and those are real ones.

    Args:
        one: a passage's words.
        other: another's.
    """
    texts = [_plain(text) for text in (one, other)]
    contents = [frozenset(stem(word) for word in words_of(text) if _is_content(word)) for text in texts]
    shared = contents[0] & contents[1]
    if len(shared) < _SHARED or any(len(content - shared) > 1 for content in contents) or len(contents[0] ^ contents[1]) > 1:
        return False
    figures = [frozenset(quantities(text)) for text in texts]
    units = [sorted(quantity.unit for quantity in found) for found in figures]
    if figures[0] != figures[1]:
        return bool(figures[0]) and units[0] == units[1]
    negated = [Polarity.of(text).all_negated & shared for text in texts]
    return bool(negated[0]) != bool(negated[1])


def _is_content(word: str) -> bool:
    return (
        word not in STOP_WORDS
        and word not in _NEGATORS
        and word not in _UNITS
        and not word[0].isdigit()
        and word not in _WORD_FIGURES
    )
