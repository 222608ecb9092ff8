"""Markdown of the notes becomes HTML that cannot do anything: no tags, pictures or addresses of its own get through."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from assistant.notes import Passage, PassageKind
from assistant.notes.sentences import split_sentences
from assistant.notes.tidy import tidy

_DEEPEST_NESTING = 100
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.I)
_ALIGNED = re.compile(r"text-align:(left|center|right)")


def notes_href(anchor: str) -> str:
    """The address of a section on the notes page."""
    return f"/notes#{quote(anchor, safe='')}"


def inline_html(markdown: str, known: Container[str] = frozenset()) -> str:
    """Renders one line of Markdown.

    Args:
        markdown: bold, emphasis, code, struck text; everything else comes out as text.
        known: anchors that links may lead to.
    """
    return _render(_parser().parseInline(markdown), known)


def block_html(
    markdown: str, known: Container[str] = frozenset(), marked: Iterable[Passage] = (), first_line: int = 1
) -> str:
    """Renders a text of many lines, such as a section's.

    Args:
        markdown: the text as the file has it.
        known: anchors that links may lead to.
        marked: passages of this text to highlight.
        first_line: the number of the text's first line in the file that the passages count by.
    """
    tokens = _parser().parse("\n".join(tidy(markdown).lines))
    _Highlighter(marked, first_line).apply(tokens)
    return _render(tokens, known)


class _Renderer(RendererHTML):
    """Renders code and tables so that they can be scrolled with the keyboard."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        code = escapeHtml(tokens[idx].content.rstrip("\n"))
        if tokens[idx].meta.get("marked"):
            code = f"<mark>{code}</mark>"
        return f'<pre tabindex="0"><code>{code}</code></pre>\n'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        return '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: ANN401
        return "</table></div>\n"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST_NESTING}, renderer_cls=_Renderer)
    return parser.enable(["table", "strikethrough"]).disable(["code"])


def _render(tokens: Sequence[Token], known: Container[str]) -> str:
    for token in tokens:
        if token.type == "inline":
            token.children = _tame(token.children or [], known)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            token.attrs = {"class": "subheading"} if token.nesting == 1 else {}
        elif token.type in ("td_open", "th_open"):
            aligned = _ALIGNED.search(str(token.attrs.pop("style", "")))
            if aligned:
                token.attrSet("class", aligned[1])
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))


def _tame(children: Sequence[Token], known: Container[str]) -> list[Token]:
    """Leaves of links only those into the notes, of pictures only their words, and breaks lines at `<br>`."""
    tamed: list[Token] = []
    address: list[str] = []
    shown = ""
    for token in children:
        if token.type == "link_open":
            target = str(token.attrs.get("href", ""))
            anchor = unquote(target[1:]) if target.startswith("#") else ""
            address.append("" if anchor else target)
            shown = ""
            token.attrs = {"href": notes_href(anchor), "data-section": anchor} if anchor in known else {}
            token.tag = "a" if anchor in known else "span"
            tamed.append(token)
        elif token.type == "link_close":
            opening = next(t for t in reversed(tamed) if t.type == "link_open" and t.level == token.level)
            token.tag = opening.tag
            tamed.append(token)
            target = address.pop() if address else ""
            if target and target not in (shown, f"mailto:{shown}"):
                tamed.extend(_in_span("address", f" ({unquote(target)})"))
        elif token.type == "image":
            tamed.extend(_in_span("picture", f"[picture: {token.content or 'without a name'}]"))
        elif token.type == "text":
            shown += token.content
            tamed.extend(_broken(token))
        else:
            tamed.append(token)
    return tamed


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _in_span(name: str, content: str) -> list[Token]:
    return [Token("span_open", "span", 1, attrs={"class": name}), _text(content), Token("span_close", "span", -1)]


def _broken(token: Token) -> list[Token]:
    first, *rest = _BREAK.split(token.content)
    tokens = [_text(first)]
    for part in rest:
        tokens += [Token("hardbreak", "br", 0), _text(part)]
    return tokens


def _in_mark(children: Sequence[Token]) -> list[Token]:
    return [Token("mark_open", "mark", 1), *children, Token("mark_close", "mark", -1)]


class _Highlighter:
    """Puts `<mark>` around the passages of a text."""

    def __init__(self, passages: Iterable[Passage], first_line: int) -> None:
        self._lines = [(passage, passage.lines[0] - first_line, passage.lines[1] - first_line) for passage in passages]

    def apply(self, tokens: Sequence[Token]) -> None:
        """Marks the tokens of a parsed text."""
        if not self._lines:
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
        return [p for p, start, _ in self._lines if p.kind in kinds and first <= start < max(end, first + 1)]

    def _mark_inline(self, token: Token, in_row: bool) -> None:
        whole = (PassageKind.ROW,) if in_row else (PassageKind.BULLET,)
        if self._starting(token, whole):
            token.children = _in_mark(token.children or [])
            return
        sentences = self._starting(token, (PassageKind.SENTENCE, PassageKind.OTHER))
        if sentences and not in_row:
            token.children = _mark_sentences(token, {passage.quote for passage in sentences}.__contains__)


def _mark_sentences(token: Token, chosen: Callable[[str], bool]) -> list[Token]:
    """Marks the chosen sentences of a paragraph; all of it where markup runs across their borders."""
    children: list[Token] = []
    at = 0
    found = False
    for start, end in split_sentences(token.content):
        raw = token.content[start:end]
        inside = _parser().parseInline(raw)[0].children or []
        children += [_text(" ")] if start > at and children else []
        if chosen(re.sub(r"\s+", " ", raw).strip()):
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


def attribute(text: str) -> str:
    """Text as it may stand in a double-quoted attribute, or anywhere else in HTML."""
    return escape(text, quote=True)


__all__ = ["attribute", "block_html", "inline_html", "notes_href"]
