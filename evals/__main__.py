"""`python -m evals`: run suites, compare and hold the figures, fit the confidence model, measure time and memory."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError
from evals.suite import SPLITS

if TYPE_CHECKING:
    from assistant.notes import Library
    from assistant.settings import Settings
    from evals.report import Report
    from evals.run import Plan
    from evals.suite import Item

FAILED, WRONG_CALL = 1, 2

app = typer.Typer(
    help="Measure how right the answers are, and how fast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Suites = Annotated[
    list[str] | None, typer.Option("--suite", help="A suite, or a file of your own; all that come along by default.")
]
ReportFile = Annotated[
    Path | None, typer.Argument(help="A report.json or its folder; by default the last run's.", show_default=False)
]


@app.command()
def run(
    suite: Suites = None,
    split: Annotated[list[str] | None, typer.Option(help="dev or test; both by default, never mixed.")] = None,
    limit: Annotated[int | None, typer.Option(help="Questions of each suite and split at most.", min=1)] = None,
    model: Annotated[str, typer.Option(help="A chat model, in place of ASSISTANT_MODEL.")] = "",
    out: Annotated[Path | None, typer.Option(help="A folder for the report; by default evals/ in ASSISTANT_HOME.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with a run that broke off.")] = False,
    jobs: Annotated[
        int, typer.Option(help="Questions asked at once: more than one helps where a hosted model answers.", min=1)
    ] = 1,
) -> None:
    """Ask every question of the suites, score the answers, and write a report."""
    from evals.contests import with_contests
    from evals.html import write
    from evals.report import save
    from evals.run import run as run_suites
    from evals.show import show

    plan = _plan(suite, split, limit, model, out, fresh, jobs)
    report = with_contests(run_suites(plan), plan.folder)
    show(report)
    print(f"Report: {save(report, plan.folder)} and {write(report, plan.folder)}")
    if _is_ours(plan):
        _hold(report)


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="A report.json, or its folder.")],
    after: Annotated[Path, typer.Argument(help="A later one.")],
    out: Annotated[
        Path | None, typer.Option(help="A folder for compare.html; by default the later report's.", show_default=False)
    ] = None,
) -> None:
    """Say what got better and worse from one report to another, and whether that is more than chance."""
    from evals import compare as comparison
    from evals.html import write_comparison
    from evals.report import read

    first, second = read(before), read(after)
    changes = comparison.compare(first, second)
    comparison.show(first.run, second.run, changes)
    folder = out or (after if after.is_dir() else after.parent)
    print(f"Comparison: {write_comparison(first.run, second.run, changes, folder)}")


@app.command()
def peers(
    peer: Annotated[list[str] | None, typer.Option(help="A peer to run beside this program; all by default.")] = None,
    suite: Suites = None,
    limit: Annotated[int | None, typer.Option(help="Questions of each suite and split at most.", min=1)] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for peers.json; by default evals/ in ASSISTANT_HOME.")] = None,
) -> None:
    """Hold this program against other ways to answer from notes, over the same suites."""
    from evals import contests
    from evals.peers.run import run as run_peers

    plan = _plan(suite, limit=limit, out=out)
    contest = run_peers(plan, peer or ())
    contests.show(contest)
    print(f"Contest: {contests.save(contest, plan.folder)}")


@app.command()
def ablations(
    without: Annotated[list[str] | None, typer.Option(help="A part to leave out; each of them by default.")] = None,
    suite: Suites = None,
    split: Annotated[list[str] | None, typer.Option(help="dev or test; dev by default, never mixed.")] = None,
    limit: Annotated[int | None, typer.Option(help="Questions of each suite and split at most.", min=1)] = None,
    out: Annotated[Path | None, typer.Option(help="A folder for ablations.json; by default evals/ in ASSISTANT_HOME.")] = None,
) -> None:
    """Measure what each part of the answering adds, by leaving out one at a time."""
    from evals import contests
    from evals.ablations import run as run_ablations

    plan = _plan(suite, split or ["dev"], limit, out=out)
    contest = run_ablations(plan, without or ())
    contests.show(contest)
    print(f"Contest: {contests.save(contest, plan.folder)}")


@app.command()
def gate(report: ReportFile = None) -> None:
    """Hold the answers against evals/baseline.json; without a report, ask the suites that come along."""
    from evals.report import read
    from evals.run import run as run_suites

    if not _hold(read(report) if report else run_suites(replace(_plan(), cold=False))):
        raise AssistantError("The report has none of the suites that the baseline knows: nothing is held.")


@app.command()
def baseline(report: ReportFile = None) -> None:
    """Write what is right in a report into evals/baseline.json; the promises stay."""
    from assistant.settings import Settings
    from evals.gate import BASELINE, write
    from evals.report import read
    from evals.run import default_folder

    write(read(report or default_folder(Settings.load())))
    print(f"Written: {BASELINE.name}")


@app.command()
def duplicates(suite: Suites = None) -> None:
    """Find questions of the suites that the notes' review questions, or the lessons, already ask."""
    from assistant.index import open_index
    from assistant.progress_bar import progress_bar
    from assistant.settings import Settings
    from evals.duplicates import twins
    from evals.run import settings_for
    from evals.suite import load, shipped
    from evals.training import NOTES

    settings = Settings.load()
    with progress_bar() as progress:
        index = open_index(settings, progress)
        lessons = open_index(settings_for(NOTES, settings), progress)
    names = suite or shipped()
    suites = {name: load(name) for name in names}
    found = [twin for name, items in suites.items() for twin in twins(name, [item for item in items if not item.notes], index)]
    found += [twin for name, items in suites.items() for twin in twins(name, items, lessons)]
    for twin in found:
        print(f"{twin.suite} {twin.item.id} ({twin.item.split}): {twin.item.question!r} repeats {twin.review!r} of {twin.anchor}")
    print(f"{len(found)} questions of {', '.join(names)} repeat a review question.")
    raise typer.Exit(1 if found else 0)


@app.command()
def draft(
    notes: Annotated[Path | None, typer.Option(help="Your notes; by default those of ASSISTANT_NOTES.")] = None,
    out: Annotated[Path, typer.Option(help="The suite's file.")] = Path("drafts.jsonl"),
    count: Annotated[int, typer.Option(help="Questions at most.", min=1)] = 40,
    model: Annotated[str, typer.Option(help="A chat model that writes the questions, in place of ASSISTANT_MODEL.")] = "",
    review: Annotated[bool, typer.Option("--review", help="Go through the drafts one by one; of an existing file too.")] = False,
) -> None:
    """Draft a suite for your own notes, for you to keep or drop."""
    from assistant.notes import read_library
    from assistant.settings import Settings
    from evals import drafting
    from evals.suite import load

    settings = Settings.load(**({"notes": notes} if notes else {}), **({"model": model} if model else {}))
    library = read_library(settings.notes)
    if out.exists() and not review:
        raise AssistantError(f"{out} is there already: go through it with --review, or name another file with --out.")
    items = load(str(out)) if out.exists() else _drafts(settings, library, count)
    if not items:
        raise AssistantError(f"Nothing in {library.source} makes a question: write some yourself, as evals/README.md shows.")
    drafting.write(items, out)
    if review:
        items = drafting.sift(items, library, out)
    print(f"{out}: {len(items)} questions, {len(drafting.pending(items))} of them drafts that nobody has looked at.")
    if drafting.pending(items):
        print(f"Go through them with --review --out {out}.")


@app.command()
def fit() -> None:
    """Fit the confidence model on the dev split and store its numbers."""
    from evals.fit import fit as fit_model

    print(json.dumps(fit_model(), indent=2))


@app.command()
def train() -> None:
    """Teach the cross-encoder from review questions and store what it learned: an hour and a half on two cores."""
    from assistant.index import open_index
    from assistant.progress_bar import progress_bar
    from assistant.settings import Settings, shipped_corpus
    from evals.run import settings_for
    from evals.training import NOTES, lessons, rounds_of
    from evals.training import train as train_model

    found = []
    for notes in (shipped_corpus(), NOTES):
        with progress_bar() as progress:
            found.append(lessons(open_index(settings_for(notes, Settings.load()), progress)))
    with progress_bar("Training") as progress:
        train_model(rounds_of(*found), done=progress)


@app.command()
def quiz(
    seed: Annotated[int, typer.Option(help="Seed for the order of options.")] = 0,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure the quiz items: how many, of which sections, what was rejected, and what a guesser gets right."""
    from assistant.quiz import open_bank
    from assistant.settings import Settings
    from evals.quiz import as_text, measure

    figures = measure(open_bank(Settings.load()), seed)
    print(json.dumps(figures.as_json(), indent=2) if json_ else as_text(figures))


@app.command()
def bench() -> None:
    """Measure time and memory."""
    from evals.bench import bench as run_bench

    run_bench()


@app.command()
def readme(
    report: Annotated[Path | None, typer.Option(help="A report.json or its folder, for the table of figures.")] = None,
    peers: Annotated[Path | None, typer.Option(help="A peers.json, for the table of peers.")] = None,
) -> None:
    """Write the generated parts of the README."""
    from evals.readme import write

    write(report, peers)


def _drafts(settings: Settings, library: Library, count: int) -> list[Item]:
    """Drafts from what a chat model writes, where one is set, else from the review questions and from the notes themselves."""
    from assistant.models.opening import open_model
    from assistant.notes import read_review, review_files
    from assistant.progress_bar import progress_bar
    from evals import drafting

    model = open_model(settings)
    if model is None:
        return drafting.draft(library, read_review(review_files(settings.notes, library.files), library), count)
    per_section = max(1, -(-count // len(library.sections)))
    with progress_bar(f"Asking {model.name}") as progress:
        written = drafting.review_by_model(model, library, per_section, progress)
    return drafting.draft(library, written, count, asked=f"written by {model.name}")


def _plan(
    suites: list[str] | None = None,
    splits: list[str] | None = None,
    limit: int | None = None,
    model: str = "",
    out: Path | None = None,
    fresh: bool = False,
    jobs: int = 1,
) -> Plan:
    from assistant.settings import Settings
    from evals.run import Plan, default_folder

    wrong = set(splits or ()) - set(SPLITS)
    if wrong:
        raise AssistantError(f"There is no split {min(wrong)}: the splits are {' and '.join(SPLITS)}.")
    settings = Settings.load(**({"model": model} if model else {}))
    folder = out or default_folder(settings)
    return Plan(settings, folder, tuple(suites or ()), tuple(splits or SPLITS), limit, fresh, jobs, cold=limit is None)


def _is_ours(plan: Plan) -> bool:
    """Whether the gate's promises are about what was asked: the shipped notes, all questions, no chat model."""
    from assistant.settings import shipped_corpus

    return plan.settings.notes == shipped_corpus() and plan.limit is None and not plan.settings.model


def _hold(report: Report) -> int:
    """Says what the gate finds, and fails where something does not hold; how much held."""
    from evals import gate as gating

    verdict = gating.gate(report, gating.read())
    for fault in verdict.faults:
        print(f"Gate: {fault}", file=sys.stderr)
    if not verdict.passed:
        raise typer.Exit(FAILED)
    print(f"Gate: {verdict.held} promises and comparisons hold.")
    return verdict.held


if __name__ == "__main__":
    try:
        app()
    except AssistantError as error:
        print(f"evals: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(WRONG_CALL)
    except KeyboardInterrupt:
        print("evals: stopped; the same call goes on where it was.", file=sys.stderr)
        sys.exit(130)
