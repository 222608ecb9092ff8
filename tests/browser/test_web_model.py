"""The chat with a chat model behind it: sentences as they come, stop, a model that breaks off, and one that means harm."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from windows import HERE, REPOSITORY, App, Seen, answered, ask, environment, free_port, opened, watch

pytestmark = pytest.mark.browser

WATER = "How hot should the water for pour-over be?"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with a chat model that follows a script."""
    home = tmp_path_factory.mktemp("model-home")
    port = free_port()
    log = home / "stderr.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "scripted_app.py")],
            env=environment(home, port),
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    line = process.stdout.readline()
    assert f"http://127.0.0.1:{port}" in line, log.read_text()
    yield App(f"http://127.0.0.1:{port}", process, home)
    process.terminate()
    process.communicate(timeout=20)
    assert "Traceback" not in log.read_text()


@pytest.fixture
def chat(browser: Browser, scripted: App, seen: Seen) -> Iterator[Page]:
    with browser.new_context(base_url=scripted.url, reduced_motion="reduce") as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        watch(page, scripted, seen)
        page.goto("/")
        yield opened(page)
    assert (seen.foreign, seen.dialogs, seen.unexpected) == ([], [], [])


def begin(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(question)
    page.keyboard.press("Enter")


def test_the_model_s_sentence_is_shown_with_its_section(chat: Page) -> None:
    ask(chat, WATER)
    answer = chat.locator(".answer")
    expect(answer).to_contain_text("In short: The water for pour-over coffee should have a temperature of 93 °C")
    answer.locator("a.chip").first.click()
    expect(chat.locator("#panel-body mark").first).to_contain_text("93 °C")
    expect(chat.get_by_role("button", name="Stop")).to_have_count(0)


def test_while_the_model_has_said_nothing_the_student_is_told_what_is_waited_for(chat: Page) -> None:
    begin(chat, f"{WATER} late")
    expect(chat.locator(".waiting")).to_have_text("The chat model is writing: each sentence comes once it is held to your notes…")
    answered(chat, 1)
    expect(chat.locator(".waiting")).to_have_count(0)


def test_what_a_model_said_is_not_asked_again_after_a_reload(chat: Page) -> None:
    ask(chat, f"{WATER} late")
    said = chat.locator(".answer").inner_text()
    chat.reload()
    started = time.monotonic()
    answered(opened(chat), 1)
    assert time.monotonic() - started < 2, "asked again, it would say nothing for three seconds"
    assert chat.locator(".answer").inner_text() == said
    chat.locator(".answer a.chip").first.click()
    expect(chat.locator("#panel-body mark").first).to_contain_text("93 °C")
    ask(chat, "How coarse is the grind for espresso?")
    expect(chat.locator(".answer").last).to_contain_text("In short:")


def test_on_a_phone_the_stop_button_is_in_sight_while_a_follow_up_is_written(browser: Browser, scripted: App) -> None:
    with browser.new_context(base_url=scripted.url, reduced_motion="reduce", viewport={"width": 390, "height": 640}) as context:
        page = context.new_page()
        page.goto("/")
        ask(opened(page), WATER)
        begin(page, f"{WATER} late")
        expect(page.locator(".waiting")).to_contain_text("The chat model is writing")
        stop, foot = page.get_by_role("button", name="Stop").bounding_box(), page.locator(".foot").bounding_box()
        assert stop["y"] + stop["height"] <= foot["y"] + 1
        answered(page, 2)


def test_an_answer_is_stopped_and_keeps_what_had_come(chat: Page) -> None:
    begin(chat, f"{WATER} slow")
    expect(chat.locator(".answer")).to_contain_text("93 °C")
    expect(chat.locator(".answer")).to_have_attribute("aria-busy", "true")
    expect(chat.locator(".answer a.chip"), "the section is there before the answer is whole").to_have_count(1)
    started = time.monotonic()
    chat.get_by_role("button", name="Stop").click()
    answered(chat, 1)
    assert time.monotonic() - started < 8
    expect(chat.locator(".answer")).to_contain_text("Stopped: this is what had come.")
    expect(chat.locator(".answer")).to_contain_text("93 °C")
    expect(chat.get_by_role("button", name="Stop")).to_have_count(0)
    ask(chat, "How coarse is the grind for espresso?")


def test_a_stop_ends_one_s_own_answer_only(chat: Page, browser: Browser, scripted: App) -> None:
    with browser.new_context(base_url=scripted.url, reduced_motion="reduce") as context:
        other = context.new_page()
        other.goto("/")
        opened(other)
        begin(other, f"{WATER} slow")
        expect(other.locator(".answer")).to_contain_text("93 °C")
        begin(chat, f"{WATER} slow")
        expect(chat.locator(".answer")).to_contain_text("93 °C")
        chat.get_by_role("button", name="Stop").click()
        answered(chat, 1)
        expect(other.locator(".answer")).to_have_attribute("aria-busy", "true")
        other.get_by_role("button", name="Stop").click()
        answered(other, 1)


def test_a_model_that_breaks_off_ends_in_the_composed_answer_and_a_notice(chat: Page) -> None:
    ask(chat, f"{WATER} breaks")
    answer = chat.locator(".answer")
    expect(answer).to_contain_text("The chat model broke off: this answer is made of your notes' own lines.")
    expect(answer).to_contain_text("93 °C")
    expect(answer).not_to_contain_text("In short")


def help_with(page: Page, anchor: str, button: str) -> None:
    """Asks for help with a section on the notes page; it comes in the chat."""
    page.goto(f"/notes#{anchor}")
    page.locator("#page").get_by_role("button", name=button).click()
    opened(page)


def test_a_section_is_explained_in_the_chat_with_its_citations(chat: Page) -> None:
    help_with(chat, "1_1_1", "Explain simply")
    answered(chat, 1)
    expect(chat.locator(".question .words")).to_have_text("Explain “Pour-over › Water” simply")
    expect(chat.locator(".answer")).to_contain_text("In short: The water for pour-over coffee should have a temperature of 93 °C")
    chat.locator(".answer a.cite").first.click()
    expect(chat.locator("#panel-body mark").first).to_contain_text("93 °C")
    chat.locator("#panel").get_by_role("button", name="Exam scenario").click()
    answered(chat, 2)
    chat.reload()
    answered(opened(chat), 2)
    expect(chat.locator(".answer").first).to_contain_text("In short: The water for pour-over")
    expect(chat.locator(".answer").last).to_contain_text("Which choice fits best?")


def test_the_solution_of_a_scenario_is_shown_on_demand(chat: Page) -> None:
    help_with(chat, "1_2", "Exam scenario")
    answered(chat, 1)
    answer = chat.locator(".answer")
    expect(answer.locator(".part-name:visible")).to_have_text(["Situation", "Question"])
    expect(answer).to_contain_text("The drip tray")
    expect(answer).not_to_contain_text("rocket")
    expect(chat.locator("#announcer")).not_to_contain_text("Answer")
    answer.get_by_text("Show the solution").click()
    expect(answer.locator(".part-name:visible")).to_have_text(["Situation", "Question", "Answer", "Why"])
    assert answer.locator("b, [onmouseover]").count() == 0
    answer.locator(".solution a.cite").first.click()
    expect(chat.locator("#panel-body mark").first).to_be_visible()


def test_a_section_is_compared_with_another_that_is_found_by_its_title(chat: Page) -> None:
    chat.goto("/?section=1_1_1")
    button = chat.locator("#panel").get_by_role("button", name="Compare with…")
    button.click()
    field = chat.get_by_role("combobox", name="Section to compare with")
    expect(field).to_be_focused()
    offered = chat.get_by_role("listbox", name="Sections to compare with").get_by_role("option")
    expect(offered, "what stands beside it comes first").to_have_count(1)
    expect(offered.first).to_contain_text("Grind")
    chat.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(button).to_be_focused()
    expect(chat.locator("#panel"), "Escape closes the field alone").to_be_visible()
    button.click()
    field.fill("water")
    expect(offered, "a section is not compared with itself").to_have_count(1)
    expect(offered).to_have_text("No section has these words in its title.")
    field.fill("starter")
    expect(offered).to_have_count(1)
    chat.keyboard.press("Enter")
    answered(chat, 1)
    expect(chat.locator(".question .words")).to_have_text("Compare “Pour-over › Water” with “Sourdough › Starter”")
    answer = chat.locator(".answer")
    expect(answer).to_contain_text("On one side: The water for pour-over coffee")
    expect(answer).to_contain_text("On the other side")
    expect(answer).not_to_contain_text("900")
    expect(answer.locator("a.chip")).to_have_count(2)
    chat.reload()
    answered(opened(chat), 1)
    expect(chat.locator(".answer")).to_contain_text("On the other side")


def test_a_comparison_is_asked_for_on_the_notes_page_too(chat: Page) -> None:
    chat.goto("/notes#2_1")
    chat.locator("#page").get_by_role("button", name="Compare with…").click()
    chat.get_by_role("option", name="Rye bread").click()
    answered(opened(chat), 1)
    expect(chat.locator(".question .words")).to_have_text("Compare “Bread › Sourdough” with “Bread › Rye bread”")
    expect(chat.locator(".answer a.chip")).to_have_count(2)


def test_a_guide_is_stopped_and_keeps_what_had_come(chat: Page) -> None:
    help_with(chat, "1_1", "Study guide")
    expect(chat.locator(".answer")).to_contain_text("93 °C")
    chat.get_by_role("button", name="Stop").click()
    answered(chat, 1)
    expect(chat.locator(".answer")).to_contain_text("Stopped: this is what had come.")
    expect(chat.locator(".answer")).to_contain_text("93 °C")


def test_a_guide_that_breaks_off_ends_in_the_notes_own_lines(chat: Page) -> None:
    help_with(chat, "2_2", "Study guide")
    answered(chat, 1)
    expect(chat.locator(".answer")).to_contain_text("The chat model broke off: this answer is made of your notes' own lines.")
    expect(chat.locator(".answer a.cite").first).to_be_attached()


def test_on_a_phone_the_panel_makes_way_for_the_help(browser: Browser, scripted: App) -> None:
    with browser.new_context(base_url=scripted.url, reduced_motion="reduce", viewport={"width": 390, "height": 780}) as context:
        page = context.new_page()
        page.goto("/?section=1_1_1")
        page.locator("#panel").get_by_role("button", name="Explain simply").click()
        expect(page.locator("#panel")).to_be_hidden()
        answered(page, 1)
        expect(page.locator(".answer")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_tags_pictures_and_forms_of_the_model_reach_no_page(chat: Page) -> None:
    ask(chat, f"{WATER} evil")
    answer = chat.locator(".answer")
    expect(answer).to_contain_text("93 °C")
    expect(answer).not_to_contain_text("evil.example")
    assert answer.locator("img, form, [onerror]").count() == 0
