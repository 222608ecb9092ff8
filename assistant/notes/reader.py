"""Reads a notes file or folder into a library."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import NotesError
from assistant.notes.parser import VERSION, parse, slug
from assistant.notes.section import Library, Section

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})


@dataclass(frozen=True, slots=True)
class NotesFile:
    """A notes file as read: its name relative to the folder, and its text."""

    name: str
    text: str


def read_files(path: Path) -> list[NotesFile]:
    """Reads the text of a notes file, or of every Markdown file of a folder, in natural order.

    Args:
        path: a file, or a folder that is searched to its depths; hidden files and folders are left out.

    Raises:
        NotesError: the path is not there, holds no Markdown file, or a file cannot be read as UTF-8.
    """
    if not _exists(path):
        raise NotesError(f"No notes at {path}: set ASSISTANT_NOTES to a Markdown file or a folder of them.")
    if path.is_file():
        return [NotesFile(path.name, _read(path))]
    found = [
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    if not found:
        raise NotesError(f"No Markdown file (.md, .markdown) in {path}: set ASSISTANT_NOTES to where your notes are.")
    names = sorted((file.relative_to(path).as_posix() for file in found), key=_natural)
    return [NotesFile(name, _read(path / name)) for name in names]


def notes_hash(files: list[NotesFile]) -> str:
    """A hash of everything that decides what the library holds: names, texts and the parser's version."""
    digest = hashlib.sha256(f"parser {VERSION}".encode())
    for file in files:
        digest.update(f"\0{file.name}\0{len(file.text)}\0{file.text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def read_library(path: Path, files: list[NotesFile] | None = None) -> Library:
    """Reads notes into a library.

    Args:
        path: a Markdown file or a folder of them.
        files: what `read_files(path)` gave, to save reading twice.

    Raises:
        NotesError: as `read_files`, and where the notes hold no text at all.
    """
    files = read_files(path) if files is None else files
    taken: set[str] = set()
    sections: list[Section] = []
    kept: list[str] = []
    skipped: list[tuple[str, str]] = []
    for file in files:
        found = parse(file.text, file.name, _namer(file.name, taken))
        if found:
            kept.append(file.name)
            sections.extend(found)
        else:
            skipped.append((file.name, "it holds no text"))
    if not any(section.passages for section in sections):
        raise NotesError(f"The notes at {path} hold no text: write something in them, or set ASSISTANT_NOTES elsewhere.")
    return Library(tuple(sections), str(path), tuple(kept), tuple(skipped))


def _namer(file: str, taken: set[str]) -> _Namer:
    return _Namer(slug(file.rsplit("/", 1)[-1].rsplit(".", 1)[0]), taken)


class _Namer:
    """Makes anchors unique: a second one in the same file gets a number, one that another file has gets the file's name."""

    def __init__(self, stem: str, taken: set[str]) -> None:
        self._stem = stem
        self._elsewhere = frozenset(taken)
        self._taken = taken

    def __call__(self, anchor: str) -> str:
        wanted = f"{self._stem}-{anchor}" if anchor in self._elsewhere else anchor
        name, number = wanted, 0
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotesError(
            f"{file} is not UTF-8 (byte {error.start}): save it as UTF-8, for example with "
            f"`iconv -f WINDOWS-1252 -t UTF-8 {file.name}`."
        ) from error
    except OSError as error:
        raise NotesError(f"{file} cannot be read ({error.strerror}): check its permissions.") from error


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Sorts `2-x` before `10-x`."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", name.lower()) if part]
