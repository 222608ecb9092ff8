"""Asks the questions of suites, scores the replies, and makes a report of them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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
from evals.report import Reply, Report, Result, Run
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
        jobs: how many questions to ask at once. Composing an answer keeps a core busy, so that more than one saves little
            and blurs the times; a hosted model mostly lets one wait.
        cold: whether to measure the start of a new process too.
    """

    settings: Settings
    folder: Path
    suites: tuple[str, ...] = ()
    splits: tuple[str, ...] = SPLITS
    limit: int | None = None
    fresh: bool = False
    jobs: int = 1
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
    asked = questions(plan)
    kept = Kept(plan.folder, fresh=plan.fresh)
    results = [result for notes, items in asked.items() for result in _ask(notes, items, plan, kept)]
    place = {name: at for at, name in enumerate(suites)}
    results.sort(key=lambda result: (place[result.suite], SPLITS.index(result.item.split)))
    seconds = time.perf_counter() - started
    own = [item.question for _, item in asked.get(plan.settings.notes, ())]
    start = cold_start(plan.settings, own[0]) if plan.cold and own else None
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


def questions(plan: Plan) -> dict[Path, list[tuple[str, Item]]]:
    """The questions of a plan with their suites, their gold looked up, by the notes that they ask.

    Raises:
        SuiteError: a suite cannot be used with the notes, or holds no question of the splits.
    """
    suites = _named(plan)
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


def _ask(notes: Path, items: list[tuple[str, Item]], plan: Plan, kept: Kept) -> list[Result]:
    """Asks the questions about one set of notes."""
    with progress_bar() as progress:
        assistant = Assistant.open(settings_for(notes, plan.settings), progress)
    assistant.warm()
    scorer = Scorer(assistant.library, assistant.index.review)
    made_with = (assistant.index.name, provenance.settings_hash(plan.settings), provenance.code_hash())
    keys = [key_of(item, *made_with) for _, item in items]
    results = []
    with progress_bar(f"Asking {notes.name}") as progress, _replies(Asker(assistant), items, keys, plan.jobs, kept) as replies:
        for at, ((suite, item), key, reply) in enumerate(zip(items, keys, replies, strict=True), 1):
            if kept.get(key) is None:
                kept.put(key, reply)
            results.append(scorer.result(suite, item, reply))
            progress(at, len(items))
    return results


def settings_for(notes: Path, settings: Settings) -> Settings:
    """The settings for some notes: others than one's own are indexed in a home apart, to push no index out of one's own."""
    if notes == settings.notes:
        return settings
    return settings.model_copy(update={"notes": notes, "home": default_folder(settings) / "notes" / notes.stem})


@contextmanager
def _replies(asker: Asker, items: list[tuple[str, Item]], keys: list[str], jobs: int, kept: Kept) -> Iterator[Iterable[Reply]]:
    """The replies in the order of the questions, some of them asked ahead; nothing more is asked once it is left."""

    def reply(item: Item, key: str) -> Reply:
        return kept.get(key) or asker.ask(item)

    questions = [item for _, item in items]
    if jobs == 1:
        yield map(reply, questions, keys)
        return
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor.map(reply, questions, keys)
    finally:
        executor.shutdown(cancel_futures=True)
