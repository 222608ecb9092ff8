"""Who studies: login names, passphrases, and the browsers they signed in with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import ProgressError
from assistant.progress.database import Database
from assistant.progress.tables import SignInRow, StudentRow

LONGEST_NAME = 40
"""Characters of a login name."""

LONGEST_PASSPHRASE = 200
"""Characters of a passphrase."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student.

    Attributes:
        id: the number in the database.
        name: the login name as it was first written.
        guarded: whether a passphrase is needed to sign in.
    """

    id: int
    name: str
    guarded: bool


class Students:
    """All students of a database.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def named(self, name: str) -> Student:
        """The student of a login name, new where there was none; upper and lower case are one.

        Raises:
            ProgressError: no name can be like this.
        """
        shown = _tidy(name)
        with self._database.reading() as session:
            found = _row(session, shown)
        if found is None:
            try:
                with self._database.writing() as session:
                    session.add(StudentRow(login=shown.casefold(), name=shown, passphrase=None, created=datetime.now(UTC)))
            except ProgressError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise  # else another program has just added the name
            with self._database.reading() as session:
                found = _row(session, shown)
        if found is None:
            raise RuntimeError("the student that was just added is not there")
        return _student(found)

    def sign_in(self, name: str, passphrase: str = "") -> str:
        """Signs a student in.

        A name that is new and comes with a passphrase is guarded by it from then on.

        Args:
            name: the login name.
            passphrase: empty for a name that has none.

        Returns:
            A secret for the browser to keep; only its hash is stored.

        Raises:
            ProgressError: the name cannot be used, or the passphrase is not the right one.
        """
        if len(passphrase) > LONGEST_PASSPHRASE:
            raise ProgressError(f"A passphrase has at most {LONGEST_PASSPHRASE} characters.")
        token = secrets.token_urlsafe(32)
        shown = _tidy(name)
        with self._database.writing() as session:
            row = _row(session, shown)
            if row is None:
                kept = _hashed(passphrase, secrets.token_bytes(16)) if passphrase else None
                row = StudentRow(login=shown.casefold(), name=shown, passphrase=kept, created=datetime.now(UTC))
                session.add(row)
                session.flush()
            elif not _opens(row.passphrase, passphrase):
                raise ProgressError(f"This passphrase is not {row.name}'s: try again, or sign in with another name.")
            session.add(SignInRow(token=_digest(token), student_id=row.id, created=datetime.now(UTC)))
        return token

    def signed_in(self, token: str) -> Student | None:
        """The student whose browser keeps this secret, or None."""
        with self._database.reading() as session:
            query = select(StudentRow).join(SignInRow).where(SignInRow.token == _digest(token))
            found = session.scalars(query).one_or_none()
        return _student(found) if found else None

    def sign_out(self, token: str) -> None:
        """Forgets a browser."""
        with self._database.writing() as session:
            session.execute(delete(SignInRow).where(SignInRow.token == _digest(token)))


def _tidy(name: str) -> str:
    shown = " ".join(unicodedata.normalize("NFC", name).split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise ProgressError(f"A login name has 1 to {LONGEST_NAME} letters, figures and signs: choose another.")
    return shown


def _row(session: Session, name: str) -> StudentRow | None:
    return session.scalars(select(StudentRow).where(StudentRow.login == name.casefold())).one_or_none()


def _student(row: StudentRow) -> Student:
    return Student(row.id, row.name, row.passphrase is not None)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _hashed(passphrase: str, salt: bytes) -> str:
    """Salt and hash of a passphrase (scrypt, RFC 7914), in hexadecimal digits."""
    given = unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")
    return f"{salt.hex()}:{hashlib.scrypt(given, salt=salt, n=2**14, r=8, p=1).hex()}"


def _opens(kept: str | None, passphrase: str) -> bool:
    """Whether a passphrase is the kept one; a name without one is opened by none."""
    if kept is None:
        return not passphrase
    return hmac.compare_digest(kept, _hashed(passphrase, bytes.fromhex(kept.split(":")[0])))
