"""Puts `<mark>` around cited passages in a parsed text."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence

from markdown_it.token import Token

from assistant.notes import Passage, PassageKind
from assistant.notes.sentences import split_sentences

ParseInline = Callable[[str], list[Token]]


def highlight(tokens: Sequence[Token], passages: Iterable[Passage], first_line: int, parse: ParseInline) -> None:
    """Marks passages in the tokens of a text: bullets, rows and code as a whole, of a paragraph only the sentence.

    Args:
        tokens: the parsed text; they are changed in place.
        passages: passages of this text.
        first_line: the number of the text's first line in the file that the passages count by.
        parse: parses one sentence.
    """
    _Highlighter(passages, first_line, parse).apply(tokens)


def _in_mark(children: Sequence[Token]) -> list[Token]:
    return [Token("mark_open", "mark", 1), *children, Token("mark_close", "mark", -1)]


class _Highlighter:
    def __init__(self, passages: Iterable[Passage], first_line: int, parse: ParseInline) -> None:
        self._parse = parse
        self._starts = [(passage, passage.lines[0] - first_line) for passage in passages]

    def apply(self, tokens: Sequence[Token]) -> None:
        """Marks the tokens of a parsed text."""
        if not self._starts:
            return
        in_row = False
        for token in tokens:
            in_row = token.type == "tr_open" or (in_row and token.type != "tr_close")
            if token.map is None:
                continue
            if token.type == "fence" and self._starting(token, (PassageKind.CODE,)):
                token.meta = {**token.meta, "marked": True}
            elif token.type == "inline" and token.content.strip():
                self._mark_inline(token, in_row)

    def _starting(self, token: Token, kinds: Container[PassageKind]) -> list[Passage]:
        first, end = token.map or (0, 0)
        return [p for p, start in self._starts if p.kind in kinds and first <= start < max(end, first + 1)]

    def _mark_inline(self, token: Token, in_row: bool) -> None:
        whole = (PassageKind.ROW, PassageKind.OTHER) if in_row else (PassageKind.BULLET,)
        if self._starting(token, whole):
            token.children = _in_mark(token.children or [])
            return
        sentences = self._starting(token, (PassageKind.SENTENCE, PassageKind.OTHER))
        if sentences and not in_row:
            token.children = self._mark_sentences(token, {passage.quote for passage in sentences})

    def _mark_sentences(self, token: Token, chosen: set[str]) -> list[Token]:
        """Marks the chosen sentences of a paragraph; all of it where markup runs across their borders."""
        children: list[Token] = []
        at = 0
        found = False
        for start, end in split_sentences(token.content):
            raw = token.content[start:end]
            inside = self._parse(raw)
            children += [Token("text", "", 0, content=" ")] if start > at and children else []
            if re.sub(r"\s+", " ", raw).strip() in chosen:
                found = True
                inside = _in_mark(inside)
            children += inside
            at = end
        whole = token.children or []
        if not found or _words(children) != _words(whole):
            return _in_mark(whole)
        return children


def _words(tokens: Sequence[Token]) -> list[str]:
    return "".join(t.content if t.type not in ("softbreak", "hardbreak") else " " for t in tokens).split()
