"""One stretch of inline Markdown becomes plain words and safe Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

_TAG = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
_ALT = re.compile(r"""\balt\s*=\s*["']([^"']*)["']""", re.I)
_HTML = frozenset(
    "a abbr b big blockquote br center code dd del details div dl dt em figure figcaption font h1 h2 h3 h4 h5 h6 hr i img "
    "ins kbd li mark ol p pre q s script section small span strike strong style sub summary sup table tbody td th thead tr u "
    "ul iframe input button form video audio source svg object embed link meta".split()
)
_STRUCK = frozenset({"s", "del", "strike"})
_TODO = re.compile(r"\(\s*(?:TODO|FIXME|TBD)\b[^()]*\)")
_TODO_LINE = re.compile(r"^\W*(?:TODO|FIXME|TBD)\b")
_WORD = re.compile(r"\w")
_BREAKS = ("softbreak", "hardbreak")
_SIGNS = re.compile(
    r"[*`]|\\(?=[!-/:-@\[-`{-~]|$)|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])|\](?=[(\[])|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
)
"""What would be markup if it were not escaped."""


@dataclass(frozen=True, slots=True)
class Inline:
    """What a stretch of inline Markdown says.

    Attributes:
        text: plain words without markup; struck-through text and to-do remarks left out.
        markdown: the same words with bold, emphasis and code spans; no HTML, links or images.
        struck: whether something was struck through.
        quotable: whether it states something: not only links, a to-do, or retracted.
    """

    text: str
    markdown: str
    struck: bool
    quotable: bool


def read_inline(tokens: Sequence[Token]) -> Inline:
    """Reads the children of an inline token."""
    text: list[str] = []
    markdown: list[str] = []
    plain = linked = 0
    struck_depth = link_depth = 0
    emphasis: list[int] = []
    struck = False
    for token in _without_todo_lines(tokens):
        tag = _tag(token)
        if token.type in ("s_open", "s_close"):
            struck_depth += token.nesting
        elif tag in _STRUCK:
            struck_depth = max(0, struck_depth + (-1 if token.content.startswith("</") else 1))
        elif token.type in ("link_open", "link_close"):
            link_depth += token.nesting
        elif tag == "a":
            opens = re.search(r"\bhref\b", token.content, re.I) is not None
            link_depth = link_depth + 1 if opens else max(0, link_depth - 1)
        elif token.type in ("strong_open", "em_open"):
            emphasis.append(len(markdown))
        elif token.type in ("strong_close", "em_close"):
            start = emphasis.pop()
            markdown[start:] = [_emphasised("".join(markdown[start:]), "**" if token.tag == "strong" else "*")]
        else:
            words, marked = _words(token, tag)
            if struck_depth:
                struck = struck or bool(words.strip())
                continue
            text.append(words)
            markdown.append(marked)
            if link_depth:
                linked += len(re.findall(r"\w+", words))
            else:
                plain += len(re.findall(r"\w+", words))
    return _inline("".join(text), "".join(markdown), struck, bool(linked) and plain <= 3)


def _without_todo_lines(tokens: Sequence[Token]) -> list[Token]:
    """Leaves out the words of every line but the first that is a to-do remark."""
    lines: list[list[Token]] = [[]]
    for token in tokens:
        if token.type in _BREAKS:
            lines.append([])
        lines[-1].append(token)
    kept = lines[0]
    for line in lines[1:]:
        words = "".join(token.content for token in line if token.type in ("text", "code_inline"))
        if _TODO_LINE.match(_TODO.sub("", words)):
            line = [token for token in line if token.nesting or _tag(token) in _STRUCK]
        kept += line
    return kept


def _emphasised(words: str, mark: str) -> str:
    """Puts marks around words, white space at their ends left outside, where it closes no emphasis."""
    said = words.strip()
    return words.replace(said, f"{mark}{said}{mark}") if said else words


def _escaped(words: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", words)


def _code(content: str) -> str:
    """A code span, its fence longer than any run of backticks inside."""
    runs = set(re.findall(r"`+", content))
    fence = next(fence for length in range(1, len(runs) + 2) if (fence := "`" * length) not in runs)
    return f"{fence} {content} {fence}" if runs else f"{fence}{content}{fence}"


def _inline(text: str, markdown: str, struck: bool, only_links: bool) -> Inline:
    text, markdown = _squeeze(_TODO.sub("", text)), _squeeze(_TODO.sub("", markdown))
    says = bool(_WORD.search(text)) and not only_links and not _TODO_LINE.match(text)
    return Inline(text, markdown, struck, says)


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _tag(token: Token) -> str:
    match = _TAG.match(token.content) if token.type == "html_inline" else None
    return match[1].lower() if match else ""


def _words(token: Token, tag: str) -> tuple[str, str]:
    """The plain words and the Markdown of one token that is not a mark of emphasis."""
    content = token.content
    if token.type == "text":
        return content, _escaped(content)
    if token.type == "code_inline":
        return content, _code(content)
    if token.type in _BREAKS:
        return " ", " "
    if token.type == "image":
        label = read_inline(token.children or [])
        return label.text, label.markdown
    if tag == "br":
        return "; ", "; "
    if tag == "img":
        alt = _ALT.search(content)
        return (alt[1], _escaped(alt[1])) if alt else ("", "")
    if tag in _HTML or (token.type == "html_inline" and content.startswith("<!")):
        return "", ""
    return content, content


def read_title(tokens: Sequence[Token]) -> str:
    """A heading's words, without the navigation arrows that link to other headings."""
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "link_open":
            end = next(n for n in range(at, len(tokens)) if tokens[n].type == "link_close")
            inside = "".join(t.content for t in tokens[at:end])
            if str(token.attrs.get("href", "")).startswith("#") and not _WORD.search(inside):
                at = end + 1
                continue
        kept.append(token)
        at += 1
    return read_inline(kept).text.strip(" ;")
