"""Scores what the peers found, all by the same rules, and holds this program against each.

The rules, where they could favour one side:

- Everybody answers within the same words: as many as this program's answer to that question has (the median of its answers
  where it refused), and, for the curve, within fixed numbers of words. Headings are not counted.
- A peer answers in the style that serves it better on the dev split: its chunks, or the nearest sentences of them.
- It cites every section that what it shows stands in.
- It refuses where its best score is below the highest threshold that refuses at most 3 % of the answerable questions of the
  dev split. This program keeps its own threshold, which was fitted to a smaller share.
- To a follow-up of a conversation it gets the question before in front.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.index import Embedder
from assistant.progress_bar import progress_bar
from evals import provenance
from evals.contests import AT, HEADLINE_WORDS, REFUSED_AT
from evals.difference import differences
from evals.metrics.budget import BUDGETS, NAME
from evals.metrics.citations import right_cited
from evals.metrics.facts import missing, plain, stated_of
from evals.metrics.figures import share, wilson
from evals.peers.answers import Nearness, Style, chunks, said, sentences
from evals.peers.ground import Ground, Line, cut
from evals.peers.peer import OURS, entry, with_history
from evals.peers.worker import Found, Outcome
from evals.report import TOGETHER, Cited, Contender, Contest, Curve, Figure, Part, Point, Reply, Result
from evals.scoring import Scorer
from evals.suite import Item
from evals.summary import parts_of

_SECTIONS = 20
_WRONGLY_REFUSED = 0.03
"""Share of the answerable questions of the dev split that a peer may refuse."""

_LEFT_OUT = ("statements supported", "citations that support", "token F1")
"""Figures of a report that say nothing about who quotes the notes as they stand."""

_OF_RANKS = ("refusal precision", "refusal recall", "refusal F1", "AUROC", "AURC")
"""Figures of the confidence that need no more than its order: a peer's score is no probability."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A question of the contest with the notes it asks."""

    suite: str
    item: Item
    ground: Ground

    @property
    def key(self) -> str:
        return f"{self.suite}/{self.item.id}"

    @property
    def part(self) -> str:
        return f"{self.suite}/{self.item.split}"


@dataclass(frozen=True, slots=True)
class _Side:
    """One contender's answers, uncut.

    Attributes:
        outcome: what it found.
        found: the same by question.
        style: how it answers.
        lines: its answers by question; none where it refuses itself.
        threshold: confidence below which it refuses; minus infinity for who refuses by itself.
        ranks: its confidence by question, as the share of its different confidences that lie below.
    """

    outcome: Outcome
    found: Mapping[str, Found]
    style: Style
    lines: Mapping[str, Sequence[Line]]
    threshold: float
    ranks: Mapping[str, float]

    def refuses(self, key: str) -> bool:
        """Whether a question is refused."""
        return self.found[key].response.confidence < self.threshold or not self.lines[key]

    def right_within(self, case: _Case, words: int) -> bool:
        """Whether an answerable question is answered rightly in so many words."""
        return not self.refuses(case.key) and is_right(case.item, cut(self.lines[case.key], words))


def is_right(item: Item, lines: Sequence[Line]) -> bool:
    """Whether lines state every needed fact and nothing forbidden, and stand in a right section."""
    text = plain("\n".join(line.text for line in lines))
    cited = right_cited(item, {line.anchor for line in lines})
    return cited and not missing(text, item.facts) and not stated_of(text, item.forbidden)


def judge(done: Sequence[Outcome], asked: Mapping[Path, Sequence[tuple[str, Item]]], embedder: str) -> Contest:
    """Scores outcomes.

    Args:
        done: what the contenders found, this program's first.
        asked: the questions with their suites, by the notes that they ask.
        embedder: the embedder, as in the settings.
    """
    grounds = {notes: Ground(notes) for notes in asked}
    cases = [_Case(suite, item, grounds[notes]) for notes, items in asked.items() for suite, item in items]
    nearness = Nearness(Embedder(embedder))
    sides: list[_Side] = []
    budgets: dict[str, int] = {}
    for outcome in done:
        side = _side(outcome, cases, budgets, nearness)
        budgets = budgets or _budgets(side, cases)
        sides.append(side)
    results = [_results(side, cases, budgets) for side in sides]
    contenders = tuple(_contender(side, own, results[0], cases) for side, own in zip(sides, results, strict=True))
    note = (
        f"Made on {datetime.now(UTC):%Y-%m-%d} with {provenance.machine()}, program {provenance.code_hash()}. Same suites, same "
        "embedder, same machine, one process each. Everybody has as many words as this program's answer to the question, and "
        f"refuses what scores below a threshold that refuses {_WRONGLY_REFUSED:.0%} of the answerable questions of the dev "
        "split. A gain says that this program is better. Seconds are on the clock, of a machine that may have had other "
        "work; CPU seconds are the process's own."
    )
    return Contest("Peers", note, contenders)


def _side(outcome: Outcome, cases: Sequence[_Case], budgets: Mapping[str, int], nearness: Nearness) -> _Side:
    found = {each.key: each for each in outcome.found}
    ranks = _ranks(found)
    first = next(iter(found.values()))
    if first.response.said is not None:
        own = {case.key: said(found[case.key].response.said or (), case.ground) for case in cases}
        return _Side(outcome, found, Style.OWN, own, -math.inf, ranks)
    threshold = _threshold([found[case.key].response.confidence for case in _dev(cases)])
    by_style: dict[Style, Mapping[str, Sequence[Line]]] = {
        Style.CHUNKS: {case.key: chunks(found[case.key].response, case.ground) for case in cases},
        Style.SENTENCES: _nearest_sentences(found, cases, nearness),
    }
    tried = [_Side(outcome, found, style, lines, threshold, ranks) for style, lines in by_style.items()]
    return max(tried, key=lambda side: sum(side.right_within(case, budgets[case.key]) for case in _dev(cases)))


def _ranks(found: Mapping[str, Found]) -> dict[str, float]:
    levels = sorted({each.response.confidence for each in found.values()})
    places = {confidence: at / len(levels) for at, confidence in enumerate(levels)}
    return {key: places[each.response.confidence] for key, each in found.items()}


def _dev(cases: Sequence[_Case]) -> list[_Case]:
    """The answerable questions of the dev split about the notes of the settings: what thresholds and styles are chosen on."""
    return [case for case in cases if case.item.split == "dev" and case.item.answerable and not case.item.notes]


def _threshold(confidences: Sequence[float]) -> float:
    """The highest confidence below which lie no more than the allowed share of the answerable questions."""
    ordered = sorted(confidences)
    return ordered[math.floor(_WRONGLY_REFUSED * len(ordered))] if ordered else -math.inf


def _nearest_sentences(found: Mapping[str, Found], cases: Sequence[_Case], nearness: Nearness) -> dict[str, Sequence[Line]]:
    lines = {case.key: sentences(found[case.key].response, case.ground) for case in cases}
    asked = {case.key: with_history(case.item.question, case.item.history) for case in cases}
    texts = dict.fromkeys([*asked.values(), *(line.text for some in lines.values() for line in some)])
    with progress_bar("Ordering sentences") as progress:
        nearness.learn(texts, _counter(progress, len(texts)))
    return {case.key: nearness.ordered(asked[case.key], lines[case.key]) for case in cases}


def _counter(progress: Callable[[int, int], None], total: int) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    return count


def _budgets(ours: _Side, cases: Sequence[_Case]) -> dict[str, int]:
    """For each question the words of this program's answer; the median of its answers where it refused."""
    words = {case.key: sum(len(line.text.split()) for line in ours.lines[case.key]) for case in cases}
    usual = round(statistics.median([count for count in words.values() if count] or [0]))
    return {key: count or usual for key, count in words.items()}


def _results(side: _Side, cases: Sequence[_Case], budgets: Mapping[str, int]) -> list[Result]:
    scorers = {id(case.ground): Scorer(case.ground.library) for case in cases}
    return [scorers[id(case.ground)].result(case.suite, case.item, _reply(side, case, budgets[case.key])) for case in cases]


def _reply(side: _Side, case: _Case, words: int) -> Reply:
    found = side.found[case.key]
    refused = side.refuses(case.key)
    lines = [] if refused else cut(side.lines[case.key], words)
    library = case.ground.library
    sections = [library.by_anchor[anchor] for anchor in dict.fromkeys(line.anchor for line in lines)]
    return Reply(
        text="\n".join(f"{line.text} [{line.anchor}]" for line in lines),
        answered=not refused,
        confidence=side.ranks[case.key],
        seconds=found.seconds,
        citations=tuple(Cited(s.anchor, s.path_text, s.file, s.lines, "") for s in sections),
        sections=case.ground.sections(found.ranked)[:_SECTIONS],
    )


def _contender(side: _Side, results: Sequence[Result], ours: Sequence[Result], cases: Sequence[_Case]) -> Contender:
    known = entry(side.outcome.peer)
    by_part: dict[str, tuple[list[Result], list[Result]]] = {}
    for this, other in zip(ours, results, strict=True):
        both = by_part.setdefault(this.part, ([], []))
        both[0].append(this)
        both[1].append(other)
    against = {} if known.name == OURS else {part: differences(*both) for part, both in by_part.items()}
    return Contender(
        name=known.title,
        what=f"{known.what} It answers with {side.style}.",
        parts=tuple(_with_budgets(part, side, cases) for part in parts_of(results)),
        differences=against,
        costs=_costs(side.outcome, cases),
    )


def _with_budgets(part: Part, side: _Side, cases: Sequence[_Case]) -> Part:
    """A part with what the same words for all add to it, and without what they make senseless."""
    figures = tuple(figure for figure in part.figures if figure.name not in _LEFT_OUT)
    if part.suite == TOGETHER:
        ordered = tuple(figure for figure in figures if figure.name in _OF_RANKS)
        return replace(part, figures=(*ordered, _refused_at(part.split, side, cases)), curves=())
    answerable = [case for case in cases if case.part == part.name and case.item.answerable]
    if not answerable:
        return replace(part, figures=figures, curves=())
    within = {words: sum(side.right_within(case, words) for case in answerable) for words in BUDGETS}
    points = tuple(
        Point(float(words), hits / len(answerable), len(answerable), *wilson(hits, len(answerable)))
        for words, hits in within.items()
    )
    own = tuple(share(AT.format(words), within[words], len(answerable)) for words in HEADLINE_WORDS)
    return replace(part, figures=(*figures, *own), curves=(Curve(NAME, "words", "right", points),))


def _refused_at(split: str, side: _Side, cases: Sequence[_Case]) -> Figure:
    """The share of refusable questions below the confidence under which 3 % of the answerable ones of the same split lie.

    A point of the split's own curve, so that all are compared at the same rate whatever their threshold does there.
    """
    of_split = [case for case in cases if case.item.split == split and not case.item.notes]
    confidence = {case.key: side.found[case.key].response.confidence for case in of_split}
    limit = _threshold([confidence[case.key] for case in of_split if case.item.answerable])
    refusable = [confidence[case.key] for case in of_split if not case.item.answerable]
    return share(REFUSED_AT, sum(value < limit for value in refusable), len(refusable))


def _costs(outcome: Outcome, cases: Sequence[_Case]) -> dict[str, float]:
    import numpy as np

    first = {case.key for case in cases if case.ground is cases[0].ground}
    asked = [each for each in outcome.found if each.key in first]
    wall, cpu = ([1000 * each.seconds for each in asked], [1000 * each.cpu_seconds for each in asked])
    return {
        "pieces": float(outcome.pieces[0]),
        "index seconds": round(outcome.index_seconds[0], 1),
        "index CPU seconds": round(outcome.index_cpu_seconds[0], 1),
        "question ms p50": round(float(np.quantile(wall, 0.5)), 1),
        "question ms p95": round(float(np.quantile(wall, 0.95)), 1),
        "question CPU ms p50": round(float(np.quantile(cpu, 0.5)), 1),
        "peak MiB": round(outcome.peak_mib),
    }
