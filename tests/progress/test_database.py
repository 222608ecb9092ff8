from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text

from assistant.errors import ProgressError
from assistant.progress.database import Database
from assistant.progress.students import Students
from assistant.progress.tables import Base, StudentRow
from assistant.settings import Settings


def test_the_migrations_make_the_tables_of_the_code(settings: Settings):
    Database.open(settings).close()
    engine = create_engine(f"sqlite:///{settings.home}/progress.db")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == "0001"
    engine.dispose()


def test_sqlite_is_opened_to_be_shared_and_safe(database: Database):
    with database.reading() as session:
        names = ("journal_mode", "foreign_keys", "busy_timeout")
        asked = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in names}
    assert asked == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 15_000}


def test_what_is_stored_is_there_after_opening_again(settings: Settings):
    first = Database.open(settings)
    ada = Students(first).named("Ada")
    first.close()
    second = Database.open(settings)
    assert Students(second).named("ada") == ada
    second.close()


def test_a_step_that_fails_stores_nothing(database: Database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(StudentRow(login="x", name="x", passphrase=None, created=datetime.now(UTC)))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalars(select(StudentRow)).all() == []


def test_a_newer_database_is_left_alone(settings: Settings):
    Database.open(settings).close()
    with sqlite3.connect(settings.home / "progress.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(ProgressError, match="newer version of the program: update"):
        Database.open(settings)


def test_a_file_that_is_no_database_is_named(settings: Settings):
    settings.home.mkdir()
    (settings.home / "progress.db").write_bytes(b"this is a shopping list, not a database" * 100)
    with pytest.raises(ProgressError, match=r"progress\.db.*move the file away"):
        Database.open(settings)
    assert b"shopping" in (settings.home / "progress.db").read_bytes()


@pytest.mark.parametrize(("pragma", "says"), [("max_page_count=1", "free some space"), ("query_only=1", "writable")])
def test_a_disk_that_takes_nothing_loses_nothing(database: Database, pragma: str, says: str):
    students = Students(database)
    students.named("Ada")
    with pytest.raises(ProgressError, match=says) as raised, database.writing() as session:
        session.connection().exec_driver_sql(f"PRAGMA {pragma}")
        for number in range(200):
            session.add(StudentRow(login=str(number), name="x" * 500, passphrase=None, created=datetime.now(UTC)))
        session.flush()
    assert "move" not in str(raised.value), "the file is sound: nobody should part with it"
    database.close()
    with database.reading() as session:
        assert [row.name for row in session.scalars(select(StudentRow))] == ["Ada"]


def test_a_database_that_another_program_holds_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("assistant.progress.database._PATIENCE", 0.1)
    database = Database.open(settings)
    students = Students(database)
    other = sqlite3.connect(settings.home / "progress.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProgressError, match="close the other program") as raised:
        students.named("Ada")
    assert "move" not in str(raised.value)
    other.execute("ROLLBACK")
    other.close()
    assert students.named("Ada").name == "Ada"
    database.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_named(settings: Settings):
    settings.home.mkdir(mode=0o500)
    with pytest.raises(ProgressError, match="ASSISTANT_HOME"):
        Database.open(settings)


def test_a_home_that_is_a_file_is_named(settings: Settings):
    settings.home.write_text("no folder")
    with pytest.raises(ProgressError, match="ASSISTANT_HOME"):
        Database.open(settings)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nonsense", "cannot be read"),
        ("mysql://root:secret@localhost/x", r"cannot be mysql://root:\*\*\*@localhost/x"),
        ("sqlite:///x.db", "unset for SQLite"),
        ("postgresql+psycopg://u:secret@127.0.0.1:1/x", "check that the server runs"),
    ],
)
def test_a_wrong_address_gives_one_line_without_the_password(settings: Settings, address: str, says: str):
    pytest.importorskip("psycopg")
    with pytest.raises(ProgressError, match=says) as raised:
        Database.open(settings.model_copy(update={"database_url": address}))
    assert "secret" not in str(raised.value)


def test_a_missing_driver_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ProgressError, match=r"pip install 'study-assistant\[postgres\]'"):
        Database.open(settings.model_copy(update={"database_url": "postgresql://localhost/x"}))


def test_programs_that_start_at_once_set_it_up_once(settings: Settings):
    code = """
import sys
from pathlib import Path
from assistant.progress.database import Database
from assistant.settings import Settings
Database.open(Settings.load(home=Path(sys.argv[1]))).close()
"""
    command = [sys.executable, "-c", code, str(settings.home)]
    started = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [process.wait(timeout=240) for process in started] == [0, 0, 0]
    engine = create_engine(f"sqlite:///{settings.home}/progress.db")
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_writers_wait_for_each_other(database: Database):
    students = Students(database)
    students.named("Ada")

    def count() -> None:
        for _ in range(25):
            with database.writing() as session:
                row = session.scalars(select(StudentRow)).one()
                row.name = str(int(row.name) + 1) if row.name.isdigit() else "1"

    threads = [threading.Thread(target=count) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert students.named("Ada").name == "100"
