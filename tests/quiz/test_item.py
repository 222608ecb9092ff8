"""Items keep their identity and survive being written down."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuizError
from assistant.notes import Citation
from assistant.quiz import Difficulty, Item, Kind, item_id

_TEXT = st.text(max_size=30)
_TEXTS = st.lists(_TEXT, max_size=4).map(tuple)
_CITATIONS = st.builds(
    Citation, anchor=_TEXT, path=_TEXT, file=_TEXT, lines=st.tuples(st.integers(1, 9), st.integers(1, 9)), quote=_TEXT
)
ITEMS = st.builds(
    Item,
    id=_TEXT,
    kind=st.sampled_from(Kind),
    stem=_TEXT,
    options=_TEXTS,
    key=_TEXT,
    explanation=_TEXT,
    citation=_CITATIONS,
    difficulty=st.sampled_from(Difficulty),
    accepted=_TEXTS,
    prompts=_TEXTS,
    matches=_TEXTS,
)


@given(ITEMS)
def test_an_item_survives_json(item):
    assert Item.from_json(json.loads(json.dumps(item.as_json()))) == item


def test_the_id_holds_on_to_words_and_to_nothing_else():
    id = item_id(Kind.MCQ, ["S3 keeps **11 nines**", "EBS is *block* storage"], "How durable is S3?")
    assert id == item_id(Kind.MCQ, ["EBS  is block storage", "S3 keeps 11 nines."], "how durable is S3")
    assert id != item_id(Kind.CLOZE, ["S3 keeps 11 nines", "EBS is block storage"], "How durable is S3?")
    assert id != item_id(Kind.MCQ, ["S3 keeps 12 nines", "EBS is block storage"], "How durable is S3?")
    assert id != item_id(Kind.MCQ, ["S3 keeps 11 nines", "EBS is block storage"], "How durable is EBS?")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "essay"},
        {"stem": 5},
        {"options": "ab"},
        {"options": [1]},
        {"citation": None},
        {"citation": {"anchor": "a"}},
        {"difficulty": "no"},
    ],
)
def test_what_is_no_item_is_refused(change):
    item = Item("1", Kind.OPEN, "Why?", (), "So.", "So.", Citation("a", "A", "a.md", (1, 1), "So."))
    with pytest.raises(QuizError, match="no quiz item"):
        Item.from_json(item.as_json() | change)
