"""Small untidy notes, each with the sections and passages that it becomes in the JSON file beside it.

After a change that is meant to alter them, write the JSON files anew and read what differs:

    REGENERATE_GOLDEN=1 python -m pytest tests/notes/test_golden.py
    git diff tests/notes/golden

A passage is written without the fields that say nothing: empty ones, `struck` where it is false, `quotable` where it
is true, `markdown` where it is the text, the file's name, and the number of its block, of which only the grouping
counts (see test_library.py).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.notes import Passage, Section, read_library

FOLDER = Path(__file__).parent / "golden"
NOTES = sorted(FOLDER.glob("*.md"))


def _passage(passage: Passage) -> dict[str, object]:
    fields = asdict(passage)
    for name in ("anchor", "file", "block"):
        del fields[name]
    if passage.markdown == passage.text:
        del fields["markdown"]
    if passage.quotable:
        del fields["quotable"]
    return {name: value for name, value in fields.items() if value not in ((), False) or name == "quotable"}


def _section(section: Section) -> dict[str, object]:
    return asdict(section) | {"passages": [_passage(passage) for passage in section.passages]}


def _plain(notes: Path) -> str:
    """The notes' sections as JSON, one field a line."""
    sections = [_section(section) for section in read_library(notes).sections]
    return json.dumps(sections, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("notes", NOTES, ids=[notes.stem for notes in NOTES])
def test_notes_become_the_sections_that_are_written_beside_them(notes: Path) -> None:
    expected = notes.with_suffix(".json")
    if os.environ.get("REGENERATE_GOLDEN"):
        expected.write_text(_plain(notes), encoding="utf-8")
    assert json.loads(_plain(notes)) == json.loads(expected.read_text(encoding="utf-8"))


def test_every_golden_file_has_its_notes() -> None:
    assert [file.stem for file in sorted(FOLDER.glob("*.json"))] == [notes.stem for notes in NOTES]


def test_the_notes_with_windows_line_ends_still_have_them() -> None:
    content = (FOLDER / "windows.md").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") > 10
