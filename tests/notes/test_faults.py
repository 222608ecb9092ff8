"""Untidiness that once lost text, moved a line number, stated what is struck or stopped the reading."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.errors import NotesError
from assistant.notes import (
    NotesFile,
    PassageKind,
    notes_hash,
    read_files,
    read_library,
    read_review,
)
from assistant.notes.parser import inline_of, slug

from .reading import WILD, library_of, passages_of, sections_of, squeezed


def test_a_chapter_between_two_rulers_at_the_top_is_no_front_matter() -> None:
    text = "---\n# Chapter 1\n\n- bullet one\n- bullet two\n\n---\n# Chapter 2\n- x\n"
    assert [(s.title, [p.text for p in s.passages]) for s in sections_of(text)] == [
        ("Chapter 1", ["bullet one", "bullet two"]),
        ("Chapter 2", ["x"]),
    ]


@pytest.mark.parametrize(
    "nested",
    ["\t- nested", "  > quoted", "  ```\n  code\n  ```", "\n  More of it.\n", "  | a | b |\n  |---|---|\n  | c | d |"],
)
def test_what_is_nested_in_a_list_does_not_cut_the_list(nested: str) -> None:
    library = library_of(("notes.md", f"# A\n\n- one\n- two\n{nested}\n- three\n- four\n"))
    items = [p for p in library.passages.values() if p.text in ("one", "two", "three", "four")]
    assert len(items) == 4
    assert library.beside(items[0].id) == items
    assert library.beside(items[3].id) == items


@pytest.mark.parametrize("glyph", ["-", "*", "+", "•"])
@pytest.mark.parametrize("indent", ["\t", "    "])
def test_bullets_indented_right_below_a_paragraph_are_bullets(glyph: str, indent: str) -> None:
    text = f"# A\nBilayer, heads to the water.\n{indent}{glyph} cholesterol\n{indent * 2}{glyph} warm\n"
    assert [(p.kind, p.text, p.lines) for p in passages_of(text)] == [
        (PassageKind.SENTENCE, "Bilayer, heads to the water.", (2, 2)),
        (PassageKind.BULLET, "cholesterol", (3, 3)),
        (PassageKind.BULLET, "warm", (4, 4)),
    ]


def test_indented_bullets_of_wild_notes_are_bullets() -> None:
    texts = {p.text for p in read_library(WILD).passages.values() if p.kind is PassageKind.BULLET}
    assert {"22 pairs autosomes", "plus XX or XY", "cold: stops the tails packing too tightly"} <= texts


@pytest.mark.parametrize("below", ["\n# B\n", "\n\n\n## B\n", '\n<a name="b"></a>\n# B\n'])
def test_an_unclosed_fence_ends_at_its_last_line_with_text(below: str) -> None:
    first, _ = sections_of(f"# A\n\n```\ncode\n{below}Text.\n")
    (code,) = first.passages
    assert code.lines == (3, 4)
    assert first.lines == (1, 4)


def test_no_passage_of_wild_notes_reaches_out_of_its_section() -> None:
    library = read_library(WILD)
    out = [p.id for s in library.sections for p in s.passages if not s.lines[0] <= p.lines[0] <= p.lines[1] <= s.lines[1]]
    assert out == []


def test_an_unclosed_fence_ends_before_a_heading_without_a_space() -> None:
    assert [s.title for s in sections_of("# A\n\n```\ncode\n\n##B\nText.\n")] == ["A", "B"]


@pytest.mark.parametrize(
    "struck",
    [
        "Fact. <del>Old one. Old two.</del> New.",
        "Fact. <s>Old one. Old two</s> New.",
        "Use `~~` to strike. ~~Old one. Old two~~ New.",
    ],
)
def test_no_sentence_of_a_struck_run_is_stated(struck: str) -> None:
    stated = " ".join(p.text for p in passages_of(f"# A\n\n{struck}\n"))
    assert "Old" not in stated
    assert "New." in stated


TABLE_BELOW_A_BULLET = "# A\n\n- bullet\n| a | b |\n|---|---|\n| x | y | z |\n"


def test_a_quote_holds_no_pipes_that_the_file_has_not() -> None:
    for passage in passages_of(TABLE_BELOW_A_BULLET):
        assert passage.quote in squeezed(TABLE_BELOW_A_BULLET)


def test_a_table_right_below_a_bullet_is_a_table() -> None:
    bullet, row = passages_of(TABLE_BELOW_A_BULLET)
    assert (bullet.kind, bullet.text, bullet.lines) == (PassageKind.BULLET, "bullet", (3, 3))
    assert (row.kind, row.cells, row.lines) == (PassageKind.ROW, ("x", "y", "z"), (6, 6))


@pytest.mark.parametrize("head", ["|~~old~~|~~head~~|", "|![](old/head.png)||", "|<img src='old/head.png'>|.|"])
def test_a_tables_head_that_states_nothing_is_kept(head: str) -> None:
    passages = passages_of(f"# A\n\n{head}\n|---|---|\n| x | y |\n")
    kept = " ".join(p.quote for p in passages)
    assert {"old", "head"} <= set(re.findall(r"\w+", kept))
    assert "old" not in " ".join(p.text for p in passages)


def test_an_empty_first_cell_without_outer_pipes_repeats_the_row_above() -> None:
    first, second = passages_of("# A\n\nKind | Way\n--- | ---\nIn | SAML\n | SSO\n")
    assert (first.cells, second.cells) == (("In", "SAML"), ("In", "SSO"))


def test_a_wide_row_below_a_row_without_pipes_states_all_its_cells() -> None:
    *_, row = passages_of("# A\n\na | b\n--- | ---\nplain\nc | d | e | f\n")
    assert row.text == "c | d | e | f"


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u3000", "\x0c"])
def test_a_line_of_hard_spaces_moves_no_line_number(blank: str) -> None:
    passages = passages_of(f"# A\n\n{blank}\nText here.\n\n- bullet\n{blank}\n")
    assert [(p.text, p.lines) for p in passages] == [("Text here.", (4, 4)), ("bullet", (6, 6))]


def test_a_link_by_reference_is_words_in_a_paragraph_as_in_a_bullet() -> None:
    text = "# A\n\nSee [the docs][1] for all limits.\n\n- See [the docs][1] for all limits.\n\n[1]: https://example.org\n"
    sentence, bullet, _ = passages_of(text)
    assert sentence.text == bullet.text == "See the docs for all limits."


@pytest.mark.parametrize(("title", "anchor"), [("हिन्दी भाषा", "हिन्दी-भाषा"), ("Cafe\u0301 bar", "cafe\u0301-bar")])
def test_a_slug_keeps_the_marks_of_its_letters(title: str, anchor: str) -> None:
    assert slug(title) == anchor


@pytest.mark.parametrize(
    "above",
    ["---\ntitle: kept7\n---\n", "<!-- toc_start -->\n* [kept7](#a)\n<!-- toc_end -->\n", "<!-- kept7 -->\n"],
)
def test_navigation_above_the_first_heading_stands_in_some_section(above: str) -> None:
    sections = sections_of(f"{above}\n# A\nText.\n")
    assert any("kept7" in line for section in sections for line in section.navigation)


def test_rulers_are_navigation() -> None:
    (section,) = sections_of("# A\n\nOne.\n\n***\n\nTwo.\n")
    assert section.navigation == ("***",)


@pytest.mark.parametrize(
    "raw",
    [
        "**~~old~~ new** rest",
        "**new ~~old~~** rest",
        "\\~~kept\\~~ words",
        "\\[x\\](address) words",
        "a \\_b\\_ c",
        "R&amp;amp;D",
        "a\\\\*b*",
        "``` a`` b ``` c",
    ],
)
def test_markdown_says_the_same_words_as_the_text(raw: str) -> None:
    inline = inline_of(raw)
    assert inline_of(inline.markdown).text == inline.text


@pytest.mark.timeout(5)
def test_a_long_paragraph_with_an_open_bracket_is_read_in_no_time() -> None:
    (section,) = sections_of("A lecture (written down by a machine. " + "Words go on here. " * 3500)
    assert section.passages


def test_a_file_whose_name_is_no_utf_8_has_a_hash() -> None:
    files = [NotesFile("caf\udce9.md", "Text.")]
    assert notes_hash(files) != notes_hash([NotesFile("caf\udce8.md", "Text.")])


def test_a_path_too_long_to_be_there_is_named_with_the_mend() -> None:
    with pytest.raises(NotesError, match="ASSISTANT_NOTES"):
        read_files(Path("n" * 300))


@pytest.mark.parametrize("broken", ['{"anchor": ' + "9" * 5000 + "}", "[" * 100_000], ids=["huge number", "deep nesting"])
def test_a_broken_line_of_review_questions_is_a_fault(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "notes.questions.jsonl"
    good = json.dumps({"anchor": "a", "question": "What?", "answer": "Text.", "quote": "Text."})
    file.write_text(f"{broken}\n{good}\n", encoding="utf-8")
    review = read_review([file], library_of(("notes.md", "# A\nText.\n")))
    assert (len(review.questions), len(review.faults)) == (1, 1)


def test_a_byte_order_mark_costs_no_review_question(tmp_path: Path) -> None:
    file = tmp_path / "notes.questions.jsonl"
    good = json.dumps({"anchor": "a", "question": "What?", "answer": "Text.", "quote": "Text."})
    file.write_text(f"\ufeff{good}\n", encoding="utf-8")
    assert read_review([file], library_of(("notes.md", "# A\nText.\n"))).faults == ()
