"""What is learned from many review questions: learned once, kept, and learned again where its file is damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from small_notes import stand_in_vectors, write_notes

from assistant.index import open_index
from assistant.index.adapter import FEWEST_QUESTIONS, learn, turn
from assistant.settings import Settings

QUESTIONS = 120


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def asked() -> dict[str, np.ndarray]:
    """Questions that all lie off the passages that answer them in the same way, as students' words do."""
    random = np.random.default_rng(3)
    passages = unit(random.standard_normal((QUESTIONS, 48)))
    habit = random.standard_normal(48)
    questions = unit(passages + 0.35 * habit)
    return {"questions": questions, "passages": passages, "sections": unit(passages[::4] + passages[1::4])}


def learn_from(asked: dict[str, np.ndarray], rows: slice = slice(None)) -> np.ndarray:
    carriers = [[row] for row in range(QUESTIONS)][rows]
    owners = [row // 4 for row in range(QUESTIONS)][rows]
    return learn(asked["questions"][rows], asked["passages"], carriers, asked["sections"], owners)


def margin(asked: dict[str, np.ndarray], matrix: np.ndarray | None, rows: range) -> float:
    """How far the right passage stands above the nearest wrong one, on average."""
    margins = []
    for row in rows:
        cosines = asked["passages"] @ np.asarray(turn(asked["questions"][row].tolist(), matrix))
        margins.append(cosines[row] - np.delete(cosines, row).max())
    return float(np.mean(margins))


def test_learned_map_brings_questions_nearer_to_their_passages(asked):
    everything = range(QUESTIONS)
    assert margin(asked, learn_from(asked), everything) > margin(asked, None, everything)


def test_learned_map_helps_questions_that_it_was_not_learned_from(asked):
    unseen = range(90, QUESTIONS)
    assert margin(asked, learn_from(asked, slice(90)), unseen) > margin(asked, None, unseen)


def test_same_questions_teach_the_same_map(asked):
    np.testing.assert_array_equal(learn_from(asked), learn_from(asked))


def test_turned_vector_has_unit_length(asked):
    turned = turn(asked["questions"][0].tolist(), learn_from(asked))
    assert np.linalg.norm(turned) == pytest.approx(1, abs=1e-5)
    assert all(isinstance(value, float) for value in turned)


def test_nothing_learned_turns_nothing():
    assert turn([0.6, 0.8], None) == [0.6, 0.8]
    assert turn([0.6, 0.8], np.eye(2, dtype=np.float32)) == pytest.approx([0.6, 0.8])


def notes_with_questions(folder: Path, count: int) -> Path:
    bullets = [f"Item {number} weighs {number * 3} grams." for number in range(count)]
    rows = [
        {"anchor": "items", "question": f"How heavy is item {number}?", "answer": bullet, "quote": bullet}
        for number, bullet in enumerate(bullets)
    ]
    text = "# Items\n\n" + "".join(f"- {bullet}\n" for bullet in bullets)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    return write_notes(folder, {"items.md": text, "items.questions.jsonl": lines})


@pytest.fixture
def many(tmp_path: Path, stand_in: None) -> Settings:
    notes = notes_with_questions(tmp_path / "notes", FEWEST_QUESTIONS)
    return Settings.load(notes=notes, home=tmp_path / "home")


def test_few_questions_teach_nothing(tmp_path, stand_in):
    notes = notes_with_questions(tmp_path / "notes", FEWEST_QUESTIONS - 1)
    index = open_index(Settings.load(notes=notes, home=tmp_path / "home"))
    assert len(index.review.questions) == FEWEST_QUESTIONS - 1
    assert index.adapter is None


def test_many_questions_teach_a_map_that_is_kept(many):
    first = open_index(many)
    assert first.adapter.shape == (384, 384)
    assert np.isfinite(first.adapter).all()
    vectors = stand_in_vectors(["How heavy is item 7?"])
    again = open_index(many)
    assert not again.built
    np.testing.assert_array_equal(again.adapter, first.adapter)
    assert turn(vectors[0].tolist(), again.adapter) != pytest.approx(vectors[0].tolist(), abs=1e-4)


def replace_by(matrix: np.ndarray):
    return lambda file: np.savez(file, adapter=matrix)


DAMAGES = {
    "deleted": lambda file: file.unlink(),
    "emptied": lambda file: file.write_bytes(b""),
    "cut in half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "no array": lambda file: file.write_bytes(b"no array" * 100),
    "no numbers": replace_by(np.full((384, 384), np.nan, dtype=np.float32)),
    "no matrix": replace_by(np.ones(384, dtype=np.float32)),
    "of another size": replace_by(np.eye(2, dtype=np.float32)),
    "zeros": replace_by(np.zeros((384, 384), dtype=np.float32)),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_map_is_learned_again(many, damage, tmp_path):
    """A defect when this was written for a matrix of another size and for one of zeros: questions ended in an error."""
    learned = open_index(many).adapter
    copy = Settings.load(notes=many.notes, home=shutil.copytree(many.home, tmp_path / "copy"))
    (file,) = (copy.home / "adapters").iterdir()
    damage(file)
    index = open_index(copy)
    assert (index.built, index.embedded) == (True, 0)
    np.testing.assert_array_equal(index.adapter, learned)
    assert not open_index(copy).built
