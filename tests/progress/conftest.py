"""A student over small notes, with a real database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from drinks import NOTES, Clock, is_key, items_of

from assistant.notes import Library, read_library
from assistant.progress.database import Database
from assistant.progress.record import Progress, Record
from assistant.quiz import Item
from assistant.settings import Settings


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "drinks.md"
    file.write_text(NOTES, encoding="utf-8")
    return file


@pytest.fixture
def settings(notes: Path, tmp_path: Path) -> Settings:
    return Settings.load(notes=notes, home=tmp_path / "home")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def library(notes: Path) -> Library:
    return read_library(notes)


@pytest.fixture
def progress(database: Database, library: Library, notes: Path, clock: Clock) -> Progress:
    return Progress(database, library, str(notes), is_key, clock)


@pytest.fixture
def record(progress: Progress) -> Record:
    return progress.of(progress.students.named("Ada"))


@pytest.fixture
def items(library: Library) -> list[Item]:
    return items_of(library)
