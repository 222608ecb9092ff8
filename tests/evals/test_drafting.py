"""Drafts of a suite: every one can be used as it is, and a person decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.models.opening import ChatModel
from assistant.notes import Library, Review, read_library, read_review, review_files
from assistant.settings import shipped_corpus
from evals.drafting import draft, pending, review_by_model, sift, write
from evals.drafting.draft import ECHO
from evals.metrics.facts import plain, states
from evals.suite import Item, SuiteError, load, resolve

ROOT = Path(__file__).parent.parent.parent
WILD = ROOT / "tests" / "data" / "wild"
NOTES = """# Tea

## Steeping

**Gongfu** is a Chinese way of brewing that uses a `gaiwan`. Green tea is steeped for 3 minutes.
It takes 9 litres. A cup of Route 66 blend is bitter.

| Tea | Water | Time |
|---|---|---|
| Green | 80 degrees | 3 minutes |
| Black | boiling hot | - |

Kinds of kettle:

- **Tetsubin**: iron
- **Kyusu**: clay
"""


def library_of(tmp_path: Path, text: str = NOTES) -> Library:
    file = tmp_path / "tea.md"
    file.write_text(text, encoding="utf-8")
    return read_library(file)


def test_definitions_tables_figures_and_lists_become_questions(tmp_path: Path) -> None:
    found = {item.question: item for item in draft(library_of(tmp_path), Review(), 20)}
    assert found["What is Gongfu?"].facts == (("chinese",), ("gaiwan",))
    assert found["Steeping: Green tea is steeped for how many minutes?"].facts[0][0] == "3 minutes"
    assert found["Steeping: Green, Water?"].facts == (("80 degrees",),)
    assert found["Steeping: Kinds of kettle: which are these?"].facts == (("tetsubin",), ("kyusu",))
    questions = " ".join(found)
    assert "litres" not in questions, "a sentence that points back cannot be asked alone"
    assert "66" not in questions and "Route how many" not in questions
    assert "Black, Time" not in questions, "an empty cell is no answer"


@pytest.mark.parametrize("name", ["biology.md", "history.md", "networking.md"])
def test_every_draft_holds_against_its_section(name: str, tmp_path: Path) -> None:
    library = read_library(WILD / name)
    items = draft(library, Review(), 100)
    assert len(items) >= 8
    write(items, tmp_path / "mine.jsonl")
    read = resolve(load(str(tmp_path / "mine.jsonl")), library)
    assert [(item.question, item.gold, item.facts) for item in read] == [(i.question, i.gold, i.facts) for i in items]
    for item in read:
        section = library.by_anchor[item.gold[0]]
        assert all(states(plain(f"{section.path_text} {section.text}"), fact) for fact in item.facts), item
        assert item.draft and item.why


def test_review_questions_come_first_and_say_that_they_would_be_an_echo() -> None:
    library = read_library(shipped_corpus())
    review = read_review(review_files(shipped_corpus(), library.files), library)
    items = draft(library, review, 60)
    assert len(items) == 60 and len({item.gold for item in items}) == 60, "one a section, before any section has two"
    asked = {question.question for question in review.questions}
    assert all(item.question in asked and item.why == ECHO for item in items if item.gold[0] in review.by_section)


def test_a_chat_model_writes_them_and_what_its_section_does_not_say_is_left_out(tmp_path: Path) -> None:
    library = library_of(tmp_path, "# Tea\n\n## Steeping\n\nGreen tea is steeped for 3 minutes.\n")
    said = [
        {"question": "How long does one brew a green tea?", "answer": "Green tea is steeped for 3 minutes.", "passages": [1]},
        {"question": "How long does one brew a black tea?", "answer": "Black tea is steeped for 7 minutes.", "passages": [1]},
    ]
    fake = GenericFakeChatModel(messages=iter([AIMessage(json.dumps(said)), AIMessage("nonsense")] * 2))
    model = ChatModel("fake:tea", fake, structured=False, timeout=20, context=2000)
    review = review_by_model(model, library, 2)
    items = draft(library, review, 10, asked="written by fake:tea")
    assert [(item.question, item.why) for item in items] == [("How long does one brew a green tea?", "written by fake:tea")]
    silent = ChatModel(
        "fake:tea", GenericFakeChatModel(messages=iter([AIMessage("nonsense")] * 4)), structured=False, timeout=20, context=2000
    )
    with pytest.raises(SuiteError, match="fake:tea wrote no question"):
        review_by_model(silent, library, 2)


def test_a_person_keeps_drops_rewords_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = library_of(tmp_path)
    items = [Item(f"d{n}", f"Question {n}?", gold=("steeping",), facts=(("3 minutes",),), draft=True, why="x") for n in range(5)]
    file = tmp_path / "mine.jsonl"
    typed = iter(["k", "d", "?", "w", "In my words?", "q"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
    left = sift(items, library, file)
    assert [(item.question, item.draft) for item in left] == [
        ("Question 0?", False),
        ("In my words?", False),
        ("Question 3?", True),
        ("Question 4?", True),
    ]
    assert [(item.question, item.draft, item.why) for item in load(str(file))] == [(i.question, i.draft, i.why) for i in left]
    assert len(pending(left)) == 2


def test_the_command_drafts_once_and_never_writes_over_what_was_sifted(tmp_path: Path) -> None:
    library_of(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}

    def call(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "evals",
            "draft",
            "--notes",
            str(tmp_path / "tea.md"),
            "--out",
            str(tmp_path / "d.jsonl"),
        ]
        return subprocess.run(
            [*command, *arguments], input=typed, capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )

    made = call("--count", "3")
    assert (made.returncode, made.stderr) == (0, "")
    assert len(load(str(tmp_path / "d.jsonl"))) == 3
    again = call()
    assert again.returncode == 2 and "--review" in again.stderr and len(again.stderr.splitlines()) == 1
    sifted = call("--review", typed="k\nd\nk\n")
    assert sifted.returncode == 0
    assert [item.draft for item in load(str(tmp_path / "d.jsonl"))] == [False, False]


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("aB3 .,:;|*-#\n()`%$é\u00b5"), max_size=200))
def test_any_notes_can_be_drafted_from(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    library = library_of(folder, f"# A\n\nA word stands here.\n\n{text}\n")
    items = draft(library, Review(), 20)
    if items:
        write(items, folder / "mine.jsonl")
        assert len(resolve(load(str(folder / "mine.jsonl")), library)) == len(items)
