"""Each rule finds the item that breaks it, and lets a sound one pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.notes import cite_passages
from assistant.quiz import Item, Kind
from assistant.quiz.checks import RULES, broken_rule

_LONG = "45 minutes of heating before the first pizza"
_OPTIONS = ("45 minutes", "90 minutes", "15 minutes")


@pytest.fixture
def passage(knowledge):
    return next(p for p in knowledge.passages if "45 minutes" in p.text)


@pytest.fixture
def sound(knowledge, passage):
    stem = "How long does the Pizza oven heat before the first pizza?"
    return Item("1", Kind.MCQ, stem, _OPTIONS, "45 minutes", "", cite_passages([passage], knowledge.library))


def test_a_sound_item_passes(sound, passage, knowledge):
    assert broken_rule(sound, (passage,), knowledge) is None


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("key in notes", {"key": "50 minutes", "options": ("50 minutes", "90 minutes", "15 minutes")}),
        ("stem is whole", {"stem": "The Pizza oven heats for"}),
        ("stem is whole", {"kind": Kind.CLOZE, "stem": "The Pizza oven _____ for _____."}),
        ("stem stands alone", {"stem": "How long does heating take?", "options": ("45 minutes", "90 minutes", "60 minutes")}),
        ("no loose pronoun", {"stem": "How long must it heat, the Pizza oven?"}),
        ("no loose pronoun", {"stem": "How long must the Pizza oven heat in these kitchens?"}),
        ("positive", {"stem": "How long does the Pizza oven not heat?"}),
        ("enough options", {"options": ("45 minutes", "90 minutes")}),
        ("enough options", {"options": ("45 minutes", "90 minutes", "90  Minutes")}),
        ("no all or none", {"options": ("45 minutes", "90 minutes", "None of the above")}),
        ("options alike", {"options": ("45 minutes", "a while", "some time")}),
        ("key not longest", {"key": _LONG, "options": (_LONG, "5 minutes of it", "long")}),
        ("no clang", {"stem": "How many minutes does the Pizza oven heat?", "options": ("45 minutes", "90 hours", "15 hours")}),
        ("no article cue", {"stem": "The Pizza oven heats for a?"}),
    ],
)
def test_each_rule_finds_its_fault(rule, change, sound, passage, knowledge):
    broken = broken_rule(replace(sound, **change), (passage,), knowledge)
    assert broken is not None
    assert broken[0] == rule


def test_what_is_partly_struck_carries_no_key(knowledge, sound):
    struck = next(p for p in knowledge.library.passages.values() if p.struck and p.text.startswith("The tank"))
    item = replace(sound, kind=Kind.CLOZE, stem="The tank of the _____ holds no water.", options=(), key="Microwave")
    assert RULES["not struck"](item, (struck,), knowledge)


@pytest.mark.parametrize(
    ("said", "kind", "fault"),
    [
        ("The notes disagree: 45 minutes or 90 minutes.", Kind.MCQ, "contradict"),
        ("The notes disagree: 45 minutes or 90 minutes.", Kind.OPEN, ""),
        ("Still to look into: whether 45 minutes do.", Kind.OPEN, "open"),
        ("It takes 45 minutes to look into the oven.", Kind.MCQ, ""),
    ],
)
def test_what_the_notes_have_not_settled_is_not_asked(said, kind, fault, sound, passage, knowledge):
    found = RULES["settled"](replace(sound, kind=kind), (replace(passage, text=said),), knowledge)
    assert fault in found and bool(fault) is bool(found)


def test_a_blank_is_not_filled_by_what_everybody_guesses(knowledge, sound, passage):
    item = replace(sound, kind=Kind.CLOZE, options=(), stem="The oven has _____ door.")
    assert RULES["worth knowing"](replace(item, key="1"), (passage,), knowledge)
    assert not RULES["worth knowing"](replace(item, key="1 GB"), (passage,), knowledge)


def test_an_empty_cell_teaches_nothing(knowledge, sound):
    row = next(p for p in knowledge.passages if p.cells and p.cells[0] == "Tandoor")
    item = replace(
        sound, stem="Ovens: for the oven “Tandoor”, which of these is the power?", key="Not known", options=("Not known", "3 kW")
    )
    assert RULES["worth knowing"](replace(item, key="not listed"), (row,), knowledge)
