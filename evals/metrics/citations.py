"""Whether the cited sections are the right ones: those that the suite's author found the answer in.

Two shares: of the sections that answers cite, how many are right; and of the answerable questions, how many have a right section
cited. Where a question needs two sections, one of each group must be cited.
"""

from __future__ import annotations

from collections.abc import Collection

from evals.suite import Item


def right_cited(item: Item, anchors: Collection[str]) -> bool:
    """Whether the cited anchors hold a right section, or one of each group where the question needs several."""
    if item.needs:
        return all(not set(group).isdisjoint(anchors) for group in item.needs)
    return not item.right_sections.isdisjoint(anchors)
