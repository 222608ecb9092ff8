"""Whether one question gets one answer, however it is put.

Over the pairs of questions that ask the same in other words (a suite's `group`): how many are treated alike, both refused or
both answered from a common section; and over the groups, how many have every wording right. Consistency beside accuracy, as
Elazar et al. 2021 (arXiv 2102.01017) measure it over paraphrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from evals.metrics.figures import share
from evals.report import Figure, Reply, Result


def consistency(results: Sequence[Result]) -> tuple[Figure, ...]:
    """Both figures; none where no two questions are of one group."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        if result.item.group:
            groups.setdefault(result.item.group, []).append(result)
    several = [group for group in groups.values() if len(group) > 1]
    if not several:
        return ()
    pairs = [alike(one.reply, other.reply) for group in several for one, other in combinations(group, 2)]
    return (
        share("paraphrases treated alike", sum(pairs), len(pairs)),
        share("every paraphrase right", sum(all(result.score.correct for result in group) for group in several), len(several)),
    )


def alike(one: Reply, other: Reply) -> bool:
    """Whether two replies are both refusals, or both cite a section in common."""
    if not one.answered or not other.answered:
        return one.answered == other.answered
    return bool({cited.anchor for cited in one.citations} & {cited.anchor for cited in other.citations})
