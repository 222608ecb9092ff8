"""Words of stems: capitals, heads of tables and introductions of lists as parts of a question."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.notes import Section
from assistant.notes.parser import inline_of
from assistant.quiz.figures import is_unit
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import Shape

BLANK = "_____"
"""What stands for the words that a cloze item asks for."""

VERBS = frozenset(
    """abolishes accepts adapts adds adjusts allows analyzes appears applies assumes attaches automates avoids balances becomes
    begins belongs blocks breaks brings builds bundles caches calls captures carries catches causes centralizes changes checks
    collects combines comes compares computes connects consists contains controls converts copies costs covers creates cuts
    decides defines delivers depends describes detects determines discovers distributes divides does doubles draws drives
    eliminates enables encrypts ends ensures evaluates executes expects expires extends extracts falls finds fits follows forces
    forms forwards gets gives goes grants groups grows guarantees handles happens helps hides holds hosts identifies improves
    includes increases inserts inspects integrates introduces invokes isolates joins keeps lasts launches leads learns leaves
    lets lies lists lives looks lowers maintains makes manages maps marks matches means measures migrates minimizes
    monitors moves needs notifies offers opens orchestrates orders organizes owns passes pays performs permits picks places plays
    points polls prevents processes produces protects proves provides provisions publishes pulls pushes puts queries raises
    reaches reads receives records recovers reduces refers registers relies removes renames repairs replaces replicates reports
    represents requires resolves responds restarts restricts returns rewrites rotates routes runs saves scales scans schedules
    secures selects sends separates serves sets shares shows shuts signs sits skips sorts spans speaks specifies speeds splits
    spreads stands starts stays stops stores streams suits supplies supports swaps switches synchronizes takes tells
    terminates tests tracks trades transfers transforms translates transmits travels treats triggers turns uses validates
    verifies waits warns watches weighs works writes""".split()
)
"""Verbs in the third person: a name followed by another word in s, such as a plural, says nothing of the name alone."""

_NO_NOUN = frozenset(
    """against by from with for in at on to of via per under over worth able allowed good bad best new old free main only small
    medium large big high low short long fast slow strong weak hard soft right wrong true false kept given made done
    found lost sold paid held taken known""".split()
)
_LAST = frozenset("against by from with for in at on to of via per under over as than like".split())
"""Words after which a noun is missing."""
_ASKS = re.compile(r"^(?:what|how|when|where|why|which|who)\b", re.I)
_ASKS_TWICE = re.compile(
    r"\b(?:and|or|but),? (?:if so,? )?"
    r"(?:what|how|who|can|could|is|are|does|do|did|may|must|will|should|has|have|which|when|where|why"
    r"|in which|to which|for which|any)\b"
    r"|, (?:any|what|how|which|if any|please)\b|, \w+(?: \w+){0,2}\?$|\bhow many \w+ (?:\w+ )?(?:and|or) ",
    re.I,
)
_OF_THE_NOTES = re.compile(
    r"\b(?:the|these|those|my|your|our|in) notes\b|\b(?:described|mentioned) (?:step|here|in|at|only|too|as)\b"
    r"|\b(?:the|this) (?:example|text|section|chapter)\b",
    re.I,
)
_FIRST_WORD = re.compile(r"^(\w+)([^\w]|$)")


@lru_cache(maxsize=20_000)
def plain(markdown: str) -> str:
    """The words of a piece of inline Markdown, without its marks and without a full stop at the end."""
    return inline_of(markdown).text.strip().rstrip(".;:")


def lower_first(text: str) -> str:
    """A text that goes on inside a sentence: its first letter small, unless the first word is a name or an acronym."""
    first = _FIRST_WORD.match(text)
    if re.match(r"\w+ [A-Z]", text):
        return text
    if not first or not first[1][1:].islower():
        return text[:1].lower() + text[1:] if first and len(first[1]) == 1 and first[1] == "A" and " " in text else text
    return text[0].lower() + text[1:]


def lower_head(head: str) -> str:
    """A table's head inside a sentence: its asking word small (`How S3 works`), and else as `lower_first` has it."""
    return head[:1].lower() + head[1:] if is_clause(head) else lower_first(head)


def upper_first(text: str) -> str:
    """A text with its first letter large, unless the first word is written with capitals inside, as `iSCSI`."""
    first = _FIRST_WORD.match(text)
    return text[:1].upper() + text[1:] if first and first[1].islower() else text


def asks_twice(question: str) -> bool:
    """Whether a question asks for more than one thing."""
    return bool(_ASKS_TWICE.search(question))


def speaks_of_the_notes(question: str) -> bool:
    """Whether a question is about the notes rather than what they are about."""
    return bool(_OF_THE_NOTES.search(question))


def is_clause(head: str) -> bool:
    """Whether a table's head is a clause, as `What it is good at`; a bare `What` is none."""
    return bool(_ASKS.match(head)) and len(head.split()) > 1


def is_noun(head: str) -> bool:
    """Whether a table's head can be asked for as `the …`: `Speed` can, but not `made of`, `small`, `rejected` or `speed m/s`."""
    words = head.lower().split()
    if not words or _ASKS.match(head) or words[0] in _NO_NOUN or words[-1] in _LAST:
        return False
    if is_unit(words[-1]) and words[-2:-1] != ["per"]:
        return False
    return len(words) > 1 or not (words[0] in VERBS or re.search(r"[^e]ed$", words[0]))


def is_plural(noun: str) -> bool:
    """Whether a noun phrase looks plural, by its last word before any `of`, `to` or `that`."""
    head = re.split(r"\s(?:of|to|that|which|for|in|on|with|from|by|used|the|and)\s", f"{noun} ")[0].split()
    word = head[-1].lower() if head else ""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def about(text: str, section: Section, knowledge: Knowledge) -> str:
    """A stem that stands on its own: with its topic in front where it says nothing of it, or little and names nothing."""
    topic = knowledge.topic(section)
    said = text.replace(BLANK, " ")
    wanted = knowledge.asked(topic)
    shared = sum(map(knowledge.weight, knowledge.asked(said) & wanted))
    named = any(mention.name.shape is not Shape.TERM for mention in knowledge.names.find(said))
    return text if shared and (named or shared >= sum(map(knowledge.weight, wanted)) / 2) else f"{topic}: {text}"
