from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from windows import Opener, Seen, opened

pytestmark = pytest.mark.browser


def current(page: Page):
    return page.locator("#tree a[aria-current=page]")


def heading(page: Page):
    return page.locator("#page h1")


def test_a_deep_link_opens_its_section(window: Opener):
    page = window("/notes#1_2_1")
    expect(heading(page)).to_have_text("Care of the espresso machine")
    expect(current(page)).to_have_text("Care of the espresso machine")
    expect(page.locator("#page")).to_contain_text("citric acid")
    expect(page.locator("#page pre")).to_have_text("descale --machine espresso --acid citric")
    assert page.title() == "Care of the espresso machine · Study assistant"
    assert page.evaluate("document.querySelector('#page').scrollTop") == 0


def test_a_chapter_is_read_in_one_go(window: Opener):
    page = window("/notes#1")
    expect(heading(page)).to_have_text("Coffee")
    expect(page.locator("#page h2").first).to_have_text("Pour-over")
    expect(page.locator("#page table")).to_contain_text("French press")
    page.locator("#page").get_by_role("link", name="Next Bread").click()
    expect(heading(page)).to_have_text("Bread")
    page.go_back()
    expect(heading(page)).to_have_text("Coffee")


def test_the_tree_opens_and_closes(window: Opener):
    page = window("/notes#2")
    expect(current(page)).to_have_text("Bread")
    fold = page.get_by_role("button", name="Sections of Coffee")
    expect(page.get_by_role("link", name="Espresso machine", exact=True)).to_have_count(0)
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.locator("#tree").get_by_role("link", name="Espresso machine", exact=True).click()
    expect(heading(page)).to_have_text("Espresso machine")
    expect(heading(page)).to_be_focused()
    fold.click()
    expect(page.locator("#tree").get_by_role("link", name="Espresso machine", exact=True)).to_be_hidden()


def test_titles_and_texts_are_searched(window: Opener):
    page = window("/notes")
    expect(heading(page)).to_have_text("Coffee")
    page.keyboard.press("/")
    page.keyboard.type("HOOCH")
    found = page.locator("#results li")
    expect(found).to_have_count(1)
    expect(found.locator("mark")).to_have_text("hooch")
    expect(page.locator("#found")).to_have_text("1 section found")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Starter")
    page.get_by_role("searchbox", name="Search the notes").fill("no such words")
    expect(page.locator("#results")).to_contain_text("Nothing in the notes has all of these words.")
    page.keyboard.press("Escape")
    expect(page.locator("#tree")).to_be_visible()
    expect(current(page)).to_have_text("Starter")


def test_what_is_typed_before_the_page_is_ready_is_searched(window: Opener):
    page = window("/progress")
    held: list[Route] = []
    page.route("**/notes/outline", lambda route: held.append(route))
    with page.expect_request("**/notes/outline"):
        page.goto("/notes")
    page.get_by_role("searchbox", name="Search the notes").fill("hooch")
    held.pop().continue_()
    expect(page.locator("#results li")).to_have_count(1)
    expect(page.locator("#found")).to_have_text("1 section found")


def test_struck_text_stays_struck(window: Opener):
    page = window("/notes#2_1_2")
    expect(page.locator("#page s")).to_have_text("Sourdough bread is baked at 180 °C.")


def test_an_unknown_section_leads_to_the_search(window: Opener, seen: Seen):
    seen.expected = ("404",)
    page = window("/notes#rye-bread%E0%A4%A")
    expect(heading(page)).to_have_text("No such section")
    page.goto("/notes#rye-bread")
    page.get_by_role("button", name="Search the notes for “rye bread”").click()
    expect(page.get_by_role("searchbox")).to_have_value("rye bread")
    expect(page.locator("#results li").first).to_contain_text("Rye bread")
    page.get_by_role("link", name="Start with “Coffee”").click()
    expect(heading(page)).to_have_text("Coffee")


def test_what_was_searched_is_marked_in_the_section(window: Opener):
    page = window("/notes", viewport={"width": 1280, "height": 500})
    page.get_by_role("searchbox").fill("silicone")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results li")).to_have_count(1)
    page.locator("#results a").click()
    expect(heading(page)).to_have_text("Care of the espresso machine")
    hit = page.locator("#page mark.hit")
    expect(hit).to_have_text("silicone")
    expect(hit).to_be_in_viewport()
    page.get_by_role("searchbox").fill("the (pot")
    expect(page.locator("#found")).to_have_text("0 sections found")
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#page mark")).to_have_count(0)


def test_a_search_without_a_find_is_handed_to_the_chat(window: Opener):
    page = window("/notes")
    page.get_by_role("searchbox").fill("how hot & long?")
    page.get_by_role("link", name="Ask the chat instead").click()
    opened(page)
    expect(page.get_by_role("textbox", name="Your question")).to_have_value("how hot & long?")
    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.locator(".turn")).to_have_count(0)


def test_the_chat_is_asked_about_a_section(window: Opener):
    page = window("/notes#2_2")
    page.get_by_role("link", name="Ask about this section").click()
    opened(page)
    expect(page.get_by_role("button", name="Where to look: Rye bread")).to_be_visible()
    page.get_by_role("link", name="Notes").click()
    expect(heading(page)).to_have_text("Coffee")


def test_a_phone_has_the_contents_behind_a_button(window: Opener):
    page = window("/notes#2_2", viewport={"width": 360, "height": 700})
    expect(heading(page)).to_have_text("Rye bread")
    expect(page.locator("#tree")).to_be_hidden()
    page.get_by_role("button", name="Contents").click()
    expect(current(page)).to_have_text("Rye bread")
    page.locator("#tree").get_by_role("link", name="Bread", exact=True).click()
    expect(heading(page)).to_have_text("Bread")
    expect(page.locator("#tree")).to_be_hidden()


def test_without_a_chat_model_no_help_is_offered(window: Opener):
    page = window("/notes#2_2")
    expect(heading(page)).to_have_text("Rye bread")
    expect(page.locator(".helps")).to_have_count(0)
