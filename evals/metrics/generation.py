"""What a chat model wrote, before the checks: how much of it did not stand in the notes, and what it took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.answer import Generation
from evals.metrics.figures import share
from evals.report import Figure, Unit

UNSUPPORTED = "model's sentences not in the notes, per 100 answers"
USED = "answers in the model's words"
TOKENS = "tokens a question"
COST = "cost of 1000 questions"


def generation(written: Sequence[Generation]) -> Iterable[Figure]:
    """Figures on what a chat model wrote; none where no model was asked.

    A sentence counts as not in the notes where the program's own checks left it out or put the notes' line in its place: none of
    them was shown. Whether what was shown is carried is measured apart, by `support`.

    Args:
        written: one for each question that the model was asked.
    """
    if not written:
        return
    of = len(written)
    unsupported = sum(one.removed + one.replaced for one in written)
    yield share(USED, sum(one.used for one in written), of)
    yield Figure(UNSUPPORTED, round(100 * unsupported / of, 1), of, Unit.COUNT, less_is_better=True)
    yield Figure(
        TOKENS, round(sum(one.tokens_in + one.tokens_out for one in written) / of, 1), of, Unit.COUNT, less_is_better=True
    )
    cost = sum(one.cost for one in written)
    if cost:
        yield Figure(COST, round(1000 * cost / of, 4), of, Unit.COUNT, less_is_better=True)
