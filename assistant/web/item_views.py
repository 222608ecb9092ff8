"""Quiz items as HTML: asked, and answered with the right option, the reason and the place in the notes."""

from __future__ import annotations

import re

from assistant.progress import Place
from assistant.quiz import Grade, Item, Kind
from assistant.study import pairs_of
from assistant.web.markdown import attribute
from assistant.web.parts import button, lines_html, section_data, shown_path, source_chip

KIND_NAMES = {
    Kind.MCQ: "Multiple choice",
    Kind.TRUE_FALSE: "True or false",
    Kind.CLOZE: "Fill the blank",
    Kind.OPEN: "In your own words",
    Kind.MATCHING: "Match",
}
"""What students read of each kind."""

_RIGHT, _WRONG = '<span class="unseen">Right: </span>', '<span class="unseen">Wrong: </span>'


def asked_html(item: Item, given: str | None = None) -> str:
    """An item to answer.

    Args:
        item: the item.
        given: what has been answered so far, in an exam.
    """
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
        rows = "".join(_choice(number, option, option == given) for number, option in enumerate(item.options, 1))
        return f'{_stem(item)}<ol class="options" aria-labelledby="stem">{rows}</ol>'
    if item.kind is Kind.MATCHING:
        return _stem(item) + _matching(item, pairs_of(given or ""))
    return _stem(item) + _typed(item, given or "")


def recalled_html(item: Item) -> str:
    """An item to recall the answer of, with nothing to press."""
    if not item.options:
        return _stem(item)
    prompts = "".join(f"<li>{_option('plain', f'{attribute(prompt)} → ?')}</li>" for prompt in item.prompts)
    rows = "".join(f"<li>{_option('plain', attribute(option))}</li>" for option in item.options)
    above = f'<ul class="options">{prompts}</ul>' if prompts else ""
    return f'{_stem(item)}<div class="recall" id="recall">{above}<ul class="options">{rows}</ul></div>'


def answered_html(item: Item, given: str, grade: Grade, right: bool) -> str:
    """An item with its answer, what was right, the reason and the citation.

    Args:
        item: the item.
        given: what was answered.
        grade: what of the key was found in it.
        right: whether it counts as right; the student may have said so.
    """
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
        rows = "".join(_judged(option, item.key, given) for option in item.options)
        body = f'<ol class="options" aria-labelledby="stem">{rows}</ol>'
    elif item.kind is Kind.MATCHING:
        body = _judged_pairs(item, pairs_of(given))
    else:
        body = _judged_text(item, given, grade, right)
    return _stem(item) + body


def key_html(item: Item) -> str:
    """The key of an item by itself: its options with the right one marked, all pairs, or what should have been typed."""
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
        return f'<ol class="options" aria-labelledby="stem">{"".join(_judged(one, item.key) for one in item.options)}</ol>'
    if item.kind is Kind.MATCHING:
        return _judged_pairs(item, dict(zip(item.prompts, item.matches, strict=True)))
    return _option("right", f'<span class="unseen">Answer: </span>{lines_html(item.key)}')


def reason_html(item: Item, *, gone: bool = False) -> str:
    """Why the key is right, in the notes' words, and where they say so.

    Args:
        item: the item.
        gone: whether its section is no longer in the notes.
    """
    citation = item.citation
    said = "" if item.explanation.strip() == item.key.strip() else item.explanation  # else it stands there twice
    lines = "".join(f"<p>{attribute(line)}</p>" for line in said.split("\n") if line.strip())
    if gone:
        where = _gone_html(item)
    else:
        where = (
            f'<p class="where-from">{source_chip(citation)}'
            f'<button type="button" class="why" id="why" aria-expanded="false" {section_data(citation)}>Why? <kbd>W</kbd>'
            '</button></p><div class="in-place" id="in-place" hidden></div>'
        )
    return f'<div class="reason"><p class="label">From your notes</p>{lines}{where}</div>'


def _gone_html(item: Item) -> str:
    return f'<p class="soft small">{attribute(shown_path(item.citation.path))} (no longer in your notes)</p>'


def given_text(item: Item, given: str) -> str:
    """An answer for reading."""
    if item.kind is Kind.MATCHING:
        return "; ".join(f"{prompt} → {option}" for prompt, option in pairs_of(given).items())
    return given


def mistake_html(place: Place) -> str:
    """One missed or open item of a sitting, for its summary."""
    item = place.item
    said = given_text(item, place.attempt.given) if place.attempt else ""
    yours = f'<p class="yours"><span class="label">You</span> {attribute(said) or "—"}</p>' if said.strip() else ""
    where = _gone_html(item) if place.gone else source_chip(item.citation)
    return (
        f'<li id="item-{place.number}"><p class="stem-small">{attribute(item.stem)}</p>{yours}'
        f'<p class="keyed"><span class="label">Notes</span> {lines_html(item.key)}</p>{where}</li>'
    )


def _stem(item: Item) -> str:
    return (
        f'<p class="kind">{KIND_NAMES[item.kind]}</p>'
        f'<h1 class="stem" id="stem" tabindex="-1">{attribute(item.stem).replace("_____", _BLANK)}</h1>'
    )


_BLANK = '<span class="blank"><span class="unseen">blank</span></span>'


def _choice(number: int, option: str, chosen: bool) -> str:
    return (
        f'<li><button type="button" class="option" data-given="{attribute(option)}" aria-pressed="{str(chosen).lower()}">'
        f'<kbd aria-hidden="true">{number}</kbd><span>{attribute(option)}</span></button></li>'
    )


def _judged(option: str, key: str, given: str | None = None) -> str:
    state, told = ("right", _RIGHT) if option == key else ("wrong", _WRONG) if option == given else ("other", "")
    yours = ' <span class="soft small">your answer</span>' if option == given else ""
    return f"<li>{_option(state, f'{told}{attribute(option)}{yours}')}</li>"


def _option(state: str, html: str) -> str:
    return f'<div class="option {state}"><kbd aria-hidden="true"></kbd><span>{html}</span></div>'


def _typed(item: Item, given: str) -> str:
    if item.kind is Kind.CLOZE:
        box = f'<input id="given" type="text" value="{attribute(given)}" placeholder="A few words or a figure" {_BOX}>'
    else:
        hint = "One or two sentences; what counts are the facts"
        box = f'<textarea id="given" rows="3" placeholder="{hint}" {_BOX}>{attribute(given)}</textarea>'
    return (
        f'<form class="typed" id="typed"><label class="unseen" for="given">Your answer</label>{box}'
        f"{button('', 'Check', 'Enter', 'primary')}</form>"
    )


_BOX = 'maxlength="2000" autocomplete="off" spellcheck="false"'


def _matching(item: Item, chosen: dict[str, str]) -> str:
    """Prompts to match, one of which has its turn, and the options below, each with the key that chooses it."""
    pairs = "".join(_pair(number, prompt, chosen.get(prompt, "")) for number, prompt in enumerate(item.prompts))
    options = "".join(_choice(number, option, False) for number, option in enumerate(item.options, 1))
    return (
        f'<form class="matching" id="matching"><ul class="pairs" aria-label="To match">{pairs}</ul>'
        f'<ol class="options" aria-label="What to match with">{options}</ol>'
        f'<p class="matching-foot"><span class="soft" id="left"></span>{button("check", "Check", "Enter", "primary")}</p></form>'
    )


def _pair(number: int, prompt: str, chosen: str) -> str:
    return (
        f'<li><button type="button" class="pair" id="pair-{number}" data-prompt="{attribute(prompt)}">'
        f'<span>{attribute(prompt)}</span><span class="chosen">{attribute(chosen)}</span></button></li>'
    )


def _judged_pairs(item: Item, chosen: dict[str, str]) -> str:
    rows = []
    for prompt, match in zip(item.prompts, item.matches, strict=True):
        right = chosen.get(prompt) == match
        said = "" if right else f' <s class="soft">{attribute(chosen.get(prompt) or "nothing")}</s>'
        told = f"{_RIGHT if right else _WRONG}{attribute(prompt)} → <b>{attribute(match)}</b>{said}"
        rows.append(f"<li>{_option('right' if right else 'wrong', told)}</li>")
    return f'<ol class="options">{"".join(rows)}</ol>'


def _judged_text(item: Item, given: str, grade: Grade, right: bool) -> str:
    yours = f'<span class="label">You wrote</span>{attribute(given) or "—"}'
    key = f'<span class="label">The key</span>{_with_found(item.key, grade)}'
    return f'<div class="compared">{_option("right" if right else "wrong", yours)}{_option("key", key)}</div>'


def _with_found(key: str, grade: Grade) -> str:
    """The key, what the answer states of it in bold."""
    facts = sorted({fact for fact in grade.found if fact.strip()}, key=len, reverse=True)
    if not facts or grade.share >= 1:
        return lines_html(key)
    found = re.compile("|".join(rf"(?<!\w){re.escape(fact)}(?!\w)" for fact in facts), re.I)
    html, at = "", 0
    for match in found.finditer(key):
        html += f"{lines_html(key[at : match.start()])}<b>{attribute(match[0])}</b>"
        at = match.end()
    return html + lines_html(key[at:])
