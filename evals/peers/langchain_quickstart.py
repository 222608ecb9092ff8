"""LangChain's quickstart for questions over documents.

Its tutorial (docs.langchain.com, "Build a RAG agent") cuts documents with `RecursiveCharacterTextSplitter(chunk_size=1000,
chunk_overlap=200, add_start_index=True)`, puts them into a vector store with no further options, and asks it for the nearest
ones; `similarity_search` gives four. The vector store here is Chroma, in memory.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.index import Embedder
from assistant.notes import read_files
from evals.peers.peer import LineCounter, Peer, Piece, with_history

if TYPE_CHECKING:
    from langchain_chroma import Chroma

_CHUNK, _OVERLAP = 1000, 200
"""Characters of a chunk, and how many of them it shares with the next."""


class Quickstart(Peer):
    """Chunks of 1,000 characters in Chroma.

    Args:
        embedder: the embedder, as in the settings.
    """

    shown = 4

    def __init__(self, embedder: str) -> None:
        os.environ["ANONYMIZED_TELEMETRY"] = "False"
        import langchain_chroma
        import langchain_text_splitters  # noqa: F401

        self._chroma = langchain_chroma.Chroma
        self._embedder = Embedder(embedder)
        self._embedder.load()
        self._store: Chroma | None = None

    def index(self, notes: Path) -> int:
        """Cuts, embeds and stores the notes."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        files = read_files(notes)
        splitter = RecursiveCharacterTextSplitter(chunk_size=_CHUNK, chunk_overlap=_OVERLAP, add_start_index=True)
        documents = [Document(file.text, metadata={"source": file.name}) for file in files]
        chunks = splitter.split_documents(documents)
        lines = {file.name: LineCounter(file.text) for file in files}
        for chunk in chunks:
            start = chunk.metadata["start_index"]
            first, last = lines[chunk.metadata["source"]].lines(start, start + len(chunk.page_content))
            chunk.metadata |= {"first": first, "last": last}
        self._store = self._chroma.from_documents(chunks, self._embedder, collection_name=f"peer-{uuid.uuid4().hex}")
        return len(chunks)

    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """The nearest chunks; Chroma's default distance is the squared one, so its negative is the score."""
        if self._store is None:
            raise RuntimeError("nothing was indexed")
        found = self._store.similarity_search_with_score(with_history(question, history), k=count)
        return tuple(
            Piece(
                document.page_content,
                document.metadata["source"],
                (document.metadata["first"], document.metadata["last"]),
                -float(distance),
            )
            for document, distance in found
        )
