"""Questions that ask the same come nearer, those that speak of the same thing do not; too few teach nothing."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.index.alike import FEWEST_PAIRED, learn_alike, turn_all
from assistant.index.embedder import Vectors

SIZE, KINDS = 24, 5


def unit(vectors: np.ndarray) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def asked() -> tuple[Vectors, list[tuple[int, int]], Vectors]:
    """Questions on 60 things, five each, twice in other words: the thing fills most of a vector, what is asked of it less."""
    random = np.random.default_rng(3)
    things = random.normal(size=(60, SIZE - KINDS))
    rows, answers = [], []
    for thing in range(60):
        for kind in range(KINDS):
            for _ in range(2):
                said = np.concatenate([things[thing], 2 * np.eye(KINDS)[kind]])
                rows.append(said + random.normal(scale=0.5, size=SIZE))
                answers.append((thing, kind))
    left_open = [np.concatenate([things[thing], 2 * random.normal(size=KINDS)]) for thing in range(60)]
    return unit(np.array(rows)), answers, unit(np.array(left_open))


def twin_first(vectors: Vectors, answers: list[tuple[int, int]]) -> float:
    """How often the nearest question has the same answer."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1)
    return float(np.mean([answers[row] == answers[near] for row, near in enumerate(cosines.argmax(axis=1))]))


def test_what_asks_the_same_comes_nearer(asked):
    vectors, answers, left_open = asked
    matrix = learn_alike(vectors, answers, left_open)
    assert matrix is not None
    assert twin_first(turn_all(vectors, matrix), answers) > twin_first(vectors, answers) + 0.05


def test_learning_twice_gives_the_same(asked):
    np.testing.assert_array_equal(learn_alike(*asked), learn_alike(*asked))


def test_no_open_questions_are_needed(asked):
    vectors, answers, _ = asked
    matrix = learn_alike(vectors, answers, np.zeros((0, 0), dtype=np.float32))
    assert matrix is not None and np.isfinite(matrix).all()


def test_few_pairs_teach_nothing(asked):
    vectors, answers, left_open = asked
    assert learn_alike(vectors[: FEWEST_PAIRED - 2], answers[: FEWEST_PAIRED - 2], left_open) is None
    alone = list(range(len(vectors)))
    assert learn_alike(vectors, alone, left_open) is None


def test_turned_vectors_have_unit_length(asked):
    vectors, answers, left_open = asked
    turned = turn_all(vectors, learn_alike(vectors, answers, left_open))
    assert np.linalg.norm(turned, axis=1) == pytest.approx(1, abs=1e-5)
    assert turn_all(vectors, None) is vectors
    assert turn_all(np.zeros((0, 0), dtype=np.float32), np.eye(3, dtype=np.float32)).shape == (0, 0)
