"""Takes the README's screenshots of the real app: `python -m evals.screenshots`. Needs a Chromium and the dev extra."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evals.practice import practise

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "screenshots"
WIDE = (1440, 900)
PHONE = (390, 844)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PLACEMENT = "What types of placement groups are there?"
RETENTION = "How long does CloudTrail keep events?"
TIMEOUT = "What is the visibility timeout in SQS by default?"
STUDENT = "Ada"
ASKED = "5_8"
REFUSED = "How much does a KMS key cost per month?"


def main() -> int:
    """Takes all screenshots into `docs/screenshots`.

    Returns:
        The exit status: 0, or 2 where no browser is installed.
    """
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        print(f"No browser is installed (looked for {', '.join(_BROWSERS)}): install one of them.", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _home() as home, _app(home) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        _chat(browser, url)
        _refusal(browser, url)
        _notes(browser, url)
        _phone(browser, url)
        _dark(browser, url)
        _quiz(browser, url)
        _exam(browser, url)
        _review(browser, url)
        _progress(browser, url)
        browser.close()
    return 0


def _chat(browser: Browser, url: str) -> None:
    page = _window(browser, url, WIDE)
    _ask(page, TIMEOUT)
    _open_citation(page)
    _save(page, "chat")


def _refusal(browser: Browser, url: str) -> None:
    page = _window(browser, url, (1080, 620))
    _ask(page, REFUSED)
    _save(page, "refusal")


def _notes(browser: Browser, url: str) -> None:
    page = _window(browser, f"{url}/notes#5_7", WIDE)
    page.locator("#page .section-title").wait_for()
    _save(page, "notes")


def _phone(browser: Browser, url: str) -> None:
    page = _window(browser, url, PHONE)
    _ask(page, RETENTION)
    _save(page, "phone")


def _dark(browser: Browser, url: str) -> None:
    page = _window(browser, url, WIDE, dark=True)
    _ask(page, PLACEMENT)
    _open_citation(page)
    _save(page, "dark")


def _quiz(browser: Browser, url: str) -> None:
    page = _window(browser, url, (1080, 940), student=STUDENT)
    page.goto(f"{url}/quiz")
    page.locator("select[name=scope]").select_option(ASKED)
    for kind in ("true-false", "cloze", "open", "matching"):
        page.locator(f'input[value="{kind}"]').uncheck()
    page.locator("#setup .primary").click()
    while True:  # until one is missed: then the right option stands beside the wrong one
        page.locator(".item[data-state=asked]").wait_for()
        page.keyboard.press("2")
        page.locator(".item[data-state=answered]").wait_for()
        if page.locator(".option.wrong").count():
            break
        page.keyboard.press("Enter")
    page.locator("#why").click()
    page.locator("#in-place mark").first.wait_for()
    _save(page, "quiz")


def _exam(browser: Browser, url: str) -> None:
    page = _window(browser, url, PHONE, student=STUDENT)
    page.goto(f"{url}/quiz")
    page.get_by_role("button", name="Start the exam").click()
    page.locator(".exam").wait_for()
    for number in range(1, 12):
        if page.locator("button.option").count():
            page.keyboard.press("2")
            page.locator("button.option[aria-pressed=true]").wait_for()
        if number == 4:
            page.locator("#flag").click()
        page.locator("#following").click()
        page.locator(f'.exam[data-number="{number}"]').wait_for()
    _save(page, "exam")


def _review(browser: Browser, url: str) -> None:
    page = _window(browser, url, PHONE, dark=True, student=STUDENT)
    page.goto(f"{url}/review")
    page.locator("#reveal").click()
    _save(page, "review")


def _progress(browser: Browser, url: str) -> None:
    page = _window(browser, url, (1080, 1340), student=STUDENT)
    page.goto(f"{url}/progress")
    page.locator(".figures").wait_for()
    _save(page, "progress")


@contextmanager
def _home() -> Iterator[Path]:
    """A copy of the home, its index and items with it, where a made-up student has practised for weeks."""
    from assistant import Assistant, Settings

    settings = Settings.load()
    Assistant.open(settings).study.bank  # noqa: B018
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(settings.home, home, ignore=shutil.ignore_patterns("progress.*"))
        copied = Settings.load(home=home, database_url="")
        practise(Assistant.open(copied).study, copied, STUDENT)
        yield home


@contextmanager
def _app(home: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(REPOSITORY / "app.py")],
        env=os.environ
        | {
            "ASSISTANT_HOME": str(home),
            "ASSISTANT_DATABASE_URL": "",
            "ASSISTANT_PORT": str(port),
            "ASSISTANT_HOST": "127.0.0.1",
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        if process.stdout is None or not process.stdout.readline():
            raise SystemExit(2)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def _window(browser: Browser, url: str, size: tuple[int, int], *, dark: bool = False, student: str = "") -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if student:
        page.request.post(f"{url}/student/sign-in", data={"name": student})
    page.goto(url)
    return page


def _ask(page: Page, question: str) -> None:
    turns = page.locator(".turn").count()
    page.locator("#extent", has_text="sections").wait_for(state="attached")
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")
    page.locator(".answer[aria-busy=false]").nth(turns).wait_for()


def _open_citation(page: Page) -> None:
    page.locator(".turn").last.locator(".chip").first.click()
    page.locator("#panel mark").first.wait_for()


def _save(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.context.close()


if __name__ == "__main__":
    raise SystemExit(main())
