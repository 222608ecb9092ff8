from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from drinks import NOTES, Clock, is_key

from assistant.errors import ProgressError
from assistant.notes import read_library
from assistant.progress import Progress, Rating, Record, SittingKind
from assistant.progress.database import Database
from assistant.quiz import Grade, Item
from assistant.web.item_views import reason_html
from assistant.web.quiz_views import place_html, summary_html


def answer(record: Record, items: list[Item], *rights: bool) -> None:
    """Takes a quiz: the items are answered rightly or wrongly."""
    sitting = record.sittings.start(SittingKind.QUIZ, "Drinks", items[: len(rights)])
    for number, right in enumerate(rights):
        record.sittings.answer(sitting.id, number, items[number].key if right else "wrong")


def due(record: Record) -> list[str]:
    return [card.item.id for card in record.reviews.due()]


def test_what_was_missed_is_due_today_and_what_was_known_in_days(record: Record, items: list[Item], clock: Clock):
    answer(record, items, True, False)
    assert due(record) == [items[1].id]
    clock.turn(days=2)
    assert due(record) == [items[1].id, items[0].id]


def test_a_rating_does_what_its_button_says(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False)
    (card,) = record.reviews.due()
    shown = card.intervals(clock())
    assert shown[Rating.AGAIN] == timedelta(minutes=10)
    rated = record.reviews.rate(items[0].id, Rating.GOOD, 3)
    assert rated.memory.due == clock() + shown[Rating.GOOD]
    assert due(record) == []


def test_a_card_that_is_missed_again_waits_behind_the_others(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False, False)
    clock.turn(minutes=11)
    record.reviews.rate(items[0].id, Rating.AGAIN)
    assert due(record) == [items[1].id, items[0].id]


def test_the_last_rating_can_be_taken_back(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False, False)
    before = record.reviews.cards()
    clock.turn(minutes=12)
    record.reviews.rate(items[0].id, Rating.EASY)
    clock.turn(minutes=1)
    record.reviews.rate(items[1].id, Rating.GOOD)
    assert record.reviews.undo().item.id == items[1].id
    assert record.reviews.undo().item.id == items[0].id
    assert record.reviews.cards() == before
    assert record.reviews.undo() is None, "answers of a quiz are not taken back"
    assert len(record.answers()) == 2


def test_a_rating_from_before_a_quiz_is_not_taken_back(record: Record, items: list[Item], clock: Clock):
    answer(record, items, False)
    clock.turn(minutes=12)
    record.reviews.rate(items[0].id, Rating.GOOD)
    clock.turn(minutes=1)
    answer(record, items, True)
    assert record.reviews.undo() is None


def test_an_unknown_card_is_said(record: Record):
    with pytest.raises(ProgressError, match="no such card"):
        record.reviews.rate("nothing", Rating.GOOD)


@pytest.fixture
def edited(database: Database, notes: Path, clock: Clock):
    """Opens the record again after the notes have changed."""

    def edit(text: str, file: Path = notes) -> Record:
        file.write_text(text, encoding="utf-8")
        progress = Progress(database, read_library(file), str(file), is_key, clock)
        return progress.of(progress.students.named("Ada"))

    return edit


def test_a_card_whose_section_is_gone_is_kept_and_marked_and_not_due(record: Record, items: list[Item], edited):
    answer(record, items, False, False, False)
    without = NOTES[: NOTES.index("## Green tea")] + NOTES[NOTES.index("## Black tea") :]
    after = edited(without)
    assert due(after) == [items[2].id]
    assert {card.item.id for card in after.reviews.cards() if card.gone} == {items[0].id, items[1].id}
    assert [answer.anchor for answer in after.answers()] == [None, None, "black-tea"]
    assert sum(count for _, count in after.statistics().forecast) == 1
    assert len(due(edited(NOTES))) == 3, "they are back with their section"


def test_a_quiz_goes_on_when_the_notes_change(record: Record, items: list[Item], edited):
    started = record.sittings.start(SittingKind.QUIZ, "Drinks", items[:3])
    record.sittings.answer(started.id, 0, "wrong")
    without = NOTES[: NOTES.index("## Green tea")] + NOTES[NOTES.index("## Black tea") :]
    after = edited(without)
    sitting = after.sittings.get(started.id)
    assert [place.gone for place in sitting.places] == [True, True, False]
    answered = after.sittings.answer(started.id, 1, items[1].key)
    assert answered.attempt.right
    shown = place_html(sitting, answered, Grade(True, 1.0, (), ()))
    assert "no longer in your notes" in shown
    assert "data-section" not in shown, "there is nothing to open"
    score = summary_html(after.sittings.finish(started.id))
    assert score.count("no longer in your notes") == 1
    assert not any(place.gone for place in edited(NOTES).sittings.get(started.id).places)


def test_a_reason_that_is_the_key_is_not_said_twice(items: list[Item]):
    assert items[0].explanation == items[0].key
    assert items[0].key not in reason_html(items[0])
    assert "Because." in reason_html(replace(items[0], explanation="Because."))


def test_a_card_follows_its_passage(record: Record, items: list[Item], edited):
    answer(record, items, False)
    moved = edited("# Preface\n\nNew words.\n\n" + NOTES.replace("## Green tea", "## Sencha and other green teas"))
    (card,) = moved.reviews.due()
    assert card.item.anchor == "sencha-and-other-green-teas"
    assert card.item.citation.path == "Tea > Sencha and other green teas"
    assert card.item.citation.lines == (9, 9)
    assert card.item.citation.passages == ("sencha-and-other-green-teas:1",)


def test_a_card_stays_with_its_section_when_the_words_change(record: Record, items: list[Item], edited):
    answer(record, items, False)
    (card,) = edited(NOTES.replace("70 degrees", "75 degrees")).reviews.due()
    assert (card.item.anchor, card.gone) == ("green-tea", False)


def test_cards_of_other_notes_are_not_shown(record: Record, items: list[Item], edited, tmp_path: Path):
    answer(record, items, False)
    other = edited("# Tea\n\n## Green tea\n\nA poem about tea.\n", tmp_path / "poems.md")
    assert other.adopt() == 0
    assert other.reviews.cards() == other.answers() == ()
    assert other.statistics().gone == ()


def test_notes_that_were_moved_keep_their_cards(record: Record, items: list[Item], edited, tmp_path: Path):
    answer(record, items, False, True)
    moved = edited(NOTES, tmp_path / "moved.md")
    before = [(card.item.id, card.memory) for card in record.reviews.cards()]
    assert moved.reviews.cards() == ()
    assert moved.adopt() == 2
    assert [(card.item.id, card.memory) for card in moved.reviews.cards()] == before
    assert len(moved.answers()) == 2
