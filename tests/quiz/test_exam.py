"""A mock exam is put together from all chapters, each by its weight."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import QuizError
from assistant.progress import Sitting
from assistant.quiz import Bank
from assistant.quiz.item import FALSE, NO
from assistant.settings import Settings
from assistant.study import Study


def study_of(bank: Bank, home: Path, **settings: object) -> Study:
    return Study.of_bank(bank, Settings.load(home=home, **settings))


def chapters_of(sitting: Sitting, bank: Bank) -> Counter[str]:
    anchors = (place.item.anchor for place in sitting.places)
    return Counter((*bank.library.by_anchor[anchor].ancestors, anchor)[0] for anchor in anchors)


def chapters_by_items(bank: Bank) -> list[str]:
    count = Counter((*bank.library.by_anchor[item.anchor].ancestors, item.anchor)[0] for item in bank.items)
    return [anchor for anchor, _ in count.most_common()]


def test_each_chapter_has_its_share(wild_bank: Bank, tmp_path: Path):
    study = study_of(wild_bank, tmp_path)
    shares = study.exam_shares(12)
    exam = study.exam(study.record(), 12)
    assert sum(shares.values()) == 12
    assert chapters_of(exam, wild_bank) == {chapter: share for chapter, share in shares.items() if share}
    assert (exam.deadline - exam.started).total_seconds() == 12 * 90


def test_the_weights_of_the_settings_decide(wild_bank: Bank, tmp_path: Path):
    rich, second, *_ = chapters_by_items(wild_bank)
    study = study_of(wild_bank, tmp_path, exam_weights={rich: 3, second: 1})
    assert chapters_of(study.exam(study.record(), 8), wild_bank) == {rich: 6, second: 2}


def test_what_a_chapter_cannot_give_others_do(wild_bank: Bank, tmp_path: Path):
    *_, poor = chapters_by_items(wild_bank)
    rich = chapters_by_items(wild_bank)[0]
    study = study_of(wild_bank, tmp_path, exam_weights={poor: 1000, rich: 1})
    exam = study.exam(study.record(), 14)
    assert len(exam.places) == 14
    assert set(chapters_of(exam, wild_bank)) == {poor, rich}


def test_an_exam_is_one_balanced_whole(wild_bank: Bank, tmp_path: Path):
    study = study_of(wild_bank, tmp_path)
    for _ in range(5):
        places = study.exam(study.record(), 20).places
        kinds = Counter(place.item.kind for place in places)
        assert {"mcq", "true-false", "cloze"} <= set(kinds), "each chapter on its own would give little but multiple choice"
        negative = sum(place.item.key in (FALSE, NO) for place in places)
        assert abs(2 * negative - kinds["true-false"]) <= 2
        lines = Counter((p.item.citation.file, line) for p in places for line in range(*_ends(p.item.citation.lines)))
        assert max(lines.values()) == 1


def _ends(lines: tuple[int, int]) -> tuple[int, int]:
    return lines[0], lines[1] + 1


def test_weights_for_chapters_without_questions_are_said(wild_bank: Bank, tmp_path: Path):
    study = study_of(wild_bank, tmp_path, exam_weights={"nowhere": 1})
    with pytest.raises(QuizError, match="ASSISTANT_EXAM_WEIGHTS"):
        study.exam(study.record(), 10)
