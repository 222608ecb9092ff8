"""What needs no browser: how answers and sections become HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from windows import NOTES

from assistant import REFUSAL, Answer, Citation, SectionLink, Statement
from assistant.answering.answer import Part
from assistant.notes import Library, Passage, read_library
from assistant.web.answers import AnswerViews
from assistant.web.markdown import block_html, inline_html
from assistant.web.search import NotesSearch
from assistant.web.sections import SectionViews


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(NOTES)


def answer_of(*statements: Statement, **more: object) -> Answer:
    values = {"question": "q", "text": "t", "answered": True, "confidence": 0.9, "statements": statements}
    return Answer(**(values | more))


def test_a_run_of_one_section_has_one_chip(library: Library):
    html = AnswerViews(library).whole(
        answer_of(
            Statement("one", "1_1_1", "1_1_1:1"),
            Statement("below", "1_1_1", "1_1_1:2", depth=1),
            Statement("other", "2_2", "2_2:1"),
            Statement("again", "1_1_1", "1_1_1:3"),
        )
    )
    assert re.findall(r'class="chip" href="[^"]*" data-section="(.*?)"', html) == ["1_1_1", "2_2", "1_1_1"]
    assert "[&quot;1_1_1:1&quot;, &quot;1_1_1:2&quot;]" in html
    lists = '<ul><li><span class="line">one</span><ul><li><span class="line">below</span></li></ul></li></ul>'
    assert lists in re.sub(r'<a class="cite".*?</a>', "", html)


def test_statements_nest_and_return(library: Library):
    depths = [0, 1, 2, 1, 0, 3]
    statements = [Statement(str(at), "1_2_1", f"1_2_1:{at + 1}", depth) for at, depth in enumerate(depths)]
    html = AnswerViews(library).whole(answer_of(*statements))
    assert html.count("<ul>") == html.count("</ul>")
    assert html.count("<li>") == html.count("</li>") == len(depths)


def rows_of(library: Library, anchor: str) -> list[Passage]:
    return [passage for passage in library.by_anchor[anchor].passages if passage.cells]


def test_each_statement_has_a_link_to_its_passage(library: Library):
    html = AnswerViews(library).whole(answer_of(Statement("one", "1_1_1", "1_1_1:1"), Statement("two", "1_1_1", "1_1_1:2")))
    assert re.findall(r'class="cite" .*?data-passages="(.*?)"', html) == ["[&quot;1_1_1:1&quot;]", "[&quot;1_1_1:2&quot;]"]
    assert 'aria-label="Show in the notes: The water for pour-over coffee should have a temperature of…"' in html


def test_rows_of_one_table_are_a_table(library: Library):
    rows = rows_of(library, "1_1_2")
    told = [f"{row.cells[0]} — Brewing time: {row.cells[2]}" for row in rows]
    html = AnswerViews(library).whole(answer_of(*(Statement(t, "1_1_2", row.id) for t, row in zip(told, rows, strict=True))))
    assert re.findall(r"<th .*?>(.*?)</th>", html) == ["Brewing method", "Brewing time"]
    assert [re.sub("<a .*?</a>", "", cell) for cell in re.findall(r"<td>(.*?)</td>", html)] == [
        cell for row in rows for cell in (row.cells[0], row.cells[2])
    ]
    assert [re.sub("&quot;", '"', ids) for ids in re.findall(r'cite" .*?data-passages="(.*?)"', html)] == [
        f'["{row.id}"]' for row in rows
    ]


def test_a_row_with_little_told_stays_a_line(library: Library):
    row, other = rows_of(library, "1_1_2")[:2]
    lines = (Statement("Pour-over — Grind: medium", "1_1_2", row.id), Statement(other.cells[0], "1_1_2", other.id))
    assert "<table>" not in AnswerViews(library).whole(answer_of(lines[0]))
    assert "<table>" not in AnswerViews(library).whole(answer_of(lines[1], Statement("Other words.", "1_1_2", row.id)))
    whole = Statement("Pour-over — Grind: medium; Brewing time: 3 minutes", "1_1_2", row.id)
    html = AnswerViews(library).whole(answer_of(whole))
    assert re.findall(r'<th scope="row">(.*?)</th>', html) == ["Brewing method", "Grind", "Brewing time"]


def test_a_table_may_hang_under_a_line_and_another_follow_it(library: Library):
    one, two, three = rows_of(library, "1_1_2")
    html = AnswerViews(library).whole(
        answer_of(
            Statement("before", "1_1_2", "1_1_2:1"),
            Statement(f"{one.cells[0]} — Grind: {one.cells[1]}", "1_1_2", one.id, depth=1),
            Statement(f"{two.cells[0]} — Grind: {two.cells[1]}", "1_1_2", two.id, depth=1),
            Statement("between", "1_1_2", "1_1_2:2"),
            Statement(f"{three.cells[0]} — Grind: {three.cells[1]}", "1_1_2", three.id),
        )
    )
    assert html.count("<table>") == 1
    assert html.count("<li") == html.count("</li>") == 4
    assert re.search(r'<li><span class="line">before.*?</span><ul><li class="tabled">.*</ul></li><li>', html)


def chips(html: str) -> list[str]:
    return [ids.replace("&quot;", '"') for ids in re.findall(r'class="chip" .*?data-passages="(.*?)"', html)]


def test_a_lead_stands_out_and_leads_to_all_that_carries_it(library: Library):
    lead = Statement("93 °C, poured on a medium grind.", "1_1_1", "1_1_1:1", sources=("1_1_1:1", "1_1_1:3", "1_1_2:1"))
    other = Statement("Rye rests.", "2_2", "2_2:2", sources=("2_2:2",))
    html = AnswerViews(library).whole(answer_of(lead, other, Statement("own words", "1_1_1", "1_1_1:1")))
    led, notes = html.split('<p class="from">From your notes</p>')
    assert led.count('<div class="lead">') == 1
    assert led.count('class="cite"') == 3
    assert chips(led) == ['["1_1_2:1"]', '["2_2:2"]']
    assert "own words" in notes
    assert chips(notes) == ['["1_1_1:1"]']
    alone = AnswerViews(library).whole(answer_of(lead))
    assert chips(alone) == ['["1_1_1:1", "1_1_1:3"]', '["1_1_2:1"]']
    assert "From your notes" not in alone
    for written in ([other, Statement("notes", "1_1_1", "1_1_1:1"), lead], [lead, other] * 2):
        html = AnswerViews(library).whole(answer_of(*written))
        assert "lead" not in html
        assert "From your notes" not in html
        assert html.count('class="line"') == len(written)


@pytest.mark.parametrize(
    ("question", "standalone", "told"),
    [
        ("and rye bread?", "At what temperature is rye bread baked?", "as <q>At what temperature is rye bread baked?</q>"),
        ("How long  does it rest?", "How long does it rest? (rye bread)", "with <q>rye bread</q>"),
        ("and the maximum?", "How long does rye keep? and the maximum?", "with <q>How long does rye keep?</q>"),
        ("How is bread baked", "how is bread baked?", ""),
        ("baked bread?", "How is bread baked?", ""),
        ("q", "", ""),
    ],
)
def test_how_a_question_was_understood_is_told_where_it_adds_words(library: Library, question: str, standalone: str, told: str):
    line = Statement("one", "1_1_1", "1_1_1:1")
    html = AnswerViews(library).whole(answer_of(line, question=question, standalone=standalone))
    assert re.findall('<p class="understood">understood (.*?)</p>', html) == ([told] if told else [])


def test_code_is_shown_as_code(library: Library):
    html = AnswerViews(library).whole(answer_of(Statement("```sh\nrm <b>\n```", "1_2_1", "1_2_1:1")))
    assert '<pre tabindex="0"><code>rm &lt;b&gt;</code></pre>' in html


def test_doubt_note_and_understanding_are_told(library: Library):
    html = AnswerViews(library).whole(
        answer_of(Statement("one", "2", "2:1"), confidence=0.3, note="<note>", standalone="<asked>")
    )
    assert "Not sure" in html
    assert "doubtful" in html
    assert "&lt;note&gt;" in html
    assert "understood as <q>&lt;asked&gt;</q>" in html
    assert "Not sure" not in AnswerViews(library).whole(answer_of(Statement("one", "2", "2:1"), standalone="q"))


def test_a_refusal_has_no_copy_and_no_chip(library: Library):
    refused = Answer("q", REFUSAL, False, 0.1, nearest=(SectionLink("2_2", "Bread > Rye bread"),), note="why")
    html = AnswerViews(library).whole(refused)
    assert REFUSAL in html
    assert "why" in html
    assert '<span class="title">Rye bread</span>' in html
    assert "copy" not in html
    assert "chip" not in html


def test_prose_loses_its_marks_and_keeps_its_sources(library: Library):
    citation = Citation("2_2", "Bread > Rye bread", "02-bread.md", (1, 2), "q", ("2_2:1",))
    html = AnswerViews(library).whole(answer_of(text="Rye is **good** [2_2] and [not] cited.", citations=(citation,)))
    assert "Rye is <strong>good</strong> and [not] cited." in html
    assert html.count('class="chip"') == 1


def test_a_scenario_folds_its_solution_away(library: Library):
    def said(part: Part, text: str) -> Statement:
        return Statement(text, "1_1_1", "1_1_1:1", sources=("1_1_1:1",), part=part)

    statements = [said(Part.SITUATION, "A <b>café</b> brews."), said(Part.QUESTION, "How hot?"), said(Part.ANSWER, "At 93 °C.")]
    views = AnswerViews(library)
    scene, solution = views.draft(statements).split('<details class="solution">')
    assert "A &lt;b&gt;café&lt;/b&gt; brews." in scene
    assert "How hot?" in scene
    assert "93" not in scene
    assert "At 93 °C." in solution
    assert "<details" not in views.draft(statements[:2])
    copied = views.copied(answer_of(*statements)).splitlines()
    assert [line for line in copied if line.startswith("**")] == ["**Situation**", "**Question**", "**Answer**"]


def test_a_draft_may_be_cut_anywhere(library: Library):
    text = "one **two `three <script>alert(1)</script> [2_2](x)"
    first = next(iter(library.passages.values()))
    for end in range(len(text)):
        assert "<script" not in AnswerViews(library).draft([Statement(text[:end], first.anchor, first.id)])


def test_every_passage_can_be_highlighted(library: Library):
    views = SectionViews(library)
    for passage in library.passages.values():
        assert "<mark>" in views.panel(passage.anchor, [passage.id]), passage


def test_only_the_cited_passage_is_highlighted(library: Library):
    passage = next(one for one in library.passages.values() if "Espresso" in one.text and one.cells)
    html = SectionViews(library).panel(passage.anchor, [passage.id])
    assert html.count("<mark>") == len(passage.cells)
    assert "<mark>very fine</mark>" in html


def test_a_page_with_too_much_below_lists_it(library: Library, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.web.sections._MOST_INLINE", 3)
    html = SectionViews(library).page("1")
    assert "In this section" in html
    assert "93 °C" not in html


def test_no_section_no_page(library: Library):
    assert SectionViews(library).page("nowhere") is None
    assert SectionViews(library).panel("nowhere") is None


@pytest.mark.parametrize(
    ("words", "anchors"),
    [
        ("sourdough", ["2_1", "2_1_2", "2_1_1"]),
        ("coffee", ["1", "1_1_1", "1_1_2"]),
        ("machine espresso", ["1_2", "1_2_1"]),
        ("coffee grind", ["1_1_2"]),
        ("bread baked", ["2_1_2", "2_2"]),
        ("ater", ["1_1_1", "1_2_1", "2", "2_1_1"]),
        ("   ", []),
        ("c++ (", []),
    ],
)
def test_a_search_finds_titles_first_and_whole_words_before_pieces(library: Library, words: str, anchors: list[str]):
    found = [one.section.anchor for one in NotesSearch(library).find(words)]
    assert found[: len(anchors)] == anchors
    assert anchors or not found


def test_a_whole_word_in_a_title_comes_before_a_piece_of_one(tmp_path: Path):
    titles = ["Restarting", "The art of starting over", "Art history", "Starting", "Art"]
    (tmp_path / "notes.md").write_text("# Start\n\n" + "\n\n".join(f"## {title}\n\nText." for title in titles))
    found = NotesSearch(read_library(tmp_path)).find("art")
    assert [one.section.title for one in found][:3] == ["Art", "Art history", "The art of starting over"]
    assert [one.section.title for one in found][3:] == ["Start", "Restarting", "Starting"]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a<br>b <BR/> c", "a<br />\nb<br />\nc"),
        ("![x](http://e.invalid/a.png)", '<span class="picture">[picture: x]</span>'),
        ("[x](http://e.invalid/)", '<span>x</span><span class="address"> (http://e.invalid/)</span>'),
        ("<http://e.invalid/>", "<span>http://e.invalid/</span>"),
        ("[x](#2_2)", '<a href="/notes#2_2" data-section="2_2">x</a>'),
        ("[x](#nowhere)", "<span>x</span>"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("~~gone~~ &lt;b&gt;", "<s>gone</s> &lt;b&gt;"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
    ],
)
def test_inline_markdown_is_tame(markdown: str, html: str):
    assert inline_html(markdown, {"2_2"}) == html


def test_headings_and_alignment_are_tame():
    assert block_html("> # Big\n") == '<blockquote>\n<p class="subheading">Big</p>\n</blockquote>\n'
    assert '<td class="right">1</td>' in block_html("| a |\n|--:|\n| 1 |\n")
    assert "style" not in block_html("| a |\n|--:|\n| 1 |\n")


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<b onclick=alert(1)>x</b> <s>y", "<strong>x</strong> <s>y</s>"),
        ("</b>x <i>y</b> z</i>", "x <em>y z</em>"),
        ('<a href="http://e.invalid/">x</a>', '<span>x</span><span class="address"> (http://e.invalid/)</span>'),
        ('<a href="#2_2">x', '<a href="/notes#2_2" data-section="2_2">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', '<span>x</span><span class="address"> (javascript:alert(1))</span>'),
        ("<a name=x></a>y<!-- z -->", "y"),
        ("a<br/>b", "a<br />\nb"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("<svg onload=alert(1)>", "&lt;svg onload=alert(1)&gt;"),
        ("<form action=x><input autofocus>", "&lt;form action=x&gt;&lt;input autofocus&gt;"),
        ("<span style='position:fixed'>x</span>", "x"),
        ("<iframe src=x>", "&lt;iframe src=x&gt;"),
    ],
)
def test_html_of_the_notes_is_tame(markdown: str, html: str):
    assert block_html(markdown, {"2_2"}, html=True) == f"<p>{html}</p>\n"
