"""Whole runs over small notes of a student's own, by the command as the README gives it."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import Settings
from evals import asking
from evals.kept import FILE, Kept, key_of
from evals.report import Reply, read
from evals.run import Plan, run
from evals.suite import Item, SuiteError

ROOT = Path(__file__).parent.parent.parent
NOTES = """# Bread

## Starter

- Feed the starter every 12 hours with flour and water.
- A starter that smells of acetone is hungry: feed it more often.

## Baking

- Bake the loaf for 45 minutes at 230 degrees Celsius.
- Let the loaf cool for an hour before you cut it.

# Coffee

## Espresso

- Grind 18 grams of beans for a double espresso.
- A shot runs for 25 to 30 seconds.

## Care of the machine

- Descale the espresso machine every three months.
"""
SUITE = [
    {"question": "How often should I feed the starter?", "gold": ["Starter"], "facts": ["12 hours"]},
    {"question": "How long does the loaf bake?", "gold": ["baking"], "facts": ["45 minutes"]},
    {"question": "How many grams of beans for a double espresso?", "gold": ["Espresso"], "facts": [["18 grams", "18 g"]]},
    {"question": "How often do I descale the espresso machine?", "gold": ["Care of the machine"], "facts": ["three months"]},
    {"question": "Who won the world cup in 1954?"},
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with notes, a suite about them, and a home."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    (folder / "mine.jsonl").write_text("\n".join(json.dumps(line) for line in SUITE), encoding="utf-8")
    return folder


def settings_of(place: Path) -> Settings:
    return Settings.load(notes=place / "notes.md", home=place / "home")


def plan_of(place: Path, out: Path, **more: object) -> Plan:
    return Plan(settings_of(place), out, (str(place / "mine.jsonl"),), **more)


def evals(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "ASSISTANT_HOME": str(place / "home"),
        "ASSISTANT_NOTES": str(place / "notes.md"),
    }
    return subprocess.run([sys.executable, "-m", "evals", *arguments], env=environment, capture_output=True, text=True, cwd=ROOT)


def test_five_questions_on_ones_own_notes(place: Path) -> None:
    called = evals(place, "run", "--suite", str(place / "mine.jsonl"))
    assert called.returncode == 0, called.stderr
    report = read(place / "home" / "evals")
    assert [result.item.id for result in report.results] == ["1", "2", "3", "4", "5"]
    assert [result.score.correct for result in report.results] == [True] * 5
    part = report.part("mine/test")
    assert part is not None and part.figure("right").of == 4 and part.figure("rightly refused").of == 1
    assert part.figure("R@5").value == 1.0
    assert report.part("together/test").figure("AUROC").value == 1.0
    first = report.results[0]
    assert (first.item.gold, first.chapter, first.gold_paths) == (("starter",), "Bread", ("Bread > Starter",))
    assert first.reply.citations[0].right and "12 hours" in first.reply.citations[0].quote
    assert first.score.unsupported == () and first.score.statements >= 1
    assert report.run.cold_seconds > 0 and report.run.memory_mib > 100
    assert str(place) not in (place / "home" / "evals" / "report.json").read_text().replace(first.item.where, "")
    assert "right" in called.stdout and "Gate" not in called.stdout


def test_a_wrong_line_is_told_in_one_line_before_anything_is_asked(place: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(json.dumps(SUITE[0] | {"gold": ["Starters"]}), encoding="utf-8")
    called = evals(place, "run", "--suite", str(wrong), "--out", str(tmp_path / "out"))
    assert called.returncode == 2
    assert called.stderr.startswith("evals: wrong.jsonl, line 1: no section") and "did you mean 'starter'?" in called.stderr
    assert called.stderr.count("\n") == 1 and not (tmp_path / "out").exists()


def test_the_shipped_suites_are_not_put_to_other_notes(place: Path, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="--suite FILE"):
        run(Plan(settings_of(place), tmp_path))


class StoppedError(Exception):
    """Stands for a process that was killed."""


def test_a_run_that_broke_off_goes_on(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = asking.Asker.ask

    def breaking(self: asking.Asker, item: Item) -> Reply:
        if len(asked) == 3:
            raise StoppedError
        asked.append(item.id)
        return ask(self, item)

    monkeypatch.setattr(asking.Asker, "ask", breaking)
    with pytest.raises(StoppedError):
        run(plan_of(place, tmp_path))
    assert len((tmp_path / FILE).read_text().splitlines()) == 3
    with (tmp_path / FILE).open("a") as file:
        file.write('{"key": "cut sh')
    asked.clear()
    report = run(plan_of(place, tmp_path))
    assert asked == ["4", "5"], "what was answered is not asked again"
    assert [result.score.correct for result in report.results] == [True] * 5
    assert not (tmp_path / FILE).exists()


def test_fresh_runs_and_changed_programs_ask_anew(tmp_path: Path) -> None:
    item = Item("1", "How long?")
    kept = Kept(tmp_path)
    kept.put(key_of(item, "notes", "code"), Reply("45 minutes", True))
    again = Kept(tmp_path)
    assert again.get(key_of(item, "notes", "code")) == Reply("45 minutes", True)
    assert again.get(key_of(item, "notes", "other code")) is None
    assert again.get(key_of(Item("1", "How long?", history=("before",)), "notes", "code")) is None
    assert Kept(tmp_path, fresh=True).get(key_of(item, "notes", "code")) is None


def test_several_at_once_give_the_same_in_the_same_order(place: Path, tmp_path: Path) -> None:
    one, two = (run(plan_of(place, tmp_path, jobs=jobs)) for jobs in (1, 2))
    assert [(r.item.id, r.reply.text) for r in one.results] == [(r.item.id, r.reply.text) for r in two.results]


def test_questions_on_other_notes_leave_ones_own_index_alone(place: Path, tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\n## Green tea\n\n- Steep green tea for two minutes.\n", encoding="utf-8")
    line = {"question": "How long does green tea steep?", "gold": ["Green tea"], "facts": ["two minutes"], "notes": "tea.md"}
    (tmp_path / "other.jsonl").write_text(json.dumps(line), encoding="utf-8")
    before = set((place / "home").glob("index/*"))
    report = run(dataclasses.replace(plan_of(place, tmp_path / "out"), suites=(str(tmp_path / "other.jsonl"),)))
    assert report.results[0].score.correct
    assert report.part("together/test") is None, "what asks other notes is not pooled"
    assert set((place / "home").glob("index/*")) == before and before


def test_a_limit_is_for_each_suite_and_split(place: Path, tmp_path: Path) -> None:
    assert len(run(plan_of(place, tmp_path, limit=2)).results) == 2
