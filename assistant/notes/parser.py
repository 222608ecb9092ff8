"""One Markdown file becomes sections and passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from assistant.notes.inline import Inline, read_inline, read_title
from assistant.notes.section import Passage, PassageKind, Section
from assistant.notes.sentences import split_sentences
from assistant.notes.tidy import TidyLines, split_row, tidy

VERSION = 1
"""Raise it when the same notes give other sections or passages, so that indexes are built anew."""

_DEEPEST_NESTING = 100
_BLANK_CELL = frozenset({"", ".", "..", "-", "–", "—", '"'})
_NO_WORDS = re.compile(r"^[\W_]*$")


@cache
def _markdown() -> MarkdownIt:
    """A parser that knows tables and struck-through text, and takes neither HTML blocks nor indented code.

    An HTML block would swallow the heading below an anchor; indented code would swallow tab-indented bullets.
    """
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _DEEPEST_NESTING})
    return parser.enable(["table", "strikethrough"]).disable(["html_block", "code"])


def inline_of(text: str) -> Inline:
    """Reads a stretch of inline Markdown."""
    tokens = _markdown().parseInline(text)
    return read_inline(tokens[0].children or [])


def slug(title: str) -> str:
    """GitHub's anchor for a heading: lower case, punctuation dropped, spaces to hyphens."""
    kept = re.sub(r"[^\w\- ]", "", title.strip().lower())
    return kept.replace(" ", "-") or "section"


@dataclass
class _Draft:
    """A section while its passages are collected."""

    anchor: str
    level: int
    title: str
    heading_line: int
    body_start: int
    file: str
    passages: list[Passage] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    blocks: int = 0

    def add(
        self,
        kind: PassageKind,
        inline: Inline,
        quote: str,
        lines: tuple[int, int],
        parents: tuple[str, ...],
        *,
        heads: tuple[str, ...] = (),
        cells: tuple[str, ...] = (),
    ) -> str:
        passage = Passage(
            id=f"{self.anchor}:{len(self.passages) + 1}",
            anchor=self.anchor,
            kind=kind,
            text=inline.text,
            markdown=inline.markdown,
            quote=quote,
            file=self.file,
            lines=(lines[0] + 1, lines[1] + 1),
            parents=parents,
            heads=heads,
            cells=cells,
            struck=inline.struck,
            quotable=inline.quotable,
            block=self.blocks,
        )
        self.passages.append(passage)
        self.covered.update(range(lines[0], lines[1] + 1))
        return passage.id


def parse(text: str, file: str, unique: Callable[[str], str]) -> list[Section]:
    """Parses one file.

    Args:
        text: the file's text.
        file: its name, for citations.
        unique: makes an anchor unique in the library.

    Returns:
        The file's sections in order. Text above the first heading is a section named after the file.
    """
    tidied = tidy(text)
    root = SyntaxTreeNode(_markdown().parse("\n".join(tidied.lines)))
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    drafts: list[_Draft] = [_Draft(slug(stem), 1, stem, -1, 0, file)]
    headings = [node for node in root.children if node.type == "heading"]
    starts = _explicit_anchors(tidied, [_first(node) for node in headings])
    at = 0
    for node in root.children:
        if node.type == "heading":
            explicit = starts[at]
            at += 1
            title = read_title((node.children[0].children and _tokens(node.children[0])) or [])
            anchor = unique(explicit or slug(title))
            first, last = _span(node)
            drafts.append(_Draft(anchor, int(node.tag[1]), title or anchor, first, last + 1, file))
            drafts[-1].covered.update(range(first, last + 1))
    bounds = [draft.heading_line for draft in drafts[1:]] + [len(tidied.lines)]
    at = 0
    pending: list[SyntaxTreeNode] = []
    for block in [*root.children, None]:
        if block is None or block.type == "heading":
            _walk(drafts[at], pending, (), tidied)
            at += 1
            pending = []
        else:
            pending.append(block)
    for draft, end in zip(drafts, bounds, strict=True):
        _keep_what_is_left(draft, tidied, end)
    if drafts[0].passages:
        drafts[0].anchor = unique(drafts[0].anchor)
        drafts[0].passages = [
            replace(
                p,
                id=p.id.replace(p.anchor, drafts[0].anchor, 1),
                anchor=drafts[0].anchor,
                parents=tuple(q.replace(p.anchor, drafts[0].anchor, 1) for q in p.parents),
            )
            for p in drafts[0].passages
        ]
    return _finish(drafts, bounds, tidied)


def _tokens(node: SyntaxTreeNode) -> list[Token]:
    return node.token.children or [] if node.token else []


def _span(node: SyntaxTreeNode) -> tuple[int, int]:
    """First and last line of a block, counted from 0."""
    first, end = node.map or (0, 1)
    return first, max(first, end - 1)


def _first(node: SyntaxTreeNode) -> int:
    return _span(node)[0]


def _explicit_anchors(tidied: TidyLines, heading_lines: Sequence[int]) -> list[str | None]:
    """The anchor that stands in each heading or, with nothing but blank lines and anchors between, above it."""
    found: list[str | None] = []
    for line in heading_lines:
        names = list(tidied.anchors.get(line, ()))
        above = line - 1
        while not names and above >= 0 and not tidied.lines[above].strip():
            names = list(tidied.anchors.get(above, ()))
            if above in tidied.navigation and not names:
                break
            above -= 1
        found.append(names[-1] if names else None)
    return found


def _walk(draft: _Draft, nodes: Sequence[SyntaxTreeNode], parents: tuple[str, ...], tidied: TidyLines) -> None:
    """Collects the passages of blocks that stand beside each other."""
    lead: str | None = None
    for at, node in enumerate(nodes):
        following = nodes[at + 1].type if at + 1 < len(nodes) else ""
        over = parents if lead is None else (*parents, lead)
        draft.blocks += 1
        if node.type in ("paragraph", "heading"):
            ids = _paragraph(draft, node, parents)
            lead = ids[-1] if ids and _introduces(draft.passages[-1], following, node.type) else None
            continue
        if node.type in ("bullet_list", "ordered_list"):
            for item in node.children:
                _list_item(draft, item, over, tidied)
        elif node.type == "table":
            _table(draft, node, over, tidied)
        elif node.type in ("fence", "code_block"):
            _code(draft, node, over, tidied)
        elif node.type == "blockquote":
            _walk(draft, node.children, over, tidied)
        lead = None


def _introduces(passage: Passage, following: str, kind: str) -> bool:
    if following not in ("bullet_list", "ordered_list", "table", "fence", "code_block"):
        return False
    words = passage.text.rstrip()
    short = len(words.split()) <= 8 and not words.endswith((".", "!", "?"))
    return passage.quotable and (words.endswith(":") or short or kind == "heading")


def _paragraph(draft: _Draft, node: SyntaxTreeNode, parents: tuple[str, ...]) -> list[str]:
    """Splits a paragraph into its sentences."""
    content = node.children[0].content if node.children else ""
    first, last = _span(node)
    ids = []
    for start, end in split_sentences(content):
        raw = content[start:end]
        begin = min(last, first + content[:start].count("\n"))
        lines = (begin, min(last, begin + raw.count("\n")))
        kind = PassageKind.OTHER if node.type == "heading" else PassageKind.SENTENCE
        ids.append(draft.add(kind, inline_of(raw), _squeeze(raw), lines, parents))
    draft.covered.update(range(first, last + 1))
    return ids


def _list_item(draft: _Draft, item: SyntaxTreeNode, parents: tuple[str, ...], tidied: TidyLines) -> None:
    children = list(item.children)
    if children and children[0].type == "paragraph":
        node = children.pop(0)
        inline_node = node.children[0] if node.children else None
        raw = inline_node.content if inline_node else ""
        if raw.strip():
            inline = read_inline(_tokens(inline_node)) if inline_node else inline_of(raw)
            parents = (*parents, draft.add(PassageKind.BULLET, inline, _squeeze(raw), _span(node), parents))
    _walk(draft, children, parents, tidied)


def _code(draft: _Draft, node: SyntaxTreeNode, parents: tuple[str, ...], tidied: TidyLines) -> None:
    first, last = _span(node)
    raw = "\n".join(tidied.original[first : last + 1])
    language = (node.info or "").split(" ")[0] if re.fullmatch(r"[\w+-]*", (node.info or "").split(" ")[0]) else ""
    body = node.content.rstrip("\n")
    fence = "```" if "```" not in body else "~~~~"
    inline = Inline(_squeeze(body), f"{fence}{language}\n{body}\n{fence}", False, bool(body.strip()))
    draft.add(PassageKind.CODE, inline, raw.strip("\n"), (first, last), parents)


def _table(draft: _Draft, node: SyntaxTreeNode, parents: tuple[str, ...], tidied: TidyLines) -> None:
    rows = [row for part in node.children for row in part.children]
    if not rows:
        return
    head_line = _first(node)
    heads = [_cell(cell) for cell in rows[0].children]
    head_words = tuple("" if _blank(head.text) else head.markdown for head in heads)
    raw_head = _squeeze(tidied.original[head_line])
    if len(rows) == 1 or (any(head.text and not _blank(head.text) for head in heads) and _lost(raw_head, heads)):
        draft.add(PassageKind.OTHER, _joined(heads, quotable=False), raw_head, (head_line, head_line), parents)
    draft.covered.update((head_line, head_line + 1))
    above: list[Inline] = []
    for row in rows[1:]:
        line = _first(row)
        cells = [_cell(cell) for cell in row.children]
        cells = _inherit(cells, above)
        above = cells
        quote = _squeeze(tidied.original[line])
        stated = [cell for cell in cells if not _blank(cell.text)]
        quotable = any(cell.quotable for cell in stated) and not _subject_struck(cells)
        draft.add(
            PassageKind.ROW,
            _joined(cells, quotable=quotable),
            quote,
            (line, line),
            parents,
            heads=head_words,
            cells=tuple("" if _blank(cell.text) else cell.markdown for cell in cells),
        )


def _subject_struck(cells: Sequence[Inline]) -> bool:
    """Whether a row's subject is struck through, which retracts the whole row."""
    return bool(cells) and cells[0].struck and _blank(cells[0].text)


def _lost(raw: str, cells: Sequence[Inline]) -> bool:
    """Whether a head's own words (link targets and the like) would stand in no passage."""
    kept = " ".join(cell.markdown for cell in cells)
    return any(word not in kept for word in re.findall(r"\w+", raw))


def _cell(node: SyntaxTreeNode) -> Inline:
    return read_inline(_tokens(node.children[0])) if node.children else Inline("", "", False, False)


def _blank(text: str) -> bool:
    return text.strip() in _BLANK_CELL


def _inherit(cells: list[Inline], above: Sequence[Inline]) -> list[Inline]:
    """Fills blank leading cells from the row above, as a reader's eye does; other blank cells stay blank."""
    filled = list(cells)
    for at, cell in enumerate(cells):
        if not _blank(cell.text) or cell.struck or at >= len(above):
            break
        filled[at] = above[at]
    return filled


def _joined(cells: Sequence[Inline], *, quotable: bool) -> Inline:
    stated = [cell for cell in cells if not _blank(cell.text)]
    return Inline(
        " | ".join(cell.text for cell in stated),
        " | ".join(cell.markdown for cell in stated),
        any(cell.struck for cell in cells),
        quotable and bool(stated),
    )


def _keep_what_is_left(draft: _Draft, tidied: TidyLines, end: int) -> None:
    """Keeps lines that the Markdown parser swallows, such as link definitions, as passages that state nothing."""
    for number in range(draft.body_start, end):
        line = tidied.original[number]
        known = number in draft.covered or number in tidied.navigation
        if known or _NO_WORDS.match(line):
            continue
        draft.blocks += 1
        inline = Inline(_squeeze(line), _squeeze(line), False, False)
        draft.add(PassageKind.OTHER, inline, _squeeze(line), (number, number), ())


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _finish(drafts: list[_Draft], bounds: list[int], tidied: TidyLines) -> list[Section]:
    sections: list[Section] = []
    above: list[_Draft] = []
    for draft, bound in zip(drafts, bounds, strict=True):
        if draft.heading_line < 0 and not draft.passages:
            continue
        while above and above[-1].level >= draft.level:
            above.pop()
        if draft.heading_line < 0:
            above = []
        end = _without_anchor_below(tidied, bound) if bound < len(tidied.lines) else bound
        body = tidied.original[draft.body_start : end]
        while body and not body[-1].strip():
            body.pop()
        navigation = _navigation(tidied, range(draft.body_start, end))
        sections.append(
            Section(
                anchor=draft.anchor,
                level=draft.level,
                title=draft.title,
                path=(*(d.title for d in above), draft.title),
                ancestors=tuple(d.anchor for d in above),
                file=draft.file,
                lines=(max(draft.heading_line, 0) + 1, max(draft.body_start + len(body), draft.heading_line + 1, 1)),
                text="\n".join(body).strip("\n"),
                passages=tuple(draft.passages),
                navigation=navigation,
            )
        )
        if draft.heading_line >= 0:
            above.append(draft)
    return sections


def _without_anchor_below(tidied: TidyLines, bound: int) -> int:
    """The end of a section's body: above the anchors that belong to the next heading."""
    end = bound
    while end > 0 and not tidied.lines[end - 1].strip() and (end - 1 in tidied.anchors or not tidied.original[end - 1].strip()):
        end -= 1
    return end


def _navigation(tidied: TidyLines, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(tidied.original[n] for n in numbers if n in tidied.navigation)


__all__ = ["VERSION", "inline_of", "parse", "slug", "split_row"]
