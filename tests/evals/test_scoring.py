"""A reply is right where it says what is needed, nothing forbidden, and cites a right section."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import REFUSAL
from assistant.notes import read_library
from evals.report import Cited, Reply
from evals.scoring import FACT_RECALL, Scorer
from evals.suite import Item

ITEM = Item("q", "How long?", gold=("bread",), facts=(("45 minutes",), ("230",)), forbidden=("steam",))
OPEN = Item("r", "What did it cost?")


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    file: Path = tmp_path_factory.mktemp("notes") / "n.md"
    file.write_text("# Bread\n\n- Bake 45 minutes at 230 degrees, with steam.\n\n# Rye\n\n- Bake 60 minutes.\n", encoding="utf-8")
    return Scorer(read_library(file))


def reply(text: str, *anchors: str) -> Reply:
    cited = tuple(Cited(anchor, anchor, "n.md", (1, 1), "Bake 45 minutes at 230 degrees, with steam.") for anchor in anchors)
    return Reply(text, True, 0.9, 0.01, cited, ("rye", "bread"), ("rye:1", "bread:1"))


def test_a_right_reply(scorer: Scorer) -> None:
    result = scorer.result(
        "mine", ITEM, reply("- Bake 45 minutes at 230 degrees [bread]\n- Bake 60 minutes. [rye]", "bread", "rye")
    )
    score = result.score
    assert score.correct and score.missing == () and score.words == 11 and score.right_within == 20
    assert [cited.right for cited in result.reply.citations] == [True, False]
    assert (score.statements, score.marks, score.carrying, score.unsupported) == (2, 2, 2, ())
    assert (result.chapter, result.gold_paths, result.part) == ("Bread", ("Bread",), "mine/test")
    assert score.measures["RR@10"] == 0.5 and score.measures["passages RR@10"] == 0.5


@pytest.mark.parametrize(
    ("text", "anchor", "stated", "cited", "missing", "forbidden"),
    [
        ("- Bake 45 minutes [bread]", "bread", False, True, ("230",), ()),
        ("- Bake 45 minutes at 230 degrees [rye]", "rye", True, False, (), ()),
        ("- Bake 45 minutes at 230 degrees, with steam. [bread]", "bread", False, True, (), ("steam",)),
    ],
)
def test_wrong_replies(
    scorer: Scorer, text: str, anchor: str, stated: bool, cited: bool, missing: tuple, forbidden: tuple
) -> None:
    score = scorer.score(ITEM, reply(text, anchor))
    assert not score.correct and score.right_within is None
    assert (score.stated, score.cited, score.missing, score.forbidden) == (stated, cited, missing, forbidden)
    assert score.measures[FACT_RECALL] == (2 - len(missing)) / 2


def test_refusals_are_right_where_there_is_nothing_to_answer(scorer: Scorer) -> None:
    refusal = Reply(REFUSAL, False, 0.1, sections=("bread",))
    assert scorer.score(OPEN, refusal).correct and scorer.score(OPEN, refusal).measures == {}
    wrongly = scorer.score(ITEM, refusal)
    assert not wrongly.correct and wrongly.missing == ("45 minutes", "230") and wrongly.measures[FACT_RECALL] == 0
    assert wrongly.measures["Success@1"] == 1, "the ranking is measured whether or not it is answered"
    assert not scorer.score(OPEN, reply("- Bake 60 minutes. [rye]", "rye")).correct
