"""Refusals, the risk of answering more, and how far the confidence can be believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics.refusal import auroc, refusal
from evals.metrics.reliability import reliability
from evals.metrics.risk_coverage import risk_coverage


def test_refusals_are_counted_both_ways() -> None:
    precision, recall, f1 = refusal([True, True, True, False, False], [True, False, False, True, False])
    assert (precision.value, recall.value, f1.value) == (0.5, 0.5, 0.5)
    never = refusal([True, False], [False, False])
    assert (never[0].of, never[1].value, never[2].value) == (0, 0.0, 0.0)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    found = auroc([True, True, False, False], [0.9, 0.4, 0.5, 0.1])
    assert found.value == 0.75
    assert found.low is not None and found.high is not None and found.low < 0.75 < found.high == 1.0
    assert auroc([True, False], [1.0, 0.0]).value == 1.0


def test_the_risk_rises_where_wrong_answers_are_sure() -> None:
    area, curve = risk_coverage([0.9, 0.8, 0.7, 0.6], [True, False, True, True])
    assert [(point.x, point.y) for point in curve.points] == [(0.25, 0.0), (0.5, 0.5), (0.75, 0.3333), (1.0, 0.25)]
    assert area.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 4) / 4, abs=1e-4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200))
def test_the_curve_ends_at_the_share_that_is_wrong(pairs: list[tuple[float, bool]]) -> None:
    _, curve = risk_coverage([sure for sure, _ in pairs], [right for _, right in pairs])
    assert curve.points[-1].x == 1.0
    assert curve.points[-1].y == pytest.approx(sum(not right for _, right in pairs) / len(pairs), abs=1e-4)
    assert len(curve.points) <= 40


def test_a_calibrated_confidence_lies_on_the_diagonal() -> None:
    sure = [0.25] * 4 + [0.75] * 4
    (error, brier), diagram = reliability([True, False, False, False, True, True, True, False], sure)
    assert error.value == 0.0
    assert brier.value == pytest.approx(0.1875)
    assert [(point.x, point.y, point.of) for point in diagram.points] == [(0.25, 0.25, 4), (0.75, 0.75, 4)]
    (over, _), _ = reliability([False] * 8, [1.0] * 8)
    assert over.value == 1.0
