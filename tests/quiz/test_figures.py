"""Figures are told from other numbers, and compared by what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.quiz.figures import Measure, figures_of, is_named


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Events are kept for 90 days.", ["90 days"]),
        ("up to 15min after the call", ["15min"]),
        ("a 5-minute period costs $0.50", ["5-minute", "$0.50"]),
        ("99.99% of 10,000 requests", ["99.99%", "10,000 requests"]),
        ("port 443, since 1998", ["443", "1998"]),
        ("three copies", ["three copies"]),
        ("IPv4, EC2, v1.2.3, 10.0.0.0/8, 2012-10-17, 3rd party, M5.large, 3:1", []),
        ("stripes over 100s of volumes", []),
    ],
)
def test_what_is_a_figure(text, figures):
    assert [figure.text for figure in figures_of(text)] == figures


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5 minutes", "300 seconds", True),
        ("1 GB", "1,024 MB", True),
        ("1 GB", "1 TB", False),
        ("24 hours", "1 day", True),
        ("7 instances", "seven instances", True),
        ("7 instances", "7 zones", False),
        ("90%", "90 percent", True),
        ("5 minutes", "5 MB", False),
    ],
)
def test_what_says_the_same(one, other, same):
    assert figures_of(one)[0].same(figures_of(other)[0]) is same


@pytest.mark.parametrize("text", ["between 1min and 14d", "1 to 6 hours", "30 or 32 parts"])
def test_ends_of_a_range_are_marked(text):
    assert all(figure.part_of_range for figure in figures_of(text))


@pytest.mark.parametrize(
    ("text", "digits", "other"),
    [("1 minute", "15", "15 minutes"), ("1 MB", "15", "15 MB"), ("2 hours", "15", "15 hours"), ("1 copy", "2", "2 copy")],
)
def test_another_number_takes_the_plural_of_a_unit(text, digits, other):
    assert figures_of(text)[0].with_number(digits) == other


@pytest.mark.parametrize(("text", "named"), [("with Route 53 in front", True), ("after 53 minutes", False), ("n * 53", True)])
def test_numbers_of_names_and_formulas(text, named):
    assert is_named(figures_of(text)[0], text) is named


@given(st.text(max_size=60))
def test_every_figure_stands_in_its_text(text):
    for figure in figures_of(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.digits in figure.text
        assert figure.measure in Measure
        assert figure.same(figure)
