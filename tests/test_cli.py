"""The terminal's contracts: what is printed where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import REFUSAL


@pytest.fixture
def run(corpus_home: Path, tmp_path: Path):
    """Runs the command in a folder and with an environment of its own."""

    def call(*arguments: str, input: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
        environment = {**clean, "ASSISTANT_HOME": str(corpus_home), **settings}
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            input=input,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment,
        )

    return call


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom assistant import cli\n"
        "sys.argv = ['assistant', '--help']\n"
        "try: cli.main()\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'torch', 'sentence_transformers', 'chromadb', 'gradio', 'langchain_core', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ask" in done.stdout


def test_ask_prints_the_answer_with_its_sections(run) -> None:
    done = run("ask", "how long are CloudTrail events kept?")
    assert done.returncode == 0
    assert "90 days. [4_1_2_1]" in done.stdout
    assert "Security > CloudTrail > Concepts > Event" in done.stdout
    assert "04-security.md" in done.stdout


def test_ask_json_prints_one_object(run) -> None:
    done = run("ask", "--json", "how long are CloudTrail events kept?")
    answer = json.loads(done.stdout)
    assert answer["answered"] is True
    citation = answer["citations"][0]
    assert set(citation) == {"anchor", "path", "file", "lines", "quote"}
    assert citation["anchor"] == "4_1_2_1"
    assert len(citation["lines"]) == 2


def test_batch_keeps_order_ids_and_history(run) -> None:
    asked = [
        {"id": "a", "question": "what about NLB?", "history": ["Is cross-zone load balancing on by default for the ALB?"]},
        {"id": 2, "question": ""},
        {"id": None, "question": "how do I bake bread?"},
        {"question": "how long are CloudTrail events kept?", "history": []},
    ]
    done = run("ask", "--batch", "-", input="\n".join(map(json.dumps, asked)) + "\n\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", 2, None, None]
    assert [row["answered"] for row in rows] == [True, False, False, True]
    assert rows[2]["answer"] == REFUSAL
    assert rows[0]["citations"][0]["anchor"].startswith("5_7")
    for row in rows:
        assert {"id", "question", "answered", "answer", "confidence", "citations", "seconds"} <= set(row)
        assert 0 <= row["confidence"] <= 1


def test_batch_reads_a_file(run, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"id": "q", "question": "How many S3 buckets per account?"}) + "\n", encoding="utf-8")
    done = run("ask", "--batch", str(file))
    assert json.loads(done.stdout)["id"] == "q"


@pytest.mark.parametrize(
    ("arguments", "input", "said"),
    [
        (["ask"], "", "--batch"),
        (["ask", "--batch", "nowhere.jsonl"], "", "nowhere.jsonl cannot be read"),
        (["ask", "--batch", "-"], '{"question": 3}\n', "line 1"),
        (["ask", "--batch", "-"], '{"question": "x"}\nno json\n', "line 2"),
        (["ask", "--batch", "-"], '{"question": "x", "history": "y"}\n', "history"),
        (["ask", "--scope", "99_9", "what is an ALB?"], "", "99_9"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(run, arguments: list[str], input: str, said: str) -> None:
    done = run(*arguments, input=input)
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert said in lines[0]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ASSISTANT_NOTES": "/nowhere/notes"}, "ASSISTANT_NOTES"),
        ({"ASSISTANT_PORT": "many"}, "ASSISTANT_PORT"),
        ({"ASSISTANT_NOTSE": "x"}, "did you mean ASSISTANT_NOTES"),
        ({"ASSISTANT_MODEL": "llama3.1"}, "write provider:model"),
    ],
)
def test_wrong_settings_are_one_line_and_status_2(run, settings: dict[str, str], said: str) -> None:
    done = run("sections", **settings)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr


def test_sections_json_lists_every_section(run) -> None:
    done = run("sections", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 343
    event = next(row for row in rows if row["anchor"] == "4_1_2_1")
    assert set(event) == {"anchor", "level", "title", "path", "file", "lines", "text"}
    assert (event["level"], event["title"]) == (4, "Event")
    assert "90 days" in event["text"]


def test_a_short_quiz_says_so_beside_its_items(run) -> None:
    done = run("quiz", "--json", "--scope", "4_1_2_1", "--kind", "mcq", "--kind", "true-false")
    items = [json.loads(line) for line in done.stdout.splitlines()]
    assert 0 < len(items) < 10
    assert done.stderr.strip().startswith(f"assistant: Only {len(items)} question")
    assert "not 10" in done.stderr
    assert run("quiz", "--json", "--count", "3").stderr == ""


def test_index_says_that_all_is_there(run) -> None:
    done = run("index")
    assert done.returncode == 0
    assert "343 sections" in done.stdout
    assert "up to date" in done.stdout


def test_other_notes_are_indexed_and_asked(run, tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text(
        "# Tea\n\n## Green tea\n\n* Steep green tea for **two minutes** at 75 °C.\n\n"
        "## Black tea\n\n* Steep black tea for four minutes.\n",
        encoding="utf-8",
    )
    mine = {"ASSISTANT_NOTES": str(tmp_path / "tea.md"), "ASSISTANT_HOME": str(tmp_path / "home")}
    done = run("ask", "--json", "how long should I steep green tea?", **mine)
    answer = json.loads(done.stdout)
    assert "two minutes" in answer["answer"]
    assert answer["citations"][0]["anchor"] == "green-tea"
    assert answer["citations"][0]["file"] == "tea.md"
