"""What writers of items know of the notes: their passages, names and figures, and what they say of which."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.index import SearchIndex
from assistant.index.alike import turn_all
from assistant.index.embedder import Vectors
from assistant.index.entries import passage_text
from assistant.index.words import STOP_WORDS, words_of
from assistant.notes import Passage, PassageKind, ReviewQuestion, Section
from assistant.quiz.figures import figures_of
from assistant.quiz.names import Name, Names, Shape, key_of

_STATES = 0.6
"""Share of a stem's words, by weight, that a passage must have to be taken for one that bears on it."""
_AS_NEAR = 0.08
"""Cosine below that of the passage that carries the key, within which another passage may carry a right answer too."""
_SAME_QUESTION = 0.75
"""Cosine from which two review questions may have the same answer."""

_SAME_MATTER = 0.57
"""Cosine from which two passages may say the same of two names."""
_NO_WORDS = re.compile(r"^(?:\d+|[ivx]+)[.)]\s+|\s+[:;]-?[()DP]$|[\s\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F]+$|[?:!.]+$", re.I)
"""What a title has around its words: a number in front, marks and faces behind."""
_GENERAL = frozenset("overview introduction intro basics general others other etc misc notes summary".split())
"""Titles that say nothing beyond the title above."""
_ACRONYMS = re.compile(r"(?<=[A-Z]{2})s\b")
"""The ending of an acronym in the plural, which stems keep: `CMKs`."""
_MAKES = 5
"""Names that a maker's name stands in front of, at least."""


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """What is near a stem: the cosine of each passage, and the stems of the answers to questions that ask the same."""

    passages: Vectors
    answers: tuple[str, ...]


class Knowledge:
    """The notes as writers of items see them.

    Args:
        index: the opened index of the notes.
    """

    def __init__(self, index: SearchIndex) -> None:
        self.library = index.library
        self.review = index.review
        self.vocabulary = index.vocabulary
        self.names = Names(index.library, index.vocabulary)
        self._index = index
        self.passages = [p for p in self.library.passages.values() if p.quotable and not p.struck]
        self._asked: dict[str, frozenset[str]] = {}
        self._forms: dict[str, frozenset[str]] = {}
        self._near: dict[str, _Neighbours] = {}
        self._mentions: dict[str, list[str]] = {}
        self._titles = Counter(section.title.lower() for section in self.library.sections)

    @cached_property
    def makers(self) -> frozenset[str]:
        """First words of so many names that they tell nothing, as `AWS` in `AWS Config`: the name without them is the same."""
        rest = {key for key in self.names.by_key if " " not in key}
        bare = Counter(
            key.split()[0] for key in self.names.by_key if " " in key and " ".join(key.split()[1:]) in self.names.by_key
        )
        first = Counter(key.split()[0] for key in self.names.by_key if " " in key)
        return frozenset(word for word, count in bare.items() if count >= max(_MAKES, first[word] / 2) and word in rest)

    @cached_property
    def topics(self) -> frozenset[str]:
        """Keys of the names that sections are titled with."""
        found = set()
        for section in self.library.sections:
            for text in (section.title, re.sub(r"\([^()]*\)", "", section.title), *re.findall(r"\(([^()]+)\)", section.title)):
                name = self.names.exact(text)
                if name and name.shape is not Shape.TERM and self._titles[section.title.lower()] == 1:
                    found.add(name.key)
        return frozenset(found)

    @cached_property
    def context(self) -> dict[str, str]:
        """What each passage says when read alone, its titles in front, by its id."""
        sections = self.library.by_anchor
        return {p.id: f"{sections[p.anchor].path_text}: {passage_text(p, self.library)}" for p in self.passages}

    @cached_property
    def _lines(self) -> dict[str, str]:
        """The stems of each passage's context, with long forms and with acronyms."""
        return {id: f" {key_of(text)} . {key_of(self.vocabulary.shortened(text))} " for id, text in self.context.items()}

    @cached_property
    def _terms(self) -> dict[str, frozenset[str]]:
        return {id: frozenset(line.split()) for id, line in self._lines.items()}

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(term for terms in self._terms.values() for term in terms)

    @cached_property
    def _holding(self) -> dict[str, list[str]]:
        holding: dict[str, list[str]] = defaultdict(list)
        for id, terms in self._terms.items():
            for term in terms:
                holding[term].append(id)
        return holding

    def weight(self, term: str) -> float:
        """How much a term tells: the logarithm of how rare it is among the passages."""
        return math.log((len(self.passages) + 1) / (self._frequency[term] + 1))

    def asked(self, text: str) -> frozenset[str]:
        """The terms of a stem that say what it asks: stop words left out, long forms as acronyms."""
        if text not in self._asked:
            words = [word for word in words_of(self.vocabulary.shortened(text)) if word not in STOP_WORDS]
            self._asked[text] = frozenset(key_of(" ".join(words)).split())
        return self._asked[text]

    def mentions(self, option: str) -> list[str]:
        """Ids of the passages that mention an option, under any spelling, in their text or their titles."""
        if option in self._mentions:
            return self._mentions[option]
        found: dict[str, None] = {}
        for form in self.forms(option):
            words = form.split()
            if not words:
                continue
            rarest = min(words, key=lambda word: self._frequency[word])
            found.update(dict.fromkeys(id for id in self._holding.get(rarest, ()) if f" {form} " in self._lines[id]))
        self._mentions[option] = list(found)
        return self._mentions[option]

    def forms(self, option: str) -> frozenset[str]:
        """The stems of an option under each of its spellings: as it is, without what stands in parentheses, with acronyms."""
        if option not in self._forms:
            self._forms[option] = self._spelled(option)
        return self._forms[option]

    def _spelled(self, option: str) -> frozenset[str]:
        plain = re.sub(r"\([^()]*\)", " ", option)
        inside = [text for text in re.findall(r"\(([^()]+)\)", option) if len(text) <= len(plain)]
        forms = {key_of(form) for text in (option, plain) for form in (text, self.vocabulary.shortened(text))}
        forms |= {key_of(text) for text in inside if text.isupper()}
        forms |= {key_of(_ACRONYMS.sub("", text)) for text in (option, plain)}
        bare = {" ".join(words[1:]) for form in forms if len(words := form.split()) > 1 and words[0] in self.makers}
        return frozenset(forms | bare) - {""}

    def same(self, one: str, other: str) -> bool:
        """Whether two options are the same thing, or one says what the other says and more."""
        for a in self.forms(one):
            for b in self.forms(other):
                if f" {a} " in f" {b} " or f" {b} " in f" {a} " or a.replace(" ", "") == b.replace(" ", ""):
                    return True
        return False

    def could_be_right(
        self, stem: str, option: str, carriers: Sequence[Passage], near: str = "", apart: Iterable[str] = ()
    ) -> bool:
        """Whether the notes may hold an option to be a right answer to a stem.

        Args:
            stem: the question.
            option: what should be wrong.
            carriers: the passages that carry the key.
            near: id of the review question or passage that the stem was made of, or the stem itself; empty: only words are
                compared.
            apart: ids of passages that are known to say something else of the option.
        """
        known = set(apart)
        ids = [id for id in self.mentions(option) if id not in known]
        carrying = {passage.id for passage in carriers}
        if carrying & set(ids) and any(self.says(passage.text, option) for passage in carriers):
            return True
        asked = self.asked(stem) - {term for form in self.forms(option) for term in form.split()}
        total = sum(self.weight(term) for term in asked)
        if total and any(
            sum(self.weight(t) for t in asked & self._terms[id]) / total >= _STATES for id in ids if id not in carrying
        ):
            return True
        return bool(near) and self._near_says(near, option, ids, carrying)

    def answering(self, stem: str, option: str) -> list[str]:
        """Ids of the passages that say an option of what a stem asks: all words of the one, most of the other, in any order.

        Args:
            stem: the question; titles may say a part of it.
            option: an answer to it, which a passage may word otherwise than `mentions` would find.
        """
        terms = self.asked(option)
        asked = self.asked(stem) - terms
        total = sum(self.weight(term) for term in asked)
        if not terms or not total:
            return []
        rarest = min(terms, key=lambda term: (self._frequency[term], term))
        near = [
            id
            for id in self._holding.get(rarest, ())
            if terms <= self._terms[id] and sum(self.weight(t) for t in asked & self._terms[id]) / total >= _STATES
        ]
        return [id for id in near if terms <= self.asked(passage_text(self.library.passages[id], self.library))]

    def knows(self, text: str) -> bool:
        """Whether the notes use every word of a text, figures left aside, and it has such words or figures at all."""
        terms = self.asked(text)
        return bool(terms) and all(term in self._frequency or term[0].isdigit() for term in terms)

    def says(self, text: str, option: str) -> bool:
        """Whether a text mentions an option, under any of its spellings."""
        line = f" {key_of(text)} . {key_of(self.vocabulary.shortened(text))} "
        return any(f" {form} " in line for form in self.forms(option))

    def _near_says(self, near: str, option: str, ids: Iterable[str], carrying: set[str]) -> bool:
        """Whether a passage as near as the carrier, or a question that asks the same, brings the option up."""
        neighbours = self._neighbours(near)
        rows = self._rows
        at = [rows[id] for id in ids if id in rows and id not in carrying]
        if at and float(neighbours.passages[at].max()) >= self._limit(near, neighbours, carrying):
            return True
        forms = self.forms(option)
        return any(f" {form} " in answer for answer in neighbours.answers for form in forms)

    def _limit(self, near: str, neighbours: _Neighbours, carrying: set[str]) -> float:
        """The cosine from which a passage may carry a right answer too."""
        if near in self.library.passages:
            return _SAME_MATTER
        return max((float(neighbours.passages[self._rows[id]]) for id in carrying if id in self._rows), default=1.0) - _AS_NEAR

    def _neighbours(self, near: str) -> _Neighbours:
        if near not in self._near:
            own, asking = self._own(near)
            same = np.flatnonzero(self._question_vectors @ asking >= _SAME_QUESTION) if len(self._question_vectors) else ()
            questions = [self.review.questions[row] for row in same if self.review.questions[row].id != near]
            answers = tuple(f" {key_of(q.answer)} . {key_of(self.vocabulary.shortened(q.answer))} " for q in questions)
            self._near[near] = _Neighbours(self._passage_vectors @ own, answers)
        return self._near[near]

    def _own(self, near: str) -> tuple[Vectors, Vectors]:
        """The vector of a review question or passage, by its id, or of a stem: to hold against passages, and questions."""
        if near in self._question_rows:
            own = self._question_vectors[self._question_rows[near]]
        elif near in self.library.passages:
            own = self._passage_vectors[self._rows[near]] if near in self._rows else self._passage_vectors[0] * 0
        else:
            own = self._index.embedder.embed([near])[0]
            return own, turn_all(own[None], self._index.alike)[0]
        return own, own

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {entry.id: row for row, entry in enumerate(self._index.entries["passages"])}

    @cached_property
    def _passage_vectors(self) -> Vectors:
        return self._index.passages.vectors([entry.id for entry in self._index.entries["passages"]])

    @cached_property
    def _question_rows(self) -> dict[str, int]:
        return {question.id: row for row, question in enumerate(self.review.questions)}

    @cached_property
    def _question_vectors(self) -> Vectors:
        return self._index.questions.vectors(list(self._question_rows))

    def nearness(self, one: str, other: str) -> float:
        """Cosine of what the notes say of two names: of the mean vectors of the passages that mention them."""
        a, b = self._mean(one), self._mean(other)
        return float(a @ b) if a is not None and b is not None else 0.0

    def _mean(self, option: str) -> Vectors | None:
        if option not in self._means:
            at = [self._rows[id] for id in self.mentions(option) if id in self._rows]
            mean = self._passage_vectors[at].mean(axis=0) if at else None
            self._means[option] = mean / (np.linalg.norm(mean) or 1.0) if mean is not None else None
        return self._means[option]

    @cached_property
    def _means(self) -> dict[str, Vectors | None]:
        return {}

    def topic(self, section: Section) -> str:
        """What a section is about, in a few words: its own title, with the one above where its own is used elsewhere too."""
        titles = [_NO_WORDS.sub("", title).strip() or title for title in section.path]
        own = titles[-1]
        if len(titles) > 2 and own.lower() in _GENERAL:
            return titles[-2]
        if len(titles) <= 1 or (len(titles) == 2 and self._titles[own.lower()] == 1):
            return own
        subject = titles[1] if len(titles) > 2 else titles[0]
        if subject.lower() in own.lower() or self._is_part(subject, own):
            return own
        return f"{subject}, {own}"

    def _is_part(self, subject: str, own: str) -> bool:
        return bool(set(key_of(subject).split()) & set(key_of(self.vocabulary.shortened(own)).split()))

    def names_title(self, text: str, section: Section) -> bool:
        """Whether a text names one of the section's titles below the chapter, under any spelling."""
        said = f" {key_of(text)} . {key_of(self.vocabulary.shortened(text))} "
        return any(f" {form} " in said for title in section.path[1:] or section.path for form in self.forms(title))

    def names_topic(self, text: str, section: Section) -> bool:
        """Whether a stem says what it is about: a word of its section's titles below the chapter, or a name of the notes."""
        titles = section.path[1:] or section.path
        said = self.asked(text)
        about = frozenset().union(*(self.asked(title) for title in titles))
        return bool(said & about) or any(mention.name.count > 1 for mention in self.names.find(text))

    def siblings(self, section: Section) -> tuple[Section, ...]:
        """The sections under the same parent, the section itself left out."""
        if not section.ancestors:
            return tuple(other for other in self.library.chapters if other.anchor != section.anchor)
        return tuple(other for other in self.library.children(section.ancestors[-1]) if other.anchor != section.anchor)

    @cached_property
    def names_by_section(self) -> dict[str, dict[str, Name]]:
        """The names that each section's passages use, by their key."""
        found: dict[str, dict[str, Name]] = defaultdict(dict)
        for passage in self.passages:
            if passage.kind is not PassageKind.CODE:
                for mention in self.names.find(passage.text):
                    found[passage.anchor].setdefault(mention.name.key, mention.name)
        return found

    def question_passages(self, question: ReviewQuestion) -> tuple[Passage, ...]:
        """The passages that carry a review question's answer."""
        return tuple(self.library.passages[id] for id in question.passages)

    @cached_property
    def _figures(self) -> dict[float, list[str]]:
        found: dict[float, list[str]] = defaultdict(list)
        for passage in self.passages:
            for figure in figures_of(passage.text):
                found[figure.number].append(passage.id)
        return found

    def has_figure(self, number: float, terms: frozenset[str]) -> bool:
        """Whether a passage with this number shares most of some terms.

        Args:
            number: the number, without its unit.
            terms: what else the passage would say.
        """
        total = sum(self.weight(term) for term in terms)
        if not total:
            return False
        return any(
            sum(self.weight(term) for term in terms & self._terms[id]) / total >= _STATES for id in self._figures.get(number, ())
        )
