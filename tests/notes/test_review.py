"""How review questions are read, and which lines are left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.notes import Library, Review, read_library, read_review, review_files

NOTES = """# Storage
S3 stores objects. It is durable. Use it for files!

- Buckets have names
- Objects have keys

| Class | Days |
|---|---|
| Standard | 0 |
| Archive | 90 |

```sh
aws s3 ls
aws s3 cp
```

~~It is slow.~~

# Other
Another section.
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "storage.md").write_text(NOTES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def library(notes: Path) -> Library:
    return read_library(notes)


def read(notes: Path, library: Library, *rows: object) -> Review:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (notes / "storage.questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_review(review_files(notes, library.files), library)


def row(**changes: object) -> dict[str, object]:
    return {"anchor": "storage", "question": "Durable?", "answer": "Yes.", "quote": "It is durable."} | changes


@pytest.mark.parametrize(
    ("quote", "quotes"),
    [
        ("It is durable.", ["It is durable."]),
        ("  It is \t durable. ", ["It is durable."]),
        ("S3 stores objects.\nUse it for files!", ["S3 stores objects.", "Use it for files!"]),
        ("Objects have keys\n\nBuckets have names\n", ["Objects have keys", "Buckets have names"]),
        ("It is durable.\nIt is durable.", ["It is durable."]),
        ("| Archive | 90 |", ["| Archive | 90 |"]),
        ("```sh\naws s3 ls\naws s3 cp\n```", ["```sh\naws s3 ls\naws s3 cp\n```"]),
        ("It is durable.\n| Archive | 90 |", ["It is durable.", "| Archive | 90 |"]),
    ],
)
def test_a_quote_names_the_passages_that_carry_the_answer(notes: Path, library: Library, quote: str, quotes: list[str]) -> None:
    review = read(notes, library, row(quote=quote))
    (question,) = review.questions
    assert [library.passages[id].quote for id in question.passages] == quotes
    assert (question.anchor, question.question, question.answer) == ("storage", "Durable?", "Yes.")
    assert review.faults == ()


@pytest.mark.parametrize(
    "broken",
    [
        "no json",
        "[]",
        '"text"',
        "null",
        "{}",
        row(anchor="nowhere"),
        row(anchor=5),
        row(question=""),
        row(question="  "),
        row(question=None),
        row(answer=""),
        row(answer=["Yes."]),
        row(quote=""),
        row(quote=" \n "),
        row(quote="It is durable"),
        row(quote="it is durable."),
        row(quote="It is durable. Use it for files!"),
        row(quote="It is durable.\nIt is cheap."),
        row(quote="Another section."),
        row(anchor="other"),
        row(quote="~~It is slow.~~"),
        row(quote="aws s3 ls"),
    ],
)
def test_a_line_that_cannot_be_used_is_a_fault_with_its_place(notes: Path, library: Library, broken: object) -> None:
    review = read(notes, library, row(question="First?"), broken, row(question="Last?"))
    assert [question.question for question in review.questions] == ["First?", "Last?"]
    (fault,) = review.faults
    assert fault.startswith("storage.questions.jsonl, line 2: ")
    assert len(fault) > len("storage.questions.jsonl, line 2: ")


def test_blank_lines_are_no_faults_and_are_counted(notes: Path, library: Library) -> None:
    review = read(notes, library, "", row(), "   ", "broken", "")
    assert len(review.questions) == 1
    assert [fault.split(":")[0] for fault in review.faults] == ["storage.questions.jsonl, line 4"]


def test_open_questions_need_a_section_and_a_question_only(notes: Path, library: Library) -> None:
    rows = [{"anchor": "other", "question": "How much?"}, {"anchor": "nowhere", "question": "Why?"}, {"anchor": "other"}]
    file = notes / "storage.open.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    review = read_review([file], library)
    assert review.questions == ()
    assert [(q.anchor, q.question) for q in review.open] == [("other", "How much?")]
    assert [fault.split(":")[0] for fault in review.faults] == [
        "storage.open.jsonl, line 2",
        "storage.open.jsonl, line 3",
    ]


def test_questions_are_found_by_ids_of_their_own(notes: Path, library: Library) -> None:
    (notes / "storage.open.jsonl").write_text('{"anchor": "other", "question": "How much?"}\n', encoding="utf-8")
    review = read(notes, library, row(question="One?"), row(question="Two?"))
    ids = [question.id for question in (*review.questions, *review.open)]
    assert len(set(ids)) == 3
    assert not set(ids) & set(library.passages)
    assert [review.by_id[id].question for id in ids[:2]] == ["One?", "Two?"]


def test_the_same_questions_get_the_same_ids_again(notes: Path, library: Library) -> None:
    assert read(notes, library, row(), row(question="Two?")) == read(notes, library, row(), row(question="Two?"))


def test_line_ends_of_windows_and_letters_that_are_broken_stop_nothing(notes: Path, library: Library) -> None:
    lines = [json.dumps(row()), '{"anchor": "storage", "question": "caf\udce9?"}', json.dumps(row(question="Last?"))]
    (notes / "storage.questions.jsonl").write_bytes("\r\n".join(lines).encode("utf-8", "surrogateescape"))
    review = read_review(review_files(notes, library.files), library)
    assert [question.question for question in review.questions] == ["Durable?", "Last?"]
    assert len(review.faults) == 1


def test_review_files_lie_beside_their_notes(tmp_path: Path) -> None:
    for name in ("a.md", "a.questions.jsonl", "a.open.jsonl", "deep/1.2-b.md", "deep/1.2-b.open.jsonl", "c.md"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("Text.\n", encoding="utf-8")
    (tmp_path / "c.open.jsonl").mkdir()
    (tmp_path / "stray.questions.jsonl").touch()
    found = review_files(tmp_path, ["a.md", "c.md", "deep/1.2-b.md"])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == [
        "a.questions.jsonl",
        "a.open.jsonl",
        "deep/1.2-b.open.jsonl",
    ]
    assert review_files(tmp_path / "a.md", ["a.md"]) == found[:2]
    assert review_files(tmp_path, []) == []


def test_notes_without_review_questions_have_an_empty_review(notes: Path, library: Library) -> None:
    assert review_files(notes, library.files) == []
    assert read_review([], library) == Review()
    assert Review().by_id == {}


@pytest.mark.parametrize("broken", ['{"anchor": ' + "9" * 5000 + "}", "[" * 100_000], ids=["huge number", "deep nesting"])
def test_a_line_that_no_parser_takes_is_a_fault(notes: Path, library: Library, broken: str) -> None:
    review = read(notes, library, broken, row())
    assert (len(review.questions), len(review.faults)) == (1, 1)


def test_a_byte_order_mark_costs_no_question(notes: Path, library: Library) -> None:
    review = read(notes, library, f"\ufeff{json.dumps(row())}")
    assert (len(review.questions), review.faults) == (1, ())
