"""What every item passes before a student sees it: each rule a function that says what is wrong, or nothing.

The rules are those of Haladyna, Downing and Rodriguez, "A review of multiple-choice item-writing guidelines for classroom
assessment", Applied Measurement in Education 15(3), 2002, cited by their numbers there, and this program's own: nothing is
asked that the notes do not say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.notes import Passage
from assistant.quiz.distractors import FEWEST
from assistant.quiz.figures import figures_of
from assistant.quiz.item import Item, Kind
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import key_of
from assistant.quiz.phrasing import BLANK, is_plural

Rule = Callable[[Item, tuple[Passage, ...], Knowledge], str]

_LONGEST_STEM = 60
_LONGER = 1.6
"""A key gives itself away by its length when it is so many times longer than the longest wrong option."""
_SHORT = 14
"""Characters below which the length of an option tells nothing."""
_ALL_OR_NONE = re.compile(r"\b(?:all|none|both|neither|any) of (?:the|these|them)\b|^(?:both|neither|all|none)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|this|that one|these|those|he|she|his|her|the two|both of them|the latter)\b", re.I
)
_DEMONSTRATIVE = re.compile(r"\b(?:this|these|those|such)\s+(?!(?:who|that|with|of|which|in|as|an?)\b)([a-z][\w-]+)")
_POINTS = re.compile(r"\b(?:which|what|one|each|some|all) of (?:these|those|the two)\b|\bthe two of\b", re.I)
_NEGATIVE = re.compile(r"\b(?:not|except|never|cannot)\b|n't\b", re.I)
_UNFINISHED = re.compile(r"\bTO-?DO\b|^(?i:still )?(?i:to (?:look (?:into|up)|check|clarify|do)\b)|\b(?i:still to look into)\b")
_CONTESTED = re.compile(r"\b(?:contradict|disagree)", re.I)
_ARTICLE = re.compile(r"\b(?:a|an)$|\ba\(n\)", re.I)
_FIGURE = re.compile(r"^\W*\d\S*(?:\s\S+){0,2}$")
_GUESSED = frozenset({"0", "1", "one"})
"""Keys without a unit that whoever knows nothing writes into a blank."""
_TEACHES_NOTHING = re.compile(r"^(?:not listed|none listed|yes|no|none|n/a|see .*)$", re.I)


def key_in_notes(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The key stands in the cited passages word for word; of an open item, its figures and names do."""
    said = " ".join(_squeezed(f"{passage.text} {' '.join(passage.heads)}") for passage in passages)
    if item.kind is Kind.TRUE_FALSE:
        return ""
    if item.kind is Kind.OPEN:
        figures = [figure for passage in passages for figure in figures_of(f"{passage.text} {' '.join(passage.heads)}")]
        asked = figures_of(item.stem)
        strange = [f.text for f in figures_of(item.key) if not any(f.number == other.number for other in (*figures, *asked))]
        return f"{strange[0]!r} is not in the passages" if strange else ""
    wanted = item.matches if item.kind is Kind.MATCHING else (item.key,)
    words = key_of(said)
    missing = [text for text in wanted if _squeezed(text) not in said and key_of(text) not in words]
    return f"{missing[0]!r} is not in the passages" if missing else ""


def not_struck(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """What is struck through is retracted, and no key."""
    return "a passage is partly struck through" if any(passage.struck for passage in passages) else ""


def settled(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The notes are of one mind: they neither contradict themselves there nor leave it to be looked up."""
    if any(_UNFINISHED.search(passage.text) for passage in passages):
        return "the notes leave it open"
    contested = item.kind is not Kind.OPEN and any(_CONTESTED.search(passage.text) for passage in passages)
    return "the notes contradict themselves" if contested else ""


def stem_is_whole(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem is a whole question or statement, not too long, and a cloze item has one blank (rules 8, 13, 14)."""
    if len(item.stem.split()) > _LONGEST_STEM:
        return f"{len(item.stem.split())} words"
    if item.kind is Kind.CLOZE:
        return "" if item.stem.count(BLANK) == 1 else "not one blank"
    ends = {Kind.MCQ: "?", Kind.OPEN: "?", Kind.MATCHING: "."}.get(item.kind, ".!?)")
    return "" if item.stem.endswith(tuple(ends)) else f"it ends with {item.stem[-1:]!r}"


def stem_stands_alone(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The stem names what it is about, for the central idea belongs there (rule 15)."""
    section = knowledge.library.by_anchor[item.anchor]
    options = " ".join(item.options)
    return "" if knowledge.names_topic(f"{item.stem} {options}", section) else "it names no topic"


def no_loose_pronoun(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """A pronoun has its noun before it in the stem."""
    stem = _POINTS.sub(" ", item.stem)
    for pointed in _DEMONSTRATIVE.finditer(stem):
        if key_of(pointed[1]) not in key_of(stem[: pointed.start()]).split():
            return f"{pointed[0]!r} points at nothing"
    found = _PRONOUN.search(stem)
    if not found:
        return ""
    before = stem[: found.start()].split(": ", 1)[-1]
    nouns = [
        word
        for word in re.findall(r"[^\W\d_]{3,}", before)
        if knowledge.weight(key_of(word)) and key_of(word) in knowledge.asked(word)
    ]
    return "" if len(nouns) >= 2 or knowledge.names.find(before) else f"{found[0]!r} stands for nothing"


def positive(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """A stem with options is worded positively (rule 17)."""
    return "it asks for what is not so" if item.kind is Kind.MCQ and _NEGATIVE.search(item.stem.split("“")[0]) else ""


def enough_options(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """One right option and at least two wrong ones, all different, and none made up to fill the list (rules 18, 29)."""
    if item.kind is Kind.MCQ:
        if len(item.options) < FEWEST + 1:
            return f"{len(item.options) - 1} good wrong options"
        if len({_squeezed(option) for option in item.options}) != len(item.options):
            return "two options are the same"
    return (
        "" if item.kind in (Kind.CLOZE, Kind.OPEN, Kind.MATCHING) or item.options.count(item.key) == 1 else "the key is no option"
    )


def no_all_or_none(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """No `all of the above` and no `none of the above` (rules 25, 26)."""
    bad = next((option for option in item.options if _ALL_OR_NONE.search(option)), "")
    return f"{bad!r} is an option" if bad else ""


def options_alike(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """Options are alike in content and form: all figures or none, all singular or not the key alone plural (rules 23, 28)."""
    if item.kind is not Kind.MCQ:
        return ""
    figures = [bool(figures_of(option)) and bool(_FIGURE.match(option)) for option in item.options]
    at = item.options.index(item.key)
    if len(set(figures)) > 1 and len(item.key.split()) <= 3 and figures.count(figures[at]) == 1:
        return "the key alone is a figure, or the key alone is none"
    plural = [is_plural(option) and len(option.split()) <= 4 for option in item.options]
    if plural.count(plural[at]) == 1:
        return "the key alone is plural, or the key alone is singular"
    return ""


def key_not_longest(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The key is not much longer than every wrong option (rule 24)."""
    if item.kind is not Kind.MCQ:
        return ""
    longest = max(len(option) for option in item.options if option != item.key)
    return "the key is by far the longest" if len(item.key) > max(_SHORT, _LONGER * longest) else ""


def no_clang(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """No word of the stem comes back in the key alone (rule 28c, clang associations)."""
    if item.kind is Kind.MATCHING:
        return _told_by_its_prompt(item, knowledge)
    if item.kind not in (Kind.MCQ, Kind.CLOZE):
        return ""
    shared = knowledge.asked(item.stem.replace(BLANK, " ")) & knowledge.asked(item.key)
    wrong = [knowledge.asked(option) for option in item.options if option != item.key]
    bare = {term for term in shared - knowledge.makers if not any(term in other for other in wrong)}
    return f"{min(bare)!r} is in the stem and in the key alone" if bare else ""


def _told_by_its_prompt(item: Item, knowledge: Knowledge) -> str:
    matches = [knowledge.asked(match) for match in item.matches]
    for at, prompt in enumerate(item.prompts):
        elsewhere = frozenset().union(*matches[:at], *matches[at + 1 :])
        bare = knowledge.asked(prompt) & matches[at] - elsewhere - knowledge.makers
        if bare:
            return f"{min(bare)!r} is in a prompt and in its match alone"
    return ""


def no_article_cue(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """An article at the end of the stem does not tell which option fits (rule 28d)."""
    return "it ends with an article" if item.kind is Kind.MCQ and _ARTICLE.search(item.stem.rstrip("?: ")) else ""


def worth_knowing(item: Item, passages: tuple[Passage, ...], knowledge: Knowledge) -> str:
    """The key is something to learn, not that nothing is listed (rules 1, 3)."""
    keys = item.matches if item.kind is Kind.MATCHING else (item.key,)
    if item.kind is Kind.TRUE_FALSE:
        quoted = re.findall(r"“([^”]*)”", item.stem)
        return "it asks for an empty cell" if quoted and _TEACHES_NOTHING.match(quoted[-1]) else ""
    if item.kind is Kind.CLOZE and item.key in _GUESSED:
        return f"{item.key!r} would be guessed"
    return "the key says nothing" if any(_TEACHES_NOTHING.match(key) for key in keys) else ""


def named(*rules: Rule) -> dict[str, Rule]:
    """Rules by name: that of their function, in words."""
    return {rule.__name__.replace("_", " "): rule for rule in rules}


RULES: dict[str, Rule] = named(
    key_in_notes,
    not_struck,
    settled,
    stem_is_whole,
    stem_stands_alone,
    no_loose_pronoun,
    positive,
    enough_options,
    no_all_or_none,
    options_alike,
    key_not_longest,
    no_clang,
    no_article_cue,
    worth_knowing,
)
"""The rules by name, in the order in which they are applied."""


def broken_rule(
    item: Item, passages: tuple[Passage, ...], knowledge: Knowledge, rules: Mapping[str, Rule] = RULES
) -> tuple[str, str] | None:
    """The first rule that an item breaks, with how; None where it breaks none.

    Args:
        item: the item.
        passages: the passages that it cites.
        knowledge: the notes.
        rules: the rules by name.
    """
    for name, rule in rules.items():
        fault = rule(item, passages, knowledge)
        if fault:
            return name, fault
    return None


def _squeezed(text: str) -> str:
    return " ".join(text.split()).lower()
