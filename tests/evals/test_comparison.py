"""`compare.html`: both reports side by side, every question with both answers, and nothing in it can do anything."""

from __future__ import annotations

from dataclasses import replace

from sample_report import INCOMPLETE, NOT_REFUSED, REFUSED, REPORT, RIGHT
from typer.testing import CliRunner

from assistant.answering.answer import Generation
from evals.__main__ import app
from evals.compare import compare
from evals.html.comparison import document
from evals.report import Reply, Report, Score, save
from evals.summary import parts_of
from tests.evals.test_html import HOSTILE, Reader, hostile

MODEL = "openai:small"
_WRITTEN = Generation(MODEL, "cafe", written=4, supported=3, removed=1, tokens_in=300, tokens_out=40, cost=0.001, used=True)


def composed() -> Report:
    results = (RIGHT, INCOMPLETE, REFUSED, NOT_REFUSED)
    return replace(REPORT, parts=parts_of(results), results=results)


def generated() -> Report:
    """The same questions by a model: one got worse, one better."""
    worse = replace(
        RIGHT,
        reply=replace(RIGHT.reply, text="- Grind it [1_1_2]", generation=_WRITTEN, note="One sentence did not stand."),
        score=Score(False, False, True, ("finer",), words=2, statements=1, unsupported=("Grind it",), marks=1),
    )
    better = replace(NOT_REFUSED, reply=Reply("Your notes do not cover this.", False, 0.5), score=Score(True, True, True))
    results = (worse, INCOMPLETE, REFUSED, better)
    run = replace(REPORT.run, model=MODEL, settings={"model": MODEL, "prompts": "cafe"})
    return replace(REPORT, run=run, parts=parts_of(results), results=results)


def page(before: Report, after: Report) -> str:
    return document(before.run, after.run, compare(before, after))


def row(html: str, name: str) -> str:
    return html.split(f"<th scope='row'>{name}<")[1].split("</tr>")[0]


def test_the_figures_of_both_stand_side_by_side() -> None:
    html = page(composed(), generated())
    assert ">composed<" in html and f">{MODEL}<" in html
    assert f"{MODEL}, prompts cafe" in html
    assert "33.3%" in row(html, "right") and "0.0%" in row(html, "right")
    for name in ("wrongly refused", "cited sections right", "milliseconds, median"):
        assert row(html, name).count("<td") == 2
    assert "citation precision" in row(html, "citations that support")
    assert "citation recall" in row(html, "statements supported")
    assert row(html, "unsupported statements per 100 answers").endswith("<td class=best>50</td><td>100</td>")
    assert "<td>–</td><td>340</td>" in row(html, "tokens a question")
    assert "<td>–</td><td>1</td>" in row(html, "cost of 1000 questions")


def test_every_question_shows_both_answers_and_what_became_of_it() -> None:
    read = Reader(page(composed(), generated()))
    assert [(q["data-outcome"], "hidden" in q) for q in read.of_class("question")] == [
        ("worse", False),
        ("wrong in both", False),
        ("wrong in both", False),
        ("better", False),
    ]
    assert len(read.of_class("pair")) == 4
    for shown in ("A finer grind", "Grind it", "Missing: finer", "the model wrote 4 sentences, 1 not in the notes; 340 tokens"):
        assert shown in read.text


def test_it_says_whether_a_change_is_more_than_chance() -> None:
    html = page(composed(), generated())
    assert "0 better, 1 worse: chance may explain it (p = 1)" in html
    many = [replace(RIGHT, item=replace(RIGHT.item, id=f"q{at}")) for at in range(12)]
    lost = [replace(result, score=replace(result.score, correct=False)) for result in many]
    before, after = (replace(REPORT, parts=parts_of(results), results=tuple(results)) for results in (many, lost))
    assert "0 better, 12 worse: more than chance (p = 0.00049)" in page(before, after)
    assert "the same questions are right" in page(before, before)


def test_texts_of_notes_questions_and_models_cannot_do_anything() -> None:
    runs = [
        replace(hostile(report), run=replace(hostile(report.run), suites={}), parts=report.parts)
        for report in (composed(), generated())
    ]
    both = [
        replace(run, results=tuple(replace(r, suite=tame.suite) for r, tame in zip(run.results, composed().results, strict=True)))
        for run in runs
    ]
    tame, wild = Reader(page(composed(), generated())), Reader(page(*both))
    assert HOSTILE.split("<")[1] in wild.text
    assert {tag for tag, _ in wild.tags} == {tag for tag, _ in tame.tags}
    assert not any(name.startswith("on") or name in ("src", "style") for _, attributes in wild.tags for name in attributes)


def test_the_command_writes_the_page_beside_the_later_report(tmp_path) -> None:
    save(composed(), tmp_path / "before"), save(generated(), tmp_path / "after")
    result = CliRunner().invoke(app, ["compare", str(tmp_path / "before"), str(tmp_path / "after" / "report.json")])
    assert result.exit_code == 0, result.output
    assert "Comparison: " in result.stdout
    assert "What got better" in (tmp_path / "after" / "compare.html").read_text(encoding="utf-8")
