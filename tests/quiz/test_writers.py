"""Writers ask what the notes say, whatever notes they are."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from assistant.index import open_index
from assistant.quiz import Kind, Wish, assemble, bank_of
from assistant.quiz.bank import build_bank
from assistant.quiz.figures import figures_of
from assistant.quiz.item import FALSE, NO, TRUE, YES
from assistant.quiz.writers import all_drafts
from assistant.settings import Settings


@pytest.fixture(scope="module")
def small(kitchen):
    return build_bank(kitchen)


def test_each_source_gives_items(knowledge):
    assert {draft.writer for draft in all_drafts(knowledge)} == {"table", "list", "subject", "statement"}


def test_a_term_is_asked_for_by_its_meaning(small):
    item = next(i for i in small.items if i.key == "Pizza oven" and "hot stone of clay" in i.stem and i.kind is Kind.MCQ)
    assert set(item.options) - {"Air fryer"} == {"Pizza oven", "Steam oven", "Microwave"}
    assert "Pizza oven" not in item.stem


def test_a_table_is_asked_both_ways_and_matched(small):
    forward = next(i for i in small.items if i.key == "12 kW")
    assert set(forward.options) == {"12 kW", "3 kW", "1 kW"}
    assert any(i.key == "Pizza oven" and "“12 kW”" in i.stem for i in small.items)
    matching = next(i for i in small.items if i.kind is Kind.MATCHING and "power" in i.stem)
    assert dict(zip(matching.prompts, matching.matches, strict=True)) == {
        "Steam oven": "3 kW",
        "Pizza oven": "12 kW",
        "Microwave": "1 kW",
    }


def test_a_list_is_asked_with_entries_of_a_sibling_list(small):
    item = next(i for i in small.items if "kitchen knives" in i.stem)
    assert item.key in ("chef's knife", "paring knife", "bread knife")
    assert all("board" in option for option in item.options if option != item.key)


def test_what_the_notes_hold_to_be_right_is_no_wrong_option(small, knowledge):
    item = next(i for i in small.items if i.kind is Kind.MCQ and "tank that holds 2 litres" in i.stem)
    assert item.key == "Steam oven"
    assert set(item.options) == {"Steam oven", "Pizza oven", "Microwave"}
    carriers = [knowledge.library.passages[id] for id in item.citation.passages]
    assert knowledge.could_be_right(item.stem, "Air fryer", carriers)
    assert not knowledge.could_be_right(item.stem, "Pizza oven", carriers)


def test_nothing_struck_is_asked_or_offered(small):
    shown = " ".join(f"{i.stem} {i.key} {i.options} {i.explanation}" for i in small.items)
    assert "9 litres" not in shown
    assert "2 litres" in shown


def test_a_false_statement_differs_from_its_passage_in_the_figure_alone(wild_bank):
    false = [i for i in wild_bank.items if i.kind is Kind.TRUE_FALSE and i.key == FALSE and "“" not in i.stem]
    assert false
    for item in false:
        stated, said = figures_of(item.explanation), figures_of(item.stem)
        assert not said[-1].same(stated[-1])
        assert re.sub(re.escape(said[-1].text), "", item.stem).endswith(
            re.sub(re.escape(stated[-1].text), "", item.explanation)[-20:]
        )


def test_notes_of_another_shape_give_a_quiz_of_twenty(wild_bank):
    quiz = assemble(wild_bank, Wish(20))
    assert len(quiz) == 20
    assert len({item.citation.file for item in quiz}) >= 3
    assert len({item.kind for item in quiz}) >= 3


def test_keys_are_the_notes_own_words(wild_bank):
    passages = wild_bank.library.passages
    for item in wild_bank.items:
        said = " ".join(passages[id].text for id in item.citation.passages).lower()
        if item.kind in (Kind.MCQ, Kind.CLOZE):
            assert item.key.lower() in said.replace(";", ";")


def test_the_same_notes_give_the_same_items(kitchen, small):
    again = build_bank(kitchen)
    assert again.items == small.items
    assert [rejection.rule for rejection in again.rejected] == [rejection.rule for rejection in small.rejected]


def test_true_and_false_come_in_their_own_options(wild_bank, small):
    for item in (*wild_bank.items, *small.items):
        if item.kind is Kind.TRUE_FALSE:
            assert item.options in ((TRUE, FALSE), (YES, NO))
    keys = Counter(i.key for i in wild_bank.items if i.kind is Kind.TRUE_FALSE)
    assert min(keys[TRUE], keys[FALSE]) > 0.3 * sum(keys.values())


def test_messy_notes_are_not_asked_as_they_lie(tmp_path, home):
    notes = tmp_path / "bread.md"
    notes.write_text(
        "# Bread\n\n## Baking\n\nBaguette | Ciabatta | Focaccia\n---|---|---\nwater 68 % | water 80 % | water 75 %\n"
        "scored | not scored | dimpled\n25 minutes | 30 minutes | 22 minutes\n\n## Starter\n\n"
        "Signs of a hungry starter: grey liquid, sour smell, no bubbles\nBread from it rises by 30 cm at the most.\n\n"
        "The ideal mix of flour and water is 25 : 15 by weight.\n\nA starter is fed every 12 hours in a warm kitchen.\n",
        encoding="utf-8",
    )
    bank = bank_of(open_index(Settings.load(notes=notes, home=home)), home)
    stems = " ".join(item.stem for item in (*bank.items, *(rejection.item for rejection in bank.rejected)))
    assert "12 hours" in stems or "fed every" in stems
    assert "Focaccia" not in stems and "focaccia" not in stems, "the heads are what is compared"
    assert "hungry" not in stems, "two lines became one sentence"
    assert "25" not in stems, "a ratio has no figure of its own"
