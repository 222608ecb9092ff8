"""How a question shows that it leans on the one before it: words that point back, and parts that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.answering.subjects import COMMON_TERMS, Mention, Subjects
from assistant.index.words import STOP_WORDS, stem, words_of

_LONGEST_FRAGMENT = 80
_FEW = 2
"""Mentions of a fragment that is no search by keywords yet."""


class Leaning(IntEnum):
    """How surely a question leans on the one before it."""

    NOT = 0
    HARDLY = 1
    LIKELY = 2
    SURELY = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as a turn of a conversation.

    Attributes:
        text: the question without small talk and apologies in front.
        leans: how surely it leans on an earlier question.
        fragment: what it says where it is no whole question, as `NLB` of `what about NLB?`; else empty.
        instead_of: what it says not to have meant.
        whole: whether it points at all that was said before, as `is that enough?` does, rather than at a thing.
        several: how many things it chooses among or compares, without naming them; 0 where it does not.
        returns: whether it goes back to an earlier question.
        first: whether that is the first one.
    """

    text: str
    leans: Leaning
    fragment: str = ""
    instead_of: str = ""
    whole: bool = False
    several: int = 0
    returns: bool = False
    first: bool = False


_SMALL_TALK = frozenset(
    "ok okay oh ah aha haha lol hm hmm thx thanks thank you nice great perfect cool good fine super awesome got it now alright "
    "all right yes yeah yep hi hello hey well cheers i see understood very so much".split()
)
_APOLOGIES = frozenset("no nope sorry oops wait actually".split())
_SEGMENT = re.compile(r"^\W*([^.!?,;:]+)[.!?,;:]+\s+(?=\S)")
_INTERJECTION = re.compile(r"^(?:ok(?:ay)?|thanks|thx|oh|ah|hm+|sorry|nope|no(?= (?:i|not)\b)|wait|actually)\s+(?=\w)", re.I)
_MEANT = r"\bi (?:actually |really |rather )?(?:meant?|(?:was|am) asking about)\b(?: to (?:ask|say)(?: about)?)?"
_MEANT_FIRST, _MEANT_LAST = re.compile(rf"^{_MEANT}\s*", re.I), re.compile(rf",?\s*{_MEANT}\W*$", re.I)
_NOT = re.compile(r",?\s+(?:and )?not (?:the |an? )?(?P<old>[^,.?!]+)\W*$", re.I)

_LEAD = re.compile(
    r"^(?:(?:and|but|or|so|also|then|even|just|only)\b[,\s]*)*(?:(?:what|how) about\b|what of\b|what if\b"
    r"|same (?:question|thing|again)?\s*(?:for|with|about)?\b)?\s*",
    re.I,
)
_SMALL_WORDS = re.compile(
    r"^(?:(?:if it(?:'s| is| were| was)|in|into|onto|for|with|on|of|from|to|by|using|at|per|a|an|the|its?|case)\b\s*)*", re.I
)
_TAIL = re.compile(r"(?:\s+(?:then|instead|too|as well|again|please|itself))*\W*$", re.I)
_ASKS = re.compile(
    r"\b(?:what(?! about)|how(?! about)|which|who|when|where|why|is|are|was|were|do|does|did|can|could|should|will|would|may"
    r"|must|has|have|isn't|aren't|doesn't|don't|can't)\b|^(?:please )?(?:explain|describe|list|name|give|show|tell|compare|define"
    r"|summari[sz]e)\b",
    re.I,
)

_PRONOUN = re.compile(
    r"\b(?:it|they|them|he|she|him|mine)\b"
    r"|\b(?:its|their|theirs|his|her)\b"
    r"|\b(?:the|that|this|which|these|those|an?|another|any|other|each|just|local) (?:[\w-]+ )?ones?\b|\bones\b|\bone(?= to\b)"
    r"|\bof (?:them|these|those|the two|the three)\b|\b(?:those|these|the) (?:two|three|both)\b|\b(?:both|either|neither)\W*$"
    r"|\bthe (?:same|others?|latter|former|rest)\b|\bsuch an?\b",
    re.I,
)
_DEMONSTRATIVE = re.compile(
    r"(?:^|\b(?:is|are|was|were|do|does|did|can|could|should|will|would|may|must|has|have|and|but|or|so|why|how|of|in|on|at|by|to"
    r"|for|with|over|from|than|like|about|after|before|using|under|without|support|create|use)\s+)"
    r"(?P<word>that|this|these|those)\b|\b(?P<last>that|this|these|those)\W*$",
    re.I,
)
_ONE = re.compile(r" (?:[\w-]+ )?ones?\b", re.I)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b(?! (?:is|are|was|were|any|an?)\b)(?!'s)", re.I)
_DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
_POSSESSIVE = re.compile(r"its|their|theirs|his|her", re.I)
_THIS_THING = re.compile(r"\b(?:this|these|those) (?=\w)", re.I)
_EXPLETIVE = re.compile(
    r"\b(?:is|was|be|it's|it is|would it be) (?:it )?(?:ever |really |also |even |still )?(?:possible|necessary|better|best"
    r"|enough|worth|allowed|recommended|common|safe|okay|ok|fine|advisable|sensible|important|useful|hard|easy|true|a good idea)"
    r"(?: for [\w ]+?)? (?:to|that|if|when)\b|\bit (?:comes|takes?|costs?|makes sense|depends|means|needs)\b(?= to| for| on|$)"
    r"|\b(?:does|will|would) it (?:take|cost|make sense)\b.{0,30}\bto\b",
    re.I,
)
_CLAUSE = re.compile(
    r"[,;:.?!–—]|\b(?:when|if|before|after|while|because|since|unless|until|that|which|who|whose|where|and|but|so|or)\b", re.I
)
_INDEFINITE = re.compile(r"\b(?:an?|my|our|your|every|each|any|some|several|two|three|many|most) (?:[\w-]+ ){0,3}$", re.I)
_SEVERAL = re.compile(
    r"\bof (?:them|these|those|the (?:two|three|others?))\b|\b(?:those|these|the|all|of) (?P<count>two|three|four)\b"
    r"|\bwhich (?:one|is|has|can|does)\b|\bthe other one\b|\bone or the other\b|\b(?:both|either|neither|each other)\b"
    r"|\bthe (?:latter|former)\b",
    re.I,
)
_COUNTS = {"three": 3, "four": 4}
_RETURNS = re.compile(r"\b(?:(?:go(?:ing)?|come|coming)? ?back to|again|earlier|as for|once more about|returning to)\b", re.I)
_FIRST = re.compile(r"\bthe (?:very )?first (?:ones?|question|thing|topic)\b", re.I)


def read(question: str, subjects: Subjects) -> Reading:
    """Reads how far a question stands alone.

    Args:
        question: the question on one line.
        subjects: what the notes are about.
    """
    text, apologizes = _without_small_talk(question)
    text, meant = _without_meant(text)
    refused = _NOT.search(text) if meant or apologizes else None
    if refused:
        text = text[: refused.start()]
    rest = _LEAD.sub("", text)
    led = apologizes or rest != text
    first = bool(_FIRST.search(text))
    fragment = ""
    if len(rest) <= _LONGEST_FRAGMENT and not _ASKS.search(rest):
        bare = _SMALL_WORDS.sub("", rest)
        led = led or bare != rest
        fragment = _TAIL.sub("", bare)
    leans = Leaning.SURELY if meant or first else _leaning(text, bool(fragment), led, subjects)
    several = _SEVERAL.search(text)
    return Reading(
        text=text,
        leans=leans,
        fragment=fragment,
        instead_of=refused["old"].strip() if refused else "",
        whole=any(not _ONE.match(text, at + len(word)) for at, word in _demonstratives(text)),
        several=_COUNTS.get((several["count"] or "").lower(), 2) if several else 0,
        returns=first or bool(_RETURNS.search(text)),
        first=first,
    )


def _without_small_talk(text: str) -> tuple[str, bool]:
    """A text without greetings, thanks and apologies in front, and whether it apologized."""
    text, apologizes = text.strip(), False
    while True:
        segment = _SEGMENT.match(text)
        words = set(re.findall(r"[^\W_]+", segment[1].lower())) if segment else set()
        if segment and words and words <= _SMALL_TALK | _APOLOGIES:
            apologizes = apologizes or bool(words & _APOLOGIES)
            text = text[segment.end() :]
            continue
        interjection = _INTERJECTION.match(text)
        if not interjection:
            return text, apologizes
        apologizes = apologizes or interjection[0].strip().lower() in _APOLOGIES
        text = text[interjection.end() :]


def _without_meant(text: str) -> tuple[str, bool]:
    for pattern in (_MEANT_FIRST, _MEANT_LAST):
        match = pattern.search(text)
        if match and match.end() - match.start() < len(text):
            return (text[: match.start()] + text[match.end() :]).strip(), True
    return text, False


def _leaning(text: str, fragment: bool, led: bool, subjects: Subjects) -> Leaning:
    """How surely a question leans on the one before it.

    Args:
        text: the question.
        fragment: whether it is no whole question.
        led: whether it begins like the continuation of something.
        subjects: what the notes are about.
    """
    if not _has_words(re.split(r"[.?!]", text)[0]):
        return Leaning.SURELY
    mentions = subjects.mentions(text)
    if fragment and mentions and (led or (len(mentions) <= _FEW and not _names_and_asks(text, mentions))):
        return Leaning.SURELY
    pointing = _pointing(text, mentions)
    if pointing is not Leaning.NOT:
        return pointing
    named = any(mention.named for mention in mentions)
    if led and mentions:
        return Leaning.HARDLY if named else Leaning.LIKELY
    return Leaning.NOT if named and not fragment else Leaning.HARDLY


def _has_words(text: str) -> bool:
    """Whether a text has words that say what it is about, known to the notes or not."""
    return any(word not in STOP_WORDS and stem(word) not in COMMON_TERMS for word in words_of(text))


def _names_and_asks(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether words name a thing and say what is asked of it, as a search by keywords does: `sqs max message size`."""
    first = next((mention for mention in mentions if mention.named), None)
    if first is None:
        return False
    return any(word not in STOP_WORDS for word in words_of(f"{text[: first.start]} {text[first.end :]}"))


def _pointers(text: str) -> list[tuple[int, str]]:
    """Words of a text that point at something, each with where it stands."""
    found = [(match.start(), match[0]) for pattern in (_PRONOUN, _THERE) for match in pattern.finditer(text)]
    return found + _demonstratives(text)


def _demonstratives(text: str) -> list[tuple[int, str]]:
    """The demonstratives of a text that are no conjunctions, each with where it stands."""
    found = [(match, "word" if match["word"] else "last") for match in _DEMONSTRATIVE.finditer(text)]
    return [(match.start(group), match[group]) for match, group in found]


def _pointing(text: str, mentions: Sequence[Mention]) -> Leaning:
    """How surely a word of a text points out of it.

    A pronoun stands for nothing in its own clause (principle B of binding: Chomsky, "Lectures on Government and Binding",
    1981), so what it stands for is looked for in the clauses before; a possessive may stand for something in its own.
    """
    surest = Leaning.NOT
    expletives = [range(*match.span()) for match in _EXPLETIVE.finditer(text)]
    boundaries = [boundary.start() for boundary in _CLAUSE.finditer(text)]
    introduced = [m for m in mentions if len(m.terms) > 1 or _INDEFINITE.search(text[: m.start])]
    for at, word in _pointers(text):
        if any(at in expletive for expletive in expletives):
            continue
        until = at if _POSSESSIVE.fullmatch(word) else max((boundary for boundary in boundaries if boundary < at), default=0)
        if any(mention.named and mention.end <= until for mention in mentions):
            continue
        determines = word.lower() in _DEMONSTRATIVES and any(m.specific and m.start == at + len(word) + 1 for m in mentions)
        doubtful = determines or any(mention.end <= until for mention in introduced)
        surest = max(surest, Leaning.HARDLY if doubtful else Leaning.SURELY)
    if surest is Leaning.NOT and _THIS_THING.search(text):
        return Leaning.HARDLY
    return surest
