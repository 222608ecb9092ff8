"""Plots as SVG and HTML that a page shows as they are: no scripts, colours from the page's styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from assistant.progress.statistics import AccuracyPoint
from assistant.web.markdown import attribute
from assistant.web.parts import counted

_WEEKS = 26
"""Weeks of the calendar."""

_LEVELS = (1, 6, 16, 31)
"""Answers on a day from which each of the four shades is shown."""

_CELL, _GAP, _LEFT, _TOP = 13, 3, 30, 18

_WIDTHS = {"broad": 640, "narrow": 330}
"""Widths of a plot, on a desk and on a phone: each is drawn for its own, so that words stay legible."""


def forecast_plots(days: Sequence[tuple[date, int]]) -> str:
    """`forecast_plot` for a broad and for a narrow window; the page's styles show one of them."""
    return "".join(forecast_plot(days, css, width) for css, width in _WIDTHS.items())


def accuracy_plots(points: Sequence[AccuracyPoint]) -> str:
    """`accuracy_plot` for a broad and for a narrow window; the page's styles show one of them."""
    return "".join(accuracy_plot(points, css, width) for css, width in _WIDTHS.items())


def forecast_plot(days: Sequence[tuple[date, int]], css: str = "broad", width: int = _WIDTHS["broad"]) -> str:
    """Bars of how many cards fall due on each day.

    Args:
        days: each day and its cards, the first one today.
        css: the window that it is for.
        width: how wide it is drawn.
    """
    height, top, bottom = 150, 14, 22
    gap = 4 if width > 400 else 2
    most = max(4, *(count for _, count in days))
    step = width / len(days)
    bars, labels = [], []
    for number, (day, count) in enumerate(days):
        tall = (height - top - bottom) * count / most
        x, y = number * step + gap / 2, height - bottom - tall
        told = f"{_day(day)}: {counted(count, 'card')}"
        shade = "bar today" if number == 0 else "bar"
        bars.append(
            f"<g><title>{attribute(told)}</title>"
            f'<rect class="hit" x="{x - gap / 2:.1f}" y="0" width="{step:.1f}" height="{height - bottom}"/>'
            f'<rect class="{shade}" x="{x:.1f}" y="{y:.1f}" width="{step - gap:.1f}" height="{tall:.1f}" rx="2"/></g>'
        )
        if count and (count == max(one for _, one in days) or number == 0):
            labels.append(
                f'<text class="value" x="{x + (step - gap) / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{count}</text>'
            )
        if number % 7 == 0:
            name = "today" if number == 0 else f"{day.day} {day:%b}"
            labels.append(f'<text x="{min(x, width - 40):.1f}" y="{height - 5}">{name}</text>')
    line = f'<line class="axis" x1="0" x2="{width}" y1="{height - bottom + 0.5}" y2="{height - bottom + 0.5}"/>'
    total = sum(count for _, count in days)
    label = f"Cards due in the next {len(days)} days: {days[0][1]} today, {total} in all."
    return _svg(f"forecast {css}", width, height, label, "".join(bars) + line + "".join(labels))


def calendar_plot(activity: Mapping[date, int], today: date) -> str:
    """A calendar of the last half year, one cell a day, darker the more was answered.

    Args:
        activity: answers on each day with some.
        today: the last day.
    """
    start = today - timedelta(days=today.weekday() + 7 * (_WEEKS - 1))
    cells, labels, month = [], [], 0
    for week in range(_WEEKS):
        x = _LEFT + week * (_CELL + _GAP)
        monday = start + timedelta(weeks=week)
        if monday.month != month and week < _WEEKS - 1:
            month = monday.month
            labels.append(f'<text x="{x}" y="11">{monday:%b}</text>')
        for weekday in range(7):
            day = monday + timedelta(days=weekday)
            if day > today:
                break
            count = activity.get(day, 0)
            told = f"{_day(day)}: {counted(count, 'answer')}"
            y = _TOP + weekday * (_CELL + _GAP)
            cells.append(
                f'<rect class="day level-{_level(count)}" x="{x}" y="{y}" width="{_CELL}" height="{_CELL}" rx="3">'
                f"<title>{attribute(told)}</title></rect>"
            )
    for row, name in ((0, "Mon"), (2, "Wed"), (4, "Fri")):
        labels.append(f'<text x="0" y="{_TOP + row * (_CELL + _GAP) + 11}">{name}</text>')
    days = sum(1 for day, count in activity.items() if count and day >= start)
    label = f"Calendar of the last {_WEEKS} weeks: answers on {counted(days, 'day')}."
    width, height = _LEFT + _WEEKS * (_CELL + _GAP), _TOP + 7 * (_CELL + _GAP)
    return _svg("calendar", width, height, label, "".join(cells + labels))


def accuracy_plot(points: Sequence[AccuracyPoint], css: str = "broad", width: int = _WIDTHS["broad"]) -> str:
    """A line of the share of right answers over time.

    Args:
        points: oldest first, at least one.
        css: the window that it is for.
        width: how wide it is drawn.
    """
    height, left, top, bottom = 190, 44, 14, 24
    inside = height - top - bottom
    grid = "".join(
        f'<line class="grid" x1="{left}" x2="{width}" y1="{_y(share, top, inside)}" y2="{_y(share, top, inside)}"/>'
        f'<text x="{left - 8}" y="{_y(share, top, inside) + 4}" text-anchor="end">{share:.0%}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    first, last = points[0].last, points[-1].last
    span = max(1, (last - first).days)
    room = width - left - 24
    radius = min(4.5, max(2.0, room / len(points) / 3))
    dots, path = [], []
    for point in points:
        along = (point.last - first).days / span if len(points) > 1 else 0.5
        x, y = left + 12 + room * along, _y(point.share.right / point.share.of, top, inside)
        days = _day(point.last) if point.first == point.last else f"{_day(point.first)} to {_day(point.last)}"
        told = f"{days}: {point.share.text}, {point.share.right} of {point.share.of} right"
        dots.append(
            f'<g><title>{attribute(told)}</title><circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
            f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/></g>'
        )
        path.append(f"{x:.1f},{y:.1f}")
    line = f'<polyline class="line" points="{" ".join(path)}"/>'
    ends = f'<text x="{left + 4}" y="{height - 5}">{first.day} {first:%b}</text>'
    if len(points) > 1:
        ends += f'<text x="{width - 4}" y="{height - 5}" text-anchor="end">{last.day} {last:%b}</text>'
    label = f"Share of right answers over time; the latest: {points[-1].share.text}."
    return _svg(f"accuracy {css}", width, height, label, grid + line + "".join(dots) + ends)


def _svg(name: str, width: float, height: float, label: str, content: str) -> str:
    return f'<svg class="plot {name}" viewBox="0 0 {width} {height}" role="img" aria-label="{attribute(label)}">{content}</svg>'


def _level(count: int) -> int:
    return sum(count >= least for least in _LEVELS)


def _y(share: float, top: int, inside: int) -> float:
    return round(top + inside * (1 - share), 1)


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"
