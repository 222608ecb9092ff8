"""Fits the confidence model on the dev split, and writes its numbers into the package."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.confidence import MODEL, Signals, signals
from assistant.answering.conversation import Conversation
from assistant.answering.judge import Judge
from assistant.answering.question import understand
from assistant.answering.ranking import Weights
from assistant.answering.retriever import NotesRetriever
from assistant.index import SearchIndex, open_index
from assistant.settings import Settings
from evals.suite import Item, load

_REVIEW_ONLY = ("question", "open")
_REGULARIZATION = 1.0
_FOLDS, _REPEATS = 8, 5
_SUITES = ("answers", "followups", "refusals")

WRONGLY_REFUSED = 0.03
"""Share of the answerable questions that may be refused."""


def fit(wrongly_refused: float = WRONGLY_REFUSED) -> dict[str, Any]:
    """Fits both models, for notes with and without review questions, and stores them.

    A logistic regression over standardized signals (scikit-learn), folded back to the raw signals. The threshold is
    the highest that refuses no more than a given share of the answerable questions when each is judged by a model
    fitted without it.

    Args:
        wrongly_refused: the share of answerable questions that may be refused.

    Returns:
        What was written.
    """
    settings = Settings.load()
    asked = [item for suite in _SUITES for item in load(suite, "dev")]
    answerable = [item for item in asked if item.answerable]
    refusable = [item for item in asked if not item.answerable]
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        for file in settings.notes.glob("*.md"):
            shutil.copy(file, bare)
        written = {
            "made": "python -m evals fit: scikit-learn LogisticRegression on the dev split of answers, followups and refusals",
            "questions": {"answerable": len(answerable), "to be refused": len(refusable)},
            "with_review": numbers(open_index(settings), answerable, refusable, wrongly_refused),
            "without_review": numbers(
                open_index(settings.model_copy(update={"notes": bare})), answerable, refusable, wrongly_refused, _REVIEW_ONLY
            ),
        }
    MODEL.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return written


def numbers(
    index: SearchIndex,
    answerable: Sequence[Item],
    refusable: Sequence[Item],
    wrongly_refused: float,
    without: Sequence[str] = (),
    weights: Weights | None = None,
) -> dict[str, Any]:
    """Fits one model.

    Args:
        index: what the questions are asked of.
        answerable: questions that the notes answer.
        refusable: questions that they do not.
        wrongly_refused: the share of the former that may be refused.
        without: names of signals to leave out.
        weights: how much each ranking counts; by default as for a student.

    Returns:
        The model's numbers, as `Confidence` reads them, with how well it does on questions it was not fitted on.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = [field.name for field in fields(Signals) if field.name not in without]
    seen = _Seen(index, weights)
    x = np.array([seen.of(item, names) for item in (*answerable, *refusable)])
    y = np.array([1] * len(answerable) + [0] * len(refusable))
    model = make_pipeline(StandardScaler(), LogisticRegression(C=_REGULARIZATION, max_iter=2000))
    unseen: NDArray[np.float64] = np.mean(
        [
            cross_val_predict(model, x, y, cv=StratifiedKFold(_FOLDS, shuffle=True, random_state=repeat), method="predict_proba")[
                :, 1
            ]
            for repeat in range(_REPEATS)
        ],
        axis=0,
    )
    kept = np.sort(unseen[y == 1])
    threshold = float(kept[math.floor(wrongly_refused * len(kept))])
    model.fit(x, y)
    scaler, regression = model[0], model[-1]
    slopes = regression.coef_[0] / scaler.scale_
    return {
        "bias": round(float(regression.intercept_[0] - (slopes * scaler.mean_).sum()), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, slopes, strict=True)},
        "threshold": round(threshold, 4),
        "cross-validated on dev": {
            "AUROC": round(float(roc_auc_score(y, unseen)), 4),
            "refused of what is to be refused": round(float((unseen[y == 0] < threshold).mean()), 4),
            "refused of what is answerable": round(float((unseen[y == 1] < threshold).mean()), 4),
        },
    }


class _Seen:
    """What is seen of questions and what is found for them; follow-ups are joined by the confidence fitted before."""

    def __init__(self, index: SearchIndex, weights: Weights | None) -> None:
        self._index = index
        self._retriever = NotesRetriever(index=index, weights=weights or Weights())
        self._conversation = Conversation(index.library, index.vocabulary, Judge(self._retriever))

    def of(self, item: Item, names: Sequence[str]) -> list[float]:
        """The named signals of a question."""
        standalone = self._conversation.resolve(item.question, item.history).text
        question = understand(standalone, self._index.vocabulary)
        seen = asdict(signals(question, self._retriever.rank(question), self._index))
        return [seen[name] for name in names]
