"""Fits the confidence model on the dev split, and writes its numbers into the package."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.answering.confidence import MODEL, Signals, signals
from assistant.answering.conversation import Conversation
from assistant.answering.question import understand
from assistant.answering.ranking import rank
from assistant.index import SearchIndex, open_index
from assistant.settings import Settings
from evals.suite import Item, load

_REVIEW_ONLY = ("question", "open")
_REGULARIZATION = 1.0
_FOLDS, _REPEATS = 8, 5


def fit(wrongly_refused: float = 0.03) -> dict[str, Any]:
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
    answerable = load("answers", "dev") + load("followups", "dev")
    refusable = load("refusals", "dev")
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        for file in settings.notes.glob("*.md"):
            shutil.copy(file, bare)
        written = {
            "made": "python -m evals fit: scikit-learn LogisticRegression on the dev split of answers, followups and refusals",
            "questions": {"answerable": len(answerable), "to be refused": len(refusable)},
            "with_review": _fit(open_index(settings), answerable, refusable, wrongly_refused, ()),
            "without_review": _fit(
                open_index(settings.model_copy(update={"notes": bare})), answerable, refusable, wrongly_refused, _REVIEW_ONLY
            ),
        }
    MODEL.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return written


def _fit(
    index: SearchIndex, answerable: list[Item], refusable: list[Item], wrongly_refused: float, without: tuple[str, ...]
) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    names = [field.name for field in fields(Signals) if field.name not in without]
    x = np.array([_row(item, index, names) for item in answerable + refusable])
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
    weights = regression.coef_[0] / scaler.scale_
    return {
        "bias": round(float(regression.intercept_[0] - (weights * scaler.mean_).sum()), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "threshold": round(threshold, 4),
        "cross-validated on dev": {
            "AUROC": round(float(roc_auc_score(y, unseen)), 4),
            "refused of what is to be refused": round(float((unseen[y == 0] < threshold).mean()), 4),
            "refused of what is answerable": round(float((unseen[y == 1] < threshold).mean()), 4),
        },
    }


def _row(item: Item, index: SearchIndex, names: list[str]) -> list[float]:
    asked = Conversation(index.library, index.vocabulary).resolve(item.question, item.history).text
    question = understand(asked, index.vocabulary)
    seen = asdict(signals(question, rank(question, index), index))
    return [seen[name] for name in names]
