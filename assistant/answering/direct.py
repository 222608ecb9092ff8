"""Direct answers: what the notes' review questions say in a sentence or two to what is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.answering.question import Question
from assistant.answering.ranking import Ranking
from assistant.index.words import terms_of
from assistant.notes import Review, ReviewQuestion


@dataclass(frozen=True, slots=True)
class Fit:
    """When a direct answer may lead; chosen on the dev split of the suites.

    Attributes:
        count: how many lead at most.
        cosine: of the question and the review question, from which its answer may lead.
        drop: how far below the best one's fit the next may stand.
        carriers: weight of the score of the passages that carry the answer, beside the cosine.
        alike: share of an answer's terms that those before it have said, from which on it is left out.
    """

    count: int = 3
    cosine: float = 0.45
    drop: float = 0.3
    carriers: float = 0.5
    alike: float = 0.8


def direct_answers(
    question: Question, ranking: Ranking, review: Review, sections: Collection[str], fit: Fit
) -> list[ReviewQuestion]:
    """The review questions whose direct answers fit what is asked, best first.

    Args:
        question: what is asked; to a comparison only a question that names both its sides fits.
        ranking: the notes, ranked for the question, with the review questions nearest to it.
        review: the notes' review questions.
        sections: anchors of the sections that may be cited.
        fit: when an answer fits.
    """
    scores = {passage.id: passage.score for section in ranking.sections for passage in section.passages}
    lowest = min(scores.values(), default=0.0)
    fits: list[tuple[float, ReviewQuestion]] = []
    for hit in ranking.questions:
        asked = review.by_id[hit.id]
        both = set(question.sides) <= set(terms_of(asked.question))
        if both and hit.cosine >= fit.cosine and asked.anchor in sections:
            carried = sum(scores.get(id, lowest) for id in asked.passages) / len(asked.passages)
            fits.append((hit.cosine + fit.carriers * carried, asked))
    fits.sort(key=lambda pair: -pair[0])
    chosen: list[ReviewQuestion] = []
    said: set[str] = set()
    for score, asked in fits:
        if len(chosen) == fit.count or score < fits[0][0] - fit.drop:
            break
        terms = set(terms_of(asked.answer))
        if len(terms & said) < fit.alike * len(terms):
            chosen.append(asked)
            said |= terms
    return chosen
