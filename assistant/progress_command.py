"""`assistant review` and `assistant progress`: what is due, and what has been done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, ProgressError
from assistant.progress_bar import progress_bar

if TYPE_CHECKING:
    from assistant.notes import Library
    from assistant.progress import Record
    from assistant.settings import Settings
    from assistant.study import Study

StudentName = Annotated[
    str, typer.Option("--student", help="The student's login name; by default that of ASSISTANT_STUDENT.", metavar="NAME")
]
_LARGEST_IMPORT = 256 * 1024 * 1024
"""Bytes that an imported file may have."""


def review(student: StudentName = "") -> None:
    """Review what is due today."""
    from rich.console import Console

    from assistant.terminal import Desk, TerminalKeyboard, at_terminal

    if not at_terminal():
        raise AssistantError("Reviews need a terminal: run `assistant review` in one, or open the web app.")
    study, record = open_study(student)
    Desk(study, record, Console(highlight=False), TerminalKeyboard()).review()


def progress(
    export: Annotated[
        Path | None, typer.Option(help="Write all that is kept of the student to this file, as JSON.", metavar="FILE")
    ] = None,
    import_: Annotated[Path | None, typer.Option("--import", help="Add what another machine exported.", metavar="FILE")] = None,
    student: StudentName = "",
) -> None:
    """Show what is due, known and hard; carry it to another machine and back."""
    if export and import_:
        raise AssistantError("Give --export or --import: one of the two.")
    if import_:
        text = _read(import_)
        _, record = open_record(student)
        print(record.import_(text).text)
        return
    if export:
        _, record = open_record(student)
        _write(export, record.export())
        print(f"The progress of {record.student.name} is in {export}.")
        return
    from rich.console import Console

    from assistant.terminal import show_progress

    library, record = open_record(student)
    show_progress(record.statistics(), Console(highlight=False), lambda anchor: library.by_anchor[anchor].path_text)


def open_study(student: str) -> tuple[Study, Record]:
    """Opens the notes with their items, and the record of a student.

    Args:
        student: the login name; empty for the one of the settings.
    """
    from assistant.quiz import open_bank
    from assistant.study import Study

    settings = settings_of(student)
    with progress_bar() as bar:
        study = Study.of_bank(open_bank(settings, bar), settings)
    return study, study.record()


def open_record(student: str) -> tuple[Library, Record]:
    """Opens the notes without their index, and the record of a student.

    Args:
        student: the login name; empty for the one of the settings.
    """
    from assistant.notes import read_library
    from assistant.progress import Progress

    settings = settings_of(student)
    library = read_library(settings.notes)
    kept = Progress.open(settings, library, lambda item, given: False)
    record = kept.of(kept.students.named(settings.student))
    record.adopt()
    return library, record


def settings_of(student: str) -> Settings:
    """The settings, with the student of the command line."""
    from assistant.settings import Settings

    return Settings.load(**({"student": student} if student else {}))


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_IMPORT:
            raise ProgressError(f"{file} is too large for exported progress: name the file that --export wrote.")
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ProgressError(f"{file} cannot be read ({error.strerror or error}): name the file that --export wrote.") from error
    except UnicodeDecodeError as error:
        raise ProgressError(f"{file} is no exported progress: name the file that --export wrote.") from error


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProgressError(f"{file} cannot be written ({error.strerror or error}): name another file.") from error
