"""Puts the pages together and serves them."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, SignInError
from assistant.progress_bar import progress_bar
from assistant.settings import Settings
from assistant.web.server import bind, serve

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response
    from gradio.themes import Base

    from assistant.assistant import Assistant


def build(assistant: Assistant, ready: threading.Event | None = None) -> FastAPI:
    """Builds the web app: the pages of `pages.py`, the chat at `/`, and `/ready`: 200 once a question would not wait.

    Args:
        assistant: answers the questions.
        ready: set as soon as its embedder is loaded; by default it counts as loaded.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI, Response
    from fastapi.staticfiles import StaticFiles

    from assistant.web.assets import FOLDER, PREFIX
    from assistant.web.chat import Chat, build_chat
    from assistant.web.frame import Frame
    from assistant.web.guard import Guard
    from assistant.web.lost_page import add_lost_page
    from assistant.web.pages import PAGES
    from assistant.web.visitor import student_routes

    if ready is None:
        ready = threading.Event()
        ready.set()
    no_docs: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}
    app = FastAPI(**no_docs)
    frame = Frame(PAGES)
    for page in PAGES:
        if page.routes:
            app.include_router(page.routes(assistant, frame), include_in_schema=False)
    app.include_router(student_routes(assistant.study))
    app.add_exception_handler(AssistantError, _told)
    app.add_api_route("/ready", lambda: Response(status_code=200 if ready.is_set() else 503))
    app.mount(PREFIX, StaticFiles(directory=FOLDER))
    mounted = gr.mount_gradio_app(
        app,
        build_chat(Chat(assistant, ready), frame),
        path="",
        footer_links=[],
        app_kwargs=no_docs,
        run_history=False,
        allowed_paths=[],
        max_file_size="1kb",
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
        pwa=False,
        theme=_theme(),
    )
    add_lost_page(mounted, frame)
    roomy = {path: most for page in PAGES for path, most in page.roomy.items()}
    mounted.add_middleware(Guard, plain=tuple(page.path for page in PAGES if page.routes), roomy=roomy)
    return mounted


def _told(request: Request, error: Exception) -> Response:
    """An error that a person can mend, as a line of text."""
    from fastapi.responses import PlainTextResponse

    return PlainTextResponse(str(error), 401 if isinstance(error, SignInError) else 400)


def _theme() -> Base:
    """Gradio's plainest theme in the colours of `colours.css`, for the moment before that is loaded."""
    from gradio.themes import Base

    theme = Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    return theme.set(body_background_fill="#f7f6f2", body_background_fill_dark="#15181b")


def main() -> int:
    """Opens the notes of the settings and serves the web app until it is interrupted.

    Returns:
        The exit status: 0, or 2 where settings, notes, index or port cannot be used.
    """
    try:
        _run(Settings.load())
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _run(settings: Settings) -> None:
    from assistant.assistant import Assistant

    with bind(settings.host, settings.port) as listener:
        with progress_bar() as progress:
            assistant = Assistant.open(settings, progress)
        warming = Warming(assistant)
        warming.start()
        serve(build(assistant, warming.ready), listener, settings.host, warming.failed)
        if warming.error:
            raise warming.error


class Warming(threading.Thread):
    """Loads the embedder, and then the items of quizzes, while the pages are already served.

    Attributes:
        ready: set as soon as it is loaded.
        failed: set if it cannot be loaded.
        error: why not.
    """

    def __init__(self, assistant: Assistant) -> None:
        super().__init__(name="warming", daemon=True)
        self.ready = threading.Event()
        self.failed = threading.Event()
        self.error: AssistantError | None = None
        self._assistant = assistant

    def run(self) -> None:
        """Loads it."""
        try:
            self._assistant.warm()
        except AssistantError as error:
            self.error = error
            self.failed.set()
        self.ready.set()
        if not self.error:
            self._write_items()

    def _write_items(self) -> None:
        """Has the items of the notes written, so that the first quiz does not wait for it; a quiz tells what is wrong."""
        with contextlib.suppress(AssistantError):
            self._assistant.study.bank  # noqa: B018
