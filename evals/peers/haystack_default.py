"""Haystack with its defaults: `DocumentSplitter()`, a document store in memory, and its two retrievers.

The splitter's default is 200 words with no overlap, the retrievers' ten documents, and BM25 is the variant BM25L, all as of
Haystack 3.4. A list of the language's stop words is no part of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.index import Embedder
from assistant.notes import read_files
from evals.peers.peer import LineCounter, Peer, Piece, with_history

if TYPE_CHECKING:
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore


class Words(Peer):
    """Chunks of 200 words, ranked by BM25.

    Args:
        embedder: not used.
    """

    shown = 10

    def __init__(self, embedder: str) -> None:
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        import haystack.components.preprocessors
        import haystack.components.retrievers.in_memory
        import haystack.document_stores.in_memory  # noqa: F401  loaded now, before time is taken

        self._store: InMemoryDocumentStore | None = None

    def index(self, notes: Path) -> int:
        """Cuts and stores the notes."""
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        files = read_files(notes)
        documents = [Document(content=file.text, meta={"file": file.name}) for file in files]
        chunks: list[Document] = DocumentSplitter().run(documents=documents)["documents"]
        lines = {file.name: LineCounter(file.text) for file in files}
        placed = []
        for chunk in chunks:
            start, text = chunk.meta["split_idx_start"], chunk.content or ""
            place = {"lines": list(lines[chunk.meta["file"]].lines(start, start + len(text)))}
            placed.append(Document(content=text, meta={"file": chunk.meta["file"], **place}))
        self._store = InMemoryDocumentStore(shared=False)
        self._store.write_documents(self._prepared(placed))
        return len(placed)

    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """The best documents."""
        if self._store is None:
            raise RuntimeError("nothing was indexed")
        found = self._find(with_history(question, history), count, self._store)
        return tuple(
            Piece(document.content or "", document.meta["file"], tuple(document.meta["lines"]), float(document.score or 0.0))
            for document in found
        )

    def _prepared(self, documents: list[Document]) -> list[Document]:
        return documents

    def _find(self, question: str, count: int, store: InMemoryDocumentStore) -> list[Document]:
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever

        documents: list[Document] = InMemoryBM25Retriever(store, top_k=count).run(query=question)["documents"]
        return documents


class Dense(Words):
    """Chunks of 200 words, ranked by the dot product of unit vectors.

    Args:
        embedder: the embedder, as in the settings.
    """

    def __init__(self, embedder: str) -> None:
        super().__init__(embedder)
        self._embedder = Embedder(embedder)
        self._embedder.load()

    def _prepared(self, documents: list[Document]) -> list[Document]:
        vectors = self._embedder.embed_documents([document.content or "" for document in documents])
        return [replace(document, embedding=vector) for document, vector in zip(documents, vectors, strict=True)]

    def _find(self, question: str, count: int, store: InMemoryDocumentStore) -> list[Document]:
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever

        retriever = InMemoryEmbeddingRetriever(store, top_k=count)
        documents: list[Document] = retriever.run(query_embedding=self._embedder.embed_query(question))["documents"]
        return documents
