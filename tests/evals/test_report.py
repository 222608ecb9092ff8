"""Reports: what is written is read back the same, and what is no report is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.report import (
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
    ReportError,
    Result,
    Run,
    Score,
    Unit,
    read,
    save,
)
from evals.suite import Item

PART = Part(
    "answers",
    "test",
    1,
    (Figure("right", 1.0, 1, Unit.SHARE, 0.2, 1.0, 1), Figure("words", 66, 1, Unit.WORDS, less_is_better=True)),
    (Curve("right within words", "words", "right", (Point(20, 0.0, 1), Point(40, 1.0, 1, 0.2, 1.0))),),
)
REPORT = Report(
    Run("2026-01-02T03:04:05Z", "0.1.0", "c0de", "corpus", "a", {"answers": "b"}, {"embedder": "x"}, "c"),
    (PART,),
    (
        Result(
            "answers",
            Item("a1", "How long? <b>", gold=("4_2",), facts=(("90 days", "re:90\\W?d"),), where="answers.jsonl, line 1"),
            Reply(
                "- 90 days [4_2]",
                True,
                0.9,
                0.03,
                (Cited("4_2", "A > B", "a.md", (3, 4), "90 days", True),),
                ("4_2",),
                ("4_2:1",),
            ),
            Score(True, True, True, words=2, right_within=20, measures={"RR@10": 1.0}),
            "Security",
            ("A > B",),
        ),
    ),
    (
        Contest(
            "Peers",
            "One run.",
            (
                Contender(
                    "BM25",
                    "words",
                    (PART,),
                    {"answers/test": (Difference("right", 0.1, 0.0, 0.2, 0.04, 9, 1, 80),)},
                    {"peak MiB": 9.5},
                ),
            ),
        ),
    ),
)


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    file = save(REPORT, tmp_path / "new" / "folder")
    assert read(file) == REPORT
    assert read(file.parent) == REPORT


def test_what_is_no_report_of_this_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="python -m evals run"):
        read(tmp_path)
    file = save(REPORT, tmp_path)
    whole = json.loads(file.read_text())
    for broken in ("{", "[]", json.dumps(whole | {"version": 0}), json.dumps({key: whole[key] for key in ("run", "version")})):
        file.write_text(broken)
        with pytest.raises(ReportError, match="anew"):
            read(file)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ReportError, match="taken"):
        save(REPORT, tmp_path / "taken")


def test_questions_on_one_section_are_resampled_together() -> None:
    first, second = (
        Result("answers", Item(id, "?", gold=("4_2", id)), Reply("", False), Score(False, False, False)) for id in "ab"
    )
    refused = Result("refusals", Item("a", "?"), Reply("", False), Score(True, True, True))
    assert first.cluster == second.cluster != refused.cluster
