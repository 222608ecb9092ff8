"""What a chat model wrote is counted before the checks, in figures of its own."""

from __future__ import annotations

from pydantic import TypeAdapter

from assistant.answering.answer import Generation
from evals.metrics.generation import COST, TOKENS, UNSUPPORTED, USED, generation
from evals.report import Reply, Unit


def figures(*written: Generation) -> dict[str, float]:
    return {figure.name: figure.value for figure in generation(written)}


def test_without_a_model_there_are_none() -> None:
    assert list(generation([])) == []


def test_sentences_that_did_not_stand_in_the_notes_are_counted_per_hundred_answers() -> None:
    first = Generation("m", "p", written=5, supported=3, replaced=1, removed=1, tokens_in=900, tokens_out=100, used=True)
    second = Generation("m", "p", written=4, supported=4, tokens_in=400, tokens_out=100, used=True)
    composed = Generation("m", "p", written=2, removed=2)
    found = figures(first, second, composed)
    assert found == {USED: 0.6667, UNSUPPORTED: 133.3, TOKENS: 500.0}
    assert all(figure.less_is_better for figure in generation([first]) if figure.unit is Unit.COUNT)


def test_a_cost_is_shown_where_prices_are_known() -> None:
    assert figures(Generation(cost=0.002), Generation(cost=0.004))[COST] == 3.0


def test_a_stored_reply_keeps_them() -> None:
    adapter = TypeAdapter(Reply)
    reply = Reply("text", True, generation=Generation("m", "p", written=3))
    assert adapter.validate_json(adapter.dump_json(reply)) == reply
