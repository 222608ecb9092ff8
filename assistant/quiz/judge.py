"""Makes items of drafts: chooses their wrong options, and holds them to the rules and to the items before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz

from assistant.index.entries import passage_text
from assistant.notes import Library, Passage, PassageKind, cite_passages
from assistant.notes.parser import inline_of
from assistant.quiz.checks import RULES, Rule, broken_rule
from assistant.quiz.distractors import Balance, choose
from assistant.quiz.draft import Draft, Rejection
from assistant.quiz.item import Item, Kind, item_id
from assistant.quiz.knowledge import Knowledge

_SAME_STEM = 88
"""Likeness of two stems, 0 to 100, from which two items with one key are the same item."""


class Judge:
    """Decides on one draft after another which item comes of it.

    Args:
        knowledge: the notes.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._balance = Balance()
        self._ids: set[str] = set()
        self._stems: dict[tuple[str, Kind, str], list[str]] = {}

    def judge(self, draft: Draft) -> Item | Rejection:
        """The item that a draft gives, or why it gives none.

        Args:
            draft: the draft; of those that are the same, the first gives an item.
        """
        item = self._item(draft)
        broken = broken_rule(item, draft.passages, self._knowledge, _rules(draft))
        if broken:
            return Rejection(*broken, item)
        beside = self._stems.setdefault((item.anchor, item.kind, item.key.lower()), [])
        twin = next((stem for stem in beside if fuzz.token_set_ratio(stem, item.stem) >= _SAME_STEM), None)
        if item.id in self._ids or twin:
            return Rejection("no duplicates", f"as {twin or item.stem!r}", item)
        beside.append(item.stem)
        self._ids.add(item.id)
        if item.kind is Kind.MCQ:
            self._balance.take(item, self._knowledge)
        return item

    def _item(self, draft: Draft) -> Item:
        wrong = choose(draft, self._knowledge, self._balance) if draft.kind is Kind.MCQ else ()
        options = draft.options or (tuple(sorted((draft.key, *wrong), key=str.lower)) if draft.kind is Kind.MCQ else ())
        return Item(
            id=item_id(draft.kind, [passage.text for passage in draft.passages], draft.stem),
            kind=draft.kind,
            stem=draft.stem,
            options=options,
            key=draft.key,
            explanation=draft.explanation or _explanation(draft.passages, self._knowledge.library),
            citation=cite_passages(draft.passages, self._knowledge.library),
            difficulty=draft.difficulty,
            accepted=draft.accepted,
            prompts=draft.prompts,
            matches=draft.matches,
        )


def _rules(draft: Draft) -> Mapping[str, Rule]:
    if not draft.unseen:
        return RULES
    from assistant.quiz.unseen import UNSEEN_RULES  # loads the checks of what a chat model says

    return RULES | UNSEEN_RULES


def _explanation(passages: Iterable[Passage], library: Library) -> str:
    texts = ((passage, passage_text(passage, library)) for passage in passages)
    return "\n".join(inline_of(text).text if passage.kind is PassageKind.ROW else text for passage, text in texts)
