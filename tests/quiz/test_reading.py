"""Items read well: what cannot be asked clearly is not asked, whatever notes and review questions hold."""

from __future__ import annotations

import json

import pytest

from assistant.index import open_index
from assistant.quiz import Kind
from assistant.quiz.bank import build_bank
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.writers import all_drafts
from assistant.settings import Settings

NOTES = """# Garden

## 3. Reed ponds :D

**Reed bed** - a strip of rushes that cleans the water of the basin slowly.

**Skimmer** - a floating box that draws leaves off the surface by suction.

**Air stone** - a porous block that breathes bubbles into the depth.

The Reed bed needs 12 weeks of growth before the first fish go in.

The Skimmer has a basket of 4 litres of wicker; leaves stay in there.

The Skimmer can be switched off at night.

The Air stone uses 8 watts of power on every day of the warm summer.

The Skimmer catches 300 leaves of the old oak; it catches no more than that, though.

The Air stone draws 6 watts in all other basins of the garden.

A **net** is a recommended cover for these basins in the autumn of the year.

The Skimmer holds **leaves**, **twigs** and **petals** until its basket is emptied.

| Pump | made of | Flow, lift and noise |
|---|---|---|
| Solar pump | plastic | gentle, low and quiet |
| Mains pump | steel | strong, high and loud |
| Hand pump | oak | slow, middling and creaking |

| | Koi | Goldfish |
|---|---|---|
| kept | outdoors | indoors |
| length | 70 cm | 20 cm |
| price | 90 euros | 3 % |
"""

QUESTIONS = [
    ("Does the Reed bed need 12 weeks of growth before fish go in?", "Yes, it needs 12 weeks of growth.", "Reed bed needs"),
    ("Does the Reed bed need growth, and must fish wait for it?", "Yes, it needs 12 weeks of growth.", "Reed bed needs"),
    ("Does the Reed bed need any growth at all before fish?", "Yes, although only 12 weeks.", "Reed bed needs"),
    ("Do the notes say that the Reed bed needs growth?", "Yes, it needs 12 weeks of growth.", "Reed bed needs"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("garden")
    (folder / "garden.md").write_text(NOTES, encoding="utf-8")
    lines = {part: next(line for line in NOTES.split("\n") if part in line) for _, _, part in QUESTIONS}
    rows = [{"anchor": "3-reed-ponds-d", "question": q, "answer": a, "quote": lines[part]} for q, a, part in QUESTIONS]
    (folder / "garden.questions.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return open_index(Settings.load(notes=folder, home=tmp_path_factory.mktemp("garden-home")))


@pytest.fixture(scope="module")
def garden(index):
    assert index.review.faults == ()
    return build_bank(index)


@pytest.fixture(scope="module")
def which(index):
    return [draft.stem for draft in all_drafts(Knowledge(index)) if draft.stem.startswith("Which of these")]


@pytest.fixture(scope="module")
def stems(garden):
    return [item.stem for item in garden.items]


def test_a_yes_or_no_question_makes_one_claim_and_has_one_answer(garden):
    asked = [item.stem for item in garden.items if item.options == ("Yes", "No")]
    assert asked == ["Does the Reed bed need 12 weeks of growth before fish go in?"]


def test_a_topic_is_the_words_of_its_title(stems):
    topics = {stem.split(":")[0] for stem in stems if "made of" in stem}
    assert topics and not any("3." in topic or ":D" in stem for topic in topics for stem in stems)


def test_what_points_elsewhere_is_not_asked(stems):
    assert not any("these basins" in stem or "all other" in stem for stem in stems)


def test_what_may_hold_for_others_too_is_no_question_of_which(which):
    assert which and not any("switched off" in stem for stem in which)


def test_a_question_of_which_ends_where_its_subject_does(which):
    assert "Which of these has a basket of 4 litres of wicker?" in which
    assert not any("old oak" in stem for stem in which), "what comes after takes it back"


def test_one_of_a_list_is_not_blanked(garden):
    assert not any(item.kind is Kind.CLOZE and item.key in ("leaves", "twigs", "petals") for item in garden.items)


def test_heads_that_are_no_nouns_are_quoted(stems):
    told = [stem for stem in stems if "made of" in stem or "lift and noise" in stem]
    assert told
    assert not any("the made of" in stem or "is the flow" in stem.lower() for stem in told)


def test_columns_are_confused_only_where_they_measure_the_same(stems):
    assert any("the length of" in stem for stem in stems)
    assert not any("euros" in stem or "3 %" in stem for stem in stems)
    assert not any("the kept of" in stem for stem in stems)
