"""Stores and prints contests: this program beside its peers, or beside itself with parts switched off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from evals import report as reports
from evals.difference import CORRECT
from evals.html import write
from evals.report import TOGETHER, Contender, Contest, Figure, Part, Report, ReportError
from evals.show import console, told
from evals.suite import SPLITS
from evals.summary import RIGHTLY_REFUSED, WRONGLY_REFUSED

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from rich.table import Table

TITLES = ("Peers", "Ablations")
AT = "right within {} words"
HEADLINE_WORDS = (80, 160)
REFUSED_AT = "refused at 3 % wrongly refused"
_OF_ANSWERS = (
    CORRECT,
    *(AT.format(words) for words in HEADLINE_WORDS),
    "Success@1",
    "Success@3",
    "Success@5",
    "RR@10",
    "nDCG@10",
)
_OF_REFUSALS = (RIGHTLY_REFUSED, WRONGLY_REFUSED)
_OF_CONFIDENCE = (REFUSED_AT, "AUROC")
SHOWN = (*_OF_ANSWERS, *_OF_REFUSALS, *_OF_CONFIDENCE)
"""Figures that tables of a contest show, in their order."""


def file_of(title: str, folder: Path) -> Path:
    """The file of a contest: `peers.json` for Peers."""
    return folder / f"{title.lower()}.json"


def save(contest: Contest, folder: Path) -> Path:
    """Writes a contest into a folder, and into the report there, if there is one.

    Returns:
        The file.

    Raises:
        ReportError: the folder cannot be written.
    """
    file = file_of(contest.title, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_adapter().dump_json(contest, indent=1) + b"\n")
    except OSError as error:
        raise ReportError(f"{file} cannot be written ({error.strerror}): name another folder with --out.") from error
    if (folder / reports.FILE).is_file():
        report = with_contests(reports.read(folder), folder)
        reports.save(report, folder)
        write(report, folder)
    return file


def read(file: Path) -> Contest:
    """Reads a contest.

    Raises:
        ReportError: it is not there, or no contest.
    """
    try:
        return _adapter().validate_json(file.read_bytes())
    except OSError as error:
        raise ReportError(f"No contest at {file} ({error.strerror}): `python -m evals {file.stem}` writes one.") from error
    except ValueError as error:
        raise ReportError(f"{file} is no contest that can be read: make it anew with `python -m evals {file.stem}`.") from error


def with_contests(report: Report, folder: Path) -> Report:
    """A report with the contests that lie in a folder."""
    return replace(report, contests=tuple(read(file) for title in TITLES if (file := file_of(title, folder)).is_file()))


def show(contest: Contest) -> None:
    """Prints a contest: a table for each suite and split, dev and test apart, then what each contender costs."""
    out = console()
    out.print(f"{contest.title}. {contest.note}", soft_wrap=True)
    for split in SPLITS:
        for part in contest.contenders[0].parts:
            if part.split == split:
                out.print(_part_table(part.name, contest.contenders))
    if any(contender.costs for contender in contest.contenders):
        out.print(_cost_table(contest.contenders))
    for contender in contest.contenders:
        out.print(f"{contender.name}: {contender.what}", soft_wrap=True)


def part_of(contender: Contender, name: str) -> Part | None:
    """A contender's part of this name, such as `answers/test`."""
    return next((part for part in contender.parts if part.name == name), None)


def figures_of(name: str, contenders: Sequence[Contender]) -> list[str]:
    """Names of the figures to show of a part, in their order: those that some contender has."""
    parts = [part for contender in contenders if (part := part_of(contender, name))]
    wanted = _OF_CONFIDENCE if name.startswith(f"{TOGETHER}/") else (*_OF_ANSWERS, *_OF_REFUSALS)
    return [figure for figure in wanted if any(part.figure(figure) for part in parts)]


def _table(title: str, heads: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for head in ("", *heads):
        table.add_column(head, justify="left" if not head else "right")
    return table


def _part_table(name: str, contenders: Sequence[Contender]) -> Table:
    shown = figures_of(name, contenders)
    table = _table(name, [*shown, "gain", "p"])
    for contender in contenders:
        part = part_of(contender, name)
        if part:
            table.add_row(contender.name, *(_short(part.figure(figure)) for figure in shown), *_gain(contender, name))
    return table


def _short(figure: Figure | None) -> str:
    return told(figure) if figure else ""


def _gain(contender: Contender, part: str) -> tuple[str, str]:
    """How much more often this program is right, with its interval, and the p of that."""
    found = next((d for d in contender.differences.get(part, ()) if d.figure == CORRECT), None)
    if found is None:
        return "", ""
    return f"{found.gain:+.3f} ({found.low:+.2f} to {found.high:+.2f})", "" if found.p is None else f"{found.p:.3f}"


def _cost_table(contenders: Sequence[Contender]) -> Table:
    heads = list(dict.fromkeys(name for contender in contenders for name in contender.costs))
    table = _table("costs", heads)
    for contender in contenders:
        table.add_row(contender.name, *(f"{contender.costs[head]:g}" if head in contender.costs else "" for head in heads))
    return table


@cache
def _adapter() -> TypeAdapter[Contest]:
    from pydantic import TypeAdapter

    return TypeAdapter(Contest)
