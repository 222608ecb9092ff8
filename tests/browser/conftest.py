"""The real app over small notes, started once, and windows of a real Chromium on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from windows import App, Opener, Seen, free_port, opened, start, watch

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`python app.py` over the notes of this folder, with no index at first."""
    home = tmp_path_factory.mktemp("web-home")
    started = start(home, free_port())
    yield started
    started.process.terminate()
    started.process.communicate(timeout=20)
    assert "Traceback" not in (home / "stderr.log").read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser is installed (looked for {', '.join(_BROWSERS)})")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()


def new_context(browser: Browser, app: App, **options: object) -> BrowserContext:
    options.setdefault("viewport", {"width": 1280, "height": 800})
    context = browser.new_context(base_url=app.url, reduced_motion="reduce", **options)
    context.set_default_timeout(10_000)
    return context


@pytest.fixture(scope="session")
def profile(browser: Browser, app: App) -> Iterator[BrowserContext]:
    """The browser profile of windows that ask for nothing special: it has the scripts in its cache."""
    with new_context(browser, app) as context:
        yield context


@pytest.fixture
def window(browser: Browser, profile: BrowserContext, app: App, seen: Seen) -> Iterator[Opener]:
    """Opens windows, in a profile of their own where options are given.

    No window may reach another host, show a dialog, or log an error.
    """
    used: list[Page | BrowserContext] = []

    def open_window(path: str = "/", **options: object) -> Page:
        context = new_context(browser, app, **options) if options else profile
        page = context.new_page()
        used.append(context if options else page)
        watch(page, app, seen)
        page.goto(path)
        return page

    yield open_window
    for one in used:
        one.close()
    assert seen.foreign == []
    assert seen.dialogs == []
    assert seen.unexpected == []


@pytest.fixture
def chat(window: Opener) -> Page:
    """A new chat in a window of its own."""
    return opened(window())
