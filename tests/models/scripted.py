"""Chat models that say what a test tells them to, in pieces, as slowly and as brokenly as it likes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.output_parsers import JsonOutputParser
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable

from assistant.models.opening import ChatModel

Script = Callable[[str, str], Iterable[str | float | BaseException]]
"""What is said to a system prompt and a human message: words, seconds to wait, an error to raise."""


class Scripted(BaseChatModel):
    """A model that follows a script."""

    script: Script
    asked: list[tuple[str, str]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(self, messages: list[BaseMessage], stop=None, run_manager=None, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        system, human = str(messages[0].content), str(messages[-1].content)
        self.asked.append((system, human))
        for step in self.script(system, human):
            if isinstance(step, BaseException):
                raise step
            if isinstance(step, float):
                time.sleep(step)
            else:
                yield ChatGenerationChunk(message=AIMessageChunk(content=step))

    def _generate(self, messages: list[BaseMessage], stop=None, run_manager=None, **kwargs: Any) -> ChatResult:
        text = "".join(chunk.text for chunk in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Runnable[Any, Any]:
        return self | JsonOutputParser()


def saying(*steps: str | float | BaseException, **options: Any) -> ChatModel:
    """A model that says the same to everything."""
    return following(lambda system, human: steps, **options)


def following(script: Script, **options: Any) -> ChatModel:
    """A model that follows a script."""
    return ChatModel(name="scripted:model", runnable=Scripted(script=script, asked=[]), **{"timeout": 20.0, **options})


def asked_of(model: ChatModel) -> list[tuple[str, str]]:
    """What a scripted model was asked: system prompts and human messages."""
    assert isinstance(model.runnable, Scripted)
    return model.runnable.asked


def letters(text: str) -> Iterator[str]:
    """A text in pieces as small as they come."""
    yield from text


def as_schema(statements: list[tuple[str, list[int]]], *, covered: bool = True) -> Iterator[str]:
    """A reply of a model with structured output, in small pieces."""
    reply = {"covered": covered, "statements": [{"text": text, "sources": sources} for text, sources in statements]}
    yield from re.findall(r"(?s).{1,7}", json.dumps(reply))


def passages_of(human: str) -> dict[int, str]:
    """The numbered passages that a model was given."""
    return {int(number): text for number, text in re.findall(r"(?m)^\[(\d+)\] (.+)$", human)}


def question_of(human: str) -> str:
    """The question that a model was asked."""
    return human.rsplit("The student asks: ", 1)[1]
