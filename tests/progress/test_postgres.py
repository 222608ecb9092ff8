"""All that the other tests of the record say holds on a PostgreSQL server, too: one is started for these tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from test_reviews import *  # noqa: F403
from test_sittings import *  # noqa: F403
from test_students import *  # noqa: F403
from test_transfer import *  # noqa: F403

from assistant.errors import ProgressError
from assistant.progress.database import Database
from assistant.progress.students import Students
from assistant.settings import Settings

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([*map(str, _FOLDERS), os.environ.get("PATH", "")]))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    initdb, postgres = _program("initdb"), _program("postgres")
    if not (initdb and postgres):
        pytest.skip("PostgreSQL is not installed")
    folder = tmp_path_factory.mktemp("postgres")
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        for place in (folder, *list(folder.parents)[:-2]):
            place.chmod(place.stat().st_mode | 0o055)
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
    data = folder / "data"
    made = [*as_user, initdb, "--no-sync", "-A", "trust", "-U", "ada", "-D", str(data)]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder), "-F"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*as_user, postgres, "-D", str(data), *options], cwd=folder, stdout=log, stderr=log)
    ready = _program("pg_isready")
    for _ in range(100):
        if subprocess.run([str(ready), "-h", "127.0.0.1", "-p", str(port), "-t", "5"], capture_output=True).returncode == 0:
            break
        threading.Event().wait(0.1)
    else:
        process.kill()
        pytest.fail((folder / "log").read_text())
    yield f"postgresql+psycopg://ada@127.0.0.1:{port}/postgres"
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def database(server: str, settings: Settings) -> Iterator[Database]:
    opened = Database.open(settings.model_copy(update={"database_url": server}))
    with opened.writing() as session:
        session.execute(text("TRUNCATE students CASCADE"))
    yield opened
    opened.close()


def test_the_home_is_left_empty(database: Database, settings: Settings):
    assert not (settings.home / "progress.db").exists()


def test_programs_that_start_at_once_set_it_up_once(server: str, settings: Settings):
    here = settings.model_copy(update={"database_url": server})
    first = Database.open(here)
    with first.writing() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))
    first.close()
    failed: list[BaseException] = []

    def open_it() -> None:
        try:
            Database.open(here).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert failed == []
    last = Database.open(here)
    assert Students(last).named("Ada").name == "Ada"
    last.close()


def test_a_database_that_is_not_there_is_said(server: str, settings: Settings):
    with pytest.raises(ProgressError, match=r'"nowhere" does not exist.*ASSISTANT_DATABASE_URL'):
        Database.open(settings.model_copy(update={"database_url": server.replace("/postgres", "/nowhere")}))
