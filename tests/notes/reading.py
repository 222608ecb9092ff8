"""Reads notes that a test spells out."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.notes import Library, NotesFile, Passage, Section, read_library

REPOSITORY = Path(__file__).parents[2]
CORPUS = REPOSITORY / "corpus"
WILD = REPOSITORY / "tests" / "data" / "wild"


def library_of(*files: tuple[str, str]) -> Library:
    """The library of files given as name and text."""
    return read_library(Path("notes"), [NotesFile(name, text) for name, text in files])


def sections_of(text: str, name: str = "notes.md") -> tuple[Section, ...]:
    return library_of((name, text)).sections


def passages_of(text: str) -> tuple[Passage, ...]:
    """The passages of all sections, in order."""
    return tuple(passage for section in sections_of(text) for passage in section.passages)


def lines_of(text: str) -> list[str]:
    """The lines that line numbers count by."""
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
