"""The Markdown parser, told of what notes do that Markdown does not allow for."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, lheading, list_block, table

_DEEPEST_NESTING = 100
_UNDERLINE = re.compile(r"[ >]*(?:=+|-+)\s*$")


@cache
def markdown() -> MarkdownIt:
    """A parser that knows tables and struck-through text, and takes neither HTML blocks nor indented code.

    An HTML block would swallow the heading below an anchor; indented code would swallow tab-indented bullets.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST_NESTING})
    return parser.enable(["table", "strikethrough"]).disable(["html_block", "code"]).use(end_paragraphs_early)


def end_paragraphs_early(parser: MarkdownIt) -> None:
    """Lets a list end a paragraph however far it is indented, and a table end a bullet that it is not indented under."""
    parser.block.ruler.at("lheading", _underlined_heading)
    parser.block.ruler.at("paragraph", _paragraph)


def _underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    for line in range(start + 1, state.lineMax):
        if _UNDERLINE.match(state.src, state.bMarks[line], state.eMarks[line]):
            return lheading(state, start, end, silent)
        if state.isEmpty(line) or _ends_paragraph(state, line):
            return False
    return False


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    outer, state.parentType = state.parentType, "paragraph"
    line = start + 1
    while line < state.lineMax and not state.isEmpty(line) and not _ends_paragraph(state, line):
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start, line]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()
    inline.map = [start, line]
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.parentType = outer
    return True


def _ends_paragraph(state: StateBlock, line: int) -> bool:
    indent = state.sCount[line]
    if indent < 0:
        return False
    if _starts_list(state, line):
        return True
    if indent - state.blkIndent > 3:
        return False
    if any(rule(state, line, state.lineMax, True) for rule in state.md.block.ruler.getRules("paragraph")):
        return True
    return indent < state.blkIndent and _is_table_outside(state, line)


def _starts_list(state: StateBlock, line: int) -> bool:
    outer, state.listIndent = state.listIndent, -1
    found = list_block(state, line, state.lineMax, True)
    state.listIndent = outer
    return found


def _is_table_outside(state: StateBlock, line: int) -> bool:
    inner, state.blkIndent = state.blkIndent, 0
    found = table(state, line, state.lineMax, True)
    state.blkIndent = inner
    return found
