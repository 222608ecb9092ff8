"""The report page: the last report of the evals, in the frame of the web app.

`python -m evals run` writes `evals/report.html` in the home, a page that stands alone. What lies in it between two marks has no
style and no script of its own, and is shown here as it is; its citations then open the sections of the notes. The guard keeps
whatever else such a file might hold from running.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.web.frame import Frame

BEGIN, END = "<!-- report -->", "<!-- /report -->"
"""Around what is shown of a report."""

_NONE = (
    '<main class="report empty" id="report" tabindex="-1"><h1>No report yet</h1>'
    "<p>A report says how right the answers are, and shows every question that went wrong. In the program’s folder, run</p>"
    "<pre><code>python -m evals run</code></pre>"
    "<p>It asks every question of the suites, which takes some minutes. Then open this page again.</p></main>"
)


def report_routes(assistant: Assistant, frame: Frame) -> APIRouter:
    """The address of the report page.

    Args:
        assistant: not asked; the report is a file in the home.
        frame: what the page stands in.
    """
    router = APIRouter(prefix="/report")

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        body = last_report(Settings.load().home) or _NONE
        return HTMLResponse(frame.document("/report", body, "report.css", "report.js"))

    return router


def last_report(home: Path) -> str:
    """What is shown of the last report, or an empty text where there is none that can be read.

    Args:
        home: where index, progress and reports live.
    """
    try:
        text = (home / "evals" / "report.html").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return text.partition(BEGIN)[2].partition(END)[0]
