"""`python -m evals`: run suites, fit the confidence model, measure time and memory."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AssistantError
from evals.run import SUITES

app = typer.Typer(
    help="Measure how right the answers are, and how fast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    suite: Annotated[list[str], typer.Option(help="A suite to run; all by default.")] = list(SUITES),  # noqa: B006
    split: Annotated[list[str], typer.Option(help="dev or test; both by default, never mixed.")] = ["dev", "test"],  # noqa: B006
    out: Annotated[Path | None, typer.Option(help="A folder for report.json.")] = None,
) -> None:
    """Ask every question of the suites and score the answers."""
    from evals.run import run as run_suites

    run_suites(suite, split, out)


@app.command()
def fit() -> None:
    """Fit the confidence model on the dev split and store its numbers."""
    from evals.fit import fit as fit_model

    print(json.dumps(fit_model(), indent=2))


@app.command()
def bench() -> None:
    """Measure time and memory."""
    from evals.bench import bench as run_bench

    run_bench()


@app.command()
def readme(
    report: Annotated[Path | None, typer.Option(help="A report.json, for the table of figures.")] = None,
) -> None:
    """Write the generated parts of the README."""
    from evals.readme import write

    write(report)


try:
    app()
except AssistantError as error:
    print(f"evals: {error}", file=sys.stderr)
    sys.exit(2)
