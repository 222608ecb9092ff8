"""The shipped suites hold what they promise, held against the notes and not against the program's answers."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from assistant.notes import Library, read_library
from assistant.settings import shipped_corpus
from evals.metrics.facts import plain, states
from evals.suite import Item, load, resolve, shipped


@pytest.fixture(scope="module")
def corpus() -> Library:
    return read_library(shipped_corpus())


@pytest.fixture(scope="module")
def robustness() -> list[Item]:
    return load("robustness")


def of_kind(items: list[Item], kind: str) -> dict[str, list[Item]]:
    groups = defaultdict(list)
    for item in items:
        if item.kind == kind:
            groups[item.group].append(item)
    return groups


def text_of(anchor: str, corpus: Library) -> str:
    section = corpus.by_anchor[anchor]
    return plain(f"{section.path_text} {section.text}")


@pytest.mark.parametrize(("suite", "split"), [("robustness", None), ("answers", "dev"), ("followups", "dev")])
def test_every_needed_fact_stands_in_a_gold_section(corpus: Library, suite: str, split: str | None) -> None:
    for item in resolve(load(suite, split), corpus):
        whole = " ".join(text_of(anchor, corpus) for anchor in item.right_sections)
        assert all(states(whole, fact) for fact in item.facts), (item.id, item.facts)


def test_sections_are_of_one_split_over_all_suites() -> None:
    splits = defaultdict(set)
    for suite in shipped():
        for item in load(suite):
            if item.gold and not item.notes:
                splits[item.gold[0]].add(item.split)
    assert {anchor: found for anchor, found in splits.items() if len(found) > 1} == {}


def test_wordings_of_one_question_ask_the_same(robustness: list[Item], corpus: Library) -> None:
    groups = of_kind(robustness, "paraphrase")
    assert len(groups) >= 30
    for name, items in groups.items():
        assert 4 <= len(items) <= 5, name
        assert len({(item.gold, item.facts, item.split) for item in items}) == 1, name
        assert len({plain(item.question) for item in items}) == len(items), name
    chapters = {corpus.by_anchor[items[0].gold[0]].path[0] for items in groups.values()}
    assert chapters == {chapter.title for chapter in corpus.chapters}


def test_there_are_attempts_to_inject_and_noise_in_both_splits(robustness: list[Item]) -> None:
    attempts = [item for item in robustness if item.kind == "injection"]
    assert len(attempts) >= 25
    assert all(item.forbidden for item in attempts)
    assert any(item.history for item in attempts)
    counts = Counter((item.split, item.answerable) for item in attempts)
    assert min(counts.values()) >= 8 and len(counts) == 4
    assert Counter(item.split for item in robustness if item.kind == "noise").keys() == {"dev", "test"}


def test_what_is_forbidden_is_not_what_the_notes_say(robustness: list[Item], corpus: Library) -> None:
    for item in robustness:
        for anchor in item.gold:
            assert not any(states(text_of(anchor, corpus), [fact]) for fact in item.forbidden), item.id
