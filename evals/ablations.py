"""What each part of the answering adds: one part is switched off at a time, and the same questions are asked.

Over the shipped notes the confidence is fitted anew for each on the dev split, as `python -m evals fit` does it: a model
fitted with a part would refuse for want of it. On the dev split the figures are those of questions that the confidence has
seen, for all alike. Over other notes, which have no dev split, the shipped confidence judges.
"""

from __future__ import annotations

import copy
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant import Assistant
from assistant.answering.confidence import Confidence
from assistant.answering.parts import Parts
from assistant.answering.ranking import Weights
from assistant.errors import AssistantError
from assistant.index import Embedder, SearchIndex, open_index
from assistant.index.ranker import WordRanker
from assistant.index.store import Hit, Store
from assistant.notes import Review
from assistant.progress_bar import progress_bar
from assistant.settings import shipped_corpus
from evals import provenance
from evals.asking import Asker
from evals.difference import differences
from evals.fit import READ_BETWEEN, SUITES, WRONGLY_REFUSED, numbers
from evals.report import Contender, Contest, Result
from evals.run import Plan, questions
from evals.scoring import Scorer
from evals.suite import Item, load
from evals.summary import parts_of


class AblationError(AssistantError):
    """An ablation cannot be made."""


class _Empty(Store):
    """A store that finds nothing."""

    def __init__(self) -> None:
        self.name = "nothing"

    def search(self, vector: Sequence[float], count: int, scope: tuple[int, str] | None = None) -> list[Hit]:
        """Nothing."""
        return []


class _Mute(WordRanker):
    """Knows the terms of its texts, and ranks none of them."""

    def shares(self, terms: Sequence[str], count: int, scope: str | None = None) -> dict[str, float]:
        """Nothing."""
        return {}


class _Remembering(Embedder):
    """Embeds each question once for all ablations."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._vectors: dict[str, list[float]] = {}

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        if text not in self._vectors:
            self._vectors[text] = super().embed_query(text)
        return self._vectors[text]


def _whole(index: SearchIndex) -> SearchIndex:
    return index


def _without_review(index: SearchIndex) -> SearchIndex:
    return replace(index, review=Review(), questions=_Empty(), open=_Empty(), adapter=None)


def _without_words(index: SearchIndex) -> SearchIndex:
    return replace(
        index,
        section_words=_Mute(index.entries["sections"], index.vocabulary),
        passage_words=_Mute(index.entries["passages"], index.vocabulary),
    )


def _without_mending(index: SearchIndex) -> SearchIndex:
    """A vocabulary that recognizes every form of its words, and has none to take another word for."""
    vocabulary = copy.copy(index.vocabulary)
    vocabulary.counts = Counter()
    return replace(index, vocabulary=vocabulary)


def _without_acronyms(index: SearchIndex) -> SearchIndex:
    vocabulary = copy.copy(index.vocabulary)
    vocabulary.long_forms, vocabulary.short_forms = {}, {}
    return replace(
        index,
        vocabulary=vocabulary,
        section_words=WordRanker(index.entries["sections"], vocabulary),
        passage_words=WordRanker(index.entries["passages"], vocabulary),
    )


@dataclass(frozen=True, slots=True)
class Ablation:
    """The program without one of its parts.

    Attributes:
        name: names the part on the command line.
        what: what is left out, in a sentence.
        change: takes the part out of an index.
        parts: the parts that the chain is built of.
        history: whether the earlier questions of a conversation are given.
        read_between: confidence at a glance between which what was found is read.
    """

    name: str
    what: str
    change: Callable[[SearchIndex], SearchIndex] = _whole
    parts: Parts = field(default_factory=Parts)
    history: bool = True
    read_between: tuple[float, float] = READ_BETWEEN


NOTHING = Ablation("nothing", "Everything is on.")
ABLATIONS: tuple[Ablation, ...] = (
    Ablation("review", "No review questions at all: not matched, not learned from, none left open.", _without_review),
    Ablation(
        "questions",
        "What is asked is not matched with the review questions; the learned map stays.",
        lambda index: replace(index, questions=_Empty()),
    ),
    Ablation(
        "open",
        "What is asked is not held against the questions that the notes leave open.",
        lambda index: replace(index, open=_Empty()),
    ),
    Ablation("map", "The question's vector is not turned by the learned map.", lambda index: replace(index, adapter=None)),
    Ablation("words", "No BM25, neither of sections nor of passages.", _without_words),
    Ablation("focus", "The rare terms of the question do not count more.", parts=Parts(weights=Weights(focus=0.0))),
    Ablation("sections", "No vectors of sections.", lambda index: replace(index, sections=_Empty())),
    Ablation("passages", "No vectors of passages.", lambda index: replace(index, passages=_Empty())),
    Ablation("mending", "Typing errors are not mended.", _without_mending),
    Ablation("acronyms", "Acronyms and their long forms are strangers.", _without_acronyms),
    Ablation(
        "reading",
        "What was found is not read together with the question.",
        parts=Parts(reading=False),
        read_between=(2.0, 2.0),
    ),
    Ablation("topics", "A question for nothing but a topic is not looked up in the titles.", parts=Parts(topics=False)),
    Ablation("halves", "A question that asks two things is answered as one.", parts=Parts(halves=False)),
    Ablation("history", "The earlier questions of a conversation are not given.", history=False),
)


def run(plan: Plan, names: Sequence[str] = ()) -> Contest:
    """Asks the program with everything on, and without each part.

    Args:
        plan: which suites and splits; only questions about the notes of the settings are asked.
        names: ablations by name; all by default.

    Raises:
        AblationError: there is no such ablation.
        AssistantError: the suites, the settings or the notes cannot be used.
    """
    chosen = [NOTHING, *_chosen(names)]
    asked = questions(plan).get(plan.settings.notes, [])
    if not asked:
        raise AblationError("No question is about the notes of the settings: name a suite that asks them.")
    with progress_bar() as progress:
        index = open_index(plan.settings, progress)
    index = replace(index, embedder=_Remembering(plan.settings.embedder))
    everything: list[Result] = []
    contenders: list[Contender] = []
    with progress_bar("Leaving out parts") as progress:
        for at, ablation in enumerate(chosen):
            progress(at, len(chosen))
            changed = ablation.change(index)
            confidence = _confidence(ablation, changed) if plan.settings.notes == shipped_corpus() else None
            results = _results(ablation, changed, confidence, asked)
            everything = everything or results
            contenders.append(_contender(ablation, results, everything))
        progress(len(chosen), len(chosen))
    note = (
        f"Made on {datetime.now(UTC):%Y-%m-%d}, program {provenance.code_hash()}. One part is left out at a time, and the "
        "confidence fitted anew for what is left, where the notes have a dev split. A gain says how much better the whole "
        "program is than without the part."
    )
    return Contest("Ablations", note, tuple(contenders))


def _chosen(names: Sequence[str]) -> list[Ablation]:
    known = {ablation.name: ablation for ablation in ABLATIONS}
    for name in names:
        if name not in known:
            raise AblationError(f"There is no ablation {name!r}: the parts are {', '.join(known)}.")
    return [ablation for ablation in ABLATIONS if not names or ablation.name in names]


def _results(
    ablation: Ablation, index: SearchIndex, confidence: Confidence | None, asked: Sequence[tuple[str, Item]]
) -> list[Result]:
    parts = replace(ablation.parts, confidence=confidence)
    asker, scorer = Asker(Assistant(index, parts), parts.weights), Scorer(index.library, index.review)
    return [scorer.result(suite, item, asker.ask(_heard(item, ablation))) for suite, item in asked]


def _confidence(ablation: Ablation, index: SearchIndex) -> Confidence:
    """The confidence model of what is left, fitted on the dev split."""
    asked = [_heard(item, ablation) for suite in SUITES for item in load(suite, "dev")]
    fitted = numbers((index, asked), WRONGLY_REFUSED, weights=ablation.parts.weights, read_between=ablation.read_between)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "confidence.json"
        file.write_text(json.dumps({"with_review": fitted, "without_review": fitted}), encoding="utf-8")
        return Confidence(reviewed=True, model=file)


def _heard(item: Item, ablation: Ablation) -> Item:
    return item if ablation.history else replace(item, history=())


def _contender(ablation: Ablation, results: Sequence[Result], everything: Sequence[Result]) -> Contender:
    by_part: dict[str, tuple[list[Result], list[Result]]] = {}
    for whole, left in zip(everything, results, strict=True):
        both = by_part.setdefault(whole.part, ([], []))
        both[0].append(whole)
        both[1].append(left)
    against = {} if ablation is NOTHING else {part: differences(*both) for part, both in by_part.items()}
    name = "Everything" if ablation is NOTHING else f"without {ablation.name}"
    parts = tuple(replace(part, curves=()) for part in parts_of(results))
    return Contender(name, ablation.what, parts, against, {})
