"""The database of what students have done: SQLite in the home, or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from assistant.errors import ProgressError

if TYPE_CHECKING:
    from alembic.config import Config

    from assistant.settings import Settings

FILE = "progress.db"
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_PATIENCE = 15
"""Seconds that one program waits for another that is writing."""
_PRIMARY_CODE = 0xFF
"""The bits of SQLite's result codes that say what went wrong; the others say how."""
_MENDS = {
    sqlite3.SQLITE_BUSY: "close the other program that is writing there, and do it once more; what was stored is safe",
    sqlite3.SQLITE_FULL: "free some space on the disk, and do it once more; what was stored is safe",
    sqlite3.SQLITE_READONLY: "make the file and its folder writable, or set ASSISTANT_HOME to a folder of yours",
    sqlite3.SQLITE_CANTOPEN: "make the file and its folder readable and writable, or set ASSISTANT_HOME to a folder of yours",
    sqlite3.SQLITE_IOERR: "check the disk, and do it once more; what was stored is safe",
}
_ADVISORY_LOCK = 0x57D7
"""Number of the lock under which a PostgreSQL database is migrated."""


class Database:
    """An open database; its tables are those of this version of the program.

    Args:
        engine: connects to it.
        where: its name for messages, with no password.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self.where = where

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """Opens the database of the settings, makes it where there is none, and brings old tables up to date.

        Raises:
            ProgressError: it cannot be reached or read, or a newer version of the program made it.
        """
        if settings.database_url:
            opened = cls(_server_engine(settings.database_url), _shown(settings.database_url))
            with opened._reporting():
                _migrate(opened._engine, opened.where)
            return opened
        file = settings.home / FILE
        opened = cls(_file_engine(file), str(file))
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(file.with_suffix(".lock"), timeout=_PATIENCE), opened._reporting():
                _migrate(opened._engine, opened.where)
        except Timeout as error:
            raise ProgressError(f"{file} is being set up by another program: try again in a moment.") from error
        except OSError as error:
            raise ProgressError(
                f"{file} cannot be written ({error.strerror or error}): set ASSISTANT_HOME to a folder of yours."
            ) from error
        return opened

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the data and changes nothing.

        Raises:
            ProgressError: the database cannot be read.
        """
        with self._reporting(), Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is stored as a whole at its end, or not at all.

        Raises:
            ProgressError: the database cannot be written.
        """
        with self._reporting(), Session(self._engine, expire_on_commit=False) as session:
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Turns what the database says into one line for a person."""
        try:
            yield
        except OperationalError as error:
            raise ProgressError(
                f"The progress in {self.where} cannot be used ({_reason(error)}): {self._mend(error)}."
            ) from error
        except DBAPIError as error:
            raise ProgressError(
                f"The progress in {self.where} is damaged or not ours ({_reason(error)}): {self._mend(error)}."
            ) from error

    def _mend(self, error: DBAPIError) -> str:
        if self._engine.dialect.name != "sqlite":
            return "check that the server runs and that ASSISTANT_DATABASE_URL is right, or unset it to use SQLite"
        code = getattr(error.orig, "sqlite_errorcode", 0) & _PRIMARY_CODE
        return _MENDS.get(code, "move the file away to start anew, and keep it if it may be yours")


def _file_engine(file: Path) -> Engine:
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": _PATIENCE, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the transactions are begun below
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that reads first and then writes could not wait for another."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _server_engine(address: str) -> Engine:
    try:
        url = make_url(address)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.drivername != "postgresql+psycopg":
            raise ProgressError(
                f"ASSISTANT_DATABASE_URL cannot be {_shown(address)}: it is postgresql+psycopg://user:password@host/name, "
                "or unset for SQLite."
            )
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": _PATIENCE})
    except ModuleNotFoundError as error:
        raise ProgressError(
            "ASSISTANT_DATABASE_URL needs the driver psycopg: install it with pip install 'study-assistant[postgres]'."
        ) from error
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise ProgressError(
            "ASSISTANT_DATABASE_URL cannot be read: it is postgresql+psycopg://user:password@host/name, or unset for SQLite."
        ) from error


def _shown(address: str) -> str:
    try:
        return make_url(address).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "what it is"


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().split("\n")[0].rstrip(".") or type(error.orig).__name__


def _migrate(engine: Engine, where: str) -> None:
    from alembic import command
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = _config()
    scripts = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(writes=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
        current = MigrationContext.configure(connection).get_current_revision()
        if current == scripts.get_current_head():
            return
        if current and current not in {script.revision for script in scripts.walk_revisions()}:
            raise ProgressError(f"The progress in {where} was made by a newer version of the program: update the program.")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ProgressError(f"The progress in {where} cannot be brought up to date ({error}).") from error
        connection.commit()


def _config() -> Config:
    from alembic.config import Config

    config = Config(attributes={})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
