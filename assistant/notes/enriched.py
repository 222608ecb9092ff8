"""Review questions that a model wrote for one's own notes: they lie in the home, since the notes are never changed.

A section's questions are kept under a hash of what it says. While it says the same they are read with it, wherever it stands and
whatever its file is called; once it says something else they are left alone, and it can be enriched again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from assistant.notes.review import QUESTIONS
from assistant.notes.section import Library, Section

_FOLDER = "review"


def enriched_file(home: Path, section: Section) -> Path:
    """Where the questions written for a section lie.

    Args:
        home: the folder of index and progress.
        section: the section, as it reads now.
    """
    digest = hashlib.sha256("\0".join([section.path_text, *(passage.quote for passage in section.passages)]).encode())
    return home / _FOLDER / f"{digest.hexdigest()[:24]}{QUESTIONS}"


def has_enriched(home: Path) -> bool:
    """Whether questions were written for any notes."""
    return (home / _FOLDER).is_dir()


def enriched_files(home: Path, library: Library) -> dict[Path, str]:
    """The files of questions written for sections as they read now, each with its section's anchor."""
    files = {enriched_file(home, section): section.anchor for section in library.sections} if has_enriched(home) else {}
    return {file: anchor for file, anchor in files.items() if file.is_file()}


def write_enriched(home: Path, section: Section, rows: Iterable[dict[str, str]]) -> None:
    """Keeps questions for a section, all at once.

    Args:
        home: the folder of index and progress.
        section: the section they were written for.
        rows: `{"question", "answer", "quote"}` each.
    """
    file = enriched_file(home, section)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"anchor": section.anchor, **row}, ensure_ascii=False) for row in rows]
    whole = file.with_suffix(".part")
    whole.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole.replace(file)
