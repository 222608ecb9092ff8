"""`assistant quiz`: items from the notes, as JSON lines, as a sheet, or for another program."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from assistant.errors import QuizError
from assistant.progress_bar import progress_bar
from assistant.progress_command import StudentName, settings_of

if TYPE_CHECKING:
    from assistant.quiz import Bank, Wish
    from assistant.study import Study

_Choice = TypeVar("_Choice", bound=StrEnum)

_SHOWN = 10
"""Items of a quiz where no number is asked for."""


def quiz(
    count: Annotated[
        int | None, typer.Option(help="How many items; by default 10, and all for --export.", min=1, max=5000, show_default=False)
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            help="The same seed gives the same quiz; by default 0, and another each time in a terminal.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        list[str], typer.Option(help="mcq, true-false, cloze, open or matching; may be given more than once. All by default.")
    ] = [],  # noqa: B006
    scope: Annotated[str, typer.Option(help="Anchor of the section to stay below.", metavar="ANCHOR")] = "",
    difficulty: Annotated[str, typer.Option(help="easy, medium or hard; all by default.", metavar="LEVEL")] = "",
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON line an item.")] = False,
    export: Annotated[
        tuple[str, Path] | None,
        typer.Option(
            help="Write a file: apkg (Anki), gift (Moodle), csv or markdown.", metavar="FORMAT FILE", show_default=False
        ),
    ] = None,
    weak_first: Annotated[bool, typer.Option("--weak-first", help="Sections that are weak or due come first.")] = False,
    student: StudentName = "",
    rejected: Annotated[bool, typer.Option(help="List the items that broke a rule instead, with --json as JSON lines.")] = False,
) -> None:
    """Take a quiz of the notes; without a terminal, print it."""
    from assistant.quiz import Difficulty, Kind, Wish, assemble, open_bank, shortfall
    from assistant.quiz.assemble import MOST
    from assistant.quiz.exports import Format
    from assistant.quiz.exports import export as write
    from assistant.quiz.exports.paper import as_markdown
    from assistant.study import Study
    from assistant.terminal import at_terminal

    taken = not (json_ or export or rejected) and at_terminal()
    wish = Wish(
        count=count or (MOST if export else _SHOWN),
        seed=_seed(seed, taken),
        kinds=tuple(_one_of(Kind, name, "kind of item") for name in kind),
        scope=scope or None,
        difficulty=_one_of(Difficulty, difficulty, "difficulty") if difficulty else None,
    )
    format = _one_of(Format, export[0], "format") if export else None
    with progress_bar() as progress:
        bank = open_bank(settings_of(student), progress)
    if rejected:
        _list_rejected(bank, json_)
        return
    if taken or weak_first:
        study = Study.of_bank(bank, settings_of(student))
        if taken:
            _take(study, wish, weak_first=weak_first)
            return
        wish = replace(wish, weights=study.record().section_weights())
    items = assemble(bank, wish)
    if export and format:
        write(items, format, export[1])
        print(f"{len(items)} items written to {export[1]}.")
    elif json_:
        for item in items:
            print(json.dumps(item.as_json(), ensure_ascii=False))
    else:
        print(as_markdown(items), end="")
    if fewer := "" if export and not count else shortfall(len(items), wish.count):
        print(f"assistant: {fewer}", file=sys.stderr)


def _seed(seed: int | None, taken: bool) -> int:
    if seed is not None:
        return seed
    return random.randrange(2**32) if taken else 0  # noqa: S311


def _take(study: Study, wish: Wish, *, weak_first: bool) -> None:
    """Takes a quiz in the terminal, or goes on with the one that was left open."""
    from rich.console import Console

    from assistant.quiz import shortfall
    from assistant.terminal import Desk, TerminalKeyboard

    record, console = study.record(), Console(highlight=False)
    desk = Desk(study, record, console, TerminalKeyboard())
    sitting = desk.left_open()
    if sitting is None:
        sitting = study.quiz(record, wish, weak_first=weak_first)
        if fewer := shortfall(len(sitting.places), wish.count):
            console.print(fewer)
    desk.take(sitting)


def _one_of(choices: type[_Choice], name: str, what: str) -> _Choice:
    """The choice of a name.

    Raises:
        QuizError: there is no such choice.
    """
    try:
        return choices(name)
    except ValueError as error:
        raise QuizError(f"{name!r} is no {what}: choose {', '.join(choices)}.") from error


def _list_rejected(bank: Bank, as_json: bool) -> None:
    """Prints what no student sees, and why: how many by rule, then each."""
    if as_json:
        for rejection in bank.rejected:
            print(
                json.dumps({"rule": rejection.rule, "reason": rejection.reason, **rejection.item.as_json()}, ensure_ascii=False)
            )
        return
    print(f"{len(bank.items)} items passed, {len(bank.rejected)} were rejected:")
    for rule, count in bank.rejections().items():
        print(f"\n{rule}: {count}")
        for rejection in bank.rejected:
            if rejection.rule == rule:
                print(f"  [{rejection.item.anchor}] {rejection.item.stem}  ({rejection.reason})")
