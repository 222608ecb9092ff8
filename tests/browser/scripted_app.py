"""The web app over the notes of the settings, with a chat model that follows a script: python scripted_app.py."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant import Assistant, Settings
from assistant.answering.parts import Parts
from assistant.web.app import build
from assistant.web.server import bind, serve
from tests.models.scripted import following, passages_of, question_of


def script(system: str, human: str) -> Iterator[str | float | BaseException]:
    """Says the first passage in its own words, then what the question asks for: no end, an error, or tags and pictures."""
    passages = passages_of(human)
    if not passages:  # it is to rewrite a follow-up
        yield human.rsplit("Last question: ", 1)[1]
        return
    first = min(passages)
    yield f"In short: {passages[first]} [{first}]\n"
    question = question_of(human)
    if "slow" in question:
        yield from [0.2] * 300
    if "breaks" in question:
        yield 1.0
        yield httpx.ReadError("gone")
    if "evil" in question:
        yield f"<img src=x onerror=alert(1)> ![p](https://evil.example/p.png) {passages[first]} [{first}]\n"
        yield f"<form action='https://evil.example'><button>Go</button></form> [{first}]\n"


def main() -> None:
    settings = Settings.load()
    assistant = Assistant(Assistant.open(settings).index, Parts(model=following(script, timeout=30.0)))
    assistant.warm()
    with bind(settings.host, settings.port) as listener:
        serve(build(assistant), listener, settings.host, Event())


if __name__ == "__main__":
    main()
