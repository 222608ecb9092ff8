"""The frame of all pages: the bar, and the section panel with its place in the browser's history."""

from __future__ import annotations

import re
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect
from windows import App, Opener, Seen, ask, opened

from assistant.web.frame import Frame
from assistant.web.frame import Page as Entry

pytestmark = pytest.mark.browser

WATER = "How hot should the water for pour-over be?"
SIX = ("Chat", "Notes", "Quiz", "Review", "Progress", "Report")


def panel(page: Page):
    return page.get_by_role("complementary", name="Section of the notes")


def section(page: Page, title: str):
    return panel(page).get_by_role("heading", name=title, exact=True)


def with_open_section(page: Page) -> Page:
    ask(page, WATER)
    page.locator(".chip").first.click()
    expect(section(page, "Water")).to_be_visible()
    return page


def test_the_bar_leads_from_page_to_page(chat: Page):
    bar = chat.get_by_role("navigation", name="Pages")
    expect(bar.get_by_role("link", name="Chat")).to_have_attribute("aria-current", "page")
    bar.get_by_role("link", name="Notes").click()
    expect(chat.locator("#page h1")).to_have_text("Coffee")
    expect(bar.locator("[aria-current]")).to_have_text("Notes")
    bar.get_by_role("link", name="Chat").click()
    opened(chat)


@pytest.mark.parametrize("width", [360, 390, 900])
def test_six_pages_fit_the_bar(window: Opener, width: int):
    page = window("/notes", viewport={"width": width, "height": 700})
    expect(page.locator("#page h1")).to_be_visible()
    frame = Frame([Entry(title, f"/{title.lower()}", "list") for title in SIX])
    page.evaluate(
        "html => { document.querySelector('.bar').outerHTML = html; }",
        frame.inside("/quiz", "").split('<div class="columns">')[0],
    )
    links = page.locator(".pages a")
    expect(links).to_have_text(list(SIX))
    assert page.locator(".pages").evaluate("nav => nav.scrollWidth <= nav.clientWidth")
    assert page.evaluate("document.querySelector('.bar').scrollWidth <= innerWidth")
    tops = links.evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_back_closes_the_section(chat: Page):
    with_open_section(chat)
    chat.go_back()
    expect(panel(chat)).to_be_hidden()
    expect(chat.locator(".turn")).to_have_count(1)
    expect(chat.locator(".chip").first).to_be_focused()
    chat.go_forward()
    expect(section(chat, "Water")).to_be_visible()
    expect(panel(chat).locator("mark").first).to_contain_text("93 °C")


def test_back_goes_through_the_sections_that_were_read(chat: Page):
    with_open_section(chat)
    panel(chat).get_by_role("link", name=re.compile("^Next")).click()
    expect(section(chat, "Grind")).to_be_visible()
    chat.go_back()
    expect(section(chat, "Water")).to_be_visible()
    panel(chat).get_by_role("link", name=re.compile("^Next")).click()
    expect(section(chat, "Grind")).to_be_visible()
    chat.keyboard.press("Escape")
    expect(panel(chat)).to_be_hidden()
    expect(chat).to_have_url(re.compile(r"/$"))
    expect(chat.locator(".chip").first).to_be_focused()


def test_a_section_has_an_address_in_the_chat(window: Opener):
    page = window("/?section=1_1_1")
    expect(section(page, "Water")).to_be_visible()
    page.get_by_role("button", name="Close the section").click()
    expect(panel(page)).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("textbox", name="Your question")).to_be_focused()


def test_a_reload_keeps_the_open_section(chat: Page):
    with_open_section(chat)
    chat.reload()
    expect(section(chat, "Water")).to_be_visible()
    expect(panel(chat).locator("mark").first).to_contain_text("93 °C")
    chat.keyboard.press("Escape")
    expect(panel(chat)).to_be_hidden()


def test_a_wrong_address_gets_a_page_with_the_bar(window: Opener, app: App, seen: Seen):
    seen.expected = ("404",)
    page = window("/notes/quizz?x=<b>")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Notes").click()
    expect(page.locator("#page h1")).to_have_text("Coffee")
    with pytest.raises(HTTPError) as error:
        urlopen(f"{app.url}/quizz")
    assert error.value.code == 404
    assert error.value.headers["content-type"] == "application/json"
    error.value.close()
