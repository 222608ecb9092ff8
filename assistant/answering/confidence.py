"""How likely it is that the notes hold the answer to a question."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from assistant.answering.expected import asked_for, holds
from assistant.answering.question import Question
from assistant.answering.ranking import Ranking
from assistant.index import SearchIndex

_MODEL = Path(__file__).with_name("confidence.json")
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class Signals:
    """What is seen of a question and what was found for it; each is near 0 to 1.

    Attributes:
        passage: cosine of the question and the best passage.
        section: cosine of the question and the best section.
        passage_words: the best passage's BM25 as a share of the best possible.
        section_words: the same of the best section.
        covered: share of the question's terms, by weight, that the best passage and its path have; the highest of the first.
        section_covered: the same for all of the best section.
        missing: weight of the heaviest term of the question that the best section lacks, 1 for one that the notes never use.
        unknown: share of the question's terms, by weight, that the notes never use.
        margin: how far the best section stands above the fifth.
        figure: 1 where the question asks for a figure and no fitting passage holds one of its kind, else 0.
        figure_covered: `covered`, looking at passages that hold the figure asked for; as `covered` where none is asked for.
    """

    passage: float
    section: float
    passage_words: float
    section_words: float
    covered: float
    section_covered: float
    missing: float
    unknown: float
    margin: float
    figure: float
    figure_covered: float


def signals(question: Question, ranking: Ranking, index: SearchIndex) -> Signals:
    """Reads the signals of a question and its ranking."""
    passages = ranking.passages[:_LOOKED_AT]
    best = ranking.sections[0]
    words = index.passage_words
    weights = {term: words.weight(term) for term in question.terms}
    total = sum(weights.values()) or 1.0
    heaviest = words.weight("")

    def coverage(terms: frozenset[str]) -> float:
        return sum(weight for term, weight in weights.items() if term in terms) / total

    covered = {p.id: coverage(words.terms(p.id)) for p in passages}
    section_terms = index.section_words.terms(best.anchor) | {
        term for p in best.passages for term in words.terms(p.id)
    }
    figure = asked_for(question.asked)
    with_figure = [
        p.id for p in passages if figure is None or holds(index.library.passages[p.id].text, figure)
    ]
    fifth = ranking.sections[min(4, len(ranking.sections) - 1)]
    return Signals(
        passage=max(p.cosine for p in passages),
        section=best.cosine,
        passage_words=max(p.words for p in passages),
        section_words=best.words,
        covered=max(covered.values()),
        section_covered=coverage(section_terms),
        missing=max((w / heaviest for term, w in weights.items() if term not in section_terms), default=0.0),
        unknown=sum(w for term, w in weights.items() if w >= heaviest - 1e-9) / total,
        margin=best.score - fifth.score,
        figure=float(figure is not None and not with_figure),
        figure_covered=max((covered[id] for id in with_figure), default=0.0),
    )


class Confidence:
    """A logistic model over signals, its numbers fitted on the dev split of the suites and stored as JSON.

    Args:
        model: the file of numbers; `python -m evals fit` writes it.
    """

    def __init__(self, model: Path = _MODEL) -> None:
        self._file = model

    @cached_property
    def _model(self) -> dict[str, object]:
        loaded: dict[str, object] = json.loads(self._file.read_text(encoding="utf-8"))
        return loaded

    @property
    def threshold(self) -> float:
        """The confidence below which a question is refused."""
        return float(self._model["threshold"])  # type: ignore[arg-type]

    def of(self, seen: Signals) -> float:
        """The probability, 0 to 1, that the notes hold the answer."""
        weights: dict[str, float] = self._model["weights"]  # type: ignore[assignment]
        values = asdict(seen)
        logit = float(self._model["bias"]) + sum(weights[name] * values[name] for name in weights)  # type: ignore[arg-type]
        return 1 / (1 + math.exp(-logit))
