"""What the tests of the web app share: the app's address, what windows may not do, and how to ask."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
NOTES = HERE / "notes"


@dataclass
class App:
    """The running app."""

    url: str
    process: subprocess.Popen[str]
    home: Path


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def environment(home: Path, port: int, notes: Path = NOTES) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    return kept | {"ASSISTANT_NOTES": str(notes), "ASSISTANT_HOME": str(home), "ASSISTANT_PORT": str(port)}


def start(home: Path, port: int) -> App:
    """Starts `python app.py` and waits until it can be opened; what it logs is added to `stderr.log` in its home."""
    log = home / "stderr.log"
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "app.py")],
            env=environment(home, port),
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    line = process.stdout.readline()
    if f"http://127.0.0.1:{port}" not in line:
        process.kill()
        process.communicate()
        pytest.fail(f"the app did not start: {line!r}\n{log.read_text()}")
    return App(f"http://127.0.0.1:{port}", process, home)


@dataclass
class Seen:
    """What windows did that no window may do."""

    foreign: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    @property
    def unexpected(self) -> list[str]:
        """Errors that no test expects, and that no page logs when it is left while it loads."""
        known = (*self.expected, "AbortError: signal is aborted", "Connection errored out")
        return [error for error in self.errors if not any(part in error for part in known)]


Opener = Callable[..., Page]


def watch(page: Page, app: App, seen: Seen) -> None:
    local = (app.url, app.url.replace("http", "ws", 1), "data:", "blob:", "about:")
    page.on("request", lambda request: request.url.startswith(local) or seen.foreign.append(request.url))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda message: message.type == "error" and seen.errors.append(message.text))


def opened(page: Page) -> Page:
    """Waits until a chat page can be used."""
    expect(page.get_by_role("textbox", name="Your question")).to_be_visible()
    expect(page.locator("#extent")).to_contain_text("sections")
    return page


def ask(page: Page, question: str) -> None:
    """Types a question, sends it, and waits for the whole answer."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    answered(page, before + 1)


def answered(page: Page, turns: int) -> None:
    """Waits until so many turns are there, each with its whole answer."""
    expect(page.locator(".turn")).to_have_count(turns)
    expect(page.locator(".answer[aria-busy=false]")).to_have_count(turns)
