"""The progress page: what is due, what was done, what is known, and what is hard."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from assistant.assistant import Assistant
from assistant.errors import ProgressError
from assistant.notes import Library, Section
from assistant.progress import Record, Student
from assistant.progress.statistics import ENOUGH, THRESHOLDS, HardItem, SectionCoverage, SectionState, Share, Statistics
from assistant.web.frame import Frame
from assistant.web.markdown import attribute
from assistant.web.parts import SHEET, button, button_link, counted, section_link, shown_path, told_html
from assistant.web.plots import accuracy_plots, calendar_plot, forecast_plots
from assistant.web.visitor import Visitors

IMPORT = "/progress/import"
"""Where the page sends a file of progress to."""

LARGEST_IMPORT = 64 * 1024 * 1024
"""Bytes of a file that the page takes: some years of daily practice."""

_BODY = SHEET.replace('class="sheet"', 'class="sheet wide"')
_ORDER = (SectionState.LEARNED, SectionState.SEEN, SectionState.WEAK, SectionState.NEVER)


def progress_routes(assistant: Assistant, frame: Frame) -> APIRouter:
    """The addresses of the progress page.

    Args:
        assistant: holds the notes and the records.
        frame: what the page stands in.
    """
    router = APIRouter(prefix="/progress", include_in_schema=False)
    visitors = Visitors(assistant.study)

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        return HTMLResponse(frame.document("/progress", _BODY, "desk.css", "progress.css", "desk.js", "progress.js"))

    @router.get("/view")
    def view(request: Request) -> HTMLResponse:
        return HTMLResponse(_page(visitors.record(request), assistant.library))

    @router.get("/export")
    def export(request: Request) -> Response:
        record = visitors.record(request)
        file = {"content-disposition": 'attachment; filename="study-progress.json"'}
        return Response(record.export(), media_type="application/json", headers=file)

    @router.post("/import")
    def import_(sent: Annotated[bytes, Depends(_body)], request: Request) -> HTMLResponse:
        record = visitors.record(request)
        added = record.import_(_text(sent))
        return HTMLResponse(told_html(added.text) + _page(record, assistant.library))

    return router


async def _body(request: Request) -> bytes:
    return await request.body()


def _text(sent: bytes) -> str:
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProgressError("This is no exported progress: name the file that was saved, or export it again.") from error


def _page(record: Record, library: Library) -> str:
    return progress_html(record.statistics(), library) + data_html(record.student)


def progress_html(told: Statistics, library: Library) -> str:
    """All that the page shows below its bar.

    Args:
        told: the student's statistics.
        library: the notes.
    """
    heading = '<h1 class="page-title" tabindex="-1">Your progress</h1>'
    if not told.answers.of:
        return heading + _NOTHING + _coverage(told, library)
    accuracy = accuracy_plots(told.accuracy) if told.accuracy else '<p class="soft">A line appears here after five answers.</p>'
    calendar = _CALENDAR.format(calendar_plot(told.activity, told.forecast[0][0])) + _SHADES
    parts = [
        heading,
        _figures(told),
        _card("Coming up", forecast_plots(told.forecast), "Cards that fall due in the next 30 days, today with what is overdue."),
        _card("Days", calendar, "Answers on each day of the last half year."),
        _card("How right", accuracy, "The share of right answers; each dot stands for ten answers or more."),
        _coverage(told, library),
        _card("Hardest", _hardest(told.hardest), "What was missed most often.") if told.hardest else "",
        _gone(told),
    ]
    return "".join(parts)


def data_html(student: Student) -> str:
    """What carries progress to another machine and back.

    Args:
        student: whose progress is shown.
    """
    return (
        '<section class="card data" id="data"><h2>Your data</h2>'
        '<p class="soft">All that is kept of you in one file: to keep, or to go on with on another machine.</p>'
        '<p class="buttons"><a class="secondary" href="/progress/export" download>Save to a file</a></p>'
        f'<form id="import" data-most="{LARGEST_IMPORT}" data-student="{attribute(student.name)}">'
        '<label class="field"><span>Add a saved file</span>'
        '<input type="file" id="import-file" accept=".json,application/json" required></label>'
        '<p class="soft small">What is here stays; what is known already is not added twice.</p>'
        f'<p class="soft small" id="whose" role="status"></p>{button("", "Add to my progress", css="secondary")}</form></section>'
    )


_NOTHING = (
    '<div class="empty"><p>Nothing answered yet. Take a first quiz: ten questions, a few minutes. '
    "What you miss comes back when it is time to see it again.</p>"
    '<a class="primary" href="/quiz">Start a quiz</a></div>'
)
_CALENDAR = '<div class="scrolls" role="group" aria-label="Calendar" tabindex="0">{}</div>'
_SHADES = (
    '<p class="legend soft" aria-hidden="true">fewer<i class="level-0"></i><i class="level-1"></i><i class="level-2"></i>'
    '<i class="level-3"></i><i class="level-4"></i>more</p>'
)


def _card(title: str, content: str, remark: str) -> str:
    return f'<section class="card"><h2>{title}</h2><p class="soft">{remark}</p>{content}</section>'


def _figures(told: Statistics) -> str:
    counts = told.counts()
    with_text = sum(counts.values())
    due = f'<a href="/review">{told.due_today}</a>' if told.due_today else "0"
    of = f"right of {counted(told.answers.of, 'answer')}" if told.answers.of >= ENOUGH else "right"
    figures = [
        (due, "due today"),
        (attribute(told.answers.text), of),
        (f"{with_text - counts[SectionState.NEVER]}<small> of {with_text}</small>", "sections seen"),
        (f"{counts[SectionState.LEARNED]}", "sections learned"),
        (counted(told.streak, "day"), "in a row"),
    ]
    return '<dl class="figures">' + "".join(f"<div><dd>{value}</dd><dt>{name}</dt></div>" for value, name in figures) + "</dl>"


def _coverage(told: Statistics, library: Library) -> str:
    by_anchor = {one.anchor: one for one in told.coverage}
    key = "".join(f'<li><i class="state {_css(state)}"></i>{state.value}</li>' for state in _ORDER)
    chapters = "".join(_chapter(chapter, library, by_anchor) for chapter in library.chapters)
    return (
        '<section class="card"><h2>Your notes</h2>'
        '<p class="soft">Every section with text is a cell. Open a chapter to see which.</p>'
        f'<ul class="key">{key}</ul><div class="chapters">{chapters}</div>'
        f'<p class="soft small">{attribute(THRESHOLDS)}</p></section>'
    )


def _chapter(chapter: Section, library: Library, by_anchor: dict[str, SectionCoverage]) -> str:
    within = library.within(chapter.anchor)
    covered = [by_anchor[section.anchor] for section in within if section.anchor in by_anchor]
    if not covered:
        return ""
    cells = "".join(f'<i class="state {_css(one.state)}"></i>' for one in covered)
    states = Counter(one.state for one in covered)
    told = ", ".join(f"{states[state]} {state.value}" for state in _ORDER if states[state])
    rows = "".join(_section(section, by_anchor.get(section.anchor)) for section in within)
    return (
        f'<details class="chapter"><summary><span class="title">{attribute(chapter.title)}</span>'
        f'<span class="cells" aria-hidden="true">{cells}</span><span class="told soft">{told}</span></summary>'
        f'<ul class="sections">{rows}</ul></details>'
    )


def _section(section: Section, covered: SectionCoverage | None) -> str:
    depth = min(section.depth, 6)
    title = section_link(section.anchor, section.title)
    if covered is None:
        return f'<li class="depth-{depth} heading">{title}</li>'
    due = f'<span class="due">{covered.due} due</span>' if covered.due else ""
    share = f'<span class="soft">{attribute(_right(covered.share))}</span>' if covered.share.of else ""
    quiz = button_link(f"/quiz?about={quote(section.anchor, safe='')}", "Quiz", "small-link")
    return (
        f'<li class="depth-{depth}"><i class="state {_css(covered.state)}"></i>{title}'
        f'<span class="unseen">, {covered.state.value}</span>{share}{due}{quiz}</li>'
    )


def _right(share: Share) -> str:
    return f"{share.text} right"


def _hardest(items: tuple[HardItem, ...]) -> str:
    rows = "".join(
        f'<li><p>{attribute(hard.item.stem)}</p><p class="soft">{attribute(hard.item.key)}</p>'
        f'<p class="soft small">{attribute(_right(hard.share))} · {_place(hard)}</p></li>'
        for hard in items
    )
    return f'<ol class="hardest">{rows}</ol>'


def _place(hard: HardItem) -> str:
    citation = hard.item.citation
    if hard.gone:
        return f"{attribute(shown_path(citation.path))} (no longer in your notes)"
    return section_link(citation.anchor, shown_path(citation.path))


def _gone(told: Statistics) -> str:
    if not told.gone:
        return ""
    rows = "".join(
        f'<li>{attribute(card.item.stem)} <span class="soft small">{attribute(shown_path(card.item.citation.path))}</span></li>'
        for card in told.gone
    )
    remark = "Their section is no longer in your notes. They are kept, not asked, and come back with their section."
    return f'<section class="card"><h2>Put aside</h2><p class="soft">{remark}</p><ul class="gone">{rows}</ul></section>'


def _css(state: SectionState) -> str:
    return state.value.replace(" ", "-")
