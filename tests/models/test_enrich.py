"""Review questions that a model writes are kept only where they hold, and survive a broken run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from assistant import Assistant, Settings
from assistant.errors import QuestionError
from assistant.models import opening
from assistant.models.enrich import Enricher, Rejection, to_enrich
from assistant.models.opening import ChatModel
from assistant.models.questions import ReviewQuestions, drafts_of
from assistant.notes import Library, Review, Written, enriched_files, read_library, read_review, review_files

from .scripted import asked_of, following, passages_of, saying

NOTES = """\
# Harbour

## Lighthouse

- The lighthouse of Kalmora has 417 steps.
- The lighthouse of Kalmora cannot be visited in winter.

## Ferry

- The ferry to Osterholm takes 12 cars.

## Empty
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes.md").write_text(NOTES, encoding="utf-8")
    return tmp_path / "notes.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def library(notes: Path) -> Library:
    return read_library(notes)


def row(question: str, answer: str, *passages: int) -> str:
    return json.dumps({"question": question, "answer": answer, "passages": passages})


def script(system: str, human: str) -> Iterator[str]:
    """Writes a good question on each passage, in other words than the notes'."""
    for number, text in passages_of(human).items():
        subject = " ".join(text.split()[:4])
        yield row(f"What should I know about {subject}?", text, number) + "\n"


GOOD = following(script)


def missing(library: Library, home: Path, scope: str | None = None, **options):
    return to_enrich(library, home, Written.REVIEW, scope, **options)


def enrich(model: ChatModel, library: Library, home: Path, parallel: int = 1):
    sections = missing(library, home)
    return Enricher(model, library, home, ReviewQuestions()).run(sections, parallel=parallel)


def read(library: Library, home: Path) -> Review:
    return read_review([], library, enriched_files(home, library))


def test_questions_are_kept_in_the_home_and_read_with_their_sections(library: Library, home: Path, notes: Path) -> None:
    before = notes.read_bytes()
    done = enrich(GOOD, library, home)
    assert (done.sections, done.kept, done.failure) == (2, 2, None), "of the lighthouse's two, one is asked already"
    review = read(library, home)
    assert review.faults == ()
    assert {question.anchor for question in review.questions} == {"lighthouse", "ferry"}
    assert notes.read_bytes() == before
    assert list(notes.parent.glob("*.jsonl")) == []


def test_sections_without_text_are_left_alone(library: Library, home: Path) -> None:
    assert [section.anchor for section in missing(library, home)] == ["lighthouse", "ferry"]


def test_a_scope_is_kept_to_and_must_be_there(library: Library, home: Path) -> None:
    assert [section.anchor for section in missing(library, home, "ferry")] == ["ferry"]
    with pytest.raises(QuestionError, match="'nowhere'"):
        missing(library, home, "nowhere")


def test_sections_with_questions_beside_the_notes_are_left_alone(notes: Path, home: Path) -> None:
    written = {"anchor": "ferry", "question": "Cars?", "answer": "12 cars.", "quote": "The ferry to Osterholm takes 12 cars."}
    notes.with_suffix(".questions.jsonl").write_text(json.dumps(written), encoding="utf-8")
    library = read_library(notes)
    review = read_review(review_files(notes, library.files), library)
    assert [section.anchor for section in missing(library, home, have=review.by_section)] == ["lighthouse"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (row("How many steps has the lighthouse of Kalmora?", "It has 714 steps.", 1), Rejection.ANSWER),
        (row("Is the lighthouse open in winter?", "Yes, the lighthouse can be visited in winter.", 2), Rejection.ANSWER),
        (row("How many steps has the lighthouse?", "The lighthouse of Kalmora has 417 steps.", 9), Rejection.QUOTE),
        (row("How many steps has the lighthouse?", "The lighthouse of Kalmora has 417 steps."), Rejection.QUOTE),
        (row("How many are there?", "The lighthouse of Kalmora has 417 steps.", 1), Rejection.TOPIC),
        (row("Steps?", "The lighthouse of Kalmora has 417 steps.", 1), Rejection.SHAPE),
        (row("How many steps has the lighthouse?", "steps " * 60, 1), Rejection.SHAPE),
        (row("How many steps has the lighthouse?", "", 1), Rejection.SHAPE),
    ],
)
def test_a_question_that_does_not_hold_is_not_kept(library: Library, home: Path, line: str, reason: Rejection) -> None:
    done = enrich(saying(line), library, home)
    assert done.rejected[reason] >= 1
    assert "lighthouse" in done.empty
    assert "lighthouse" not in read(library, home).by_section


def test_a_question_that_was_asked_already_is_not_kept(library: Library, home: Path) -> None:
    line = row("How many steps has the lighthouse of Kalmora?", "The lighthouse of Kalmora has 417 steps.", 1)
    done = enrich(saying(f"{line}\n{line}"), library, home)
    assert done.rejected[Rejection.TWICE] == 1
    assert len(read(library, home).by_section["lighthouse"]) == 1


def test_no_markup_is_kept(library: Library, home: Path) -> None:
    line = row(
        "How many <b>steps</b> has the ![x](https://evil.example) lighthouse?", "The lighthouse of Kalmora has 417 steps.", 1
    )
    enrich(saying(line), library, home)
    assert [q.question for q in read(library, home).questions] == ["How many steps has the lighthouse?"]


def test_a_run_goes_on_where_another_broke_off(library: Library, home: Path) -> None:
    def breaks(system: str, human: str) -> Iterator[str | BaseException]:
        yield from script(system, human)
        if "ferry" in human:
            yield httpx.ConnectError("refused")

    done = enrich(following(breaks), library, home)
    assert (done.sections, done.failed) == (1, ["ferry"])
    assert done.failure is not None
    again = following(script)
    assert enrich(again, library, home).sections == 1
    assert len(asked_of(again)) == 1
    assert missing(library, home) == []
    assert len(missing(library, home, again=True)) == 2


def test_a_passing_trouble_is_not_the_end(library: Library, home: Path) -> None:
    calls = []

    def slips(system: str, human: str) -> Iterator[str | BaseException]:
        calls.append(human)
        if len(calls) == 1:
            yield httpx.ReadError("reset")
        yield from script(system, human)

    done = enrich(following(slips), library, home)
    assert (done.failed, done.sections, done.failure) == (["lighthouse"], 1, None)


def test_questions_follow_their_section_and_leave_it_when_it_changes(notes: Path, library: Library, home: Path) -> None:
    enrich(GOOD, library, home)
    notes.write_text("# Before\n\n- Something new.\n\n" + NOTES, encoding="utf-8")
    assert len(read(read_library(notes), home).questions) == 2
    notes.write_text(NOTES.replace("12 cars", "14 cars"), encoding="utf-8")
    changed = read_library(notes)
    assert set(read(changed, home).by_section) == {"lighthouse"}
    assert [section.anchor for section in missing(changed, home)] == ["ferry"]


def test_several_sections_at_once_give_the_same(library: Library, home: Path, tmp_path: Path) -> None:
    one, two = enrich(GOOD, library, home), enrich(GOOD, library, tmp_path / "other", parallel=4)
    assert (one.kept, one.rejected) == (two.kept, two.rejected)


def test_the_index_learns_of_them(notes: Path, library: Library, home: Path) -> None:
    settings = Settings.load(notes=notes, home=home)
    assert Assistant.open(settings).index.questions.search([0.0] * 384, 5) == []
    enrich(GOOD, library, home)
    opened = Assistant.open(settings)
    assert len(opened.index.review.questions) == 2
    assert opened.ask("how many cars does the ferry to Osterholm take?").answered


def test_the_estimate_counts_what_is_read_and_written(library: Library, home: Path) -> None:
    model = saying("", input_price=1.0, output_price=2.0)
    estimate = Enricher(model, library, home, ReviewQuestions(), count=4).estimate(missing(library, home))
    assert estimate.sections == 2
    assert 2 * 100 < estimate.tokens_in < 2 * 500
    assert estimate.tokens_out == 2 * 4 * 75
    assert estimate.cost == pytest.approx((estimate.tokens_in + 2 * estimate.tokens_out) / 1e6)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (row("A b c?", "D.", 1) + row("E f g?", "H.", 2), 2),
        (f"[{row('A b c?', 'D.', 1)},\n{row('E f g?', 'H.', 2)}]", 2),
        (f"Sure! ```json\n{row('A b c?', 'D.', 1)}\n```", 1),
        (f'{{"questions": [{row("A b c?", "D.", 1)}]}}', 1),
        ('{"question": "A b c?", "answer": "D', 0),
        ('{"question": 5, "answer": []} {"x": 1}', 0),
        ("{" * 5000, 0),
    ],
)
def test_objects_are_found_in_whatever_is_written(text: str, count: int) -> None:
    assert len(list(drafts_of(text))) == count


@given(st.text(alphabet=st.sampled_from('{}[]",: question answer passages 123'), max_size=200))
def test_any_reply_is_read(text: str) -> None:
    for draft in drafts_of(text):
        assert isinstance(draft.question, str)


def test_the_command_says_what_it_will_take_and_what_came_of_it(monkeypatch, notes: Path, home: Path) -> None:
    from assistant.cli import app

    monkeypatch.setenv("ASSISTANT_NOTES", str(notes))
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    monkeypatch.setattr(opening, "open_model", lambda settings: GOOD)
    runner = CliRunner()
    unasked = runner.invoke(app, ["enrich"])
    assert "--yes" in str(unasked.exception)
    first = runner.invoke(app, ["enrich", "--yes"])
    assert first.exit_code == 0, first.output
    assert re.search(r"2 sections: about [\d,]+ tokens read and [\d,]+ written by scripted:model\.", first.stdout)
    assert "2 review questions kept for 2 sections" in first.stdout
    assert "already" in runner.invoke(app, ["enrich", "--yes"]).stdout


def test_the_command_needs_a_model(notes: Path) -> None:
    from assistant.cli import app

    assert "ASSISTANT_MODEL" in str(CliRunner().invoke(app, ["enrich"]).exception)
