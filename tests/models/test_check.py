"""`assistant models check` says what works, how fast, and what is wrong if it does not."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from threading import Thread

import httpx
import pytest
from typer.testing import CliRunner

from assistant.errors import SettingsError
from assistant.models import opening
from assistant.models.check import check
from assistant.settings import Settings

from .scripted import as_schema, letters, saying

GOOD = "The lighthouse of Kalmora has 417 steps. [1]\n"


def test_a_model_that_answers_and_cites_works():
    done = check(saying(*letters(GOOD)))
    assert done.works
    assert "417 steps" in done.said
    assert 0 < done.first <= done.seconds
    assert done.usage.tokens_out > 0
    assert done.verdict.startswith("It works")


def test_a_model_with_structured_output_works():
    assert check(saying(*as_schema([("The lighthouse of Kalmora has 417 steps.", [1])]), structured=True)).works


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("It has 500 steps. [1]", "not rightly"),
        ("The lighthouse of Kalmora has 417 steps.", "does not cite"),
        ("The lighthouse of Kalmora has 417 steps. [2]", "does not cite"),
        (" ", "said nothing"),
    ],
)
def test_a_model_that_answers_badly_is_told_apart(said: str, verdict: str):
    done = check(saying(*letters(said)))
    assert not done.works
    assert verdict in done.verdict


def test_a_model_that_repeats_itself_is_not_heard_to_its_end():
    done = check(saying(*[GOOD] * 10, 15.0))
    assert done.works
    assert done.seconds < 5


def test_a_model_that_cannot_be_reached_is_told_with_the_mend():
    done = check(saying(httpx.ConnectError("refused")))
    assert not done.works
    assert done.verdict == (
        "The chat model cannot be reached (ConnectError): start its server, set ASSISTANT_MODEL_URL to where it listens, "
        "or go online where it is hosted."
    )


KEY = "sk-not-to-be-shown"
STREAM, HTML, JSON = "text/event-stream", "text/html", "application/json"
NO_SUCH = json.dumps({"error": {"message": f"The model `nope` does not exist, said with {KEY}", "code": "model_not_found"}})
REPLIES = {
    "a wrong key": (401, JSON, json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}), "refused the key"),
    "too many questions": (429, JSON, json.dumps({"error": {"message": "Rate limit reached"}}), "refuses more questions for now"),
    "a name that is not there": (404, JSON, NO_SUCH, "There are: openai:llama-small, openai:qwen."),
    "an address that is not there": (404, HTML, "<html>Not found</html>", "or ASSISTANT_MODEL_URL to where it is"),
    "a broken server": (500, JSON, json.dumps({"error": {"message": "boom"}}), "The chat model failed"),
    "a web page": (200, HTML, "<!doctype html><html>Welcome!</html>", "which mostly ends in /v1"),
    "another service": (200, JSON, json.dumps({"hello": "world"}), "which mostly ends in /v1"),
    "half a message": (200, STREAM, 'data: {"a": \n\n', "which mostly ends in /v1"),
    "nothing": (200, STREAM, "", "which mostly ends in /v1"),
    "no words": (200, STREAM, 'data: {"choices": [{"delta": {"content": ""}}]}\n\ndata: [DONE]\n\n', "said nothing"),
}


class Serving(BaseHTTPRequestHandler):
    """Says the same to every question, and which models it has."""

    reply = (200, JSON, "{}")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self._say(*self.reply)

    def do_GET(self) -> None:
        listed = [{"id": "llama-small"}, {"id": "qwen"}, {"id": "odd\x1b[31m"}]
        self._say(*((200, JSON, json.dumps({"data": listed})) if self.path == "/v1/models" else (404, HTML, "no")))

    def _say(self, status: int, kind: str, text: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *said: object) -> None:
        pass


def checked(monkeypatch: pytest.MonkeyPatch, **settings: str) -> tuple[int, str]:
    """Exit status and output of the command."""
    from assistant.cli import app

    for name, value in settings.items():
        monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    result = CliRunner().invoke(app, ["models", "check"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.skipif(find_spec("langchain_openai") is None, reason="langchain_openai is not installed: it is an extra")
@pytest.mark.parametrize("fault", REPLIES)
def test_what_is_wrong_with_a_server_is_said_in_a_line_with_the_mend(monkeypatch: pytest.MonkeyPatch, fault: str):
    *reply, said = REPLIES[fault]
    handler = type("Faulty", (Serving,), {"reply": tuple(reply)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}{'/nowhere' if 'address' in fault else ''}/v1"
        started = time.monotonic()
        status, output = checked(monkeypatch, model="openai:nope", model_url=url, model_key=KEY, model_timeout="20")
        server.shutdown()
    assert time.monotonic() - started < 20
    first, verdict = output.strip().splitlines()
    assert (status, first) == (1, f"Model: openai:nope at {url} (asked for marks)")
    assert said in verdict
    assert ": set " in verdict or ": wait" in verdict or ": look " in verdict
    assert not any(secret in output for secret in (KEY, "\x1b", "Traceback"))


@pytest.mark.skipif(find_spec("langchain_openai") is None, reason="langchain_openai is not installed: it is an extra")
def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    status, output = checked(monkeypatch, model="openai:nope", model_url=f"http://127.0.0.1:{port}/v1")
    assert status == 1
    assert "The chat model cannot be reached" in output
    assert ": start its server" in output


@pytest.mark.parametrize("key", ["sk-not\nto-be-shown", "sk-nöt-to-be-shown", "two words"])
def test_what_can_be_no_key_is_refused_unseen(monkeypatch: pytest.MonkeyPatch, key: str):
    with pytest.raises(SettingsError, match="ASSISTANT_MODEL_KEY") as refused:
        Settings.load(model="openai:nope", model_key=key)
    assert key not in str(refused.value)
    assert Settings.load(model_key=" sk-fine\n").model_key.get_secret_value() == "sk-fine"


@pytest.mark.parametrize(("said", "status"), [(GOOD, 0), ("No idea.", 1)])
def test_the_command_prints_the_verdict_and_sets_the_status(monkeypatch: pytest.MonkeyPatch, said: str, status: int):
    from assistant.cli import app

    monkeypatch.setattr(opening, "open_model", lambda settings: saying(said))
    result = CliRunner().invoke(app, ["models", "check"])
    assert result.exit_code == status
    assert "Model: scripted:model (asked for marks)" in result.stdout


def test_the_command_says_that_no_model_is_set():
    from assistant.cli import app

    result = CliRunner().invoke(app, ["models", "check"])
    assert "set ASSISTANT_MODEL" in str(result.exception)
