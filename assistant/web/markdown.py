"""Markdown of the notes becomes HTML that cannot do anything: no tags, pictures or addresses of its own get through."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from assistant.notes import Passage
from assistant.notes.markdown import end_paragraphs_early
from assistant.notes.tidy import tidy
from assistant.web.highlight import highlight

_DEEPEST_NESTING = 100
_LONG_CELL = 50
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.I)
_SHOWN = {
    **{name: name for name in ("u", "sub", "sup", "small", "kbd", "s", "del", "ins", "strong", "em")},
    **{"b": "strong", "i": "em", "strike": "s"},
}
_DROPPED = frozenset(
    ["abbr", "big", "center", "details", "div", "figcaption", "figure", "font", "p", "section", "span", "summary"]
)
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
    return _render(_parser(html=False).parseInline(markdown), known)


def block_html(
    markdown: str,
    known: Container[str] = frozenset(),
    marked: Iterable[Passage] = (),
    first_line: int = 1,
    *,
    html: bool = False,
) -> str:
    """Renders a text of many lines, such as a section's.

    Args:
        markdown: the text as the file has it.
        known: anchors that links may lead to.
        marked: passages of this text to highlight.
        first_line: the number of the text's first line in the file that the passages count by.
        html: whether HTML tags of emphasis and line breaks mean something; all others are text, or left out.
    """
    tokens = _parser(html=html).parse("\n".join(tidy(markdown).lines))
    highlight(tokens, marked, first_line, _inline_tokens)
    return _render(tokens, known)


def is_long_cell(markdown: str) -> bool:
    """Whether a table's cell holds so much that its column should not be a narrow one."""
    return len(markdown) > _LONG_CELL


class _Renderer(RendererHTML):
    """Renders code and tables so that they can be scrolled with the keyboard, and HTML as text."""

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return escapeHtml(tokens[idx].content)

    html_block = html_inline

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        code = escapeHtml(tokens[idx].content.rstrip("\n"))
        if tokens[idx].meta.get("marked"):
            code = f"<mark>{code}</mark>"
        return f'<pre tabindex="0"><code>{code}</code></pre>\n'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return '<div class="table" role="group" aria-label="Table" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return "</table></div>\n"


@cache
def _parser(*, html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": html, "maxNesting": _DEEPEST_NESTING}, renderer_cls=_Renderer)
    return parser.use(end_paragraphs_early).enable(["table", "strikethrough"]).disable(["code", "html_block"])


def _inline_tokens(markdown: str) -> list[Token]:
    return _parser(html=True).parseInline(markdown)[0].children or []


def _render(tokens: Sequence[Token], known: Container[str]) -> str:
    for at, token in enumerate(tokens):
        if token.type == "inline":
            token.children = _tame(token.children or [], known)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            token.attrs = {"class": "subheading"} if token.nesting == 1 else {}
        elif token.type in ("td_open", "th_open"):
            aligned = _ALIGNED.search(str(token.attrs.pop("style", "")))
            names = [aligned[1]] if aligned else []
            names += ["long"] if is_long_cell(tokens[at + 1].content) else []
            if names:
                token.attrSet("class", " ".join(names))
    parser = _parser(html=False)
    return str(parser.renderer.render(tokens, parser.options, {}))


def _tame(children: Sequence[Token], known: Container[str]) -> list[Token]:
    """Leaves of links only those into the notes, of pictures only their words, of HTML only emphasis and breaks."""
    tamer = _Tamer(known)
    for token in children:
        tamer.take(token)
    return tamer.finished()


class _Tamer:
    """Goes through the tokens of one line and keeps what is harmless."""

    def __init__(self, known: Container[str]) -> None:
        self._known = known
        self._tokens: list[Token] = []
        self._links: list[tuple[str, str]] = []
        self._tags: list[str] = []
        self._shown = ""

    def take(self, token: Token) -> None:
        """Takes the next token."""
        if token.type == "link_open":
            self._open_link(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            self._close_link()
        elif token.type == "image":
            self._tokens += _in_span("picture", f"[picture: {token.content or 'without a name'}]")
        elif token.type == "html_inline":
            self._take_html(token.content)
        elif token.type == "text":
            self._shown += token.content
            self._tokens += _broken(token.content)
        else:
            self._tokens.append(token)

    def finished(self) -> list[Token]:
        """What was kept, with everything closed that was left open."""
        while self._tags:
            self._close_tag(self._tags[-1])
        while self._links:
            self._close_link()
        return self._tokens

    def _open_link(self, target: str) -> None:
        anchor = unquote(target[1:]) if target.startswith("#") else ""
        inside = anchor in self._known
        self._links.append(("a" if inside else "span", "" if anchor else target))
        self._shown = ""
        attributes: dict[str, str | int | float] = {}
        if inside:
            attributes = {"href": notes_href(anchor), "data-section": anchor}
        self._tokens.append(Token("link_open", self._links[-1][0], 1, attrs=attributes))

    def _close_link(self) -> None:
        tag, target = self._links.pop()
        self._tokens.append(Token("link_close", tag, -1))
        if target and target not in (self._shown, f"mailto:{self._shown}"):
            self._tokens += _in_span("address", f" ({unquote(target)})")

    def _take_html(self, content: str) -> None:
        match = _TAG.match(content)
        closing, name = (bool(match[1]), match[2].lower()) if match else (False, "")
        target = _HREF.search(content)
        if name == "br":
            self._tokens.append(Token("hardbreak", "br", 0))
        elif name == "a":
            if closing and self._links:
                self._close_link()
            elif target and not self._links:
                self._open_link(target[1])
        elif name in _SHOWN and not closing:
            self._tags.append(_SHOWN[name])
            self._tokens.append(Token("tag_open", _SHOWN[name], 1))
        elif name in _SHOWN:
            self._close_tag(_SHOWN[name])
        elif name not in _DROPPED and not content.startswith("<!"):
            self._tokens.append(_text(content))

    def _close_tag(self, tag: str) -> None:
        if self._tags and self._tags[-1] == tag:
            self._tags.pop()
            self._tokens.append(Token("tag_close", tag, -1))


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _in_span(name: str, content: str) -> list[Token]:
    return [Token("span_open", "span", 1, attrs={"class": name}), _text(content), Token("span_close", "span", -1)]


def _broken(content: str) -> list[Token]:
    first, *rest = _BREAK.split(content)
    tokens = [_text(first)]
    for part in rest:
        tokens += [Token("hardbreak", "br", 0), _text(part)]
    return tokens


def attribute(text: str) -> str:
    """Text as it may stand in a double-quoted attribute, or anywhere else in HTML."""
    return escape(text, quote=True)


__all__ = ["attribute", "block_html", "inline_html", "is_long_cell", "notes_href"]
