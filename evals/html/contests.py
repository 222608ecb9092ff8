"""This program beside others, or beside itself with parts switched off."""

from __future__ import annotations

from html import escape

from evals.html.charts import Line, line_chart
from evals.html.plots import curve_of, legend, length_axes
from evals.metrics import budget
from evals.report import Contender, Contest, Difference, Figure, Unit
from evals.show import told

_MOST_LINES = 8
"""Contenders that are drawn in one chart; a chart of more says nothing."""


def contests(all_: tuple[Contest, ...]) -> str:
    """Each contest with its plot and its tables."""
    return "".join(_contest(contest) for contest in all_)


def _contest(contest: Contest) -> str:
    parts = dict.fromkeys(part.name for contender in contest.contenders for part in contender.parts)
    tables = "".join(_table(contest, name, opened=at == 0) for at, name in enumerate(sorted(parts, key=_test_first)))
    listed = "".join(f"<li><b>{escape(one.name)}</b>: {escape(one.what)}</li>" for one in contest.contenders)
    return (
        f'<section class="contest"><h2>{escape(contest.title)}</h2><p>{escape(contest.note)}</p>'
        f"{_plot(contest, sorted(parts, key=_test_first))}{tables}{_costs(contest)}"
        f'<details><summary>Who they are</summary><ul class="who">{listed}</ul></details></section>'
    )


def _test_first(name: str) -> tuple[bool, bool, str]:
    return not name.endswith("/test"), not name.startswith("answers/"), name


def _plot(contest: Contest, parts: list[str]) -> str:
    for name in parts:
        lines = []
        for at, contender in enumerate(contest.contenders[:_MOST_LINES]):
            part = next((part for part in contender.parts if part.name == name), None)
            curve = curve_of(part, budget.NAME) if part else None
            if curve:
                lines.append(Line(contender.name, curve, "main" if at == 0 else f"other-{at}"))
        if len(lines) > 1:
            lines.reverse()
            x, y = length_axes(lines)
            chart = line_chart(f"Share of right answers over their length, {name}", lines, x, y)
            return (
                f'<div class="plots"><figure><figcaption><h3>Right within so many words: {escape(name)}</h3></figcaption>'
                f"{chart}{legend(lines)}</figure></div>"
            )
    return ""


def _table(contest: Contest, name: str, *, opened: bool) -> str:
    rivals = [one for one in contest.contenders if any(part.name == name for part in one.parts)]
    figures = dict.fromkeys(figure.name for one in rivals for part in one.parts if part.name == name for figure in part.figures)
    heads = "".join(f"<th scope='col'>{escape(one.name)}</th>" for one in rivals)
    rows = "".join(f"<tr><th scope='row'>{escape(figure)}</th>{''.join(_cells(rivals, name, figure))}</tr>" for figure in figures)
    differences = "".join(_differences(one, name) for one in rivals)
    return (
        f"<details{' open' if opened else ''}><summary>{escape(name)}</summary>"
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(f"{contest.title}, {name}", quote=True)}">'
        f"<table class='all'><thead><tr><th scope='col'>Figure</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        + (f'<ul class="differences">{differences}</ul>' if differences else "")
        + "</details>"
    )


def _cells(rivals: list[Contender], name: str, figure: str) -> list[str]:
    found = [next(part.figure(figure) for part in one.parts if part.name == name) for one in rivals]
    best = _best([each for each in found if each])
    return [
        f"<td{' class=best' if each and each.value == best else ''}>{escape(told(each)) if each else '–'}</td>" for each in found
    ]


def _best(found: list[Figure]) -> float | None:
    if len(found) < 2:
        return None
    values = [figure.value for figure in found]
    return min(values) if found[0].less_is_better else max(values) if found[0].unit is not Unit.WORDS else None


def _differences(one: Contender, name: str) -> str:
    return "".join(f"<li>{_difference(one.name, each)}</li>" for each in one.differences.get(name, ()))


def _difference(name: str, found: Difference) -> str:
    chance = f", p = {found.p:.2g}" if found.p is not None else ""
    return (
        f"Against {escape(name)}, {escape(found.figure)}: {found.gain:+.3f} ({found.low:+.3f} to {found.high:+.3f}{chance}); "
        f"{found.better} better, {found.worse} worse of {found.of}."
    )


def _costs(contest: Contest) -> str:
    names = dict.fromkeys(name for one in contest.contenders for name in one.costs)
    if not names:
        return ""
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    rows = "".join(
        f"<tr><th scope='row'>{escape(one.name)}</th>"
        + "".join(f"<td>{one.costs[name]:,.1f}</td>" if name in one.costs else "<td>–</td>" for name in names)
        + "</tr>"
        for one in contest.contenders
    )
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(contest.title, quote=True)}: what it costs">'
        f"<table class='all'><caption>What it costs</caption><thead><tr><th scope='col'>Contender</th>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )
