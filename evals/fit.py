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

from assistant.answering.confidence import MODEL, Reading, Signals
from assistant.answering.conversation import Conversation
from assistant.answering.judge import Judge
from assistant.answering.question import understand
from assistant.answering.ranking import Weights
from assistant.answering.retriever import NotesRetriever
from assistant.answering.usual import NUMBERS, numbers_of
from assistant.index import SearchIndex, open_index
from assistant.settings import Settings
from evals.run import Plan, default_folder, questions, settings_for
from evals.suite import Item, load
from evals.training import NOTES as LESSONS

_REVIEW_ONLY = ("question", "questions", "open", "opens", "open_words", "told", "untold", "question_read", "nearest_read")
"""Signals of review questions, and those that told nothing on notes that were left out of the fit."""
_REGULARIZATION, _STRONGER = 1.0, 0.1
"""Of the fit, as scikit-learn's C: the stronger where what is learned is to hold for other notes."""
_FOLDS, _REPEATS = 8, 5
READ_BETWEEN, _READ_ALWAYS = (0.05, 0.97), (0.0, 1.0)
"""Confidence at a glance between which what was found is read: with review questions, reading changed nothing outside of it on
dev; without them a glance is never sure."""

SUITES = ("answers", "followups", "refusals", "robustness")
"""Suites about the shipped notes whose dev split is fitted on."""

_OTHER_NOTES = "practice"
"""A suite about other notes: what is learned for notes without review questions is to hold there too."""

WRONGLY_REFUSED = 0.02
"""Share of the answerable questions that may be refused."""

WRONGLY_REFUSED_ELSEWHERE = 0.05
"""The same where notes have no review questions, and refusing as little would let most near misses through."""

Asked = tuple[SearchIndex, Sequence[Item]]
"""Questions and what they are asked of."""


def fit(wrongly_refused: float = WRONGLY_REFUSED) -> dict[str, Any]:
    """Fits what is usual, then both models, for notes with and without review questions, and stores them.

    A logistic regression over standardized signals (scikit-learn), folded back to the raw signals. The threshold is
    the highest that refuses no more than a given share of the answerable questions when each is judged by a model
    fitted without it.

    Args:
        wrongly_refused: the share of answerable questions that may be refused.

    Returns:
        What was written.
    """
    settings = Settings.load()
    own = [item for suite in SUITES for item in load(suite, "dev")]
    index = open_index(settings)
    fit_usual((index, _index(LESSONS, settings)))
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        for file in settings.notes.glob("*.md"):
            shutil.copy(file, bare)
        others = [(_index(notes, settings), items) for notes, items in _other_notes(settings).items()]
        written = {
            "made": "python -m evals fit: scikit-learn LogisticRegression on the dev split of answers, followups, refusals and "
            "robustness; without review questions of practice too",
            "with_review": numbers((index, own), wrongly_refused),
            "without_review": numbers(
                (_index(bare, settings), own), WRONGLY_REFUSED_ELSEWHERE, _REVIEW_ONLY, others=others, read_between=_READ_ALWAYS
            ),
        }
    MODEL.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return written


def fit_usual(indexes: Sequence[SearchIndex]) -> None:
    """Learns from vectors alone which questions notes are wont to answer, and stores the numbers.

    Args:
        indexes: notes with review questions and such as they leave open.
    """
    from sklearn.linear_model import LogisticRegression

    answered, left_open = ([entry.text for index in indexes for entry in index.entries[kind]] for kind in ("questions", "open"))
    model = LogisticRegression(class_weight="balanced", max_iter=2000)
    model.fit(indexes[0].embedder.embed([*answered, *left_open]), [1] * len(answered) + [0] * len(left_open))
    written = {
        "made": "python -m evals fit: scikit-learn LogisticRegression on the vectors of review questions",
        "questions": {"answered": len(answered), "left open": len(left_open)},
        "bias": round(float(model.intercept_[0]), 4),
        "weights": [round(float(weight), 4) for weight in model.coef_[0]],
    }
    NUMBERS.write_text(json.dumps(written) + "\n", encoding="utf-8")
    numbers_of.cache_clear()


def numbers(
    asked: Asked,
    wrongly_refused: float,
    without: Sequence[str] = (),
    weights: Weights | None = None,
    others: Sequence[Asked] = (),
    read_between: tuple[float, float] = READ_BETWEEN,
) -> dict[str, Any]:
    """Fits the numbers of one `Confidence`: what a glance tells, and what reading does.

    Args:
        asked: the questions, and the notes that they are asked of.
        wrongly_refused: the share of the answerable ones that may be refused.
        without: names of signals to leave out.
        weights: how much each ranking counts; by default as for a student.
        others: questions about other notes, to fit on too; all of them together weigh as much as the first. The threshold
            is then set on them, each judged by a model that was fitted without its notes.
        read_between: confidence at a glance between which what was found is read.

    Returns:
        The numbers, as `Confidence` reads them, with how well they do on questions they were not fitted on.
    """
    lots = [asked, *others]
    rows = [row for index, items in lots for row in _Seen(index, weights).rows(items)]
    y = np.array([int(item.answerable) for _, items in lots for item in items])
    lot = np.array([number for number, (_, items) in enumerate(lots) for _ in items])
    group = np.array([f"{number} {item.group or item.id}" for number, (_, items) in enumerate(lots) for item in items])
    glance = [field.name for field in fields(Signals) if field.name not in without]
    reading = [*glance, *(field.name for field in fields(Reading) if field.name not in without)]
    at_a_glance, with_reading = (
        _Fit(np.array([[row[name] for name in names] for row in rows]), y, lot, group) for names in (glance, reading)
    )
    first, second = at_a_glance.unseen(), with_reading.unseen()
    told = np.array([row["told"] > 0 and "told" in glance for row in rows])
    read = (first >= read_between[0]) & (first <= read_between[1]) & ~told
    unseen = np.where(read, second, first)
    own, elsewhere = lot == 0, lot > 0
    kept = np.sort(unseen[(y == 1) & (elsewhere if others else own)])
    threshold = float(kept[math.floor(wrongly_refused * len(kept))])
    return {
        "at a glance": at_a_glance.numbers(glance),
        "read between": list(read_between),
        "with reading": with_reading.numbers(reading),
        "threshold": round(threshold, 4),
        "cross-validated on dev": _told(y[own], unseen[own], threshold) | {"read": round(float(read[own].mean()), 4)},
        **({"on other notes, fitted without them": _told(y[elsewhere], unseen[elsewhere], threshold)} if others else {}),
    }


class _Fit:
    """A logistic regression over standardized signals.

    Args:
        x: the signals, shape (questions, signals).
        y: 1 for each question that the notes answer, else 0, shape (questions,).
        lot: which notes each is asked of, 0 for the first, shape (questions,).
        group: the same for paraphrases of one question, shape (questions,).
    """

    def __init__(self, x: NDArray[np.float64], y: NDArray[np.int64], lot: NDArray[np.int64], group: NDArray[np.str_]) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self._x, self._y, self._lot, self._group = x, y, lot, group
        elsewhere = lot > 0
        strength = _STRONGER if elsewhere.any() else _REGULARIZATION
        self._model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=2000))
        weights = np.where(elsewhere, (~elsewhere).sum() / max(1, elsewhere.sum()), 1.0)
        self._weighed = {"logisticregression__sample_weight": weights}

    def unseen(self) -> NDArray[np.float64]:
        """The probability for each question by models not fitted on it, a paraphrase of it, or, but for the first, its notes."""
        from sklearn.model_selection import LeaveOneGroupOut, StratifiedGroupKFold

        folds = [StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=repeat) for repeat in range(_REPEATS)]
        found: NDArray[np.float64] = np.mean([self._judged(fold, self._group) for fold in folds], axis=0)
        elsewhere = self._lot > 0
        if elsewhere.any():
            found[elsewhere] = self._judged(LeaveOneGroupOut(), self._lot)[elsewhere]
        return found

    def _judged(self, folds: Any, groups: NDArray[Any]) -> NDArray[np.float64]:
        from sklearn.model_selection import cross_val_predict

        found: NDArray[np.float64] = cross_val_predict(
            self._model, self._x, self._y, groups=groups, cv=folds, params=self._weighed, method="predict_proba"
        )[:, 1]
        return found

    def numbers(self, names: Sequence[str]) -> dict[str, Any]:
        """Bias and weights by name, folded back to the raw signals."""
        self._model.fit(self._x, self._y, **self._weighed)
        scaler, regression = self._model[0], self._model[-1]
        slopes = regression.coef_[0] / scaler.scale_
        return {
            "bias": round(float(regression.intercept_[0] - (slopes * scaler.mean_).sum()), 4),
            "weights": {name: round(float(weight), 4) for name, weight in zip(names, slopes, strict=True)},
        }


def _told(y: NDArray[np.int64], judged: NDArray[np.float64], threshold: float) -> dict[str, Any]:
    from sklearn.metrics import roc_auc_score

    return {
        "answerable": int(y.sum()),
        "to be refused": int((1 - y).sum()),
        "AUROC": round(float(roc_auc_score(y, judged)), 4),
        "refused of what is to be refused": round(float((judged[y == 0] < threshold).mean()), 4),
        "refused of what is answerable": round(float((judged[y == 1] < threshold).mean()), 4),
    }


def _index(notes: Path, settings: Settings) -> SearchIndex:
    return open_index(settings_for(notes, settings))


def _other_notes(settings: Settings) -> dict[Path, list[Item]]:
    """Questions about other notes than the corpus, by the notes."""
    plan = Plan(settings, default_folder(settings), (_OTHER_NOTES,), ("dev",))
    return {notes: [item for _, item in items] for notes, items in questions(plan).items()}


class _Seen:
    """What is seen of questions and what is found for them; follow-ups are joined by the confidence fitted before."""

    def __init__(self, index: SearchIndex, weights: Weights | None) -> None:
        self._index = index
        self._retriever = NotesRetriever(index=index, weights=weights or Weights())
        self._judge = Judge(self._retriever)
        self._conversation = Conversation(index.library, index.vocabulary, self._judge.at_a_glance)

    def rows(self, items: Sequence[Item]) -> list[dict[str, float]]:
        """What is seen and read of questions, by name."""
        return [self._of(item) for item in items]

    def _of(self, item: Item) -> dict[str, float]:
        standalone = self._conversation.resolve(item.question, item.history).text
        question = understand(standalone, self._index.vocabulary)
        ranking = self._retriever.rank(question)
        return asdict(self._judge.seen(question, ranking)) | asdict(self._judge.read(question, ranking))
