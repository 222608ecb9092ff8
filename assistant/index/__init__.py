"""Sections and passages become vectors and words to search."""

from assistant.index.build import Progress, SearchIndex, open_index
from assistant.index.embedder import Embedder

__all__ = ["Embedder", "Progress", "SearchIndex", "open_index"]
