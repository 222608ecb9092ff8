"""Items from the review questions beside the notes: open ones, yes or no, and a figure or a name to choose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.notes import Passage, ReviewQuestion
from assistant.quiz.draft import Draft
from assistant.quiz.figures import Measure, figures_of
from assistant.quiz.item import NO, YES, Difficulty, Kind
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import Name
from assistant.quiz.phrasing import asks_twice, is_plural, lower_first, speaks_of_the_notes
from assistant.quiz.writers.pools import KINDS_OF_THING, figure_pool, things_of

_OPENS = re.compile(
    r"^(?:what|which|how|when|where|who|why|can|could|does|do|did|is|are|was|were|must|will|should|has|have|in which|on which"
    r"|for which|at what|by how|to which|under which|after how|with which|from which)\b",
    re.I,
)
_YES_NO = re.compile(r"^(?:can|could|does|do|did|is|are|was|were|must|will|should|has|have)\b", re.I)
_SAYS_YES_NO = re.compile(r"^(Yes|No)\b(?! (?:one|more|longer|need))")
_ASKS_FIGURE = re.compile(
    r"\bhow (?:many|long|much|often|big|large|small|far|fast|high|deep|old|soon|durable|frequently|quickly)\b"
    r"|\b(?:what|which)(?:'s| is| are| was)? (?:the )?(?!happens|do|does|can|if)(?:[\w-]+ ){0,3}"
    r"(?:ports?|limit|maximum|minimum|max|min|timeout|size|interval|period|number|percentage|percent|year|price|cost|retention|throughput|rate|duration|delay|sla|capacity|time|age|temperature|length|lifetime|weight)\b"
    r"|^in which year\b|^when (?:did|was|were)\b",
    re.I,
)
_FILLER = re.compile(
    r"\b(?:hey|pls|please|btw|um|gonna|wanna|thx|quick one|dumb question|lol|u|ur|ppl|thing|things|stuff|guy)\b|\.\.|[!;]| [-–] ",
    re.I,
)
_AUXILIARIES = frozenset("is are was were do does did can could must will should has have happens kinds types sorts".split())
_STARTS = re.compile(r"^(?:(?:the|an|a|use|with|by|via|through|it is|that is|in|on|for|to)\s+)*", re.I)
_MORE = re.compile(r"^\s*(?:,|and\b|or\b|/|\+|with\b|together\b)")
_TWO_CLAIMS = re.compile(r", (?:and|or|but|so|with)\b")
_HEDGED = re.compile(r"\b(?:although|though|unless|usually|partly|depends|in part|not always|more or less|rarely)\b", re.I)
"""An answer of yes or no that also holds the other way round."""
_RELATIVE = frozenset({"time", "fold"})
"""What is counted in a figure that is large or small only beside another: `6 times the timeout`."""
_FIRST_PERSON = re.compile(r"\b(?:I|my|we|our|me|us|i)\b")
_STRANGE = 0.6
"""A stem that paraphrases more than this share of its words is clear only to who has just read the section."""
_NEAR = 0.4
"""Cosine of what the notes say of two names from which one is taken for the other in good faith."""
_OPEN_A_PASSAGE = 2
"""Open items of the same passages, at most."""
_LONGEST_STEM = 32


@dataclass(frozen=True, slots=True)
class _Asked:
    """A review question whose stem can be shown."""

    question: ReviewQuestion
    stem: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """A question that one name answers, and the kind of thing it asks for."""

    asked: _Asked
    name: Name
    text: str
    thing: str


class ReviewWriter:
    """Writes items from review questions.

    Args:
        knowledge: the notes.
    """

    name = "review"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def write(self) -> Iterator[Draft]:
        """All items of the review questions, those with the best stems first."""
        for asked in self._asked:
            yield from self._yes_no(asked)
            yield from self._figure(asked)
        for named in self._named:
            yield self._choice(named)
        yield from self._open()

    @cached_property
    def _asked(self) -> list[_Asked]:
        """The review questions that read like a teacher's, the best first; of those that ask the same, the first."""
        found: list[_Asked] = []
        for questions in self._knowledge.review.by_section.values():
            asked = [asked for question in questions if (asked := self._shown(question))]
            named = [one for one in asked if self._names_its_matter(one)]
            found += named or [self._with_topic(one) for one in asked]
        found.sort(key=lambda asked: (self._roughness(asked), asked.question.anchor, asked.stem))
        return found

    def _shown(self, question: ReviewQuestion) -> _Asked | None:
        """A review question, where it reads like a teacher's and its passages stand."""
        passages = self._knowledge.question_passages(question)
        stem = self._stem(question)
        if not stem or not passages or any(passage.struck for passage in passages):
            return None
        asked = _Asked(question, stem, passages)
        return asked if self._strangeness(asked) <= _STRANGE else None

    def _with_topic(self, asked: _Asked) -> _Asked:
        section = self._knowledge.library.by_anchor[asked.question.anchor]
        if self._knowledge.names_title(asked.stem, section):
            return asked
        topic = self._knowledge.topic(section)
        return replace(asked, stem=f"{topic}: {lower_first(asked.stem)}")

    def _names_its_matter(self, asked: _Asked) -> bool:
        """Whether a stem names, in the notes' own words, something that its passages or their titles name."""
        knowledge = self._knowledge
        said = {m.name.key for passage in asked.passages for m in knowledge.names.find(knowledge.context[passage.id])}
        return any(m.name.key in said - knowledge.makers for m in knowledge.names.find(asked.stem))

    def _stem(self, question: ReviewQuestion) -> str:
        text = " ".join(question.question.split())
        if speaks_of_the_notes(text):
            return ""
        if not _OPENS.match(text) or not text.endswith("?") or _FILLER.search(text) or text.count("?") > 1 or ". " in text:
            return ""
        if not 4 <= len(text.split()) <= _LONGEST_STEM:
            return ""
        if text[0].islower():
            return ""
        return text

    def _roughness(self, one: _Asked) -> float:
        """How far a question is from a teacher's: in the first person, in other words than the notes', long."""
        return len(_FIRST_PERSON.findall(one.stem)) / 2 + 2 * self._strangeness(one) + len(one.stem.split()) / 40

    def _strangeness(self, one: _Asked) -> float:
        """Share of a stem's words, by weight, that neither its passages nor their titles use."""
        knowledge = self._knowledge
        asked = knowledge.asked(one.stem)
        said = frozenset().union(*(knowledge.asked(knowledge.context[passage.id]) for passage in one.passages))
        return sum(knowledge.weight(term) for term in asked - said) / (sum(map(knowledge.weight, asked)) or 1.0)

    def _yes_no(self, asked: _Asked) -> Iterator[Draft]:
        said = _SAYS_YES_NO.match(asked.question.answer)
        clear = " or " not in asked.stem and not asks_twice(asked.stem) and not _TWO_CLAIMS.search(asked.stem)
        if said and clear and _YES_NO.match(asked.question.question) and not _HEDGED.search(asked.question.answer):
            yield Draft(
                self.name,
                Kind.TRUE_FALSE,
                asked.stem,
                said[1],
                asked.passages,
                options=(YES, NO),
                explanation=asked.question.answer,
                difficulty=Difficulty.EASY if said[1] == YES else Difficulty.MEDIUM,
            )

    def _figure(self, asked: _Asked) -> Iterator[Draft]:
        if not _ASKS_FIGURE.search(asked.stem) or _SAYS_YES_NO.match(asked.question.answer) or asks_twice(asked.stem):
            return
        known = {figure.number for figure in figures_of(asked.stem)}
        new = [figure for figure in figures_of(asked.question.answer) if figure.number not in known]
        if len(new) != 1 or new[0].part_of_range:
            return
        key = next((f for passage in asked.passages for f in figures_of(passage.text) if f.same(new[0])), None)
        if key is None or key.part_of_range:
            return
        if key.thing in _RELATIVE and not re.search(r"\bhow (?:many|much|often)\b", asked.stem, re.I):
            return
        if re.search(r"\bhow many\b", asked.stem, re.I) or not is_plural(key.text):
            key = key.bare
        pool = figure_pool(key, asked.passages[0].anchor, self._knowledge)
        yield Draft(
            self.name,
            Kind.MCQ,
            asked.stem,
            key.text,
            asked.passages,
            pool=pool,
            explanation=asked.question.answer,
            difficulty=Difficulty.HARD if key.measure in (Measure.COUNT, Measure.NUMBER) else Difficulty.MEDIUM,
            near=asked.question.id,
        )

    @cached_property
    def _named(self) -> list[_Named]:
        return [named for asked in self._asked if (named := self._name(asked))]

    def _name(self, asked: _Asked) -> _Named | None:
        words = asked.question.question.lower().split()
        if (
            words[0] not in ("which", "what")
            or words[1] in _AUXILIARIES
            or _ASKS_FIGURE.search(asked.stem)
            or asks_twice(asked.stem)
        ):
            return None
        thing = next((word.strip(",?") for word in words[1:5] if word.strip(",?") in KINDS_OF_THING), "")
        if not thing:
            return None
        names = self._knowledge.names
        answer = asked.question.answer
        spoken = [mention.name for mention in names.find(asked.stem)]
        new = [m for m in names.find(answer) if not any(self._knowledge.same(m.name.text, name.text) for name in spoken)]
        new = [m for m in new if not self._knowledge.same(m.name.text, thing) and m.name.key not in self._knowledge.makers]
        if not new:
            return None
        first = new[0]
        leads = first.start <= len(_STARTS.match(answer)[0]) and not _MORE.match(answer[first.end :])  # type: ignore[index]
        if len({mention.name.key for mention in new}) > 1 and not leads:
            return None
        for passage in asked.passages:
            for mention in names.find(passage.text):
                if mention.name.key == first.name.key:
                    text = passage.text[mention.start : mention.end]
                    return _Named(asked, first.name, text, thing)
        return None

    @cached_property
    def _by_thing(self) -> dict[str, dict[str, Name]]:
        pools = things_of(self._knowledge)
        for named in self._named:
            pools.setdefault(named.thing, {}).setdefault(named.name.key, named.name)
        return pools

    def _choice(self, named: _Named) -> Draft:
        asked = named.asked
        knowledge = self._knowledge
        alike = named.name.key in knowledge.topics
        pool = [name for name in self._by_thing[named.thing].values() if name.shape is named.name.shape]
        pool = [
            name
            for name in pool
            if (name.key in knowledge.topics) is alike and knowledge.nearness(name.text, named.text) >= _NEAR
        ]
        pool.sort(key=lambda name: (-knowledge.nearness(name.text, named.text), name.text))
        return Draft(
            self.name,
            Kind.MCQ,
            asked.stem,
            named.text,
            asked.passages,
            pool=tuple(name.text for name in pool),
            explanation=asked.question.answer,
            near=asked.question.id,
        )

    def _open(self) -> Iterator[Draft]:
        """Open items: a few for each passage, answers of one or two sentences."""
        taken: dict[tuple[str, ...], int] = defaultdict(int)
        for asked in self._asked:
            answer = asked.question.answer
            if _YES_NO.match(asked.question.question) or len(answer.split()) > 45:
                continue
            carriers = tuple(passage.id for passage in asked.passages)
            if taken[carriers] >= _OPEN_A_PASSAGE:
                continue
            taken[carriers] += 1
            draft = Draft(self.name, Kind.OPEN, asked.stem, answer, asked.passages, explanation=answer)
            yield replace(draft, difficulty=Difficulty.HARD if len(answer.split()) > 20 else Difficulty.MEDIUM)
