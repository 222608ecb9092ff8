"""Has a chat model draft multiple-choice questions; what it drafts is held to the quiz's own rules."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from assistant.models import prompts
from assistant.models.enrich import Checked, Rejection, marks_of, objects_in, quote_of
from assistant.models.evidence import Given
from assistant.models.reply import harmless
from assistant.notes import Section, Written
from assistant.quiz.distractors import FEWEST
from assistant.quiz.draft import Rejection as Rejected
from assistant.quiz.judge import Judge
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.phrasing import plain, upper_first
from assistant.quiz.writers.drafted import draft_of

_LONGEST_STEM, _LONGEST_OPTION = 60, 20
"""Words."""
_MOST_WRONG = 8
_LABEL = re.compile(r"^\s*(?:\(?[A-Ha-h1-8][.)]|[-*•])\s+")
"""What models put in front of an option: `A)`."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A question as a model wrote it, with the numbers of the passages that carry its key."""

    stem: str
    key: str
    wrong: tuple[str, ...]
    marks: tuple[int, ...]


class QuizDrafts:
    """The task of drafting questions of a quiz.

    All drafts of a usable shape are kept, those that break a rule too: they are judged again whenever items are written, by the
    notes and rules of that day, and `assistant quiz --rejected` lists them.

    Args:
        knowledge: the notes.
    """

    written = Written.QUIZ
    prompt = prompts.QUIZ
    tokens = 100

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._judge = Judge(knowledge)

    def checked(self, text: str, section: Section, given: Given) -> Checked:
        """Keeps the drafts of a section in which at least one passes the rules."""
        rows: list[dict[str, str]] = []
        kept = 0
        rejected: Counter[str] = Counter()
        for proposal in objects_in(text, _proposal):
            rejection = _rejection(proposal, section, given)
            row = {} if rejection else _row(proposal, quote_of(section, given.cited(proposal.marks)))
            draft = draft_of(row, section, self._knowledge)
            if draft is None:
                rejected[rejection or Rejection.QUOTE] += 1
                continue
            rows.append(row)
            verdict = self._judge.judge(draft)
            if isinstance(verdict, Rejected):
                rejected[verdict.rule] += 1
            else:
                kept += 1
        return Checked(rows, kept, rejected)


def _proposal(found: dict[str, Any]) -> _Proposal | None:
    stem, key, wrong = found.get("question"), found.get("key"), found.get("wrong")
    if not (isinstance(stem, str) and isinstance(key, str) and isinstance(wrong, list)):
        return None
    options = tuple(option for option in wrong if isinstance(option, str))
    return _Proposal(stem, key, options[:_MOST_WRONG], marks_of(found))


def _rejection(proposal: _Proposal, section: Section, given: Given) -> Rejection | None:
    """Why a proposal is no draft at all, or None where it is one."""
    texts = (proposal.stem, proposal.key, *proposal.wrong)
    lengths = [len(text.split()) for text in texts]
    if not (lengths[0] <= _LONGEST_STEM and max(lengths[1:]) <= _LONGEST_OPTION and min(lengths) and len(texts) > FEWEST + 1):
        return Rejection.SHAPE
    if any(_has_markup(text) for text in texts):
        return Rejection.MARKUP
    cited = given.cited(proposal.marks)
    if not cited or any(passage.anchor != section.anchor for passage in cited):
        return Rejection.QUOTE
    return None


def _has_markup(text: str) -> bool:
    """Whether more than marks goes when a text is made harmless: tags, links and pictures hold words."""
    kept, wrote = (re.sub(r"[\W_]", "", words) for words in (harmless(_unlabelled(text)), _unlabelled(text)))
    return kept != wrote


def _row(proposal: _Proposal, quote: str) -> dict[str, str]:
    key, *wrong = (plain(harmless(_unlabelled(option))) for option in (proposal.key, *proposal.wrong))
    stem = upper_first(plain(harmless(proposal.stem)))
    return {"stem": stem, "key": key, "wrong": "\n".join(wrong), "quote": quote}


def _unlabelled(option: str) -> str:
    return _LABEL.sub("", option)
