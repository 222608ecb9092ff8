"""In which way a reply is right or wrong: what a reader of failures looks for."""

from __future__ import annotations

from enum import StrEnum

from evals.report import Result


class Outcome(StrEnum):
    """What became of a question."""

    RIGHT = "right"
    REFUSED = "wrongly refused"
    NOT_REFUSED = "should be refused"
    FORBIDDEN = "says what it must not"
    INCOMPLETE = "a fact is missing"
    WRONG_SECTION = "no right section cited"


def outcome_of(result: Result) -> Outcome:
    """The first thing that is wrong with a reply, or that nothing is."""
    score = result.score
    if score.correct:
        return Outcome.RIGHT
    if score.forbidden:
        return Outcome.FORBIDDEN
    if not result.item.answerable:
        return Outcome.NOT_REFUSED
    if not result.reply.answered:
        return Outcome.REFUSED
    return Outcome.INCOMPLETE if score.missing else Outcome.WRONG_SECTION
