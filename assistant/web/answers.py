"""An answer as HTML: its statements, and behind each run of them the section they were taken from."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Sequence
from itertools import groupby, takewhile
from urllib.parse import urlencode

from assistant.answering.answer import Answer, Part, SectionLink, Statement
from assistant.index.words import terms_of
from assistant.notes import Library
from assistant.web.markdown import attribute, block_html, inline_html, notes_href
from assistant.web.statements import StatementViews

_MARK = re.compile(r"\s*\[([^\[\]\s]+)\]")
_LONG_TITLE = 26
_MOST_LEADS = 3
_UNSURE = '<p class="unsure">Not sure that your notes answer this. Check it in the section.</p>'


class AnswerViews:
    """Renders answers from a library.

    Args:
        library: the notes.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._statements = StatementViews(library)

    def draft(self, statements: Sequence[Statement]) -> str:
        """What has come of an answer so far, each statement with its section."""
        return f'<div class="body">{self._stated(statements)}</div>'

    def whole(self, answer: Answer) -> str:
        """A whole answer, with its citations, or the refusal with the nearest sections."""
        return "".join(
            [
                self._understood(answer),
                _remark(answer) if answer.answered else "",
                self._body(answer) if answer.answered else self._refusal(answer),
                _actions(answer) if answer.answered else "",
                self._follow_ups(answer),
            ]
        )

    def copied(self, answer: Answer) -> str:
        """The answer as Markdown to paste elsewhere, its sections named by their paths."""
        lines: list[str] = []
        for (part, anchors), run in groupby(answer.statements, key=lambda statement: (statement.part, statement.anchors)):
            heading = f"**{part}**" if part else ""
            lines += [heading] if heading and heading not in lines else []
            lines += [_without_mark(statement) for statement in run]
            lines.append(f"  ({'; '.join(self._path(anchor) for anchor in anchors)})")
        return "\n".join(lines) if lines else self._without_marks(answer.text)

    def _understood(self, answer: Answer) -> str:
        """How a follow-up was understood, where that adds words to it: what was added, or the question in other words."""
        asked, standalone = (" ".join(text.split()) for text in (answer.question, answer.standalone))
        if set(terms_of(standalone)) <= set(terms_of(asked)):
            return ""
        before, found, after = standalone.partition(asked)
        if not found:
            return f'<p class="understood">understood as <q>{attribute(standalone)}</q></p>'
        added = " ".join(filter(None, (part.strip(" ():") for part in (before, after))))
        return f'<p class="understood">understood with <q>{attribute(added)}</q></p>'

    def _body(self, answer: Answer) -> str:
        unsure = _UNSURE if answer.unsure else ""
        doubt = " doubtful" if answer.unsure else ""
        return f'{unsure}<div class="body{doubt}">{self._said(answer)}</div>'

    def _said(self, answer: Answer) -> str:
        if not answer.statements:
            chips = "".join(self._chip(c.anchor, c.passages) for c in answer.citations)
            return f'{self._prose(answer.text)}<p class="sources">{chips}</p>'
        return self._stated(answer.statements)

    def _stated(self, statements: Sequence[Statement]) -> str:
        if any(statement.part for statement in statements):
            return self._scenario(statements)
        leads = _leads_of(statements)
        rest = statements[len(leads) :]
        shown = self._runs(rest)
        if not leads:
            return shown
        return self._leads(leads, rest) + (f'<p class="from">From your notes</p>{shown}' if shown else "")

    def _scenario(self, statements: Sequence[Statement]) -> str:
        """A scenario by its parts; the solution is folded away, for the student to think first."""
        scene = [statement for statement in statements if statement.part and statement.part.framed]
        solution = [statement for statement in statements if statement not in scene]
        if not solution:
            return self._parts(scene)
        folded = f"<summary>Show the solution</summary>{self._parts(solution)}"
        return f'{self._parts(scene)}<details class="solution">{folded}</details>'

    def _parts(self, statements: Sequence[Statement]) -> str:
        parts = "".join(self._part(part, list(run)) for part, run in groupby(statements, key=lambda statement: statement.part))
        return f'<div class="scenes">{parts}{self._sources(statements)}</div>'

    def _part(self, part: Part | None, statements: Sequence[Statement]) -> str:
        lines = "".join(
            self._statements.html(list(run)) for _, run in groupby(statements, key=lambda statement: statement.anchors)
        )
        return f'<div class="run"><p class="part-name">{attribute(part or "")}</p>{lines}</div>'

    def _runs(self, statements: Sequence[Statement]) -> str:
        return "".join(self._run(list(run)) for _, run in groupby(statements, key=lambda statement: statement.anchors))

    def _leads(self, leads: Sequence[Statement], rest: Sequence[Statement]) -> str:
        """Statements in other words than the notes', with the sections that nothing below them names."""
        below = {anchor for statement in rest for anchor in statement.anchors}
        lines = " ".join(f'<div class="said">{self._statements.line(lead)}</div>' for lead in leads)
        return f'<div class="lead">{lines}{self._sources(leads, below)}</div>'

    def _run(self, statements: Sequence[Statement]) -> str:
        return f'<div class="run">{self._statements.html(statements)}{self._sources(statements)}</div>'

    def _sources(self, statements: Sequence[Statement], named: Container[str] = ()) -> str:
        carriers: dict[str, list[str]] = {}
        for id in dict.fromkeys(id for statement in statements for id in statement.carriers):
            carriers.setdefault(self._library.passages[id].anchor, []).append(id)
        chips = "".join(self._chip(anchor, ids) for anchor, ids in carriers.items() if anchor not in named)
        return f'<p class="sources">{chips}</p>' if chips else ""

    def _refusal(self, answer: Answer) -> str:
        near = "".join(f"<li>{self._near(link)}</li>" for link in answer.nearest)
        offered = f'<p class="closest">The closest sections:</p><ul class="nearest">{near}</ul>' if near else ""
        sentence = f'<p class="sentence">{inline_html(answer.text)}</p>'
        return f'<div class="body refusal">{sentence}{_remark(answer)}{offered}</div>'

    def _near(self, link: SectionLink) -> str:
        *above, title = self._titles(link.anchor) or [link.path]
        return (
            f'<a class="near" href="{attribute(notes_href(link.anchor))}" data-section="{attribute(link.anchor)}">'
            f'<span class="title">{attribute(title)}</span>'
            f'<span class="above">{attribute(" › ".join(above))}</span></a>'
        )

    def _chip(self, anchor: str, passages: Sequence[str]) -> str:
        path = self._path(anchor)
        return (
            f'<a class="chip" href="{attribute(notes_href(anchor))}" data-section="{attribute(anchor)}" '
            f'data-passages="{attribute(json.dumps(list(passages)))}" title="{attribute(path)}" '
            f'aria-label="Source: {attribute(path)}"><span>{attribute(self._short(anchor))}</span></a>'
        )

    def _follow_ups(self, answer: Answer) -> str:
        if not answer.follow_ups:
            return ""
        asks = "".join(
            f'<button type="button" class="ask" data-ask="{attribute(text)}">{attribute(text)}</button>'
            for text in answer.follow_ups
        )
        return f'<div class="follow-ups" role="group" aria-label="Ask next">{asks}</div>'

    def _titles(self, anchor: str) -> list[str]:
        section = self._library.by_anchor.get(anchor)
        return list(section.path) if section else []

    def _path(self, anchor: str) -> str:
        return " › ".join(self._titles(anchor)) or anchor

    def _short(self, anchor: str) -> str:
        titles = self._titles(anchor) or [anchor]
        return titles[-1] if len(titles[-1]) > _LONG_TITLE else " › ".join(titles[-2:])

    def _prose(self, text: str) -> str:
        return block_html(self._without_marks(text))

    def _without_marks(self, text: str) -> str:
        return _MARK.sub(lambda mark: "" if mark[1] in self._library.by_anchor else mark[0], text)


def _leads_of(statements: Sequence[Statement]) -> Sequence[Statement]:
    """The few direct answers that passages of the notes follow; an answer written through and through has none."""
    leads = list(takewhile(lambda statement: statement.sources, statements))
    written = len(leads) > _MOST_LEADS or any(statement.sources for statement in statements[len(leads) :])
    return () if written else leads


def _actions(answer: Answer) -> str:
    """What can be done with an answer: copy it, or be asked about its sections."""
    about = urlencode([("about", citation.anchor) for citation in answer.citations])
    quiz = f'<a class="copy" href="/quiz?{attribute(about)}">Quiz me on this</a>' if about else ""
    return f'<div class="actions"><button type="button" class="copy">Copy</button>{quiz}</div>'


def _remark(answer: Answer) -> str:
    return f'<p class="remark">{attribute(answer.note)}</p>' if answer.note else ""


def _without_mark(statement: Statement) -> str:
    return statement.line.removesuffix(statement.marks).rstrip()
