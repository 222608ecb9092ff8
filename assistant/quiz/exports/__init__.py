"""Items for other programs: Anki, Moodle, spreadsheets, paper."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from assistant.errors import QuizError
from assistant.quiz.item import Item


class Format(StrEnum):
    """What items can be exported as."""

    APKG = "apkg"
    GIFT = "gift"
    CSV = "csv"
    MARKDOWN = "markdown"


def export(items: Sequence[Item], format: Format, file: Path) -> None:
    """Writes items for another program.

    Args:
        items: the items, in the order of the file.
        format: what to write.
        file: where to; one that is there is replaced.

    Raises:
        QuizError: the file cannot be written.
    """
    try:
        if format is Format.APKG:
            from assistant.quiz.exports.anki import write_apkg

            write_apkg(items, file)
        elif format is Format.GIFT:
            from assistant.quiz.exports.gift import as_gift

            file.write_text(as_gift(items), encoding="utf-8")
        elif format is Format.CSV:
            from assistant.quiz.exports.table import as_csv

            file.write_text(as_csv(items), encoding="utf-8", newline="")
        else:
            from assistant.quiz.exports.paper import as_markdown

            file.write_text(as_markdown(items), encoding="utf-8")
    except OSError as error:
        raise QuizError(
            f"{file} cannot be written ({error.strerror or error}): name a file in a folder that is there."
        ) from error


__all__ = ["Format", "export"]
