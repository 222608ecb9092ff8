"""The chat page: what the browser asks for, and what it is sent while an answer comes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.settings import LONGEST_QUESTION
from assistant.web.answers import AnswerViews
from assistant.web.assets import text_of
from assistant.web.frame import NAME, Frame
from assistant.web.helps import COMPARE, HELPS
from assistant.web.markdown import attribute

if TYPE_CHECKING:
    from assistant.answering.answer import AnswerPart, Statement
    from assistant.assistant import Assistant

_LONGEST_HISTORY = 10
_LONGEST_TAKEN = 10 * LONGEST_QUESTION
"""Characters of a question that are looked at, to say that it is too long."""
_FILES = ("chat.css", "answers.css", "talk.js", "scopes.js", "box.js", "copying.js", "chat.js")
_TOOLS = (
    '<button type="button" class="tool" id="new-chat">'
    '<svg aria-hidden="true"><use href="#i-plus"/></svg><span>New chat</span></button>'
)
_WIRE = "studyChat.connect(trigger, watch, props); /* sends 'ask' and 'stop' */"
_PATIENCE = 60
"""Seconds that a page waits for the next sign of an answer, besides what a chat model may take."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks, cut to what may be asked.

    Attributes:
        turn: the browser's own name of this question, sent back with the answer.
        question: the question.
        history: the questions before it, oldest first.
        scope: the section to stay below, or None.
        help: the kind of help with that section that is wanted in place of an answer; empty for an answer.
        other: the section to compare it with; empty for none.
    """

    turn: str
    question: str
    history: tuple[str, ...]
    scope: str | None
    help: str = ""
    other: str = ""

    @classmethod
    def read(cls, data: object) -> Asked:
        """Reads what was sent; whatever has the wrong shape is left out."""
        sent = data if isinstance(data, dict) else {}
        history = sent.get("history")
        questions = history[-_LONGEST_HISTORY:] if isinstance(history, list) else []
        return cls(
            turn=_text(sent.get("turn"), 40),
            question=_text(sent.get("question"), _LONGEST_TAKEN),
            history=tuple(_text(question, LONGEST_QUESTION) for question in questions),
            scope=_text(sent.get("scope"), 500) or None,
            help=_text(sent.get("help"), 20),
            other=_text(sent.get("other"), 500),
        )


def _text(value: object, longest: int) -> str:
    return value[:longest] if isinstance(value, str) else ""


class Chat:
    """Answers what browsers ask; of them it keeps only which answers are under way, to stop them.

    Args:
        assistant: answers the questions.
        ready: set as soon as the embedder is loaded.
    """

    def __init__(self, assistant: Assistant, ready: Event) -> None:
        self._assistant = assistant
        self._ready = ready
        self._views = AnswerViews(assistant.library)
        self._stops: dict[str, Event] = {}

    def start(self) -> str:
        """What an empty page shows, as JSON."""
        library, model = self._assistant.library, self._assistant.model
        return _as_json(
            written=model is not None,
            patience=_PATIENCE + (model.timeout if model else 0),
            starters=list(self._assistant.starters()),
            chapters=[[chapter.anchor, chapter.title] for chapter in library.chapters],
            sections=len(library.sections),
            files=len(library.files),
        )

    def answer(self, event: gr.EventData) -> Iterator[str]:
        """Streams the answer to one question as JSON messages, each holding all that has come so far."""
        asked = Asked.read(event._data)
        try:
            yield from self._messages(asked)
        except AssistantError as error:
            yield _message(asked, 0, _trouble(str(error)), done=True)
        except Exception:
            _log.exception("A question could not be answered")
            yield _message(asked, 0, _trouble("Something went wrong here: try it once more."), done=True)

    def stop(self, event: gr.EventData) -> None:
        """Ends the answer that a browser is waiting for with what has come of it."""
        under_way = self._stops.get(Asked.read(event._data).turn)
        if under_way:
            under_way.set()

    def _messages(self, asked: Asked) -> Iterator[str]:
        if not self._ready.is_set():
            yield _message(asked, -1, '<p class="waiting">Waking up…</p>')
            self._ready.wait()
        stop = self._stops[asked.turn] = Event()
        try:
            yield from self._parts(asked, stop)
        finally:
            self._stops.pop(asked.turn, None)

    def _parts(self, asked: Asked, stop: Event) -> Iterator[str]:
        statements: list[Statement] = []
        for number, part in enumerate(self._told(asked, stop)):
            if part.restart:
                statements.clear()
            if part.answer is not None:
                html = self._views.whole(part.answer)
                yield _message(asked, number, html, done=True, copied=self._views.copied(part.answer))
            elif part.statement:
                statements.append(part.statement)
                yield _message(asked, number, self._views.draft(statements))

    def _told(self, asked: Asked, stop: Event) -> Iterator[AnswerPart]:
        """The answer to a question, or the help with a section."""
        if asked.help == COMPARE:
            return self._assistant.stream_help(COMPARE, asked.scope or "", stop, asked.other or asked.scope or "")
        if asked.help in HELPS:
            return self._assistant.stream_help(asked.help, asked.scope or "", stop)
        return self._assistant.stream(asked.question, asked.history, asked.scope, stop)


def _trouble(text: str) -> str:
    return f'<div class="body trouble" role="alert"><p>{attribute(text)}</p></div>'


def _message(asked: Asked, number: int, html: str, *, done: bool = False, copied: str = "") -> str:
    return _as_json(turn=asked.turn, number=number, html=html, done=done, copied=copied)


def _as_json(**values: Any) -> str:
    return json.dumps(values, ensure_ascii=False).replace("<", "\\u003c")


def build_chat(chat: Chat, frame: Frame) -> gr.Blocks:
    """The chat page as a Gradio app.

    What is seen is one piece of HTML that never changes; a second, unseen piece carries questions to `Chat.answer` and
    the messages back to the page's script, through Gradio's queue.

    Args:
        chat: answers.
        frame: what the page stands in.
    """
    head = frame.head(*_FILES)
    inside = f'<div class="unstyled" style="opacity: 0">{frame.inside("/", text_of("chat.html"), _TOOLS)}</div>'
    with gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True) as page:
        gr.HTML(inside, head=head, js_on_load="studyChat.open()", apply_default_css=False)
        wire = gr.HTML(chat.start(), head=head, html_template="<i></i>", js_on_load=_WIRE, apply_default_css=False)
        asked = wire.ask(
            chat.answer,
            outputs=wire,
            show_progress="hidden",
            trigger_mode="multiple",
            api_visibility="private",
            concurrency_limit=2,
        )
        wire.stop(chat.stop, queue=False, show_progress="hidden", trigger_mode="multiple", api_visibility="private")
        asked.failure(fn=None, js="() => studyChat.failed()", api_visibility="private")
    page.queue(max_size=20, default_concurrency_limit=2, api_open=False)
    return page
