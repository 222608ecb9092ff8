"""How headings, anchors and the text below them become sections."""

from __future__ import annotations

import pytest

from assistant.notes.parser import slug

from .reading import library_of, passages_of, sections_of


def anchors(text: str) -> list[str]:
    return [section.anchor for section in sections_of(text)]


@pytest.mark.parametrize(
    "heading",
    [
        '<a name="5_7"></a>\n## Load balancers',
        '<a id="5_7"></a>\n## Load balancers',
        '<a id="5_7">\n## Load balancers',
        '<a name="5_7"/>\n## Load balancers',
        "<a name='5_7'></a>\n## Load balancers",
        "<a name=5_7></a>\n## Load balancers",
        '<A NAME="5_7"></A>\n## Load balancers',
        '  <a name = "5_7" ></a>  \n## Load balancers',
        '<a name="5_7"></a>\n\n\n## Load balancers',
        '<a name="older"></a>\n<a id="5_7"></a>\n## Load balancers',
        '<a name="older"></a> <a id="5_7"></a>\n## Load balancers',
        '<a name="5_7"></a>\nLoad balancers\n-----',
        '## <a name="5_7"></a>Load balancers',
        '## <a id="5_7">Load balancers</a>',
        '## Load balancers <a id="5_7"></a>',
        '##<a name="5_7"></a> Load balancers',
        "## Load balancers {#5_7}",
        '<a name="above"></a>\n## <a name="5_7"></a>Load balancers',
    ],
)
def test_an_explicit_anchor_names_its_section(heading: str) -> None:
    first, second = sections_of(f"# Compute\nServers.\n\n{heading}\nThey spread the load.\n")
    assert (second.anchor, second.title, second.level) == ("5_7", "Load balancers", 2)
    assert [p.text for p in second.passages] == ["They spread the load."]
    assert second.ancestors == (first.anchor,)


def test_the_anchor_of_the_next_heading_is_not_text_of_the_section_above() -> None:
    above, below = sections_of('# A\nOne.\n\n<a name="b"></a>\n\n# B\nTwo.\n')
    assert (above.text, above.lines) == ("One.", (1, 2))
    assert (below.text, below.lines) == ("Two.", (6, 7))


def test_an_anchor_above_a_paragraph_names_no_section() -> None:
    assert anchors('# A\nOne.\n\n<a name="lost"></a>\nTwo.\n\n## B\nThree.\n') == ["a", "b"]
    section = sections_of('# A\nOne.\n\n<a name="lost"></a>\nTwo.\n')[0]
    assert section.navigation == ('<a name="lost"></a>',)
    assert [p.text for p in section.passages] == ["One.", "Two."]


@pytest.mark.parametrize("between", ["<!-- toc_start -->\n* [A](#a)\n<!-- toc_end -->", "<!-- aside -->"])
def test_an_anchor_above_a_table_of_contents_does_not_name_the_heading_below(between: str) -> None:
    assert anchors(f'<a name="top"></a>\n\n{between}\n\n# A\nText.\n') == ["a"]


def test_an_anchor_inside_code_is_code() -> None:
    (section,) = sections_of('# A\n\n```html\n<a name="x"></a>\n# no heading\n```\n')
    assert section.anchor == "a"
    assert '<a name="x"></a>' in section.passages[0].text


@pytest.mark.parametrize(
    "heading",
    [
        "## Routing [↑](#top)",
        "## [↑](#top) Routing",
        "## Routing [↑](#top) [↓](#next) [→](#5_7_4)",
        "## Routing [⬆](#a)[⬇](#b)",
        "##Routing[^](#top)",
        "Routing [↑](#top)\n-----",
    ],
)
def test_navigation_arrows_are_no_part_of_a_title(heading: str) -> None:
    (section,) = sections_of(f"{heading}\nText.\n")
    assert (section.title, section.anchor, section.path) == ("Routing", "routing", ("Routing",))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# **Bold** and *emphasis*", "Bold and emphasis"),
        ("# The `PUT` call", "The PUT call"),
        ("# [Docs](https://example.org) of S3", "Docs of S3"),
        ("# [Top](#top) of the page", "Top of the page"),
        ("# Closed #", "Closed"),
        ("# R&amp;D <b>today", "R&D today"),
        ("# ~~Old~~ New", "New"),
        ("#\tTabbed", "Tabbed"),
        ("   # Indented", "Indented"),
        ("\t# Indented by a tab", "Indented by a tab"),
        ("Underlined\n===", "Underlined"),
        ("Over two\nlines\n===", "Over two lines"),
    ],
)
def test_a_title_is_the_headings_plain_words(heading: str, title: str) -> None:
    (section,) = sections_of(f"{heading}\nText.\n")
    assert section.title == title
    assert section.text.strip() == "Text."


def test_a_heading_with_no_words_is_still_a_section_with_a_title() -> None:
    sections = sections_of("#\nOne.\n\n## [↑](#top)\nTwo.\n")
    assert [(s.anchor, s.level) for s in sections] == [("section", 1), ("section-1", 2)]
    assert all(section.title for section in sections)


@pytest.mark.parametrize("mark", ["##", "###", "####", "#####", "######"])
def test_a_heading_needs_no_space_after_its_marks(mark: str) -> None:
    (section,) = sections_of(f"{mark}Causes of 1789\n- debt\n")
    assert (section.title, section.level) == ("Causes of 1789", len(mark))


@pytest.mark.parametrize("line", ["#hashtag", "####### seven marks", "\\# escaped", "C# is a language"])
def test_what_only_looks_like_a_heading_is_text(line: str) -> None:
    (section,) = sections_of(f"# A\n\n{line}\n")
    assert [p.quote for p in section.passages] == [line]


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Load Balancers", "load-balancers"),
        ("Payment Model/Launch Type", "payment-modellaunch-type"),
        ("What is EC2?", "what-is-ec2"),
        ("Déclaration des droits", "déclaration-des-droits"),
        ("S3 & EFS", "s3--efs"),
        ("snake_case and kebab-case", "snake_case-and-kebab-case"),
        ("🏭 Industrial Britain", "-industrial-britain"),
        ("日本語 見出し", "日本語-見出し"),
        ("  spaces around  ", "spaces-around"),
        ('Café & Co. (2nd): "x"_y -- z!', "café--co-2nd-x_y----z"),
        ("?!", "section"),
    ],
)
def test_a_heading_without_anchor_gets_githubs_slug(title: str, anchor: str) -> None:
    assert slug(title) == anchor


def test_the_slug_is_made_of_the_title_without_markup() -> None:
    assert anchors("# The `PUT` **call** [docs](https://example.org) [↑](#top)\nText.\n") == ["the-put-call-docs"]


def test_repeated_headings_of_a_file_are_numbered_as_on_github() -> None:
    text = "# Overview\n1.\n\n# Overview\n2.\n\n# Overview-1\n3.\n\n# Overview\n4.\n"
    assert anchors(text) == ["overview", "overview-1", "overview-1-1", "overview-2"]


def test_repeated_explicit_anchors_of_a_file_are_numbered() -> None:
    text = '<a name="x"></a>\n# A\n1.\n\n<a name="x"></a>\n# B\n2.\n\n# X\n3.\n'
    assert anchors(text) == ["x", "x-1", "x-2"]


def test_an_anchor_that_another_file_has_gets_its_files_name() -> None:
    library = library_of(
        ("one.md", "# Overview\n1.\n"),
        ("two.md", "# Overview\n2.\n\n# Overview\n3.\n"),
        ("deep/two.md", "# Overview\n4.\n"),
        ("Week 3.md", '<a name="overview"></a>\n# Other\n5.\n'),
    )
    assert [(s.file, s.anchor) for s in library.sections] == [
        ("one.md", "overview"),
        ("two.md", "two-overview"),
        ("two.md", "two-overview-1"),
        ("deep/two.md", "two-overview-2"),
        ("Week 3.md", "week-3-overview"),
    ]
    assert [p.id for p in library.passages.values()] == [f"{s.anchor}:1" for s in library.sections]


def test_text_above_the_first_heading_is_a_section_named_after_the_file() -> None:
    preamble, chapter = sections_of("Written in week 3.\n\n- a list\n\n# Chapter\nText.\n", "uni/My Notes.md")
    assert (preamble.anchor, preamble.title, preamble.level) == ("my-notes", "My Notes", 1)
    assert (preamble.path, preamble.ancestors, preamble.lines) == (("My Notes",), (), (1, 3))
    assert [(p.id, p.lines) for p in preamble.passages] == [("my-notes:1", (1, 1)), ("my-notes:2", (3, 3))]
    assert (chapter.path, chapter.ancestors) == (("Chapter",), ())


def test_the_section_above_the_first_heading_gives_way_to_a_heading_of_its_name() -> None:
    preamble, chapter = sections_of("Lead:\n\n- point\n\n# Notes\nText.\n", "notes.md")
    assert (preamble.anchor, chapter.anchor) == ("notes-1", "notes")
    lead, point = preamble.passages
    assert (lead.id, lead.anchor, point.id, point.parents) == ("notes-1:1", "notes-1", "notes-1:2", ("notes-1:1",))


def test_text_straight_under_a_chapter_heading_belongs_to_the_chapter() -> None:
    chapter, below = sections_of("# Chapter\nStraight under it.\n\n- a bullet too\n\n## Below\nText.\n")
    assert chapter.text == "Straight under it.\n\n- a bullet too"
    assert [p.text for p in chapter.passages] == ["Straight under it.", "a bullet too"]
    assert below.ancestors == ("chapter",)


def test_paths_follow_the_levels_even_where_levels_are_skipped() -> None:
    text = "## Early\n.\n# A\n1.\n### Deep\n2.\n## B\n3.\n#### Deeper\n4.\n### C\n5.\n# D\n6.\n"
    assert [(s.anchor, s.level, s.path_text, s.ancestors, s.depth) for s in sections_of(text)] == [
        ("early", 2, "Early", (), 0),
        ("a", 1, "A", (), 0),
        ("deep", 3, "A > Deep", ("a",), 1),
        ("b", 2, "A > B", ("a",), 1),
        ("deeper", 4, "A > B > Deeper", ("a", "b"), 2),
        ("c", 3, "A > B > C", ("a", "b"), 2),
        ("d", 1, "D", (), 0),
    ]


def test_paths_do_not_reach_from_one_file_into_the_next() -> None:
    library = library_of(("a.md", "# A\n1.\n"), ("b.md", "Above.\n\n## C\n2.\n"))
    assert [(s.anchor, s.path, s.ancestors) for s in library.sections] == [
        ("a", ("A",), ()),
        ("b", ("b",), ()),
        ("c", ("C",), ()),
    ]


def test_a_section_ends_at_its_last_line_with_text() -> None:
    first, second, third = sections_of("# A\n\nText.\n\n\n\n# B\n# C\nMore.\n\n\n")
    assert (first.lines, first.text) == ((1, 3), "Text.")
    assert (second.lines, second.text, second.passages) == ((7, 7), "", ())
    assert (third.lines, third.text) == ((8, 9), "More.")


def test_a_sections_text_is_as_the_file_has_it() -> None:
    body = "Some  *text*,\n\ta tab,\n\n• a bullet ~~struck~~<br/>and\n\n|a|\n|-|\n|b|c|"
    (section,) = sections_of(f"# A\n\n{body}\n")
    assert section.text == body


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    text = "# A\n\nOne. Two.\n\n- x\n\t- y\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|c|d|\n\nB\n---\nText.\n"
    assert sections_of(mark + text.replace("\n", end)) == sections_of(text)


@pytest.mark.parametrize("text", ["One line", "One line\n", "\n\nOne line"])
def test_a_file_of_one_line_is_one_section(text: str) -> None:
    (section,) = sections_of(text, "one-line.md")
    number = text.count("\n", 0, text.index("One")) + 1
    assert (section.title, section.text) == ("one-line", "One line")
    assert [(p.text, p.lines) for p in section.passages] == [("One line", (number, number))]


def test_a_heading_inside_a_list_or_a_quotation_is_a_passage_and_no_section() -> None:
    passages = passages_of("# A\n\n- # In a list\n  below\n\n> ## Quoted\n> more\n")
    assert [p.text for p in passages] == ["In a list", "below", "Quoted", "more"]
    assert {p.anchor for p in passages} == {"a"}


@pytest.mark.parametrize(("title", "anchor"), [("हिन्दी भाषा", "हिन्दी-भाषा"), ("Cafe\u0301 bar", "cafe\u0301-bar")])
def test_a_slug_keeps_the_marks_of_its_letters(title: str, anchor: str) -> None:
    assert slug(title) == anchor
