"""The report page, and the report as a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sample_report import REPORT
from windows import App, Opener

from evals.html import write

pytestmark = pytest.mark.browser


@pytest.fixture
def report(app: App) -> Iterator[Path]:
    file = write(REPORT, app.home / "evals")
    yield file
    file.unlink()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not([hidden])').forEach(closed => { closed.open = true; })")


def shown(page: Page) -> list[str]:
    return page.locator(".question:visible .asked").all_text_contents()


def test_without_a_report_it_says_how_to_make_one(window: Opener):
    page = window("/report")
    expect(page.get_by_role("heading", level=1)).to_have_text("No report yet")
    expect(page.locator("#report code")).to_have_text("python -m evals run")
    assert violations(page) == []


def test_failures_are_filtered_and_a_citation_opens_its_section(window: Opener, report: Path):
    page = window("/report")
    expect(page.get_by_role("status").filter(has_text="questions")).to_have_text("3 of 4 questions")
    page.get_by_label("Outcome").select_option("right")
    assert shown(page) == ["How fine is the grind?"]
    page.get_by_label("Outcome").select_option("all")
    page.get_by_role("searchbox", name="Words").fill("EMPEROR")
    assert shown(page) == ["Who was emperor?"]
    page.locator(".question:visible summary").click()
    page.locator(".question:visible").get_by_role("link", name="Coffee > Brewing > Grind").click()
    section = page.get_by_role("complementary", name="Section of the notes")
    expect(section.get_by_role("heading", name="Grind", exact=True)).to_be_visible()
    expect(section.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_has_no_accessibility_violations(window: Opener, report: Path, scheme: str):
    page = window("/report", color_scheme=scheme, viewport={"width": 390, "height": 800})
    open_all(page)
    assert violations(page) == []
    assert page.evaluate(
        "[document.documentElement, document.querySelector('#report')].every(e => e.scrollWidth <= e.clientWidth)"
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_file_alone_is_as_good(browser: Browser, report: Path, scheme: str, width: int):
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(report.as_uri())
        expect(page.locator("#count")).to_have_text("3 of 4 questions")
        assert page.evaluate("document.documentElement.dataset.theme") == scheme
        assert page.locator("a[data-section]").count() == 0
        open_all(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (asked, errors) == ([report.as_uri()], [])
