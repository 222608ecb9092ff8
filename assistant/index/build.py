"""Builds the index beside the old one and swaps it in when it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from chromadb.errors import ChromaError
from filelock import FileLock

from assistant.errors import BrokenIndexError
from assistant.index.adapter import FEWEST_QUESTIONS, learn
from assistant.index.alike import learn_alike, turn_all
from assistant.index.embedder import Embedder, Vectors
from assistant.index.entries import passage_entries, question_entries, section_entries
from assistant.index.ranker import WordRanker
from assistant.index.store import Entry, Store, close, embedded_client, server_client
from assistant.index.vectors import VectorCache
from assistant.index.vocabulary import Vocabulary
from assistant.notes import (
    Library,
    NotesFile,
    Review,
    ReviewQuestion,
    Section,
    enriched_files,
    has_enriched,
    notes_hash,
    read_files,
    read_library,
    read_review,
    review_files,
)
from assistant.settings import Settings

VERSION = 2
"""Raise it when the same notes are indexed in another way."""

KINDS = ("sections", "passages", "questions", "open")
"""What is indexed, each in a collection of its own."""

_TURNED = ("questions", "open")
_ADAPTER, _ALIKE = "adapter", "alike"
_SEAL = "seal.json"
_WRITTEN_OUT = "index_metadata.pickle"
_DIGEST = 32
"""Bytes of a SHA-256."""

_TRIES = 3
"""Builds that are tried."""

_KEPT = 3
"""Indexes kept beside the current one, for who goes back and forth between notes."""


class Progress(Protocol):
    """Told how far a build has come."""

    def __call__(self, done: int, total: int) -> None:
        """Takes how many of all texts are done."""


@dataclass(frozen=True)
class SearchIndex:
    """An opened index.

    Attributes:
        library: the notes it was made of.
        embedder: what embeds a question.
        review: the review questions beside the notes.
        entries: what was indexed, by kind.
        sections: vectors of sections.
        passages: vectors of passages.
        questions: vectors of the wordings of review questions, turned by `alike`.
        open: vectors of the questions that the notes leave open, turned likewise.
        section_words: BM25 of sections.
        passage_words: BM25 of passages.
        vocabulary: what words the notes use.
        adapter: turns a question's vector towards passages and sections; None where there was too little to learn from.
        alike: turns a question's vector towards questions that ask the same; None where there was too little to learn from.
        name: the hash of notes, embedder and settings that names the index.
        embedded: how many texts had to be embedded when it was opened.
        built: whether it was built when it was opened.
    """

    library: Library
    embedder: Embedder
    review: Review
    entries: dict[str, list[Entry]]
    sections: Store
    passages: Store
    questions: Store
    open: Store
    section_words: WordRanker
    passage_words: WordRanker
    vocabulary: Vocabulary
    adapter: Vectors | None
    alike: Vectors | None
    name: str
    embedded: int = 0
    built: bool = False


def index_name(files: list[NotesFile], embedder: Embedder) -> str:
    """The hash that names the index of these notes by this embedder."""
    key = f"{VERSION}\0{notes_hash(files)}\0{embedder.identity}"
    return hashlib.sha256(key.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class NamedNotes:
    """The notes of the settings as they are on the disk, and the name of their index.

    Attributes:
        files: the notes files.
        beside: the files of review questions beside them.
        enriched: the files of review questions in the home, each with the anchor of its section.
        embedder: what embeds them.
        name: the hash that names their index.
    """

    files: list[NotesFile]
    beside: list[Path]
    enriched: dict[Path, str]
    embedder: Embedder
    name: str


def name_notes(settings: Settings) -> NamedNotes:
    """Reads the notes and names their index, without opening it.

    Args:
        settings: which notes, and which embedder.

    Raises:
        NotesError: the notes cannot be read.
        SettingsError: the embedder is not there.
    """
    files = read_files(settings.notes)
    embedder = Embedder(settings.embedder)
    beside = review_files(settings.notes, [file.name for file in files])
    enriched = enriched_files(settings.home, read_library(settings.notes, files)) if has_enriched(settings.home) else {}
    asked = [NotesFile(file.name, file.read_text("utf-8", "replace")) for file in [*beside, *enriched]]
    return NamedNotes(files, beside, enriched, embedder, index_name([*files, *asked], embedder))


def open_index(settings: Settings, progress: Progress | None = None, *, rebuild: bool = False) -> SearchIndex:
    """Opens the index of the notes, building it first where there is none or it is damaged.

    Args:
        settings: which notes, which embedder, and where.
        progress: told how far a build has come; never called where nothing is built.
        rebuild: build even where a sound index is there.

    Raises:
        NotesError: the notes cannot be read.
        SettingsError: the embedder cannot be loaded.
        BrokenIndexError: the index cannot be built, or no Chroma server answers.
    """
    notes = name_notes(settings)
    embedder, name = notes.embedder, notes.name
    library = read_library(settings.notes, notes.files)
    review = read_review(notes.beside, library, notes.enriched)
    entries = {
        "sections": section_entries(library),
        "passages": passage_entries(library),
        "questions": question_entries(review.questions, library),
        "open": question_entries(review.open, library),
    }
    place = _ServerPlace(settings, name) if settings.chroma_url else _FolderPlace(settings, name)
    learned = _Learned(settings.home, name, review)
    stores = place.open(entries) if learned.there() and not rebuild else None
    embedded, built = 0, stores is None
    if stores is None:
        try:
            settings.home.mkdir(parents=True, exist_ok=True)
            with FileLock(settings.home / "index.lock"):
                stores = place.open(entries) if learned.there() and not rebuild else None
                for _ in range(_TRIES):
                    if stores is None:
                        embedded += _build(place, learned, entries, embedder, settings.home, progress)
                        stores = place.open(entries)
        except (OSError, sqlite3.Error, ChromaError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BrokenIndexError(
                f"The index cannot be written to {settings.home} ({reason}): free some space, mend the "
                "folder's permissions, or set ASSISTANT_HOME to another folder."
            ) from error
    if stores is None:
        raise BrokenIndexError(f"The index in {settings.home} cannot be read back: check the disk, then run `assistant index`.")
    vocabulary = vocabulary_of(library, [entry.text for entry in entries["questions"]])
    maps = learned.read() or {}
    return SearchIndex(
        library=library,
        embedder=embedder,
        review=review,
        entries=entries,
        sections=stores["sections"],
        passages=stores["passages"],
        questions=stores["questions"],
        open=stores["open"],
        section_words=WordRanker(entries["sections"], vocabulary),
        passage_words=WordRanker(entries["passages"], vocabulary),
        vocabulary=vocabulary,
        adapter=maps.get(_ADAPTER),
        alike=maps.get(_ALIKE),
        name=name,
        embedded=embedded,
        built=built,
    )


def vocabulary_of(library: Library, asked: Sequence[str] = ()) -> Vocabulary:
    """The words of a library, those of its titles included, and of questions about it."""
    return Vocabulary(["\n".join([section.path_text, *_words(section)]) for section in library.sections], asked)


def _words(section: Section) -> Iterator[str]:
    """What a section says, line by line, without markup."""
    for passage in section.passages:
        yield passage.text
        yield from passage.heads


def _build(
    place: _FolderPlace | _ServerPlace,
    learned: _Learned,
    entries: dict[str, list[Entry]],
    embedder: Embedder,
    home: Path,
    progress: Progress | None,
) -> int:
    embedder.check_weights()
    total = sum(len(some) for some in entries.values())
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(done, total)

    count(0)
    cache = VectorCache(home / "vectors.db")
    try:
        texts = [entry.text for some in entries.values() for entry in some]
        vectors, embedded = cache.embed(embedder, texts, count)
        by_kind: dict[str, Vectors] = {}
        start = 0
        for kind, some in entries.items():
            by_kind[kind] = vectors[start : start + len(some)]
            start += len(some)
        maps = learned.learn(entries, by_kind)
        for kind in _TURNED:
            by_kind[kind] = turn_all(by_kind[kind], maps.get(_ALIKE))
        with place.writing() as stores:
            for kind, some in entries.items():
                stores[kind].write(some, by_kind[kind])
                fault = _fault(stores[kind], some)
                if fault:
                    raise BrokenIndexError(f"The new index failed its check ({fault}): run `assistant index` again.")
        cache.forget_unused()
    finally:
        cache.close()
    return embedded


def _sound(stores: dict[str, Store], entries: dict[str, list[Entry]]) -> bool:
    return all(_fault(store, entries[kind]) is None for kind, store in stores.items())


def _fault(store: Store, entries: list[Entry]) -> str | None:
    return store.check([entry.id for entry in entries], [entry.scopes for entry in entries])


class _Learned:
    """The file of the maps that were learned from the review questions of one index."""

    def __init__(self, home: Path, name: str, review: Review) -> None:
        self._file = home / "adapters" / f"{name}.npz"
        self._review = review
        self._wanted = len(review.questions) >= FEWEST_QUESTIONS

    def there(self) -> bool:
        """Whether it can be read, or is not wanted at all."""
        return not self._wanted or self.read() is not None

    def read(self) -> dict[str, Vectors] | None:
        """The maps by name; None where they are not wanted, not there or damaged."""
        if not self._wanted:
            return None
        try:
            stored = self._file.read_bytes()
        except OSError:
            return None
        digest, content = stored[:_DIGEST], stored[_DIGEST:]
        if hashlib.sha256(content).digest() != digest:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as maps:
            return {name: maps[name] for name in maps.files}

    def learn(self, entries: dict[str, list[Entry]], vectors: dict[str, Vectors]) -> dict[str, Vectors]:
        """Learns from the review questions and stores the maps, all at once."""
        if not self._wanted:
            return {}
        import torch

        torch.set_num_threads(1)  # Threads that share such small steps wait for each other, and long on a busy machine.
        asked = [self._review.by_id[entry.id] for entry in entries["questions"]]
        maps = {_ADAPTER: self._adapter(asked, entries, vectors)}
        answers = [tuple(sorted(question.passages)) or (question.id,) for question in asked]
        alike = learn_alike(vectors["questions"], answers, vectors["open"])
        if alike is not None:
            maps[_ALIKE] = alike
        self._file.parent.mkdir(parents=True, exist_ok=True)
        for old in sorted(self._file.parent.glob("*.np[yz]"), key=lambda file: file.stat().st_mtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
        stream = io.BytesIO()
        np.savez(stream, **maps)  # type: ignore[arg-type]
        half_written = self._file.with_suffix(f".{os.getpid()}.tmp")
        half_written.write_bytes(hashlib.sha256(stream.getvalue()).digest() + stream.getvalue())
        half_written.replace(self._file)
        return maps

    def _adapter(self, asked: Sequence[ReviewQuestion], entries: dict[str, list[Entry]], vectors: dict[str, Vectors]) -> Vectors:
        """Learns from review questions, one for each vector."""
        passages = {entry.id: row for row, entry in enumerate(entries["passages"])}
        sections = {entry.id: row for row, entry in enumerate(entries["sections"])}
        carriers = [[passages[id] for id in question.passages if id in passages] for question in asked]
        usable = [row for row, columns in enumerate(carriers) if columns]
        return learn(
            vectors["questions"][usable],
            vectors["passages"],
            [carriers[row] for row in usable],
            vectors["sections"],
            [sections[asked[row].anchor] for row in usable],
        )


class _FolderPlace:
    """An index in a folder of its own, written under another name and renamed when it is whole.

    A rebuilt index gets another folder than any before it: a running program may have the old one open, and Chroma goes on
    with the client that it has for a path, even where the folder was replaced.
    """

    def __init__(self, settings: Settings, name: str) -> None:
        self._all = settings.home / "index"
        self._name = name
        self._unsound: list[Path] = []

    def open(self, entries: dict[str, list[Entry]]) -> dict[str, Store] | None:
        for folder in sorted(self._all.glob(f"{self._name}*"), reverse=True):
            stores = self._open(folder, entries)
            if stores:
                with contextlib.suppress(OSError):
                    os.utime(folder)
                return stores
            self._unsound.append(folder)
        return None

    def _open(self, folder: Path, entries: dict[str, list[Entry]]) -> dict[str, Store] | None:
        if not _is_sealed(folder):
            return None
        try:
            client = embedded_client(folder)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:
            return None
        stores = {kind: Store(client, kind) for kind in entries}
        if _sound(stores, entries):
            return stores
        close(client)
        return None

    @contextlib.contextmanager
    def writing(self) -> Iterator[dict[str, Store]]:
        self._clear()
        building = self._all / f"building-{self._name}-{os.getpid()}"
        building.mkdir(parents=True)
        client = embedded_client(building)
        try:
            yield {kind: Store(client, kind) for kind in KINDS}
        finally:
            close(client)
        for folder in self._unsound:
            shutil.rmtree(folder, ignore_errors=True)
        _seal(building)
        building.rename(self._all / f"{self._name}-{time.time_ns()}")

    def _clear(self) -> None:
        """Removes what killed builds left and all but the newest indexes; the caller holds the lock."""
        if not self._all.is_dir():
            return
        for left in self._all.glob("building-*"):
            shutil.rmtree(left, ignore_errors=True)
        old = sorted((folder for folder in self._all.iterdir() if folder.is_dir()), key=lambda f: f.stat().st_mtime)
        for folder in old[:-_KEPT]:
            shutil.rmtree(folder, ignore_errors=True)


def _seal(folder: Path) -> None:
    """Writes down the hashes of a new index's vector files: Chroma's native code may die of damaged ones."""
    (folder / _SEAL).write_text(json.dumps(_vector_files(folder)), encoding="utf-8")


def _is_sealed(folder: Path) -> bool:
    """Whether the vector files are as they were written."""
    try:
        sealed = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(sealed == _vector_files(folder))


def _vector_files(folder: Path) -> dict[str, str]:
    """Hashes of the segments that Chroma has written out, which it never changes; smaller ones it writes at every opening."""
    written = sorted(file for mark in folder.glob(f"*/{_WRITTEN_OUT}") for file in mark.parent.iterdir())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in written}


class _ServerPlace:
    """An index on a Chroma server: collections named by the hash, of use once they are marked complete."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._url = settings.chroma_url
        self._name = name

    def _stores(self) -> dict[str, Store]:
        client = server_client(self._url)
        return {kind: Store(client, f"notes-{self._name}-{kind}") for kind in KINDS}

    def open(self, entries: dict[str, list[Entry]]) -> dict[str, Store] | None:
        stores = self._stores()
        return stores if _sound(stores, entries) else None

    @contextlib.contextmanager
    def writing(self) -> Iterator[dict[str, Store]]:
        yield self._stores()


__all__ = ["NamedNotes", "Progress", "SearchIndex", "index_name", "name_notes", "open_index", "vocabulary_of"]
