"""How bullets, tables, code and paragraphs become passages."""

from __future__ import annotations

import re

import pytest

from assistant.notes import PassageKind

from .reading import passages_of, sections_of, squeezed


def outline(text: str) -> list[tuple[str, int]]:
    """Each passage's words, and how many passages stand above it."""
    return [(p.text, len(p.parents)) for p in passages_of(text)]


@pytest.mark.parametrize("glyph", ["*", "-", "+", "•", "‣", "◦", "▪", "●", "○", "∙", "·"])
def test_every_bullet_glyph_makes_a_bullet(glyph: str) -> None:
    first, below, second = passages_of(f"# A\n\n{glyph} one\n\t{glyph} two\n{glyph} three\n")
    assert {p.kind for p in (first, below, second)} == {PassageKind.BULLET}
    assert [p.text for p in (first, below, second)] == ["one", "two", "three"]
    assert (first.parents, below.parents, second.parents) == ((), ("a:1",), ())
    assert [p.lines for p in (first, below, second)] == [(3, 3), (4, 4), (5, 5)]


@pytest.mark.parametrize("glyph", ["•", "▪", "·"])
def test_a_pasted_bullet_needs_no_space_and_takes_a_hard_one(glyph: str) -> None:
    assert outline(f"# A\n\n{glyph}one\n{glyph}\u00a0two\n") == [("one", 0), ("two", 0)]


@pytest.mark.parametrize("mark", ["1.", "1)", "12."])
def test_numbered_items_are_bullets(mark: str) -> None:
    (passage,) = passages_of(f"# A\n\n{mark} Write the mask. Then add.\n")
    assert (passage.kind, passage.text) == (PassageKind.BULLET, "Write the mask. Then add.")


@pytest.mark.parametrize("indent", ["\t", "    ", "  ", "  \t", " \t"])
def test_indents_of_tabs_and_spaces_nest_bullets(indent: str) -> None:
    text = f"# A\n\n- one\n{indent}+ two\n{indent * 2}* three\n{indent}- four\n- five\n"
    assert outline(text) == [("one", 0), ("two", 1), ("three", 2), ("four", 1), ("five", 0)]
    assert passages_of(text)[2].parents == ("a:1", "a:2")


@pytest.mark.parametrize("glyph", ["*", "-", "•"])
def test_bullets_that_start_with_a_tab_are_bullets_and_no_code(glyph: str) -> None:
    passages = passages_of(f"# A\n\n\t{glyph} one\n\t\t{glyph} two\n")
    assert [(p.kind, p.text) for p in passages] == [(PassageKind.BULLET, "one"), (PassageKind.BULLET, "two")]
    assert passages[1].parents == (passages[0].id,)


def test_a_bullet_keeps_the_lines_that_continue_it() -> None:
    first, second = passages_of("# A\n\n- one line,\n  its second\nand a third\n- next\n")
    assert (first.quote, first.lines) == ("one line, its second and a third", (3, 5))
    assert second.lines == (6, 6)


def test_a_paragraph_and_code_inside_a_bullet_hang_under_it() -> None:
    bullet, paragraph, code, after = passages_of("# A\n\n- one\n\n  More of it.\n\n  ```\n  # x\n  ```\n- two\n")
    assert [p.kind for p in (bullet, paragraph, code)] == [
        PassageKind.BULLET,
        PassageKind.SENTENCE,
        PassageKind.CODE,
    ]
    assert (paragraph.parents, code.parents, after.parents) == (("a:1",), ("a:1",), ())
    assert (code.text, code.lines) == ("# x", (7, 9))


@pytest.mark.parametrize("lead", ["Short lead", "**How it works:**", "A lead of more than eight words, with a colon at its end:"])
@pytest.mark.parametrize("block", ["- point", "1. point", "| a | b |\n|---|---|\n| point | x |", "```\npoint\n```"])
def test_a_line_that_leads_to_a_list_a_table_or_code_is_its_parent(lead: str, block: str) -> None:
    head, below = passages_of(f"# A\n\n{lead}\n\n{block}\n")
    assert (head.kind, below.parents) == (PassageKind.SENTENCE, (head.id,))


@pytest.mark.parametrize("before", ["A whole sentence.", "TODO write this:", "~~Retracted~~", "One.\n\nTwo.\n\n***"])
def test_a_line_that_states_something_of_its_own_is_no_parent(before: str) -> None:
    *_, bullet = passages_of(f"# A\n\n{before}\n\n- point\n")
    assert bullet.parents == ()


TABLES = {
    "outer pipes": "| Name | Size | Note |\n|---|:-:|--:|\n| one | 1 | x |\n| two | 2 | y |",
    "no outer pipes": "Name | Size | Note\n--- | :-: | --:\none | 1 | x\ntwo | 2 | y",
    "no spaces": "Name|Size|Note\n-|-|-\none|1|x\ntwo|2|y",
    "only leading pipes": "|Name|Size|Note\n|---|---|---\n|one|1|x\n|two|2|y",
    "only trailing pipes": "Name|Size|Note|\n---|---|---|\none|1|x|\ntwo|2|y|",
    "a short delimiter": "Name | Size | Note\n--- | ---\none | 1 | x\ntwo | 2 | y",
    "indented": "   | Name | Size | Note |\n   |---|---|---|\n   | one | 1 | x |\n   | two | 2 | y |",
    "quoted": "> | Name | Size | Note |\n> |---|---|---|\n> | one | 1 | x |\n> | two | 2 | y |",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_tables_rows_are_passages_with_their_column_heads(table: str) -> None:
    first, second = passages_of(f"# A\n\n{table}\n")
    assert [p.kind for p in (first, second)] == [PassageKind.ROW, PassageKind.ROW]
    assert first.heads == second.heads == ("Name", "Size", "Note")
    assert (first.cells, second.cells) == (("one", "1", "x"), ("two", "2", "y"))
    assert (first.text, second.text) == ("one | 1 | x", "two | 2 | y")
    assert (first.lines, second.lines) == ((5, 5), (6, 6))
    assert first.quote == table.split("\n")[2].strip()


def test_a_table_of_one_column_is_a_table() -> None:
    (row,) = passages_of("# A\n\n| Name |\n|---|\n| one |\n")
    assert (row.heads, row.cells) == (("Name",), ("one",))


def test_cells_that_repeat_the_row_above_are_filled_at_the_rows_start() -> None:
    text = "# A\n\n| Kind | Way | Note |\n|---|---|---|\n| In | SAML | a |\n| . | SSO | b |\n| | | c |\n|.|.|d|\n| Out | | e |\n"
    rows = passages_of(text)
    assert [row.cells for row in rows] == [
        ("In", "SAML", "a"),
        ("In", "SSO", "b"),
        ("In", "SSO", "c"),
        ("In", "SSO", "d"),
        ("Out", "", "e"),
    ]
    assert [row.text for row in rows] == ["In | SAML | a", "In | SSO | b", "In | SSO | c", "In | SSO | d", "Out | e"]
    assert rows[2].quote == "| | | c |"


def test_a_dot_repeats_the_row_above_without_outer_pipes_too() -> None:
    first, second = passages_of("# A\n\nKind | Way\n--- | ---\nIn | SAML\n. | SSO\n")
    assert (first.cells, second.cells) == (("In", "SAML"), ("In", "SSO"))


def test_the_first_row_of_a_table_inherits_nothing() -> None:
    *_, row = passages_of("# A\n\n| a |\n|---|\n| x |\n\nText.\n\n| b | c |\n|---|---|\n| . | y |\n")
    assert row.cells == ("", "y")


@pytest.mark.parametrize("empty", ["", ".", "..", "-", "–", "—", '"'])
def test_a_cell_that_says_nothing_is_not_stated(empty: str) -> None:
    (row,) = passages_of(f"# A\n\n| a | b | c |\n|---|---|---|\n| x | {empty} | z |\n")
    assert (row.text, row.cells) == ("x | z", ("x", "", "z"))


def test_a_row_wider_than_the_head_keeps_all_its_cells() -> None:
    text = "# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 | 5 | 6 |\n| 7 |\n"
    rows = passages_of(text)
    assert [row.text for row in rows] == ["1 | 2", "3 | 4 | 5 | 6", "7"]
    assert rows[1].cells == ("3", "4", "5", "6")
    assert {row.heads for row in rows} == {("a", "b", "", "")}
    assert [row.lines for row in rows] == [(5, 5), (6, 6), (7, 7)]


@pytest.mark.parametrize("tag", ["<br/>", "<br>", "<br />", "<BR>"])
def test_a_line_break_in_a_cell_separates_its_statements(tag: str) -> None:
    (row,) = passages_of(f"# A\n\n| a | b |\n|---|---|\n| x | one{tag}two |\n")
    assert row.cells == ("x", "one; two")
    assert tag in row.quote


def test_an_escaped_pipe_is_part_of_its_cell() -> None:
    (row,) = passages_of("# A\n\n| a | b |\n|---|---|\n| `x \\| y` | p \\| q |\n")
    assert (row.heads, row.cells) == (("a", "b"), ("`x | y`", "p | q"))


def test_a_table_with_nothing_but_a_head_keeps_its_words() -> None:
    (head,) = passages_of("# A\n\n| Name | Size |\n|---|---|\n")
    assert (head.kind, head.text, head.quotable, head.lines) == (PassageKind.OTHER, "Name | Size", False, (3, 3))


def test_what_a_heads_words_leave_out_is_kept_beside_them() -> None:
    head, row = passages_of("# A\n\n| [Name](https://example.org/names) | ~~Mass~~ Size |\n|---|---|\n| x | y |\n")
    assert (head.kind, head.quotable) == (PassageKind.OTHER, False)
    assert "example.org/names" in head.quote
    assert "Mass" not in head.text
    assert row.heads == ("Name", "Size")


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "```python", "~~~ sh"])
def test_a_fence_is_one_passage_whatever_stands_in_it(fence: str) -> None:
    body = "# not a heading\n\n- no bullet\n\ta | b\n--- | ---\n~~kept~~ <!-- toc_start -->\n• dot"
    mark = re.match(r"[`~]+", fence)[0]
    (section,) = sections_of(f"# A\n\n{fence}\n{body}\n{mark}\n")
    (code,) = section.passages
    assert code.kind is PassageKind.CODE
    assert code.quote == f"{fence}\n{body}\n{mark}"
    assert code.lines == (3, 11)
    assert not code.struck
    assert code.quotable


def test_text_after_a_fence_is_read_again() -> None:
    text = "# A\n\n```\n# x\n```\n\n# B\nText.\n\n~~~\n```\n# y\n~~~\n\n# C\nMore.\n"
    assert [s.title for s in sections_of(text)] == ["A", "B", "C"]


def test_a_shown_fence_holds_code_that_has_fences_itself() -> None:
    (code,) = passages_of("# A\n\n````\n```\nx\n```\n````\n")
    assert code.markdown == "~~~~\n```\nx\n```\n~~~~"


def test_an_unclosed_fence_ends_before_the_next_heading() -> None:
    first, second = sections_of("# A\n\n```\nFeb 1848\n# a remark\n\nMar 1848\n\n## B\nText.\n")
    assert (second.title, second.text) == ("B", "Text.")
    (code,) = first.passages
    assert (code.kind, code.quote) == (PassageKind.CODE, "```\nFeb 1848\n# a remark\n\nMar 1848")


def test_an_unclosed_fence_ends_before_the_next_anchor() -> None:
    first, second = sections_of('# A\n\n```\ncode\n\n<a name="b"></a>\n## B\nText.\n')
    assert (second.anchor, second.text) == ("b", "Text.")
    assert [p.quote for p in first.passages] == ["```\ncode"]


def test_an_unclosed_fence_in_a_bullet_ends_before_the_next_heading() -> None:
    first, second = sections_of("# A\n\n- one\n  ```\n  code\n\n# B\nText.\n")
    assert [p.kind for p in first.passages] == [PassageKind.BULLET, PassageKind.CODE]
    assert second.title == "B"


def test_an_unclosed_fence_at_the_end_takes_the_rest() -> None:
    (section,) = sections_of("# A\nText.\n\n```\ncode\n\nmore\n")
    assert [(p.quote, p.lines) for p in section.passages] == [("Text.", (2, 2)), ("```\ncode\n\nmore", (4, 7))]


def test_a_code_passages_quote_keeps_tabs_and_spaces() -> None:
    (code,) = passages_of("# A\n\n```make\nall:\n\tgo   run\n```\n")
    assert code.quote == "```make\nall:\n\tgo   run\n```"


def test_a_paragraph_is_cut_into_sentences_with_their_own_lines() -> None:
    text = "# A\n\nOne ends here. Two starts\nand ends. Three\nis last.\n"
    assert [(p.kind, p.quote, p.lines) for p in passages_of(text)] == [
        (PassageKind.SENTENCE, "One ends here.", (3, 3)),
        (PassageKind.SENTENCE, "Two starts and ends.", (3, 4)),
        (PassageKind.SENTENCE, "Three is last.", (4, 5)),
    ]


def test_a_quotation_is_read_like_any_text() -> None:
    text = "# A\n\n> Quoted. Twice.\n>\n> - a bullet\n>   - below\n"
    passages = passages_of(text)
    assert [(p.text, p.lines) for p in passages] == [
        ("Quoted.", (3, 3)),
        ("Twice.", (3, 3)),
        ("a bullet", (5, 5)),
        ("below", (6, 6)),
    ]
    assert passages[3].parents == (passages[2].id,)


def test_passages_of_a_block_share_its_number() -> None:
    passages = passages_of("# A\n\nOne. Two.\n\n- x\n- y\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n")
    blocks = [p.block for p in passages]
    assert blocks[0] == blocks[1]
    assert blocks[2] == blocks[3]
    assert blocks[4] == blocks[5]
    assert len(set(blocks)) == 3


def test_passages_are_numbered_in_their_section() -> None:
    assert [p.id for p in passages_of("# A\n\nOne. Two.\n\n# B\n\n- x\n- y\n")] == ["a:1", "a:2", "b:1", "b:2"]


def test_link_definitions_are_kept_but_state_nothing() -> None:
    text = '# A\n\nSee [the docs].\n\n[the docs]: https://example.org "Title"\n'
    *_, kept = passages_of(text)
    assert (kept.kind, kept.quotable, kept.lines) == (PassageKind.OTHER, False, (5, 5))
    assert kept.quote == '[the docs]: https://example.org "Title"'


@pytest.mark.parametrize("opened", ["> ", "- "])
def test_text_nested_deeper_than_any_reader_follows_is_kept(opened: str) -> None:
    passages = passages_of(f"# A\n\n{opened * 400}deepest\n\nafter\n")
    assert any("deepest" in p.quote for p in passages)
    assert any(p.quote == "after" for p in passages)


STRUCK = [
    ("Founded in ~~1927~~ 1972.", "Founded in 1972."),
    ("- ~~2 out~~ **3 out**", "3 out"),
    ("- a <del>b</del> c", "a c"),
    ("- a <s>b</s> c", "a c"),
    ("- a <strike>b</strike> c", "a c"),
    ("- a ~~b [c](https://example.org) `d` **e**~~ f", "a f"),
    ("- **a ~~b~~** c", "a c"),
    ("~~One. Two.~~ Three.", "Three."),
    ("a ~~over\ntwo lines~~ c", "a c"),
    ("> ~~quoted~~ now", "now"),
    ("| h | k |\n|---|---|\n| a ~~b~~ | ~~c~~ d |", "a | d"),
]


@pytest.mark.parametrize(("notes", "text"), STRUCK)
def test_struck_text_is_kept_in_the_quote_and_never_stated(notes: str, text: str) -> None:
    (passage,) = passages_of(f"# A\n\n{notes}\n")
    assert passage.text == text
    assert passage.struck
    assert passage.quotable
    kept = " ".join(notes.split("\n")[-1 if "|" in notes else 0 :]).removeprefix("- ").removeprefix("> ")
    assert passage.quote == kept


@pytest.mark.parametrize(("notes", "text"), STRUCK)
def test_struck_text_is_not_in_the_markdown_either(notes: str, text: str) -> None:
    (passage,) = passages_of(f"# A\n\n{notes}\n")
    assert squeezed(passage.markdown.replace("*", "")) == text
    assert passage.cells == (("a", "d") if "|" in notes else ())


@pytest.mark.parametrize(
    "notes",
    ["~~All of it.~~", "- ~~all of it~~", "- ~~all~~ ~~of it~~ .", "| h | k |\n|---|---|\n| ~~a~~ | ~~b~~ |"],
)
def test_a_passage_that_is_struck_as_a_whole_states_nothing(notes: str) -> None:
    (passage,) = passages_of(f"# A\n\n{notes}\n")
    assert (passage.struck, passage.quotable) == (True, False)
    assert "~~" in passage.quote


def test_a_row_whose_subject_is_struck_is_retracted_with_the_rows_that_repeat_it() -> None:
    struck, below, other = passages_of("# A\n\n| h | k |\n|---|---|\n| ~~RRS~~ | cheap |\n| . | old |\n| S3 | new |\n")
    assert (struck.quotable, below.quotable, other.quotable) == (False, False, True)


@pytest.mark.parametrize("text", ["`~~code~~`", "about ~5 kg", "~~ not closed"])
def test_tildes_that_strike_nothing_leave_the_text(text: str) -> None:
    (passage,) = passages_of(f"# A\n\n{text}\n")
    assert not passage.struck
    assert passage.text == text.replace("`", "")


@pytest.mark.parametrize(
    "notes",
    [
        "TODO insert picture",
        "- TODO: insert picture",
        "\t* TODO insert picture",
        "- **TODO** insert picture",
        "- [ ] TODO insert picture",
        "FIXME insert picture",
        "- TBD",
        "~~old~~ TODO insert picture",
        "(TODO insert picture)",
        "| a | b |\n|---|---|\n| TODO | TODO later |",
    ],
)
def test_a_to_do_is_kept_and_states_nothing(notes: str) -> None:
    (passage,) = passages_of(f"# A\n\n{notes}\n")
    assert not passage.quotable
    assert any(word in passage.quote for word in ("TODO", "FIXME", "TBD"))


def test_a_to_do_in_brackets_is_left_out_of_what_is_stated() -> None:
    (passage,) = passages_of("# A\n\n- Founded in 1972 (TODO check the year) in Rome\n")
    assert (passage.text, passage.markdown, passage.quotable) == (
        "Founded in 1972 in Rome",
        "Founded in 1972 in Rome",
        True,
    )
    assert passage.quote == "Founded in 1972 (TODO check the year) in Rome"


@pytest.mark.parametrize(
    ("notes", "text"),
    [
        ("<div class=box>\nWords here.", "Words here."),
        ("- <b>words here", "words here"),
        ("words</b> here", "words here"),
        ("<details><summary>words\nhere", "words here"),
        ('<span style="color:red">words here', "words here"),
        ('see <a href="https://example.org">words here that are many', "see words here that are many"),
        ("<table><tr><td>words here", "words here"),
        ("<p>words<br>here", "words; here"),
        ("<!-- words here", "<!-- words here"),
        ("a < b and c > d", "a < b and c > d"),
        ("use <your-name> here", "use <your-name> here"),
    ],
)
def test_unclosed_html_hides_no_words(notes: str, text: str) -> None:
    first, second = sections_of(f"# A\n\n{notes}\n\n## B\nText.\n")
    assert [p.text for p in first.passages] == [text]
    assert [p.text for p in second.passages] == ["Text."]


@pytest.mark.parametrize("tag", ["<div>", "<details>", "<center>", "<!-- open"])
def test_html_does_not_swallow_the_heading_right_below(tag: str) -> None:
    assert [(s.title, s.text) for s in sections_of(f"# A\n{tag}\n## B\n</div>\nText.\n")] == [
        ("A", tag),
        ("B", "</div>\nText."),
    ]


@pytest.mark.parametrize("notes", ["[only a link](https://example.org)", "- see [docs](x) [more](y)", "***", "![](x.png)"])
def test_links_and_pictures_alone_state_nothing(notes: str) -> None:
    assert not any(p.quotable for p in passages_of(f"# A\nText.\n\n{notes}\n")[1:])


def test_a_pictures_words_are_text() -> None:
    (passage,) = passages_of('# A\n\nThe cell: ![onion drawing](cell.png "T") and <img src="x.png" alt="a map">.\n')
    assert passage.text == "The cell: onion drawing and a map."


@pytest.mark.parametrize("glyph", ["-", "*", "+", "•"])
@pytest.mark.parametrize("indent", ["\t", "    "])
def test_bullets_indented_right_below_a_paragraph_are_bullets(glyph: str, indent: str) -> None:
    text = f"# A\nBilayer, heads to the water.\n{indent}{glyph} cholesterol\n{indent * 2}{glyph} warm\n"
    assert [(p.kind, p.text, p.lines) for p in passages_of(text)] == [
        (PassageKind.SENTENCE, "Bilayer, heads to the water.", (2, 2)),
        (PassageKind.BULLET, "cholesterol", (3, 3)),
        (PassageKind.BULLET, "warm", (4, 4)),
    ]


@pytest.mark.parametrize("below", ["\n# B\n", "\n\n\n## B\n", '\n<a name="b"></a>\n# B\n'])
def test_an_unclosed_fence_ends_at_its_last_line_with_text(below: str) -> None:
    first, _ = sections_of(f"# A\n\n```\ncode\n{below}Text.\n")
    (code,) = first.passages
    assert code.lines == (3, 4)
    assert first.lines == (1, 4)


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


def test_a_link_by_reference_is_words_in_a_paragraph_as_in_a_bullet() -> None:
    text = "# A\n\nSee [the docs][1] for all limits.\n\n- See [the docs][1] for all limits.\n\n[1]: https://example.org\n"
    sentence, bullet, _ = passages_of(text)
    assert sentence.text == bullet.text == "See the docs for all limits."


@pytest.mark.timeout(5)
def test_a_long_paragraph_with_an_open_bracket_is_read_in_no_time() -> None:
    (section,) = sections_of("A lecture (written down by a machine. " + "Words go on here. " * 3500)
    assert section.passages


@pytest.mark.parametrize("marker", ["-", "1."])
def test_a_ruler_right_below_indented_bullets_makes_no_heading(marker: str) -> None:
    text = f"# A\n\nText\n    {marker} one\n    {marker} two\n---\nMore.\n"
    assert [p.text for p in passages_of(text)] == ["Text", "one", "two", "More."]
    assert len(sections_of(text)) == 1


def test_a_mark_of_repetition_repeats_the_cell_above_wherever_it_stands() -> None:
    text = '# A\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | . | " |\n| . | 〃 | x |\n| 5 | x | |\n| 6 | . | . |\n'
    assert [p.cells for p in passages_of(text)] == [
        ("1", "2", "3"),
        ("4", "2", "3"),
        ("4", "2", "x"),
        ("5", "x", ""),
        ("6", "x", ""),
    ]


@pytest.mark.parametrize("first", ["| . | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | . |"])
def test_a_dot_that_repeats_nothing_at_first_repeats_nothing_below(first: str) -> None:
    *_, above, below = passages_of(f"# A\n\n{first}\n| 3 | 4 |\n| 5 | . |\n")
    assert (above.cells, below.cells) == (("3", "4"), ("5", ""))


def test_a_dot_that_is_code_is_a_cell_like_any_other() -> None:
    *_, row = passages_of("# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| `.` | `.` |\n")
    assert row.cells == ("`.`", "`.`")


@pytest.mark.parametrize("to_do", ["TODO", "**TBD**", "FIXME!", "TODO?"])
def test_a_cell_that_only_says_to_do_is_blank_and_repeats_nothing(to_do: str) -> None:
    *_, row = passages_of(f"# A\n\n| a | b | c |\n|---|---|---|\n| x | y | z |\n| {to_do} | v | {to_do} |\n")
    assert (row.text, row.cells, row.quotable) == ("v", ("", "v", ""), True)


@pytest.mark.parametrize("to_do", ["TODO check this", "**FIXME** check this", "TBD", "(TODO check) TODO this"])
@pytest.mark.parametrize("start", ["", "- "])
def test_a_line_of_to_do_inside_a_text_is_quoted_and_not_stated(start: str, to_do: str) -> None:
    (passage,) = passages_of(f"# A\n\n{start}A fact that\n{to_do}\n**goes on**\n")
    assert (passage.text, passage.markdown, passage.quotable) == ("A fact that goes on", "A fact that **goes on**", True)
    assert passage.quote == f"A fact that {to_do} **goes on**"
    assert passage.lines == (3, 5)


def test_no_sentence_of_a_line_of_to_do_is_stated() -> None:
    stated = [p.text for p in passages_of("# A\n\nA fact\nTODO check this. Ask Mia.\nMore.\n") if p.quotable]
    assert stated == ["A fact More."]


def test_a_line_that_starts_with_a_to_do_in_brackets_is_stated_without_it() -> None:
    (passage,) = passages_of("# A\n\n- A fact\n  (TODO check) that goes on\n")
    assert passage.text == "A fact that goes on"


def test_struck_text_of_any_length_is_stated_nowhere() -> None:
    (passage,) = passages_of(f"# A\n\n~~{'Old one. ' * 100}End.~~ New.\n")
    assert (passage.text, passage.struck) == ("New.", True)


@pytest.mark.parametrize("lines", ["> text\na | b\n--- | --- | ---\n", "- x\n\n  a | b\n|---|---|---|\n"])
def test_what_is_no_table_after_all_is_quoted_as_it_stands(lines: str) -> None:
    text = f"# A\n\n{lines}"
    assert all(p.quote in squeezed(text.replace("> ", "")) for p in passages_of(text))


def test_a_quoted_table_is_read_as_wide_as_its_widest_row() -> None:
    first, second = passages_of("# A\n\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n> | 3 | 4 | 5 |\n")
    assert (first.cells, second.cells) == (("1", "2", ""), ("3", "4", "5"))
