"""Holds one answer against what its question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant import Answer
from evals.suite import Item

_MARK = re.compile(r"\s*\[[^\[\]\s]+\]")


@dataclass(frozen=True, slots=True)
class Score:
    """How an answer did.

    Attributes:
        item: the question.
        answer: the answer.
        stated: whether every needed fact is stated, and nothing forbidden.
        cited: whether a right section is cited; one of each group where several are needed.
        right_citations: how many of the cited sections are right.
        words: length of the answer without its marks.
    """

    item: Item
    answer: Answer
    stated: bool
    cited: bool
    right_citations: int
    words: int

    @property
    def correct(self) -> bool:
        """Whether the answer is strictly right: facts stated and a right section cited, or rightly refused."""
        if not self.item.answerable:
            return not self.answer.answered
        return self.answer.answered and self.stated and self.cited


def plain(text: str) -> str:
    """An answer's words as facts are matched: no marks, no markup, lower case, single blanks."""
    text = re.sub(r"[*`]", "", _MARK.sub("", text))
    return re.sub(r"\s+", " ", text).lower()


def states(text: str, alternatives: Iterable[str]) -> bool:
    """Whether a plain text states one of a fact's alternatives."""
    return any(
        re.search(alternative[3:], text) if alternative.startswith("re:") else plain(alternative) in text
        for alternative in alternatives
    )


def score(item: Item, answer: Answer) -> Score:
    """Scores an answer.

    Args:
        item: the question, its gold as anchors.
        answer: what the program said.
    """
    text = plain(answer.text)
    anchors = [citation.anchor for citation in answer.citations]
    hits = sum(anchor in item.right_sections for anchor in anchors)
    cited = all(set(group) & set(anchors) for group in item.needs) if item.needs else hits > 0
    return Score(
        item=item,
        answer=answer,
        stated=all(states(text, fact) for fact in item.facts) and not any(states(text, [f]) for f in item.forbidden),
        cited=cited,
        right_citations=hits,
        words=len(text.split()) if answer.answered else 0,
    )
