"""What was found is read together with the question, each text once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Settings
from assistant.answering import cross_encoder
from assistant.answering.answer import Statement
from assistant.answering.composer import Composer
from assistant.answering.question import understand
from assistant.answering.ranking import rank
from assistant.answering.reader import Reader
from assistant.index import SearchIndex, open_index


def test_each_text_is_read_once_for_a_question(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = cross_encoder.packaged()
    read: list[str] = []

    class Counting:
        def rate(self, question: str, texts: list[str]) -> list[float]:
            read.extend(texts)
            return shipped.rate(question, texts)

    monkeypatch.setattr(cross_encoder, "packaged", Counting)
    reader = Reader(assistant.index)
    question = understand("How long does CloudTrail keep events?", assistant.index.vocabulary)
    ranking = rank(question, assistant.index)
    ids = [passage.id for passage in ranking.passages[:5]]

    once = reader.passages(question, ids[:3])
    again = reader.passages(question, ids)
    told = reader.told(question, ranking.questions, 4)

    assert again[:3] == once
    assert len(read) == len(set(read)) == len(ids) + len(told)
    assert reader.told(question, ranking.questions, 2) == told[:2]


def test_an_answer_is_read_once_however_many_questions_it_answers(assistant: Assistant) -> None:
    question = understand("How long does CloudTrail keep events?", assistant.index.vocabulary)
    ranking = rank(question, assistant.index)
    told = Reader(assistant.index).told(question, ranking.questions, 12)
    answers = [assistant.index.review.by_id[hit.id].answer for hit, _ in told]
    assert len(answers) == len(set(answers)) == 12
    best = max(told, key=lambda pair: pair[1])
    assert "90 days" in assistant.index.review.by_id[best[0].id].answer


def composed(index: SearchIndex, asked: str) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements of an answer without reading, and with it."""
    question = understand(asked, index.vocabulary)
    ranking = rank(question, index)
    composers = (Composer(index.library, index.review, index.passage_words.terms, reader=it) for it in (None, Reader(index)))
    glanced, read = (composer.compose(question, ranking) for composer in composers)
    return glanced, read


def test_a_direct_answer_that_reads_best_is_told_though_others_lie_nearer(assistant: Assistant) -> None:
    glanced, read = composed(
        assistant.index,
        "how do i tell the gateway what the json of a request is supposed to look like? mapping template or is that sth else",
    )
    assert not any("schema" in statement.markdown for statement in glanced)
    assert [statement.anchor for statement in read if "schema" in statement.markdown] == ["5_8_2_7"]
    assert read[0] == glanced[0], "what leads stays first"


def test_without_review_questions_the_passages_that_read_best_are_told(tmp_path: Path) -> None:
    practice = Path(__file__).parent.parent / "data" / "practice"
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "economics.md").write_text((practice / "macroeconomics.md").read_text("utf-8"), "utf-8")
    index = open_index(Settings(notes=tmp_path / "notes", home=tmp_path / "home"))
    glanced, read = composed(index, "Who gains from surprise inflation when money has been lent?")
    assert not any("borrower" in statement.markdown for statement in glanced)
    assert any("borrower" in statement.markdown for statement in read)
    assert all(statement.markdown in index.library.passages[statement.passage].markdown for statement in read)
