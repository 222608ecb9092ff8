"""Holds a reply against what its question asks for."""

from __future__ import annotations

from dataclasses import replace

from assistant.notes import Library, Review
from evals.metrics.budget import right_within
from evals.metrics.citations import right_cited
from evals.metrics.facts import missing, plain, recall, stated_of
from evals.metrics.retrieval import measure
from evals.metrics.support import support
from evals.metrics.token_f1 import NAME as TOKEN_F1
from evals.metrics.token_f1 import references, token_f1
from evals.report import Reply, Result, Score
from evals.suite import Item

FACT_RECALL = "facts stated"


class Scorer:
    """Scores replies about one set of notes.

    Args:
        library: the notes.
        review: the review questions beside them.
    """

    def __init__(self, library: Library, review: Review | None = None) -> None:
        self._library = library
        self._review = review or Review()

    def result(self, suite: str, item: Item, reply: Reply) -> Result:
        """A question with its reply and how that did.

        Args:
            suite: the suite the question is of.
            item: the question, its gold as anchors of the notes.
            reply: what was said.
        """
        right = item.right_sections
        reply = replace(reply, citations=tuple(replace(cited, right=cited.anchor in right) for cited in reply.citations))
        gold = [self._library.by_anchor[anchor] for anchor in [*item.gold, *(a for group in item.needs for a in group)]]
        return Result(
            suite=suite,
            item=item,
            reply=reply,
            score=self.score(item, reply),
            chapter=gold[0].path[0] if gold else "",
            gold_paths=tuple(dict.fromkeys(section.path_text for section in gold)),
        )

    def score(self, item: Item, reply: Reply) -> Score:
        """How a reply did; of a refusal there is nothing to say but whether it is right."""
        measures = self._measures(item, reply)
        if not reply.answered:
            return Score(not item.answerable, False, False, tuple(fact[0] for fact in item.facts), measures=measures)
        text = plain(reply.text)
        lacking, said = missing(text, item.facts), stated_of(text, item.forbidden)
        stated = item.answerable and not lacking and not said
        cited = item.answerable and right_cited(item, [citation.anchor for citation in reply.citations])
        held = support(reply.text, reply.citations, self._library)
        return Score(
            correct=stated and cited,
            stated=stated,
            cited=cited,
            missing=lacking,
            forbidden=said,
            words=len(text.split()),
            right_within=right_within(item, reply.text) if stated and cited else None,
            statements=held.statements,
            unsupported=held.unsupported,
            marks=held.citations,
            carrying=held.carrying,
            measures=measures,
        )

    def _measures(self, item: Item, reply: Reply) -> dict[str, float]:
        if not item.answerable:
            return {}
        found = measure(item, reply.sections, reply.passages, self._library)
        lacking = missing(plain(reply.text), item.facts) if reply.answered else item.facts
        found[FACT_RECALL] = recall(len(lacking), len(item.facts))
        direct = references(item, self._review)
        if direct:
            found[TOKEN_F1] = token_f1(reply.text, direct) if reply.answered else 0.0
        return found
