"""The measures of a ranking, against values worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.notes import read_library
from evals.metrics.retrieval import MEASURES, gold_passages, measure, rank_measures
from evals.suite import Item


def test_the_measures_of_a_ranking() -> None:
    found = rank_measures(["x", "a", "y", "z", "v", "b"], {"a", "b", "c"})
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert found == {
        "Success@1": 0,
        "Success@3": 1,
        "Success@5": 1,
        "RR@10": 0.5,
        "nDCG@10": pytest.approx((1 / math.log2(3) + 1 / math.log2(7)) / ideal),
        "R@5": pytest.approx(1 / 3),
    }


def test_nothing_relevant_found_is_zero_everywhere() -> None:
    assert rank_measures(["x"], {"a"}) == dict.fromkeys(MEASURES, 0.0)
    assert rank_measures([], {"a"}) == dict.fromkeys(MEASURES, 0.0)


def test_gold_passages_are_those_of_the_gold_section_that_state_a_fact(tmp_path: Path) -> None:
    file = tmp_path / "n.md"
    file.write_text("# A\n\n- kept 90 days\n- ~~kept 90 days~~\n- in S3\n\n# B\n\n- kept 90 days\n", encoding="utf-8")
    library = read_library(file)
    item = Item("q", "?", gold=("a",), facts=(("90 days",), ("s3",)))
    assert gold_passages(item, library) == {"a:1", "a:3"}
    found = measure(item, ["a", "b"], ["b:1", "a:3", "a:1"], library)
    assert (found["Success@1"], found["passages Success@1"], found["passages RR@10"]) == (1, 0, 0.5)
    elsewhere = Item("q", "?", gold=("b",), facts=(("s3",),))
    assert "passages RR@10" not in measure(elsewhere, ["b"], ["b:1"], library)
