"""Asks the questions of suites, scores the replies, and makes a report of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant import Assistant, Settings
from assistant.notes import read_library
from assistant.progress_bar import progress_bar
from assistant.settings import shipped_corpus
from evals import provenance
from evals.asking import Asker
from evals.coldstart import cold_start
from evals.kept import Kept, key_of
from evals.report import Report, Result, Run
from evals.scoring import Scorer
from evals.suite import SPLITS, Item, SuiteError, file_of, load, resolve, shipped, suite_hash
from evals.summary import parts_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask.

    Attributes:
        settings: which notes, which embedder, which model.
        folder: where what was answered is kept until the run has ended.
        suites: names of shipped suites, or paths of files; all that come along where none is named.
        splits: "dev", "test" or both.
        limit: how many questions of each suite and split at most; None for all.
        fresh: ask everything anew, whatever an earlier run has kept.
        cold: whether to measure the start of a new process too.
    """

    settings: Settings
    folder: Path
    suites: tuple[str, ...] = ()
    splits: tuple[str, ...] = SPLITS
    limit: int | None = None
    fresh: bool = False
    cold: bool = False


def default_folder(settings: Settings) -> Path:
    """Where reports go: beside the index."""
    return settings.home / "evals"


def run(plan: Plan) -> Report:
    """Runs suites.

    Raises:
        SuiteError: a suite cannot be used with the notes; nothing has been asked then.
        AssistantError: the settings, the notes or the index cannot be used.
    """
    started = time.perf_counter()
    suites = _named(plan)
    asked = _questions(plan, suites)
    kept = Kept(plan.folder, fresh=plan.fresh)
    results = [result for notes, items in asked.items() for result in _ask(notes, items, plan.settings, kept)]
    place = {name: at for at, name in enumerate(suites)}
    results.sort(key=lambda result: (place[result.suite], SPLITS.index(result.item.split)))
    seconds = time.perf_counter() - started
    start = cold_start(plan.settings, results[0].item.question) if plan.cold else None
    kept.finish()
    settings = plan.settings
    return Report(
        run=Run(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            program=provenance.program_version(),
            code=provenance.code_hash(),
            notes=settings.notes.name,
            notes_hash=provenance.notes_hash(settings.notes),
            suites={name: suite_hash(suite) for name, suite in suites.items()},
            settings=provenance.deciding(settings),
            settings_hash=provenance.settings_hash(settings),
            model=settings.model,
            confidence=provenance.confidence_hash(),
            threshold=provenance.threshold(settings.notes),
            limit=plan.limit,
            cold_seconds=start.seconds if start else None,
            memory_mib=start.memory_mib if start else None,
            seconds=round(seconds, 1),
            machine=provenance.machine(),
        ),
        parts=parts_of(results),
        results=tuple(results),
    )


def _named(plan: Plan) -> dict[str, str]:
    """The suites of a plan by name."""
    if not plan.suites and plan.settings.notes != shipped_corpus():
        raise SuiteError(
            "The shipped suites ask the shipped notes: name a suite about yours with --suite FILE, or unset ASSISTANT_NOTES."
        )
    named: dict[str, str] = {}
    for suite in plan.suites or shipped():
        name = file_of(suite).stem
        if named.setdefault(name, suite) != suite:
            raise SuiteError(f"Two suites are called {name}: rename one of the files.")
    return named


def _questions(plan: Plan, suites: dict[str, str]) -> dict[Path, list[tuple[str, Item]]]:
    """The questions of the suites, their gold looked up, by the notes that they ask."""
    asked: dict[Path, list[tuple[str, Item]]] = {}
    for name, suite in suites.items():
        beside = file_of(suite).parent
        for split in plan.splits:
            for item in load(suite, split)[: plan.limit]:
                notes = (beside / item.notes).resolve() if item.notes else plan.settings.notes
                asked.setdefault(notes, []).append((name, item))
    if not asked:
        raise SuiteError(f"No question of {', '.join(suites)} is of the {' or '.join(plan.splits)} split.")
    for notes, items in asked.items():
        resolved = resolve([item for _, item in items], read_library(notes))
        asked[notes] = [(name, item) for (name, _), item in zip(items, resolved, strict=True)]
    return asked


def _ask(notes: Path, items: list[tuple[str, Item]], settings: Settings, kept: Kept) -> list[Result]:
    """Asks the questions about one set of notes."""
    with progress_bar() as progress:
        assistant = Assistant.open(settings.model_copy(update={"notes": notes}), progress)
    assistant.warm()
    asker, scorer = Asker(assistant), Scorer(assistant.library, assistant.index.review)
    made_with = (assistant.index.name, provenance.settings_hash(settings), provenance.code_hash())
    results = []
    with progress_bar(f"Asking {notes.name}") as progress:
        for at, (suite, item) in enumerate(items):
            progress(at, len(items))
            key = key_of(item, *made_with)
            reply = kept.get(key)
            if reply is None:
                reply = asker.ask(item)
                kept.put(key, reply)
            results.append(scorer.result(suite, item, reply))
        progress(len(items), len(items))
    return results
