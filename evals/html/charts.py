"""Charts as SVG that takes its colours and its letters from the page's style sheet, so that it follows light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from evals.report import Curve, Point

WIDTH, HEIGHT = 420, 290
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 14, 46
_STEPS = 5
_BAR = 120
_LARGEST_DOT = 7.0


@dataclass(frozen=True, slots=True)
class Line:
    """A curve in a chart.

    Attributes:
        name: what the legend calls it.
        curve: its points; those with an interval get a band.
        style: a class of the style sheet: "main", "second", or "other-1" to "other-7".
    """

    name: str
    curve: Curve
    style: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction of a chart.

    Attributes:
        name: what it shows.
        low: its first value.
        high: its last value.
        share: whether its values are shares, written as per cent.
    """

    name: str
    low: float
    high: float
    share: bool = True

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value lies between two coordinates; what is outside is put on the edge."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(start + part * (end - start), 1)

    def label(self, value: float) -> str:
        """A value as it is written beside the axis."""
        return f"{value:.0%}" if self.share else f"{value:g}"

    @property
    def ticks(self) -> list[float]:
        """The values that are written."""
        return [self.low + step * (self.high - self.low) / _STEPS for step in range(_STEPS + 1)]


def line_chart(title: str, lines: Sequence[Line], x: Axis, y: Axis, *, dots: bool = False, diagonal: bool = False) -> str:
    """Curves over a common axis.

    Args:
        title: what the chart says, for who cannot see it.
        lines: the curves, the most important last: it is drawn on top.
        x: from left to right.
        y: from bottom to top.
        dots: draw each point with its interval, its size by how many questions it stands for, in place of a band.
        diagonal: draw the line on which both values are the same.
    """
    parts = [_grid(x, y)]
    if diagonal:
        parts.append(_path("even", [Point(x.low, y.low, 0), Point(x.high, y.high, 0)], x, y))
    for line in lines:
        points = [point for point in line.curve.points if point.x <= x.high]
        if not points:
            continue
        if not dots:
            parts.append(_band(line.style, points, x, y))
        parts.append(_path(f"line {line.style}", points, x, y))
        if dots:
            parts += [_dot(line.style, point, points, x, y) for point in points]
    told = "; ".join(f"{line.name}: {_told(line.curve.points, x, y)}" for line in lines)
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(f"{title}. {told}", quote=True)}">'
        f"{''.join(parts)}</svg>"
    )


def interval_bar(value: float, low: float | None, high: float | None) -> str:
    """A share from 0 to 1 as a dot on a line, with its interval."""

    def place(share: float) -> float:
        return round(4 + share * (_BAR - 8), 1)

    whiskers = ""
    if low is not None and high is not None:
        whiskers = f'<line class="whisker" x1="{place(low)}" x2="{place(high)}" y1="7" y2="7"/>'
    return (
        f'<svg class="interval" viewBox="0 0 {_BAR} 14" aria-hidden="true">'
        f'<line class="track" x1="4" x2="{_BAR - 4}" y1="7" y2="7"/>'
        f'{whiskers}<circle class="dot" cx="{place(value)}" cy="7" r="4"/></svg>'
    )


def _x(value: float, axis: Axis) -> float:
    return axis.place(value, _LEFT, WIDTH - _RIGHT)


def _y(value: float, axis: Axis) -> float:
    return axis.place(value, HEIGHT - _BOTTOM, _TOP)


def _grid(x: Axis, y: Axis) -> str:
    bottom = HEIGHT - _BOTTOM
    rows = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{_y(tick, y)}" y2="{_y(tick, y)}"/>'
        f'<text class="tick" x="{_LEFT - 7}" y="{_y(tick, y) + 4}" text-anchor="end">{y.label(tick)}</text>'
        for tick in y.ticks
    )
    columns = "".join(
        f'<text class="tick" x="{_x(tick, x)}" y="{bottom + 18}" text-anchor="middle">{x.label(tick)}</text>' for tick in x.ticks
    )
    name = f'<text class="axis" x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(x.name)}</text>'
    return rows + columns + name


def _path(style: str, points: Sequence[Point], x: Axis, y: Axis) -> str:
    places = " ".join(f"{_x(point.x, x)},{_y(point.y, y)}" for point in points)
    return f'<polyline class="{style}" points="{places}"/>'


def _band(style: str, points: Sequence[Point], x: Axis, y: Axis) -> str:
    with_ends = [(point.x, point.low, point.high) for point in points if point.low is not None and point.high is not None]
    if len(with_ends) < 2:
        return ""
    upper = [f"{_x(at, x)},{_y(high, y)}" for at, _, high in with_ends]
    lower = [f"{_x(at, x)},{_y(low, y)}" for at, low, _ in reversed(with_ends)]
    return f'<polygon class="band {style}" points="{" ".join([*upper, *lower])}"/>'


def _dot(style: str, point: Point, points: Sequence[Point], x: Axis, y: Axis) -> str:
    largest = max(each.of for each in points) or 1
    radius = round(2 + (_LARGEST_DOT - 2) * (point.of / largest) ** 0.5, 1)
    at = _x(point.x, x)
    whisker = ""
    if point.low is not None and point.high is not None:
        whisker = f'<line class="whisker {style}" x1="{at}" x2="{at}" y1="{_y(point.low, y)}" y2="{_y(point.high, y)}"/>'
    told = f"{x.label(point.x)}: {y.label(point.y)} of {point.of}"
    return f'{whisker}<circle class="dot {style}" cx="{at}" cy="{_y(point.y, y)}" r="{radius}"><title>{told}</title></circle>'


def _told(points: Sequence[Point], x: Axis, y: Axis) -> str:
    """Some points of a curve in words."""
    step = max(1, len(points) // _STEPS)
    return ", ".join(f"{y.label(point.y)} at {x.label(point.x)}" for point in points[::step])
