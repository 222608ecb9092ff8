"""Opens an index in a process of its own, that a test may have killed or starved on the way.

Prints one JSON object: what the opened index says of itself, or the error that a person would see.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
from pathlib import Path

import filelock
from small_notes import stand_in_vectors

from assistant.errors import AssistantError
from assistant.index import Embedder, open_index
from assistant.index.entries import passage_entries
from assistant.index.store import Store
from assistant.settings import Settings


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_after(owner: type, method: str, calls: int) -> None:
    """Lets a method work that often, and then the process dies."""
    real, done = getattr(owner, method), 0

    def deadly(self, *args, **named):
        nonlocal done
        result = real(self, *args, **named)
        done += 1
        if done == calls:
            _die()
        return result

    setattr(owner, method, deadly)


def _tell_before(owner: type, method: str, line: str) -> None:
    """Prints a line whenever a method is called."""
    real = getattr(owner, method)

    def telling(self, *args, **named):
        print(line, flush=True)
        return real(self, *args, **named)

    setattr(owner, method, telling)


def _use_stand_in() -> None:
    def embed(self, texts, done=None):
        if done:
            done(len(texts))
        return stand_in_vectors(texts)

    Embedder.embed = embed
    Embedder.check_weights = lambda self: None


def main() -> None:
    """Opens the index as the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("notes", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--chroma-url", default="")
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--stand-in", action="store_true", help="embed without a model")
    parser.add_argument("--largest-file", type=int, help="no file may grow beyond this, as on a full disk")
    parser.add_argument("--die", default="", help="progress-DONE, write-NTH or rename-NTH")
    parser.add_argument("--pause", action="store_true", help="tell of locking, and wait for a line where a build begins")
    asked = parser.parse_args()
    if asked.stand_in:
        _use_stand_in()
    if asked.largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.largest_file, asked.largest_file))
    where, _, number = asked.die.partition("-")
    if where in ("write", "rename"):
        _die_after(Store if where == "write" else Path, where, int(number))

    paused = False

    def progress(done: int, total: int) -> None:
        nonlocal paused
        if asked.pause and not paused:
            paused = True
            print("building", flush=True)
            sys.stdin.readline()
        if where == "progress" and done >= int(number):
            _die()

    if asked.pause:
        _tell_before(filelock.BaseFileLock, "acquire", "locking")
    settings = Settings.load(notes=asked.notes, home=asked.home, chroma_url=asked.chroma_url)
    try:
        index = open_index(settings, progress, rebuild=asked.rebuild)
    except AssistantError as error:
        print(json.dumps({"error": type(error).__name__, "message": str(error)}))
        return
    lost = []
    if asked.stand_in:
        for entry in passage_entries(index.library):
            hits = index.passages.search(stand_in_vectors([entry.text])[0].tolist(), 1)
            if not hits or hits[0].id != entry.id:
                lost.append(entry.id)
    print(json.dumps({"name": index.name, "built": index.built, "embedded": index.embedded, "lost": lost}))


if __name__ == "__main__":
    main()
