"""Splits a paragraph into sentences without cutting through code, links or bold text."""

from __future__ import annotations

import re
from collections import defaultdict

_BREAK = re.compile(r"[.!?][\"'”’)\]*_]*(?=\s+[\"'“‘(\[*_`]*[A-Z0-9`])|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|ca|approx|resp|incl|excl|max|min|fig|figs|sec|ch|ex|eq|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|dept|est|vol|pp?)"
    r"|\b[A-Z]|\.\.)\.$",
    re.I,
)
_NUMBER = re.compile(r"\bnos?\.$", re.I)
_DIGIT = re.compile(r"\s*\d")
_LONGEST_ABBREVIATION = 20
_MARK = re.compile(r"`+|\*\*|~~|[()\[\]]|</?(?:a|s|del|strike)(?=[\s>])", re.I)
_OPENED_BY = {")": "(", "]": "["}
_LONGEST_MARKED = 400
"""A mark that is still open after so many characters is taken for a mere sign."""


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a Markdown paragraph starts and ends.

    Args:
        text: inline Markdown of one paragraph.

    Returns:
        Offsets (start, end) of each sentence, white space around it left out; together they hold every word.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    marks = _Marks()
    for match in _BREAK.finditer(text):
        end = match.end()
        marks.read(text, end)
        if marks.is_open or _is_abbreviated(text, start, match.start() + 1):
            continue
        spans.append((start, end))
        start = end
        marks.forget()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


class _Marks:
    """What is open while a paragraph is read: a code span, bold or struck text, brackets, a link."""

    def __init__(self) -> None:
        self._at = 0
        self._code = ""
        self._code_start = 0
        self._open: defaultdict[str, list[int]] = defaultdict(list)

    def read(self, text: str, end: int) -> None:
        """Reads on to an offset."""
        for mark in _MARK.finditer(text, self._at, end):
            self._take(mark[0].lower(), mark.start())
        self._at = end

    @property
    def is_open(self) -> bool:
        """Whether a mark was opened lately and not closed."""
        starts = [opened[-1] for opened in self._open.values() if opened]
        return any(self._at - start <= _LONGEST_MARKED for start in ([*starts, self._code_start] if self._code else starts))

    def forget(self) -> None:
        """Takes everything for closed."""
        self._code = ""
        self._open.clear()

    def _take(self, mark: str, at: int) -> None:
        if self._code and at - self._code_start <= _LONGEST_MARKED:
            self._code = "" if mark == self._code else self._code
        elif mark[0] == "`":
            self._code, self._code_start = mark, at
        elif mark in ("**", "~~"):
            opened = self._open[mark]
            self._open[mark] = [] if opened and at - opened[0] <= _LONGEST_MARKED else [at]
        elif mark in _OPENED_BY or mark.startswith("</"):
            opened = self._open[_OPENED_BY.get(mark, mark.replace("/", ""))]
            if opened:
                opened.pop()
        else:
            self._open[mark].append(at)


def _is_abbreviated(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to an abbreviation."""
    last = text[max(start, end - _LONGEST_ABBREVIATION) : end]
    if _NUMBER.search(last):
        return _DIGIT.match(text, end) is not None
    return _ABBREVIATION.search(last) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
