"""`assistant models check` says what works, how fast, and what is wrong if it does not."""

from __future__ import annotations

import httpx
import pytest
from typer.testing import CliRunner

from assistant.models import opening
from assistant.models.check import check

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
        (" ", "not rightly"),
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
        "The chat model cannot be reached (ConnectError): start its server, or set ASSISTANT_MODEL_URL to where it listens."
    )


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
