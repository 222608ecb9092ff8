"""Quizzes and exams in the browser, by keys and by hand, also where the server breaks off."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from windows import NOTES, App, Opener, Seen, ask, free_port, opened, start

from assistant.index import open_index
from assistant.quiz import Item, Kind, bank_of
from assistant.settings import Settings

pytestmark = pytest.mark.browser

ALL = ("mcq", "true-false", "cloze", "open", "matching")
Study = Callable[..., Page]


@pytest.fixture(scope="session")
def items(app: App) -> dict[str, Item]:
    """The items of the notes, by their stem."""
    settings = Settings.load(notes=NOTES, home=app.home)
    return {item.stem: item for item in bank_of(open_index(settings), app.home).items}


@pytest.fixture
def study(window: Opener) -> Study:
    """Opens a page as a student of one's own."""

    def open_as(name: str, path: str = "/quiz", **options: object) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 800})
        page = window("/ready", **options)
        assert page.request.post("/student/sign-in", data={"name": name}).ok
        page.goto(path)
        return page

    return open_as


def begin(page: Page, *kinds: str, count: int = 5) -> Page:
    """Starts a quiz of these kinds of questions."""
    expect(page.locator("#setup")).to_be_visible()
    for kind in ALL:
        page.locator(f'#setup input[value="{kind}"]').set_checked(kind in (kinds or ALL))
    page.locator(f'#setup input[name=count][value="{count}"]').check()
    page.locator("#setup .primary").click()
    expect(asked(page)).to_be_visible()
    return page


def asked(page: Page):
    return page.locator(".item[data-state=asked]")


def answered(page: Page):
    return page.locator(".item[data-state=answered]")


def exam_at(page: Page, *kinds: str) -> Locator:
    """Starts exams until one has a question of these kinds, and goes there."""
    for _ in range(10):
        page.goto("/quiz")
        page.get_by_role("button", name="Start the exam").click()
        exam = page.locator(".item.exam")
        expect(exam).to_be_visible()
        for number in range(int(exam.get_attribute("data-last")) + 1):
            if number:
                page.locator("#following").click()
            expect(exam).to_have_attribute("data-number", str(number))
            if exam.get_attribute("data-kind") in kinds:
                return exam
    pytest.fail(f"no exam had a question of the kinds {kinds}")


def item_of(page: Page, items: dict[str, Item]) -> Item:
    """The item that is asked."""
    expect(page.locator(":is([data-state=asked], [data-state=exam]) #stem")).to_be_visible()
    stem = page.locator("#stem").evaluate(
        "stem => { const copy = stem.cloneNode(true); copy.querySelectorAll('.blank').forEach(b => b.replaceWith('_____'));"
        " return copy.textContent; }"
    )
    return items[stem]


def answer(page: Page, item: Item, right: bool) -> None:
    """Answers the item that is shown, by keys alone where its kind allows."""
    expect(asked(page)).to_be_visible()
    if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
        options = page.locator("button.option span").all_inner_texts()
        page.keyboard.press(str(1 + next(at for at, option in enumerate(options) if (option == item.key) is right)))
    elif item.kind is Kind.MATCHING:
        options = page.locator("button.option span").all_inner_texts()
        for match in item.matches:
            page.keyboard.press(str(1 + (options.index(match) if right else 0)))
        page.keyboard.press("Enter")
    else:
        page.keyboard.type(item.key if right else "zzz")
        page.keyboard.press("Enter")
    expect(answered(page)).to_be_visible()


def test_a_whole_quiz_by_keyboard_outlives_the_server(browser: Browser, items: dict[str, Item], app: App):
    first = start(app.home, free_port())
    context = browser.new_context(base_url=first.url, reduced_motion="reduce")
    page = context.new_page()
    try:
        assert page.request.post("/student/sign-in", data={"name": "Ada"}).ok
        page.goto("/quiz")
        expect(page.locator("#setup")).to_be_visible()
        page.keyboard.press("Enter")
        expect(asked(page)).to_be_visible()
        of = int(page.locator(".count").inner_text().split()[-1])
        half = of // 2
        given: list[tuple[str, bool]] = []
        for number in range(half - 1):
            item = item_of(page, items)
            answer(page, item, number % 2 == 0)
            given.append((item.stem, number % 2 == 0))
            page.keyboard.press("Enter")
            expect(asked(page)).to_be_visible()
        item = item_of(page, items)
        answer(page, item, True)  # the feedback is shown: so the answer is stored
        given.append((item.stem, True))
        first.process.kill()
        first.process.wait()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
        again = start(app.home, int(first.url.rsplit(":", 1)[1]))
        try:
            page.keyboard.press("Enter")
            expect(asked(page).locator(".count")).to_have_text(f"{half + 1} of {of}")
            page.reload()
            expect(asked(page).locator(".count")).to_have_text(f"{half + 1} of {of}")
            for _ in range(of - half):
                item = item_of(page, items)
                answer(page, item, False)
                given.append((item.stem, False))
                page.keyboard.press("Enter")
            expect(page.locator(".score")).to_contain_text(f"{sum(right for _, right in given)} of {of}")
            missed = page.locator(".mistakes .stem-small").all_inner_texts()
            assert missed == [stem for stem, right in given if not right]
            kept = page.request.get("/progress/export").json()
            stems = {row["item"]["id"]: row["item"]["stem"] for row in kept["items"]}
            assert [(stems[one["item_id"]], one["right"]) for one in kept["attempts"]] == given
        finally:
            again.process.terminate()
            again.process.communicate(timeout=20)
    finally:
        context.close()
        first.process.kill()
        first.process.communicate()


def test_feedback_shows_the_key_the_reason_and_the_passage_in_place(study: Study, items: dict[str, Item]):
    page = begin(study("Feedback"), "mcq")
    item = item_of(page, items)
    answer(page, item, False)
    expect(page.get_by_role("status").filter(has_text="Not right")).to_be_visible()
    expect(page.locator(".option.right")).to_contain_text(item.key)
    expect(page.locator(".option.wrong")).to_contain_text("your answer")
    expect(page.locator(".reason")).to_contain_text(item.explanation)
    assert item.explanation != item.key
    page.keyboard.press("w")
    expect(page.locator("#in-place mark").first).to_be_visible()
    expect(page.locator("#in-place .section-title")).to_have_text(item.citation.path.split(" > ")[-1])
    page.keyboard.press("w")
    expect(page.locator("#in-place")).to_be_hidden()
    page.locator(".reason .chip").click()
    expect(page.locator("#panel mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(answered(page)).to_be_visible()


def test_pairs_are_matched_by_keys_and_by_hand(study: Study, items: dict[str, Item]):
    page = study("Matcher")
    page.locator("#setup select").select_option(_matching_chapter(items))
    begin(page, "matching")
    item = item_of(page, items)
    options = page.locator("button.option span").all_inner_texts()
    numbers = [options.index(match) for match in item.matches]
    left, current = page.locator("#left"), page.locator(".pair[aria-current=true]")
    page.keyboard.press("Enter")
    expect(asked(page), "nothing is handed in before all is matched").to_be_visible()
    expect(left).to_have_text(f"{len(numbers)} still to match")
    page.keyboard.press("ArrowDown")
    expect(current).to_have_attribute("data-prompt", item.prompts[1])
    page.keyboard.press(str(1 + numbers[1]))
    expect(page.locator("#announcer")).to_have_text(f"{item.prompts[1]}: {item.matches[1]}")
    page.keyboard.press(str(1 + numbers[1]))  # the turn has gone on to the third
    expect(page.locator("#pair-2 .chosen")).to_have_text(item.matches[1])
    page.locator("#pair-2").click()
    page.get_by_role("button", name=item.matches[1], exact=False).and_(page.locator(".option")).click()
    expect(page.locator("#pair-2 .chosen"), "chosen again it is taken back").to_be_empty()
    page.locator("button.option").nth(numbers[2]).click()
    expect(current).to_have_attribute("data-prompt", item.prompts[0])
    for number, _ in enumerate(numbers):
        if page.locator(f"#pair-{number} .chosen").inner_text() == "":
            page.keyboard.press(str(1 + numbers[number]))
    expect(left).to_have_text("All matched")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_text("Right")


def _matching_chapter(items: dict[str, Item]) -> str:
    return next(item.anchor for item in items.values() if item.kind is Kind.MATCHING).split("_")[0]


def test_flag_skip_and_retry_the_mistakes(study: Study, items: dict[str, Item]):
    page = begin(study("Retry"), "true-false")
    page.keyboard.press("f")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    skipped = item_of(page, items).stem
    page.keyboard.press("s")
    expect(asked(page).locator(".count")).to_have_text("2 of 5")
    wrong = item_of(page, items).stem
    answer(page, item_of(page, items), False)
    for _ in range(3):
        page.keyboard.press("Enter")
        answer(page, item_of(page, items), True)
    page.keyboard.press("Enter")
    expect(page.locator(".score")).to_contain_text("3 of 5")
    scores = page.locator(".scores li")
    assert sum(int(re.match(r"\d+", text.split("\n")[-1])[0]) for text in scores.all_inner_texts()) == 3
    page.locator(".mistakes .chip").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#retry").press("Enter")
    expect(asked(page).locator(".count")).to_have_text("1 of 2")
    stems = {page.locator("#stem").inner_text()}
    answer(page, item_of(page, items), True)
    page.keyboard.press("Enter")
    expect(asked(page).locator(".count")).to_have_text("2 of 2")
    assert stems | {page.locator("#stem").inner_text()} == {skipped, wrong}


def test_what_was_typed_can_be_overruled(study: Study, items: dict[str, Item]):
    page = begin(study("Typed"), "cloze")
    answer(page, item_of(page, items), False)
    page.get_by_role("button", name="I was right").click()
    expect(page.locator(".verdict")).to_have_text("Right (your own verdict)")
    page.get_by_role("button", name="I was wrong").click()
    expect(page.locator(".verdict")).to_have_text("Not right")
    page.keyboard.press("Enter")
    expect(asked(page).locator("#given")).to_be_focused()


def test_the_quiz_that_is_open_is_offered(study: Study):
    page = begin(study("Open quiz"))
    page.keyboard.press("s")
    expect(asked(page).locator(".count")).to_have_text("2 of 5")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Quiz").click()
    page.get_by_role("link", name="Go on").click()
    expect(asked(page).locator(".count")).to_have_text("2 of 5")
    page.get_by_role("button", name="End").click()
    expect(page.locator(".score")).to_contain_text("0 of 5")
    page.get_by_role("link", name="New quiz").click()
    expect(page.locator(".past li")).to_contain_text("0 of 5 right")
    expect(page.locator(".go-on")).to_have_count(0)


def test_an_exam_is_quiet_until_it_is_handed_in_and_survives_a_reload(study: Study, items: dict[str, Item]):
    page = study("Exam")
    page.get_by_role("button", name="Start the exam").click()
    exam = page.locator(".item.exam")
    expect(exam.locator(".count")).to_contain_text("1 of")
    last = int(exam.get_attribute("data-last"))
    expect(page.get_by_role("status").filter(has_text=f"Only {last + 1} questions, not 20")).to_be_visible()
    seconds = 90 * (last + 1)
    times = "|".join(f"{left // 60}:{left % 60:02}" for left in range(seconds - 9, seconds + 1))
    expect(page.locator("#clock")).to_have_text(re.compile(f"^({times})$"))
    page.locator("#flag").click()  # by hand, for in a box the key would be a letter
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    for number in range(3):
        item = item_of(page, items)
        if item.kind in (Kind.MCQ, Kind.TRUE_FALSE):
            options = page.locator("button.option span").all_inner_texts()
            page.keyboard.press(str(options.index(item.key) + 1))
            expect(page.locator("button.option[aria-pressed=true]")).to_contain_text(item.key)
        elif item.kind is Kind.MATCHING:
            options = page.locator("button.option span").all_inner_texts()
            for match in item.matches:
                page.keyboard.press(str(1 + options.index(match)))
        else:
            page.locator("#given").fill(item.key)
        page.locator("#following").click()
        expect(exam).to_have_attribute("data-number", str(number + 1))
    expect(page.locator(".verdict, .reason")).to_have_count(0)
    page.reload()
    expect(exam).to_have_attribute("data-number", "3")
    expect(page.locator(".cell.filled")).to_have_count(3)
    expect(page.locator(".cell.flagged")).to_have_count(1)
    page.locator(".cell.flagged").click()
    expect(exam).to_have_attribute("data-number", "0")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name=f"Hand in with {last - 2} open").click()
    expect(page.locator(".score")).to_contain_text(f"3 of {last + 1} right")
    expect(page.get_by_role("heading", name="By chapter")).to_be_visible()
    chapters = page.locator(".scores .title").all_inner_texts()
    assert set(chapters) <= {"Coffee", "Bread", "Untrusted notes"}


def test_an_answer_of_the_chat_can_be_asked_about(study: Study, items: dict[str, Item]):
    page = opened(study("From the chat", "/"))
    ask(page, "How hot should the water for pour-over be?")
    page.get_by_role("link", name="Quiz me on this").click()
    expect(asked(page)).to_be_visible()
    assert item_of(page, items).anchor.startswith("1_1")
    assert "about" not in page.url


def test_a_part_without_items_is_said(study: Study, seen: Seen):
    seen.expected = ("400",)
    page = study("Nothing", "/quiz?about=nowhere")
    expect(page.get_by_role("alert")).to_contain_text("Your notes give no such items")
    expect(page.locator("#setup")).to_be_visible()


def test_fewer_questions_than_were_asked_for_are_said(study: Study, items: dict[str, Item]):
    page = study("Few")
    chapter = _matching_chapter(items)
    page.locator("#setup select").select_option(chapter)
    begin(page, "matching", count=20)
    of = int(page.locator(".count").inner_text().split()[-1])
    assert of < 20
    told = page.get_by_role("status").filter(has_text="not 20")
    expect(told).to_contain_text("1 question" if of == 1 else f"{of} questions")


def test_enter_after_a_click_goes_on_and_takes_nothing_back(study: Study, items: dict[str, Item]):
    page = study("Clicker")
    exam = exam_at(page, "mcq", "true-false")
    number = int(exam.get_attribute("data-number"))
    page.locator("button.option").first.click()
    expect(page.locator("button.option").first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(exam).to_have_attribute("data-number", str(min(number + 1, int(exam.get_attribute("data-last")))))
    expect(page.locator(".cell.filled")).to_have_count(1)


def test_what_is_typed_in_an_exam_is_kept_without_a_step(study: Study, items: dict[str, Item], app: App):
    page = study("Typist")
    exam_at(page, "cloze", "open")
    page.locator("#given").focus()
    page.keyboard.type("half a thought")
    page.reload()
    expect(page.locator("#given")).to_have_value("half a thought")
    page.locator("#given").fill("a whole thought")
    expect(page.locator(".cell[aria-current].filled")).to_be_visible()
    with page.expect_response("**/quiz/fill"):
        page.locator("#given").press("End")
        page.keyboard.type("!")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#given")).to_have_value("a whole thought!")
    other.locator("#hand-in").click()
    other.locator("#hand-in").click()
    expect(other.locator(".score")).to_be_visible()
    page.locator("#given").fill("too late")
    expect(page.locator(".score"), "the exam was handed in elsewhere: its report is shown").to_be_visible()


def test_an_exam_ends_with_what_stands_in_the_box(study: Study, items: dict[str, Item]):
    page = study("Last second")
    page.clock.install()
    exam_at(page, "cloze", "open")
    page.locator("#given").fill("in the last second")
    page.clock.fast_forward(3 * 3600_000)
    expect(page.locator(".score")).to_be_visible()
    assert "in the last second" in page.request.get("/progress/export").text()


def test_an_answer_from_another_window_counts(study: Study, items: dict[str, Item]):
    page = begin(study("Two windows"), "true-false")
    other = page.context.new_page()
    other.goto(page.url)
    item = item_of(other, items)
    answer(page, item, True)
    answer(other, item, False)
    expect(other.get_by_role("status").filter(has_text="another window")).to_be_visible()
    expect(other.locator(".verdict")).to_have_text("Right")
    other.close()


def test_each_quiz_that_was_left_open_is_offered(study: Study):
    page = begin(study("Many open"), "true-false")
    page.goto("/quiz")
    begin(page, "cloze")
    page.goto("/quiz")
    expect(page.get_by_role("link", name="Go on")).to_have_count(2)


def test_a_double_click_takes_one_step(study: Study):
    page = begin(study("Twice"), "true-false")
    page.evaluate(
        """() => new Promise((done) => {
            const click = (detail) => new MouseEvent("click", { bubbles: true, detail });
            const skip = (detail) => document.getElementById("skip").dispatchEvent(click(detail));
            const again = () => setTimeout(() => { skip(2); done(); }, 50);  // the next question's button is under the pointer
            document.getElementById("sheet").addEventListener("shown", again, { once: true });
            skip(1);
        })"""
    )
    page.wait_for_timeout(600)
    expect(asked(page).locator(".count")).to_have_text("2 of 5")
    page.locator("#skip").click()
    expect(asked(page).locator(".count")).to_have_text("3 of 5")


def test_back_leads_to_the_start_and_forward_to_the_question(study: Study):
    page = study("Back and forth")
    exam_at(page, "cloze", "open")
    address = page.url
    page.locator("#given").fill("before going back")
    page.go_back()
    expect(page.locator("#setup")).to_be_visible()
    page.go_forward()
    expect(page.locator("#given")).to_have_value("before going back")
    assert page.url == address


def test_another_students_quiz_is_not_found(study: Study, seen: Seen):
    seen.expected = ("400",)
    page = begin(study("Owner"))
    address = page.url
    thief = study("Thief", address)
    expect(thief.get_by_role("alert")).to_contain_text("no such quiz or exam of yours")


def test_hostile_notes_stay_text(study: Study, seen: Seen):
    page = study("Hostile")
    page.locator("#setup select").select_option("3")
    begin(page, count=20)
    while asked(page).count():
        number = page.locator(".count").inner_text()
        if page.locator("button.option").count():
            page.keyboard.press("1")
            expect(answered(page)).to_be_visible()
        page.locator("#skip, #next").click()
        expect(page.locator(".count").filter(has_text=number)).to_have_count(0)
    expect(page.locator(".score")).to_be_visible()
    assert page.locator(".sheet :is(img, iframe, script, form:not(.setup):not(.typed):not(.matching))").count() == 0
