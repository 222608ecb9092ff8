"""What notes are wont to say is told from what they leave out, whatever the question is about."""

from __future__ import annotations

import pytest

from assistant.answering.usual import UNKNOWN, usual
from assistant.index.embedder import Embedder
from assistant.settings import PACKAGED_EMBEDDER


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        ("How does a glacier move?", "What does a guided tour of a glacier cost per person?"),
        ("How does a bassoon differ from an oboe?", "Which company made the first bassoon, and in which year?"),
        ("How do cats keep their balance?", "How much does cat food cost per kilo?"),
    ],
)
def test_notes_say_what_things_are_rather_than_prices_makers_and_commands(said: str, left_out: str) -> None:
    embedder = Embedder()
    assert usual(embedder.embed_query(said), PACKAGED_EMBEDDER) > usual(embedder.embed_query(left_out), PACKAGED_EMBEDDER)


def test_vectors_of_another_embedder_tell_nothing() -> None:
    assert usual([1.0, 0.0], "another") == UNKNOWN
