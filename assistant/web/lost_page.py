"""What is shown where an address leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from assistant.web.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_BODY = (
    '<main class="page lost"><h1 class="section-title">There is no such page</h1>'
    '<p class="nothing">The bar above leads to all pages.</p></main>'
)


def add_lost_page(app: FastAPI, frame: Frame) -> None:
    """Shows people who follow a wrong address a page, where programs get the plain error.

    Args:
        app: the web app with Gradio's mounted; that is what takes addresses that nothing else takes.
        frame: what the page stands in.
    """

    async def lost(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if "text/html" not in request.headers.get("accept", ""):
            return await http_exception_handler(request, error)
        return HTMLResponse(frame.document(request.url.path, _BODY, "notes.css", panel=False), 404)

    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            route.app.add_exception_handler(404, lost)
