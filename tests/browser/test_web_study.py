"""Reviews, progress and students in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from test_web_looks import no_sideways_scroll, violations
from test_web_quiz import Study, answer, answered, asked, begin, item_of, items, study  # noqa: F401
from windows import App, Opener, Seen, ask, opened

from assistant.quiz import Item
from assistant.web.progress_page import LARGEST_IMPORT

pytestmark = pytest.mark.browser


def missed(page: Page, items: dict[str, Item], count: int) -> list[str]:  # noqa: F811
    """Takes a quiz of five, and misses the first ones; the stems that were missed."""
    begin(page, "true-false")
    stems = []
    for number in range(5):
        item = item_of(page, items)
        answer(page, item, number >= count)
        if number < count:
            stems.append(item.stem)
        page.keyboard.press("Enter")
    expect(page.locator(".score")).to_be_visible()
    return stems


def test_what_was_missed_is_reviewed_by_keys_and_taken_back(study: Study, items: dict[str, Item]):  # noqa: F811
    page = study("Reviewer")
    stems = missed(page, items, 2)
    page.get_by_role("link", name="What is due").click()
    expect(page.locator(".count")).to_have_text("2 due today")
    first = page.locator("#stem").inner_text()
    assert first in stems
    expect(page.locator("#back")).to_be_hidden()
    options = list(items[first].options)
    assert page.locator(".option:visible").all_inner_texts() == options
    before = page.locator(".option:visible").first.bounding_box()
    page.keyboard.press("Enter")
    expect(page.locator(".option.right:visible")).to_have_text(f"Right: {items[first].key}")
    assert len(page.locator(".option:visible").all()) == len(options), "the right one is marked, not shown again"
    assert page.locator(".option:visible").first.bounding_box() == before, "nothing jumps"
    expect(page.get_by_role("button", name="Again 10 min")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator("#in-place mark").first).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator(".told")).to_contain_text("Good: back in")
    expect(page.locator(".count")).to_have_text("1 due today")
    assert page.locator("#stem").inner_text() != first
    page.keyboard.press("u")
    expect(page.locator(".told")).to_contain_text("Taken back.")
    expect(page.locator("#stem")).to_have_text(first)
    for left in ("1 due today", None):
        page.keyboard.press("Enter")
        page.keyboard.press("4")
        expect(page.locator(".count") if left else page.locator(".page-title")).to_have_text(left or "Done for today")


def test_progress_is_told_and_a_chapter_opens(study: Study, items: dict[str, Item]):  # noqa: F811
    page = study("Progress")
    missed(page, items, 3)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Progress").click()
    figures = page.locator(".figures")
    expect(figures).to_contain_text("3due today")
    expect(figures).to_contain_text("40%right of 5 answers")
    expect(figures).to_contain_text("1 dayin a row")
    expect(page.get_by_role("img", name="Cards due in the next 30 days: 3 today, 5 in all.")).to_be_visible()
    expect(page.get_by_role("img", name="Calendar of the last 26 weeks: answers on 1 day.")).to_be_visible()
    expect(page.get_by_role("img", name="Share of right answers over time; the latest: 40%.")).to_be_visible()
    expect(page.locator(".hardest li")).to_have_count(3)
    expect(page.locator(".hardest li").first).to_contain_text("0 of 1 right")
    weak = page.locator(".chapter", has=page.locator(".cells .weak")).first
    weak.locator("summary").press("Enter")
    weak.locator(".sections a[data-section]").last.click()
    expect(page.locator("#panel .section-title")).to_be_visible()
    page.keyboard.press("Escape")
    weak.get_by_role("link", name="Quiz").first.click()
    expect(asked(page)).to_be_visible()


def test_progress_is_carried_to_another_student_by_keyboard(study: Study, items: dict[str, Item], tmp_path: Path):  # noqa: F811
    page = study("From here")
    missed(page, items, 3)
    page.goto("/progress")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save to a file").press("Enter")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name == "study-progress.json"
    other = study("To there", "/progress")
    expect(other.locator(".empty")).to_be_visible()
    other.get_by_label("Add a saved file").set_input_files(file)
    expect(other.locator("#whose")).to_have_text("This is the progress of From here: it would be added to To there’s.")
    other.get_by_role("button", name="Add to my progress").press("Enter")
    told = other.get_by_role("status").filter(has_text="Added")
    expect(told).to_have_text("Added 5 questions, 5 answers, 5 reviews, 1 quiz or exam.")
    expect(other.locator(".figures")).to_contain_text("40%right of 5 answers")
    other.get_by_label("Add a saved file").set_input_files(file)
    other.get_by_role("button", name="Add to my progress").click()
    expect(other.get_by_role("status").filter(has_text="Nothing was added")).to_be_visible()
    expect(other.locator(".figures")).to_contain_text("40%right of 5 answers")


def test_files_that_are_no_progress_are_refused_and_change_nothing(study: Study, seen: Seen):  # noqa: F811
    seen.expected = ("400", "413")
    page = study("Careless", "/progress")
    files = {
        "photo.json": b"\x89PNG\r\n\x1a\n\xff",
        "list.json": b"[1, 2]",
        "other.json": b'{"format": "shopping list"}',
        "cut.json": b'{"format": "study-assistant progress", "version": 1, "items": [',
        "nothing.json": b"",
    }
    for name, content in files.items():
        chosen = {"name": name, "mimeType": "application/json", "buffer": content}
        page.get_by_label("Add a saved file").set_input_files(chosen)
        page.get_by_role("button", name="Add to my progress").click()
        expect(page.locator("#data").get_by_role("alert")).to_contain_text("This is no exported progress")
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("button", name="Add to my progress")).to_be_enabled()
    large = page.evaluate(
        "async (size) => { const sent = { method: 'POST', body: new Blob([new Uint8Array(size)]) };"
        " const answer = await fetch('/progress/import', sent); return [answer.status, await answer.text()]; }",
        LARGEST_IMPORT + 1,
    )
    assert large == [413, "This request is too large."]
    assert page.request.get("/progress/export").json()["items"] == []


def test_a_new_student_is_told_where_to_begin(study: Study):  # noqa: F811
    page = study("Newcomer", "/progress")
    expect(page.locator(".empty")).to_contain_text("Nothing answered yet")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Review").click()
    expect(page.locator("h1")).to_have_text("Nothing to review yet")
    page.get_by_role("link", name="Start a quiz").click()
    expect(page.locator("#setup")).to_be_visible()


def test_two_students_at_once_do_not_mix(study: Study, items: dict[str, Item]):  # noqa: F811
    ada, grace = begin(study("Ada at once"), "true-false"), begin(study("Grace at once"), "true-false")
    for number in range(5):
        for page, right in ((ada, True), (grace, number == 0)):
            answer(page, item_of(page, items), right)
        ada.keyboard.press("Enter")
        grace.keyboard.press("Enter")
    expect(ada.locator(".score")).to_contain_text("5 of 5")
    expect(grace.locator(".score")).to_contain_text("1 of 5")
    for page, name, due in ((ada, "Ada at once", "0"), (grace, "Grace at once", "4")):
        page.goto("/progress")
        expect(page.locator(".figures dd").first).to_have_text(due)
        expect(page.get_by_role("button", name=f"Student: {name}")).to_be_visible()
        kept = page.request.get("/progress/export").json()
        assert (kept["student"], len(kept["attempts"])) == (name, 5)


def test_signing_in_and_out(window: Opener, seen: Seen):
    seen.expected = ("400",)
    page = opened(window(viewport={"width": 1280, "height": 800}))
    expect(page.get_by_role("button", name="Student: me")).to_be_visible()
    ask(page, "How hot should the water for pour-over be?")

    def sign_in(name: str, passphrase: str = "") -> None:
        page.locator("#student").click()
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Passphrase").fill(passphrase)
        page.keyboard.press("Enter")

    sign_in("Emmy", "noether")
    expect(page.get_by_role("button", name="Student: Emmy")).to_be_visible()
    opened(page)
    expect(page.locator(".turn")).to_have_count(0)
    page.locator("#student").click()
    page.get_by_role("button", name="Sign Emmy out").click()
    expect(page.get_by_role("button", name="Student: me")).to_be_visible()
    sign_in("emmy", "abstract")
    expect(page.locator("#sign-in [role=alert]")).to_contain_text("not Emmy's")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#sign-in")).to_have_count(0)


def test_another_site_cannot_answer_for_a_student(app: App, browser: Browser):
    with browser.new_context(base_url=app.url) as context:
        assert context.request.post("/student/sign-in", data={"name": "Cookie"}).ok
        (cookie,) = context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
        headers = {"sec-fetch-site": "cross-site"}
        assert context.request.post("/quiz/begin", data={"count": 5}, headers=headers).status == 403


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_the_pages_are_accessible_and_fit(study: Study, items: dict[str, Item], scheme: str, width: int):  # noqa: F811
    page = study(f"Looks {scheme}", color_scheme=scheme, viewport={"width": width, "height": 800})
    expect(page.locator("#setup")).to_be_visible()

    def fine(what: str) -> None:
        assert violations(page) == [], what
        assert no_sideways_scroll(page), what

    fine("start")
    begin(page, count=20)
    seen = set()
    while asked(page).count():
        number = page.locator(".count").inner_text()
        kind = asked(page).get_attribute("data-kind")
        if kind not in seen:
            fine(f"asked {kind}")
        answer(page, item_of(page, items), False)
        if kind not in seen:
            page.locator("#why").click()
            expect(page.locator("#in-place mark").first).to_be_visible()
            fine(f"answered {kind}")
        seen.add(kind)
        page.locator("#next").click()
        expect(page.locator(".count").filter(has_text=number)).to_have_count(0)
    fine("score")
    page.goto("/review")
    page.locator("#reveal").click()
    fine("review")
    page.goto("/progress")
    page.locator(".chapter summary").first.click()
    fine("progress")
    page.goto("/quiz")
    page.get_by_role("button", name="Start the exam").click()
    expect(page.locator(".exam")).to_be_visible()
    fine("exam")
    page.locator("#student").click()
    fine("signing in")
