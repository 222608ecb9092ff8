"""The terminal: ask, index, sections, quiz, review, progress, serve."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.enrich_command import enrich
from assistant.errors import AssistantError
from assistant.exits import DONE, FAILED, WRONG_CALL
from assistant.progress_bar import progress_bar
from assistant.progress_command import progress, review
from assistant.quiz_command import quiz

if TYPE_CHECKING:
    from assistant.answering.answer import Answer
    from assistant.assistant import Assistant

_HELP = ("simpler", "guide", "scenario", "compare")

app = typer.Typer(
    help="Ask your own exam notes: cited answers, offline, with no key.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="The chat model, where one is set.", no_args_is_help=True)
app.add_typer(models_app, name="models")


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question.", show_default=False)] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    batch: Annotated[
        str, typer.Option(help="Read questions as JSON lines from this file, - for standard input.", metavar="FILE")
    ] = "",
    scope: Annotated[str, typer.Option(help="Anchor of the section to stay below.", metavar="ANCHOR")] = "",
) -> None:
    """Answer a question from the notes, with its sections."""
    if bool(batch) == bool(question.strip()):
        raise AssistantError("Give a question, or --batch FILE: one of the two.")
    if batch:
        questions = _batch(batch)
        _answer_all(_open(), questions, scope)
        return
    answer = _open().ask(question, scope=scope or None)
    print(json.dumps(answer.as_json(), ensure_ascii=False)) if json_ else _show(answer)


def _batch(source: str) -> list[dict[str, Any]]:
    """Reads the questions of a batch; every line is checked before the first is answered."""
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise AssistantError(f"{source} cannot be read ({error.strerror}): name a file of JSON lines.") from error
    except UnicodeDecodeError as error:
        raise AssistantError(f"{source} is not UTF-8: save it as UTF-8.") from error
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise AssistantError(f"{source}, line {number}: no JSON that can be read: each line is one object.") from error
        fault = _fault(asked)
        if fault:
            raise AssistantError(f"{source}, line {number}: {fault}.")
        found.append(asked)
    return found


def _fault(asked: object) -> str:
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        return 'each line needs a "question", a string'
    history = asked.get("history")
    if history is not None and not (isinstance(history, list) and all(isinstance(text, str) for text in history)):
        return '"history" is a list of earlier questions, each a string'
    if not isinstance(asked.get("scope") or "", str):
        return '"scope" is the anchor of a section, a string'
    return ""


def _answer_all(assistant: Assistant, questions: list[dict[str, Any]], scope: str) -> None:
    unknown = {asked.get("scope") or scope for asked in questions} - {"", *assistant.library.by_anchor}
    if unknown:
        raise AssistantError(f"No section has the anchor {min(unknown)!r}: `assistant sections` lists the anchors.")
    assistant.warm()
    for asked in questions:
        answer = assistant.ask(asked["question"], asked.get("history") or (), asked.get("scope") or scope or None)
        print(json.dumps({"id": asked.get("id"), **answer.as_json()}, ensure_ascii=False), flush=True)


def _show(answer: Answer) -> None:
    """Prints an answer for reading, with the sections it cites below."""
    print(_printable(answer.text))
    if answer.unsure:
        print("\nNot sure that your notes answer this: check it in the section.")
    if answer.note:
        print(f"\n{answer.note}")
    if answer.citations:
        print("\nSections:")
        for citation in answer.citations:
            first, last = citation.lines
            print(f"  [{citation.anchor}] {citation.path}  ({citation.file}, lines {first}-{last})")
    elif answer.nearest:
        print("\nNearest sections:")
        for link in answer.nearest:
            print(f"  [{link.anchor}] {link.path}")


def _printable(text: str) -> str:
    """A text without the control codes that a terminal would obey."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", text)


@app.command()
def index(rebuild: Annotated[bool, typer.Option(help="Build anew even where the index is sound.")] = False) -> None:
    """Build or refresh the index of the notes."""
    from assistant.index import open_index
    from assistant.settings import Settings

    settings = Settings.load()
    with progress_bar() as progress:
        opened = open_index(settings, progress, rebuild=rebuild)
    library = opened.library
    built = f"{opened.embedded} texts embedded" if opened.built else "already up to date"
    print(f"{len(library.sections)} sections and {len(library.passages)} passages of {library.source}: {built}.")
    for name, reason in library.skipped:
        print(f"Left out {name}: {reason}.")


@app.command()
def sections(json_: Annotated[bool, typer.Option("--json", help="Print one JSON line a section.")] = False) -> None:
    """List the sections of the notes."""
    from assistant.notes import read_library
    from assistant.settings import Settings

    for section in read_library(Settings.load().notes).sections:
        if json_:
            row = {
                "anchor": section.anchor,
                "level": section.level,
                "title": section.title,
                "path": section.path_text,
                "file": section.file,
                "lines": list(section.lines),
                "text": section.text,
            }
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(_printable(f"{'  ' * section.depth}{section.title}  [{section.anchor}]"))


app.command()(quiz)
app.command()(review)
app.command()(progress)


@app.command()
def serve() -> None:
    """Open the web chat."""
    from assistant.web import main as serve_web

    raise typer.Exit(serve_web())


@app.command()
def explain(
    about: Annotated[
        str, typer.Argument(help="Anchor of a section; or, for a comparison, the things to compare.", show_default=False)
    ],
    other: Annotated[str, typer.Argument(help="Anchor of the section to compare with.", show_default=False)] = "",
    kind: Annotated[str, typer.Option("--as", help="simpler, guide, scenario or compare.", metavar="KIND")] = "simpler",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Have the chat model explain a section, write its study guide or an exam scenario, or compare: checked against the notes."""
    from assistant.settings import Settings

    if kind not in _HELP:
        raise AssistantError(f"--as cannot be {kind!r}: say one of {', '.join(_HELP)}.")
    if other and kind != "compare":
        raise AssistantError("Two sections can only be compared: say --as compare, or name one section.")
    if not Settings.load().model:
        raise AssistantError("Explanations are written by a chat model: set ASSISTANT_MODEL, such as ollama:llama3.1.")
    assistant = _open()
    from assistant.answering.helping import Help

    answer = assistant.explain(Help(kind), about, other=other)
    print(json.dumps(answer.as_json(), ensure_ascii=False)) if json_ else _show(answer)


@models_app.command("check")
def check_model() -> None:
    """Ask the chat model of ASSISTANT_MODEL one question: does it work, how fast, and if not, why?"""
    from assistant.models.calls import Trouble
    from assistant.models.check import check, served
    from assistant.models.opening import open_model
    from assistant.settings import Settings

    settings = Settings.load()
    model = open_model(settings)
    if model is None:
        raise AssistantError("No chat model is set: set ASSISTANT_MODEL, such as ollama:llama3.1. Answers need none.")
    done = check(model)
    where = f" at {settings.model_url.split('?')[0]}" if settings.model_url else ""
    print(f"Model: {done.model}{where} ({'held to a schema' if done.structured else 'asked for marks'})")
    if done.said:
        print(f"It said: {_printable(done.said)}")
        print(f"Time: {done.first:.1f} s to the first sentence, {done.seconds:.1f} s in all")
        print(f"Tokens: {done.usage.tokens_in} read, {done.usage.tokens_out} written")
    names = served(settings) if done.failure and done.failure.trouble is Trouble.UNKNOWN else ()
    there = f" There are: {', '.join(f'openai:{name}' for name in names)}." if names else ""
    print(f"{done.verdict}{there}")
    raise typer.Exit(DONE if done.works else FAILED)


app.command()(enrich)


@app.command()
def settings() -> None:
    """Print every setting as a Markdown table."""
    from assistant.settings import Settings

    print(Settings.table())


def _open() -> Assistant:
    from assistant.assistant import Assistant

    with progress_bar() as progress:
        return Assistant.open(progress=progress)


def main() -> None:
    """Runs the command line; an error that a person can mend is one line on standard error."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    try:
        app()
    except AssistantError as error:
        print(f"assistant: {' '.join(str(error).split())}", file=sys.stderr)
        sys.exit(WRONG_CALL)
    except KeyboardInterrupt:
        print("assistant: stopped.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
