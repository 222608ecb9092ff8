"""Vectors in Chroma: embedded in the program, or on a server, with the same code."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import numpy as np

from assistant.errors import BrokenIndexError
from assistant.index.embedder import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

_PROBES = 5
_SAME = 0.999
_NEIGHBOURS_SEARCHED = 200
_SPACE = {"hnsw": {"space": "cosine", "ef_search": _NEIGHBOURS_SEARCHED, "ef_construction": 200}}


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the notes in the store.

    Attributes:
        id: names the section or passage it was made of.
        text: what was embedded.
        scopes: anchors of the section and of all above it, chapter first.
    """

    id: str
    text: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found for a question, with the cosine of its vector and the question's."""

    id: str
    cosine: float


def embedded_client(folder: Path) -> ClientAPI:
    """A Chroma that lives in a folder of this machine."""
    import chromadb

    return chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))


def server_client(url: str) -> ClientAPI:
    """A Chroma server.

    Raises:
        BrokenIndexError: no server answers there.
    """
    import chromadb

    try:
        parts = urlparse(url)
        ssl = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or (443 if ssl else 80),
            ssl=ssl,
            settings=chromadb.Settings(anonymized_telemetry=False),
        )
    except Exception as error:
        raise BrokenIndexError(
            f"No Chroma server answers at {url}: start one with `chroma run`, or unset ASSISTANT_CHROMA_URL."
        ) from error


def close(client: ClientAPI) -> None:
    """Lets go of a client's files; the interface that Chroma types its clients by leaves this call out."""
    client.close()  # type: ignore[attr-defined]


class Store:
    """The vectors of one kind of entry (sections or passages) in one Chroma collection.

    Args:
        client: the Chroma to use.
        name: the collection's name.
    """

    def __init__(self, client: ClientAPI, name: str) -> None:
        self._client = client
        self._found: Collection | None = None
        self.name = name

    @property
    def _collection(self) -> Collection:
        return self._client.get_collection(self.name, embedding_function=None)

    def write(self, entries: Sequence[Entry], vectors: Vectors, done: Callable[[int], None] | None = None) -> None:
        """Writes all entries into a new collection, and marks it complete at the end.

        Args:
            entries: what to store.
            vectors: one unit vector an entry, shape (entries, dimensions).
            done: called with how many more entries are stored.
        """
        with contextlib.suppress(Exception):
            self._client.delete_collection(self.name)
        collection = self._client.create_collection(self.name, configuration=_SPACE, embedding_function=None)  # type: ignore[arg-type]
        step = min(1000, self._client.get_max_batch_size())
        for start in range(0, len(entries), step):
            some = entries[start : start + step]
            collection.add(
                ids=[entry.id for entry in some],
                embeddings=vectors[start : start + step],
                metadatas=[_scopes(entry.scopes) for entry in some],
            )
            if done:
                done(len(some))
        collection.modify(metadata={"complete": True, "count": len(entries)})

    def check(self, ids: Sequence[str], scopes: Sequence[tuple[str, ...]] | None = None) -> str | None:
        """Holds the collection against what it should hold.

        Args:
            ids: the ids of all entries that should be there.
            scopes: their scopes, in the same order; None where they are not to be looked at.

        Returns:
            None where all is well, else what is wrong. A damaged Chroma folder may raise anything, panics of its
            Rust core among them, which are no `Exception`; all of that is an answer here too.
        """
        try:
            return self._fault(ids, scopes)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            return f"Chroma cannot read it ({type(error).__name__})"

    def _fault(self, ids: Sequence[str], scopes: Sequence[tuple[str, ...]] | None) -> str | None:
        collection = self._collection
        metadata = collection.metadata or {}
        if not metadata.get("complete"):
            return "it was never finished"
        if metadata.get("count") != len(ids) or collection.count() != len(ids):
            return f"it holds {collection.count()} entries in place of {len(ids)}"
        if not ids:
            return None
        rows = collection.get(include=["metadatas"])
        held = dict(zip(rows["ids"], rows["metadatas"] or (), strict=True))
        if held.keys() != set(ids):
            return "entries are missing"
        if scopes is not None and any((held[id] or {}) != _scopes(some) for id, some in zip(ids, scopes, strict=True)):
            return "entries have lost their section"
        probes = {ids[int(at)] for at in np.linspace(0, len(ids) - 1, min(_PROBES, len(ids)))}
        kept = collection.get(ids=list(probes), include=["embeddings"])
        if len(kept["ids"]) != len(probes):
            return "entries are missing"
        found = collection.query(query_embeddings=kept["embeddings"], n_results=1, include=["distances"])
        if any(not row or 1 - row[0] < _SAME for row in found["distances"] or [[]]):
            return "entries are not found by their own vectors"
        return None

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of entries.

        Args:
            ids: the entries' ids; each must be there.

        Returns:
            Unit vectors in the order of the ids, shape (ids, dimensions).

        Raises:
            BrokenIndexError: Chroma does not answer, or an entry is missing.
        """
        try:
            rows = self._collection.get(ids=list(ids), include=["embeddings"]) if ids else None
            held = dict(zip(rows["ids"], rows["embeddings"], strict=True)) if rows and rows["embeddings"] is not None else {}
            return np.array([held[id] for id in ids], dtype=np.float32)
        except Exception as error:
            raise _no_answer(error) from error

    def search(self, vector: Sequence[float], count: int, scope: tuple[int, str] | None = None) -> list[Hit]:
        """The entries nearest to a vector.

        Args:
            vector: a unit vector.
            count: how many to find at most.
            scope: depth and anchor of the section to stay below; None for all notes.

        Returns:
            Hits, nearest first.
        """
        where: Any = {f"scope_{scope[0]}": scope[1]} if scope else None
        try:
            try:
                return self._search(vector, count, where)
            except Exception:  # the collection may have been made anew by another program: look it up once more
                self._found = None
                return self._search(vector, count, where)
        except Exception as error:
            raise _no_answer(error) from error

    def _search(self, vector: Sequence[float], count: int, where: Any) -> list[Hit]:
        collection = self._searchable
        if not collection.metadata or not collection.metadata.get("count"):
            return []
        found = collection.query(query_embeddings=[vector], n_results=count, where=where, include=["distances"])
        distances = found["distances"] or [[]]
        return [Hit(id, 1 - distance) for id, distance in zip(found["ids"][0], distances[0], strict=True)]

    @property
    def _searchable(self) -> Collection:
        """The collection, looked up once: its name holds a hash, so what it names never changes."""
        if self._found is None:
            self._found = self._collection
        return self._found


def _no_answer(error: Exception) -> BrokenIndexError:
    return BrokenIndexError(
        f"Chroma does not answer ({type(error).__name__}): run `assistant index`, or check the server that "
        "ASSISTANT_CHROMA_URL names."
    )


def _scopes(scopes: Sequence[str]) -> dict[str, str]:
    return {f"scope_{depth}": anchor for depth, anchor in enumerate(scopes)}
