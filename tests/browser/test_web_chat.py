from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from windows import Opener, Seen, answered, ask, opened

from assistant import REFUSAL

pytestmark = pytest.mark.browser

WATER = "How hot should the water for pour-over be?"
ROME = "Who was the first emperor of Rome?"


def last_answer(page: Page):
    return page.locator(".turn").last.locator(".answer")


def in_view(page: Page, selector: str) -> bool:
    """Whether the first element lies within what can be seen of the panel."""
    return page.evaluate(
        """selector => {
            const mark = document.querySelector(selector).getBoundingClientRect();
            const body = document.querySelector("#panel-body").getBoundingClientRect();
            return mark.top >= body.top && mark.bottom <= body.bottom;
        }""",
        selector,
    )


def test_an_answer_names_its_section_once(chat: Page):
    ask(chat, WATER)
    answer = last_answer(chat)
    expect(answer).to_contain_text("93 °C")
    expect(answer.locator("strong")).to_have_text("93 °C")
    chips = answer.get_by_role("link", name="Source: Coffee › Pour-over › Water")
    expect(chips).to_have_count(1)
    expect(chips).to_have_text("Pour-over › Water")
    expect(chips).to_have_attribute("title", "Coffee › Pour-over › Water")
    expect(answer).not_to_contain_text("1_1_1")
    expect(chat.locator("#announcer")).to_contain_text("93 °C")
    expect(chat.get_by_role("textbox", name="Your question")).to_be_focused()


def test_a_citation_opens_its_section_at_the_quote(window: Opener):
    chat = opened(window(viewport={"width": 1280, "height": 560}))
    ask(chat, "With what are the seals of the water tank greased?")
    expect(last_answer(chat)).to_contain_text("silicone")
    chip = last_answer(chat).get_by_role("link", name=re.compile("Care of the espresso machine"))
    chip.click()
    panel = chat.get_by_role("complementary", name="Section of the notes")
    expect(panel.get_by_role("heading", name="Care of the espresso machine")).to_be_focused()
    expect(panel.locator("mark", has_text="greased with food-safe silicone")).to_be_visible()
    assert in_view(chat, "#panel-body mark")
    expect(panel).to_contain_text("01-coffee.md")
    expect(panel).to_contain_text(re.compile(r"lines \d+–\d+"))
    expect(panel.get_by_role("link", name="Open in notes")).to_have_attribute("href", "/notes#1_2_1")
    expect(chip).to_have_attribute("aria-current", "true")
    panel.get_by_role("link", name=re.compile("^Next")).click()
    expect(panel.get_by_role("heading", name="Bread")).to_be_visible()
    panel.get_by_role("link", name=re.compile("^Previous")).click()
    expect(panel.get_by_role("heading", name="Care of the espresso machine")).to_be_visible()
    panel.get_by_role("button", name="Close the section").click()
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()


def test_each_cited_sentence_is_highlighted_by_itself(chat: Page):
    ask(chat, "What makes coffee bitter?")
    last_answer(chat).get_by_role("link", name=re.compile("Grind")).first.click()
    expect(chat.locator("#panel-body mark", has_text="too fine makes the coffee bitter")).to_be_visible()
    marks = chat.locator("#panel-body mark").all_inner_texts()
    assert "A grind that is too fine makes the coffee bitter." in marks


def test_a_follow_up_is_understood(chat: Page):
    ask(chat, "At what temperature is sourdough bread baked?")
    expect(last_answer(chat)).to_contain_text("250 °C")
    ask(chat, "and rye bread?")
    expect(last_answer(chat)).to_contain_text("200 °C")
    expect(last_answer(chat).locator(".understood")).to_contain_text("rye bread")


def test_a_refusal_offers_the_nearest_sections(chat: Page):
    ask(chat, "How long is tea steeped?")
    refusal = last_answer(chat).locator(".refusal")
    expect(refusal).to_contain_text(REFUSAL)
    expect(last_answer(chat).locator(".chip")).to_have_count(0)
    near = refusal.get_by_role("link").first
    title = near.locator(".title").inner_text()
    near.click()
    expect(chat.locator("#panel").get_by_role("heading", name=title)).to_be_visible()


def test_a_scope_keeps_answers_in_a_chapter(chat: Page):
    chat.get_by_role("button", name="Where to look: All notes").click()
    chat.get_by_role("option", name="Coffee", exact=True).click()
    expect(chat.get_by_role("button", name="Where to look: Coffee")).to_be_visible()
    ask(chat, "At what temperature is sourdough bread baked?")
    expect(last_answer(chat)).not_to_contain_text("250 °C")
    expect(chat.locator(".turn .inside")).to_have_text("in Coffee")


def test_a_scope_can_be_any_section_found_by_its_title(chat: Page):
    chat.get_by_role("button", name="Where to look: All notes").click()
    chat.get_by_role("combobox", name="Find a section").fill("rye")
    expect(chat.get_by_role("option")).to_have_count(1)
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("textbox", name="Your question")).to_be_focused()
    ask(chat, "At what temperature is bread baked?")
    expect(last_answer(chat)).to_contain_text("200 °C")
    expect(last_answer(chat)).not_to_contain_text("250 °C")


def test_a_starter_asks_itself(chat: Page):
    starter = chat.locator("#starters button").first
    question = starter.inner_text()
    starter.click()
    answered(chat, 1)
    expect(chat.locator(".question").first).to_contain_text(question)
    expect(chat.locator("#welcome")).to_be_hidden()


def test_a_reload_keeps_the_chat_and_a_new_chat_ends_it(chat: Page):
    ask(chat, WATER)
    ask(chat, ROME)
    before = chat.locator("#turns").inner_text()
    chat.reload()
    answered(chat, 2)
    assert chat.locator("#turns").inner_text() == before
    kept = chat.evaluate("JSON.stringify({...sessionStorage})")
    assert "93" not in kept
    chat.get_by_role("button", name="New chat").click()
    expect(chat.locator(".turn")).to_have_count(0)
    chat.reload()
    opened(chat)
    expect(chat.locator("#welcome")).to_be_visible()
    expect(chat.locator(".turn")).to_have_count(0)


def test_two_windows_do_not_see_each_other(window: Opener):
    mine, yours = opened(window()), opened(window(locale="en-GB"))
    ask(mine, WATER)
    ask(yours, "and rye bread?")
    expect(mine.locator("#turns")).not_to_contain_text("rye")
    expect(yours.locator("#turns")).not_to_contain_text("93 °C")
    yours.reload()
    answered(yours, 1)
    expect(yours.locator("#turns")).not_to_contain_text("93 °C")


def test_the_keyboard_is_enough(chat: Page):
    chat.keyboard.type(WATER)
    chat.keyboard.press("Enter")
    answered(chat, 1)
    chip = last_answer(chat).locator(".chip").first
    for _ in range(10):
        chat.keyboard.press("Shift+Tab")
        if chip.evaluate("chip => chip === document.activeElement"):
            break
    expect(chip).to_be_focused()
    assert chip.evaluate("chip => getComputedStyle(chip).outlineStyle") == "solid"
    chat.keyboard.press("Enter")
    expect(chat.locator("#panel mark").first).to_be_visible()
    chat.keyboard.press("Escape")
    expect(chat.locator("#panel")).to_be_hidden()
    expect(chip).to_be_focused()
    chat.keyboard.press("/")
    expect(chat.get_by_role("textbox", name="Your question")).to_be_focused()
    chat.keyboard.press("Tab")
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("combobox", name="Find a section")).to_be_focused()
    chat.keyboard.press("ArrowDown")
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("button", name="Where to look: Coffee")).to_be_visible()
    chat.keyboard.type("first line")
    chat.keyboard.press("Shift+Enter")
    chat.keyboard.type("second line")
    expect(chat.get_by_role("textbox", name="Your question")).to_have_value("first line\nsecond line")
    expect(chat.locator(".turn")).to_have_count(1)


def test_an_empty_question_and_a_long_one_get_a_hint(chat: Page):
    chat.get_by_role("button", name="Ask").click()
    expect(chat.locator("#hint")).to_have_text("Type a question first.")
    chat.get_by_role("textbox", name="Your question").fill("long " * 500)
    expect(chat.locator("#hint")).to_contain_text("2,000 characters")
    chat.keyboard.press("Enter")
    expect(chat.locator(".turn")).to_have_count(0)


def test_an_answer_is_copied_with_its_source(window: Opener):
    chat = opened(window(permissions=["clipboard-read", "clipboard-write"]))
    ask(chat, WATER)
    chat.get_by_role("button", name="Copy").click()
    expect(chat.get_by_role("button", name="Copied")).to_be_visible()
    copied = chat.evaluate("navigator.clipboard.readText()")
    assert "**93 °C**" in copied
    assert "(Coffee › Pour-over › Water)" in copied


def test_a_full_queue_is_said_kindly_and_asked_again(chat: Page, seen: Seen):
    seen.expected = ("503",)
    chat.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    ask(chat, WATER)
    expect(last_answer(chat)).to_contain_text("Many questions are being answered just now.")
    chat.unroute("**/queue/join*")
    chat.get_by_role("button", name="Try again").click()
    expect(last_answer(chat)).to_contain_text("93 °C")


def test_a_server_that_is_gone_is_said_kindly(window: Opener, seen: Seen):
    chat = opened(window(locale="en-GB"))
    seen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "NetworkError")
    chat.context.set_offline(True)
    ask(chat, WATER)
    expect(last_answer(chat)).to_contain_text("is the program still running?")
    chat.context.set_offline(False)
    chat.get_by_role("button", name="Try again").click()
    expect(last_answer(chat)).to_contain_text("93 °C")


def test_each_statement_shows_its_own_passage(chat: Page):
    ask(chat, WATER)
    lines = last_answer(chat).locator("span.line")
    expect(lines).to_have_count(3)
    for at, words in ((1, "Soft water"), (2, "three rounds")):
        lines.nth(at).click()
        marks = chat.locator("#panel-body mark")
        expect(marks).to_have_count(1)
        expect(marks).to_contain_text(words)
        expect(lines.nth(at).locator(".cite")).to_have_attribute("aria-current", "true")
    chat.keyboard.press("Escape")
    expect(lines.nth(2).locator(".cite")).to_be_focused()
    chat.keyboard.press("Enter")
    expect(chat.locator("#panel-body mark")).to_contain_text("three rounds")


def test_selecting_the_words_of_a_statement_opens_nothing(chat: Page):
    ask(chat, WATER)
    box = last_answer(chat).locator("span.line").first.bounding_box()
    chat.mouse.move(box["x"] + 4, box["y"] + 10)
    chat.mouse.down()
    chat.mouse.move(box["x"] + 160, box["y"] + 10)
    chat.mouse.up()
    assert "water" in chat.evaluate("getSelection().toString()")
    chat.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    expect(chat.locator("#panel")).to_be_hidden()
    expect(chat).not_to_have_url(re.compile("section="))


def test_rows_of_a_table_are_shown_as_a_table(chat: Page):
    ask(chat, "What is the brewing time of each brewing method?")
    rows = last_answer(chat).locator("tbody tr")
    expect(rows).to_have_count(3)
    rows.filter(has_text="Espresso").click()
    expect(chat.locator("#panel-body mark")).to_have_text(["Espresso", "very fine", "27 seconds"])


def test_a_long_question_is_folded(chat: Page):
    question = "How hot should the water be? " * 40
    ask(chat, question)
    bubble = chat.locator(".question").last
    folded = bubble.bounding_box()["height"]
    assert folded < 240
    bubble.get_by_role("button", name="Show all").click()
    assert bubble.bounding_box()["height"] > 1.5 * folded
    bubble.get_by_role("button", name="Show less").click()
    assert bubble.bounding_box()["height"] == folded
    ask(chat, WATER)
    expect(chat.locator(".question").last.locator("button")).to_have_count(0)


def test_a_question_from_elsewhere_is_offered_nothing(chat: Page):
    ask(chat, ROME)
    refusal = last_answer(chat).locator(".refusal")
    expect(refusal).to_contain_text(REFUSAL)
    expect(refusal.get_by_role("link")).to_have_count(0)
    expect(refusal).not_to_contain_text("closest")


def test_the_keyboard_goes_from_line_to_line(chat: Page):
    ask(chat, WATER)
    cites = last_answer(chat).locator(".cite")
    cites.first.focus()
    chat.keyboard.press("Tab")
    expect(cites.nth(1)).to_be_focused()
    assert cites.nth(1).evaluate("cite => getComputedStyle(cite).outlineStyle") == "solid"
    chat.keyboard.press("Enter")
    expect(chat.locator("#panel-body mark")).to_contain_text("Soft water")
    chat.keyboard.press("/")
    expect(chat.get_by_role("textbox", name="Your question")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.locator("#panel")).to_be_hidden()
    expect(chat).to_have_url(re.compile(r"/$"))
