"""Shared by the tests of the index: one loaded model, one built index to copy, one Chroma server."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import httpx
import pytest
from small_notes import QUESTION, change_notes, stand_in_vectors, write_notes

import assistant
from assistant.index import Embedder, SearchIndex, open_index
from assistant.index.build import KINDS
from assistant.settings import Settings

BUILDER = Path(__file__).with_name("builder.py")
PACKAGE_PARENT = Path(assistant.__file__).parent.parent


def find_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The packaged model, loaded once."""
    loaded = Embedder()
    loaded.load()
    return loaded


@pytest.fixture(scope="session")
def question_vector(embedder: Embedder) -> list[float]:
    return embedder.embed_query(QUESTION)


@pytest.fixture
def embedded_texts(monkeypatch: pytest.MonkeyPatch, embedder: Embedder) -> list[str]:
    """Every text that is embedded during the test, by the model that is already loaded."""
    texts: list[str] = []
    real = embedder.embed

    def spy(self, some, done=None):
        texts.extend(some)
        return real(some, done)

    monkeypatch.setattr(Embedder, "embed", spy)
    return texts


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embeds without a model."""
    monkeypatch.setattr(Embedder, "embed", lambda self, texts, done=None: stand_in_vectors(texts))


@pytest.fixture(autouse=True)
def close_chroma(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Closes at the end of a test what it opened, so that a run needs few files and leaves no socket open."""
    opened: list[Any] = []

    def recording(make: Callable[..., Any]) -> Callable[..., Any]:
        def made(*args: Any, **named: Any) -> Any:
            opened.append(make(*args, **named))
            return opened[-1]

        return made

    connect = httpx.Client.__init__

    def connecting(self: httpx.Client, *args: Any, **named: Any) -> None:
        opened.append(self)
        connect(self, *args, **named)

    monkeypatch.setattr(httpx.Client, "__init__", connecting)
    for name in ("PersistentClient", "HttpClient"):
        monkeypatch.setattr(chromadb, name, recording(getattr(chromadb, name)))
    yield
    for client in reversed(opened):
        client.close()


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A home with the index of the small notes, and with the vectors of the changed ones; only to be copied."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("ASSISTANT_"):
                patch.delenv(name)
        patch.setattr(Embedder, "embed", lambda self, texts, done=None, real=embedder.embed: real(texts, done))
        notes, changed = write_notes(folder / "notes"), change_notes(write_notes(folder / "changed"))
        open_index(Settings.load(notes=notes, home=folder / "home"))
        name = open_index(Settings.load(notes=changed, home=folder / "home")).name
    for kept in (folder / "home" / "index").glob(f"{name}*"):
        shutil.rmtree(kept)
    return folder / "home"


@pytest.fixture
def home(built_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own with the index of the small notes."""
    return shutil.copytree(built_home, tmp_path / "home")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of the test's own with the small notes."""
    return write_notes(tmp_path / "notes")


@pytest.fixture
def settings(notes: Path, home: Path) -> Settings:
    """Settings for the small notes, whose index is built."""
    return Settings.load(notes=notes, home=home)


Found = dict[str, list[tuple[str, float]]]


@pytest.fixture(scope="session")
def found(question_vector: list[float]) -> Callable[[SearchIndex], Found]:
    """Everything an index finds for one question, in all notes and below one chapter."""

    def search(index: SearchIndex) -> Found:
        hits = {kind: getattr(index, kind).search(question_vector, 50) for kind in KINDS}
        hits["passages of one chapter"] = index.passages.search(question_vector, 50, (0, "network"))
        return {kind: [(hit.id, round(hit.cosine, 4)) for hit in some] for kind, some in hits.items()}

    return search


@pytest.fixture(scope="session")
def expected(built_home: Path, tmp_path_factory: pytest.TempPathFactory, found: Callable[[SearchIndex], Found]) -> Found:
    """What the sound index of the small notes finds."""
    folder = tmp_path_factory.mktemp("expected")
    home = shutil.copytree(built_home, folder / "home")
    index = open_index(Settings.load(notes=write_notes(folder / "notes"), home=home, chroma_url=""))
    assert not index.built
    return found(index)


Builder = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start_builder() -> Iterator[Builder]:
    """Starts `builder.py` with these arguments in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*args: object) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)}
        pipe = subprocess.PIPE
        command = [sys.executable, str(BUILDER), *map(str, args)]
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def build(start_builder: Builder) -> Callable[..., dict[str, Any]]:
    """Runs `builder.py` to its end and gives what it printed."""

    def run(*args: object) -> dict[str, Any]:
        process = start_builder(*args)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, f"the process ended with {process.returncode}:\n{err[-2000:]}"
        return json.loads(out)

    return run


@dataclass(frozen=True)
class ChromaServer:
    """A running Chroma server."""

    url: str
    process: subprocess.Popen[str]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def start_chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], ChromaServer]]:
    """Starts a Chroma server on this machine, with a folder of its own."""
    started: list[ChromaServer] = []

    def start() -> ChromaServer:
        port = find_port()
        command = [
            str(Path(sys.executable).with_name("chroma")),
            "run",
            "--path",
            str(tmp_path_factory.mktemp("chroma")),
        ]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        started.append(ChromaServer(f"http://127.0.0.1:{port}", process))
        listens = threading.Event()

        def read() -> None:
            with process.stdout:
                for line in process.stdout:
                    if "listening" in line:
                        listens.set()

        threading.Thread(target=read, daemon=True).start()
        assert listens.wait(60), "the Chroma server does not start"
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def free_port() -> int:
    """A port that nothing listens on."""
    return find_port()


@pytest.fixture(scope="session")
def chroma_url(start_chroma: Callable[[], ChromaServer]) -> str:
    """The address of a Chroma server on this machine."""
    return start_chroma().url
