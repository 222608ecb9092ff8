"""What of the notes is indexed, and under which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_notes import write_notes

from assistant.index.entries import passage_entries, passage_text, path_in_front, question_entries, section_entries
from assistant.notes import Library, read_library, read_review, review_files

DEEP = """\
# Cloud

## Storage

### Blocks

#### Volumes

Volumes have types:

- **fast**: for databases
- slow: for archives
  - with a snapshot each night

| type | price |
|---|---|
| fast | 3 |
| | 4 |

~~Volumes are free.~~

TODO: say more

#### Empty
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("deep")
    (folder / "cloud.md").write_text(DEEP, encoding="utf-8")
    return read_library(folder)


@pytest.fixture(scope="module")
def texts(library: Library) -> list[str]:
    return [entry.text for entry in passage_entries(library)]


def with_text(texts: list[str], part: str) -> str:
    found = [text for text in texts if part in text]
    assert len(found) == 1, found
    return found[0]


def test_last_titles_of_the_path_stand_in_front(library):
    assert path_in_front(library.by_anchor["volumes"]) == "Storage > Blocks > Volumes"
    assert path_in_front(library.by_anchor["storage"]) == "Cloud > Storage"


def test_every_passage_names_its_section(texts):
    assert texts
    assert all(text.startswith("Storage > Blocks > Volumes: ") for text in texts)


def test_bullet_stands_behind_what_it_hangs_under(texts):
    assert with_text(texts, "snapshot").endswith("Volumes have types: slow: for archives: with a snapshot each night")


def test_line_that_introduces_a_list_holds_what_the_list_holds(texts):
    assert with_text(texts, "types: fast slow").startswith("Storage > Blocks > Volumes: Volumes have types:")


def test_table_row_names_its_columns(texts):
    assert with_text(texts, "price: 3").endswith("type: fast; price: 3")


def test_passage_text_is_what_the_entry_holds_behind_its_path(library, texts):
    for passage in library.passages.values():
        if passage.quotable:
            assert any(passage_text(passage, library) in text for text in texts)


@pytest.mark.parametrize("retracted", ["free", "TODO", "say more"])
def test_retracted_text_and_remarks_are_not_indexed(library, texts, retracted):
    assert not any(retracted in text for text in texts)
    assert not any(retracted in entry.text for entry in section_entries(library))


def test_sections_that_state_nothing_are_left_out(library):
    assert [entry.id for entry in section_entries(library)] == ["volumes"]


def test_scopes_lead_from_the_chapter_to_the_section(library):
    for entry in [*section_entries(library), *passage_entries(library)]:
        assert entry.scopes == ("cloud", "storage", "blocks", "volumes")


def test_ids_are_unique_and_name_passages(library):
    ids = [entry.id for entry in passage_entries(library)]
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(library.passages)


def test_questions_stand_alone_below_their_section(tmp_path: Path):
    folder = write_notes(tmp_path)
    library = read_library(folder)
    review = read_review(review_files(folder, library.files), library)
    (asked,) = question_entries(review.questions, library)
    (left_open,) = question_entries(review.open, library)
    assert (asked.text, asked.scopes) == ("How large may an object be?", ("storage", "object-storage"))
    assert (left_open.text, left_open.scopes) == ("What does a snapshot cost?", ("storage", "block-storage"))


def test_each_wording_of_a_question_is_an_entry_that_leads_to_it(tmp_path: Path):
    asked = (
        '{"anchor": "log", "question": "How far?", "answer": "5.", "quote": "Ran 5 km.", "also": "How many km?\\n\\nran what"}'
    )
    folder = write_notes(tmp_path, {"log.md": "# Log\n\n- Ran 5 km.\n", "log.questions.jsonl": asked})
    library = read_library(folder)
    review = read_review(review_files(folder, library.files), library)
    entries = question_entries(review.questions, library)
    assert [entry.text for entry in entries] == ["How far?", "How many km?", "ran what"]
    assert len({entry.id for entry in entries}) == 3
    assert {review.by_id[entry.id].question for entry in entries} == {"How far?"}


def test_line_that_a_section_repeats_is_indexed_once(tmp_path: Path):
    write_notes(tmp_path, {"log.md": "# Log\n\n- Rest day.\n- Ran 5 km.\n- Rest day.\n"})
    assert [entry.text for entry in passage_entries(read_library(tmp_path))] == ["Log: Rest day.", "Log: Ran 5 km."]


def test_line_that_two_sections_of_the_same_title_hold_is_indexed_in_each(tmp_path: Path):
    """Once wrong: a search within the second section found nothing."""
    text = "# Log\n\n- Rest day.\n"
    write_notes(tmp_path, {"may.md": text, "june.md": text})
    library = read_library(tmp_path)
    entries = passage_entries(library)
    assert {entry.scopes for entry in entries} == {(section.anchor,) for section in library.sections}
    assert len(library.sections) == len(entries) == 2
