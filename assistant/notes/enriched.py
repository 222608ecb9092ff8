"""What a model wrote for one's own notes: it lies in the home, since the notes are never changed.

What was written for a section is kept under a hash of what the section says. While it says the same it is read with it, wherever
it stands and whatever its file is called; once it says something else it is left alone, and it can be enriched again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from assistant.notes.review import QUESTIONS
from assistant.notes.section import Library, Section


class Written(StrEnum):
    """What a model writes for sections; the value is its folder in the home."""

    REVIEW = "review"
    QUIZ = "quiz"


def enriched_file(home: Path, section: Section, written: Written = Written.REVIEW) -> Path:
    """Where the questions written for a section lie.

    Args:
        home: the folder of index and progress.
        section: the section, as it reads now.
        written: which questions.
    """
    digest = hashlib.sha256("\0".join([section.path_text, *(passage.quote for passage in section.passages)]).encode())
    return home / written / f"{digest.hexdigest()[:24]}{QUESTIONS}"


def has_enriched(home: Path, written: Written = Written.REVIEW) -> bool:
    """Whether such questions were written for any notes."""
    return (home / written).is_dir()


def enriched_files(home: Path, library: Library, written: Written = Written.REVIEW) -> dict[Path, str]:
    """The files of questions written for sections as they read now, each with its section's anchor."""
    if not has_enriched(home, written):
        return {}
    files = {enriched_file(home, section, written): section.anchor for section in library.sections}
    return {file: anchor for file, anchor in files.items() if file.is_file()}


def write_enriched(home: Path, section: Section, rows: Iterable[dict[str, str]], written: Written = Written.REVIEW) -> None:
    """Keeps questions for a section, all at once.

    Args:
        home: the folder of index and progress.
        section: the section they were written for.
        rows: the fields of each, `quote` among them: the passages that carry it, one a line.
        written: which questions they are.
    """
    file = enriched_file(home, section, written)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"anchor": section.anchor, **row}, ensure_ascii=False) for row in rows]
    whole = file.with_suffix(".part")
    whole.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole.replace(file)
