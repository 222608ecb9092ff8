"""The same index on a Chroma server."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from small_notes import NOTES, change_notes, write_notes

from assistant.errors import AssistantError, BrokenIndexError
from assistant.index import open_index
from assistant.settings import Settings


@pytest.fixture
def on_server(notes: Path, home: Path, chroma_url: str, request: pytest.FixtureRequest) -> Settings:
    """Settings for the small notes on the server, with a line of the test's own so that no other test built them."""
    file = notes / "network.md"
    file.write_text(f"{NOTES['network.md']}\n## Of {request.node.name}\n\nThis was added for one test.\n")
    return Settings.load(notes=notes, home=home, chroma_url=chroma_url)


def test_builds_and_reopens_without_building(on_server, embedded_texts, found):
    first = open_index(on_server)
    assert first.built
    assert first.embedded == len(embedded_texts) > 0
    embedded_texts.clear()
    told: list[tuple[int, int]] = []
    again = open_index(on_server, lambda done, total: told.append((done, total)))
    assert (again.built, again.embedded, embedded_texts, told) == (False, 0, [], [])
    assert found(again) == found(first)


def test_finds_what_the_embedded_index_finds(on_server, embedded_texts, found):
    embedded = open_index(Settings.load(notes=on_server.notes, home=on_server.home))
    served = open_index(on_server)
    assert found(served) == found(embedded)
    assert served.name == embedded.name


def test_writes_no_chroma_folder_of_its_own(on_server, embedded_texts):
    before = set((on_server.home / "index").iterdir())
    open_index(on_server)
    assert set((on_server.home / "index").iterdir()) == before


def test_changed_notes_are_another_index_and_the_old_one_stays(on_server, embedded_texts, found):
    old = open_index(on_server)
    change_notes(on_server.notes)
    new = open_index(on_server)
    assert (new.built, new.name == old.name) == (True, False)
    write_notes(on_server.notes, {"storage.md": NOTES["storage.md"]})
    again = open_index(on_server)
    assert (again.built, found(again)) == (False, found(old))


def test_another_home_finds_the_index_on_the_server(on_server, embedded_texts, tmp_path):
    open_index(on_server)
    elsewhere = on_server.model_copy(update={"home": tmp_path / "elsewhere"})
    assert not open_index(elsewhere).built


def test_half_finished_build_is_done_again(on_server, start_builder, embedded_texts, found):
    embedded = open_index(Settings.load(notes=on_server.notes, home=on_server.home))
    url = on_server.chroma_url
    process = start_builder(on_server.notes, on_server.home, "--chroma-url", url, "--die", "write-3")
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    index = open_index(on_server)
    assert (index.built, found(index)) == (True, found(embedded))
    assert not open_index(on_server).built


def test_collection_that_lost_entries_is_built_again(on_server, embedded_texts, found):
    import chromadb

    first = open_index(on_server)
    wanted = found(first)
    port = int(on_server.chroma_url.rsplit(":", 1)[1])
    client = chromadb.HttpClient("127.0.0.1", port, settings=chromadb.Settings(anonymized_telemetry=False))
    client.get_collection(first.passages.name, embedding_function=None).delete(ids=["object-storage:1"])
    client.delete_collection(first.open.name)
    again = open_index(on_server)
    assert (again.built, found(again)) == (True, wanted)


def test_open_index_keeps_answering_while_another_program_rebuilds(on_server, embedded_texts, found):
    """Once wrong: the collections of the open index were deleted under it."""
    index = open_index(on_server)
    wanted = found(index)
    assert open_index(on_server, rebuild=True).built
    assert found(index) == wanted


def test_address_may_end_in_a_slash(on_server, embedded_texts):
    open_index(on_server)
    assert not open_index(on_server.model_copy(update={"chroma_url": f"{on_server.chroma_url}/"})).built


@pytest.fixture
def other_server() -> Iterator[str]:
    """A server that is no Chroma."""

    class Refuses(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Refuses) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def assert_names_the_mend(settings: Settings, url: str) -> None:
    with pytest.raises(BrokenIndexError, match="ASSISTANT_CHROMA_URL") as caught:
        open_index(settings.model_copy(update={"chroma_url": url}))
    assert url in str(caught.value)
    assert "chroma run" in str(caught.value)


def test_server_that_is_no_chroma_is_one_clear_error(settings, other_server):
    assert_names_the_mend(settings, other_server)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nothing_that_answers_is_one_clear_error(settings, free_port, scheme):
    assert_names_the_mend(settings, f"{scheme}://127.0.0.1:{free_port}")


@pytest.mark.parametrize("url", ["http://127.0.0.1:notaport", "http://127.0.0.1:99999", "http://[::1"])
def test_address_that_is_none_is_one_clear_error(settings, url):
    with pytest.raises(AssistantError, match="ASSISTANT_CHROMA_URL"):
        open_index(settings.model_copy(update={"chroma_url": url}))


def test_server_that_went_away_is_one_clear_error(notes, home, start_chroma, embedded_texts, question_vector):
    """Once wrong: a search on it raised what the HTTP library raises."""
    server = start_chroma()
    settings = Settings.load(notes=notes, home=home, chroma_url=server.url)
    index = open_index(settings)
    server.stop()
    assert_names_the_mend(settings, server.url)
    with pytest.raises(BrokenIndexError, match="ASSISTANT_CHROMA_URL"):
        index.passages.search(question_vector, 3)
