"""Items from what the notes say of a name: which of these does so, and which term has this meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.notes import Passage, PassageKind
from assistant.quiz.draft import Draft
from assistant.quiz.figures import figures_of
from assistant.quiz.item import Difficulty, Kind
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import Name, Shape
from assistant.quiz.phrasing import VERBS, plain

_ARTICLE = re.compile(r"^(?:An?|The)\s+")
_PREDICATE = re.compile(
    r"^(?:\s\([^()]*\))?\s+(?P<verb>is|are|was|were|has|have|can|must|"
    + "|".join(sorted(VERBS | {"limits", "states"}))
    + r")\b(?P<rest>.+)$",
    re.S,
)
_MEANS = re.compile(r"^\s*(?:\([^()]*\)\s*)?(?::|=|-|–|—|->)\s+(?P<meaning>.{12,})$", re.S)
_UNCLEAR = re.compile(
    r"\b(?:it|its|they|their|them|this|these|those|that one|such|above|below|here|the same|the latter|the former|also|too|else"
    r"|still|another|otherwise|therefore|however|instead|for example|e\.g|see|(?:all|any|each|every|the) other)\b",
    re.I,
)
_PLURAL_NOUN = re.compile(r"^[a-z]+s (?:are|is|can|have|has|let|do|does|must|will|were|need|give|use)\b")
"""What looks like a verb is a noun before a verb: `caches are defined for each stage`."""
_VAGUE = re.compile(
    r"\b(?:easy|easily|major|obvious|important|useful|great|good|better|best|helps?|popular|powerful|compliant|compliance"
    r"|improves? (?:security|performance)|clicks?|secure and|fully manages)\b|^(?:is|are|stands?) (?:short )?for\b"
    r"|^(?:is|are) (?:fully |highly )?(?:managed|serverless|secure|scalable|free|suited)\b"
    r"|^can be \w+ (?:with|by)\b"
    r"|^(?:can )?(?:works?|integrates?|connects?) (?:with|to)\b|^(?:takes?|automates?|needs?) (?!an?\b|the\b|\d)"
    r"|, (?:and|so|but) (?!.*\b(?:which|that)\b)(?:the |an? )?[A-Z]"
    r"|, (?:and|so|but) (?!(?:can|must|is|are|has|have|does)\b)(?:[\w-]+ ){1,3}(?:can|must|is|are|has|have|will)\b",
)
"""What may be said of many names, only spells one out, or goes on to another subject."""
_TURNS = re.compile(r"\b(?:but|yet|though|although|however|except|unless|not|no|never|only)\b", re.I)
"""What follows takes back some of what was said."""
_ABLE = re.compile(r"^can\b")
_FEWEST_WORDS, _MOST_WORDS = 6, 30
_NEAR = 0.38
"""Cosine of what the notes say of two names from which one is taken for the other in good faith."""
_POOL = 40
"""Names that are considered as wrong options."""
_TELLING = 9.0
"""Weight of the words of a predicate from which it is taken to fit one name only."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one passage says of a name."""

    passage: Passage
    name: Name
    text: str
    predicate: str
    means: bool

    @property
    def plural(self) -> bool:
        """Whether the name is used in the plural."""
        return bool(re.match(r"(?:are|were|have|let|do)\b", self.predicate)) or (
            self.text.endswith("s") and self.name.shape is Shape.TERM
        )


class SubjectWriter:
    """Writes items from passages that begin with a name.

    Args:
        knowledge: the notes.
    """

    name = "subject"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def write(self) -> Iterator[Draft]:
        """An item for each passage that says something telling of a name that others can be confused with."""
        said = [found for passage in self._knowledge.passages if (found := self._said(passage))]
        subjects: dict[bool, dict[str, list[_Said]]] = {False: defaultdict(list), True: defaultdict(list)}
        for one in said:
            subjects[one.plural][one.name.key].append(one)
        for one in said:
            pool = self._pool(one, subjects[one.plural])
            if len(pool) >= 2:
                yield self._draft(one, pool)

    def _said(self, passage: Passage) -> _Said | None:
        if passage.kind in (PassageKind.CODE, PassageKind.ROW) or passage.text.endswith((":", "?")):
            return None
        article = _ARTICLE.match(passage.text)
        start = article.end() if article else 0
        mention = next((m for m in self._knowledge.names.find(passage.text) if m.start == start), None)
        if not mention or mention.name.key in self._knowledge.makers:
            return None
        text, after = passage.text[mention.start : mention.end], passage.text[mention.end :]
        meaning = _MEANS.match(after) if not article else None
        predicate = meaning["meaning"] if meaning else ""
        if not meaning:
            match = _PREDICATE.match(after)
            if not match:
                return None
            predicate = match["verb"] + match["rest"]
        predicate, _, rest = predicate.partition("; ")
        if _TURNS.search(rest):
            return None
        predicate = plain(predicate)
        if _PLURAL_NOUN.match(predicate) or _VAGUE.search(predicate):
            return None
        if not self._is_clear(predicate, text) or (mention.name.shape is Shape.TERM and not meaning and not article):
            return None
        return _Said(passage, mention.name, text, predicate, bool(meaning))

    def _is_clear(self, predicate: str, name: str) -> bool:
        """Whether a predicate can be read without its subject, does not give it away, and fits few others."""
        if not _FEWEST_WORDS <= len(predicate.split()) <= _MOST_WORDS or _UNCLEAR.search(predicate) or ". " in predicate:
            return False
        knowledge = self._knowledge
        if any(f" {form} " in f" {' '.join(sorted(knowledge.asked(predicate)))} " for form in knowledge.forms(name)):
            return False
        if knowledge.asked(name) & knowledge.asked(predicate):
            return False
        named = any(m.name.shape is not Shape.TERM for m in knowledge.names.find(predicate))
        if _ABLE.match(predicate) and not named and not figures_of(predicate):
            return False  # what one can do, others often can too
        rare = sorted((knowledge.weight(term) for term in knowledge.asked(predicate)), reverse=True)[:2]
        return bool(figures_of(predicate)) or sum(rare) >= _TELLING

    def _pool(self, one: _Said, subjects: dict[str, list[_Said]]) -> tuple[str, ...]:
        """Other names that passages say something of, written alike, those of sections nearby first."""
        section = self._knowledge.library.by_anchor[one.passage.anchor]
        above = (*section.ancestors, section.anchor)
        ranked: list[tuple[float, str]] = []
        topics = self._knowledge.topics
        for key, others in subjects.items():
            if key == one.name.key or others[0].name.shape is not one.name.shape or key in self._knowledge.makers:
                continue
            if (key in topics) is not (one.name.key in topics):
                continue
            shared = max(
                len({*above} & {*self._knowledge.library.by_anchor[o.passage.anchor].ancestors, o.passage.anchor}) for o in others
            )
            if not shared:
                continue
            nearness = self._knowledge.nearness(one.text, others[0].text)
            if nearness < _NEAR and not (one.means and others[0].means):
                continue
            ranked.append((-shared / 4 - nearness, others[0].text))
        return tuple(text for _, text in sorted(ranked)[:_POOL])

    def _draft(self, one: _Said, pool: tuple[str, ...]) -> Draft:
        if one.means:
            topic = self._knowledge.topic(self._knowledge.library.by_anchor[one.passage.anchor])
            stem = f"{topic}: which term is described as “{one.predicate}”?"
        else:
            stem = f"Which of these {one.predicate}?"
        return Draft(
            self.name, Kind.MCQ, stem, one.text, (one.passage,), pool=pool, difficulty=Difficulty.MEDIUM, near=one.passage.id
        )
