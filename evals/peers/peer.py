"""What every peer gives, so that one comparison fits them all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from pathlib import Path

from assistant.errors import AssistantError


class PeerError(AssistantError):
    """A peer cannot be run."""


NOTHING = -1e9
"""The confidence of who finds nothing at all: below every score."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the notes that was found for a question.

    Attributes:
        text: its words, as the notes file has them.
        file: the notes file, relative to the notes folder.
        lines: first and last line, counted from 1.
        score: how near it is to the question; more is nearer, on the peer's own scale.
    """

    text: str
    file: str
    lines: tuple[int, int]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    """What a question gets.

    Attributes:
        pieces: what was found, nearest first: as many as the peer's default hands to a chat model.
        confidence: how sure it is that the notes hold an answer, on the peer's own scale.
        said: an answer of its own, one piece a statement; None for who only retrieves, empty for a refusal.
    """

    pieces: tuple[Piece, ...]
    confidence: float
    said: tuple[Piece, ...] | None = None


class Peer(ABC):
    """Finds pieces of notes for questions.

    Attributes:
        shown: how many pieces its default hands to a chat model.
    """

    shown: int

    @abstractmethod
    def index(self, notes: Path) -> int:
        """Takes notes in place of those it had.

        Args:
            notes: a file or a folder.

        Returns:
            How many pieces the notes were cut into.
        """

    @abstractmethod
    def rank(self, question: str, history: Sequence[str], count: int) -> tuple[Piece, ...]:
        """Finds what fits a question best.

        Args:
            question: the question.
            history: the earlier questions of the conversation, oldest first.
            count: how many pieces to find.

        Returns:
            Pieces, nearest first.
        """

    def ask(self, question: str, history: Sequence[str]) -> Response:
        """What the peer does for a question by default.

        Args:
            question: the question.
            history: the earlier questions of the conversation, oldest first.
        """
        pieces = self.rank(question, history, self.shown)
        return Response(pieces, pieces[0].score if pieces else NOTHING)

    def close(self) -> None:  # noqa: B027  most peers hold nothing to let go of
        """Lets go of what is on disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a peer is implemented, and what it is.

    Attributes:
        name: its name on the command line.
        title: its name in tables.
        what: how it works, in a sentence.
        module: the module of this package.
        maker: what in the module makes it.
        packages: the packages it needs beside the program's own, by the name they are imported by.
    """

    name: str
    title: str
    what: str
    module: str
    maker: str
    packages: tuple[str, ...] = ()


OURS = "ours"

_LANGCHAIN = ("langchain_text_splitters", "langchain_chroma")

PEERS: tuple[Entry, ...] = (
    Entry(
        OURS,
        "This program",
        "Passages, sections and review questions by vectors and words, fused; composed from passages.",
        "ours",
        "Ours",
    ),
    Entry(
        "ours-bare",
        "This program, no review questions",
        "The same over notes without the review questions beside them.",
        "ours",
        "OursBare",
    ),
    Entry(
        "langchain",
        "LangChain quickstart",
        "Chunks of 1,000 characters that share 200, in Chroma; the four nearest.",
        "langchain_quickstart",
        "Quickstart",
        _LANGCHAIN,
    ),
    Entry(
        "llamaindex",
        "LlamaIndex defaults",
        "Chunks of 1,024 tokens that share 20, in its own vector store; the two nearest.",
        "llamaindex_default",
        "Default",
        ("llama_index.core",),
    ),
    Entry(
        "haystack",
        "Haystack defaults, vectors",
        "Chunks of 200 words in a store in memory; the ten nearest.",
        "haystack_default",
        "Dense",
        ("haystack",),
    ),
    Entry("bm25", "BM25 over sections", "Sections as this program reads them, by words; the four best.", "plain", "SectionWords"),
    Entry(
        "dense-sections",
        "Vectors of sections",
        "Sections as this program reads them, by cosine; the four nearest.",
        "plain",
        "SectionVectors",
    ),
    Entry(
        "dense-passages",
        "Vectors of passages",
        "Passages as this program reads them, by cosine; the twelve nearest.",
        "plain",
        "PassageVectors",
    ),
    Entry(
        "haystack-bm25",
        "Haystack defaults, BM25",
        "Chunks of 200 words in a store in memory; the ten best by BM25L.",
        "haystack_default",
        "Words",
        ("haystack",),
    ),
)


def entry(name: str) -> Entry:
    """The peer of a name.

    Raises:
        PeerError: no peer has it.
    """
    for known in PEERS:
        if known.name == name:
            return known
    raise PeerError(f"There is no peer {name!r}: the peers are {', '.join(known.name for known in PEERS)}.")


def make(known: Entry, embedder: str) -> Peer:
    """Makes a peer.

    Args:
        known: which one.
        embedder: the embedder, as in the settings.

    Raises:
        PeerError: a package it needs is not installed.
    """
    module = import_module(f"evals.peers.{known.module}")
    try:
        peer: Peer = getattr(module, known.maker)(embedder)
    except ModuleNotFoundError as error:
        if not any((error.name or "").split(".")[0] == package.split(".")[0] for package in known.packages):
            raise
        raise PeerError(missing(known)) from error
    return peer


def missing(known: Entry) -> str:
    """What to tell who lacks a peer's packages."""
    return (
        f"{known.title} needs {' and '.join(known.packages)}: install the extra with "
        "`.venv/bin/pip install -c constraints.txt -e '.[dev,peers]'`, or name other peers with --peer."
    )


def with_history(question: str, history: Sequence[str]) -> str:
    """A follow-up with the question before it in front: what a retriever that knows no conversations can be given."""
    return f"{history[-1]} {question}" if history else question


class LineCounter:
    """Finds the line of a file that a character stands in.

    Args:
        text: the file's text.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of a stretch of characters, counted from 1.

        Args:
            start: its first character.
            end: the character after its last one.
        """
        return bisect_right(self._starts, start), bisect_right(self._starts, max(start, end - 1))
