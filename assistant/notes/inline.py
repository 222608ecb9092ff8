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
    struck = False
    for token in tokens:
        words, marked = "", ""
        tag = _tag(token)
        if token.type in ("s_open", "s_close"):
            struck_depth += token.nesting
        elif token.type == "html_inline" and tag in _STRUCK:
            struck_depth = max(0, struck_depth + (-1 if token.content.startswith("</") else 1))
        elif token.type in ("link_open", "link_close"):
            link_depth += token.nesting
        elif token.type == "html_inline" and tag == "a":
            opens = re.search(r"\bhref\b", token.content, re.I) is not None
            link_depth = link_depth + 1 if opens else max(0, link_depth - 1)
        elif token.type in ("strong_open", "strong_close", "em_open", "em_close"):
            marked = token.markup if token.markup else ""
            marked = "**" if len(marked) == 2 else "*"
        else:
            words, marked = _words(token, tag)
        if struck_depth > 0:
            struck = struck or bool(words.strip())
            continue
        text.append(words)
        markdown.append(marked)
        if link_depth:
            linked += len(re.findall(r"\w+", words))
        else:
            plain += len(re.findall(r"\w+", words))
    return _inline("".join(text), "".join(markdown), struck, bool(linked) and plain <= 3)


def _inline(text: str, markdown: str, struck: bool, only_links: bool) -> Inline:
    text, markdown = _squeeze(_TODO.sub("", text)), _squeeze(_TODO.sub("", markdown))
    markdown = _squeeze(re.sub(r"\*\*\s*\*\*", "", markdown)) if struck else markdown
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
        return content, re.sub(r"([*`])", r"\\\1", content)
    if token.type == "code_inline":
        fence = "``" if "`" in content else "`"
        return content, f"{fence}{' ' * (len(fence) - 1)}{content}{' ' * (len(fence) - 1)}{fence}"
    if token.type in ("softbreak", "hardbreak"):
        return " ", " "
    if token.type == "image":
        return content, content
    if token.type == "html_inline":
        if tag == "br":
            return "; ", "; "
        if tag == "img":
            alt = _ALT.search(content)
            return (alt[1], alt[1]) if alt else ("", "")
        if tag in _HTML or content.startswith("<!"):
            return "", ""
        return content, content
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
