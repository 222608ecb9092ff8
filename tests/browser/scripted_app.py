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
    """Sets a scenario, writes a guide, or says the first passage and what is asked for: no end, an error, tags and pictures."""
    passages = passages_of(human)
    if not passages:  # it is to rewrite a follow-up
        yield human.rsplit("Last question: ", 1)[1]
        return
    first = min(passages)
    question = question_of(human)
    if "exam scenario" in question:
        yield from scenario(passages)
        return
    if "study guide" in question:
        yield from guide(passages)
        return
    if question.startswith("Compare"):
        yield from comparison(passages)
        return
    if "late" in question:
        yield 3.0
    yield f"In short: {passages[first]} [{first}]\n"
    if "slow" in question:
        yield from [0.2] * 300
    if "breaks" in question:
        yield 1.0
        yield httpx.ReadError("gone")
    if "evil" in question:
        yield f"<img src=x onerror=alert(1)> ![p](https://evil.example/p.png) {passages[first]} [{first}]\n"
        yield f"<form action='https://evil.example'><button>Go</button></form> [{first}]\n"


def scenario(passages: dict[int, str]) -> Iterator[str]:
    """Sets a scene of the first passage, with a need that no passage speaks of, and solves it by the last."""
    first, *_, last = passages
    yield f"Situation: A company wants this: {passages[first]} [{first}]\n"
    yield f"Situation: The company wants a rocket to the moon. [{first}]\n"
    yield "Question: Which choice fits best?\n"
    yield f"Answer: {passages[last]} [{last}]\n"
    yield f"Why: <b onmouseover=alert(1)>{passages[first]}</b> [{first}]\n"


def comparison(passages: dict[int, str]) -> Iterator[str]:
    """Repeats the first and the last passage, and says of the first what no passage says."""
    first, *_, last = passages
    yield f"On one side: {passages[first]} [{first}]\n"
    yield f"On the other side: {passages[last]} [{last}]\n"
    yield f"The first is 900 years older. [{first}][{last}]\n"


def guide(passages: dict[int, str]) -> Iterator[str | float | BaseException]:
    """Repeats the passages; a guide of the water never ends, and one of the rye bread breaks off."""
    for number, text in passages.items():
        yield f"{text} [{number}]\n"
        if "pour-over" in text:
            yield from [0.2] * 300
        if "rye" in text.lower():
            yield httpx.ReadError("gone")


def main() -> None:
    settings = Settings.load()
    assistant = Assistant(Assistant.open(settings).index, Parts(model=following(script, timeout=30.0)))
    assistant.warm()
    with bind(settings.host, settings.port) as listener:
        serve(build(assistant), listener, settings.host, Event())


if __name__ == "__main__":
    main()
