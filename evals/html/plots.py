"""The curves of a report: correctness over length, risk over coverage, and whether the confidence keeps its word."""

from __future__ import annotations

from html import escape

from evals.html.charts import Axis, Line, line_chart
from evals.metrics import budget, reliability, risk_coverage
from evals.report import TOGETHER, Curve, Part, Report

_RISK = 0.5
"""The risk axis ends here: what errs more often than it is right is not told apart any further."""

_LEGEND = {"test": "main", "dev": "second"}


def plots(report: Report) -> str:
    """All curves of a report, test and dev in one chart as two lines."""
    suites = dict.fromkeys(part.suite for part in report.parts if part.suite != TOGETHER)
    figures = [_length(report, suite) for suite in suites]
    figures += [_risk(report), _reliability(report)]
    return f'<div class="plots">{"".join(figures)}</div>'


def legend(lines: list[Line]) -> str:
    """The names of the lines of a chart, each with its stroke."""
    entries = "".join(f'<li class="{line.style}">{escape(line.name)}</li>' for line in reversed(lines))
    return f'<ul class="legend">{entries}</ul>'


def length_axes(lines: list[Line]) -> tuple[Axis, Axis]:
    """The axes of correctness over words."""
    most = max((point.x for line in lines for point in line.curve.points), default=200.0)
    return Axis("words of the answer", 0, most, share=False), Axis("right", 0, 1)


def curve_of(part: Part, name: str) -> Curve | None:
    """A curve of a part by its name, where it has points."""
    return next((curve for curve in part.curves if curve.name == name and curve.points), None)


def _lines(report: Report, suite: str, name: str) -> list[Line]:
    found = []
    for split, style in reversed(_LEGEND.items()):
        part = report.part(f"{suite}/{split}")
        curve = curve_of(part, name) if part else None
        if part and curve:
            found.append(Line(f"{split} split, {curve.points[-1].of}", curve, style))
    return found


def _length(report: Report, suite: str) -> str:
    lines = _lines(report, suite, budget.NAME)
    if not lines:
        return ""
    x, y = length_axes(lines)
    return _figure(
        f"Right within so many words: {suite}",
        "Answers are cut after a number of words; how many are right by then? The band is the 95 % interval.",
        line_chart(f"Share of right answers over their length, {suite}", lines, x, y),
        lines,
    )


def _risk(report: Report) -> str:
    lines = _lines(report, TOGETHER, risk_coverage.NAME)
    if not lines:
        return ""
    chart = line_chart(
        "Risk over coverage", lines, Axis("answered, surest first", 0, 1), Axis("wrong among the answered", 0, _RISK)
    )
    return _figure(
        "What answering more would risk",
        "Questions in the order of the confidence. Low on the left is good: what the program is sure of is right.",
        chart,
        lines,
    )


def _reliability(report: Report) -> str:
    lines = _lines(report, TOGETHER, reliability.NAME)
    if not lines:
        return ""
    chart = line_chart(
        "Reliability of the confidence", lines, Axis("confidence", 0, 1), Axis("answerable", 0, 1), dots=True, diagonal=True
    )
    total = [
        Line(f"{line.name.split(',')[0]}, {sum(point.of for point in line.curve.points)}", line.curve, line.style)
        for line in lines
    ]
    return _figure(
        "Does the confidence keep its word?",
        "Of 100 questions with a confidence of 80 %, the notes should answer 80: dots on the diagonal. Large: many questions.",
        chart,
        total,
    )


def _figure(title: str, what: str, chart: str, lines: list[Line]) -> str:
    return f"<figure><figcaption><h3>{escape(title)}</h3><p>{escape(what)}</p></figcaption>{chart}{legend(lines)}</figure>"
