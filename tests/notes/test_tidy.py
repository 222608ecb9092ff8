"""How untidy lines are made readable, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.notes.tidy import split_row, tidy

from .reading import passages_of, sections_of

MARKS = [
    ("<!-- toc_start -->", "<!-- toc_end -->"),
    ("[toc_start]::", "[toc_end]::"),
    ("<!--toc_start-->", "<!--toc_end-->"),
    ("<!-- TOC -->", "<!-- /TOC -->"),
    ("<!-- toc -->", "<!-- tocstop -->"),
    ("[toc_start]:: generated", "[toc_end]::"),
    ("  <!-- toc-start -->", "\t<!-- toc-end -->"),
]


@pytest.mark.parametrize(("start", "end"), MARKS)
def test_a_marked_table_of_contents_is_navigation(start: str, end: str) -> None:
    listed = "* [Part one](#one)\n\n\t* [Part two](#two)\nother words\n1. [x](#y)"
    (section,) = sections_of(f"# A\nAbove.\n\n{start}\n{listed}\n{end}\n\nBelow.\n")
    assert [(p.text, p.lines[0]) for p in section.passages] == [("Above.", 2), ("Below.", 12)]
    assert section.navigation == (start, *listed.split("\n"), end)


@pytest.mark.parametrize(("start", "end"), MARKS)
def test_a_table_of_contents_above_all_headings_is_no_section(start: str, end: str) -> None:
    (section,) = sections_of(f"{start}\n* [A](#a)\n{end}\n\n# A\nText.\n")
    assert (section.title, section.lines) == ("A", (5, 6))


@pytest.mark.parametrize(("start", "end"), MARKS)
def test_marks_of_a_table_of_contents_in_code_are_code(start: str, end: str) -> None:
    (section,) = sections_of(f"# A\n\n```\n{start}\n* [A](#a)\n{end}\n```\n")
    assert section.navigation == ()
    assert "* [A](#a)" in section.passages[0].quote


@pytest.mark.parametrize("start", [start for start, _ in MARKS])
def test_a_table_of_contents_that_is_never_closed_hides_no_text(start: str) -> None:
    first, second = sections_of(f"# A\n\n{start}\n\nText below.\n\n# B\nMore.\n")
    assert [p.text for p in first.passages] == ["Text below."]
    assert [p.text for p in second.passages] == ["More."]


def test_a_table_of_contents_never_hides_a_heading() -> None:
    text = "# A\n\n<!-- toc_start -->\n* [B](#b)\n\n## B\nText.\n\n<!-- toc_end -->\n\n## C\nMore.\n"
    assert [(s.title, [p.text for p in s.passages if p.quotable]) for s in sections_of(text)] == [
        ("A", []),
        ("B", ["Text."]),
        ("C", ["More."]),
    ]


def test_a_stray_end_of_a_table_of_contents_is_navigation() -> None:
    (section,) = sections_of("# A\nOne.\n\n<!-- toc_end -->\n[toc_end]::\n\nTwo.\n")
    assert section.navigation == ("<!-- toc_end -->", "[toc_end]::")
    assert [p.text for p in section.passages] == ["One.", "Two."]


def test_an_unmarked_list_of_links_into_the_file_is_navigation() -> None:
    (section,) = sections_of("# A\n\n* [One](#one)\n  * [Two](#two)\n1. [Three](#three)\n\nText.\n")
    assert section.navigation == ("* [One](#one)", "  * [Two](#two)", "1. [Three](#three)")


def test_a_single_link_into_the_file_and_links_out_of_it_are_no_navigation() -> None:
    (section,) = sections_of("# A\n\n* [One](#one)\n\n* [Two](https://example.org)\n* [Three](x.md#three) says more\n")
    assert section.navigation == ()
    assert [p.text for p in section.passages] == ["One", "Two", "Three says more"]


@pytest.mark.parametrize("comment", ["<!-- ask Mia -->", "<!-- ask Mia\n# old heading\n- old -->", "<!--\nask\n-->"])
def test_a_comment_is_navigation_and_no_text(comment: str) -> None:
    (section,) = sections_of(f"# A\nOne.\n\n{comment}\n\nTwo.\n")
    assert section.navigation == tuple(comment.split("\n"))
    assert [p.text for p in section.passages] == ["One.", "Two."]


@pytest.mark.parametrize("comment", ["<!-- never closed", "<!-- closed --> before words", "words <!-- aside -->"])
def test_a_comment_with_words_around_it_hides_none_of_them(comment: str) -> None:
    (section,) = sections_of(f"# A\n\n{comment}\n\nTwo.\n")
    assert section.navigation == ()
    assert [p.quote for p in section.passages] == [comment, "Two."]


def test_a_comment_in_code_is_code() -> None:
    (section,) = sections_of("# A\n\n```html\n<!-- kept -->\n```\n")
    assert section.passages[0].text == "<!-- kept -->"


@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_is_no_text(end: str) -> None:
    matter = f'---\ntitle: "Cell bio"\ntags: [bio, year1]\nlist:\n  - a\n- b\n# remark\n\n{end}'
    (section,) = sections_of(f"{matter}\n# A\nText.\n")
    assert (section.title, section.lines, section.navigation) == ("A", (10, 11), tuple(matter.split("\n")))


def test_front_matter_above_text_is_navigation_of_that_text() -> None:
    (section,) = sections_of("---\ntitle: x\n---\nText.\n")
    assert section.navigation == ("---", "title: x", "---")
    assert [(p.text, p.lines) for p in section.passages] == [("Text.", (4, 4))]


@pytest.mark.parametrize("text", ["---\nJust text\n---\n# A\n.\n", "---\n\nJust text\n\n---\n", "---\nJust text\n"])
def test_a_ruler_at_the_top_starts_no_front_matter(text: str) -> None:
    shown = [p.quote for s in sections_of(text) for p in s.passages] + [s.title for s in sections_of(text)]
    assert "Just text" in shown


@pytest.mark.parametrize("ruler", ["---", "***", "* * *", "- - -", "___", "====="])
def test_rulers_are_no_passages(ruler: str) -> None:
    (section,) = sections_of(f"# A\n\nOne.\n\n{ruler}\n\nTwo.\n")
    assert [p.text for p in section.passages if p.quotable] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("|a|b", ["a", "b"]),
        ("a|b|", ["a", "b"]),
        ("| a | | b |", ["a", "", "b"]),
        ("| | a |", ["", "a"]),
        ("|a|b||", ["a", "b", ""]),
        ("| a \\| b | c |", ["a \\| b", "c"]),
        ("|a|", ["a"]),
        ("  | a | b |  ", ["a", "b"]),
    ],
)
def test_a_row_is_split_at_its_pipes(row: str, cells: list[str]) -> None:
    assert split_row(row) == cells


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ('<a name="x"></a>\n# A', {0: ["x"]}),
        ('<a name="x"></a> <a id="y"></a>\n# A', {0: ["x", "y"]}),
        ('# A <a id="y"></a>', {0: ["y"]}),
        ("# A {#z}", {0: ["z"]}),
        ('text <a name="x"></a> text', {}),
        ('```\n<a name="x"></a>\n```', {}),
        ('<a href="#x">x</a>', {}),
    ],
)
def test_explicit_anchors_are_found_with_their_lines(text: str, anchors: dict[int, list[str]]) -> None:
    assert tidy(text).anchors == anchors


LINES = ("# a", "##b", "• c", "---", "g: h", "```", "~~~", "|", "-|-", "| d | e |", "<!--", "-->", '<a name="f"></a>')
ENDS = ("\n", "\r\n", "\r", "\ufeff", "\x00", "\u2028", "\x0c", "\t", "<!-- toc_start -->", "[toc_end]::")


@given(st.lists(st.sampled_from((*LINES, *ENDS)), max_size=40).map("".join))
@settings(max_examples=300, derandomize=True, database=None)
def test_every_step_keeps_the_number_of_lines(text: str) -> None:
    tidied = tidy(text)
    assert len(tidied.lines) == len(tidied.original)
    assert all("\n" not in line and "\r" not in line for line in tidied.lines)
    assert all(tidied.lines[number] == "" for number in tidied.navigation)
    assert tidied.navigation <= set(range(len(tidied.lines)))


def test_a_chapter_between_two_rulers_at_the_top_is_no_front_matter() -> None:
    text = "---\n# Chapter 1\n\n- bullet one\n- bullet two\n\n---\n# Chapter 2\n- x\n"
    assert [(s.title, [p.text for p in s.passages]) for s in sections_of(text)] == [
        ("Chapter 1", ["bullet one", "bullet two"]),
        ("Chapter 2", ["x"]),
    ]


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


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u3000", "\x0c"])
def test_a_line_of_hard_spaces_moves_no_line_number(blank: str) -> None:
    passages = passages_of(f"# A\n\n{blank}\nText here.\n\n- bullet\n{blank}\n")
    assert [(p.text, p.lines) for p in passages] == [("Text here.", (4, 4)), ("bullet", (6, 6))]
