"""The plain ways: BM25 or vectors alone, over the sections and passages that this program reads from the notes.

These peers are handed the program's own reader, so that they show what retrieval adds to it. Their texts carry the titles
above them, without which each of them does worse.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.index import Embedder
from assistant.index.entries import passage_entries, section_entries
from assistant.index.store import Entry
from assistant.notes import Library, read_files, read_library
from evals.peers.peer import Peer, Piece, with_history

if TYPE_CHECKING:
    import bm25s
    import Stemmer
    from numpy.typing import NDArray


class _Plain(Peer):
    """Texts of the notes and one way to score them."""

    shown = 4

    def __init__(self, embedder: str) -> None:
        self._pieces: list[Piece] = []
        self._lines: dict[str, list[str]] = {}

    def index(self, notes: Path) -> int:
        """Reads the notes and makes what scores their texts."""
        files = read_files(notes)
        self._lines = {file.name: file.text.split("\n") for file in files}
        library = read_library(notes, files)
        entries = self._entries(library)
        self._pieces = [self._piece(entry.id, library) for entry in entries]
        self._learn([entry.text for entry in entries])
        return len(entries)

    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """The texts with the highest scores."""
        scores = self._scores(with_history(question, history))
        best = np.argsort(-scores, kind="stable")[:count]
        return tuple(Piece(piece.text, piece.file, piece.lines, float(scores[at])) for at in best for piece in [self._pieces[at]])

    def _entries(self, library: Library) -> list[Entry]:
        return section_entries(library)

    def _piece(self, id: str, library: Library) -> Piece:
        section = library.by_anchor[id]
        first, last = section.lines
        return Piece("\n".join(self._lines[section.file][first - 1 : last]), section.file, section.lines)

    @abstractmethod
    def _learn(self, texts: list[str]) -> None:
        """Takes the texts that are scored."""

    @abstractmethod
    def _scores(self, question: str) -> NDArray[np.float32]:
        """The score of every text."""


class SectionWords(_Plain):
    """BM25 over sections, as the bm25s package's introduction has it: English stop words and Snowball's stemmer.

    Args:
        embedder: not used.
    """

    _bm25: bm25s.BM25
    _stemmer: Stemmer.Stemmer

    def _learn(self, texts: list[str]) -> None:
        import bm25s
        import Stemmer

        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._terms(texts), show_progress=False)

    def _scores(self, question: str) -> NDArray[np.float32]:
        known = [term for term in self._terms([question])[0] if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(len(self._pieces), dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def _terms(self, texts: list[str]) -> list[list[str]]:
        import bm25s

        terms: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return terms


class SectionVectors(_Plain):
    """Cosine of question and section.

    Args:
        embedder: the embedder, as in the settings.
    """

    def __init__(self, embedder: str) -> None:
        super().__init__(embedder)
        self._embedder = Embedder(embedder)
        self._embedder.load()
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def _learn(self, texts: list[str]) -> None:
        self._vectors = self._embedder.embed(texts)

    def _scores(self, question: str) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = self._vectors @ np.asarray(self._embedder.embed_query(question), dtype=np.float32)
        return scores


class PassageVectors(SectionVectors):
    """Cosine of question and passage: a bullet with what it hangs under, a table row with its heads, a sentence.

    Twelve passages hold about as many words as four sections.

    Args:
        embedder: the embedder, as in the settings.
    """

    shown = 12

    def _entries(self, library: Library) -> list[Entry]:
        return passage_entries(library)

    def _piece(self, id: str, library: Library) -> Piece:
        passage = library.passages[id]
        return Piece(passage.quote, passage.file, passage.lines)
