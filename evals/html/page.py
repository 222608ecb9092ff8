"""Puts the page together."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

from assistant.web.assets import text_of
from assistant.web.report_page import BEGIN, END
from evals.html.contests import contests
from evals.html.figures import by_chapter, by_kind, everything, headline
from evals.html.plots import plots
from evals.html.questions import questions
from evals.report import Report, ReportError

FILE = "report.html"


def write(report: Report, folder: Path) -> Path:
    """Writes `report.html` into a folder, which is made where it is not there.

    Returns:
        The file.

    Raises:
        ReportError: the folder cannot be written.
    """
    return stored(document(report), folder / FILE)


def stored(page: str, file: Path) -> Path:
    """Writes a page into a file, whose folder is made where it is not there.

    Raises:
        ReportError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ReportError(f"{file} cannot be written ({error.strerror}): name another folder with --out.") from error
    return file


def document(report: Report) -> str:
    """The whole page; its styles and its script stand in it, and it loads nothing.

    What lies between the marks of `assistant.web.report_page` has no style and no script of its own: the web app shows it
    in its frame.
    """
    return alone("How right the answers are", f"{BEGIN}\n{_main(report)}\n{END}")


def alone(title: str, body: str) -> str:
    """A page that stands alone.

    Args:
        title: of the page, as text.
        body: of the page, as HTML.
    """
    style = "\n".join(text_of(name) for name in ("colours.css", "report.css"))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}\n</style>\n</head>\n"
        f'<body class="alone">\n{body}\n<script>\n{text_of("report.js")}\n</script>\n</body>\n</html>\n'
    )


def _main(report: Report) -> str:
    chapters = by_chapter(report)
    return "\n".join(
        [
            '<main class="report" id="report" tabindex="-1">',
            f"<header><h1>How right the answers are</h1>{_run(report)}</header>",
            headline(report),
            section("Length, risk and confidence", plots(report)),
            section("By kind of question", by_kind(report)),
            section("By chapter", chapters) if chapters else "",
            contests(report.contests),
            section("All figures", everything(report)),
            section("Questions", questions(report)),
            "</main>",
        ]
    )


def section(title: str, content: str) -> str:
    """A part of a page under its title."""
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _run(report: Report) -> str:
    run = report.run
    made = datetime.fromisoformat(run.made)
    answers = f"answered by {escape(run.model)}" if run.model else "composed from the notes, with no chat model"
    limit = f" Only the first {run.limit} questions of each suite and split were asked." if run.limit else ""
    facts = {
        "Program": f"{run.program} ({run.code[:12]})",
        "Notes": f"{run.notes} ({run.notes_hash[:12]})",
        **{f"Suite {name}": value[:12] for name, value in run.suites.items()},
        **{f"Setting {name}": value for name, value in run.settings.items()},
        "Refused below a confidence of": f"{run.threshold:.2f}" if run.threshold is not None else "",
        "First answer of a new process": f"{run.cold_seconds:.1f} s" if run.cold_seconds is not None else "",
        "Memory at its highest": f"{run.memory_mib:.0f} MiB" if run.memory_mib is not None else "",
        "Duration": f"{run.seconds:.0f} s",
        "Machine": run.machine,
    }
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items() if value)
    return (
        f"<p>{len(report.results):,} questions about {escape(run.notes)}, {answers}, on {made:%d %B %Y}. Weights and "
        "thresholds were chosen on the dev split; the test split says how right the answers are. Intervals are of 95 %."
        f"{limit}</p>"
        f"<details><summary>What was run</summary><dl>{listed}</dl></details>"
    )
