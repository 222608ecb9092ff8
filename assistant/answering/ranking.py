"""Ranks sections and passages for a question by fusing vectors of both with BM25 of both."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.question import Question
from assistant.index import SearchIndex
from assistant.index.adapter import turn
from assistant.index.store import Hit
from assistant.notes import Section

_PASSAGES = 100
_SECTIONS = 40
_QUESTIONS = 100
_OPEN = 10


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each ranking counts in a score; chosen on the dev split of the answers suite.

    Attributes:
        passage: cosine of the question and the passage.
        passage_words: BM25 of the passage, as a share of the best that the question's terms could give.
        focus: share of the question's terms that the passage has, each weighed by how few of the passages found have it.
        section: cosine of the question and the passage's section.
        section_words: BM25 of the section, as such a share.
        question: cosine of the question and the review question nearest to it, for the passages that carry its answer.
        rest: the mean of the next two passages' scores in a section's score, beside its best one's.
    """

    passage: float = 1.0
    passage_words: float = 0.15
    focus: float = 0.45
    section: float = 0.7
    section_words: float = 0.4
    question: float = 1.1
    rest: float = 0.1


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its score and what the score is made of."""

    id: str
    anchor: str
    score: float
    cosine: float
    words: float


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section with its score, what the score is made of, and its ranked passages, best first."""

    anchor: str
    score: float
    cosine: float
    words: float
    passages: tuple[RankedPassage, ...] = ()

    @property
    def nearness(self) -> float:
        """Cosine of the question and the section or the passage of it that lies nearest."""
        return max([self.cosine, *(passage.cosine for passage in self.passages)])


@dataclass(frozen=True, slots=True)
class Ranking:
    """Sections, best first, and the review questions nearest to the question.

    Attributes:
        sections: the sections.
        questions: review questions that the notes answer, nearest first.
        open: questions that the notes leave open, nearest first.
        vector: the question's unit vector.
    """

    sections: tuple[RankedSection, ...] = field(default=())
    questions: tuple[Hit, ...] = ()
    open: tuple[Hit, ...] = ()
    vector: tuple[float, ...] = ()

    @property
    def passages(self) -> list[RankedPassage]:
        """All ranked passages, best first."""
        return sorted((p for s in self.sections for p in s.passages), key=lambda p: -p.score)


def rank(question: Question, index: SearchIndex, scope: Section | None = None, weights: Weights | None = None) -> Ranking:
    """Ranks the notes for a question.

    Args:
        question: the question.
        index: the opened index.
        scope: the section to stay below; None for all notes.
        weights: how much each ranking counts.
    """
    weights = weights or Weights()
    vector = index.embedder.embed_query(question.text)
    turned = turn(vector, index.adapter)
    within = (scope.depth, scope.anchor) if scope else None
    anchor = scope.anchor if scope else None
    cosines = {hit.id: hit.cosine for hit in index.passages.search(turned, _PASSAGES, within)}
    words = index.passage_words.shares(question.terms, _PASSAGES, anchor)
    section_cosines = {hit.id: hit.cosine for hit in index.sections.search(turned, _SECTIONS, within)}
    section_words = index.section_words.shares(question.terms, _SECTIONS, anchor)
    alike = turn(vector, index.alike)
    questions = index.questions.search(alike, _QUESTIONS, within)
    asked = _asked(questions, index)
    question_floor = questions[-1].cosine if questions else 0.0
    floor = min(cosines.values(), default=0.0)
    section_floor = min(section_cosines.values(), default=0.0)
    by_section: dict[str, list[RankedPassage]] = {}
    found = list(dict.fromkeys([*cosines, *words, *asked]))
    focus = _focus(question.terms, found, index)
    for id in found:
        anchor = index.library.passages[id].anchor
        cosine, share = cosines.get(id, floor), words.get(id, 0.0)
        score = (
            weights.passage * cosine
            + weights.passage_words * share
            + weights.focus * focus[id]
            + weights.question * asked.get(id, question_floor)
            + weights.section * section_cosines.get(anchor, section_floor)
            + weights.section_words * section_words.get(anchor, 0.0)
        )
        by_section.setdefault(anchor, []).append(RankedPassage(id, anchor, score, cosine, share))
    ranked = []
    for anchor, passages in by_section.items():
        passages.sort(key=lambda p: -p.score)
        rest = sum(p.score for p in passages[1:3]) / 2
        ranked.append(
            RankedSection(
                anchor,
                passages[0].score + weights.rest * rest,
                section_cosines.get(anchor, section_floor),
                section_words.get(anchor, 0.0),
                tuple(passages),
            )
        )
    ranked.sort(key=lambda s: -s.score)
    return Ranking(tuple(ranked), tuple(questions), tuple(index.open.search(alike, _OPEN, within)), tuple(vector))


def _asked(questions: Sequence[Hit], index: SearchIndex) -> dict[str, float]:
    """For each passage that carries the answer of a near review question, the cosine of the nearest of them."""
    by_id = index.review.by_id
    nearest: dict[str, float] = {}
    for hit in questions:
        for passage in by_id[hit.id].passages:
            nearest.setdefault(passage, hit.cosine)
    return nearest


def _focus(terms: Sequence[str], found: Sequence[str], index: SearchIndex) -> dict[str, float]:
    """For each passage found, the share of the question's terms that it has, weighed within what was found.

    A term that all of them share, such as the service's name, tells them apart no more; the rare one is what is asked.
    """
    has = {id: index.passage_words.terms(id) for id in found}
    counts = {term: sum(term in some for some in has.values()) for term in terms}
    weights = {term: math.log((len(found) + 1) / (count + 0.5)) for term, count in counts.items() if count}
    total = sum(weights.values()) or 1.0
    return {id: sum(weight for term, weight in weights.items() if term in some) / total for id, some in has.items()}
