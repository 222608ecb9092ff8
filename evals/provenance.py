"""What a run was made with: hashes of the program and the settings, and the machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import assistant
from assistant.answering.confidence import MODEL, Confidence
from assistant.models import prompts
from assistant.notes import NotesFile, read_files, read_library, read_review, review_files
from assistant.notes import notes_hash as hash_of_files
from assistant.settings import Settings

_PACKAGE = Path(assistant.__file__).parent
_CODE = (".py", ".json", ".safetensors")
_LIBRARIES = ("bm25s", "chromadb", "langchain-core", "sentence-transformers", "torch", "transformers")
_DECIDING = ("embedder", "model")
_PRIVATE = ("url", "key", "token", "password", "secret")


def program_version() -> str:
    """The program's version."""
    try:
        return version("study-assistant")
    except PackageNotFoundError:
        return "not installed"


def code_hash() -> str:
    """A hash of the program's own files and of the versions of what ranks and embeds."""
    digest = hashlib.sha256()
    for file in sorted(file for file in _PACKAGE.rglob("*") if file.suffix in _CODE):
        digest.update(f"{file.relative_to(_PACKAGE).as_posix()}\0".encode() + file.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    return digest.hexdigest()[:20]


def notes_hash(notes: Path) -> str:
    """A hash of notes and of the review questions beside them.

    Raises:
        NotesError: they cannot be read.
    """
    files = read_files(notes)
    beside = review_files(notes, [file.name for file in files])
    whole = [*files, *(NotesFile(file.name, file.read_text("utf-8", "replace")) for file in beside)]
    return hash_of_files(whole)[:20]


def confidence_hash() -> str:
    """A hash of all numbers that the confidence is made of: they lie beside each other."""
    learned = sorted(file for pattern in ("*.json", "*.safetensors") for file in MODEL.parent.glob(pattern))
    return hashlib.sha256(b"".join(file.read_bytes() for file in learned)).hexdigest()[:20]


def threshold(notes: Path) -> float:
    """The confidence below which a question about notes is refused."""
    review = read_review(review_files(notes, [file.name for file in read_files(notes)]), read_library(notes))
    return Confidence(reviewed=bool(review.questions and review.open)).threshold


def deciding(settings: Settings) -> dict[str, str]:
    """The settings that decide answers, by name: embedder, chat model and its prompts, without folders, addresses and keys."""
    found = {
        name: Path(str(value)).name if name == "embedder" else str(value)
        for name, value in settings.model_dump().items()
        if name.startswith(_DECIDING) and not name.endswith(_PRIVATE)
    }
    return {**found, "prompts": prompts.HASH} if settings.model else found


def settings_hash(settings: Settings) -> str:
    """A hash of the settings that decide answers."""
    return hashlib.sha256(json.dumps(deciding(settings), sort_keys=True).encode()).hexdigest()[:20]


def machine() -> str:
    """Processor, cores and Python, for who reads the times."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
