from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from assistant.errors import ProgressError
from assistant.progress.database import Database
from assistant.progress.students import Students


@pytest.fixture
def students(database: Database) -> Students:
    return Students(database)


def test_upper_and_lower_case_are_one_name(students: Students):
    assert students.named("  Ada  Lovelace ") == students.named("ADA LOVELACE")
    assert students.named("Grace") != students.named("Ada")
    assert students.named("Ada Lovelace").name == "Ada Lovelace"


@pytest.mark.parametrize("name", ["", "   ", "a" * 41, "a\0b", "a\x1bb", "\u202e"])
def test_a_name_that_cannot_be_shown_is_refused(students: Students, name: str):
    with pytest.raises(ProgressError, match="login name"):
        students.named(name)


def test_a_browser_is_known_by_its_secret_alone(students: Students, database: Database):
    token = students.sign_in("Ada")
    assert students.signed_in(token).name == "Ada"
    assert students.signed_in("made up") is None
    with database.reading() as session:
        kept = session.execute(text("SELECT token FROM sign_ins")).scalars().all()
    assert token not in kept
    students.sign_out(token)
    assert students.signed_in(token) is None


def test_a_passphrase_guards_a_name(students: Students, database: Database):
    students.sign_in("Ada", "analytical engine")
    for wrong in ("", "difference engine"):
        with pytest.raises(ProgressError, match="not Ada's"):
            students.sign_in("ada", wrong)
    assert students.signed_in(students.sign_in("ADA", "analytical engine")).guarded
    with database.reading() as session:
        assert "analytical" not in session.execute(text("SELECT passphrase FROM students")).scalar_one()


def test_an_open_name_is_not_taken_over_with_a_passphrase(students: Students):
    students.named("Ada")
    with pytest.raises(ProgressError):
        students.sign_in("Ada", "mine now")


def test_one_name_asked_for_at_once_is_one_student(students: Students):
    found = []
    threads = [threading.Thread(target=lambda: found.append(students.named("Ada").id)) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 8
    assert len(set(found)) == 1
