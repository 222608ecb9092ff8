"""Two reports side by side: their figures, what is more than chance, and every question with both answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

from evals.compare import MEANINGS, Change, Pair, answered_by, sides
from evals.html.outcome import outcome_of
from evals.html.page import alone, section, stored
from evals.html.questions import asked_before, asked_for, said, select
from evals.metrics.generation import UNSUPPORTED
from evals.report import Difference, Figure, Result, Run, Unit
from evals.show import told

FILE = "compare.html"

_TITLE = "What got better, and what got worse"
_CHANCE = 0.05
"""Below this p a change is more than chance."""

_CHANGES = {
    "failed": "changed, or wrong in both",
    "better": "better",
    "worse": "worse",
    "wrong in both": "wrong in both",
    "right": "right in both",
    "": "all",
}
"""The filter's values, as `report.js` reads them, and what they are called."""

_TONES = {"better": " good", "worse": " bad"}


def write(before: Run, after: Run, changes: Sequence[Change], folder: Path) -> Path:
    """Writes `compare.html` into a folder, which is made where it is not there.

    Returns:
        The file.

    Raises:
        ReportError: the folder cannot be written.
    """
    return stored(document(before, after, changes), folder / FILE)


def document(before: Run, after: Run, changes: Sequence[Change]) -> str:
    """The whole page; its styles and its script stand in it, and it loads nothing."""
    names = sides(before, after)
    figures = "".join(_figures(change, names) for change in changes)
    pairs = [pair for change in changes for pair in change.pairs]
    main = "\n".join(
        [
            '<main class="report" id="report" tabindex="-1">',
            f"<header><h1>{_TITLE}</h1>{_runs(before, after)}</header>",
            _verdicts(changes, names),
            section("Figures side by side", figures),
            section("Questions", _questions(pairs, names)),
            "</main>",
        ]
    )
    return alone(_TITLE, main)


def _runs(before: Run, after: Run) -> str:
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in ("Before", "After"))
    facts: tuple[tuple[str, str, str], ...] = (
        ("Answered by", answered_by(before), answered_by(after)),
        ("Made", _day(before), _day(after)),
        ("Program", f"{before.program} ({before.code[:12]})", f"{after.program} ({after.code[:12]})"),
        ("Notes", f"{before.notes} ({before.notes_hash[:12]})", f"{after.notes} ({after.notes_hash[:12]})"),
        ("Asked at most, of each suite and split", str(before.limit or "all"), str(after.limit or "all")),
        ("Machine", before.machine, after.machine),
    )
    rows = "".join(
        f"<tr><th scope='row'>{escape(what)}</th><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for what, a, b in facts
    )
    return (
        "<p>The same questions, answered twice. A gain is of the second over the first, with its 95 % interval by a bootstrap "
        "over sections; p is of McNemar’s exact test over the questions that only one side has right.</p>"
        '<div class="table" tabindex="0" role="region" aria-label="What was run"><table class="runs"><thead><tr><th></th>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _day(run: Run) -> str:
    return f"{datetime.fromisoformat(run.made):%d %B %Y, %H:%M} UTC"


def _verdicts(changes: Sequence[Change], names: tuple[str, str]) -> str:
    return f'<ul class="cards">{"".join(_verdict(change, names) for change in changes)}</ul>'


def _verdict(change: Change, names: tuple[str, str]) -> str:
    """What became of a suite, in words: how many got better and worse, and whether chance explains it."""
    right = change.differences[0]
    against = f"{escape(change.part)}: {escape(names[1])} against {escape(names[0])}"
    if not right.better and not right.worse:
        shown, told_of, of = "no change", "the same questions are right", f"{right.of} questions"
    else:
        p = 1.0 if right.p is None else right.p
        chance = f"more than chance (p = {p:.2g})" if p < _CHANCE else f"chance may explain it (p = {p:.2g})"
        shown = f"{_points(right.gain)} points"
        told_of = f"{len(change.better)} better, {len(change.worse)} worse: {chance}"
        of = f"{right.of} questions, 95 % interval {_points(right.low)} to {_points(right.high)} points"
    return (
        f"<li class='card'><p class='value'>{shown}</p><p class='what'>{against}</p><p class='between'>{told_of}</p>"
        f"<p class='of'>{of}</p></li>"
    )


def _points(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "−")


def _figures(change: Change, names: tuple[str, str]) -> str:
    heads = "".join(f"<th scope='col'>{escape(name)}</th>" for name in names)
    rows = "".join(_row(name, *both) for name, *both in change.rows)
    differences = "".join(f"<li>{_difference(found)}</li>" for found in change.differences)
    asked = any(name == UNSUPPORTED for name, *_ in change.rows)
    fine = "<p class='fine'>–: not measured, as where no chat model was asked; a cost needs the model’s prices.</p>"
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="Figures of {escape(change.part, quote=True)}">'
        f"<table class='all sides'><caption>{escape(change.part)}, {change.after.questions} questions</caption><thead><tr>"
        f"<th scope='col'>Figure</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{fine if asked else ''}"
        f'<ul class="differences">{differences}</ul>'
    )


def _row(name: str, before: Figure | None, after: Figure | None) -> str:
    meaning = f"<small>{escape(MEANINGS[name])}</small>" if name in MEANINGS else ""
    cells = "".join(
        f"<td{' class=best' if found and _better(found, other) else ''}>{escape(told(found)) if found else '–'}</td>"
        for found, other in ((before, after), (after, before))
    )
    return f"<tr><th scope='row'>{escape(name)}{meaning}</th>{cells}</tr>"


def _better(figure: Figure, other: Figure | None) -> bool:
    """Whether a figure is the better of the two; of lengths neither is."""
    if other is None or figure.unit is Unit.WORDS:
        return False
    return figure.value < other.value if figure.less_is_better else figure.value > other.value


def _difference(found: Difference) -> str:
    chance = f", p = {found.p:.2g}" if found.p is not None else ""
    return (
        f"{escape(found.figure)}: {found.gain:+.3f} ({found.low:+.3f} to {found.high:+.3f}{chance}); "
        f"{found.better} better, {found.worse} worse of {found.of}."
    )


def _questions(pairs: Sequence[Pair], names: tuple[str, str]) -> str:
    better, worse = sum(pair.better for pair in pairs), sum(pair.worse for pair in pairs)
    return (
        f"<p>{better} of {len(pairs)} questions got better, {worse} got worse. Each opens with both answers.</p>"
        f'{_filters(pairs)}<div class="questions" id="questions">{"".join(_question(pair, names) for pair in pairs)}</div>'
    )


def _filters(pairs: Sequence[Pair]) -> str:
    there = {_became(pair) for pair in pairs} | {"failed", ""}
    return (
        '<form class="filters" id="filters" role="search" aria-label="Filter the questions">'
        + select("outcome", "Change", [(value, name) for value, name in _CHANGES.items() if value in there])
        + select("suite", "Suite", _all("all", (pair.after.suite for pair in pairs)))
        + select("split", "Split", _all("both", (pair.after.item.split for pair in pairs)))
        + select("kind", "Kind", _all("all", sorted({pair.after.item.kind for pair in pairs})))
        + '<label>Words<input type="search" name="words" autocomplete="off" placeholder="in question or answer"></label>'
        '<p id="count" role="status"></p></form>'
    )


def _all(every: str, names: Iterable[str]) -> list[tuple[str, str]]:
    return [("", every), *((name, name) for name in dict.fromkeys(names))]


def _became(pair: Pair) -> str:
    if pair.better or pair.worse:
        return "better" if pair.better else "worse"
    return "right" if pair.after.score.correct else "wrong in both"


def _question(pair: Pair, names: tuple[str, str]) -> str:
    became, item = _became(pair), pair.after.item
    data = {"suite": pair.after.suite, "split": item.split, "kind": item.kind, "outcome": became}
    attributes = " ".join(f'data-{name}="{escape(value, quote=True)}"' for name, value in data.items())
    tag = f'<span class="tag{_TONES.get(became, "")}">{escape(_CHANGES[became])}</span>'
    wanted = replace(pair.after, score=replace(pair.after.score, missing=(), forbidden=()))
    columns = "".join(_side(name, result) for name, result in zip(names, (pair.before, pair.after), strict=True))
    return (
        f'<details class="question" {attributes}{" hidden" if became == "right" else ""}><summary>'
        f'<span class="asked">{escape(item.question)}</span><span class="tags">{tag}'
        f'<span class="tag">{escape(pair.after.suite)} {escape(item.id)}</span><span class="tag">{escape(item.split)}</span>'
        f'<span class="tag">{escape(item.kind)}</span></span></summary>'
        f'<div class="told">{asked_before(pair.after)}{asked_for(wanted)}<div class="pair">{columns}</div></div></details>'
    )


def _side(name: str, result: Result) -> str:
    score, written = result.score, result.reply.generation
    tone = "good" if score.correct else "bad"
    missing = f'<p class="bad">Missing: {escape(", ".join(score.missing))}</p>' if score.missing else ""
    model = (
        f" · the model wrote {written.written} sentences, {written.removed + written.replaced} not in the notes; "
        f"{written.tokens_in + written.tokens_out} tokens"
        if written
        else ""
    )
    return (
        f'<div><h3>{escape(name)} <span class="tag {tone}">{escape(outcome_of(result))}</span></h3>{missing}{said(result)}'
        f'<p class="fine">{score.words} words · {1000 * result.reply.seconds:.0f} ms{model}</p></div>'
    )
