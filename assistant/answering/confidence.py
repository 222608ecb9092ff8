"""How likely it is that the notes hold the answer to a question."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.answering.expected import asked_for, holds
from assistant.answering.question import Question, names_of
from assistant.answering.ranking import Ranking
from assistant.answering.usual import usual
from assistant.index import SearchIndex
from assistant.index.words import terms_of

MODEL = Path(__file__).with_name("confidence.json")
_LOOKED_AT = 12
_LONG_QUESTION = 40
_SENTENCE = 7


@dataclass(frozen=True, slots=True)
class Signals:
    """What is seen of a question and what was found for it; each is near 0 to 1.

    Attributes:
        passage: cosine of the question and the best passage.
        passage_words: the best passage's BM25 as a share of the best possible.
        section_words: the same of the best section.
        covered: share of the question's terms, by weight, that the best passage and its path have; the highest of the first.
        section_covered: the same for all of the best section.
        missing: weight of the heaviest term of the question that the best section lacks, 1 for one that the notes never use.
        margin: how far the best section stands above the fifth.
        spread: how far the mean cosine of the three best passages stands above that of the sixth to tenth.
        length: words of the question, as a share of 40 at most: a long question lies near nothing.
        brevity: words that the question is short of a sentence of seven, as a share: so are keywords.
        figure_covered: `covered`, looking at passages that hold the figure asked for; as `covered` where none is asked for.
        name: 1 where the question names something, by a capital or a digit, that the notes never mention, else 0.
        usual: how likely notes are to answer such a question, whatever it is about.
        question: cosine of the question and the nearest review question that the notes answer; 0 without review questions.
        questions: the mean of that for the nearest three.
        open: cosine of the question and the nearest question that the notes leave open; 0 without such questions.
        opens: the mean of that for the nearest three.
        open_words: likeness in words of the question and the one of the nearest open questions that is most like it.
        told: 1 where the question asks what something is, or how things differ, and the notes speak of these, else 0.
        untold: 1 where it asks that, and the notes speak of one of them nowhere, else 0.
    """

    passage: float
    passage_words: float
    section_words: float
    covered: float
    section_covered: float
    missing: float
    margin: float
    spread: float
    length: float
    brevity: float
    figure_covered: float
    name: float
    usual: float
    question: float
    questions: float
    open: float
    opens: float
    open_words: float
    told: float
    untold: float


def signals(question: Question, ranking: Ranking, index: SearchIndex, told: int = 0) -> Signals:
    """Reads the signals of a question and its ranking.

    Args:
        question: the question.
        ranking: the notes, ranked for it.
        index: the notes.
        told: what `Broad.told` says of it.
    """
    passages = ranking.passages[:_LOOKED_AT]
    best = ranking.sections[0]
    words = index.passage_words
    weights = {term: words.weight(term) for term in question.terms}
    total = sum(weights.values()) or 1.0
    heaviest = words.weight("")

    def coverage(terms: frozenset[str]) -> float:
        return sum(weight for term, weight in weights.items() if term in terms) / total

    covered = {p.id: coverage(words.terms(p.id)) for p in passages}
    section_terms = index.section_words.terms(best.anchor) | {term for p in best.passages for term in words.terms(p.id)}
    figure = asked_for(question.asked)
    with_figure = [p.id for p in passages if figure is None or holds(index.library.passages[p.id].text, figure)]
    fifth = ranking.sections[min(4, len(ranking.sections) - 1)]
    return Signals(
        passage=max(p.cosine for p in passages),
        passage_words=max(p.words for p in passages),
        section_words=best.words,
        covered=max(covered.values()),
        section_covered=coverage(section_terms),
        missing=max((w / heaviest for term, w in weights.items() if term not in section_terms), default=0.0),
        margin=best.score - fifth.score,
        spread=_mean([p.cosine for p in passages[:3]]) - _mean([p.cosine for p in passages[5:10]]),
        length=min(len(question.asked.split()), _LONG_QUESTION) / _LONG_QUESTION,
        brevity=max(0, _SENTENCE - len(question.asked.split())) / _SENTENCE,
        figure_covered=max((covered[id] for id in with_figure), default=0.0),
        name=float(any(not index.vocabulary.knows(name) for name in names_of(question.asked))),
        usual=usual(ranking.vector, index.embedder.name),
        question=ranking.questions[0].cosine if ranking.questions else 0.0,
        questions=_mean([hit.cosine for hit in ranking.questions[:3]]),
        open=ranking.open[0].cosine if ranking.open else 0.0,
        opens=_mean([hit.cosine for hit in ranking.open[:3]]),
        open_words=max((_alike(weights, _open_terms(hit.id, index), words.weight) for hit in ranking.open), default=0.0),
        told=float(told > 0),
        untold=float(told < 0),
    )


def _open_terms(id: str, index: SearchIndex) -> frozenset[str]:
    """The terms of a question that the notes leave open."""
    return frozenset(terms_of(index.vocabulary.shortened(index.review.open_by_id[id].question)))


def _alike(weights: Mapping[str, float], other: frozenset[str], weight: Callable[[str], float]) -> float:
    """What two questions share of all their terms, by weight (Jaccard)."""
    shared = sum(value for term, value in weights.items() if term in other)
    both = sum(weights.values()) + sum(weight(term) for term in other if term not in weights)
    return shared / both if both else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cross-encoder says of the texts found for a question, as logits: above 0 a text rather answers it.

    Attributes:
        read: that of the passage that answers best.
        reads: the mean of the best three.
        question_read: that of the review question, with its answer, that fits best; 0 without review questions.
        nearest_read: that of the nearest one.
    """

    read: float
    reads: float
    question_read: float
    nearest_read: float


class Confidence:
    """Two logistic models, their numbers fitted on the dev split of the suites and stored as JSON.

    The first judges by what is seen at a glance. Where that leaves it unsure, and always without review questions, what was
    found is read together with the question, which takes longer, and the second judges by both. What something is, or how
    two things differ, is told by several passages of which none answers it alone: nothing is read where the notes tell of it.

    Args:
        reviewed: whether the notes have review questions and open ones beside them: with them other signals count.
        model: the file of numbers; `python -m evals fit` writes it.

    Attributes:
        threshold: what is below is refused.
    """

    def __init__(self, *, reviewed: bool, model: Path = MODEL) -> None:
        numbers = json.loads(model.read_text(encoding="utf-8"))["with_review" if reviewed else "without_review"]
        self._at_a_glance = _Logistic(**numbers["at a glance"])
        self._with_reading = _Logistic(**numbers["with reading"])
        self._read_between: tuple[float, float] = tuple(numbers["read between"])
        self.threshold: float = numbers["threshold"]

    def at_a_glance(self, seen: Signals) -> float:
        """The probability, 0 to 1, that the notes hold the answer, as far as a glance tells."""
        return self._at_a_glance.of(asdict(seen))

    def of(self, seen: Signals, read: Callable[[], Reading]) -> float:
        """The probability, 0 to 1, that the notes hold the answer.

        Args:
            seen: what is seen at a glance.
            read: reads what was found; called where a glance does not do.
        """
        glance, (low, high) = self.at_a_glance(seen), self._read_between
        if not low <= glance <= high or (seen.told and "told" in self._at_a_glance.weights):
            return glance
        return self._with_reading.of(asdict(seen) | asdict(read()))


@dataclass(frozen=True, slots=True)
class _Logistic:
    """A logistic regression over named signals."""

    bias: float
    weights: Mapping[str, float]

    def of(self, signals: Mapping[str, float]) -> float:
        logit = self.bias + sum(weight * signals[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-logit))
