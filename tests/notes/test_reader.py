"""How a notes file or folder is read, and what is said where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AssistantError, NotesError
from assistant.notes import NotesFile, notes_hash, read_files, read_library


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_a_single_file_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("# A\nText.\n", encoding="utf-8")
    library = read_library(file)
    assert (library.files, library.source) == (("notes.txt",), str(file))
    assert [(s.anchor, s.file) for s in library.sections] == [("a", "notes.txt")]


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mdown", ".mkd", ".MD", ".Markdown"])
def test_every_markdown_suffix_is_found_in_a_folder(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"notes{suffix}").write_text("# A\nText.\n", encoding="utf-8")
    assert [file.name for file in read_files(tmp_path)] == [f"notes{suffix}"]


def test_a_folder_is_searched_to_its_depths_and_hidden_or_other_files_are_left_out(tmp_path: Path) -> None:
    for name in ("top.md", "uni/one.md", "uni/deep/two.md", ".hidden.md", ".git/x.md", "uni/.trash/y.md", "z.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Text.\n", encoding="utf-8")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    assert [file.name for file in read_files(tmp_path)] == ["top.md", "uni/deep/two.md", "uni/one.md"]


def test_a_folder_that_lies_in_a_hidden_one_is_read(tmp_path: Path) -> None:
    folder = tmp_path / ".vault" / "notes"
    folder.mkdir(parents=True)
    write(folder, a="Text.\n")
    assert [file.name for file in read_files(folder)] == ["a.md"]


def test_files_come_in_natural_order(tmp_path: Path) -> None:
    names = ["1-intro", "2-servers", "10-storage", "Appendix", "beta 2", "beta 10"]
    write(tmp_path, **dict.fromkeys(reversed(names), "Text.\n"))
    assert [Path(file.name).stem for file in read_files(tmp_path)] == names


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf# A\r\nText.\r\n")
    (file,) = read_files(tmp_path)
    assert file.text == "# A\r\nText.\r\n"


def test_files_without_text_are_skipped_and_named_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path, full="# A\nText.\n", empty="", blank=" \n\t\n\n")
    library = read_library(tmp_path)
    assert library.files == ("full.md",)
    assert {name for name, _ in library.skipped} == {"empty.md", "blank.md"}
    assert all(reason for _, reason in library.skipped)


def test_files_read_before_are_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, a="# A\nText.\n")
    files = read_files(tmp_path)
    (tmp_path / "a.md").unlink()
    assert [section.anchor for section in read_library(tmp_path, files).sections] == ["a"]


def test_a_path_that_is_not_there_is_named_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "nowhere"
    with pytest.raises(NotesError) as caught:
        read_library(path)
    assert str(path) in str(caught.value)
    assert "ASSISTANT_NOTES" in str(caught.value)


@pytest.mark.parametrize("other", [None, "notes.txt", ".hidden.md"])
def test_a_folder_without_notes_is_named_with_the_mend(tmp_path: Path, other: str | None) -> None:
    if other:
        (tmp_path / other).write_text("Text.\n", encoding="utf-8")
    with pytest.raises(NotesError) as caught:
        read_library(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert ".md" in str(caught.value)
    assert "ASSISTANT_NOTES" in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "\ufeff", "# Heading\n## and another\n", "---\ntitle: x\n---\n"])
def test_notes_that_hold_no_text_are_named_with_the_mend(tmp_path: Path, text: str) -> None:
    write(tmp_path, a=text)
    with pytest.raises(NotesError) as caught:
        read_library(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "ASSISTANT_NOTES" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "byte"),
    [("# Café\nText.\n".encode("latin-1"), 5), ("Text.\n".encode("utf-16"), 0), (b"ok \xc3", 3), (b"\xed\xa0\x80", 0)],
)
def test_a_file_that_is_not_utf_8_is_named_with_the_place_and_the_mend(tmp_path: Path, content: bytes, byte: int) -> None:
    write(tmp_path, good="# A\nText.\n")
    file = tmp_path / "old notes.md"
    file.write_bytes(content)
    with pytest.raises(NotesError) as caught:
        read_library(tmp_path)
    message = str(caught.value)
    assert str(file) in message
    assert f"byte {byte}" in message
    assert "UTF-8" in message
    assert "iconv" in message


def test_a_file_that_cannot_be_opened_is_named_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Text.\n")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(NotesError) as caught:
        read_library(tmp_path)
    message = str(caught.value)
    assert str(tmp_path / "a.md") in message
    assert "Permission denied" in message
    assert "permissions" in message


def test_what_is_wrong_with_notes_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xff")
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(AssistantError) as caught:
            read_library(path)
        assert "\n" not in str(caught.value)


def test_the_hash_is_that_of_names_and_texts() -> None:
    files = [NotesFile("a.md", "Text."), NotesFile("b.md", "More.")]
    same = notes_hash(files)
    assert same == notes_hash(list(files))
    changed = [
        [NotesFile("a.md", "Text!"), NotesFile("b.md", "More.")],
        [NotesFile("c.md", "Text."), NotesFile("b.md", "More.")],
        [NotesFile("a.md", "Text.")],
        [NotesFile("b.md", "More."), NotesFile("a.md", "Text.")],
        [NotesFile("a.md", "Text.M"), NotesFile("b.md", "ore.")],
        [NotesFile("a.md", "Text.\0b.md\x005\0More.")],
        [NotesFile("a.md", "Text.\0b.mdMore.")],
        [NotesFile("a.mdT", "ext."), NotesFile("b.md", "More.")],
        [],
    ]
    assert same not in {notes_hash(other) for other in changed}
    assert len({notes_hash(other) for other in changed}) == len(changed)


def test_the_hash_changes_with_the_parsers_version(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [NotesFile("a.md", "Text.")]
    before = notes_hash(files)
    monkeypatch.setattr("assistant.notes.reader.VERSION", "another")
    assert notes_hash(files) != before


def test_reading_changes_no_file(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf# A\r\n\r\nText ~~old~~.\t\r\n\r\n"
    (tmp_path / "a.md").write_bytes(content)
    read_library(tmp_path)
    assert (tmp_path / "a.md").read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_a_file_whose_name_is_no_utf_8_has_a_hash() -> None:
    files = [NotesFile("caf\udce9.md", "Text.")]
    assert notes_hash(files) != notes_hash([NotesFile("caf\udce8.md", "Text.")])


def test_a_path_too_long_to_be_there_is_named_with_the_mend() -> None:
    with pytest.raises(NotesError, match="ASSISTANT_NOTES"):
        read_files(Path("n" * 300))
