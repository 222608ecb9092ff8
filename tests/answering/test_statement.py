"""A statement names what carries it, one passage or several."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Statement
from assistant.answering.composer import cite
from assistant.notes import Library, read_library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "notes.md").write_text("# Tea\n\n- Green.\n- Black.\n\n# Milk\n\n- Whole.\n", encoding="utf-8")
    return read_library(tmp_path)


def ids(library: Library, anchor: str) -> list[str]:
    return [passage.id for passage in library.by_anchor[anchor].passages]


def test_a_quoted_statement_carries_its_section_s_mark(library: Library) -> None:
    green = ids(library, "tea")[0]
    statement = Statement("Green.", "tea", green)
    assert (statement.carriers, statement.anchors, statement.line) == ((green,), ("tea",), "- Green. [tea]")


def test_a_statement_of_several_passages_carries_each_section_s_mark_once(library: Library) -> None:
    tea, milk = ids(library, "tea"), ids(library, "milk")
    statement = Statement("Tea, and milk.", "tea", tea[1], sources=(tea[1], milk[0], tea[0]))
    assert statement.line == "- Tea, and milk. [tea] [milk]"
    citations = cite([statement, Statement("Green.", "tea", tea[0])], library)
    assert [citation.anchor for citation in citations] == ["tea", "milk"]
    assert citations[0].passages == tuple(tea), "in the notes' order, each once"
    assert citations[0].quote == "Green.\nBlack."


def test_the_mark_of_code_stands_below_it(library: Library) -> None:
    statement = Statement("```\npour()\n```", "tea", ids(library, "tea")[0])
    assert statement.line.split("\n") == ["```", "pour()", "```", "[tea]"]
