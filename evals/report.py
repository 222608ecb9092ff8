"""What a run of the suites found: the schema of `report.json`, and how it is stored and read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.answer import Generation
from assistant.errors import AssistantError
from evals.suite import Item

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1
"""Raise it when a report of before cannot be read any more."""

FILE = "report.json"
TOGETHER = "together"
"""In place of a suite's name: all suites over the notes of the settings, for what judges answers and refusals at once."""


class ReportError(AssistantError):
    """A report cannot be read."""


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    SCORE = "score"
    WORDS = "words"
    MILLISECONDS = "milliseconds"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a suite.

    Attributes:
        name: what it says, such as "right"; the same in every suite.
        value: the number: a share or a score from 0 to 1, or a count of its unit.
        of: how many questions, citations or statements it is taken over.
        unit: what it counts.
        low: lower end of its 95 % interval; None where it has none.
        high: upper end.
        hits: for a share, how many of them.
        less_is_better: whether a lower number is the better one.
    """

    name: str
    value: float
    of: int
    unit: Unit = Unit.SHARE
    low: float | None = None
    high: float | None = None
    hits: int | None = None
    less_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve; `of` is how many questions it is taken over, `low` and `high` its 95 % interval, if it has one."""

    x: float
    y: float
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A line to plot.

    Attributes:
        name: "right within words", "risk over coverage", or "reliability of the confidence".
        x: what its x axis shows.
        y: what its y axis shows.
        points: from left to right.
    """

    name: str
    x: str
    y: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one suite and split.

    Attributes:
        suite: the suite's name, or `TOGETHER`.
        split: "dev" or "test".
        questions: how many.
        figures: its figures, the most telling first.
        curves: its curves.
    """

    suite: str
    split: str
    questions: int
    figures: tuple[Figure, ...] = ()
    curves: tuple[Curve, ...] = ()

    @property
    def name(self) -> str:
        """Suite and split as one word: `answers/test`."""
        return f"{self.suite}/{self.split}"

    def figure(self, name: str) -> Figure | None:
        """The figure of this name, if the part has it."""
        return next((figure for figure in self.figures if figure.name == name), None)


@dataclass(frozen=True, slots=True)
class Cited:
    """A section that an answer cites: as `assistant.Citation`, and whether it is a right one."""

    anchor: str
    path: str
    file: str
    lines: tuple[int, int]
    quote: str
    right: bool = False
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said to a question, by this program or by one that it is held against.

    Attributes:
        text: the answer in Markdown with its marks, or the refusal.
        answered: False for a refusal.
        confidence: how sure the program is that the notes hold the answer; the higher the surer.
        seconds: how long it took.
        citations: the sections that are cited, in the order of the text.
        sections: anchors of what was retrieved, best first.
        passages: ids of the retrieved passages, best first.
        standalone: the question as it was understood.
        note: what was said beside the answer.
        generation: figures on what a chat model wrote; None where none was asked.
    """

    text: str
    answered: bool
    confidence: float = 0.0
    seconds: float = 0.0
    citations: tuple[Cited, ...] = ()
    sections: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    standalone: str = ""
    note: str = ""
    generation: Generation | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How a reply did.

    Attributes:
        correct: strictly right: every fact stated, nothing forbidden, and a right section cited; or rightly refused.
        stated: whether every needed fact is stated, and nothing forbidden.
        cited: whether a right section is cited; one of each group where several are needed.
        missing: needed facts that are not stated, each by its first alternative.
        forbidden: forbidden facts that are stated.
        words: length of the answer without its marks; 0 for a refusal.
        right_within: fewest words of `evals.metrics.budget.BUDGETS` after which the answer, cut there, is right; None
            where it never is.
        statements: how many statements the answer makes.
        unsupported: those of them that the sections they cite do not carry.
        marks: how many citations the statements have.
        carrying: how many of these do their part.
        measures: what is measured question by question, by the name of its figure, such as "nDCG@10".
    """

    correct: bool
    stated: bool
    cited: bool
    missing: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    words: int = 0
    right_within: int | None = None
    statements: int = 0
    unsupported: tuple[str, ...] = ()
    marks: int = 0
    carrying: int = 0
    measures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One question, what was said to it, and how that did.

    Attributes:
        suite: the suite it is of.
        item: the question; its gold sections as anchors.
        reply: what was said.
        score: how it did.
        chapter: title of the chapter of its first gold section; empty where it is to be refused.
        gold_paths: for each gold section its path.
    """

    suite: str
    item: Item
    reply: Reply
    score: Score
    chapter: str = ""
    gold_paths: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """Suite and split as one word: `answers/test`."""
        return f"{self.suite}/{self.item.split}"

    @property
    def cluster(self) -> str:
        """What is resampled together: questions on one section are not independent of each other."""
        golds = [*self.item.gold, *(anchor for group in self.item.needs for anchor in group)]
        return f"{self.item.notes}#{golds[0]}" if golds else f"{self.suite}:{self.item.id}"


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better or worse one side does than another on the same questions.

    Attributes:
        figure: what is compared, such as "right".
        gain: its mean on this side less that on the other.
        low: lower end of the gain's 95 % interval: a paired bootstrap, clustered by section.
        high: upper end.
        p: exact McNemar test of the same, for shares; None for others.
        better: questions that only this side has right.
        worse: questions that only the other side has right.
        of: questions compared.
    """

    figure: str
    gain: float
    low: float
    high: float
    p: float | None
    better: int
    worse: int
    of: int


@dataclass(frozen=True, slots=True)
class Contender:
    """Another program, or this one with a part switched off, over the same suites.

    Attributes:
        name: what it is.
        what: how it works, in a sentence.
        parts: its figures.
        differences: by suite and split (`answers/test`), this program held against it: a gain says that this one is better.
        costs: what it takes, each without a unit that needs converting: "index seconds", "question ms p50",
            "question ms p95", "peak MiB".
    """

    name: str
    what: str
    parts: tuple[Part, ...]
    differences: dict[str, tuple[Difference, ...]]
    costs: dict[str, float]


@dataclass(frozen=True, slots=True)
class Contest:
    """This program beside others, or beside itself with parts switched off.

    Attributes:
        title: such as "Peers" or "Ablations".
        note: how it was measured, for the reader.
        contenders: this program first.
    """

    title: str
    note: str
    contenders: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What was run, and with what.

    Attributes:
        made: when it ended, ISO 8601, UTC.
        program: the program's version.
        code: hash of the program's own files.
        notes: name of the notes' file or folder.
        notes_hash: hash of the notes and the review questions beside them.
        suites: hash of each suite's file, by the suite's name.
        settings: what settings decide answers, by name, without keys and paths.
        settings_hash: hash of these.
        model: the chat model; empty where answers are composed.
        confidence: hash of the confidence model's numbers.
        threshold: confidence below which a question is refused.
        limit: how many questions of each suite and split were asked at most; None for all.
        cold_seconds: seconds from the start of a new process to its first answer; None where not measured.
        memory_mib: resident memory of that process at its highest; None where not measured.
        seconds: how long the run took, what an earlier one that broke off had finished left out.
        machine: processor, cores and Python, for who reads the times.
    """

    made: str
    program: str
    code: str
    notes: str
    notes_hash: str
    suites: dict[str, str]
    settings: dict[str, str]
    settings_hash: str
    model: str = ""
    confidence: str = ""
    threshold: float | None = None
    limit: int | None = None
    cold_seconds: float | None = None
    memory_mib: float | None = None
    seconds: float = 0.0
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All that a run found.

    Attributes:
        run: what was run, and with what.
        parts: figures by suite and split, `TOGETHER` last.
        results: every question.
        contests: comparisons with others, where they were made.
        version: of this schema.
    """

    run: Run
    parts: tuple[Part, ...]
    results: tuple[Result, ...]
    contests: tuple[Contest, ...] = ()
    version: int = VERSION

    def part(self, name: str) -> Part | None:
        """The part of this name, such as `answers/test`, if the report has it."""
        return next((part for part in self.parts if part.name == name), None)


def save(report: Report, folder: Path) -> Path:
    """Writes a report into a folder, which is made where it is not there.

    Returns:
        The file.

    Raises:
        ReportError: the folder cannot be written.
    """
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_adapter().dump_json(report, indent=1) + b"\n")
    except OSError as error:
        raise ReportError(f"{file} cannot be written ({error.strerror}): name another folder with --out.") from error
    return file


def read(file: Path) -> Report:
    """Reads a report.

    Args:
        file: a `report.json`, or the folder that holds it.

    Raises:
        ReportError: it is not there, or no report of this version.
    """
    from pydantic import ValidationError

    file = file / FILE if file.is_dir() else file
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ReportError(f"No report at {file} ({error.strerror}): `python -m evals run` writes one.") from error
    try:
        found = json.loads(raw)
        version = found.get("version") if isinstance(found, dict) else None
        if version != VERSION:
            raise ReportError(f"{file} is no report of version {VERSION}: make it anew with `python -m evals run`.")
        return _adapter().validate_json(raw)
    except (ValueError, ValidationError) as error:
        raise ReportError(f"{file} is no report that can be read: make it anew with `python -m evals run`.") from error


@cache
def _adapter() -> TypeAdapter[Report]:
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
