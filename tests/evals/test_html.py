"""`report.html`: all of a report is there to read, and nothing in it can do anything."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_report import INCOMPLETE, NOT_REFUSED, REFUSED, REPORT, RIGHT

from assistant.web.report_page import BEGIN, END, last_report
from evals.html import document, write
from evals.html.charts import Axis
from evals.html.outcome import Outcome, outcome_of
from evals.report import Curve, Figure, Part, Report, ReportError, Result

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)> </style> <!-- /report --> [x](javascript:alert(3)) &amp;"
VOID = {"meta", "br", "input", "link", "img", "hr"}


class Reader(HTMLParser):
    """Reads a page: its tags with their attributes, its text, and whether every tag is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def of_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.tags if name in (attributes.get("class") or "").split()]


def hostile(value: Any) -> Any:
    """The same thing with mischief at the end of every text in it."""
    if isinstance(value, str) and type(value) is str:
        return value + HOSTILE
    if isinstance(value, tuple):
        return tuple(hostile(each) for each in value)
    if isinstance(value, dict):
        return {hostile(key): hostile(each) for key, each in value.items()}
    if is_dataclass(value):
        kept = {"made", "split"} | ({"name"} if isinstance(value, Curve | Figure) else set())
        kept |= {"suite"} if isinstance(value, Part) else set()
        return replace(value, **{f.name: hostile(getattr(value, f.name)) for f in fields(value) if f.name not in kept})
    return value


def test_the_page_is_whole_and_loads_nothing() -> None:
    page = Reader(document(REPORT))
    assert [tag for tag, _ in page.tags if tag in ("link", "img", "iframe", "object")] == []
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert [attributes for _, attributes in page.tags if "src" in attributes] == []
    assert "http:" not in document(REPORT) and "https:" not in document(REPORT) and "@import" not in document(REPORT)


def test_what_the_app_shows_has_no_style_and_no_script(tmp_path: Path) -> None:
    write(REPORT, tmp_path / "evals")
    part = Reader(last_report(tmp_path))
    assert {tag for tag, _ in part.tags} & {"script", "style", "link"} == set()
    assert [a for _, a in part.tags if "style" in a or any(name.startswith("on") for name in a)] == []
    assert "How right the answers are" in part.text


def test_texts_of_notes_questions_and_models_cannot_do_anything() -> None:
    report = hostile(REPORT)
    tame, wild = Reader(document(REPORT)), Reader(document(report))
    assert {tag for tag, _ in wild.tags} == {tag for tag, _ in tame.tags}
    assert sum(tag == "script" for tag, _ in wild.tags) == 1
    assert not any(name.startswith("on") or name == "src" for _, attributes in wild.tags for name in attributes)
    assert not any((attributes.get("href") or "/").startswith("javascript") for _, attributes in wild.tags)
    assert document(report).count(END) == 1 == document(report).count(BEGIN)
    assert HOSTILE.split("<")[1] in wild.text


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_question_answer_and_quote_can_be_shown(question: str, answer: str, quote: str) -> None:
    reply = replace(RIGHT.reply, text=answer, citations=(replace(RIGHT.reply.citations[0], quote=quote),))
    result = replace(RIGHT, item=replace(RIGHT.item, question=question), reply=reply)
    page = Reader(document(replace(REPORT, results=(result,))))
    usual = {tag for tag, _ in Reader(document(REPORT)).tags}
    assert {tag for tag, _ in page.tags} <= usual | set("a br pre code em strong s hr blockquote ol ul li p h5 h6".split())


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (RIGHT, Outcome.RIGHT),
        (INCOMPLETE, Outcome.INCOMPLETE),
        (REFUSED, Outcome.REFUSED),
        (NOT_REFUSED, Outcome.NOT_REFUSED),
        (replace(INCOMPLETE, score=replace(INCOMPLETE.score, missing=())), Outcome.WRONG_SECTION),
        (replace(NOT_REFUSED, score=replace(NOT_REFUSED.score, forbidden=("x",))), Outcome.FORBIDDEN),
    ],
)
def test_it_is_told_in_which_way_a_question_went_wrong(result: Result, outcome: Outcome) -> None:
    assert outcome_of(result) is outcome


def test_failures_are_shown_and_the_rest_waits_behind_the_filter() -> None:
    page = Reader(document(REPORT))
    assert [("hidden" in q, q["data-outcome"]) for q in page.of_class("question")] == [
        (True, "right"),
        (False, "a fact is missing"),
        (False, "wrongly refused"),
        (False, "should be refused"),
    ]
    for shown in (
        "What about the water?",
        "How do I brew?",
        "What about the water when I brew?",
        "“hot”",
        "A finer grind",
        "missing",
    ):
        assert shown in page.text
    links = page.of_class("section")
    assert {(link["data-section"], link["data-passages"]) for link in links} == {("1_1_2", '["1_1_2:1"]')}


def test_the_headline_is_of_the_test_split_with_its_interval() -> None:
    cards = re.findall(r"<li class='card'>.*?</li>", document(REPORT))
    assert len(cards) == 4
    assert ">33%<" in cards[0] and "6% to 79%" in cards[0] and "dev split" in cards[0]
    assert ">0%<" in cards[1] and "refused" in cards[1]
    assert ">0.90<" in cards[2]


def test_few_questions_are_counted_and_not_made_a_percentage() -> None:
    heat = document(REPORT).split('class="heat"')[1].split("</table>")[0]
    assert "1 of 3" in heat and "%" not in heat


def test_peers_stand_side_by_side_with_the_better_value_marked() -> None:
    contest = document(REPORT).split('class="contest"')[1].split("</section>")[0]
    assert contest.index("<th scope='col'>this program") < contest.index("<th scope='col'>plain words")
    assert "<td class=best>33.3%" in contest
    assert "+0.330 (-0.100 to +0.800, p = 1)" in contest


def test_a_report_of_one_own_suite_or_of_nothing_is_shown_too(tmp_path: Path) -> None:
    own = replace(REPORT, parts=(replace(REPORT.parts[0], suite="mine", split="dev"),), results=(), contests=())
    page = Reader(document(own))
    assert len(page.of_class("card")) == 1 and "mine" in page.text
    Reader(document(Report(REPORT.run, (), ())))
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="--out"):
        write(REPORT, tmp_path / "file")


def test_without_a_report_the_app_has_nothing_to_show(tmp_path: Path) -> None:
    assert last_report(tmp_path) == ""
    (tmp_path / "evals").mkdir()
    (tmp_path / "evals" / "report.html").write_bytes(b"\xff\xfe")
    assert last_report(tmp_path) == ""
    (tmp_path / "evals" / "report.html").write_text("no marks")
    assert last_report(tmp_path) == ""


@pytest.mark.parametrize(("value", "place"), [(0, 10), (50, 60), (100, 110), (-5, 10), (200, 110)])
def test_a_value_outside_an_axis_is_put_on_its_edge(value: float, place: float) -> None:
    assert Axis("x", 0, 100).place(value, 10, 110) == place
