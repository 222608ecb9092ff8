"""The gate and comparisons: what is broken is found, what is chance is not."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import Settings
from assistant.settings import shipped_corpus
from evals import gate as gating
from evals.compare import compare, show
from evals.gate import Baseline, Outcomes, gate
from evals.provenance import deciding
from evals.report import Cited, Reply, Report, ReportError, Result, Run, Score, save
from evals.suite import Item, load, shipped
from evals.summary import parts_of

ROOT = Path(__file__).parent.parent.parent
COUNT = 60


def report_of(wrong: Sequence[int] = (), *, suite: str = "hash", count: int = COUNT, limit: int | None = None) -> Report:
    """A report on questions of which some are answered wrongly from a section that came first by mistake."""
    results = []
    for at in range(count):
        good = at not in wrong
        item = Item(f"q{at}", f"What is [bold]{at}[/bold]?", gold=(f"s{at}",), facts=(("fact",),))
        cited = (Cited(f"s{at if good else at + 1}", "", "n.md", (1, 1), "fact", good),)
        reply = Reply("- fact [s]", True, 0.9, 0.01, cited)
        score = Score(good, good, good, words=1, right_within=20 if good else None, measures={"Success@1": float(good)})
        results.append(Result("answers", item, reply, score))
    run = Run("now", "0", "code", "corpus", "n", {"answers": suite}, {}, "s", limit=limit)
    return Report(run, parts_of(results), tuple(results))


def baseline_of(report: Report, **promises: float) -> Baseline:
    right = tuple(r.item.id for r in report.results if r.score.correct)
    wrong = tuple(r.item.id for r in report.results if not r.score.correct)
    return Baseline({"answers/test": promises}, {"answers/test": Outcomes(right, wrong)})


def test_the_same_answers_pass() -> None:
    good = report_of([1, 2])
    verdict = gate(good, baseline_of(good, right=0.9))
    assert verdict.passed and verdict.held == 2


def test_a_broken_retriever_fails_the_promise_and_the_comparison() -> None:
    verdict = gate(report_of(range(20)), baseline_of(report_of([1, 2]), right=0.9))
    assert len(verdict.faults) == 2
    assert "right is 0.6667, less than the promised 0.9" in verdict.faults[0]
    assert "18 questions lost and 0 gained" in verdict.faults[1] and "q19" in verdict.faults[1]


def test_a_loss_that_may_be_chance_passes_and_one_question_more_does_not() -> None:
    before = baseline_of(report_of([50]))
    assert gate(report_of([0, 1, 2, 3, 4, 50]), before).passed, "5 to 0 is p = 0.06"
    assert not gate(report_of([0, 1, 2, 3, 4, 5, 50]), before).passed, "6 to 0 is p = 0.03"
    assert gate(report_of([0, 1, 2, 3, 4, 5]), before).passed, "6 to 1 is p = 0.13"
    assert gate(report_of([]), baseline_of(report_of(range(20)))).passed, "a gain is no loss"


def test_a_promise_of_at_most_is_held_as_such() -> None:
    good = report_of()
    assert gate(good, baseline_of(good, **{"wrongly refused": 0.03})).passed
    slow = gate(good, baseline_of(good, **{"milliseconds, median": 5}))
    assert slow.faults == ("answers/test: milliseconds, median is 10, more than the promised 5.",)
    assert "not measured" in gate(good, baseline_of(good, unheard=0.5)).faults[0]


def test_what_was_not_asked_is_not_held() -> None:
    assert gate(report_of(), Baseline({"refusals/test": {"rightly refused": 1.0}}, {})).held == 0


def test_a_baseline_keeps_its_promises_when_it_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    other = {"promises": {"answers/test": {"right": 0.8}}, "outcomes": {"refusals/dev": {"right": ["r"], "wrong": []}}}
    file.write_text(json.dumps(other))
    gating.write(report_of([3]), file)
    found = gating.read(file)
    assert found.promises == other["promises"]
    assert found.outcomes["refusals/dev"].right == ("r",)
    assert found.outcomes["answers/test"].wrong == ("q3",)
    with pytest.raises(ReportError, match="--limit"):
        gating.write(report_of(limit=5), file)


def test_the_shipped_baseline_knows_figures_and_questions_that_are_there() -> None:
    baseline = gating.read()
    assert baseline.promises and baseline.outcomes
    for part, outcomes in baseline.outcomes.items():
        suite, split = part.split("/")
        assert suite in shipped()
        asked = {item.id for item in load(suite, split)}
        missing = {*outcomes.right, *outcomes.wrong} - asked
        assert not missing, f"{part}: write the baseline anew"
    assert all(0 <= least <= 1 or name.startswith("words") for all_ in baseline.promises.values() for name, least in all_.items())


def test_the_command_fails_where_the_gate_does(tmp_path: Path) -> None:
    def command(report: Report, name: str) -> subprocess.CompletedProcess[str]:
        file = save(report, tmp_path / name)
        return subprocess.run([sys.executable, "-m", "evals", "gate", str(file)], capture_output=True, text=True, cwd=ROOT)

    broken = command(report_of(range(40)), "broken")
    assert broken.returncode == 1 and "less than the promised" in broken.stderr
    unknown = dataclasses.replace(report_of(), parts=(), results=())
    assert command(unknown, "unknown").returncode == 2


def test_a_comparison_names_what_got_better_and_worse(capsys: pytest.CaptureFixture[str]) -> None:
    (change,) = compare(report_of([1, 2]), report_of([2, 3, 4]))
    assert [result.item.id for result in change.better] == ["q1"]
    assert [result.item.id for result in change.worse] == ["q3", "q4"]
    right, first = change.differences
    assert (right.figure, right.better, right.worse, right.gain) == ("right", 1, 2, pytest.approx(-1 / COUNT, abs=1e-4))
    assert first.figure == "Success@1" and right.p == 1.0
    before = dataclasses.replace(report_of().run, made="2026-01-02T03:04:05+00:00")
    show(before, dataclasses.replace(before, model="local:small", settings={"prompts": "cafe"}), [change])
    out = capsys.readouterr().out
    assert "after: local:small, prompts cafe" in out
    assert "statements supported" in out and "unsupported statements per 100 answers" in out
    assert "better  answers/test q1: What is [bold]1[/bold]?" in out and "worse  answers/test q3" in out


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ReportError, match="answers is not the same"):
        compare(report_of(), report_of(suite="other"))
    with pytest.raises(ReportError, match="--limit"):
        compare(report_of(), report_of(count=10))
    with pytest.raises(ReportError, match="Nothing to compare"):
        compare(report_of(), dataclasses.replace(report_of(), results=()))


def test_a_report_tells_no_folder_address_or_key(tmp_path: Path) -> None:
    told = deciding(Settings.load(home=tmp_path, embedder=str(tmp_path / "mini"), chroma_url="http://10.0.0.1:8000"))
    assert told["embedder"] == "mini" and told["model"] == "" and "student" not in told
    assert str(tmp_path) not in str(told) and "10.0.0.1" not in str(told)
    assert str(shipped_corpus()) not in str(told)
