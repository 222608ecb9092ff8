"""Suites: every wrong line is named with its mend, and gold is looked up by anchor or title."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.notes import read_library
from evals.suite import FOLDER, Item, SuiteError, load, resolve, shipped, suite_hash

GOOD = {"question": "How long?", "gold": ["a_1"], "facts": [["90 days", "three months"]]}


def suite_of(folder: Path, *lines: object) -> str:
    file = folder / "mine.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return str(file)


def test_a_question_needs_no_more_than_what_is_asked_and_what_is_right(tmp_path: Path) -> None:
    first, second = load(suite_of(tmp_path, GOOD, "", {"question": "What does it cost?"}))
    assert (first.id, first.split, first.answerable) == ("1", "test", True)
    assert (second.id, second.answerable) == ("3", False)


def test_a_fact_with_one_wording_may_be_written_without_its_list(tmp_path: Path) -> None:
    (item,) = load(suite_of(tmp_path, GOOD | {"facts": ["90 days", ["a", "b"]]}))
    assert item.facts == (("90 days",), ("a", "b"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "no JSON"),
        ("[1]", "one JSON object"),
        ({"gold": []}, 'a "question"'),
        ({"question": " "}, 'a "question"'),
        ({"question": 3}, '"question" is a string'),
        (GOOD | {"fatcs": []}, 'did you mean "facts"'),
        (GOOD | {"split": "train"}, "'train'"),
        (GOOD | {"history": "earlier"}, '"history" is a list'),
        (GOOD | {"facts": [[]]}, '"facts" is a list of lists'),
        (GOOD | {"facts": [["re:(unclosed"]]}, "no regular expression"),
        (GOOD | {"facts": [["re:"]]}, "a fact is empty"),
        (GOOD | {"forbidden": [" "]}, "a fact is empty"),
        (GOOD | {"facts": []}, '"gold" and no "facts"'),
        ({"question": "Q?", "facts": ["x"]}, '"facts" and no "gold"'),
        (GOOD | {"draft": "yes"}, '"draft" is true or false'),
    ],
)
def test_a_wrong_line_is_named_with_what_is_wrong(tmp_path: Path, line: object, told: str) -> None:
    with pytest.raises(SuiteError, match=r"mine\.jsonl, line 2") as caught:
        load(suite_of(tmp_path, GOOD, line))
    assert told in str(caught.value)


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=r"line 2: the id 'x' is taken \(mine.jsonl, line 1\)"):
        load(suite_of(tmp_path, GOOD | {"id": "x"}, GOOD | {"id": "x"}))


def test_files_that_are_no_suite_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="answers"):
        load(str(tmp_path / "missing.jsonl"))
    with pytest.raises(SuiteError, match="no question"):
        load(suite_of(tmp_path, ""))
    (tmp_path / "mine.jsonl").write_bytes('{"question": "caf\xe9?"}'.encode("latin-1"))
    with pytest.raises(SuiteError, match="UTF-8"):
        load(str(tmp_path / "mine.jsonl"))


def test_gold_is_an_anchor_or_a_title_whatever_its_signs(tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text("# Cells\n\n## 🏭 The  *Nucleus*\n\nIt holds DNA.\n\n## Walls\n\nOf cellulose.\n", encoding="utf-8")
    library = read_library(notes)
    lines = [GOOD | {"gold": [gold], "id": gold} for gold in ("the nucleus", "walls")]
    nucleus, walls = resolve(load(suite_of(tmp_path, *lines)), library)
    assert [library.by_anchor[anchor].title for anchor in nucleus.gold + walls.gold] == ["🏭 The Nucleus", "Walls"]
    with pytest.raises(SuiteError, match=r"mine\.jsonl, line 1: no section .* 'nucleos'.*did you mean"):
        resolve(load(suite_of(tmp_path, GOOD | {"gold": ["nucleos"]})), library)


@pytest.mark.parametrize("suite", shipped())
def test_the_shipped_suites_ask_sections_that_are_there(suite: str) -> None:
    items = load(suite)
    for notes in {item.notes for item in items}:
        library = read_library(FOLDER / notes if notes else FOLDER.parent.parent / "corpus")
        assert resolve([item for item in items if item.notes == notes], library)


def test_the_guide_is_a_suite_and_has_every_key(tmp_path: Path) -> None:
    guide = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    example = guide.split("```\n")[1]
    assert [item.answerable for item in load(suite_of(tmp_path, *example.splitlines()))] == [True, True, False]
    documented = set(re.findall(r"`(\w+)`", "".join(re.findall(r"(?m)^\| `[^|]*", guide))))
    assert documented == {field.name for field in fields(Item)} - {"where"}


def test_a_changed_suite_has_another_hash(tmp_path: Path) -> None:
    before = suite_hash(suite_of(tmp_path, GOOD))
    assert suite_hash(suite_of(tmp_path, GOOD)) == before
    assert suite_hash(suite_of(tmp_path, GOOD, GOOD)) != before
