"""The quiz page: quizzes with feedback at once, and mock exams."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from assistant.assistant import Assistant
from assistant.errors import ExamOverError, ProgressError
from assistant.progress import Record, Sitting, SittingKind
from assistant.progress.bound import LONGEST_GIVEN, now, storable
from assistant.quiz import Wish, shortfall
from assistant.study import Study
from assistant.web.exam_views import exam_html
from assistant.web.frame import Frame
from assistant.web.parts import SHEET, told_html
from assistant.web.quiz_views import kinds_of, place_html, start_html, summary_html
from assistant.web.visitor import Visitors

_MOST = 100
_MOST_OPEN = 5
_ANSWERED = "This was answered before, in another window. That answer counts."

Id = Annotated[str, Field(max_length=64)]
Anchor = Annotated[str, Field(max_length=500)]


class NewQuiz(BaseModel):
    """What the form of a quiz sends; with `about`, a short quiz on these sections."""

    count: Annotated[int, Field(ge=1, le=_MOST)] = 10
    kinds: Annotated[list[str], Field(max_length=10)] = []
    scope: Anchor = ""
    weak: bool = False
    about: Annotated[list[Anchor], Field(max_length=50)] = []


class NewExam(BaseModel):
    """What the form of an exam sends."""

    count: Annotated[int, Field(ge=1, le=_MOST)] = 20


class At(BaseModel):
    """A place of a sitting."""

    sitting: Id
    number: Annotated[int, Field(ge=0, le=100_000)] = 0


class Given(At):
    """An answer, or in an exam None to take it back."""

    given: Annotated[str, Field(max_length=LONGEST_GIVEN)] | None = None
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0


class Marked(At):
    """A mark that is set or taken away, or a verdict."""

    on: bool


def quiz_routes(assistant: Assistant, frame: Frame) -> APIRouter:
    """The addresses of the quiz page.

    Args:
        assistant: holds the notes, the items and the records.
        frame: what the page stands in.
    """
    router = APIRouter(prefix="/quiz", include_in_schema=False)
    study = assistant.study
    record_of = Visitors(study).record

    @router.api_route("", methods=["GET", "HEAD"])
    def page() -> HTMLResponse:
        return HTMLResponse(frame.document("/quiz", SHEET, "desk.css", "quiz.css", "desk.js", "quiz.js"))

    @router.get("/start")
    def start(request: Request) -> HTMLResponse:
        sittings = record_of(request).sittings
        return HTMLResponse(start_html(assistant.library, sittings.unfinished(_MOST_OPEN), sittings.past()))

    @router.get("/view")
    def view(
        request: Request, sitting: Annotated[str, Query(max_length=64)], number: Annotated[int, Query(ge=-1)] = -1
    ) -> HTMLResponse:
        record = record_of(request)
        if number < 0:
            return HTMLResponse(_after(study, record, sitting))
        return HTMLResponse(_stands(study, record.sittings.get(sitting), number))

    @router.post("/begin")
    def begin(sent: NewQuiz, request: Request) -> HTMLResponse:
        record = record_of(request)
        if sent.about:
            return HTMLResponse(_stands(study, study.quiz_on(record, sent.about)))
        wish = Wish(sent.count, secrets.randbits(32), kinds_of(sent.kinds), sent.scope or None)
        return HTMLResponse(_begun(study, study.quiz(record, wish, weak_first=sent.weak), sent.count))

    @router.post("/begin-exam")
    def begin_exam(sent: NewExam, request: Request) -> HTMLResponse:
        return HTMLResponse(_begun(study, study.exam(record_of(request), sent.count), sent.count))

    @router.post("/retry")
    def retry(sent: At, request: Request) -> HTMLResponse:
        return HTMLResponse(_stands(study, study.retry(record_of(request), sent.sitting)))

    @router.post("/answer")
    def answer(sent: Given, request: Request) -> HTMLResponse:
        sittings = record_of(request).sittings
        given = sent.given or ""
        kept = sittings.answer(sent.sitting, sent.number, given, sent.seconds)
        known = kept.attempt is not None and kept.attempt.given != storable(given)
        return HTMLResponse(told_html(_ANSWERED if known else "") + _stands(study, sittings.get(sent.sitting), sent.number))

    @router.post("/overrule")
    def overrule(sent: Marked, request: Request) -> HTMLResponse:
        sittings = record_of(request).sittings
        sittings.overrule(sent.sitting, sent.number, sent.on)
        return HTMLResponse(_stands(study, sittings.get(sent.sitting), sent.number))

    @router.post("/skip")
    def skip(sent: At, request: Request) -> HTMLResponse:
        record = record_of(request)
        record.sittings.skip(sent.sitting, sent.number)
        return HTMLResponse(_after(study, record, sent.sitting))

    @router.post("/next")
    def following(sent: At, request: Request) -> HTMLResponse:
        return HTMLResponse(_after(study, record_of(request), sent.sitting))

    @router.post("/end")
    def end(sent: At, request: Request) -> HTMLResponse:
        return HTMLResponse(summary_html(record_of(request).sittings.finish(sent.sitting)))

    @router.post("/flag", status_code=204, response_class=HTMLResponse)
    def flag(sent: Marked, request: Request) -> None:
        record_of(request).sittings.flag(sent.sitting, sent.number, sent.on)

    @router.post("/fill")
    def fill(sent: Given, request: Request) -> Response:
        sittings = record_of(request).sittings
        try:
            sittings.fill(sent.sitting, sent.number, sent.given)
        except ExamOverError:
            return HTMLResponse(summary_html(sittings.finish(sent.sitting)))
        return Response(status_code=204)

    return router


def _begun(study: Study, sitting: Sitting, wanted: int) -> str:
    """How a quiz or exam stands that has just begun, and whether it is shorter than was asked for."""
    return told_html(shortfall(len(sitting.places), wanted)) + _stands(study, sitting)


def _stands(study: Study, sitting: Sitting, number: int = -1) -> str:
    """How a quiz or exam stands: at the place that is wanted, at the first open one, or its report.

    Raises:
        ProgressError: there is no such place.
    """
    if number >= len(sitting.places):
        raise ProgressError("There is no such question in this quiz or exam.")
    if sitting.finished:
        return summary_html(sitting)
    if sitting.kind is SittingKind.EXAM:
        first_open = next((place.number for place in sitting.places if place.given is None), 0)
        return exam_html(sitting, first_open if number < 0 else number, now())
    current = sitting.current if number < 0 else number
    if current is None:
        return summary_html(sitting)
    place = sitting.places[current]
    return place_html(sitting, place, study.grade(place.item, place.attempt.given) if place.attempt else None)


def _after(study: Study, record: Record, id: str) -> str:
    """The next item, or the score where there is none; then the quiz is ended."""
    sitting = record.sittings.get(id)
    if sitting.kind is SittingKind.QUIZ and sitting.current is None:
        sitting = record.sittings.finish(id)
    return _stands(study, sitting)
