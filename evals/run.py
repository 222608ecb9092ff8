"""Asks every question of the suites and scores the answers."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import Assistant, Settings
from evals.scoring import Score, score
from evals.suite import FOLDER, Item, load, resolve

SUITES = ("answers", "followups", "refusals", "wild")
_CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Share:
    """A share of questions, with its 95 % Wilson interval."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 where there is nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval (Wilson 1927)."""
        if not self.of:
            return 0.0, 1.0
        from scipy.stats import binomtest

        found = binomtest(self.hits, self.of).proportion_ci(_CONFIDENCE, method="wilson")
        return float(found.low), float(found.high)

    def as_json(self) -> dict[str, Any]:
        """The share for the report."""
        return {"share": round(self.value, 4), "hits": self.hits, "of": self.of, "interval": [round(x, 4) for x in self.interval]}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  ({self.hits} of {self.of}; {low:.0%}-{high:.0%})"


def ask_all(items: Sequence[Item], assistant: Assistant) -> list[Score]:
    """Asks questions and scores the answers."""
    return [score(item, assistant.ask(item.question, item.history)) for item in resolve(items, assistant.library)]


def measure(scores: Iterable[Score]) -> dict[str, Any]:
    """The figures of one suite and split.

    Returns:
        Shares of answerable questions answered rightly and refused, of cited sections that are right, of questions to be
        refused that are; words an answer has and seconds it takes: median and 95th percentile.
    """
    scores = list(scores)
    answerable = [s for s in scores if s.item.answerable]
    refusable = [s for s in scores if not s.item.answerable]
    answered = [s for s in answerable if s.answer.answered]
    figures: dict[str, Any] = {}
    if answerable:
        cited = sum(len(s.answer.citations) for s in answered)
        figures["right"] = Share(sum(s.correct for s in answerable), len(answerable))
        figures["right section cited"] = Share(sum(s.cited and s.answer.answered for s in answerable), len(answerable))
        figures["cited sections right"] = Share(sum(s.right_citations for s in answered), cited)
        figures["wrongly refused"] = Share(len(answerable) - len(answered), len(answerable))
    if refusable:
        figures["rightly refused"] = Share(sum(s.correct for s in refusable), len(refusable))
    if answered:
        figures["words"] = spread([s.words for s in answered])
    figures["milliseconds"] = spread([1000 * s.answer.seconds for s in scores])
    return figures


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }


def run(suites: Sequence[str], splits: Sequence[str], out: Path | None) -> dict[str, Any]:
    """Runs suites and prints their figures, dev and test apart.

    Args:
        suites: names of suites.
        splits: "dev", "test" or both.
        out: a folder for `report.json`, with every question, answer and score; None for no report.

    Returns:
        Figures by suite and split.
    """
    settings = Settings.load()
    report: dict[str, Any] = {"figures": {}, "questions": []}
    corpus: Assistant | None = None
    for suite in suites:
        for split in splits:
            items = load(suite, split)
            if not items:
                continue
            if suite == "wild":
                scores = _ask_other_notes(items, settings)
            else:
                corpus = corpus or _open(settings)
                scores = ask_all(items, corpus)
            figures = measure(scores)
            _print(suite, split, len(items), figures)
            report["figures"][f"{suite}/{split}"] = {
                name: value.as_json() if isinstance(value, Share) else value for name, value in figures.items()
            }
            report["questions"].extend(_row(suite, s) for s in scores)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"\nReport: {out / 'report.json'}")
    return report


def _open(settings: Settings) -> Assistant:
    from assistant.progress_bar import progress_bar

    with progress_bar() as progress:
        assistant = Assistant.open(settings, progress)
    assistant.warm()
    return assistant


def _ask_other_notes(items: Sequence[Item], settings: Settings) -> list[Score]:
    scores = []
    for notes in dict.fromkeys(item.notes for item in items):
        assistant = _open(settings.model_copy(update={"notes": FOLDER / notes}))
        scores.extend(ask_all([item for item in items if item.notes == notes], assistant))
    return scores


def _row(suite: str, scored: Score) -> dict[str, Any]:
    return {
        "suite": suite,
        "id": scored.item.id,
        "split": scored.item.split,
        "kind": scored.item.kind,
        "gold": list(scored.item.gold),
        "correct": scored.correct,
        "stated": scored.stated,
        "cited": scored.cited,
        "words": scored.words,
        **scored.answer.as_json(),
    }


def _print(suite: str, split: str, count: int, figures: dict[str, Any]) -> None:
    print(f"\n{suite}, {split} split, {count} questions")
    for name, value in figures.items():
        shown = value if isinstance(value, Share) else f"{value['median']:6.0f}  (95th percentile {value['p95']:.0f})"
        print(f"  {name:22} {shown}")
