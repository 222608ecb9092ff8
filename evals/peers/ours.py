"""This program, seen as the peers are."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant import Answer, Assistant, Settings
from assistant.answering.conversation import Conversation
from assistant.answering.judge import Judge
from assistant.answering.question import understand
from assistant.answering.retriever import NotesRetriever
from assistant.notes import read_files
from evals.peers.peer import Peer, Piece, Response


class Ours(Peer):
    """The assistant as a student gets it, with its index in a folder of its own.

    Args:
        embedder: the embedder, as in the settings.
    """

    shown = 0

    def __init__(self, embedder: str) -> None:
        from assistant.answering.cross_encoder import packaged

        packaged()  # loaded now, as the other peers load theirs before time is taken
        self._embedder = embedder
        self._folder = Path(tempfile.mkdtemp(prefix="peers-"))
        self._assistant: Assistant | None = None

    def index(self, notes: Path) -> int:
        """Builds the index of the notes and all that is learned from them."""
        home = Path(tempfile.mkdtemp(dir=self._folder))
        settings = Settings.load(notes=self._notes(notes, home), home=home, embedder=self._embedder, chroma_url="")
        self._assistant = Assistant.open(settings)
        index = self._assistant.index
        self._retriever = NotesRetriever(index=index)
        self._conversation = Conversation(index.library, index.vocabulary, Judge(self._retriever).at_a_glance)
        return sum(len(entries) for entries in self._opened.index.entries.values())

    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """The sections that the answer would be made of first, whole."""
        index = self._opened.index
        standalone = self._conversation.resolve(question, history).text
        ranked = self._retriever.rank(understand(standalone, index.vocabulary)).sections[:count]
        sections = [(index.library.by_anchor[each.anchor], each.score) for each in ranked]
        return tuple(Piece(section.text, section.file, section.lines, score) for section, score in sections)

    def ask(self, question: str, history: Sequence[str]) -> Response:
        """The answer, one piece a statement."""
        answer = self._opened.ask(question, history)
        return Response((), answer.confidence, self._said(answer) if answer.answered else ())

    def close(self) -> None:
        """Removes the index."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _said(self, answer: Answer) -> tuple[Piece, ...]:
        passages = self._opened.library.passages
        found = [(statement.markdown, passages[statement.passage]) for statement in answer.statements]
        return tuple(Piece(text, passage.file, passage.lines) for text, passage in found)

    def _notes(self, notes: Path, home: Path) -> Path:
        """Where the notes are read from."""
        return notes

    @property
    def _opened(self) -> Assistant:
        if self._assistant is None:
            raise RuntimeError("nothing was indexed")
        return self._assistant


class OursBare(Ours):
    """The same over notes without the review questions beside them, as a newcomer's own notes are.

    Args:
        embedder: the embedder, as in the settings.
    """

    def _notes(self, notes: Path, home: Path) -> Path:
        bare = home / "notes"
        folder = notes.parent if notes.is_file() else notes
        for file in read_files(notes):
            copy = bare / file.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / file.name, copy)
        return bare / notes.name if notes.is_file() else bare
