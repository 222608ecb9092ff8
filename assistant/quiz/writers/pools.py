"""Where wrong answers come from: figures of the same unit and names of the same kind, the nearest in the notes first."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from assistant.notes import PassageKind, Section
from assistant.quiz.figures import Figure, Measure, figures_of, is_named
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import Name

KINDS_OF_THING = frozenset(
    """service tool feature metric command header record policy type kind class mode strategy algorithm protocol option setting
    parameter attribute component layer step method language format engine database store role user key token event function
    variable condition operator state phase stage process person scientist country element property technique pattern approach
    product program library framework standard organization company team document file field action call api operation resource
    device unit term name word theory law rule model system technology server instance plan group integration trigger launch
    routing endpoint queue topic volume""".split()
)
"""Nouns that say what kind of thing a question asks for, in the singular: `which service`, `which metric`."""

_IS_A = re.compile(r"^\W*(?:is|was) (?:an?|the|one of the) (?:[\w-]+,? ){0,5}?([a-z]+)\b")
_FARTHEST = 100.0
"""A wrong figure is at most so many times larger or smaller than the right one."""
_CODES = 100
"""A bare number from here on, written without a comma, may be a port or an error code."""
_LIKE = frozenset({Measure.COUNT, Measure.NUMBER})


def figure_pool(key: Figure, anchor: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Figures that could stand in the place of one, written as it is.

    Args:
        key: the right figure.
        anchor: its section; what stands there and beside it comes first.
        knowledge: the notes.

    Returns:
        Figures of the same unit found in the notes; then, for what is counted, numbers of the same size that count other
        things, with the unit of the key.
    """
    section = knowledge.library.by_anchor[anchor]
    ranked: dict[str, tuple[float, str]] = {}
    for figure, other in _figures(knowledge):
        if figure.part_of_range or not _alike(figure, key) or figure.number == key.number or not figure.number:
            continue
        if figure.significant > max(2, key.significant) or (figure.number == 1 and key.unit.endswith("s")):
            continue
        text = key.with_number(figure.digits)
        rank = _distance(section, other) + 2 * (not _same_unit(figure, key)) + abs(math.log10(figure.number / key.number)) / 2
        if text not in ranked or rank < ranked[text][0]:
            ranked[text] = (rank, text)
    return tuple(text for _, text in sorted(ranked.values()))


def _figures(knowledge: Knowledge) -> Iterable[tuple[Figure, Section]]:
    for passage in knowledge.passages:
        for figure in figures_of(passage.text):
            if not is_named(figure, passage.text):
                yield figure, knowledge.library.by_anchor[passage.anchor]


def _alike(figure: Figure, key: Figure) -> bool:
    if figure.digits.isalpha() != key.digits.isalpha() or ("." in figure.digits) > ("." in key.digits) or not key.number:
        return False
    if not 1 / _FARTHEST <= figure.number / key.number <= _FARTHEST:
        return False
    if key.measure in _LIKE:
        code = figure.measure is Measure.NUMBER and figure.number >= _CODES and "," not in figure.digits
        return figure.measure in _LIKE and not code
    if key.measure is Measure.YEAR:
        return figure.measure is Measure.YEAR and abs(figure.number - key.number) <= _FARTHEST
    return figure.measure is key.measure and _same_unit(figure, key)


def _same_unit(figure: Figure, key: Figure) -> bool:
    if figure.measure is Measure.COUNT or key.measure is Measure.COUNT:
        return figure.thing == key.thing
    if not figure.number or not key.number or figure.measure is not key.measure:
        return False
    return math.isclose(figure.value / figure.number, key.value / key.number)


def _distance(section: Section, other: Section) -> float:
    """0 in the same section, more the farther up the sections meet."""
    if section.anchor == other.anchor:
        return 0.0
    shared = sum(a == b for a, b in zip((*section.ancestors, section.anchor), (*other.ancestors, other.anchor), strict=False))
    return 1.0 + (section.depth + 1 - shared)


def things_of(knowledge: Knowledge) -> dict[str, dict[str, Name]]:
    """Names by the kind of thing that the notes say they are, each by its key.

    The notes say so where the name is said to be one (`Athena is a serverless query service`; after Hearst, "Automatic
    acquisition of hyponyms from large text corpora", 1992), or where it stands in a table's first column under a head that
    names the kind.
    """
    found: dict[str, dict[str, Name]] = {}
    for passage in knowledge.passages:
        if passage.kind is PassageKind.CODE:
            continue
        mentions = knowledge.names.find(passage.text)
        for mention in mentions:
            match = _IS_A.match(passage.text[mention.end :])
            kinds = [match[1]] if match else []
            if passage.kind is PassageKind.ROW and mention.start == 0 and passage.heads:
                kinds += passage.heads[0].lower().split()
            for kind in kinds:
                if kind in KINDS_OF_THING:
                    found.setdefault(kind, {}).setdefault(mention.name.key, mention.name)
    return found
