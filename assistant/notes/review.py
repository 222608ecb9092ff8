"""Review questions beside the notes: what a section answers, and what it leaves open.

`05-storage.md` may have `05-storage.questions.jsonl` and `05-storage.open.jsonl` beside it, JSON lines of
`{"anchor", "question", "answer", "quote"}` and `{"anchor", "question"}`. An answered question may have `also`: other wordings
of it, one a line, each answered by the very same answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.notes.section import Library, Section

QUESTIONS, OPEN = ".questions.jsonl", ".open.jsonl"


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question that a section answers.

    Attributes:
        id: names it in its library.
        anchor: the section.
        question: in a student's words.
        answer: one or two sentences.
        passages: ids of the passages that carry the answer.
        also: the same in other words.
    """

    id: str
    anchor: str
    question: str
    answer: str
    passages: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def wordings(self) -> dict[str, str]:
        """Each of its wordings by an id of that wording; the question's own comes first, by the question's id."""
        return {self.id: self.question, **{f"{self.id}/{number}": text for number, text in enumerate(self.also, 1)}}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that a section raises and the notes leave open."""

    id: str
    anchor: str
    question: str

    @property
    def wordings(self) -> dict[str, str]:
        """Its only wording, by its id."""
        return {self.id: self.question}


@dataclass(frozen=True)
class Review:
    """The review questions of a library.

    Attributes:
        questions: those that the notes answer, each checked against its section.
        open: those that they leave open.
        faults: lines that could not be used, with the reason.
    """

    questions: tuple[ReviewQuestion, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    faults: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, ReviewQuestion]:
        """Answered questions by the ids of their wordings."""
        return {id: question for question in self.questions for id in question.wordings}

    @cached_property
    def by_wording(self) -> dict[str, list[ReviewQuestion]]:
        """Answered questions by each of their wordings, in folded case."""
        found: dict[str, list[ReviewQuestion]] = {}
        for question in self.questions:
            for wording in question.wordings.values():
                found.setdefault(wording.casefold(), []).append(question)
        return found

    @cached_property
    def open_by_id(self) -> dict[str, OpenQuestion]:
        """Questions left open by their id."""
        return {question.id: question for question in self.open}

    @cached_property
    def by_section(self) -> dict[str, list[ReviewQuestion]]:
        """Answered questions by the anchor of their section."""
        found: dict[str, list[ReviewQuestion]] = {}
        for question in self.questions:
            found.setdefault(question.anchor, []).append(question)
        return found


def review_files(notes: Path, names: Iterable[str]) -> list[Path]:
    """The files of review questions that lie beside notes files.

    Args:
        notes: the notes file or folder.
        names: the notes files, relative to the folder.
    """
    folder = notes.parent if notes.is_file() else notes
    beside = (folder / name for name in names)
    return [found for file in beside for suffix in (QUESTIONS, OPEN) if (found := file.with_suffix(suffix)).is_file()]


def read_review(files: Iterable[Path], library: Library, enriched: Mapping[Path, str] | None = None) -> Review:
    """Reads review questions; each quote must be passages of its section, word for word, or the line is left out.

    Args:
        files: what `review_files` found.
        library: the notes they are about.
        enriched: what `enriched_files` found: files of one section each, with its anchor as it is now.
    """
    enriched = enriched or {}
    questions: list[ReviewQuestion] = []
    left_open: list[OpenQuestion] = []
    faults: list[str] = []
    for file in [*files, *enriched]:
        for number, row in read_rows(file):
            where = f"{file.name}, line {number}"
            anchor, question = enriched.get(file) or row.get("anchor", ""), row.get("question", "")
            section = library.by_anchor.get(anchor)
            if section is None or not question.strip():
                faults.append(f"{where}: no question about a section of the notes")
            elif file.name.endswith(OPEN):
                left_open.append(OpenQuestion(f"open:{len(left_open) + 1}", anchor, question))
            else:
                passages = carriers_of(row.get("quote", ""), section)
                if passages and row.get("answer", "").strip():
                    id = f"question:{len(questions) + 1}"
                    questions.append(ReviewQuestion(id, anchor, question, row["answer"], passages, _other_wordings(row)))
                else:
                    faults.append(f"{where}: the quote is not in section {anchor}")
    return Review(tuple(questions), tuple(left_open), tuple(faults))


def _other_wordings(row: Mapping[str, str]) -> tuple[str, ...]:
    """What stands under `also`, one wording a line."""
    return tuple(dict.fromkeys(line.strip() for line in row.get("also", "").split("\n") if line.strip()))


def read_rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The objects of a file of JSON lines, each with its line's number; what is no text is left out of them.

    Args:
        file: the file; a line that cannot be read gives an empty object.
    """
    for number, line in enumerate(file.read_text(encoding="utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = {}
        row = row if isinstance(row, dict) else {}
        yield number, {key: value for key, value in row.items() if isinstance(value, str)}


def carriers_of(quote: str, section: Section) -> tuple[str, ...]:
    """Ids of the passages that a quote consists of, or none where one of its lines is no passage of the section.

    Args:
        quote: passages as the notes have them, one a line.
        section: where they stand.
    """
    quotes = {_squeeze(passage.quote): passage.id for passage in section.passages if passage.quotable}
    whole = quotes.get(_squeeze(quote))
    if whole:
        return (whole,)
    ids = [quotes.get(_squeeze(line)) for line in quote.split("\n") if line.strip()]
    return tuple(dict.fromkeys(id for id in ids if id)) if ids and all(ids) else ()


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
