"""How well the ranking finds what answers, before anything is composed of it.

Measured with ir-measures (MacAvaney, Macdonald & Ounis 2022, Streamlining Evaluation with ir-measures) on sections, where the
suite's gold sections are relevant, and on passages, where those passages of the gold sections are that state a needed
fact. Success@k: whether one of the first k is relevant. RR@10: one over the rank of the first relevant (Voorhees 1999). nDCG@10:
gain discounted by rank, as a share of the best possible (Järvelin & Kekäläinen 2002). R@5: share of the relevant among
the first five. A question whose facts no single passage states is left out of the measures on passages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING

from assistant.notes import Library
from evals.metrics.facts import plain, states
from evals.suite import Item

if TYPE_CHECKING:
    from ir_measures.measures import Measure

MEASURES = ("Success@1", "Success@3", "Success@5", "RR@10", "nDCG@10", "R@5")
ON_PASSAGES = "passages "
"""In front of the names of measures on passages."""


def rank_measures(ranked: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    """The measures of one ranking.

    Args:
        ranked: ids, best first.
        relevant: ids that answer, at least one.
    """
    import ir_measures

    judged = [ir_measures.Qrel("q", id, 1) for id in relevant]
    run = [ir_measures.ScoredDoc("q", id, -float(at)) for at, id in enumerate(dict.fromkeys(ranked))]
    found = ir_measures.calc_aggregate(_measures(), judged, run)
    return {str(measure): float(value) for measure, value in found.items()}


@cache
def _measures() -> tuple[Measure, ...]:
    import ir_measures

    return tuple(ir_measures.parse_measure(name) for name in MEASURES)


def gold_passages(item: Item, library: Library) -> frozenset[str]:
    """Ids of the passages of the gold sections that state a needed fact."""
    return frozenset(
        passage.id
        for anchor in item.right_sections
        for passage in library.by_anchor[anchor].passages
        if passage.quotable and any(states(plain(passage.text), fact) for fact in item.facts)
    )


def measure(item: Item, sections: Sequence[str], passages: Sequence[str], library: Library) -> dict[str, float]:
    """The measures of what was retrieved for an answerable question.

    Args:
        item: the question, its gold as anchors.
        sections: anchors retrieved, best first.
        passages: ids of passages retrieved, best first; none where the program ranks none.
        library: the notes.
    """
    found = rank_measures(sections, item.right_sections)
    relevant = gold_passages(item, library)
    if passages and relevant:
        found |= {ON_PASSAGES + name: value for name, value in rank_measures(passages, relevant).items()}
    return found
