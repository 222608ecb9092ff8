"""A small report that has one of everything, for the tests that show one."""

from __future__ import annotations

from dataclasses import replace

from evals.report import (
    TOGETHER,
    Cited,
    Contender,
    Contest,
    Curve,
    Difference,
    Figure,
    Part,
    Point,
    Reply,
    Report,
    Result,
    Run,
    Score,
    Unit,
)
from evals.suite import Item

GRIND = Cited("1_1_2", "Coffee > Brewing > Grind", "01-coffee.md", (9, 9), "A finer grind", True, ("1_1_2:1",))
RIGHT = Result(
    "answers",
    Item("a1", "How fine is the grind?", kind="fact", gold=("1_1_2",), facts=(("finer", "re:fin(e|er)"),)),
    Reply("- A finer grind [1_1_2]", True, 0.93, 0.031, (GRIND,), ("1_1_2", "1_1")),
    Score(True, True, True, words=3, right_within=20, statements=1, marks=1, carrying=1),
    "Coffee",
    ("Coffee > Brewing > Grind",),
)
INCOMPLETE = replace(
    RIGHT,
    item=Item("a2", "What about the water?", kind="list", history=("How do I brew?",), gold=("1_1",), facts=(("hot",),)),
    reply=replace(RIGHT.reply, citations=(replace(GRIND, right=False),), standalone="What about the water when I brew?"),
    score=Score(False, False, False, ("hot",), words=3, statements=1, unsupported=("A finer grind",), marks=1),
)
REFUSED = replace(
    RIGHT,
    item=replace(RIGHT.item, id="a3"),
    reply=Reply("Your notes do not cover this.", False, 0.2),
    score=Score(False, False, False, ("finer",)),
)
NOT_REFUSED = Result(
    "refusals",
    Item("r1", "Who was emperor?", kind="off-topic", why="history"),
    Reply("- A finer grind [1_1_2]", True, 0.5, 0.02, (replace(GRIND, right=False),)),
    Score(False, False, False, words=3),
)
CURVES = (
    Curve(
        "right within words",
        "words",
        "right",
        (Point(20, 0.25, 4, 0.05, 0.7), Point(40, 0.5, 4, 0.15, 0.85), Point(200, 0.5, 4, 0.15, 0.85)),
    ),
)
PART = Part(
    "answers",
    "test",
    3,
    (
        Figure("right", 0.3333, 3, Unit.SHARE, 0.06, 0.79, 1),
        Figure("words, median", 3, 2, Unit.WORDS, less_is_better=True),
        Figure("milliseconds, median", 31, 3, Unit.MILLISECONDS, less_is_better=True),
    ),
    CURVES,
)
REPORT = Report(
    run=Run(
        "2026-01-02T03:04:05+00:00", "0.1.0", "c0de", "notes", "n0tes", {"answers": "a"}, {"embedder": "x"}, "s",
        threshold=0.4, cold_seconds=3.2, memory_mib=700.0, seconds=12, machine="two cores",
    ),
    parts=(
        PART,
        replace(PART, split="dev"),
        Part("refusals", "test", 1, (Figure("rightly refused", 0.0, 1, Unit.SHARE, 0.0, 0.79, 0),)),
        Part(
            TOGETHER,
            "test",
            4,
            (Figure("AUROC", 0.9, 4, Unit.SCORE, 0.7, 1.0),),
            (
                Curve("risk over coverage", "coverage", "risk", (Point(0.25, 0.0, 1), Point(1.0, 0.75, 4))),
                Curve(
                    "reliability of the confidence",
                    "confidence",
                    "answerable",
                    (Point(0.2, 0.5, 2, 0.1, 0.9), Point(0.9, 1.0, 2, 0.3, 1.0)),
                ),
            ),
        ),
    ),
    results=(RIGHT, INCOMPLETE, REFUSED, NOT_REFUSED),
    contests=(
        Contest(
            "Peers",
            "One run, the same suites.",
            (
                Contender("this program", "sections and passages", (PART,), {}, {"peak MiB": 700.0}),
                Contender(
                    "plain words",
                    "BM25 over sections",
                    (replace(PART, figures=(Figure("right", 0.0, 3, Unit.SHARE, 0.0, 0.56, 0),)),),
                    {"answers/test": (Difference("right", 0.33, -0.1, 0.8, 1.0, 1, 0, 3),)},
                    {"peak MiB": 90.0},
                ),
            ),
        ),
    ),
)  # fmt: skip
