"""Intervals and tests: against tables, by hand, and by what must hold of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.difference import difference
from evals.metrics.bootstrap import interval_of_mean
from evals.metrics.figures import mean, share, spread, wilson
from evals.metrics.mcnemar import mcnemar
from evals.report import Unit


def test_the_wilson_interval_by_its_formula() -> None:
    assert wilson(8, 10) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(counts: tuple[int, int]) -> None:
    found = share("right", *counts)
    assert found.low is not None and found.high is not None
    assert 0 <= found.low <= found.value + 1e-4 and found.value - 1e-4 <= found.high <= 1


def test_questions_on_one_section_count_as_one_draw() -> None:
    values = [1.0] * 20 + [0.0] * 20
    apart = interval_of_mean(values, [str(at) for at in range(40)])
    together = interval_of_mean(values, [str(at // 10) for at in range(40)])
    assert apart == interval_of_mean(values, [str(at) for at in range(40)]), "the seed is fixed"
    assert apart == (pytest.approx(0.35, abs=0.03), pytest.approx(0.65, abs=0.03))
    assert together[1] - together[0] > 1.5 * (apart[1] - apart[0])


def test_the_95th_percentile_is_a_value_that_occurred() -> None:
    median, p95 = spread("words", list(range(1, 101)), Unit.WORDS)
    assert (median.name, median.value, p95.name, p95.value) == ("words, median", 50.5, "words, 95 %", 95)
    assert spread("words", [7], Unit.WORDS)[1].value == 7
    assert mean("x", [0.0, 1.0], ["a", "b"]).value == 0.5


def test_mcnemar_counts_only_what_tells_the_sides_apart() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(5, 5) == 1.0
    assert mcnemar(0, 6) == pytest.approx(2 * 0.5**6)
    assert mcnemar(1, 9) == pytest.approx(2 * 11 / 2**10)


def test_a_difference_is_taken_over_the_questions_of_both() -> None:
    clusters = {id: id for id in "abcd"}
    found = difference("right", {"a": 1, "b": 1, "c": 0}, {"a": 0, "b": 1, "d": 0}, clusters)
    assert (found.of, found.better, found.worse, found.gain, found.p) == (2, 1, 0, 0.5, 1.0)
    assert found.low <= found.gain <= found.high
    assert difference("nDCG@10", {"a": 0.4}, {"a": 0.5}, clusters).p is None
