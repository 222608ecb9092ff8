"""Figures in a text: numbers with what they count or measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.index.words import STOP_WORDS, stem


class Measure(StrEnum):
    """What a figure measures."""

    DURATION = "duration"
    SIZE = "size"
    RATE = "rate"
    LENGTH = "length"
    MASS = "mass"
    TEMPERATURE = "temperature"
    PERCENT = "percent"
    MONEY = "money"
    YEAR = "year"
    COUNT = "count"
    NUMBER = "number"


_UNITS: dict[Measure, dict[str, float]] = {
    Measure.DURATION: {
        "ms millisecond milliseconds": 0.001,
        "s sec secs second seconds": 1,
        "min mins minute minutes": 60,
        "h hr hrs hour hours": 3600,
        "day days": 86_400,
        "week weeks": 604_800,
        "month months": 2_629_800,
        "year years": 31_557_600,
    },
    Measure.SIZE: {
        "bit bits": 0.125,
        "byte bytes": 1,
        "kb kib kilobyte kilobytes": 1024,
        "mb mib megabyte megabytes": 1024**2,
        "gb gib gigabyte gigabytes": 1024**3,
        "tb tib terabyte terabytes": 1024**4,
        "pb pib petabyte petabytes": 1024**5,
    },
    Measure.RATE: {
        "kbps kbit/s": 1e3,
        "mbps mbit/s": 1e6,
        "gbps gbit/s": 1e9,
        "tbps": 1e12,
        "kb/s": 8e3,
        "mb/s": 8e6,
        "gb/s": 8e9,
    },
    Measure.LENGTH: {"nm": 1e-9, "µm μm": 1e-6, "mm": 1e-3, "cm": 1e-2, "km": 1e3, "mile miles": 1609.344},
    Measure.MASS: {"mg": 1e-3, "g gram grams": 1, "kg": 1e3, "tonnes tons": 1e6},
    Measure.TEMPERATURE: {"°c": 1, "°f": 1.8},
    Measure.PERCENT: {"% percent": 1},
}
_KNOWN = {
    unit: (measure, factor) for measure, units in _UNITS.items() for names, factor in units.items() for unit in names.split()
}
_WORDS = {w: n for n, w in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\b(?:" + "|".join(_WORDS) + r")\b"
_FIGURE = re.compile(
    rf"(?<![\w.,:/#@°=<>\-–+])(?P<money>[$€£]\s?)?(?P<number>{_NUMBER})"
    r"(?!\.?[\d]|[:/,]\d|[-–]\d|\w*[-_@]\w*\d|(?:st|nd|rd|th)\b)"
    r"(?:(?P<tight>%|°[CF]|[A-Za-zµμ]{1,5}(?:/s)?\b(?![-@]))|(?P<gap>\s|-)(?P<unit>[A-Za-zµμ°%][\wµμ°/%-]*))?",
    re.I,
)
_RANGE = re.compile(rf"(?:{_NUMBER})[^\W\d]*\s*(?:to|–|-|and|or|x|\*)\s*$", re.I)
_RANGE_AFTER = re.compile(rf"^\s*(?:to|–|-|or|and|x|\*)\s*(?:{_NUMBER})", re.I)
_NO_NOUN = (
    frozenset("per at of and or to from in on for with than as by more less other others different full".split()) | STOP_WORDS
)
_YEARS = (1000, 2100)
_ABBREVIATION = 2
"""Letters of a unit up to which it has no plural."""
_LONGEST_UNIT = 4
"""Letters of each part of a compound unit, such as `mmol/l`."""
_OPERATORS = frozenset("+ - * / = × ÷ ^".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text with its unit.

    Attributes:
        text: number and unit as they stand.
        number: the number itself.
        unit: the unit or the counted thing, in lower case, as it stands; empty where there is none.
        measure: what it measures.
        value: in the measure's base unit (seconds, bytes, bits a second, metres, grams), else the number.
        start: where it starts in its text.
        digits: the number as it stands.
        part_of_range: whether it is one end of a range, such as `1 to 6 hours`.
    """

    text: str
    number: float
    unit: str
    measure: Measure
    value: float
    start: int
    digits: str
    part_of_range: bool

    @property
    def end(self) -> int:
        """Where it ends in its text."""
        return self.start + len(self.text)

    @property
    def thing(self) -> str:
        """What is counted, as a stem; the same for every unit of a measure."""
        return stem(self.unit.split("-")[-1]) if self.measure is Measure.COUNT else self.measure.value

    @property
    def bare(self) -> Figure:
        """The number alone, where it counts something; other figures keep their unit."""
        return replace(self, text=self.digits) if self.measure is Measure.COUNT else self

    def same(self, other: Figure) -> bool:
        """Whether both say the same amount: `5 minutes` and `300 seconds`; `1 GB` and `1,024 MB`."""
        if self.measure is not other.measure:
            loose = {Measure.NUMBER, Measure.COUNT, Measure.YEAR}
            return {self.measure, other.measure} <= loose and self.number == other.number
        if self.measure is Measure.COUNT and self.thing != other.thing:
            return False
        return abs(self.value - other.value) <= 1e-6 * max(abs(self.value), abs(other.value))

    @property
    def significant(self) -> int:
        """How many digits it has, noughts at the end left out: 1 for 10,000, 3 for 86,400."""
        return len(self.digits.replace(",", "").replace(".", "").strip("0")) or 1

    def with_number(self, digits: str) -> str:
        """The figure with another number, written as this one is: `15 minutes` for `1 minute`."""
        singular = self.number == 1 and f"{self.unit}s" in _KNOWN and self.text.lower().endswith(self.unit)
        return self.text.replace(self.digits, digits, 1) + ("s" if singular and len(self.unit) > _ABBREVIATION else "")


def is_unit(word: str) -> bool:
    """Whether a word is a unit, as `m/s` or `mmol/l`.

    Args:
        word: the word, in lower case.
    """
    parts = word.strip("()[]").split("/")
    return word.strip("()[]") in _KNOWN or (len(parts) > 1 and all(len(part) <= _LONGEST_UNIT for part in parts))


def is_named(figure: Figure, text: str) -> bool:
    """Whether a number is part of a name, as in `Route 53`, or of a formula.

    Args:
        figure: the figure.
        text: the text that it stands in.
    """
    before = text[: figure.start].split()
    return bool(before) and ((before[-1][0].isupper() and before[-1].isalpha()) or before[-1] in _OPERATORS)


@lru_cache(maxsize=20_000)
def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a text, in order. Parts of names, versions, addresses and dates are none."""
    found = []
    for match in _FIGURE.finditer(text):
        figure = _figure(match, text)
        if figure:
            found.append(figure)
    return tuple(found)


def _figure(match: re.Match[str], text: str) -> Figure | None:
    digits = match["number"]
    number = float(_WORDS[digits.lower()]) if digits.lower() in _WORDS else float(digits.replace(",", ""))
    raw = match["tight"] or match["unit"] or ""
    unit = raw.lower().rstrip(".-/")
    start, end = match.start(), match.end()
    if not match["tight"] and re.match(r"\w", text[match.end("number") :]):
        return None
    if match["tight"] == "s" and re.match(r"\s+of\b", text[end:]):
        return None  # hundreds, not seconds: `100s of volumes`
    known = _KNOWN.get(unit)
    if known and raw in ("M", "G", "S", "H"):
        known = None
    if match["tight"] and not known:
        return None
    if not known and (unit in _NO_NOUN or unit.startswith("%") or not unit.replace("-", "").isalpha()):
        unit, end = "", match.end("number")
    else:
        end -= len(raw) - len(raw.rstrip(".-/"))
    in_range = bool(_RANGE.search(text[max(0, start - 20) : start]) or _RANGE_AFTER.match(text[end : end + 20]))
    value = number
    if match["money"]:
        measure, unit, end = Measure.MONEY, match["money"].strip(), match.end("number")
    elif known:
        measure, value = known[0], number * known[1]
    elif unit:
        measure = Measure.COUNT
    elif _YEARS[0] <= number <= _YEARS[1] and re.fullmatch(r"\d{4}", digits):
        measure = Measure.YEAR
    else:
        measure = Measure.NUMBER
    return Figure(text[start:end], number, unit, measure, value, start, digits, in_range)
