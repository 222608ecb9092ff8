"""Quizzes and reviews in a terminal: the same items, records and verdicts as in the web app."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.progress import Place, Rating, Record, Sitting, SittingKind
from assistant.progress.schedule import interval_text
from assistant.progress.sittings import TYPED
from assistant.progress.statistics import THRESHOLDS, SectionState, Share, Statistics
from assistant.quiz import Item, Kind
from assistant.study import Study, pairs_text

if TYPE_CHECKING:
    from assistant.progress.reviews import Card

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_RATINGS = {"1": Rating.AGAIN, "2": Rating.HARD, "3": Rating.GOOD, "4": Rating.EASY}
_ENTER, _INTERRUPTS = ("\r", "\n"), ("\x03", "\x04")
_BARS = " ▁▂▃▄▅▆▇█"
_SHADES = {SectionState.LEARNED: "green", SectionState.SEEN: "cyan", SectionState.WEAK: "red", SectionState.NEVER: "dim"}


class Leaving(Exception):  # noqa: N818
    """The student leaves; what was answered is kept."""


class Keyboard(Protocol):
    """What the student presses and types."""

    def key(self) -> str:
        """The next key; Enter is a line break."""

    def line(self, prompt: str) -> str:
        """A typed line, without its end."""


class TerminalKeyboard:
    """The keyboard of a terminal."""

    def key(self) -> str:
        """The next key, lower case; Enter is a line break.

        Raises:
            KeyboardInterrupt: Ctrl+C or Ctrl+D was pressed.
        """
        import click

        pressed = click.getchar().lower()
        if pressed in _INTERRUPTS:
            raise KeyboardInterrupt
        return "\n" if pressed in _ENTER else pressed

    def line(self, prompt: str) -> str:
        """A typed line, without its end."""
        return input(prompt)


def at_terminal() -> bool:
    """Whether a person can press keys and read."""
    return sys.stdin.isatty() and sys.stdout.isatty()


class Desk:
    """A student at a terminal.

    Args:
        study: items and grading.
        record: the student's record.
        console: where to show.
        keyboard: what the student presses.
    """

    def __init__(self, study: Study, record: Record, console: Console, keyboard: Keyboard) -> None:
        self._study = study
        self._record = record
        self._console = console
        self._keyboard = keyboard

    def take(self, sitting: Sitting) -> None:
        """Takes a quiz, from where it stands to its score; each answer is stored before its feedback is shown."""
        try:
            while (current := sitting.current) is not None:
                self._take_place(sitting, sitting.places[current])
                sitting = self._record.sittings.get(sitting.id)
        except (Leaving, EOFError):
            self._say("\nYour answers are kept: `assistant quiz` goes on from here.")
            return
        again = self._summary(self._record.sittings.finish(sitting.id))
        if again is not None:
            self.take(again)

    def left_open(self) -> Sitting | None:
        """A quiz that was left open, if the student wants to go on with it."""
        sitting = self._record.sittings.open(SittingKind.QUIZ)
        if sitting is None:
            return None
        self._say(f"Your quiz “{clean(sitting.title)}” is open: {sitting.answered} of {len(sitting.places)} answered.")
        if self._ask_key("Enter: go on   n: a new one", "\nn", leave=False) == "\n":
            return sitting
        self._record.sittings.finish(sitting.id)
        return None

    def review(self) -> None:
        """Shows what is due, one card after the other, until none is left or the student leaves."""
        undo = False
        try:
            while due := self._record.reviews.due():
                undo = self._review_card(due[0], len(due), undo=undo)
        except (Leaving, EOFError):
            pass
        left = len(self._record.reviews.due())
        self._say(f"\n{left} left for today." if left else "\nNothing is due: come back tomorrow, or take a quiz.")

    # ---- Quizzes

    def _take_place(self, sitting: Sitting, place: Place) -> None:
        self._console.rule(f"{place.number + 1} of {len(sitting.places)}", style="dim")
        self._show_stem(place.item)
        began = time.monotonic()
        given = self._answer(sitting, place)
        if given is None:
            self._record.sittings.skip(sitting.id, place.number)
            return
        answered = self._record.sittings.answer(sitting.id, place.number, given, time.monotonic() - began)
        self._feedback(answered)
        while (pressed := self._after(answered)) != "\n":
            if pressed == "w":
                self._show_section(place.item)
            else:
                answered = self._record.sittings.overrule(sitting.id, place.number, not _is_right(answered))
                self._say("Counted as right." if _is_right(answered) else "Counted as wrong.")

    def _after(self, answered: Place) -> str:
        keys = "Enter: next   w: the whole section   q: leave"
        if answered.item.kind not in TYPED:
            return self._ask_key(keys, "\nwq")
        verdict = "I was wrong" if _is_right(answered) else "I was right"
        return self._ask_key(f"i: {verdict}   {keys}", "\nwqi")

    def _answer(self, sitting: Sitting, place: Place) -> str | None:
        """What the student answers; None to skip."""
        item = place.item
        if item.kind is Kind.MATCHING:
            return self._match(item)
        if item.kind in TYPED:
            typed = self._keyboard.line("Your answer (Enter alone skips, :q leaves): ").strip()
            if typed == ":q":
                raise Leaving
            return typed or None
        for number, option in enumerate(item.options, 1):
            self._console.print(Text.assemble((f"  {number}  ", "bold cyan"), clean(option)))
        numbers = "".join(str(number) for number in range(1, len(item.options) + 1))
        flagged = place.flagged
        while True:
            pressed = self._ask_key(f"1–{numbers[-1]}: answer   s: skip   f: flag   q: leave", numbers + "sfq")
            if pressed == "s":
                return None
            if pressed in numbers:
                return item.options[int(pressed) - 1]
            flagged = not flagged
            self._record.sittings.flag(sitting.id, place.number, flagged)
            self._say("Flagged." if flagged else "No longer flagged.")

    def _match(self, item: Item) -> str | None:
        for number, option in enumerate(item.options, 1):
            self._console.print(Text.assemble((f"  {number}  ", "bold cyan"), clean(option)))
        pairs: dict[str, str] = {}
        numbers = "".join(str(number) for number in range(1, len(item.options) + 1))
        for prompt in item.prompts:
            self._console.print(Text(f"\n{clean(prompt)} →"))
            pressed = self._ask_key(f"1–{numbers[-1]}: which   s: skip   q: leave", numbers + "sq")
            if pressed == "s":
                return None
            pairs[prompt] = item.options[int(pressed) - 1]
            self._console.print(Text(f"  {clean(pairs[prompt])}"))
        return pairs_text(pairs)

    def _feedback(self, place: Place) -> None:
        item, right = place.item, _is_right(place)
        self._console.print(Text("\n✓ Right" if right else "\n✗ Not right", style="bold green" if right else "bold red"))
        if not right or item.kind in TYPED:
            self._console.print(Text.assemble(("The key: ", "bold"), clean(item.key)))
        self._show_reason(item)

    def _summary(self, sitting: Sitting) -> Sitting | None:
        self._console.rule("Score", style="dim")
        self._console.print(Text(f"{sitting.right} of {len(sitting.places)} right", style="bold"))
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(justify="right")
        table.add_column(overflow="fold")
        sections: dict[str, list[bool]] = {}
        for place in sitting.places:
            sections.setdefault(place.item.citation.path, []).append(_is_right(place))
        for path, rights in sections.items():
            table.add_row(f"{sum(rights)} of {len(rights)}", Text(clean(path)))
        self._console.print(table)
        missed = [place for place in sitting.places if place.missed]
        for place in missed:
            self._console.print(Text.assemble(("\n✗ ", "red"), clean(place.item.stem), "\n  ", (clean(place.item.key), "green")))
            self._console.print(Text(f"  {_where(place.item)}", style="dim"))
        if not missed:
            return None
        if self._ask_key("r: retry the mistakes   Enter: done", "r\nq", leave=False) != "r":
            return None
        return self._study.retry(self._record, sitting.id)

    # ---- Reviews

    def _review_card(self, card: Card, due: int, *, undo: bool) -> bool:
        """Shows a card and stores its rating; True where the rating can be taken back."""
        self._console.rule(f"{due} due", style="dim")
        self._show_stem(card.item)
        for text in card.item.options if card.item.kind in (Kind.MCQ, Kind.TRUE_FALSE) else ():
            self._console.print(Text(f"  · {clean(text)}"))
        began = time.monotonic()
        keys = "Enter: show the answer   " + ("u: undo   " if undo else "") + "q: leave"
        if self._ask_key(keys, "\nqu" if undo else "\nq") == "u":
            self._say("Taken back." if self._record.reviews.undo() else "There is nothing to take back.")
            return False
        self._console.print(Text.assemble(("\nThe key: ", "bold"), (clean(card.item.key), "green")))
        self._show_reason(card.item)
        intervals = card.intervals(datetime.now(UTC))
        shown = "   ".join(
            f"{key}: {rating.name.title()} ({interval_text(intervals[rating])})" for key, rating in _RATINGS.items()
        )
        while (pressed := self._ask_key(f"{shown}   w: the whole section   q: leave", "1234wq")) == "w":
            self._show_section(card.item)
        self._record.reviews.rate(card.item.id, _RATINGS[pressed], time.monotonic() - began)
        return True

    # ---- Showing and asking

    def _show_stem(self, item: Item) -> None:
        self._console.print(Text(f"\n{clean(item.stem)}\n", style="bold"))

    def _show_reason(self, item: Item) -> None:
        self._console.print(Padding(Text(clean(item.explanation)), (0, 0, 0, 2)))
        self._console.print(Text(f"  {_where(item)}", style="dim"))

    def _show_section(self, item: Item) -> None:
        section = self._study.library.by_anchor.get(item.citation.anchor)
        self._console.print(Padding(Text(clean(section.text.strip() if section else "It is no longer in your notes.")), (1, 2)))

    def _ask_key(self, keys: str, allowed: Iterable[str], *, leave: bool = True) -> str:
        self._console.print(Text(keys, style="dim"))
        while (pressed := self._keyboard.key()) not in set(allowed):
            pass
        if pressed == "q" and leave:
            raise Leaving
        return pressed

    def _say(self, text: str) -> None:
        self._console.print(Text(text))


def show_progress(told: Statistics, console: Console, titles: Callable[[str], str]) -> None:
    """Prints what the progress page tells.

    Args:
        told: the student's statistics.
        console: where to print.
        titles: the path of a section, by its anchor.
    """
    counts = told.counts()
    console.print(Text.assemble(("Due today: ", "bold"), str(told.due_today)))
    bars = [count for _, count in told.forecast]
    most = max(bars) or 1
    days = "day" if told.streak == 1 else "days"
    heights = "".join(_BARS[-(-8 * count // most)] for count in bars)
    console.print(Text.assemble(("Next 30 days: ", "bold"), heights, f"  {sum(bars)} cards"))
    console.print(
        Text.assemble(("Answers: ", "bold"), f"{told.answers.of}, right {told.answers.text}, {told.streak} {days} in a row")
    )
    shown = [(f"{counts[state]} {state.value}", _SHADES[state]) for state in counts]
    console.print(Text.assemble(("Sections: ", "bold"), *[part for one in shown for part in (one, "  ")]))
    weak = [one for one in told.coverage if one.state is SectionState.WEAK]
    if weak:
        table = Table(box=None, pad_edge=False, title="Weak sections", title_justify="left", title_style="bold")
        for name in ("section", "right", "due"):
            table.add_column(name, overflow="fold")
        for one in sorted(weak, key=lambda one: one.share.right / one.share.of)[:15]:
            table.add_row(Text(clean(titles(one.anchor))), one.share.text, str(one.due or ""))
        console.print(table)
    for hard in told.hardest[:5]:
        console.print(Text.assemble(("✗ ", "red"), f"{_share(hard.share)}  {clean(hard.item.stem)}"))
    if told.gone:
        console.print(Text(f"{len(told.gone)} cards are put aside: their sections are no longer in your notes."))
    console.print(Text(THRESHOLDS, style="dim"))


def clean(text: str) -> str:
    """A text without the control codes that a terminal would obey."""
    return _CONTROL.sub("", text)


def _share(share: Share) -> str:
    return f"{share.text} right"


def _is_right(place: Place) -> bool:
    return place.attempt is not None and place.attempt.right


def _where(item: Item) -> str:
    first, last = item.citation.lines
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return clean(f"[{item.citation.anchor}] {item.citation.path}  ({item.citation.file}, {lines})")
