"""Keeps what was answered, so that a run that broke off goes on where it was."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.report import Reply, ReportError
from evals.suite import Item

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FILE = "unfinished.jsonl"


class Kept:
    """Replies on disk, each under a hash of all that decides it, one JSON line a reply.

    A reply is written out before the next question is asked; a line that the end of a process cut short is dropped.

    Args:
        folder: where to keep them; it is made where it is not there.
        fresh: forget what an earlier run has kept.

    Raises:
        ReportError: the folder cannot be written.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        self._file = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            rows = [] if fresh else self._whole_rows()
            self._file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        except OSError as error:
            raise ReportError(f"{folder} cannot be written ({error.strerror}): name another folder with --out.") from error
        self._replies: dict[str, Reply] = {row["key"]: _adapter().validate_python(row["reply"]) for row in rows}

    def get(self, key: str) -> Reply | None:
        """The reply kept under a key."""
        return self._replies.get(key)

    def put(self, key: str, reply: Reply) -> None:
        """Keeps a reply."""
        self._replies[key] = reply
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, "reply": _adapter().dump_python(reply, mode="json")}) + "\n")

    def finish(self) -> None:
        """Forgets everything: the run has come to its end, and the next one measures anew."""
        self._file.unlink(missing_ok=True)

    def _whole_rows(self) -> list[dict[str, Any]]:
        if not self._file.is_file():
            return []
        found = []
        for line in self._file.read_text(encoding="utf-8", errors="replace").split("\n"):
            try:
                row = json.loads(line)
                _adapter().validate_python(row["reply"])
                found.append({"key": str(row["key"]), "reply": row["reply"]})
            except (ValueError, TypeError, KeyError):
                continue
        return found


def key_of(item: Item, *decides: str) -> str:
    """The key of a reply.

    Args:
        item: the question.
        decides: what else decides the reply: hashes of the notes, the settings and the program.
    """
    return hashlib.sha256(json.dumps([item.question, item.history, *decides]).encode()).hexdigest()


@cache
def _adapter() -> TypeAdapter[Reply]:
    from pydantic import TypeAdapter

    return TypeAdapter(Reply)
