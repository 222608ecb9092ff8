"""Writes the generated parts of the README: the settings, and the figures of a report."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.settings import Settings
from evals import contests
from evals.contests import AT, REFUSED_AT, part_of
from evals.report import TOGETHER, Contest, Part, Report, Unit, read
from evals.summary import CITED_RIGHT, RIGHT, RIGHTLY_REFUSED, WORDS, WRONGLY_REFUSED

README = Path(__file__).resolve().parent.parent / "README.md"

_ROWS = (
    ("Answerable questions", "answers"),
    ("Follow-ups", "followups"),
    ("Untidy notes of other shapes", "wild"),
    ("Untidy notes that nobody tuned on", "unseen"),
    ("Questions that the notes do not answer", "refusals"),
)


_BESIDE = (
    ("right", "answers", RIGHT),
    ("in 80 words", "answers", AT.format(80)),
    ("first section right", "answers", "Success@1"),
    ("nDCG@10", "answers", "nDCG@10"),
    ("follow-ups right", "followups", RIGHT),
    ("refused", TOGETHER, REFUSED_AT),
    ("AUROC", TOGETHER, "AUROC"),
)
"""Figures of the test split that stand beside each other for peers: head, suite, name."""

_COSTS = (("index, CPU s", "index CPU seconds"), ("question, CPU ms", "question CPU ms p50"), ("memory, MiB", "peak MiB"))


def write(report: Path | None = None, peers: Path | None = None) -> None:
    """Writes the table of settings and, given a report or a contest, the tables of their figures.

    Args:
        report: a `report.json` that `python -m evals run` wrote, or its folder.
        peers: a `peers.json` that `python -m evals peers` wrote.
    """
    text = _put(README.read_text(encoding="utf-8"), "settings", Settings.table())
    if report:
        text = _put(text, "figures", _figures(read(report)))
    if peers:
        text = _put(text, "peers", _peers(contests.read(peers)))
    README.write_text(text, encoding="utf-8")


def _put(text: str, mark: str, content: str) -> str:
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    return pattern.sub(lambda match: f"{match[1]}{content}\n{match[2]}", text)


def _figures(report: Report) -> str:
    rows = ["| | questions | right | cited sections right | refused | words: median, 95 % |", "|---|---|---|---|---|---|"]
    for name, suite in _ROWS:
        part = report.part(f"{suite}/test")
        if part:
            cells = [str(part.questions), _told(part, RIGHT), _told(part, CITED_RIGHT), _refused(part), _length(part)]
            rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _peers(contest: Contest) -> str:
    heads = [head for head, *_ in (*_BESIDE, *_COSTS)]
    rows = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    for contender in contest.contenders:
        parts = [(part_of(contender, f"{suite}/test"), name) for _, suite, name in _BESIDE]
        cells = [_told(part, name) if part else "" for part, name in parts]
        costs = [f"{contender.costs[name]:.0f}" if name in contender.costs else "" for _, name in _COSTS]
        rows.append(f"| {contender.name} | {' | '.join([*cells, *costs])} |")
    return "\n".join(rows)


def _told(part: Part, name: str) -> str:
    figure = part.figure(name)
    if figure is None or figure.low is None or figure.high is None:
        return ""
    if figure.unit is Unit.SCORE:
        return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"
    return f"{figure.value:.0%} ({figure.low:.0%}–{figure.high:.0%})"


def _refused(part: Part) -> str:
    """How many were refused: of those that are to be answered, and of those that are not."""
    wrongly = f"{_told(part, WRONGLY_REFUSED)} of the answerable" if part.figure(WRONGLY_REFUSED) else ""
    rightly = part.figure(RIGHTLY_REFUSED)
    others = f"{_told(part, RIGHTLY_REFUSED)} of {rightly.of} others" if rightly and wrongly else _told(part, RIGHTLY_REFUSED)
    return "; ".join(filter(None, (wrongly, others)))


def _length(part: Part) -> str:
    found = [part.figure(f"{WORDS}, {which}") for which in ("median", "95 %")]
    return ", ".join(f"{figure.value:.0f}" for figure in found if figure) if part.figure(RIGHT) else ""
