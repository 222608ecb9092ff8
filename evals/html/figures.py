"""The figures of a report as HTML: the headline, by kind, by chapter, and all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from evals.html.charts import interval_bar
from evals.metrics.figures import share
from evals.report import TOGETHER, Figure, Part, Report, Result, Unit
from evals.show import told
from evals.suite import SPLITS
from evals.summary import RIGHT, RIGHTLY_REFUSED

FEWEST = 5
"""Below so many questions a share says nothing as a percentage: it is written as a count."""

_SHADES = 5
_HEADLINE = (
    ("answers", RIGHT, "answered rightly, with a right section cited"),
    ("followups", RIGHT, "follow-ups answered rightly"),
    ("refusals", RIGHTLY_REFUSED, "of what the notes lack is refused"),
    ("robustness", RIGHT, "right in other words, in noise, or with orders hidden in the question"),
    ("wild", RIGHT, "right over untidy notes of other shapes"),
    ("unseen", RIGHT, "right over notes that nobody tuned on"),
    (TOGETHER, "AUROC", "AUROC: how well the confidence tells what the notes hold"),
    ("answers", "words, median", "words has the median answer"),
)


def headline(report: Report) -> str:
    """The figures that say most, of the test split where the report has it; of other suites than the shipped ones all."""
    split = main_split(report)
    known = {suite for suite, _, _ in _HEADLINE}
    own = [(part.suite, name, name) for part in report.parts if part.suite not in known for name in (RIGHT, RIGHTLY_REFUSED)]
    cards = [
        _card(report, split, found, what, suite)
        for suite, name, what in (*_HEADLINE, *dict.fromkeys(own))
        if (part := report.part(f"{suite}/{split}")) and (found := part.figure(name)) and found.of
    ]
    return f'<ul class="cards">{"".join(cards)}</ul>'


def main_split(report: Report) -> str:
    """The split that a report is read for: test where it was asked."""
    splits = {part.split for part in report.parts}
    return "test" if "test" in splits or not splits else "dev"


def by_kind(report: Report) -> str:
    """How many are right by kind of question, for each suite and split."""
    rows = []
    for part in _suites(report):
        for kind, results in _grouped(report.results, part, lambda result: result.item.kind).items():
            right = share(RIGHT, sum(result.score.correct for result in results), len(results))
            rows.append((part, kind, right))
    tables = []
    for split in reversed(SPLITS):
        body = "".join(
            f"<tr><th scope='row'>{escape(kind)}</th><td>{escape(part.suite)}</td><td>{_told(right)}</td>"
            f"<td>{interval_bar(right.value, right.low, right.high)}</td></tr>"
            for part, kind, right in rows
            if part.split == split
        )
        if body:
            tables.append(
                f'<div class="table" tabindex="0" role="region" aria-label="By kind, {split} split"><table class="kinds">'
                f"<caption>{split} split</caption><thead><tr><th scope='col'>Kind</th><th scope='col'>Suite</th>"
                f"<th scope='col'>Right</th><th scope='col'>0 to 100 %</th></tr></thead><tbody>{body}</tbody></table></div>"
            )
    return f'<div class="side-by-side">{"".join(tables)}</div>'


def by_chapter(report: Report) -> str:
    """Heat maps, one of the notes of the settings and one of others: chapters over suites, each cell the share that is right."""
    own = [result for result in report.results if not result.item.notes]
    others = [result for result in report.results if result.item.notes]
    return _heat_map(report, own, report.run.notes) + _heat_map(report, others, "other notes")


def _heat_map(report: Report, results: Sequence[Result], notes: str) -> str:
    parts = [part for part in _suites(report) if part.split == main_split(report)]
    cells = {part.name: _grouped(results, part, lambda result: result.chapter) for part in parts}
    parts = [part for part in parts if cells[part.name]]
    there = {chapter for groups in cells.values() for chapter in groups}
    chapters = [chapter for chapter in dict.fromkeys(result.chapter for result in _in_order(results)) if chapter in there]
    if not chapters:
        return ""
    heads = "".join(f"<th scope='col'>{escape(part.suite)}</th>" for part in parts)
    rows = "".join(
        f"<tr><th scope='row'>{escape(chapter)}</th>{''.join(_cell(cells[part.name].get(chapter, [])) for part in parts)}</tr>"
        for chapter in chapters
    )
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="By chapter: {escape(notes, quote=True)}"><table class="heat">'
        f"<caption>{escape(notes)}, {main_split(report)} split</caption>"
        f"<thead><tr><th scope='col'>Chapter</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def everything(report: Report) -> str:
    """Every figure of every suite, a table a split."""
    tables = []
    for split in reversed(SPLITS):
        parts = [part for part in report.parts if part.split == split]
        if not parts:
            continue
        heads = "".join(f"<th scope='col'>{escape(part.suite)}<small>{part.questions}</small></th>" for part in parts)
        names = dict.fromkeys(figure.name for part in parts for figure in part.figures)
        body = "".join(
            f"<tr><th scope='row'>{escape(name)}</th>"
            + "".join(f"<td>{escape(told(found)) if (found := part.figure(name)) else ''}</td>" for part in parts)
            + "</tr>"
            for name in names
        )
        tables.append(
            f'<div class="table" tabindex="0" role="region" aria-label="All figures, {split} split"><table class="all">'
            f"<caption>{split} split</caption><thead><tr><th scope='col'>Figure</th>{heads}</tr></thead><tbody>{body}</tbody>"
            "</table></div>"
        )
    return f"<details><summary>Every figure, with its interval</summary>{''.join(tables)}</details>"


def _card(report: Report, split: str, figure: Figure, what: str, suite: str) -> str:
    other = next((name for name in SPLITS if name != split), "")
    beside = report.part(f"{suite}/{other}")
    same = beside.figure(figure.name) if beside else None
    written = {Unit.SHARE: "{:.0%}", Unit.SCORE: "{:.2f}"}.get(figure.unit, "{:.0f}").format
    shown, between = written(figure.value), ""
    if figure.low is not None and figure.high is not None:
        ends = [written(figure.low), written(figure.high)]
        between = f"{interval_bar(figure.value, figure.low, figure.high)}<p class='between'>{ends[0]} to {ends[1]}</p>"
    dev = f" · {other} split {escape(told(same))}" if same and same.of else ""
    return (
        f"<li class='card'><p class='value'>{shown}</p><p class='what'>{escape(what)}</p>{between}"
        f"<p class='of'>{escape(suite)}, {figure.of} in the {split} split{dev}</p></li>"
    )


def _suites(report: Report) -> list[Part]:
    return [part for part in report.parts if part.suite != TOGETHER]


def _grouped(results: Iterable[Result], part: Part, key: Callable[[Result], str]) -> dict[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        if result.part == part.name and (name := key(result)):
            groups.setdefault(name, []).append(result)
    return groups


def _in_order(results: Sequence[Result]) -> list[Result]:
    """Results by where the first section that answers them stands: anchors of figures by their figures, others as they come."""

    def place(result: Result) -> tuple[str, list[int]]:
        anchor = result.item.gold[0] if result.item.gold else ""
        return result.item.notes, [int(piece) if piece.isdigit() else 0 for piece in anchor.split("_")]

    return sorted(results, key=place)


def _cell(results: Sequence[Result]) -> str:
    if not results:
        return '<td class="none">–</td>'
    right = sum(result.score.correct for result in results)
    shade = min(int(_SHADES * right / len(results)), _SHADES - 1)
    small = " few" if len(results) < FEWEST else ""
    shown = f"{right} of {len(results)}" if small else f"{right / len(results):.0%}<small>{len(results)}</small>"
    return f'<td class="shade-{shade}{small}">{shown}</td>'


def _told(figure: Figure) -> str:
    return escape(told(figure)) if figure.of >= FEWEST else f"{figure.hits} of {figure.of}"
