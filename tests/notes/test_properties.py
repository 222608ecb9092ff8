"""What holds for all notes, however untidy."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import NotesError
from assistant.notes import NotesFile, Passage, PassageKind, Section, read_library
from assistant.notes.tidy import tidy

from .reading import library_of, lines_of, sections_of, squeezed
from .untidy import WORD, Page, pages

repeatable = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

STARTS = ("# ", "##", "- ", "* ", "+ ", "• ", "1. ", "> ", "\t", "    ", "TODO ", "---\n", "===\n", "title: x\n")
ENDS = ("\n", "\n\n", "\r\n", "\r", ". ", "? ", ": ", "\ufeff", "\x00", "é", "本。")
FENCES = ("```", "```py\n", "~~~\n", "`", "|", " | ", "|---|---|\n", "--- | ---\n", "\\|", "\\")
TAGS = ('<a name="x"></a>', '<a id="y">\n', "</a>", '<a href="#x">', "<br/>", "<div>\n", "<s>", "</del>", "<", "&amp;")
CONTENTS = ("<!-- ", "-->", "<!-- toc_start -->\n", "<!-- toc_end -->\n", "[toc_start]::\n", "[toc_end]::\n", "{#id}")
MARKS = ("~~", "**", "*", "_", "[", "](#x)", "](u)", "![", "]: http://q", "[^1]", "(TODO ", ")")
FRAGMENTS = (*STARTS, *ENDS, *FENCES, *TAGS, *CONTENTS, *MARKS)
ANYTHING = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.from_regex(r"[a-zé]{1,3}\d ?", fullmatch=True)), max_size=60).map("".join),
)


def read(text: str) -> tuple[Section, ...]:
    """The sections of any text; none where it holds no words."""
    try:
        return read_library(Path("notes"), [NotesFile("notes.md", text)]).sections
    except NotesError:
        return ()


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", text))


def shown(sections: tuple[Section, ...]) -> list[Passage]:
    return [passage for section in sections for passage in section.passages]


def body_start(section: Section, lines: list[str]) -> int:
    """The number, from 0, of the line on which a section's text starts."""
    for start in range(section.lines[0] - 1, section.lines[1] + 1):
        if "\n".join(lines[start : section.lines[1]]).strip("\n") == section.text:
            return start
    raise AssertionError(f"the text of {section.anchor} is not in its lines")


@given(ANYTHING)
@repeatable
def test_any_text_is_read_without_losing_a_word(text: str) -> None:
    sections = read(text)
    lines = lines_of(text.replace("\x00", "\ufffd"))
    navigation = tidy(text).navigation
    kept = {word for p in shown(sections) for part in (p.quote, *p.heads) for word in words(part)}
    for section in sections:
        kept |= words(" ".join((section.title, section.anchor, *section.navigation)))
        kept |= words(" ".join(lines[section.lines[0] - 1 : body_start(section, lines)]))
    if sections:
        for number, line in enumerate(lines):
            marks = words(" ".join(re.findall(r"\d+(?=[.)])", line)))
            assert number in navigation or words(line) - marks <= kept, line


@given(ANYTHING)
@repeatable
def test_sections_of_any_text_are_in_order_and_do_not_overlap(text: str) -> None:
    lines = lines_of(text.replace("\x00", "\ufffd"))
    end = 0
    for section in read(text):
        first, last = section.lines
        assert end < first <= last <= len(lines)
        assert body_start(section, lines) >= first - 1
        end = last


@given(ANYTHING)
@repeatable
def test_names_and_parents_of_any_text_are_sound(text: str) -> None:
    sections = read(text)
    anchors = [section.anchor for section in sections]
    assert len(set(anchors)) == len(anchors)
    assert all(anchors) and all(section.title for section in sections)
    ids = [passage.id for passage in shown(sections)]
    assert len(set(ids)) == len(ids)
    for number, section in enumerate(sections):
        above = {other.anchor: other for other in sections[:number]}
        assert section.path == (*(above[anchor].title for anchor in section.ancestors), section.title)
        levels = [above[anchor].level for anchor in section.ancestors]
        assert [*levels, section.level] == sorted({*levels, section.level})
        before: set[str] = set()
        for passage in section.passages:
            assert (passage.anchor, passage.file) == (section.anchor, section.file)
            assert set(passage.parents) <= before
            before.add(passage.id)


@given(st.lists(ANYTHING, max_size=4))
@repeatable
def test_anchors_of_any_files_are_unique(texts: list[str]) -> None:
    files = [(f"{number % 2}/notes.md", text) for number, text in enumerate(texts)]
    sections = library_of(("first.md", "# X\nText."), *files).sections
    anchors = [section.anchor for section in sections]
    assert len(set(anchors)) == len(anchors)


@given(ANYTHING)
@repeatable
def test_any_text_is_read_the_same_again(text: str) -> None:
    assert read(text) == read(text)


@given(pages())
@repeatable
def test_every_word_of_untidy_notes_is_kept_where_it_belongs(page: Page) -> None:
    sections = sections_of(page.text)
    quoted = words(" ".join(p.quote for p in shown(sections)).lower())
    named = words(" ".join((*(s.title for s in sections), *(h for p in shown(sections) for h in p.heads))).lower())
    aside = words(" ".join(line for s in sections for line in s.navigation))
    for word in WORD.findall(page.text.lower()):
        if word.startswith("aside"):
            assert word in aside - quoted
        else:
            assert word in quoted | named


@given(pages())
@repeatable
def test_struck_words_of_untidy_notes_are_stated_nowhere(page: Page) -> None:
    sections = sections_of(page.text)
    for passage in shown(sections):
        assert "struck" not in " ".join((passage.text, passage.markdown, *passage.heads, *passage.cells)).lower()
        if passage.kind in (PassageKind.BULLET, PassageKind.SENTENCE):
            assert passage.struck == ("struck" in passage.quote.lower())


@given(pages())
@repeatable
def test_every_heading_of_untidy_notes_is_a_section_in_its_place(page: Page) -> None:
    headings = [(heading.level, heading.title, heading.line) for heading in page.headings]
    above = [] if headings and headings[0][2] == 1 else [(1, "notes", 1)]
    assert [(s.level, s.title, s.lines[0]) for s in sections_of(page.text)] == above + headings


@given(pages())
@repeatable
def test_every_passage_of_untidy_notes_knows_its_lines_and_its_section(page: Page) -> None:
    lines = {word: number for number, line in enumerate(page.lines, 1) for word in WORD.findall(line.lower())}
    for section in sections_of(page.text):
        for passage in section.passages:
            found = [lines[word] for word in WORD.findall(passage.quote.lower())]
            first, last = passage.lines
            assert all(first <= line <= last for line in found)
            assert all(section.lines[0] <= line <= section.lines[1] for line in found)
            if passage.kind is not PassageKind.CODE:
                assert passage.quote.split()[0] in page.lines[first - 1]
                assert passage.quote.split()[-1] in page.lines[last - 1]


@given(pages(apart=True))
@repeatable
def test_a_passages_quote_is_what_stands_in_its_lines(page: Page) -> None:
    for passage in shown(sections_of(page.text)):
        lines = page.lines[passage.lines[0] - 1 : passage.lines[1]]
        if passage.kind is PassageKind.CODE:
            assert passage.quote == "\n".join(lines).strip("\n")
        else:
            assert passage.quote in squeezed(" ".join(line.removeprefix("> ") for line in lines))


@given(pages(apart=True))
@repeatable
def test_blocks_of_untidy_notes_become_passages_of_their_kind(page: Page) -> None:
    passages = {p.lines[0]: p for p in reversed(shown(sections_of(page.text)))}
    fenced = {n for p in passages.values() if p.kind is PassageKind.CODE for n in range(p.lines[0], p.lines[1] + 1)}
    for number, line in enumerate(page.lines, 1):
        if number in fenced or number not in passages or line.startswith("["):
            continue
        if re.match(r"\s*(?:[*+•‣◦▪●○·-]|\d\.) ", line):
            assert passages[number].kind is PassageKind.BULLET
        elif " | " in line:
            assert passages[number].kind in (PassageKind.ROW, PassageKind.OTHER)
        else:
            assert passages[number].kind is PassageKind.SENTENCE


@given(pages(apart=True))
@repeatable
def test_rows_of_untidy_notes_fill_leading_blanks_from_the_row_above(page: Page) -> None:
    rows = [p for p in shown(sections_of(page.text)) if p.kind is PassageKind.ROW]
    above: dict[int, Passage] = {}
    for row in rows:
        before = above.get(row.lines[0] - 1)
        written = WORD.findall(re.sub(r"~~\w+~~", "", row.quote.lower()))
        told = WORD.findall(row.text.lower())
        inherited = told[: len(told) - len(written)]
        assert told == inherited + written
        if before is None:
            assert inherited == []
        else:
            assert inherited == WORD.findall(before.text.lower())[: len(inherited)]
        above[row.lines[0]] = row


@given(pages(), st.sampled_from(["\r\n", "\r"]), st.sampled_from(["", "\ufeff"]), st.sampled_from(["", "\n", "\n\n\n"]))
@repeatable
def test_line_ends_and_byte_order_marks_change_nothing(page: Page, end: str, mark: str, tail: str) -> None:
    plain = sections_of(page.text)
    assert sections_of((mark + page.text + tail).replace("\n", end)) == plain
