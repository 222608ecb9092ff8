"""The figures of a text with their units, brought to one form, in digits or in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure, brought to one form: `1 hour` is 3600 s.

    Attributes:
        value: the figure.
        unit: seconds `s`, `%`, bytes with their prefix, a currency; empty where no unit stands beside it.
    """

    value: str
    unit: str = ""


_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORD_FIGURES = (
    {word: value for value, word in enumerate(f"zero {_ONES} {_TEENS}".split())}
    | {word: 10 * tens for tens, word in enumerate(_TENS.split(), 2)}
    | {"hundred": 100, "dozen": 12, "twice": 2}
)
"""Figures that are one word."""

_BELOW_HUNDRED = (
    rf"(?:(?:{_TENS.replace(' ', '|')})(?:[\s-](?:{_ONES.replace(' ', '|')})\b)?|zero|{f'{_ONES} {_TEENS}'.replace(' ', '|')})"
)
_IN_WORDS = re.compile(
    rf"\b(?:(?:(?P<hundreds>{_BELOW_HUNDRED})[\s-])?hundred(?:\s(?:and\s)?(?P<more>{_BELOW_HUNDRED}))?"
    rf"|(?P<small>{_BELOW_HUNDRED})|(?P<other>dozen|twice))\b(?:[\s-]+(?P<after>%|[A-Za-z]+))?",
    re.I,
)
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "k": 1_000}
_SECONDS = {
    unit: Decimal(seconds)
    for unit, seconds in {"ms": "0.001", "s": "1", "min": "60", "h": "3600", "d": "86400", "week": "604800"}.items()
}
UNITS = {
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
NUMBER = re.compile(
    r"(?<![\w.,/:-])(?P<sign>[$€£])?\s?(?P<number>\d+(?:[.,:/]\d+)*)"
    r"(?:[\s-]?(?P<scale>thousand|million|billion|k(?=\b)))?"
    r"(?:[\s-]?(?P<unit>[%°]c?|[a-zA-Z]+(?:/s)?)(?![\w]))?",
    re.I,
)
ANY_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def quantities(text: str) -> list[Quantity]:
    """The figures of a text with their units; digits within names, such as `S3`, are no figures.

    Args:
        text: plain words; Markdown marks are skipped.
    """
    return [quantity for quantity, _ in found_quantities(plain(text))]


def found_quantities(text: str) -> Iterator[tuple[Quantity, int]]:
    """Figures of a plain text, each with where it begins."""
    for match in NUMBER.finditer(text):
        unit = UNITS.get((match["unit"] or match["sign"] or "").lower(), "")
        if match["sign"]:
            unit = UNITS[match["sign"]]
        yield quantity_of(match["number"], _SCALES.get((match["scale"] or "").lower(), 1), unit), match.start()
    for match in _IN_WORDS.finditer(text):
        after = (match["after"] or "").lower()
        unit = UNITS.get(after, "") if len(after) > 1 else ""
        yield quantity_of(str(_value_in_words(match)), _SCALES.get(after, 1), unit), match.start()


def _value_in_words(match: re.Match[str]) -> int:
    """The value of a figure in words: `two hundred and seventy-five` is 275."""

    def below_hundred(words: str | None) -> int:
        return sum(WORD_FIGURES[word] for word in re.split(r"[\s-]", words.lower())) if words else 0

    if match["small"] or match["other"]:
        return below_hundred(match["small"] or match["other"])
    return 100 * (below_hundred(match["hundreds"]) or 1) + below_hundred(match["more"])


def odd_numerals(text: str) -> set[str]:
    """Numerals that are no plain digits, such as `²`, `½`, `①` or `Ⅳ`."""
    return {letter for letter in text if unicodedata.category(letter) in ("No", "Nl")}


def quantity_of(number: str, scale: int, unit: str) -> Quantity:
    """A figure as it is written, brought to one form."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", number):
        number = number.replace(",", "")
    try:
        value = Decimal(number.replace(",", ".")) * scale
    except InvalidOperation:
        return Quantity(number.replace(",", "."), unit)  # a version, a date, a range of addresses
    if unit in _SECONDS:
        value, unit = value * _SECONDS[unit], "s"
    return Quantity(f"{value.normalize():f}", unit)


def plain(text: str) -> str:
    """A text without the marks of Markdown."""
    return re.sub(r"^\s*(?:```|~~~)\w*|[*`~]|(?<!\w)_|_(?!\w)", "", text, flags=re.M)


_PERIOD = re.compile(
    r"(?:\b(?:per|a|an|each|every)\s|/)(?P<period>s|sec|second|min|minute|h|hr|hour|day|week|month|year)\b", re.I
)
_ADVERBS = {
    "hourly": "h",
    "daily": "d",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
}


def periods(text: str) -> set[str]:
    """Units of time that something is counted over: `per second`, `a month`, `GB/s`, `yearly`."""
    found = {UNITS[match["period"].lower()] for match in _PERIOD.finditer(text)}
    return found | {unit for word, unit in _ADVERBS.items() if re.search(rf"\b{word}\b", text, re.I)}


_MULTIPLES = re.compile(
    r"\b(?:half|halves?|halved|quarters?|doubl\w+|tripl\w+|quadrupl\w+|tenfold|dozens?|hundreds|thousands|millions|billions)\b",
    re.I,
)


def multiples(text: str) -> set[str]:
    """Words that make a figure another, such as half or double."""
    return {match[0].lower()[:5] for match in _MULTIPLES.finditer(text)}
