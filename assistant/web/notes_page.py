"""The notes page and the sections that both pages show: plain pages beside Gradio's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.assistant import Assistant
from assistant.web.assets import text_of
from assistant.web.frame import Frame
from assistant.web.search import NotesSearch
from assistant.web.sections import SectionViews

_FILES = ("notes.css", "marks.js", "tree.js", "notes.js")
_TOOLS = (
    '<button type="button" class="tool contents-button" id="contents-button" aria-expanded="false" aria-controls="contents">'
    '<svg aria-hidden="true"><use href="#i-list"/></svg><span>Contents</span></button>'
)

Anchor = Annotated[str, Query(max_length=500)]
Words = Annotated[str, Query(max_length=2000)]
PassageIds = Annotated[list[str], Query(max_length=100)]


def notes_routes(assistant: Assistant, frame: Frame) -> APIRouter:
    """The addresses of the notes page.

    Args:
        assistant: holds the notes.
        frame: what the page stands in.
    """
    library = assistant.library
    router = APIRouter(prefix="/notes", include_in_schema=False)
    views = SectionViews(library, helps=assistant.model is not None)
    search = NotesSearch(library)

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        body = text_of("notes.html")
        return HTMLResponse(frame.document("/notes", body, *_FILES, tools=_TOOLS, panel=False))

    @router.get("/outline")
    def outline() -> JSONResponse:
        return JSONResponse(views.outline())

    @router.get("/section")
    def section(anchor: Anchor) -> HTMLResponse:
        return _fragment(views.page(anchor), "h1")

    @router.get("/panel")
    def panel(anchor: Anchor, passage: PassageIds = []) -> HTMLResponse:  # noqa: B006
        return _fragment(views.panel(anchor, passage), "h2")

    @router.get("/search")
    def find(words: Words = "") -> HTMLResponse:
        return HTMLResponse(search.find_html(words))

    return router


def _fragment(html: str | None, heading: str) -> HTMLResponse:
    if html is not None:
        return HTMLResponse(html)
    return HTMLResponse(
        f'<header class="section-head"><{heading} class="section-title" tabindex="-1">No such section</{heading}></header>'
        '<p class="nothing">These notes have no section with this address. It may have been renamed or removed.</p>',
        404,
    )
