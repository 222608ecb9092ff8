"""The notes that come along, and their review questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.notes import Library, Review, read_library, read_review, review_files

from .reading import CORPUS, squeezed

QUESTION_FILES = sorted((*CORPUS.glob("*.questions.jsonl"), *CORPUS.glob("*.open.jsonl")))
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Written:
    """A section as the corpus is written: an anchor's line, a heading's line, text."""

    anchor: str
    level: int
    title: str
    file: str
    lines: tuple[int, int]
    text: str


def _written(file: Path) -> list[Written]:
    lines = file.read_text(encoding="utf-8").split("\n")
    marks = [n for n, line in enumerate(lines) if line.startswith("<a name=")]
    found = []
    for mark, end in zip(marks, [*marks[1:], len(lines)], strict=True):
        while not lines[end - 1].strip():
            end -= 1
        anchor = re.fullmatch(r'<a name="(\w+)"></a>', lines[mark])
        heading = re.fullmatch(r"(#+) (.+)", lines[mark + 1])
        assert anchor and heading, f"{file.name}, line {mark + 1}"
        text = "\n".join(lines[mark + 2 : end]).strip("\n")
        found.append(Written(anchor[1], len(heading[1]), heading[2], file.name, (mark + 2, end), text))
    return found


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(CORPUS)


@pytest.fixture(scope="module")
def review(library: Library) -> Review:
    return read_review(review_files(CORPUS, library.files), library)


@pytest.fixture(scope="module")
def written(library: Library) -> list[Written]:
    return [section for name in library.files for section in _written(CORPUS / name)]


def test_the_corpus_is_343_sections_in_ten_chapters(library: Library) -> None:
    assert len(library.sections) == 343
    assert [section.anchor for section in library.chapters] == [str(number) for number in range(1, 11)]
    assert [name.split("-")[0] for name in library.files] == [f"{number:02}" for number in range(1, 11)]
    assert library.skipped == ()


def test_sections_are_what_is_written(library: Library, written: list[Written]) -> None:
    assert [Written(s.anchor, s.level, s.title, s.file, s.lines, s.text) for s in library.sections] == written


def test_sections_stand_below_the_ones_their_anchor_names(library: Library) -> None:
    for section in library.sections:
        parts = section.anchor.split("_")
        assert section.ancestors == tuple("_".join(parts[:n]) for n in range(1, len(parts)))
        assert section.path == (*(library.by_anchor[a].title for a in section.ancestors), section.title)


def test_every_passage_stands_word_for_word_in_its_lines(library: Library) -> None:
    texts = {name: (CORPUS / name).read_text(encoding="utf-8").split("\n") for name in library.files}
    for section in library.sections:
        for passage in section.passages:
            first, last = passage.lines
            lines = texts[passage.file][first - 1 : last]
            assert squeezed(passage.quote) in squeezed(" ".join(lines))
            assert passage.quote.split()[0] in lines[0]
            assert passage.quote.split()[-1] in lines[-1]
            assert section.lines[0] < first <= last <= section.lines[1]


def test_passages_hold_every_word_of_the_sections(library: Library) -> None:
    for section in library.sections:
        quotes = " ".join(word for p in section.passages for word in (p.quote, *p.heads))
        missing = set(re.findall(r"\w+", section.text)) - set(re.findall(r"\w+", quotes))
        assert {word for word in missing if not re.search(rf"(?m)^\s*{word}\.\s", section.text)} == set()


def test_all_passages_but_the_retracted_ones_can_be_quoted(library: Library) -> None:
    silent = [p.quote for p in library.passages.values() if not p.quotable]
    assert len(silent) == 3
    assert all("~~" in quote for quote in silent)


def test_every_question_file_lies_beside_a_chapter(library: Library) -> None:
    assert sorted(review_files(CORPUS, library.files)) == QUESTION_FILES


def test_every_review_question_is_read_without_a_fault(review: Review) -> None:
    written = sum(1 for file in QUESTION_FILES for line in file.read_text("utf-8").split("\n") if line.strip())
    assert review.faults == ()
    assert len(review.questions) + len(review.open) == written


def test_every_section_with_text_has_a_review_question(library: Library, review: Review) -> None:
    asked = {question.anchor for question in review.questions}
    assert {s.anchor for s in library.sections if s.passages} <= asked


def test_no_question_is_asked_twice_of_a_section_or_both_answered_and_left_open(review: Review) -> None:
    answered = [(asked.anchor, squeezed(text).lower()) for asked in review.questions for text in asked.wordings.values()]
    left_open = [(question.anchor, squeezed(question.question).lower()) for question in review.open]
    assert len(set(answered)) == len(answered)
    assert len(set(left_open)) == len(left_open)
    assert {question for _, question in answered} & {question for _, question in left_open} == set()


def test_every_figure_of_an_answer_stands_in_its_passages(library: Library, review: Review) -> None:
    for question in review.questions:
        section = library.by_anchor[question.anchor]
        quotes = [library.passages[id].quote for id in question.passages]
        known = set(_FIGURE.findall(" ".join([*quotes, *section.path, question.question])))
        assert set(_FIGURE.findall(question.answer)) <= known, question


def test_no_answer_rests_on_retracted_words(library: Library, review: Review) -> None:
    for question in review.questions:
        assert all(library.passages[id].text for id in question.passages)
        assert "~~" not in question.answer
