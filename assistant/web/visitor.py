"""Which student a browser is: the one it signed in as, or the one of the settings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from assistant.errors import SignInError
from assistant.progress import Record, Student
from assistant.progress.students import LONGEST_PASSPHRASE
from assistant.study import Study

COOKIE = "study-student"
_YEAR = 365 * 24 * 3600


class SignIn(BaseModel):
    """What the dialog sends."""

    name: Annotated[str, Field(max_length=200)]
    passphrase: Annotated[str, Field(max_length=LONGEST_PASSPHRASE)] = ""


class Visitors:
    """Tells the students of browsers apart by a secret that each keeps in a cookie.

    A browser that has not signed in is the student of the settings, unless a passphrase guards that name.

    Args:
        study: the records.
    """

    def __init__(self, study: Study) -> None:
        self._study = study

    def record(self, request: Request) -> Record:
        """The record of whoever asks.

        Raises:
            SignInError: a passphrase is needed first.
        """
        student = self.student(request)
        if student is None:
            raise SignInError("Sign in first: the name is guarded by a passphrase.")
        return self._study.record(student)

    def student(self, request: Request) -> Student | None:
        """The student whose browser asks; None where a passphrase is needed first."""
        students = self._study.progress.students
        token = request.cookies.get(COOKIE, "")
        known = students.signed_in(token) if token else None
        if known:
            return known
        student = self._study.default_student()
        return None if student.guarded else student


def student_routes(study: Study) -> APIRouter:
    """The addresses of the sign-in dialog.

    Args:
        study: the records.
    """
    router = APIRouter(prefix="/student", include_in_schema=False)
    visitors = Visitors(study)
    students = study.progress.students

    @router.get("")
    def who(request: Request) -> JSONResponse:
        student = visitors.student(request)
        token = request.cookies.get(COOKIE, "")
        signed_in = bool(token) and students.signed_in(token) is not None
        return JSONResponse({"name": student.name if student else None, "signedIn": signed_in})

    @router.post("/sign-in")
    def sign_in(sent: SignIn, request: Request) -> Response:
        token = students.sign_in(sent.name, sent.passphrase)
        done = Response(status_code=204)
        secure = request.url.scheme == "https"
        done.set_cookie(COOKIE, token, max_age=_YEAR, httponly=True, samesite="strict", secure=secure)
        return done

    @router.post("/sign-out")
    def sign_out(request: Request) -> Response:
        students.sign_out(request.cookies.get(COOKIE, ""))
        done = Response(status_code=204)
        done.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return done

    return router
