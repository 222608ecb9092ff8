"""Remembers vectors by the text they were made of, so that no text is embedded twice."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant.index.embedder import Embedder, Vectors

_ASK_AT_ONCE = 500
_STORE_AT_ONCE = 1024
_KEPT_DAYS = 90
_ROUNDING = 1e-3


class VectorCache:
    """A file of vectors keyed by embedder and text.

    Args:
        path: the SQLite file; a damaged one is replaced, for everything in it can be made again.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._begin_anew()

    def _open(self) -> None:
        self._database = sqlite3.connect(self._path)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL, used TEXT DEFAULT CURRENT_DATE)"
        )
        self._database.execute("SELECT key, vector, used FROM vectors LIMIT 1").fetchone()

    def _begin_anew(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._open()

    def embed(self, embedder: Embedder, texts: Sequence[str], done: Callable[[int], None] | None = None) -> tuple[Vectors, int]:
        """Vectors of texts, each made only where it is not remembered.

        Args:
            embedder: makes what is missing.
            texts: the texts.
            done: called with how many more texts have their vector.

        Returns:
            Unit vectors, shape (texts, dimensions), and how many had to be made.
        """
        keys = [hashlib.sha256(f"{embedder.identity}\0{text}".encode("utf-8", "surrogatepass")).digest() for text in texts]
        known = self._sound(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if done:
            done(len(texts) - len(missing))
        longest_first = sorted(missing, key=lambda key: -len(missing[key]))
        for start in range(0, len(missing), _STORE_AT_ONCE):
            block = longest_first[start : start + _STORE_AT_ONCE]
            made = embedder.embed([missing[key] for key in block], done)
            rows = [(key, vector.tobytes()) for key, vector in zip(block, made, strict=True)]
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)
            known.update(rows)
        if not texts:
            return np.zeros((0, 0), dtype=np.float32), 0
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys]), len(missing)

    def _sound(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """What is remembered and is a unit vector of the usual length; a damaged file is begun anew."""
        try:
            known = self._known(keys)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
            self._begin_anew()
            return {}
        lengths = Counter(len(vector) for vector in known.values())
        usual = lengths.most_common(1)[0][0] if lengths else 0
        return {key: vector for key, vector in known.items() if len(vector) == usual and _is_unit(vector)}

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _ASK_AT_ONCE):
            some = keys[start : start + _ASK_AT_ONCE]
            marks = ",".join("?" * len(some))
            found.update(self._database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some))  # noqa: S608
            with self._database:
                self._database.execute(f"UPDATE vectors SET used = CURRENT_DATE WHERE key IN ({marks})", some)  # noqa: S608
        return found

    def forget_unused(self) -> None:
        """Drops vectors that no build has used for three months."""
        with self._database:
            self._database.execute("DELETE FROM vectors WHERE used < date('now', ?)", (f"-{_KEPT_DAYS} days",))

    def close(self) -> None:
        """Closes the file."""
        with contextlib.suppress(sqlite3.Error):
            self._database.close()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file is broken or of another make, and not just locked or out of space."""
    return not isinstance(error, sqlite3.OperationalError) or "no such column" in str(error)


def _is_unit(vector: bytes) -> bool:
    return len(vector) % 4 == 0 and abs(float(np.linalg.norm(np.frombuffer(vector, dtype=np.float32))) - 1) < _ROUNDING
