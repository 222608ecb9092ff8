"""Splits a paragraph into sentences without cutting through code, links or bold text."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[.!?][\"'”’)\]*_]*(?=\s+[\"'“‘(\[*_`]*[A-Z0-9`])|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|ca|approx|resp|incl|excl|max|min|no|nos|fig|figs|sec|ch|ex|eq|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|dept|est|vol|pp?)"
    r"|\b[A-Z]|\.\.)\.$",
    re.I,
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a Markdown paragraph starts and ends.

    Args:
        text: inline Markdown of one paragraph.

    Returns:
        Offsets (start, end) of each sentence, white space around it left out; together they hold every word.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        end = match.end()
        if _ABBREVIATION.search(text[start : match.start() + 1]) or not _closed(text[start:end]):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def _closed(text: str) -> bool:
    """Whether no code span, bold text or bracket is left open."""
    return (
        text.count("`") % 2 == 0
        and text.count("**") % 2 == 0
        and text.count("~~") % 2 == 0
        and text.count("(") <= text.count(")")
        and text.count("[") <= text.count("]")
        and text.count("<a ") <= text.count("</a")
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
