"""No text is embedded twice, and whatever happens to the file that remembers, vectors are right."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from small_notes import stand_in_vectors

from assistant.index.embedder import Embedder
from assistant.index.vectors import VectorCache

TEXTS = [f"text number {number}" for number in range(60)]


class CountingEmbedder(Embedder):
    """Makes stand-in vectors, and notes of which texts."""

    identity = "counting"

    def __init__(self, identity: str = "counting") -> None:
        self.identity = identity
        self.texts: list[str] = []

    def embed(self, texts, done=None):
        self.texts.extend(texts)
        if done:
            done(len(texts))
        return stand_in_vectors(texts)


@pytest.fixture
def counting() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "vectors.db"


@pytest.fixture
def cache(path: Path) -> Iterator[VectorCache]:
    opened = VectorCache(path)
    yield opened
    opened.close()


def fill(path: Path, texts: list[str] = TEXTS) -> None:
    cache = VectorCache(path)
    cache.embed(CountingEmbedder(), texts)
    cache.close()


def test_vectors_come_in_the_order_of_the_texts(cache, counting):
    cache.embed(counting, TEXTS[:2])
    texts = [TEXTS[4], TEXTS[1], "a much longer text than any of the others", TEXTS[0]]
    vectors, made = cache.embed(counting, texts)
    assert made == 2
    np.testing.assert_array_equal(vectors, stand_in_vectors(texts))


def test_second_time_nothing_is_made(path, counting):
    fill(path)
    cache = VectorCache(path)
    vectors, made = cache.embed(counting, TEXTS)
    cache.close()
    assert (made, counting.texts) == (0, [])
    np.testing.assert_array_equal(vectors, stand_in_vectors(TEXTS))


def test_only_new_texts_are_made(cache, counting):
    cache.embed(counting, TEXTS[:5])
    counting.texts.clear()
    _, made = cache.embed(counting, [*TEXTS[3:5], "new"])
    assert (made, counting.texts) == (1, ["new"])


def test_text_that_stands_there_often_is_made_once(cache, counting):
    """Once wrong: each of equal texts was embedded."""
    vectors, made = cache.embed(counting, ["same", "other", "same", "same"])
    assert (sorted(counting.texts), made) == (["other", "same"], 2)
    np.testing.assert_array_equal(vectors, stand_in_vectors(["same", "other", "same", "same"]))


def test_vector_of_another_embedder_is_no_answer(cache, counting):
    cache.embed(counting, TEXTS[:3])
    other = CountingEmbedder("another")
    assert cache.embed(other, TEXTS[:3])[1] == 3
    assert cache.embed(counting, TEXTS[:3])[1] == 0


@pytest.mark.parametrize(
    "texts",
    [TEXTS[:6], [*TEXTS[:4], "new", "newer"], ["same", "same", TEXTS[0]]],
    ids=["known", "some new", "repeated"],
)
def test_progress_adds_up_to_all_texts(cache, counting, texts):
    cache.embed(counting, TEXTS[:6])
    told: list[int] = []
    cache.embed(counting, texts, told.append)
    assert sum(told) == len(texts)


def test_more_texts_than_one_query_or_one_transaction_takes(cache, counting):
    texts = [f"number {number}" for number in range(2500)]
    vectors, made = cache.embed(counting, texts)
    assert made == 2500
    assert len(counting.texts) == len(set(counting.texts)) == 2500
    np.testing.assert_array_equal(vectors, stand_in_vectors(texts))
    assert cache.embed(counting, texts)[1] == 0


def test_no_texts_give_no_vectors(cache, counting):
    vectors, made = cache.embed(counting, [])
    assert (len(vectors), made, counting.texts) == (0, 0, [])


@pytest.mark.parametrize("text", ["", "ümläut 数据 🙂", "null \x00 inside", "line\nline"])
def test_any_text_is_remembered(cache, counting, text):
    cache.embed(counting, [text])
    assert cache.embed(counting, [text])[1] == 0


def set_last_use(path: Path, days_ago: int) -> None:
    database = sqlite3.connect(path)
    database.execute("UPDATE vectors SET used = date('now', ?)", (f"-{days_ago} days",))
    database.commit()
    database.close()


def test_unused_vectors_are_forgotten_after_three_months_and_used_ones_kept(path, counting):
    fill(path, TEXTS[:4])
    set_last_use(path, 100)
    cache = VectorCache(path)
    cache.embed(counting, TEXTS[:1])
    cache.forget_unused()
    counting.texts.clear()
    cache.embed(counting, TEXTS[:4])
    cache.close()
    assert sorted(counting.texts) == TEXTS[1:4]


def test_vectors_that_rested_for_weeks_are_kept(path, counting):
    fill(path, TEXTS[:4])
    set_last_use(path, 60)
    cache = VectorCache(path)
    cache.forget_unused()
    assert cache.embed(counting, TEXTS[:4])[1] == 0
    cache.close()


def embed_after(damage, path: Path) -> np.ndarray:
    fill(path)
    content = bytearray(path.read_bytes())
    damage(content, path)
    cache = VectorCache(path)
    vectors, _ = cache.embed(CountingEmbedder(), TEXTS)
    cache.close()
    again = CountingEmbedder()
    cache = VectorCache(path)
    assert cache.embed(again, TEXTS)[1] == 0
    cache.close()
    return vectors


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content, path: path.write_bytes(b""), id="emptied"),
        pytest.param(lambda content, path: path.write_bytes(b"no database at all" * 300), id="overwritten"),
        pytest.param(lambda content, path: path.write_bytes(content[: len(content) // 2]), id="cut in half"),
        pytest.param(lambda content, path: path.write_bytes(content[:50]), id="cut in its head"),
        pytest.param(lambda content, path: path.unlink(), id="deleted"),
    ],
)
def test_damaged_file_is_replaced(path, damage):
    np.testing.assert_array_equal(embed_after(damage, path), stand_in_vectors(TEXTS))


def zero_the_middle(content: bytearray, path: Path) -> None:
    first, end = len(content) // 3, len(content) * 2 // 3
    content[first:end] = bytes(end - first)
    path.write_bytes(content)


def change(sql: str):
    def damage(content: bytearray, path: Path) -> None:
        database = sqlite3.connect(path)
        database.execute(sql)
        database.commit()
        database.close()

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(zero_the_middle, id="zeros in the middle"),
        pytest.param(change("UPDATE vectors SET vector = substr(vector, 1, 100) WHERE rowid = 7"), id="short vector"),
        pytest.param(change("UPDATE vectors SET vector = zeroblob(1536)"), id="zeros for vectors"),
        pytest.param(change("DROP TABLE vectors"), id="no table"),
        pytest.param(change("ALTER TABLE vectors RENAME COLUMN vector TO other"), id="other columns"),
    ],
)
def test_damage_that_shows_only_when_a_vector_is_read_is_mended_too(path, damage):
    """Once wrong: it ended in a traceback, or in vectors that are none."""
    np.testing.assert_array_equal(embed_after(damage, path), stand_in_vectors(TEXTS))
