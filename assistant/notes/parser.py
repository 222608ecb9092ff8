"""One Markdown file becomes sections and passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any
from unicodedata import category

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from assistant.notes.inline import Inline, read_inline, read_title
from assistant.notes.markdown import markdown
from assistant.notes.section import Passage, PassageKind, Section
from assistant.notes.sentences import split_sentences
from assistant.notes.tidy import TidyLines, split_row, tidy

VERSION = 2
"""Raise it when the same notes give other sections or passages, so that indexes are built anew."""

_BLANK_CELL = frozenset({"", ".", "..", "-", "–", "—", '"', "〃"})
_REPEATS = frozenset({".", '"', "〃"})
_TODO_CELL = re.compile(r"\W*(?:TODO|FIXME|TBD)\W*")
_NO_WORDS = re.compile(r"^[\W_]*$")


def inline_of(text: str, references: dict[str, Any] | None = None) -> Inline:
    """Reads a stretch of inline Markdown.

    Args:
        text: the Markdown.
        references: what the parser noted of the file's link definitions.
    """
    tokens = markdown().parseInline(text, references)
    return read_inline(tokens[0].children or [])


def slug(title: str) -> str:
    """GitHub's anchor for a heading: lower case, punctuation dropped, spaces to hyphens."""
    kept = "".join(c for c in title.strip().lower() if c.isalnum() or c in "_- " or category(c).startswith("M"))
    return kept.replace(" ", "-") or "section"


@dataclass(frozen=True, slots=True)
class _Notes:
    """A file as parsed: its lines, its blocks and its link definitions."""

    lines: TidyLines
    root: SyntaxTreeNode
    references: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a passage stands: under which passages, and in which block."""

    parents: tuple[str, ...]
    block: int


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

    def start_block(self, parents: tuple[str, ...]) -> _Place:
        """Numbers a list, table or paragraph that starts, whatever it stands in."""
        self.blocks += 1
        return _Place(parents, self.blocks)

    def add(
        self,
        kind: PassageKind,
        inline: Inline,
        quote: str,
        lines: tuple[int, int],
        place: _Place,
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
            parents=place.parents,
            heads=heads,
            cells=cells,
            struck=inline.struck,
            quotable=inline.quotable,
            block=place.block,
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
    notes = _parse_blocks(tidy(text))
    tidied, root = notes.lines, notes.root
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
            _walk(drafts[at], pending, (), notes)
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


def _parse_blocks(tidied: TidyLines) -> _Notes:
    """Parses the lines anew as long as the parser sees no table in lines that were evened out for one."""
    while True:
        references: dict[str, Any] = {}
        tokens = markdown().parse("\n".join(tidied.lines), references)
        tables = {token.map[0] for token in tokens if token.type == "table_open" and token.map}
        mistaken = tidied.evened.keys() - tables
        if not mistaken:
            return _Notes(tidied, SyntaxTreeNode(tokens), references)
        for first in mistaken:
            tidied.restore(first)


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


def _walk(draft: _Draft, nodes: Sequence[SyntaxTreeNode], parents: tuple[str, ...], notes: _Notes) -> None:
    """Collects the passages of blocks that stand beside each other."""
    lead: str | None = None
    for at, node in enumerate(nodes):
        following = nodes[at + 1].type if at + 1 < len(nodes) else ""
        if node.type in ("paragraph", "heading"):
            ids = _paragraph(draft, node, draft.start_block(parents), notes)
            lead = ids[-1] if ids and _introduces(draft.passages[-1], following, node.type) else None
            continue
        place = draft.start_block(parents if lead is None else (*parents, lead))
        if node.type in ("bullet_list", "ordered_list"):
            for item in node.children:
                _list_item(draft, item, place, notes)
        elif node.type == "table":
            _table(draft, node, place, notes.lines)
        elif node.type in ("fence", "code_block"):
            _code(draft, node, place, notes.lines)
        elif node.type == "blockquote":
            _walk(draft, node.children, place.parents, notes)
        elif node.type == "hr":
            notes.lines.navigation.add(_first(node))
        lead = None


def _introduces(passage: Passage, following: str, kind: str) -> bool:
    if following not in ("bullet_list", "ordered_list", "table", "fence", "code_block"):
        return False
    words = passage.text.rstrip()
    short = len(words.split()) <= 8 and not words.endswith((".", "!", "?"))
    return passage.quotable and (words.endswith(":") or short or kind == "heading")


def _paragraph(draft: _Draft, node: SyntaxTreeNode, place: _Place, notes: _Notes) -> list[str]:
    """Splits a paragraph into its sentences."""
    content = node.children[0].content if node.children else ""
    first, last = _span(node)
    kind = PassageKind.OTHER if node.type == "heading" else PassageKind.SENTENCE
    ids = []
    line = at = 0
    for (start, end), inline in _sentences(content, node, notes.references):
        line += content.count("\n", at, start)
        at = start
        begin = min(last, first + line)
        lines = (begin, min(last, begin + content.count("\n", start, end)))
        ids.append(draft.add(kind, inline, _squeeze(content[start:end]), lines, place))
    draft.covered.update(range(first, last + 1))
    return ids


def _sentences(content: str, node: SyntaxTreeNode, references: dict[str, Any]) -> list[tuple[tuple[int, int], Inline]]:
    """A paragraph's sentences; all of it as one where a sentence alone would state what the paragraph does not."""
    spans = split_sentences(content)
    if not spans:
        return []
    whole = read_inline(_tokens(node.children[0]))
    if len(spans) > 1:
        said = [inline_of(content[start:end], references) for start, end in spans]
        if _states_all(whole.text, said):
            return list(zip(spans, said, strict=True))
    return [((0, len(content)), whole)]


def _states_all(whole: str, sentences: Iterable[Inline]) -> bool:
    at = 0
    for sentence in sentences:
        if sentence.quotable:
            found = whole.find(sentence.text, at)
            if found < 0:
                return False
            at = found + len(sentence.text)
    return True


def _list_item(draft: _Draft, item: SyntaxTreeNode, place: _Place, notes: _Notes) -> None:
    children = list(item.children)
    parents = place.parents
    if children and children[0].type == "paragraph":
        node = children.pop(0)
        raw = node.children[0].content if node.children else ""
        if raw.strip():
            inline = read_inline(_tokens(node.children[0]))
            parents = (*parents, draft.add(PassageKind.BULLET, inline, _squeeze(raw), _span(node), place))
    _walk(draft, children, parents, notes)


def _code(draft: _Draft, node: SyntaxTreeNode, place: _Place, tidied: TidyLines) -> None:
    first, last = _span(node)
    while last > first and not tidied.original[last].strip():
        last -= 1
    raw = "\n".join(tidied.original[first : last + 1])
    language = (node.info or "").split(" ")[0] if re.fullmatch(r"[\w+-]*", (node.info or "").split(" ")[0]) else ""
    body = node.content.rstrip("\n")
    fence = "```" if "```" not in body else "~~~~"
    inline = Inline(_squeeze(body), f"{fence}{language}\n{body}\n{fence}", False, bool(body.strip()))
    draft.add(PassageKind.CODE, inline, raw.strip("\n"), (first, last), place)


def _table(draft: _Draft, node: SyntaxTreeNode, place: _Place, tidied: TidyLines) -> None:
    rows = [row for part in node.children for row in part.children]
    if not rows:
        return
    head_line = _first(node)
    heads, *body = ([_cell(cell) for cell in row.children] for row in rows)
    head_words = tuple("" if _blank(head) else head.markdown for head in heads)
    raw_head = _squeeze(tidied.original[head_line])
    if not body or _lost(raw_head, head_words):
        draft.add(PassageKind.OTHER, _joined(heads, quotable=False), raw_head, (head_line, head_line), place)
    draft.covered.update((head_line, head_line + 1))
    repeats = _REPEATS - {cell.markdown for cell in (*heads, *(body[0] if body else ()))}
    above: list[Inline] = []
    for row, written in zip(rows[1:], body, strict=True):
        line = _first(row)
        cells = above = _inherit(written, above, repeats)
        quotable = any(cell.quotable for cell in _stated(cells)) and not _subject_struck(cells)
        draft.add(
            PassageKind.ROW,
            _joined(cells, quotable=quotable),
            _squeeze(tidied.original[line]),
            (line, line),
            place,
            heads=head_words,
            cells=tuple("" if _blank(cell) else cell.markdown for cell in cells),
        )


def _subject_struck(cells: Sequence[Inline]) -> bool:
    """Whether a row's subject is struck through, which retracts the whole row."""
    return bool(cells) and cells[0].struck and _blank(cells[0])


def _lost(raw: str, heads: Iterable[str]) -> bool:
    """Whether a head's own words (link targets and the like) would stand in no passage."""
    kept = {word for head in heads for word in re.findall(r"\w+", head)}
    return any(word not in kept for word in re.findall(r"\w+", raw))


def _cell(node: SyntaxTreeNode) -> Inline:
    return read_inline(_tokens(node.children[0])) if node.children else Inline("", "", False, False)


def _blank(cell: Inline) -> bool:
    """Whether a cell says nothing."""
    return cell.markdown in _BLANK_CELL or _TODO_CELL.fullmatch(cell.text) is not None


def _stated(cells: Sequence[Inline]) -> list[Inline]:
    return [cell for cell in cells if not _blank(cell)]


def _inherit(cells: Sequence[Inline], above: Sequence[Inline], repeats: Set[str]) -> list[Inline]:
    """Fills cells from the row above, as a reader's eye does: blank ones at the row's start, marks of repetition anywhere."""
    filled = list(cells)
    leading = True
    for at, (cell, upper) in enumerate(zip(cells, above, strict=False)):
        leading = leading and cell.markdown in _BLANK_CELL and not cell.struck
        if leading or (cell.markdown in repeats and not cell.struck):
            filled[at] = upper
    return filled


def _joined(cells: Sequence[Inline], *, quotable: bool) -> Inline:
    stated = _stated(cells)
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
        inline = Inline(_squeeze(line), _squeeze(line), False, False)
        draft.add(PassageKind.OTHER, inline, _squeeze(line), (number, number), draft.start_block(()))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _finish(drafts: list[_Draft], bounds: list[int], tidied: TidyLines) -> list[Section]:
    sections: list[Section] = []
    above: list[_Draft] = []
    navigation: tuple[str, ...] = ()
    for draft, bound in zip(drafts, bounds, strict=True):
        end = _without_anchor_below(tidied, bound) if bound < len(tidied.lines) else bound
        navigation += _navigation(tidied, range(draft.body_start, end))
        if draft.heading_line < 0 and not draft.passages:
            continue
        while above and above[-1].level >= draft.level:
            above.pop()
        if draft.heading_line < 0:
            above = []
        body = tidied.original[draft.body_start : end]
        while body and not body[-1].strip():
            body.pop()
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
        navigation = ()
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
