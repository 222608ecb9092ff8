"""LlamaIndex with its defaults: `VectorStoreIndex.from_documents(documents).as_retriever()`.

That is `SentenceSplitter` with chunks of 1,024 tokens that share 20 (200 in the settings of older versions; 20 is what
`Settings.chunk_overlap` gives today), a vector store in memory, and the two nearest nodes. The tokenizer and the sentence
model come with the package. Its chunks are longer than the 256 word pieces that all-MiniLM-L6-v2 reads: so it is by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.index import Embedder
from assistant.notes import read_files
from evals.peers.peer import LineCounter, Peer, Piece, with_history

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding


def _embedding(name: str) -> BaseEmbedding:
    """The program's embedder as LlamaIndex takes one."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    embedder = Embedder(name)
    embedder.load()

    class Shared(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return embedder.embed_query(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return embedder.embed_query(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return embedder.embed_query(text)

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return embedder.embed_documents(texts)

    return Shared(model_name=name, embed_batch_size=256)


class Default(Peer):
    """Chunks of 1,024 tokens in LlamaIndex's own vector store.

    Args:
        embedder: the embedder, as in the settings.
    """

    shown = 2

    def __init__(self, embedder: str) -> None:
        import llama_index.core  # noqa: F401

        self._embedding = _embedding(embedder)
        self._index: VectorStoreIndex | None = None
        self._lines: dict[str, LineCounter] = {}

    def index(self, notes: Path) -> int:
        """Cuts, embeds and stores the notes; names of files are not embedded, as its directory reader has it."""
        from llama_index.core import Document, VectorStoreIndex

        files = read_files(notes)
        hidden = ["file_name"]
        documents = [
            Document(
                text=file.text,
                metadata={"file_name": file.name},
                excluded_embed_metadata_keys=hidden,
                excluded_llm_metadata_keys=hidden,
            )
            for file in files
        ]
        self._lines = {file.name: LineCounter(file.text) for file in files}
        self._index = VectorStoreIndex.from_documents(documents, embed_model=self._embedding)
        return len(self._index.docstore.docs)

    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """The nearest chunks, by cosine."""
        if self._index is None:
            raise RuntimeError("nothing was indexed")
        found = self._index.as_retriever(similarity_top_k=count).retrieve(with_history(question, history))
        return tuple(self._piece(each.node, float(each.score or 0.0)) for each in found)

    def _piece(self, node: Any, score: float) -> Piece:
        file = node.metadata["file_name"]
        return Piece(node.text, file, self._lines[file].lines(node.start_char_idx, node.end_char_idx), score)
