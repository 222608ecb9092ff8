"""Direct answers: what the notes' review questions say in a sentence or two to what is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answering.question import Question
from assistant.answering.ranking import Ranking
from assistant.index.store import Hit
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
        covered: share of its terms that a single one after it says, from which on that one speaks for both.
        same: cosine from which both ask the same, so that a yes or no to the one is one to the other.
        answers: logit from which what reads best may be added: it stands beside what leads, not in its place.
        better: how far above the logits of all that leads it must stand.
        fresh: share of its terms that others have said, from which on it adds nothing.
    """

    count: int = 3
    cosine: float = 0.45
    drop: float = 0.3
    carriers: float = 0.5
    alike: float = 0.65
    covered: float = 0.8
    same: float = 0.75
    answers: float = -1.0
    better: float = 0.25
    fresh: float = 0.8


_VERDICT = re.compile(r"(?:yes|no|not by default)[,.:;] +", re.I)
_ASKS_VERDICT = re.compile(
    r"(?:^|[,;:?.!] |\b(?:and|or|but|so) )(?:is|are|was|were|am|do|does|did|can|could|should|will|would|may|might|must|has|have"
    r"|isn't|aren't|doesn't|don't|can't|won't)\b",
    re.I,
)
_NO_SENTENCE = re.compile(
    r"(?:by|through|with|via|for|in|on|at|to|from|under|after|before|because|since|as|if|when|where|only|up to|but|not|using"
    r"|neither|nor)\b",
    re.I,
)
_LEANS = re.compile(r"(?:it|its|they|their|them|this|these|those|that|he|she|both)\b", re.I)


@dataclass(frozen=True, slots=True)
class Direct:
    """A direct answer that leads.

    Attributes:
        text: its words, without a yes or no that answers something else.
        anchor: the section that it stands in.
        passages: ids of the passages that carry it.
    """

    text: str
    anchor: str
    passages: tuple[str, ...]


def direct_answers(question: Question, ranking: Ranking, review: Review, sections: Collection[str], fit: Fit) -> list[Direct]:
    """The direct answers of the review questions that fit what is asked, best first.

    Args:
        question: what is asked; to a comparison only a question that names both its sides fits.
        ranking: the notes, ranked for the question, with the review questions nearest to it.
        review: the notes' review questions.
        sections: anchors of the sections that may be cited.
        fit: when an answer fits.
    """
    scores = {passage.id: passage.score for section in ranking.sections for passage in section.passages}
    lowest = min(scores.values(), default=0.0)
    fits: list[tuple[float, Direct]] = []
    for hit in ranking.questions:
        asked = review.by_id[hit.id]
        near = hit.cosine >= fit.cosine and asked.anchor in sections
        if near and set(question.sides) <= set(terms_of(asked.question)):
            text = _said(asked, question, same=hit.cosine >= fit.same)
            carried = sum(scores.get(id, lowest) for id in asked.passages) / len(asked.passages)
            if text:
                fits.append((hit.cosine + fit.carriers * carried, Direct(text, asked.anchor, asked.passages)))
    fits.sort(key=lambda pair: -pair[0])
    chosen: list[Direct] = []
    said: set[str] = set()
    for score, direct in fits:
        if len(chosen) == fit.count or score < fits[0][0] - fit.drop:
            break
        terms = set(terms_of(direct.text))
        if len(terms & said) < fit.alike * len(terms):
            chosen.append(direct)
            said |= terms
    return list(dict.fromkeys(_fullest(chosen[at:], fit) for at in range(len(chosen))))


def best_read(
    question: Question, told: Sequence[tuple[Hit, float]], leading: Sequence[Direct], review: Review, fit: Fit
) -> list[Direct]:
    """The direct answer that answers best when it is read with the question, where those that lead leave it out; one or none.

    Args:
        question: what is asked; to a comparison nothing is added.
        told: review questions, each with a logit of how well its answer answers, from whatever section.
        leading: the answers that lead.
        review: the notes' review questions.
        fit: when an answer fits.
    """
    if question.sides or not told:
        return []
    hit, logit = max(told, key=lambda pair: pair[1])
    led = {lead.passages for lead in leading}
    if logit < max([fit.answers, *(other + fit.better for near, other in told if review.by_id[near.id].passages in led)]):
        return []
    asked = review.by_id[hit.id]
    text = _said(asked, question, same=hit.cosine >= fit.same)
    terms, said = set(terms_of(text)), {term for lead in leading for term in terms_of(lead.text)}
    fresh = text and len(terms & said) < fit.fresh * len(terms)
    return [Direct(text, asked.anchor, asked.passages)] if fresh else []


def _fullest(chosen: Sequence[Direct], fit: Fit) -> Direct:
    """The first of some answers, or the one after it that says what it says and more."""
    terms = set(terms_of(chosen[0].text))
    covering = (later for later in chosen[1:] if len(terms & set(terms_of(later.text))) >= fit.covered * len(terms))
    return next(covering, chosen[0])


def _said(asked: ReviewQuestion, question: Question, *, same: bool) -> str:
    """What of a direct answer says something to another question than its own; empty where nothing does.

    A yes or no, and a pronoun in front, stand for what their own question says.
    """
    verdict = _VERDICT.match(asked.answer)
    if verdict and same and _ASKS_VERDICT.search(question.asked):
        return asked.answer
    rest = asked.answer[verdict.end() :] if verdict else asked.answer
    if not verdict:
        return "" if _LEANS.match(rest) and not same else rest
    return "" if _LEANS.match(rest) or _NO_SENTENCE.match(rest) else rest[:1].upper() + rest[1:]
