"""One kind of entry in one Chroma collection."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.index.store import Entry, Hit, Store, embedded_client

MANY = 1200
"""More than Chroma takes into its first batch, and than it keeps before it writes vectors to files."""


def unit(rows: object) -> np.ndarray:
    array = np.asarray(rows, dtype=np.float64)
    return (array / np.linalg.norm(array, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[object]:
    opened = embedded_client(tmp_path / "chroma")
    yield opened
    opened.close()


@pytest.fixture
def store(client) -> Store:
    return Store(client, "passages")


ENTRIES = [
    Entry("east", "", ("chapter", "first")),
    Entry("north", "", ("chapter", "second")),
    Entry("west", "", ("chapter", "second", "deep")),
    Entry("northeast", "", ("other",)),
]
COMPASS = unit([[1, 0], [0, 1], [-1, 0], [1, 1]])
IDS = [entry.id for entry in ENTRIES]


@pytest.fixture
def compass(store: Store) -> Store:
    store.write(ENTRIES, COMPASS)
    return store


def test_nearest_come_first_with_the_cosine_of_the_angle(compass):
    hits = compass.search([1.0, 0.0], 4)
    assert [hit.id for hit in hits] == ["east", "northeast", "north", "west"]
    assert [hit.cosine for hit in hits] == pytest.approx([1, np.sqrt(0.5), 0, -1], abs=1e-5)


@pytest.mark.parametrize(("count", "found"), [(1, 1), (3, 3), (4, 4), (100, 4)])
def test_as_many_as_asked_for_or_as_there_are(compass, count, found):
    assert len(compass.search([0.0, 1.0], count)) == found


@pytest.mark.parametrize(
    ("scope", "within"),
    [
        ((0, "chapter"), ["east", "north", "west"]),
        ((1, "second"), ["north", "west"]),
        ((2, "deep"), ["west"]),
        ((0, "other"), ["northeast"]),
        ((0, "second"), []),
        ((5, "deep"), []),
    ],
)
def test_scope_leaves_out_everything_that_is_not_below_it(compass, scope, within):
    assert [hit.id for hit in compass.search([1.0, 0.0], 10, scope)] == within


def test_sound_store_has_no_fault(compass):
    assert compass.check(IDS) is None


@pytest.mark.parametrize("ids", [IDS[:-1], [*IDS, "south"], [*IDS[:-1], "south"], []], ids=["fewer", "more", "others", "none"])
def test_entries_that_are_not_the_expected_ones_are_a_fault(compass, ids):
    assert compass.check(ids)


def test_store_that_was_never_written_has_a_fault(store):
    assert store.check(IDS)
    assert store.check([])


def test_store_whose_writing_broke_off_has_a_fault(store):
    entries = [*ENTRIES, Entry("east", "", ("chapter",))]
    with pytest.raises(Exception, match=r"(?i)duplicate|unique"):
        store.write(entries, unit([*COMPASS, [1, 0]]))
    assert store.check(IDS)
    store.write(ENTRIES, COMPASS)
    assert store.check(IDS) is None


def test_empty_store_is_sound_and_finds_nothing(store):
    store.write([], np.zeros((0, 0), dtype=np.float32))
    assert store.check([]) is None
    assert store.search([1.0, 0.0], 5) == []


def test_writing_again_replaces_what_was_there(compass):
    compass.write(ENTRIES[:1], COMPASS[1:2])
    assert compass.check(["east"]) is None
    assert compass.search([0.0, 1.0], 5) == [Hit("east", pytest.approx(1, abs=1e-5))]


def test_writing_tells_how_many_are_stored(store):
    vectors = unit(np.random.default_rng(0).standard_normal((MANY, 8)))
    told: list[int] = []
    store.write([Entry(str(at), "", ("all",)) for at in range(MANY)], vectors, told.append)
    assert sum(told) == MANY


def test_stores_of_one_chroma_keep_apart(client, compass):
    other = Store(client, "sections")
    other.write([Entry("south", "", ("chapter",))], unit([[0, -1]]))
    assert [hit.id for hit in other.search([1.0, 0.0], 5)] == ["south"]
    assert "south" not in {hit.id for hit in compass.search([0.0, -1.0], 5)}
    assert compass.check(IDS) is None


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    """A folder with many random vectors, every third below one section."""
    folder = tmp_path_factory.mktemp("many")
    vectors = unit(np.random.default_rng(7).standard_normal((MANY, 64)))
    client = embedded_client(folder)
    entries = [Entry(str(at), "", ("all", "third" if at % 3 == 0 else "rest")) for at in range(MANY)]
    Store(client, "passages").write(entries, vectors)
    client.close()
    return folder, vectors


@pytest.fixture
def reopened(many: tuple[Path, np.ndarray]) -> Iterator[Store]:
    client = embedded_client(many[0])
    yield Store(client, "passages")
    client.close()


def test_reopened_store_of_many_is_sound(reopened):
    assert reopened.check([str(at) for at in range(MANY)]) is None


@pytest.mark.parametrize("scope", [None, (1, "third")])
def test_search_among_many_finds_what_comparing_each_finds(many, reopened, scope):
    vectors = many[1]
    among = np.arange(0, MANY, 3 if scope else 1)
    for asked in (3, 500, 1199):
        cosines = vectors[among] @ vectors[asked]
        best = np.argsort(-cosines)[:20]
        hits = reopened.search(vectors[asked].tolist(), 20, scope)
        assert [hit.id for hit in hits] == [str(among[at]) for at in best]
        assert [hit.cosine for hit in hits] == pytest.approx(cosines[best].tolist(), abs=1e-4)


def test_all_of_many_can_be_asked_for(reopened, many):
    assert len(reopened.search(many[1][0].tolist(), MANY)) == MANY


def test_threads_may_search_at_once(reopened, many):
    def nearest(at: int) -> str:
        return reopened.search(many[1][at].tolist(), 1)[0].id

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(nearest, range(40))) == [str(at) for at in range(40)]
