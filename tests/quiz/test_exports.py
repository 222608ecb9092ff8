"""Exports are opened by what reads them: a GIFT parser, the csv module, SQLite, and Anki where it is installed."""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
import zipfile
from dataclasses import replace

import pytest
from examples import items
from gift_reader import read_gift
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.errors import QuizError
from assistant.notes import Citation
from assistant.quiz import Item, Kind
from assistant.quiz.exports import Format, export
from assistant.quiz.exports.gift import as_gift
from assistant.quiz.exports.paper import as_markdown
from assistant.quiz.exports.table import as_csv

_ITEM = Item(
    "0123456789abcdef",
    Kind.MCQ,
    "How long are <b>events</b> kept?",
    ("7 days", "90 days", "365 days"),
    "90 days",
    "Events are kept for 90 days.",
    Citation("4_1", "Security & more > CloudTrail", "04.md", (3, 3), "Events are kept for {{90}} days."),
)


@given(st.lists(items(), min_size=1, max_size=4))
def test_gift_says_what_the_items_say(some):
    read = read_gift(as_gift(some))
    assert [question.title for question in read] == [item.id for item in some]
    for item, question in zip(some, read, strict=True):
        if item.kind is Kind.CLOZE:
            before, after = item.stem.split("_____", 1)
            assert question.text == f"{before.strip()} _____ {after.strip()}"
            assert question.right == [item.key.replace("->", "→")]
        else:
            assert question.text == item.stem
        if item.kind is Kind.MCQ:
            assert (question.right, set(question.wrong)) == ([item.key], set(item.options) - {item.key})
        elif item.kind is Kind.MATCHING:
            arrows = [(a.replace("->", "→"), b.replace("->", "→")) for a, b in zip(item.prompts, item.matches, strict=True)]
            assert question.pairs == arrows
        elif item.kind is Kind.TRUE_FALSE and item.key in ("True", "False"):
            assert question.truth is (item.key == "True")
        elif item.kind is Kind.OPEN:
            assert (question.right, question.feedback) == ([], item.key)


@given(st.lists(items(), min_size=1, max_size=4))
def test_csv_says_what_the_items_say_and_holds_no_formula(some):
    rows = list(csv.DictReader(io.StringIO(as_csv(some))))
    assert len(rows) == len(some)
    for item, row in zip(some, rows, strict=True):
        assert not any(cell.startswith(tuple("=+-@\t\r|%")) for cell in row.values())
        assert row["stem"] in (item.stem, f"'{item.stem}")
        assert row["key"] in (item.key, f"'{item.key}")
        if item.kind is Kind.MCQ:
            options = "\n".join(item.options)
            assert row["options"] in (options, f"'{options}")


@given(st.lists(items(), min_size=1, max_size=4))
def test_the_sheet_shows_every_text_as_it_stands(some):
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(as_markdown(some))
    assert set(re.findall(r"</?(\w+)", page)) <= {"h1", "ol", "li", "p", "ul", "strong"}
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    for item in some:
        assert " ".join(item.stem.split()) in shown
        assert item.explanation in shown


def test_the_sheet_keeps_the_key_for_the_end():
    questions, key = as_markdown([_ITEM]).split("# Key")
    assert "90 days" in questions and "B) 90 days" in key
    assert "Events are kept" not in questions


@settings(max_examples=10)
@given(some=st.lists(items(), min_size=1, max_size=4, unique_by=lambda item: item.id))
def test_an_anki_package_holds_a_note_for_each_item(some, tmp_path_factory):
    notes = _notes(_packed(some, tmp_path_factory.mktemp("apkg") / "quiz.apkg"))
    assert len(notes) == len(some)
    for item, (_, tags, fields) in zip(some, notes, strict=True):
        stem, _, key, explanation, _, source = fields.split("\x1f")
        assert html.unescape(stem) == item.stem
        assert html.unescape(key).replace("<br>", "\n") == item.key
        assert html.unescape(explanation) == item.explanation
        assert "a.md, lines 3–4" in html.unescape(source)
        assert not re.search(r"<(?!/?(?:ol|li|br)\b)", fields)
        assert "{" not in fields
        assert item.kind.value in tags.split()


def test_a_note_keeps_its_guid_when_the_item_is_worded_anew(tmp_path):
    before = _notes(_packed([_ITEM], tmp_path / "a.apkg"))
    after = _notes(_packed([replace(_ITEM, stem="For how long are events kept?")], tmp_path / "b.apkg"))
    other = _notes(_packed([replace(_ITEM, id="f" * 16)], tmp_path / "c.apkg"))
    assert before[0][0] == after[0][0] != other[0][0]


def test_anki_imports_it_twice_without_duplicates(tmp_path):
    collection = pytest.importorskip("anki.collection", reason="the anki package is not installed")
    file = _packed([_ITEM, replace(_ITEM, id="f" * 16, stem="Another?")], tmp_path / "quiz.apkg")
    opened = collection.Collection(str(tmp_path / "collection.anki2"))
    for _ in range(2):
        opened.import_anki_package(collection.ImportAnkiPackageRequest(package_path=str(file)))
    assert opened.note_count() == 2
    opened.close()


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path):
    for format in Format:
        with pytest.raises(QuizError, match="cannot be written"):
            export([_ITEM], format, tmp_path / "no folder" / "quiz")


def _packed(some, file):
    export(some, Format.APKG, file)
    return file


def _notes(file):
    with zipfile.ZipFile(file) as package:
        package.extract("collection.anki2", file.parent)
    connection = sqlite3.connect(file.parent / "collection.anki2")
    notes = connection.execute("SELECT guid, tags, flds FROM notes ORDER BY id").fetchall()
    connection.close()
    return notes
