"""The chain from question to answer, in LangChain's expression language: check, retrieve, judge, compose."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answering.answer import REFUSAL, Answer, AnswerPart, SectionLink, Statement
from assistant.answering.broad import things_of
from assistant.answering.composer import HALF, Composer, cite, joined
from assistant.answering.conversation import Conversation, Standalone
from assistant.answering.halves import Halves, Pair, passages_of
from assistant.answering.judge import Judge
from assistant.answering.parts import Parts
from assistant.answering.question import Question, Wanted, share_known, understand
from assistant.answering.ranking import Ranking
from assistant.answering.retriever import NotesRetriever, ranking_of
from assistant.answering.suggest import follow_ups
from assistant.answering.topic import Topics
from assistant.index.words import terms_of
from assistant.settings import LONGEST_QUESTION

if TYPE_CHECKING:
    from assistant.answering.wording import Turn, Wording
    from assistant.index import SearchIndex
    from assistant.models.opening import ChatModel

_NEAREST = 3
_NEAR = 0.28
"""Cosine of the question and a section, or its best passage, below which it is not offered as near: on the dev split that
leaves nothing for 22 of 24 questions off the topic, and something for 126 of 131 near misses."""
_SURE = 0.95
"""Confidence that the notes introduce what one of their titles names."""
_FEW_KNOWN = 0.35
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SMALL_TALK = re.compile(
    r"^\W*(?:hi|hello|hey|hallo|thanks?(?: you)?(?: (?:a lot|so much|very much))?|thx|ok(?:ay)?|cool|great|bye|good ?bye"
    r"|good (?:morning|afternoon|evening|night)|(?:hi |hello |hey )?how are you)\W*$",
    re.I,
)
_WHAT_IS = re.compile(r"\W*what(?:['’]?s| is| are)\b", re.I)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question on its way through the chain; `alone`: it takes nothing from earlier ones."""

    question: str
    standalone: str
    scope: str | None
    started: float
    complaint: str = ""
    history: tuple[str, ...] = ()
    turn: Turn | None = None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """A question, and what was found for it."""

    asked: _Asked
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class _Composed:
    """What the notes say to a question, how surely, and the two questions that it was read as, if it was."""

    confidence: float
    statements: tuple[Statement, ...] = ()
    halves: Pair | None = None


def complaint_of(question: str) -> str:
    """What keeps a text from being asked: empty, too long, no readable text, or a greeting; empty where nothing does."""
    if not question.strip():
        return "Type a question about your notes."
    if len(question) > LONGEST_QUESTION:
        return (
            f"This question has {len(question):,} characters; the longest that can be asked has {LONGEST_QUESTION:,}. Shorten it."
        )
    if len(_UNREADABLE.findall(question)) > len(question) / 50 or not re.search(r"\w", question):
        return "This is no readable text. Ask a question in words."
    if _SMALL_TALK.match(question):
        return "Ask a question about your notes, such as what something is, how long it lasts, or how two things differ."
    return ""


def build_chain(index: SearchIndex, parts: Parts | None = None) -> Runnable[dict[str, Any], AnswerPart]:
    """Builds the chain.

    Args:
        index: the opened index.
        parts: what it is built of; by default what a student gets.

    Returns:
        A runnable that takes {"question": str, "history": [earlier questions], "scope": anchor or None, "stop": an event
        that ends a chat model's answer, or None} and streams `AnswerPart`s: the text, line by line, then one part with the
        whole answer.
    """
    steps = _Steps(index, parts or Parts())
    return RunnableLambda(steps.check) | RunnableLambda(steps.retrieve) | RunnableGenerator(steps.answer)


class _Steps:
    """The steps of the chain over one index."""

    def __init__(self, index: SearchIndex, parts: Parts) -> None:
        self._index = index
        self._retriever = NotesRetriever(index=index, weights=parts.weights)
        self._judge = Judge(self._retriever, parts.confidence)
        self._conversation = Conversation(index.library, index.vocabulary, self._judge.at_a_glance)
        reader = self._judge.reader if parts.reading else None
        self._composer = Composer(index.library, index.review, index.passage_words.terms, reader=reader)
        self._half_composer = Composer(index.library, index.review, index.passage_words.terms, HALF, reader=reader)
        self._halves = (
            Halves(lambda: self._conversation.subjects, index.vocabulary, self._judge.of, self._after) if parts.halves else None
        )
        self._topics = Topics(index.library, index.vocabulary) if parts.topics else None
        self._wording = _wording(parts.model, index, self._composer)

    def check(self, asked: dict[str, Any]) -> _Asked:
        """Looks whether a question can be asked, and makes it stand alone."""
        started = time.perf_counter()
        question = _LONE_SURROGATE.sub("", asked["question"])
        complaint = complaint_of(question)
        history = [_tidy(text) for text in asked.get("history") or ()]
        resolved = Standalone(question.strip()) if complaint else self._conversation.resolve(_tidy(question), history)
        about = _Asked(
            question,
            resolved.text[-LONGEST_QUESTION:],
            asked.get("scope"),
            started,
            complaint,
            tuple(history),
            alone=not resolved.before,
        )
        if not self._wording or complaint:
            return about
        turn = self._wording.begin(_tidy(question), history, asked.get("stop"))
        return replace(about, turn=turn, standalone=(turn.rewritten or about.standalone)[-LONGEST_QUESTION:])

    def retrieve(self, about: _Asked) -> _Found:
        """Finds sections for a question that can be asked."""
        found = [] if about.complaint else self._retriever.invoke(about.standalone, scope=about.scope)
        return _Found(about, ranking_of(found))

    def answer(self, found: Iterator[_Found]) -> Iterator[AnswerPart]:
        """Judges what was found and composes the answer, line by line."""
        for each in found:
            yield from self._answer(each.asked, each.ranking)

    def _answer(self, about: _Asked, ranking: Ranking) -> Iterator[AnswerPart]:
        question = understand(about.standalone, self._index.vocabulary)
        composed = self._compose(about, question, ranking)
        statements, halves, confidence = composed.statements, composed.halves, composed.confidence
        worded = None
        if statements and self._wording and about.turn:
            passages = passages_of(halves) if halves else [passage.id for passage in ranking.passages]
            worded = yield from self._wording.word(about.turn, question, statements, passages, confidence)
            statements = worded.statements
        if not statements:
            answer = self._refusal(about, question, ranking, confidence)
            yield AnswerPart(answer.text)
        else:
            lines = _lines(statements)
            for line, statement in () if worded else zip(lines, statements, strict=True):
                yield AnswerPart(line, statement=statement)
            answer = Answer(
                question=about.question,
                text="".join(lines),
                answered=True,
                confidence=confidence,
                citations=cite(statements, self._index.library),
                statements=statements,
                standalone=about.standalone,
                follow_ups=follow_ups(statements, self._index, [about.question, *about.history]),
                note=_note(question, halves),
            )
        if worded:
            note = " ".join(part for part in (worded.note, answer.note) if part)
            answer = replace(answer, note=note, generation=worded.generation)
        yield AnswerPart(answer=replace(answer, seconds=time.perf_counter() - about.started))

    def _compose(self, about: _Asked, question: Question, ranking: Ranking) -> _Composed:
        """What the notes say to a question; nothing where they hardly answer it."""
        confidence = self._judge.of(question, ranking)
        if about.complaint:
            return _Composed(confidence)
        topic = self._topics.find(about.standalone, about.scope) if self._topics else None
        whole_list = question.wanted is Wanted.LIST and not _WHAT_IS.match(question.asked)
        introduced = self._composer.introduce(topic, question) if topic and not whole_list else ()
        halves = None if introduced else self._apart(about, ranking)
        if topic:
            confidence = max(confidence, _SURE)
        if halves:
            confidence = max(confidence, min(half.confidence for half in halves))
        if introduced or confidence < self._judge.confidence.threshold:
            return _Composed(confidence, introduced)
        statements = () if halves else self._composer.compose(question, ranking)
        halves = halves or self._one_sided(about, statements)
        if halves:
            statements = joined(self._half_composer.compose(half.question, half.ranking) for half in halves)
        return _Composed(confidence, statements, halves)

    def _apart(self, about: _Asked, ranking: Ranking) -> Pair | None:
        """The two things that a question asks, where it asks two and takes nothing from earlier ones."""
        if not (self._halves and about.alone and ranking.sections):
            return None
        return self._halves.find(about.standalone, ranking, lambda half: self._retriever.rank(half, about.scope))

    def _one_sided(self, about: _Asked, statements: Sequence[Statement]) -> Pair | None:
        """Both things of a comparison where an answer speaks of one of them alone."""
        things = things_of(about.standalone) if self._halves else []
        said = set(self._terms(" ".join(statement.markdown for statement in statements)))
        if not self._halves or len(things) != 2 or all(said.issuperset(self._terms(thing)) for thing in things):
            return None
        return self._halves.of_things(things, lambda half: self._retriever.rank(half, about.scope))

    def _terms(self, text: str) -> list[str]:
        return terms_of(self._index.vocabulary.shortened(text))

    def _after(self, question: str, before: str) -> str:
        return self._conversation.resolve(question, [before]).text

    def _refusal(self, about: _Asked, question: Question, ranking: Ranking, confidence: float) -> Answer:
        library = self._index.library
        near = [section.anchor for section in ranking.sections[:_NEAREST] if section.nearness >= _NEAR]
        return Answer(
            question=about.question,
            text=about.complaint or REFUSAL,
            answered=False,
            confidence=confidence,
            standalone=about.standalone,
            nearest=tuple(SectionLink(anchor, library.by_anchor[anchor].path_text) for anchor in near),
            note="" if about.complaint else self._refusal_note(about, question, near),
        )

    def _refusal_note(self, about: _Asked, question: Question, near: Sequence[str]) -> str:
        if about.scope:
            return f"Only “{self._index.library.by_anchor[about.scope].title}” was searched; other chapters may cover it."
        if share_known(question.asked, self._index.vocabulary) < _FEW_KNOWN:
            return "Few of these words stand in your notes. Ask in the language and with the names that the notes use."
        return _note(question) if near else "Nothing in them comes near it."


def _wording(model: ChatModel | None, index: SearchIndex, composer: Composer) -> Wording | None:
    """What words the answers where a model is set; without one, nothing of it is loaded."""
    if model is None:
        return None
    from assistant.answering.wording import Wording

    return Wording(model, index, composer)


def _tidy(text: str) -> str:
    """A question on one line, no longer than a question may be; long runs of blanks would slow the patterns down."""
    return " ".join(_LONE_SURROGATE.sub("", text)[:LONGEST_QUESTION].split())


def _note(question: Question, halves: Pair | None = None) -> str:
    notes = []
    if question.mended:
        notes.append("Read " + ", ".join(f"“{wrong}” as “{right}”" for wrong, right in question.mended) + ".")
    if halves:
        notes.append("Read as two questions: " + " and ".join(f"“{half.question.asked}”" for half in halves) + ".")
    return " ".join(notes)


def _lines(statements: Sequence[Statement]) -> list[str]:
    return [("\n" if at else "") + statement.line for at, statement in enumerate(statements)]
