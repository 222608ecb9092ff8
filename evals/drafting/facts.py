"""What an answer must state, taken from the words of a right one: its figures and its names."""

from __future__ import annotations

import re

from assistant.index.vocabulary import Vocabulary
from assistant.quiz.figures import Figure, Measure, figures_of
from assistant.quiz.names import Mention, Names, Shape
from evals.suite import PATTERN

MOST = 4
"""Facts of a draft; figures go first. A question that needs more is hard to answer in a few lines."""

Fact = tuple[str, ...]

_COMMON = 0.98
"""Names that are written more often than this share of all names say too little to be a fact: whose notes on AWS name AWS."""

_PART_OF_NAME = re.compile(
    r"(?:[A-Z]\S*|\b(?:versions?|domains?|steps?|types?|levels?|layers?|phases?|the|of|these|those|all))\W*$"
)
"""In front of a number, says that it belongs to a name, such as `Route 53`, or picks among things told of before."""
_COUNTED = frozenset({Measure.COUNT, Measure.NUMBER, Measure.YEAR})


def states_amount(figure: Figure, text: str) -> bool:
    """Whether a figure of a text is an amount, and not part of a name, a date or a number of an order.

    What is counted must stand in the plural, for else the word behind the number may be anything.
    """
    if _PART_OF_NAME.search(text[: figure.start].strip() or "-"):
        return False
    plural = figure.measure is Measure.COUNT and figure.unit.endswith("s") and figure.number > 1
    return figure.measure not in _COUNTED or plural


class Facts:
    """Takes facts from texts.

    Args:
        names: the names that the notes use.
        vocabulary: their acronyms.
    """

    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        self._names = names
        self._vocabulary = vocabulary
        counts = sorted(name.count for name in names.by_key.values())
        self._common = counts[int(_COMMON * (len(counts) - 1))] if counts else 0

    def of(self, answer: str, question: str) -> tuple[Fact, ...]:
        """What an answer states beyond its question.

        Args:
            answer: a right answer, in plain words.
            question: what it answers.

        Returns:
            Facts as a suite has them, each a tuple of alternatives; none where the answer holds no figure and no name.
        """
        known = figures_of(question)
        figures = [figure for figure in figures_of(answer) if states_amount(figure, answer) and not any(map(figure.same, known))]
        asked = {mention.name.key for mention in self._names.find(question)}
        found = [
            mention
            for mention in self._names.find(answer)
            if mention.name.key not in asked and mention.name.shape is not Shape.TERM and mention.name.count <= self._common
        ]
        facts = [*map(self.figure, figures), *(self._name(mention, answer) for mention in found)]
        return tuple(dict.fromkeys(facts))[:MOST]

    def figure(self, figure: Figure) -> Fact:
        """A figure as it stands, and with or without a comma, a blank or a hyphen."""
        digits = re.escape(figure.digits).replace(",", ",?")
        unit = rf"[\s-]?{re.escape(figure.unit)}" if figure.unit else r"\b"
        return figure.text.lower(), rf"{PATTERN}(?<![\d.,]){digits}{unit}"

    def _name(self, mention: Mention, answer: str) -> Fact:
        forms = [form.split(" (")[0] for form in (answer[mention.start : mention.end], mention.name.text)]
        for form in tuple(forms):
            forms += [self._vocabulary.shortened(form), self._vocabulary.long_forms.get(form.lower(), form)]
        return tuple(dict.fromkeys(form.lower() for form in forms))
