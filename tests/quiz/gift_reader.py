"""A reader of Moodle's GIFT format, written from its description, to hold the export against."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class Question:
    """A question as Moodle would read it."""

    title: str
    text: str
    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    truth: bool | None = None
    feedback: str = ""
    category: str = ""


_ESCAPED = re.compile(r"\\(.)", re.S)


def read_gift(text: str) -> list[Question]:
    """Reads a GIFT file: questions parted by empty lines, `//` comments, `$CATEGORY:` lines."""
    found, category = [], ""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.split("\n") if line.strip() and not line.lstrip().startswith("//")]
        if lines and lines[0].startswith("$CATEGORY:"):
            category = lines.pop(0).removeprefix("$CATEGORY:").strip()
        if lines:
            question = _question("\n".join(lines))
            question.category = category
            found.append(question)
    return found


def _hide(text: str) -> str:
    """Puts what is escaped out of sight: each sign as one of the private use area."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] == "n" else chr(0xE000 + ord(match[1])), text)


def _show(text: str) -> str:
    shown = "".join(chr(ord(c) - 0xE000) if 0xE000 <= ord(c) < 0xE100 else c for c in text)
    return shown.strip()


def _text(text: str) -> str:
    return _show(re.sub(r"^\[(?:plain|html|markdown|moodle)\]", "", text.strip()))


def _question(block: str) -> Question:
    hidden = _hide(block)
    title = re.match(r"::(.*?)::", hidden, re.S)
    assert title, block
    rest = hidden[title.end() :]
    assert rest.count("{") == 1 and rest.count("}") == 1, block
    before, answers = rest.split("{")
    answers, after = answers.split("}")
    stem = _text(before) + (f" _____ {_show(after)}" if after.strip() else "")
    answers, _, feedback = answers.partition("####")
    question = Question(_show(title[1]), stem, feedback=_text(feedback))
    if answers.strip() in ("T", "TRUE", "F", "FALSE"):
        question.truth = answers.strip().startswith("T")
        return question
    for sign, answer in re.findall(r"([=~])([^=~]*)", answers):
        assert not re.match(r"\s*%-?\d+", answer), f"{answer!r} would be read as a weight"
        if "->" in answer and "~" not in answers:
            left, right = answer.split("->")
            question.pairs.append((_text(left), _text(right)))
        else:
            (question.right if sign == "=" else question.wrong).append(_text(answer))
    return question
