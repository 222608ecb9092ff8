"""Whether the cited sections carry what is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.notes import Library, read_library, read_review, review_files
from assistant.settings import shipped_corpus
from evals.metrics.support import Said, in_other_words, statements, support, verbatim
from evals.report import Cited

NOTES = """# Logs

## Trails

- Events are kept for **90 days**. They cannot be changed.

| Kind | Cost | Where |
|---|---|---|
| Data events | $0.10 | S3 |
| Insights | $0.35 | CloudWatch |

## Alarms

- An alarm watches one metric.
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Library:
    file = tmp_path_factory.mktemp("notes") / "logs.md"
    file.write_text(NOTES, encoding="utf-8")
    return read_library(file)


def cited(library: Library, *anchors: str) -> list[Cited]:
    quotes = {s.anchor: "\n".join(p.quote for p in s.passages) for s in library.sections}
    return [Cited(a, library.by_anchor[a].path_text, "logs.md", (1, 1), quotes[a]) for a in anchors]


def test_statements_are_lines_with_their_marks() -> None:
    text = "In short: 90 days. [a] [b]\n- A list: [0] stays [a]\n  - below [a]\n```sh\nls\n```\n[b]\n- unmarked\n- last [a]"
    assert statements(text, ["a", "b"]) == [
        Said("In short: 90 days.", ("a", "b")),
        Said("A list: [0] stays", ("a",)),
        Said("below", ("a",)),
        Said("ls", ("b",)),
        Said("unmarked", ()),
        Said("last", ("a",)),
    ]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Events are kept for **90 days**. They cannot be changed.", True),
        ("They cannot be changed.", True),
        ("events are kept for 90 days", True),
        ("Data events — Cost: $0.10; Where: S3", True),
        ("Events are kept for 30 days.", False),
        ("They can be changed.", False),
        ("Data events — Cost: $0.35", False),
        ("An alarm watches one metric.", False),
    ],
)
def test_word_for_word_means_in_one_passage(notes: Library, text: str, held: bool) -> None:
    assert verbatim(text, notes.by_anchor["trails"]) is held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("No, events are kept for 90 days.", True),
        ("Yes, events are kept 90 days.", True),
        ("Events cannot be changed.", True),
        ("Events can be changed.", False),
        ("Events are kept for 91 days.", False),
        ("Events are kept for 90 days in Glacier.", False),
        ("Trails keep events for 90 days.", True),
        ("Quotas apply to every account, always.", False),
    ],
)
def test_other_words_keep_figures_names_and_denials(text: str, held: bool) -> None:
    quote = "Events are kept for **90 days**.\nThey, the events, cannot be changed."
    assert in_other_words(text, quote, "Logs > Trails") is held


def test_a_citation_that_does_not_do_its_part_costs_precision(notes: Library) -> None:
    found = support(
        "- Events are kept for 90 days [trails] [alarms]\n- An alarm watches one metric. [trails]\n- Unmarked words",
        cited(notes, "trails", "alarms"),
        notes,
    )
    assert (found.statements, found.citations, found.carrying) == (3, 3, 1)
    assert found.unsupported == ("An alarm watches one metric.", "Unmarked words")


def test_on_the_shipped_notes_direct_answers_hold_and_changed_ones_do_not() -> None:
    library = read_library(shipped_corpus())
    review = read_review(review_files(shipped_corpus(), library.files), library)
    some = review.questions[::12]
    quotes = ["\n".join(library.passages[id].quote for id in question.passages) for question in some]
    paths = [library.by_anchor[question.anchor].path_text for question in some]
    held = [in_other_words(q.answer, quote, path) for q, quote, path in zip(some, quotes, paths, strict=True)]
    assert sum(held) / len(held) > 0.95
    changed = [
        in_other_words(re.sub(r"\d+", lambda figure: str(int(figure[0]) + 7), q.answer, count=1), quote, path)
        for q, quote, path in zip(some, quotes, paths, strict=True)
        if re.search(r"\d", q.answer)
    ]
    assert len(changed) > 50 and sum(changed) / len(changed) < 0.02
    elsewhere = [in_other_words(q.answer, quote, path) for q, quote, path in zip(some, quotes[9:], paths[9:], strict=False)]
    assert sum(elsewhere) / len(elsewhere) < 0.02


def test_the_notes_here_are_read_as_meant(notes: Library, tmp_path: Path) -> None:
    assert [section.anchor for section in notes.sections] == ["logs", "trails", "alarms"]
