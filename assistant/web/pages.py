"""The pages of the web app, in the order of the bar.

To add a page, write one module and name it here:

1. `assistant/web/quiz_page.py` with `quiz_routes(assistant: Assistant, frame: Frame) -> APIRouter`. Its router has the
   page's path as prefix; `GET` on it returns `HTMLResponse(frame.document("/quiz", body, "quiz.css", "quiz.js"))`, and
   all that the page's script fetches lies below it. Rules that hold for all of them: `guard.py` lets pages run only
   scripts and styles of `static/`, no `style=` and no `onclick=`; everything that comes from notes or students goes
   through `attribute`, `inline_html` or `block_html` before it is HTML; what changes something is a `POST` of JSON.
2. `static/quiz.css` with the names of colours from `colours.css`, everything below `.study`; `static/quiz.js`, which uses
   `window.study` (`common.js`). A link `<a href="/notes#5_7" data-section="5_7" data-passages='["5_7:3"]'>` opens that
   section in the panel beside the page, the passages highlighted: the frame sees to it (`panel.js`).
3. A line in `PAGES`, its icon a symbol of `icons.svg`. Pages that are not in the list are not shown.
"""

from __future__ import annotations

from assistant.web.frame import Page
from assistant.web.notes_page import notes_routes
from assistant.web.progress_page import IMPORT, LARGEST_IMPORT, progress_routes
from assistant.web.quiz_page import quiz_routes
from assistant.web.report_page import report_routes
from assistant.web.review_page import review_routes

PAGES = (
    Page("Chat", "/", "chat"),
    Page("Notes", "/notes", "list", notes_routes),
    Page("Quiz", "/quiz", "quiz", quiz_routes),
    Page("Review", "/review", "review", review_routes),
    Page("Progress", "/progress", "progress", progress_routes, roomy={IMPORT: LARGEST_IMPORT}),
    Page("Report", "/report", "report", report_routes),
)
