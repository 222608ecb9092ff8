"""What a retriever answers without a chat model: what it found, or the sentences of it that are nearest to the question.

A peer is meant to hand its chunks to a chat model. Without one it answers with them, nearest first, cut where the words
run out. Since a reader would rather have the fitting sentences, it is also given these: all sentences of the chunks it shows,
ordered by the cosine of their vectors and the question's. Which of the two serves a peer better is decided on the dev split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import numpy as np

from assistant.index import Embedder
from assistant.index.embedder import Vectors
from assistant.notes.sentences import split_sentences
from evals.peers.ground import Ground, Line
from evals.peers.peer import Piece, Response


class Style(StrEnum):
    """How an answer is made."""

    OWN = "its own statements"
    CHUNKS = "its chunks, nearest first"
    SENTENCES = "the nearest sentences of its chunks"


class Nearness:
    """Orders sentences by how near they are to a question; each text is embedded once.

    Args:
        embedder: the embedder that all peers share.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, Vectors] = {}

    def learn(self, texts: Iterable[str], done: Callable[[int], None] | None = None) -> None:
        """Embeds the texts that are new.

        Args:
            texts: sentences and questions.
            done: called with how many more texts are embedded.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows.update(zip(new, self._embedder.embed(new, done), strict=True))

    def ordered(self, question: str, lines: Sequence[Line]) -> list[Line]:
        """Lines, nearest to the question first; all must have been learned."""
        asked = self._rows[question]
        cosines = np.array([float(self._rows[line.text] @ asked) for line in lines])
        return [lines[at] for at in np.argsort(-cosines, kind="stable")]


def chunks(response: Response, ground: Ground) -> list[Line]:
    """The lines of what was found, nearest piece first; what chunks share is said once."""
    return _once(line for piece in response.pieces for line in ground.lines(piece))


def sentences(response: Response, ground: Ground) -> list[Line]:
    """The sentences of what was found."""
    whole = chunks(response, ground)
    return _once(Line(line.text[start:end], line.anchor) for line in whole for start, end in split_sentences(line.text))


def said(pieces: Sequence[Piece], ground: Ground) -> list[Line]:
    """The lines of an answer that a program made itself."""
    return [line for piece in pieces for line in ground.lines(piece)]


def _once(lines: Iterable[Line]) -> list[Line]:
    return list(dict.fromkeys(lines))
