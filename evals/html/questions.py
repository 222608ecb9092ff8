"""Every question of a report with its gold, its answer and its citations, to be filtered and read."""

from __future__ import annotations

import json
from html import escape

from assistant.web.markdown import block_html, notes_href
from evals.html.outcome import Outcome, outcome_of
from evals.report import Cited, Report, Result
from evals.suite import PATTERN

_RETRIEVED = 5
_FAILED = "failed"


def questions(report: Report) -> str:
    """The filters and the questions; those that are right are hidden until they are asked for."""
    failed = sum(not result.score.correct for result in report.results)
    shown = "".join(_question(result) for result in report.results)
    return (
        f"<p>{failed} of {len(report.results)} questions went wrong. Each opens with what was asked for and what was said.</p>"
        f'{_filters(report)}<div class="questions" id="questions">{shown}</div>'
    )


def _filters(report: Report) -> str:
    suites = dict.fromkeys(result.suite for result in report.results)
    splits = dict.fromkeys(result.item.split for result in report.results)
    kinds = sorted({result.item.kind for result in report.results})
    outcomes = dict.fromkeys(outcome_of(result) for result in report.results)
    wrong = [(outcome.value, outcome.value) for outcome in Outcome if outcome in outcomes and outcome is not Outcome.RIGHT]
    return (
        '<form class="filters" id="filters" role="search" aria-label="Filter the questions">'
        + select("outcome", "Outcome", [(_FAILED, "every failure"), *wrong, (Outcome.RIGHT, "right"), ("", "all")])
        + select("suite", "Suite", [("", "all"), *((suite, suite) for suite in suites)])
        + select("split", "Split", [("", "both"), *((split, split) for split in splits)])
        + select("kind", "Kind", [("", "all"), *((kind, kind) for kind in kinds)])
        + '<label>Words<input type="search" name="words" autocomplete="off" placeholder="in question or answer"></label>'
        '<p id="count" role="status"></p></form>'
    )


def select(name: str, label: str, choices: list[tuple[str, str]]) -> str:
    """A choice among the filters: its values, each with what it is called."""
    options = "".join(f'<option value="{escape(value, quote=True)}">{escape(text)}</option>' for value, text in choices)
    return f'<label>{label}<select name="{name}">{options}</select></label>'


def _question(result: Result) -> str:
    outcome = outcome_of(result)
    item, reply, score = result.item, result.reply, result.score
    state = "" if not score.correct else " hidden"
    data = {"suite": result.suite, "split": item.split, "kind": item.kind, "outcome": outcome.value}
    attributes = " ".join(f'data-{name}="{escape(value, quote=True)}"' for name, value in data.items())
    tone = "good" if score.correct else "bad"
    return (
        f'<details class="question" {attributes}{state}><summary><span class="asked">{escape(item.question)}</span>'
        f'<span class="tags"><span class="tag {tone}">{outcome}</span>'
        f'<span class="tag">{escape(result.suite)} {escape(item.id)}</span>'
        f'<span class="tag">{escape(item.split)}</span><span class="tag">{escape(item.kind)}</span></span></summary>'
        f'<div class="told">{asked_before(result)}{asked_for(result)}{said(result)}'
        f'<p class="fine">Confidence {reply.confidence:.0%} · {score.words} words · {1000 * reply.seconds:.0f} ms'
        f"{_retrieved(result)}</p></div></details>"
    )


def asked_before(result: Result) -> str:
    """The earlier questions of a conversation, and what a follow-up was understood as."""
    if not result.item.history:
        return ""
    earlier = "".join(f"<li>{escape(question)}</li>" for question in result.item.history)
    understood = f"<p>Understood as: {escape(result.reply.standalone)}</p>" if result.reply.standalone else ""
    return f"<h3>Asked before</h3><ol>{earlier}</ol>{understood}"


def asked_for(result: Result) -> str:
    """What the answer must say, what of it is missing, and where it stands."""
    item, score = result.item, result.score
    if not item.answerable:
        why = f": {escape(item.why)}" if item.why else ""
        wanted = f"<p>A refusal{why}.</p>"
    else:
        sections = "".join(f"<li>{escape(path)}</li>" for path in result.gold_paths)
        facts = "".join(_fact(fact, missing=fact[0] in score.missing) for fact in item.facts)
        wanted = f'<ul class="facts">{facts}</ul><p>from</p><ul>{sections}</ul>'
    said = "".join(f"<li>{_readable(fact)}</li>" for fact in score.forbidden)
    forbidden = f'<p class="bad">It says what it must not:</p><ul>{said}</ul>' if said else ""
    return f"<h3>Asked for</h3>{wanted}{forbidden}"


def _fact(alternatives: tuple[str, ...], *, missing: bool) -> str:
    state = '<b class="bad">missing</b> ' if missing else ""
    return f"<li>{state}{' or '.join(_readable(text) for text in alternatives)}</li>"


def _readable(fact: str) -> str:
    return f"<code>{escape(fact.removeprefix(PATTERN))}</code>" if fact.startswith(PATTERN) else f"“{escape(fact)}”"


def said(result: Result) -> str:
    """The answer, what of it is not carried, and what it cites."""
    reply = result.reply
    note = f'<p class="fine">{escape(reply.note)}</p>' if reply.note else ""
    unsupported = "".join(f"<li>{escape(line)}</li>" for line in result.score.unsupported)
    bare = f'<p class="bad">Not carried by what it cites:</p><ul>{unsupported}</ul>' if unsupported else ""
    cited = "".join(_cited(citation) for citation in reply.citations)
    sources = f'<h3>Cited</h3><ul class="cited">{cited}</ul>' if cited else ""
    return f'<h3>Said</h3><div class="said">{block_html(reply.text)}</div>{note}{bare}{sources}'


def _cited(citation: Cited) -> str:
    first, last = citation.lines
    tone, word = ("good", "right") if citation.right else ("bad", "not gold")
    where = f"{citation.file}, line {first}" if first == last else f"{citation.file}, lines {first}–{last}"
    return (
        f'<li><p><a class="section" href="{escape(notes_href(citation.anchor), quote=True)}" '
        f'data-section="{escape(citation.anchor, quote=True)}" '
        f'data-passages="{escape(json.dumps(citation.passages), quote=True)}">{escape(citation.path)}</a> '
        f'<span class="tag {tone}">{word}</span></p><blockquote>{escape(citation.quote)}</blockquote>'
        f'<p class="fine">{escape(where)} · {escape(citation.anchor)}</p></li>'
    )


def _retrieved(result: Result) -> str:
    found = result.reply.sections[:_RETRIEVED]
    if not found:
        return ""
    right = result.item.right_sections
    names = ", ".join(f"<b>{escape(anchor)}</b>" if anchor in right else escape(anchor) for anchor in found)
    return f" · retrieved first: {names}"
