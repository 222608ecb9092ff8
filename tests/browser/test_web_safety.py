from __future__ import annotations

import http.client
import json
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect
from windows import App, Opener, answered, ask

from assistant.web.guard import LARGEST_REQUEST

pytestmark = pytest.mark.browser

ODD = "x&y%41;z"
ACTIVE = "script, iframe, form:not(#composer), img, svg[onload], object, embed, [onerror], [onload], [onclick], [style*=url]"


def inert(page: Page, within: str) -> None:
    """Nothing became more than text; that nothing ran or was fetched, every window watches."""
    assert page.locator(within).locator(ACTIVE).count() == 0
    hrefs = page.locator(within).locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert all(href.startswith(("/notes", "/quiz?about=", "/?", "#")) for href in hrefs)
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def test_hostile_notes_are_only_text_on_the_notes_page(window: Opener):
    page = window(f"/notes#{quote(ODD)}")
    expect(page.locator("#page h1")).to_contain_text("Odd ${alert(2)} {{title}}")
    text = page.locator("#page")
    expect(text).to_contain_text("<script>alert(4)</script>")
    expect(text).to_contain_text("[eucalyptus](javascript:alert(6))")
    expect(text).to_contain_text("[picture: a remote picture]")
    expect(text).to_contain_text("<iframe src=")
    expect(text.get_by_role("link", name="the start")).to_have_attribute("href", "/notes#1_1_1")
    expect(text.locator("td br")).to_have_count(1)
    inert(page, "#page")
    page.get_by_role("searchbox", name="Search the notes").fill("<script>")
    expect(page.locator("#found")).not_to_be_empty()
    inert(page, "#contents")
    page.get_by_role("searchbox", name="Search the notes").fill("quokka")
    expect(page.locator("#results mark").first).to_be_visible()
    inert(page, "#contents")


def test_hostile_notes_are_only_text_in_the_chat(chat: Page):
    ask(chat, "What is the quokka password?")
    expect(chat.locator(".answer")).to_contain_text("swordfish")
    inert(chat, "#turns")
    chat.locator(".chip").first.click()
    expect(chat.locator("#panel mark").first).to_be_visible()
    expect(chat.locator("#panel")).to_contain_text("<script>alert(4)</script>")
    inert(chat, "#panel")
    chat.get_by_role("button", name="Where to look: All notes").click()
    chat.get_by_role("combobox").fill("odd")
    expect(chat.get_by_role("option")).to_have_count(1)
    expect(chat.get_by_role("option")).to_contain_text("Odd ${alert(2)}")
    inert(chat, "#scopes")


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="http://elsewhere.invalid/q.png" onerror="alert(1)"> quokka',
    "![x](http://elsewhere.invalid/q.png) [y](javascript:alert(1)) quokka ${alert(1)} {{constructor}}",
    "</textarea><form action=http://elsewhere.invalid><input autofocus onfocus=alert(1)>",
]


def test_hostile_questions_are_only_text(chat: Page):
    for question in HOSTILE:
        ask(chat, question)
    expect(chat.locator(".question p")).to_have_text(HOSTILE)
    inert(chat, "#turns")
    chat.reload()
    answered(chat, len(HOSTILE))
    expect(chat.locator(".question p")).to_have_text(HOSTILE)
    inert(chat, "#turns")


def request(app: App, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(app.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def call(app: App, data: object, **more: object) -> tuple[int, bytes]:
    """Asks past the page, as a program would."""
    body = {"data": [], "event_data": data, "fn_index": 0, "session_hash": "test", **more}
    headers = {"Content-Type": "application/json", "x-gradio-user": "app"}
    status, _, answer = request(app, "POST", "/gradio_api/queue/join", json.dumps(body).encode(), **headers)
    return status, answer


def stream(app: App, session: str) -> str:
    return request(app, "GET", f"/gradio_api/queue/data?session_hash={session}")[2].decode()


def test_requests_are_small(app: App):
    status, _ = call(app, {"question": "x" * LARGEST_REQUEST})
    assert status == 413


def test_other_sites_may_not_send_anything(app: App):
    for site in ("cross-site", "same-site"):
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": site}
        assert request(app, "POST", "/gradio_api/queue/join", b"{}", **headers)[0] == 403
    assert request(app, "GET", "/notes", **{"Sec-Fetch-Site": "cross-site"})[0] == 200


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {"question": 5, "history": "no", "scope": ["1"]},
        {"turn": "t", "question": "x" * 50_000, "history": ["y" * 5_000] * 40},
        {"turn": "t", "question": "quokka", "scope": "nowhere"},
        {"turn": "t", "question": "quokka", "history": [None, {}, 5]},
    ],
)
def test_whatever_is_sent_gets_an_answer(app: App, data: object):
    session = f"odd{abs(hash(str(data)))}"
    status, _ = call(app, data, session_hash=session)
    assert status == 200
    said = stream(app, session)
    assert "process_completed" in said
    assert '"success": false' not in said.lower().replace('"success":false', '"success": false')
    assert "Traceback" not in said


def test_nothing_is_offered_to_other_programs(app: App):
    assert json.loads(request(app, "GET", "/gradio_api/info")[2]) == {"named_endpoints": {}, "unnamed_endpoints": {}}
    for path in ("/docs", "/openapi.json", "/gradio_api/file=/etc/passwd", "/web/../app.py", "/web/%2e%2e/app.py"):
        assert request(app, "GET", path)[0] in (403, 404), path
    assert request(app, "POST", "/gradio_api/run/answer", b"{}", **{"Content-Type": "application/json"})[0] >= 400


def test_browsers_are_told_to_load_nothing_from_elsewhere(app: App):
    for path in ("/", "/notes", "/notes/section?anchor=1"):
        _, headers, _ = request(app, "GET", path)
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert "unsafe" not in request(app, "GET", "/notes")[1]["content-security-policy"]
