"""What an item has to pass beside the rules of `checks` when a chat model wrote it, and nobody has read it.

The rules of `checks` take the stem for the notes' own words. A model's stem may say what the notes do not.
"""

from __future__ import annotations

import re

from assistant.models.evidence import Given
from assistant.models.grounding import faults
from assistant.notes import Passage
from assistant.quiz.checks import Rule, named
from assistant.quiz.figures import Figure, Measure, figures_of
from assistant.quiz.item import Item
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.phrasing import asks_twice, speaks_of_the_notes

_OF_PASSAGES = re.compile(r"\b(?:according to|in|from|by) (?:the|these|this) (?:[\w-]+ )?passages?\b|\bpassages? \d", re.I)

_OPENS = re.compile(r"^.*?\b(?:which|what|how|who|whose|when|where|why)\b", re.I | re.S)
"""A stem up to the word that asks: `In January, which`."""


def stands_in_the_notes(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem with its key stands in the cited passages, as a sentence of a model's answer has to."""
    evidence = Given(passages, knowledge.library, knowledge.vocabulary).evidence(passages)
    found = faults(f"{item.stem} {item.key}", evidence)
    return found[0].value if found else ""


def answered_by_one_passage(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """One of the cited passages has the key and what is asked of it: the key is right by what makes a wrong option right."""
    right = set(knowledge.answering(item.stem, item.key))
    return "" if right & {passage.id for passage in passages} else "no cited passage says this of the key"


def no_other_figure(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """Where the key is a figure, no other of its kind stands beside it: words do not tell which of the two is asked for."""
    keys = figures_of(item.key)
    known = (*keys, *figures_of(item.stem))
    figures = [figure for passage in passages for figure in figures_of(passage.text)]
    others = [figure for figure in figures if any(_of_a_kind(figure, key) for key in keys)]
    beside = next((figure.text for figure in others if not any(figure.same(one) for one in known)), "")
    return f"{beside!r} stands beside the key" if beside else ""


def key_not_in_stem(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem does not name the key, under any spelling: what it names, it does not ask for (rule 28c)."""
    return "the stem names it" if knowledge.says(item.stem, item.key) else ""


def asks_one_thing(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem asks for one thing, so that one option can answer it (rule 3)."""
    return "it asks for two things" if asks_twice(_OPENS.sub("", item.stem)) or item.stem.count("?") > 1 else ""


def about_the_matter(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem asks of the matter, not of what the notes say, which the student does not see."""
    spoken = speaks_of_the_notes(item.stem) or _OF_PASSAGES.search(item.stem)
    return "it speaks of the notes" if spoken else ""


UNSEEN_RULES: dict[str, Rule] = named(
    stands_in_the_notes, answered_by_one_passage, no_other_figure, key_not_in_stem, asks_one_thing, about_the_matter
)
"""The rules by name, in the order in which they are applied, after those of `checks`."""


def _of_a_kind(figure: Figure, key: Figure) -> bool:
    """Whether a figure could be what a key is; a key that is a bare number may count anything."""
    return figure.thing == key.thing or (key.measure is Measure.NUMBER and figure.measure is Measure.COUNT)
