"""The notes page and the sections that both pages show: plain pages beside Gradio's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.notes import Library
from assistant.web.assets import head_of, text_of
from assistant.web.search import NotesSearch
from assistant.web.sections import SectionViews

_MISSING = '<p class="nothing">There is no such section in these notes.</p>'

Anchor = Annotated[str, Query(max_length=500)]
Words = Annotated[str, Query(max_length=2000)]
PassageIds = Annotated[list[str], Query(max_length=100)]


def notes_routes(library: Library) -> APIRouter:
    """The addresses of the notes page.

    Args:
        library: the notes.
    """
    router = APIRouter(prefix="/notes", include_in_schema=False)
    views = SectionViews(library)
    search = NotesSearch(library)

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        return HTMLResponse(text_of("notes.html").replace("<!--head-->", head_of("notes.js")))

    @router.get("/outline")
    def outline() -> JSONResponse:
        return JSONResponse(views.outline())

    @router.get("/section")
    def section(anchor: Anchor) -> HTMLResponse:
        return _fragment(views.page(anchor))

    @router.get("/panel")
    def panel(anchor: Anchor, passage: PassageIds = []) -> HTMLResponse:  # noqa: B006
        return _fragment(views.panel(anchor, passage))

    @router.get("/search")
    def find(words: Words = "") -> HTMLResponse:
        return HTMLResponse(search.find_html(words))

    return router


def _fragment(html: str | None) -> HTMLResponse:
    return HTMLResponse(_MISSING, 404) if html is None else HTMLResponse(html)
