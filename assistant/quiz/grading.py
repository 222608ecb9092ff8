"""Grades an answer against the key: a choice by itself, a typed answer by the facts it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem, words_of
from assistant.quiz.figures import Figure, Measure, figures_of
from assistant.quiz.item import Item, Kind, pair_line
from assistant.quiz.names import key_of

ENOUGH = 0.6
"""Share of an open key's facts, by weight, from which an answer is right, provided that no figure is missing."""

_FIGURE_WEIGHT, _NAME_WEIGHT, _WORD_WEIGHT = 3.0, 2.0, 1.0
_SHORTEST_MENDED, _LONG_WORD = 5, 8
_NOT = re.compile(r"\b(?:no|not|never|cannot|none|neither|nor|without)\b|n['’]t\b", re.I)
_BRACKETS = re.compile(r"\([^()]*\)")
_EMPTY = frozenset("use used uses using called happens gives".split())


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer is worth.

    Attributes:
        right: whether it counts as right.
        share: how much of the key it states, 0 to 1.
        found: the facts of the key that it states, in the key's words.
        missing: the facts that it does not state.
    """

    right: bool
    share: float
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something that a key states: a figure, or a word or name."""

    text: str
    weight: float
    figure: Figure | None = None


def grade(item: Item, given: str | Mapping[str, str], vocabulary: Vocabulary) -> Grade:
    """Grades an answer.

    Args:
        item: the item.
        given: the chosen option or the typed answer; for a matching item the chosen option of each prompt.
        vocabulary: the words of the notes, for acronyms and typing errors.
    """
    if item.kind is Kind.MATCHING:
        return _grade_pairs(item, given if isinstance(given, Mapping) else {})
    text = " ".join(given.split()) if isinstance(given, str) else ""
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
        right = text.casefold() == " ".join(item.key.split()).casefold()
    elif item.kind is Kind.CLOZE:
        right = any(_fills(key, text, vocabulary) for key in (item.key, *item.accepted))
    else:
        return _grade_open(item, text, vocabulary)
    return Grade(right, float(right), (item.key,) if right else (), () if right else (item.key,))


def _grade_pairs(item: Item, given: Mapping[str, str]) -> Grade:
    lines = {pair_line(*pair): given.get(pair[0]) == pair[1] for pair in zip(item.prompts, item.matches, strict=False)}
    found = tuple(line for line, right in lines.items() if right)
    missing = tuple(line for line, right in lines.items() if not right)
    return Grade(bool(lines) and not missing, len(found) / max(1, len(lines)), found, missing)


def _fills(key: str, given: str, vocabulary: Vocabulary) -> bool:
    """Whether a blank's words are what was typed: the same figure, or the same words whatever their form and slips."""
    wanted, said = figures_of(key), figures_of(given)
    if wanted and key_of(wanted[0].text) == key_of(key):
        return len(said) == 1 and (_same_amount(wanted[0], said[0]) or (not said[0].unit and said[0].number == wanted[0].number))
    forms = {tuple(_terms(text)) for text in (key, vocabulary.shortened(key), _BRACKETS.sub(" ", key))} - {()}
    typed = {tuple(_terms(text)) for text in (given, vocabulary.shortened(given), _BRACKETS.sub(" ", given))}
    return any(
        len(form) == len(words) and all(_same_word(a, b, vocabulary) for a, b in zip(form, words, strict=True))
        for form in forms
        for words in typed
    )


def _grade_open(item: Item, given: str, vocabulary: Vocabulary) -> Grade:
    facts = _facts(item, vocabulary)
    words = set(_terms(given)) | set(_terms(vocabulary.shortened(given)))
    figures = figures_of(given)
    found = [fact for fact in facts if _states(fact, words, figures, vocabulary)]
    missing = [fact for fact in facts if fact not in found]
    total = sum(fact.weight for fact in facts)
    share = sum(fact.weight for fact in found) / total if total else float(key_of(given) == key_of(item.key))
    denied = bool(_NOT.search(given)) and not _NOT.search(item.key)
    right = share >= ENOUGH and not any(fact.figure for fact in missing) and not denied
    return Grade(right, share, tuple(fact.text for fact in found), tuple(fact.text for fact in missing))


def _facts(item: Item, vocabulary: Vocabulary) -> list[_Fact]:
    """What a key states beyond its stem: its figures, then its names and words, each once, long forms as acronyms."""
    asked = set(_terms(item.stem)) | set(_terms(vocabulary.shortened(item.stem)))
    known = figures_of(item.stem)
    facts: list[_Fact] = []
    rest = item.key
    for figure in reversed(figures_of(item.key)):
        if not any(figure.same(other) for other in known):
            facts.insert(0, _Fact(figure.text, _FIGURE_WEIGHT, figure))
        rest = rest[: figure.start] + " " + rest[figure.end :]
    taken: set[str] = set()
    for word, term in _words(_without_long_forms(rest, vocabulary)):
        if term in asked or term in taken or word.lower() in STOP_WORDS | _EMPTY or term.isdigit():
            continue
        taken.add(term)
        capital = sum(letter.isupper() for letter in word) > 1 or (word[0].isupper() and not rest.lstrip().startswith(word))
        facts.append(_Fact(word, _NAME_WEIGHT if capital else _WORD_WEIGHT))
    return facts


def _without_long_forms(text: str, vocabulary: Vocabulary) -> str:
    """A key with `Network Load Balancer (NLB)` as `NLB`: either form states it."""
    for long, short in vocabulary.short_forms.items():
        pattern = r"\W+".join(map(re.escape, long.split()))
        text = re.sub(rf"\b{pattern}\b(?:\s*\({re.escape(short)}s?\))?", short.upper(), text, flags=re.I)
        text = re.sub(rf"\b({re.escape(short)})\s*\({pattern}\)", r"\1", text, flags=re.I)
    return text


def _states(fact: _Fact, words: set[str], figures: Sequence[Figure], vocabulary: Vocabulary) -> bool:
    if fact.figure is not None:
        return any(_same_amount(fact.figure, figure) for figure in figures)
    term = key_of(fact.text)
    return any(_same_word(term, word, vocabulary) for word in words)


def _same_amount(wanted: Figure, said: Figure) -> bool:
    """Whether two figures say the same; what is counted need not be named again, nor in the same word."""
    if wanted.same(said):
        return True
    loose = {Measure.COUNT, Measure.NUMBER, Measure.YEAR}
    return wanted.measure in loose and said.measure in loose and wanted.number == said.number


def _same_word(wanted: str, said: str, vocabulary: Vocabulary) -> bool:
    """Whether two stems are the same word, a slip of the keyboard allowed where it gives no other word of the notes."""
    if wanted == said:
        return True
    if min(len(wanted), len(said)) < _SHORTEST_MENDED or wanted[0] != said[0] or vocabulary.knows(said):
        return False
    allowed = 2 if len(wanted) >= _LONG_WORD else 1
    return DamerauLevenshtein.distance(wanted, said, score_cutoff=allowed) <= allowed


def _terms(text: str) -> list[str]:
    return [stem(word) for word in words_of(text) if word not in STOP_WORDS]


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Words as they stand, each with its stem."""
    for match in re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", text):
        key = key_of(match[0])
        if key:
            yield match[0], key
