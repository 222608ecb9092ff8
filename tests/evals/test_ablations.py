"""Ablations: each leaves out its part and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.question import understand
from assistant.answering.ranking import Ranking, rank
from assistant.index import SearchIndex, open_index
from assistant.settings import Settings
from evals.ablations import ABLATIONS, NOTHING, Ablation, AblationError, run
from evals.contests import part_of
from evals.run import Plan

NOTES = {
    "network.md": """\
# Network

## Load Balancers

- A Network Load Balancer (NLB) has a static address.
- An Application Load Balancer (ALB) routes requests by their path.

## Name Service

A zone holds the records of a domain. Each record has a time to live.
""",
    "network.questions.jsonl": json.dumps(
        {
            "anchor": "load-balancers",
            "question": "Which balancer keeps its address?",
            "answer": "The Network Load Balancer.",
            "quote": "A Network Load Balancer (NLB) has a static address.",
        }
    )
    + "\n",
    "network.open.jsonl": json.dumps({"anchor": "name-service", "question": "What does a zone cost?"}) + "\n",
}
SUITE = [
    {"question": "Does an NLB keep its address?", "gold": ["load-balancers"], "facts": [["static"]]},
    {"question": "And the records?", "history": ["What is a zone?"], "gold": ["name-service"], "facts": [["zone"]]},
    {"question": "How do I bake bread?"},
]
QUESTION = "which blancer of the network load balancers has a static adress?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    notes = tmp_path_factory.mktemp("network")
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    return Settings(notes=notes, home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def index(settings: Settings) -> SearchIndex:
    return open_index(settings)


def named(name: str) -> Ablation:
    return next(ablation for ablation in ABLATIONS if ablation.name == name)


def ranked(index: SearchIndex, ablation: Ablation) -> Ranking:
    changed = ablation.change(index)
    return rank(understand(QUESTION, changed.vocabulary), changed, weights=ablation.parts.weights)


def test_with_everything_on_every_part_is_seen(index: SearchIndex) -> None:
    ranking = ranked(index, NOTHING)
    assert ranking.questions
    assert ranking.open
    assert any(passage.words for passage in ranking.passages)
    assert any(section.cosine for section in ranking.sections)
    assert understand(QUESTION, index.vocabulary).mended == (("blancer", "balancer"), ("adress", "address"))
    assert understand("network load balancer", index.vocabulary).terms == ("nlb",)


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("review", lambda ranking: (*ranking.questions, *ranking.open)),
        ("questions", lambda ranking: ranking.questions),
        ("open", lambda ranking: ranking.open),
        ("words", lambda ranking: [p for p in ranking.passages if p.words] + [s for s in ranking.sections if s.words]),
        ("sections", lambda ranking: [s for s in ranking.sections if s.cosine]),
        ("passages", lambda ranking: [p for p in ranking.passages if p.cosine]),
    ],
)
def test_what_is_left_out_is_not_in_the_ranking(index: SearchIndex, name: str, gone) -> None:
    assert not gone(ranked(index, named(name)))
    assert gone(ranked(index, NOTHING))
    assert ranked(index, named(name)).sections, "the other parts still find something"


def test_the_rare_terms_count_no_more(index: SearchIndex) -> None:
    assert ranked(index, named("focus")).sections[0].score < ranked(index, NOTHING).sections[0].score


def test_typing_errors_stay_and_words_are_still_known(index: SearchIndex) -> None:
    vocabulary = named("mending").change(index).vocabulary
    assert understand(QUESTION, vocabulary).mended == ()
    assert vocabulary.knows("balancer")
    assert not vocabulary.knows("blancer")
    assert understand(QUESTION, index.vocabulary).mended, "the whole program's vocabulary is not touched"


def test_acronyms_are_strangers(index: SearchIndex) -> None:
    changed = named("acronyms").change(index)
    assert "nlb" not in understand("network load balancer", changed.vocabulary).terms
    assert changed.vocabulary.knows("nlb")
    assert index.vocabulary.long_forms


def test_each_is_held_against_the_whole_program(settings: Settings, tmp_path: Path) -> None:
    suite = tmp_path / "network.jsonl"
    suite.write_text("".join(json.dumps(item) + "\n" for item in SUITE), encoding="utf-8")
    contest = run(Plan(settings, tmp_path, (str(suite),)), ["history", "map"])
    assert [contender.name for contender in contest.contenders] == ["Everything", "without map", "without history"]
    whole = part_of(contest.contenders[0], "network/test")
    assert whole
    assert whole.figure("right").of == 2
    assert not contest.contenders[0].differences
    for contender in contest.contenders[1:]:
        assert contender.differences["network/test"][0].of == 3
    nothing_learned = contest.contenders[1].differences["network/test"][0]
    assert (nothing_learned.better, nothing_learned.worse) == (0, 0), "one review question is too little for a map"


def test_a_part_that_nobody_knows_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(AblationError, match="no ablation 'luck': the parts are review, questions"):
        run(Plan(settings, tmp_path), ["luck"])
