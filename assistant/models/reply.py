"""What a model writes becomes claims: sentences with the numbers of the passages they cite, as they are complete."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.models.calls import text_of

LONGEST = 12_000
"""Characters that are read of a reply; a model that goes on and on is not listened to."""

_MARKS = r"(?:[ \t]*\[[ \t]*\d{1,4}(?:[ \t]*[,;–-][ \t]*\d{1,4})*[ \t]*\])+"
_NEXT = r"[ \t]*(?:\n|[^\s\[.,;!?]|\[[ \t]*[^\d\s])"
_CLAIM = re.compile(rf"(?P<text>[^\n]*?)(?P<marks>{_MARKS})[ \t]*[.!?;,]*(?={_NEXT})")
_RUN = re.compile(r"(\d{1,4})[ \t]*[–-][ \t]*(\d{1,4})")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
_BULLET = re.compile(r"^\s*(?:[-*+•–]\s+|\d{1,2}[.)]\s+|#{1,6}\s+|>\s*|\|\s*)+")
_TITLE = re.compile(r"\s*(?:#{1,6}\s.*|\*\*[^*]*[^*.!?]\*\*\s*)")
"""A line that says nothing, but names what follows."""
_CODE = re.compile(r"(`+[^`\n]+`+)")
_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>|<(?=[A-Za-z!/])")
_JOINS = re.compile(r"^[,;]?\s*(?:and|but|while|whereas)\s+(?=\w)")
_LONGEST_RUN = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a reply.

    Attributes:
        text: its words, harmless: no HTML, link, picture or control character is left in it.
        marks: the numbers it cites, as they were written; they may name nothing.
    """

    text: str
    marks: tuple[int, ...] = ()


class Reply(Protocol):
    """Reads a reply piece by piece.

    Attributes:
        refused: whether the reply says that the passages do not answer the question.
    """

    refused: bool

    def feed(self, piece: Any) -> Iterator[Claim]:
        """Takes the next piece, and gives the claims that it completes."""

    def finish(self) -> Iterator[Claim]:
        """Gives what is left at the end."""


@dataclass(slots=True)
class MarkedReply:
    """Reads sentences that end in marks.

    Args:
        refusal: the sentence that says the notes hold no answer.
        headings: lines that are kept though they cite nothing, their colon aside.
    """

    refusal: str
    headings: Collection[str] = ()
    refused: bool = False
    _buffer: str = ""
    _read: int = 0
    _lead: tuple[int, ...] = field(default=())

    def feed(self, piece: Any) -> Iterator[Claim]:
        """Takes the next piece, and gives the claims that it completes."""
        text = text_of(piece)[: max(0, LONGEST - self._read)]
        self._read += len(text)
        self._buffer += text
        if "<think" in self._buffer.lower() and "</think" not in self._buffer.lower():
            return
        yield from self._complete()

    def finish(self) -> Iterator[Claim]:
        """Gives what is left at the end."""
        self._buffer += "\n"
        yield from self._complete()

    def _complete(self) -> Iterator[Claim]:
        self._buffer = _THOUGHT.sub("", self._buffer) if "<think" in self._buffer.lower() else self._buffer
        while True:
            match = _CLAIM.match(self._buffer)
            end = self._buffer.find("\n")
            if match:
                self._buffer = self._buffer[match.end() :]
                yield from self._claim(match["text"], _numbers(match["marks"]))
            elif end >= 0:
                line, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
                yield from self._claim(line, ())
                self._lead = ()
            else:
                return

    def _claim(self, text: str, marks: tuple[int, ...]) -> Iterator[Claim]:
        words = harmless(text)
        if not re.search(r"\w", words):
            self._lead = self._lead or marks  # marks written before their sentence
            return
        if _same(words, self.refusal):
            self.refused = True
        elif marks or self._lead or not (words.endswith(":") or _TITLE.fullmatch(text)) or words.strip("*:") in self.headings:
            joined = _JOINS.match(words)
            yield Claim(_capital(words[joined.end() :]) if joined else words, marks or self._lead)


@dataclass(slots=True)
class StructuredReply:
    """Reads statements of a JSON object that grows; the last one counts as complete when the reply ends."""

    refused: bool = False
    _given: int = 0
    _latest: dict[str, Any] = field(default_factory=dict)

    def feed(self, piece: Any) -> Iterator[Claim]:
        """Takes the object so far, and gives the claims that are complete."""
        if isinstance(piece, dict):
            self._latest = piece
            yield from self._claims(len(self._statements()) - 1)

    def finish(self) -> Iterator[Claim]:
        """Gives what is left at the end."""
        yield from self._claims(len(self._statements()))
        self.refused = self._latest.get("covered") is False and not self._given

    def _statements(self) -> list[Any]:
        found = self._latest.get("statements")
        return found if isinstance(found, list) else []

    def _claims(self, until: int) -> Iterator[Claim]:
        for statement in self._statements()[self._given : until]:
            self._given += 1
            fields = statement if isinstance(statement, dict) else {}
            text, sources = fields.get("text"), fields.get("sources")
            marks = sources if isinstance(sources, list) else []
            words = harmless(text) if isinstance(text, str) else ""
            if re.search(r"\w", words):
                yield Claim(words, tuple(mark for mark in marks if isinstance(mark, int) and not isinstance(mark, bool)))


def harmless(text: str) -> str:
    """A sentence on one line, of words, bold, emphasis and code alone.

    Args:
        text: what a model wrote: anything.
    """
    text = "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C")
    text = " ".join(_BULLET.sub("", text[:LONGEST].replace("```", " ")).split())
    parts = _CODE.split(text)
    parts[::2] = [_without_markup(part) for part in parts[::2]]
    text = "".join(parts)
    for mark in ("**", "~~", "__"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    if len(parts) == 1:
        text = text.replace("`", "")
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(text.split()))


def _without_markup(text: str) -> str:
    """Prose without pictures, links, tags and brackets; their words stay."""
    for pattern, kept in ((_PICTURE, " "), (_LINK, r"\1"), (_TAG, " ")):
        text = pattern.sub(kept, text)
    return re.sub(r"[\[\]|`]", "", text)


def _numbers(marks: str) -> tuple[int, ...]:
    """The numbers of marks: `[2][4-6]` gives 2, 4, 5, 6."""

    def spelled(run: re.Match[str]) -> str:
        first, last = int(run[1]), int(run[2])
        return " ".join(map(str, range(first, last + 1) if first < last <= first + _LONGEST_RUN else (first, last)))

    return tuple(dict.fromkeys(int(number) for number in re.findall(r"\d{1,4}", _RUN.sub(spelled, marks))))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _same(text: str, sentence: str) -> bool:
    def plain(words: str) -> str:
        return " ".join(re.findall(r"\w+", words.lower()))

    return plain(text) == plain(sentence)
