"""The items of the shipped notes: of nearly every section, all rules kept, and of no use to a guesser."""

from __future__ import annotations

import json
import re

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.quiz import Item, Kind, Wish, assemble
from assistant.quiz.figures import figures_of
from assistant.quiz.item import FALSE, NO
from evals.quiz import as_text, guess, longest, measure


def test_nearly_every_section_is_asked_about(bank):
    with_text = {section.anchor for section in bank.library.sections if any(p.quotable for p in section.passages)}
    asked = {item.anchor for item in assemble(bank, Wish(1500))}
    assert len(asked & with_text) >= 0.9 * len(with_text)


def test_a_guesser_is_no_better_than_chance(bank):
    figures = measure(bank)
    assert figures.guessing[0].items >= 200
    assert [one for one in figures.guessing if abs(one.gain) > 5] == []
    assert "points from chance" in as_text(figures)


def test_the_measure_finds_what_gives_itself_away(bank):
    item = next(item for item in bank.items if item.kind is Kind.MCQ and len(item.options) == 4)
    told = Item(item.id, item.kind, item.stem, ("a", "b", "c", "the longest of all"), "the longest of all", "", item.citation)
    assert guess([told] * 10, longest).gain == pytest.approx(75)


@pytest.mark.parametrize("seed", [0, 7, 20, 21])
def test_three_hundred_items_are_the_same_twice_and_balanced(bank, seed):
    quiz = assemble(bank, Wish(300, seed))
    assert len(quiz) == len({item.id for item in quiz}) == 300
    assert quiz == assemble(bank, Wish(300, seed))
    statements = [item.key in (FALSE, NO) for item in quiz if item.kind is Kind.TRUE_FALSE]
    assert abs(sum(statements) / len(statements) - 0.5) < 0.1


def test_items_know_the_passages_they_cite(bank):
    for item in bank.items:
        section = bank.library.by_anchor[item.anchor]
        assert section.lines[0] <= item.citation.lines[0] <= item.citation.lines[1] <= section.lines[1]
        assert item.explanation


def test_no_false_statement_follows_from_the_notes(bank):
    """What is at most 5 is at most 7 as well, and what is more than 3500 is more than 300."""
    checked = 0
    for item in bank.items:
        bound = re.search(r"\b(up to|at most|more than|at least) (?=\d)", item.stem)
        if item.kind is not Kind.TRUE_FALSE or item.key != FALSE or not bound:
            continue
        said, stated = (
            [f for f in figures_of(text) if text[: f.start].endswith(bound[0])] for text in (item.stem, item.explanation)
        )
        if said and stated:
            checked += 1
            less = said[0].value < stated[0].value
            assert less is (bound[1] in ("up to", "at most")), item.stem
    assert checked >= 3


def test_texts_of_items_are_plain_words(bank):
    for item in bank.items:
        for text in (item.stem, item.key, item.explanation, *item.options):
            assert "**" not in text, item.stem


def test_the_terminal_prints_items_as_json_lines(bank, corpus_home, monkeypatch, tmp_path):
    monkeypatch.setenv("ASSISTANT_HOME", str(corpus_home))
    call = ["quiz", "--count", "5", "--seed", "3", "--kind", "mcq", "--scope", "5", "--json"]
    first, second = (CliRunner().invoke(app, call) for _ in range(2))
    assert first.exit_code == 0 and first.stdout == second.stdout
    items = [Item.from_json(json.loads(line)) for line in first.stdout.splitlines()]
    assert len(items) == 5
    assert all(item.kind is Kind.MCQ and item.anchor.startswith("5") for item in items)
    file = tmp_path / "quiz.gift"
    assert CliRunner().invoke(app, ["quiz", "--export", "gift", str(file), "--count", "5"]).exit_code == 0
    assert file.read_text(encoding="utf-8").count("::") >= 10
    listed = CliRunner().invoke(app, ["quiz", "--rejected"]).stdout
    assert f"{len(bank.rejected)} were rejected" in listed
    wrong = CliRunner().invoke(app, ["quiz", "--export", "docx", str(file)])
    assert "'docx' is no format" in str(wrong.exception)
