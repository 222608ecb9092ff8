"""The figures and curves of a suite, taken from its results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.metrics import budget
from evals.metrics.figures import mean, share, spread
from evals.metrics.generation import generation
from evals.metrics.paraphrases import consistency
from evals.metrics.refusal import auroc, refusal
from evals.metrics.reliability import reliability
from evals.metrics.retrieval import MEASURES, ON_PASSAGES
from evals.metrics.risk_coverage import risk_coverage
from evals.metrics.token_f1 import NAME as TOKEN_F1
from evals.report import TOGETHER, Figure, Part, Result, Unit
from evals.scoring import FACT_RECALL
from evals.suite import SPLITS

RIGHT, CITED, CITED_RIGHT = "right", "right section cited", "cited sections right"
WRONGLY_REFUSED, RIGHTLY_REFUSED = "wrongly refused", "rightly refused"
SUPPORTED, CARRYING = "statements supported", "citations that support"
UNCARRIED = "unsupported statements per 100 answers"
WORDS, MILLISECONDS = "words", "milliseconds"
MEANS = (FACT_RECALL, TOKEN_F1, *MEASURES, *(ON_PASSAGES + name for name in MEASURES))


def parts_of(results: Sequence[Result]) -> tuple[Part, ...]:
    """The parts of a report: each suite and split, then for each split all that ask the notes of the settings."""
    names = dict.fromkeys((result.suite, result.item.split) for result in results)
    alone = [part(suite, split, [r for r in results if (r.suite, r.item.split) == (suite, split)]) for suite, split in names]
    pooled = [together(split, [r for r in results if r.item.split == split and not r.item.notes]) for split in SPLITS]
    return (*alone, *(found for found in pooled if found))


def part(suite: str, split: str, results: Sequence[Result]) -> Part:
    """The figures of one suite and split.

    Args:
        suite: the suite's name.
        split: "dev" or "test".
        results: its questions, at least one.
    """
    answerable = [r for r in results if r.item.answerable]
    figures = [*_of_answers(answerable), *_of_refusals([r for r in results if not r.item.answerable])]
    figures += consistency(results)
    answered = [r for r in results if r.reply.answered]
    if answered:
        figures += spread(WORDS, [r.score.words for r in answered], Unit.WORDS)
    figures += generation([r.reply.generation for r in results if r.reply.generation])
    figures += spread(MILLISECONDS, [1000 * r.reply.seconds for r in results], Unit.MILLISECONDS)
    curves = (budget.curve(r.score.right_within for r in answerable),) if answerable else ()
    return Part(suite, split, len(results), tuple(figures), curves)


def together(split: str, results: Sequence[Result]) -> Part | None:
    """What judges answers and refusals at once; None where only one of the two was asked."""
    answerable = [r.item.answerable for r in results]
    if len(set(answerable)) < 2:
        return None
    confidence = [r.reply.confidence for r in results]
    area, risk = risk_coverage(confidence, [r.item.answerable and r.score.correct for r in results])
    calibration, diagram = reliability(answerable, confidence)
    refusals = refusal(answerable, [not r.reply.answered for r in results])
    return Part(TOGETHER, split, len(results), (*refusals, auroc(answerable, confidence), area, *calibration), (risk, diagram))


def _of_answers(results: Sequence[Result]) -> Iterable[Figure]:
    if not results:
        return
    answered = [r for r in results if r.reply.answered]
    cited = [citation for r in answered for citation in r.reply.citations]
    yield share(RIGHT, sum(r.score.correct for r in results), len(results))
    yield share(CITED, sum(r.score.cited for r in results), len(results))
    yield share(CITED_RIGHT, sum(citation.right for citation in cited), len(cited))
    yield share(WRONGLY_REFUSED, len(results) - len(answered), len(results), less_is_better=True)
    statements = sum(r.score.statements for r in answered)
    unsupported = sum(len(r.score.unsupported) for r in answered)
    yield share(SUPPORTED, statements - unsupported, statements)
    yield share(CARRYING, sum(r.score.carrying for r in answered), sum(r.score.marks for r in answered))
    if answered:
        yield Figure(UNCARRIED, round(100 * unsupported / len(answered), 1), len(answered), Unit.COUNT, less_is_better=True)
    for name in MEANS:
        measured = [(value, r.cluster) for r in results if (value := r.score.measures.get(name)) is not None]
        if measured:
            yield mean(name, [value for value, _ in measured], [cluster for _, cluster in measured])


def _of_refusals(results: Sequence[Result]) -> Iterable[Figure]:
    if results:
        yield share(RIGHTLY_REFUSED, sum(r.score.correct for r in results), len(results))
