"""Composes an answer: direct answers of the review questions that fit, then the notes' own passages, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from assistant.answering.answer import Statement
from assistant.answering.direct import Direct, Fit, best_read, direct_answers
from assistant.answering.question import Question, Wanted
from assistant.answering.ranking import RankedPassage, RankedSection, Ranking
from assistant.answering.reader import Reader
from assistant.index.words import terms_of
from assistant.notes import Citation, Library, Passage, PassageKind, Review, Section, cite_passages
from assistant.notes.sentences import split_sentences

_POINTS_BACK = re.compile(
    r"(?:it|its|they|their|this|these|those|that|such|he|she|his|her|however|therefore|thus|hence|otherwise|instead)\b", re.I
)


_LEAD = re.compile(r"\*\*[^*]{2,80}\*\*")
_PAIR = 3
"""Passages of a group that is no whole list: a line, what it needs before it, and the first below it."""

_READ = 16
"""How many passages, or review questions, are read together with the question beside what leads by its rank."""
_ADDED = 2
"""How many of the passages that read best are added at most."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long an answer may be, and how near a passage must come to the best one to be part of it.

    Attributes:
        words: words after which no more passages are added.
        fewest_words: words below which passages are added even from below `drop`.
        long_words: as `words`, where a comparison or an example is wanted.
        longest_list: words after which a list is cut.
        passage_words: words after which a long passage is cut down to its fitting sentences or cells.
        brief_words: the same for a row of a list that is too long as it stands.
        drop: how far below the best passage's score a passage may stand.
        list_drop: the same for a list that is wanted.
        introduced: what a list gains by a line that introduces it.
        section_drop: how far below the best section's score another section may stand.
        sections: how many sections are cited at most.
    """

    words: int = 110
    fewest_words: int = 50
    long_words: int = 120
    longest_list: int = 165
    passage_words: int = 45
    brief_words: int = 22
    drop: float = 0.3
    list_drop: float = 0.1
    introduced: float = 0.18
    section_drop: float = 0.17
    sections: int = 3


HALF = Lengths(words=55, fewest_words=25, long_words=60, longest_list=90, sections=2)
"""How long the answer to one of two questions may be that are asked together."""


@dataclass
class _Picked:
    """Passages picked so far, within a number of words; `said` words stand before them."""

    left: int
    said: int = 0
    ids: dict[str, str] = field(default_factory=dict)

    def take(self, words: dict[str, str]) -> None:
        """Takes a group of passages, each with the words shown of it, if it fits; the first group always does."""
        cost = sum(len(text.split()) for text in words.values())
        if words and (cost <= self.left or not self.ids):
            self.ids.update(words)
            self.left -= cost


class Composer:
    """Picks the passages that answer a question and makes statements of them.

    Args:
        library: the notes.
        review: their review questions.
        terms: gives the terms of a passage with its path, by the passage's id.
        lengths: how long answers may be.
        fit: when a direct answer may lead.
        reader: reads more of what was found, so that what answers best is told though it does not stand first; None where
            the ranking alone decides.
    """

    def __init__(
        self,
        library: Library,
        review: Review,
        terms: Callable[[str], frozenset[str]],
        lengths: Lengths | None = None,
        fit: Fit | None = None,
        reader: Reader | None = None,
    ) -> None:
        self._library = library
        self._review = review
        self._terms = terms
        self._lengths = lengths or Lengths()
        self._fit = fit or Fit()
        self._reader = reader

    def compose(self, question: Question, ranking: Ranking) -> tuple[Statement, ...]:
        """Composes the statements of an answer.

        Args:
            question: what is asked.
            ranking: the notes, ranked for it.

        Returns:
            Direct answers, best first, then passages in the notes' order, section by section, best section first; none
            where nothing was ranked.
        """
        if not ranking.sections:
            return ()
        near = self._near(ranking)
        leading = self._near(ranking, 2) if question.sides else near
        reviewed = bool(ranking.questions) and ranking.questions[0].cosine >= self._fit.cosine
        direct = direct_answers(question, ranking, self._review, {section.anchor for section in leading}, self._fit)
        if reviewed and self._reader:
            told = self._reader.told(question, ranking.questions, _READ)
            direct += best_read(question, told, direct, self._review, self._fit)
        carriers = {id for asked in direct for id in asked.passages}
        long = question.wanted in (Wanted.COMPARISON, Wanted.EXAMPLE)
        words = sum(len(asked.text.split()) for asked in direct)
        picked = _Picked((self._lengths.long_words if long else self._lengths.words) - words, words)
        said = self._said(direct)
        for ids in self._candidates(question, ranking, near, picked, said):
            fresh = self._unsaid([id for id in dict.fromkeys(ids) if id not in picked.ids], said)
            if not carriers.issuperset(fresh) or (fresh and question.sides):
                picked.take(self._shown(fresh, question))
        for ids in () if reviewed else self._best_read(question, ranking, picked.ids):
            picked.ids.update(self._shown(ids, question))
        by_section: dict[str, list[str]] = {}
        for id in picked.ids:
            by_section.setdefault(self._library.passages[id].anchor, []).append(id)
        direct = [*direct[:1], *(asked for asked in direct[1:] if not self._repeated(asked, picked))]
        leads = [Statement(asked.text, asked.anchor, asked.passages[0], sources=asked.passages) for asked in direct]
        return (*leads, *(s for ids in by_section.values() for s in self._state(ids, picked.ids)))

    def _best_read(self, question: Question, ranking: Ranking, picked: Collection[str]) -> Iterator[list[str]]:
        """The passages that answer best when they are read with the question, where those that are picked leave them out.

        Each comes with what has to stand before it and, if it introduces a list, with what that begins with.
        """
        if not self._reader:
            return
        ids = [passage.id for passage in ranking.passages[:_READ]]
        rated = dict(zip(ids, self._reader.passages(question, ids), strict=True))
        lowest = max([self._fit.answers, *(rated[id] + self._fit.better for id in picked if id in rated)])
        taken = set(picked)
        for id in sorted(rated, key=lambda id: -rated[id])[:_ADDED]:
            passage = self._library.passages[id]
            if rated[id] < lowest or id in taken or not passage.quotable:
                continue
            below = [p.id for p in self._library.below(id) if p.quotable] if passage.text.endswith(":") else []
            group = [*self._needed(passage), id, *below[:_PAIR]]
            yield [id for id in dict.fromkeys(group) if id not in taken]
            taken.update(group)

    def _repeated(self, asked: Direct, picked: _Picked) -> bool:
        """Whether the passages that are shown say what a direct answer says, as those of a whole list do."""
        terms = set(terms_of(asked.text))
        said = {term for id in asked.passages for term in terms_of(picked.ids.get(id, ""))}
        return len(terms & said) >= self._fit.alike * len(terms)

    def _said(self, direct: Sequence[Direct]) -> set[str]:
        """Ids of the passages that direct answers say nearly all of."""
        terms = {term for asked in direct for term in terms_of(asked.text)}
        owns = {id: set(terms_of(self._library.passages[id].text)) for asked in direct for id in asked.passages}
        return {id for id, own in owns.items() if len(own & terms) >= self._fit.alike * len(own)}

    def _unsaid(self, ids: Sequence[str], said: Collection[str]) -> list[str]:
        """Of passages to take together, those that no lead has said yet, and those that others of them hang under.

        A list is taken whole: with an item left out it would read as if there were no more.
        """
        if len(ids) > _PAIR:
            return list(ids)
        above = {parent for id in ids if id not in said for parent in self._library.passages[id].parents}
        kept = [id for id in ids if id not in said or id in above]
        return kept if any(not self._library.passages[id].text.endswith(":") for id in kept) else []

    def _near(self, ranking: Ranking, times: int = 1) -> list[RankedSection]:
        """The sections that may be cited: not far below the best one, or so many times as far."""
        lowest = ranking.sections[0].score - times * self._lengths.section_drop
        return [s for s in ranking.sections if s.score >= lowest][: times * self._lengths.sections]

    def introduce(self, section: Section, question: Question) -> tuple[Statement, ...]:
        """The statements that a section begins with.

        Args:
            section: the section; it holds text.
            question: what is asked.
        """
        picked = _Picked(self._lengths.words)
        for passage in section.passages:
            if not passage.quotable or passage.id in picked.ids or self._enough(picked):
                continue
            lead = [passage.id]
            if passage.text.endswith(":"):
                lead.extend(below.id for below in self._library.below(passage.id) if below.quotable)
            picked.take({id: self._words(self._library.passages[id], question) for id in lead})
        return tuple(self._state(list(picked.ids), picked.ids))

    def quote(self, passage: Passage, question: Question) -> Statement:
        """One passage as a statement of its own.

        Args:
            passage: the passage.
            question: what is asked; of a long passage, what fits it is shown.
        """
        return Statement(self._words(passage, question), passage.anchor, passage.id)

    def _enough(self, picked: _Picked) -> bool:
        return not self._short(picked) and picked.left < self._lengths.words / 2

    def _candidates(
        self,
        question: Question,
        ranking: Ranking,
        near: Sequence[RankedSection],
        picked: _Picked,
        said: Collection[str],
    ) -> Iterator[list[str]]:
        """Groups of passages to take together, most wanted first.

        Args:
            question: what is asked.
            ranking: the notes, ranked for it.
            near: the sections that may be cited.
            picked: what was taken so far.
            said: ids of passages that the leads say nearly all of.
        """
        if question.wanted is Wanted.COMPARISON and question.sides:
            yield from self._both_sides(question, ranking)
        scores = {p.id: p.score for s in near for p in s.passages}
        ranked = sorted(scores, key=lambda id: -scores[id])
        if question.wanted is Wanted.LIST:
            yield self._wanted_list(near, scores, question)
        if question.wanted is Wanted.EXAMPLE:
            yield from self._code(ranked, scores)
        for id in ranked:
            if scores[id] < scores[ranked[0]] - self._lengths.drop and not self._short(picked):
                return
            passage = self._library.passages[id]
            introduces = passage.text.endswith(":")
            below = [p.id for p in self._library.below(id) if p.quotable and p.id not in said] if introduces else []
            below.sort(key=lambda child: -scores.get(child, 0.0))
            if below or not introduces:
                yield [*self._needed(passage), id, *below[:1]]
            for child in below[1:]:
                yield [child]

    def _code(self, ranked: Sequence[str], scores: dict[str, float]) -> Iterator[list[str]]:
        """The code that fits best, with the line it stands below."""
        for id in ranked:
            passage = self._library.passages[id]
            if scores[id] < scores[ranked[0]] - 2 * self._lengths.drop:
                return
            if passage.kind is PassageKind.CODE:
                yield [*self._needed(passage), id]
                return

    def _short(self, picked: _Picked) -> bool:
        """Whether so little was picked that passages further from the question are welcome."""
        return picked.said + sum(len(text.split()) for text in picked.ids.values()) < self._lengths.fewest_words

    def _needed(self, passage: Passage) -> list[str]:
        """What has to stand before a passage: the line it hangs under, or the sentence that its first word points to."""
        if passage.kind is PassageKind.SENTENCE and _POINTS_BACK.match(passage.text):
            before = [p.id for p in self._library.beside(passage.id)]
            at = before.index(passage.id)
            return [*passage.parents[-1:], *before[max(0, at - 1) : at]]
        return list(passage.parents[-1:])

    def _both_sides(self, question: Question, ranking: Ranking) -> Iterator[list[str]]:
        """Passages on one side and on the other, in turn, each from the section that says most of its side."""
        by_side: list[dict[str, list[RankedPassage]]] = [{}, {}]
        passages = ranking.passages
        lowest = passages[0].score - 2 * self._lengths.drop
        for passage in passages:
            if passage.score < lowest - 2 * self._lengths.drop:
                break
            own = set(terms_of(self._library.passages[passage.id].text))
            terms = own if set(question.sides) & own else self._terms(passage.id)
            on = [side in terms for side in question.sides]
            if on[0] == on[1]:
                continue
            side = on.index(True)
            titled = question.sides[side] in terms_of(self._library.by_anchor[passage.anchor].path_text)
            if titled or passage.score >= lowest:
                by_side[side].setdefault(passage.anchor, []).append(passage)
        if not all(by_side):
            return
        most = [max((found[:3] for found in side.values()), key=lambda best: sum(p.score for p in best)) for side in by_side]
        for pair in zip_longest(*most):
            for passage in pair:
                if passage:
                    yield [*self._needed(self._library.passages[passage.id]), passage.id]

    def _wanted_list(self, near: Sequence[RankedSection], scores: dict[str, float], question: Question) -> list[str]:
        """The list or table that fits best: its introduction and items, cut to length at its worst items."""
        found: list[tuple[float, list[str]]] = []
        for section in near:
            seen: set[str] = set()
            for passage in section.passages:
                if passage.id in seen:
                    continue
                beside = [p.id for p in self._library.beside(passage.id) if p.quotable]
                seen.update(beside)
                parents = list(self._library.passages[passage.id].parents[-1:])
                below = [p.id for p in self._library.below(passage.id) if p.quotable]
                for lead, items in ((parents, beside), ([passage.id], below)):
                    table = self._library.passages[items[0]].kind is PassageKind.ROW if items else False
                    loose = not lead and not table
                    if len(items) < 2 or (loose and self._total(items, question) > self._lengths.long_words):
                        continue
                    best = sorted((scores.get(id, 0.0) for id in items), reverse=True)[:2]
                    score = max(sum(best) / len(best), max((scores.get(id, 0.0) for id in lead), default=0.0))
                    if table or (lead and self._library.passages[lead[0]].text.endswith(":")):
                        score += self._lengths.introduced
                    found.append((score, [*lead, *items]))
        if not found:
            return []
        score, ids = max(found, key=lambda pair: pair[0])
        if score < max(scores.values()) - self._lengths.list_drop:
            return []
        while len(ids) > 2 and self._total(ids, question) > self._lengths.longest_list:
            ids.remove(min(ids[1:], key=lambda id: scores.get(id, 0.0)))
        return ids

    def _total(self, ids: Iterable[str], question: Question) -> int:
        """How many words passages take that are shown together."""
        return sum(len(text.split()) for text in self._shown(list(ids), question).values())

    def _shown(self, ids: Sequence[str], question: Question) -> dict[str, str]:
        """What is shown of passages that are taken together: as much of each as a long list leaves room for."""
        shown: dict[str, str] = {}
        for limit in (None, self._lengths.brief_words, 1):
            shown = {
                id: self._words(passage, question) if limit is None else self._brief(passage, question, limit)
                for id in ids
                for passage in [self._library.passages[id]]
            }
            if sum(len(text.split()) for text in shown.values()) <= self._lengths.longest_list:
                break
        return shown

    def _state(self, ids: Sequence[str], words: dict[str, str]) -> Iterable[Statement]:
        """Statements of one section's passages, in the notes' order, each below the parents it was taken with."""
        chosen = set(ids)
        for passage in self._library.by_anchor[self._library.passages[ids[0]].anchor].passages:
            if passage.id in chosen:
                depth = sum(parent in chosen for parent in passage.parents)
                yield Statement(words[passage.id], passage.anchor, passage.id, depth)

    def _words(self, passage: Passage, question: Question) -> str:
        """What is shown of a passage: all of it, or of a long one the cells or sentences that fit the question."""
        if passage.kind is PassageKind.ROW:
            return self._row(passage, question, self._lengths.passage_words)
        markdown = passage.markdown
        if passage.kind is PassageKind.CODE or len(markdown.split()) <= self._lengths.passage_words:
            return markdown
        spans = split_sentences(markdown)
        if len(spans) < 2:
            return markdown
        sentences = [markdown[start:end] for start, end in spans]
        kept = _fitting(sentences, question, self._lengths.passage_words)
        return " ".join(sentences[at] for at in kept)

    def _brief(self, passage: Passage, question: Question, limit: int) -> str:
        """A passage of a long list: a row's subject and what fits the question best, a bullet's bold lead, if it has one."""
        if passage.kind is PassageKind.ROW:
            return self._row(passage, question, limit)
        lead = _LEAD.match(passage.markdown)
        return lead[0] if lead else self._words(passage, question)

    def _row(self, passage: Passage, question: Question, limit: int) -> str:
        cells = [(head, cell) for head, cell in zip(passage.heads, passage.cells, strict=False) if cell]
        texts = [f"{head}: {cell}" if head else cell for head, cell in cells]
        if sum(len(text.split()) for text in texts) > limit:
            texts = [texts[at] for at in _fitting(texts, question, limit)]
        first = cells[0][1] if cells and texts and texts[0].endswith(cells[0][1]) else ""
        if first and len(texts) > 1:
            return f"{first} — {'; '.join(texts[1:])}"
        return "; ".join(texts)


def _fitting(parts: Sequence[str], question: Question, words: int) -> list[int]:
    """Which parts to keep of a long passage: the first, then those that share most with the question."""
    asked = set(question.terms)
    shared = [len(asked & set(terms_of(part))) for part in parts]
    kept = [0]
    left = words - len(parts[0].split())
    for at in sorted(range(1, len(parts)), key=lambda at: (-shared[at], at)):
        cost = len(parts[at].split())
        if cost <= left and (shared[at] or len(kept) == 1):
            kept.append(at)
            left -= cost
    return sorted(kept)


def cite(statements: Sequence[Statement], library: Library) -> tuple[Citation, ...]:
    """One citation for each section that carries statements, in their order."""
    anchors = dict.fromkeys(anchor for statement in statements for anchor in statement.anchors)
    carriers = {id for statement in statements for id in statement.carriers}
    return tuple(cite_passages([p for p in library.by_anchor[a].passages if p.id in carriers], library) for a in anchors)


def joined(answers: Iterable[Sequence[Statement]]) -> tuple[Statement, ...]:
    """The statements of several answers one after the other, each line once."""
    return tuple({statement.line: statement for answer in answers for statement in answer}.values())


__all__ = ["HALF", "Composer", "Lengths", "cite", "joined"]
