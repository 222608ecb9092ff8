from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from windows import Opener, Seen, ask, opened

pytestmark = pytest.mark.browser

ROME = "Who was the first emperor of Rome?"
BREWING = "What is the brewing time of each brewing method?"


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)])
def test_the_chat_has_no_accessibility_violations(window: Opener, scheme: str, width: int):
    page = opened(window(color_scheme=scheme, viewport={"width": width, "height": 800}))
    assert violations(page) == []
    ask(page, BREWING)
    ask(page, ROME)
    ask(page, "Who was the first emperor? " * 40)
    page.locator(".chip").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Where to look").click()
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notes_have_no_accessibility_violations(window: Opener, seen: Seen, scheme: str):
    seen.expected = ("404",)
    page = window("/notes#1", color_scheme=scheme)
    expect(page.locator("#page h1")).to_have_text("Coffee")
    assert violations(page) == []
    page.get_by_role("searchbox").fill("coffee")
    expect(page.locator("#results mark").first).to_be_visible()
    assert violations(page) == []
    page.goto("/notes#nowhere")
    expect(page.locator("#page h1")).to_have_text("No such section")
    assert violations(page) == []


def no_sideways_scroll(page: Page) -> bool:
    return page.evaluate(
        """[document.documentElement, ...document.querySelectorAll('.study, .log, .panel-body, .page, .scroll')]
            .every(part => part.scrollWidth <= part.clientWidth)"""
    )


@pytest.mark.parametrize("width", [360, 768, 1920])
def test_nothing_scrolls_sideways(window: Opener, width: int):
    page = opened(window(viewport={"width": width, "height": 740}))
    assert no_sideways_scroll(page)
    ask(page, BREWING)
    ask(page, "x" * 300)
    assert no_sideways_scroll(page)
    page.locator(".chip").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    assert no_sideways_scroll(page)
    page.goto("/notes#1_1_2")
    expect(page.locator("#page h1")).to_have_text("Grind")
    assert no_sideways_scroll(page)


def test_on_a_phone_the_panel_covers_the_chat(window: Opener):
    page = opened(window(viewport={"width": 390, "height": 800}, has_touch=True))
    ask(page, BREWING)
    page.locator(".chip").first.click()
    panel = page.locator("#panel")
    expect(panel.locator("mark").first).to_be_visible()
    box = panel.bounding_box()
    assert box["width"] == 390
    assert page.locator("#talk").evaluate("talk => talk.inert")
    page.get_by_role("button", name="Close the section").click()
    expect(panel).to_be_hidden()
    assert not page.locator("#talk").evaluate("talk => talk.inert")


def lightness(page: Page) -> int:
    return page.evaluate("Number(getComputedStyle(document.querySelector('.study')).backgroundColor.match(/\\d+/)[0])")


def test_the_colours_follow_the_system_until_chosen(window: Opener):
    page = opened(window(color_scheme="dark"))
    assert lightness(page) < 60
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert lightness(page) > 200
    page.get_by_role("button", name="Dark colours").click()
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")
    assert lightness(page) < 60
    page.goto("/notes#1")
    expect(page.locator("#page h1")).to_have_text("Coffee")
    assert lightness(page) < 60
    page.get_by_role("button", name="Dark colours").click()
    assert lightness(page) > 200
