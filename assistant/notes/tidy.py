"""Makes untidy Markdown readable for a strict parser, line for line.

Every step keeps the number of lines, so that what is parsed afterwards still knows its place in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ANCHOR = re.compile(r"""<a\s+(?:name|id)\s*=\s*["']?([^"'\s>\[\]]+)["']?\s*/?>(?:\s*</a\s*>)?""", re.I)
HEADING = re.compile(r"^\s*#{1,6}(?:\s|$)")
_FENCE = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s+)*(`{3,}(?=[^`]*$)|~{3,})")
_BULLET = re.compile(r"^(\s*)[•‣◦▪●○∙·]\s*(?=\S)")
_TIGHT_HEADING = re.compile(r"^(\s{0,3}#{2,6})(?=[^\s#])")
_HEADING_ID = re.compile(r"\s*\{#([^\s{}\[\]]+)\}\s*#*\s*$")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_INDENT = re.compile(r"^[\s>]*")
_TABLE_END = re.compile(r"^[\s>]*(?:$|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s)")
_TOC_START = re.compile(r"^\s*(?:<!--\s*toc[ _-]?start\s*-->|\[toc_start\]::.*|<!--\s*toc\s*-->)\s*$", re.I)
_TOC_END = re.compile(r"^\s*(?:<!--\s*toc[ _-]?end\s*-->|\[toc_end\]::.*|<!--\s*/toc\s*-->|<!--\s*tocstop\s*-->)\s*$", re.I)
_TOC_LINE = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+\[[^\]]*\]\(#[^)]*\)\s*$")
_FRONT_MATTER_END = re.compile(r"^(?:---|\.\.\.)\s*$")
_FRONT_MATTER_KEY = re.compile(r"^[A-Za-z_][\w .-]*:(?:\s|$)")
_FRONT_MATTER_LINE = re.compile(r"^(?:[A-Za-z_][\w .-]*:(?:\s.*)?|\s+\S.*|-\s.*|#.*|)$")


@dataclass
class TidyLines:
    """A file's lines, ready to be parsed.

    Attributes:
        original: the lines as the file has them.
        lines: the lines to parse; as many as the original ones.
        anchors: explicit anchors by the number of their line, counted from 0.
        navigation: numbers of the lines that are no content, counted from 0.
        evened: by the number of a table's first line, its lines before they were evened out.
    """

    original: list[str]
    lines: list[str]
    anchors: dict[int, list[str]] = field(default_factory=dict)
    navigation: set[int] = field(default_factory=set)
    evened: dict[int, list[str]] = field(default_factory=dict)

    def restore(self, first: int) -> None:
        """Undoes the evening out of what turned out to be no table."""
        before = self.evened.pop(first)
        self.lines[first : first + len(before)] = before


def tidy(text: str) -> TidyLines:
    """Tidies a file's text.

    Args:
        text: the file's text; CRLF and a byte order mark are taken.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    original = text.split("\n")
    tidied = TidyLines(original, [line.expandtabs(4) for line in original])
    fenced = _close_fences(tidied.lines)
    _blank_front_matter(tidied)
    _blank_tables_of_contents(tidied, fenced)
    _blank_comments(tidied, fenced)
    for number, line in enumerate(tidied.lines):
        if number not in fenced:
            tidied.lines[number] = _tidy_line(tidied, number, line)
    _even_tables(tidied, fenced)
    return tidied


def _close_fences(lines: list[str]) -> set[int]:
    """Closes a code fence that was left open, and tells which lines stand inside fences."""
    fenced: set[int] = set()
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None:
            number += 1
            continue
        mark = opening[1]
        closing = re.compile(rf"^[\s>]*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
        end = next((n for n in range(number + 1, len(lines)) if closing.match(lines[n])), None)
        if end is None:
            end = _end_of_open_fence(lines, number)
            if end < len(lines):
                lines[end] = lines[number][: opening.start(1)].replace("-", " ").replace("*", " ") + mark
        fenced.update(range(number, end + 1))
        number = end + 1
    return fenced


def _end_of_open_fence(lines: list[str], start: int) -> int:
    for number in range(start + 1, len(lines) - 1):
        below = lines[number + 1]
        if not lines[number].strip() and (HEADING.match(below) or _TIGHT_HEADING.match(below) or ANCHOR.match(below.strip())):
            return number
    return len(lines)


def _blank(tidied: TidyLines, first: int, last: int) -> None:
    for number in range(first, last + 1):
        tidied.lines[number] = ""
        tidied.navigation.add(number)


def _blank_front_matter(tidied: TidyLines) -> None:
    lines = tidied.lines
    if len(lines) < 2 or lines[0].rstrip() != "---" or not _FRONT_MATTER_KEY.match(lines[1]):
        return
    for number in range(1, min(len(lines), 100)):
        if _FRONT_MATTER_END.match(lines[number]):
            _blank(tidied, 0, number)
            return
        if not _FRONT_MATTER_LINE.match(lines[number]):
            return


def _blank_tables_of_contents(tidied: TidyLines, fenced: set[int]) -> None:
    """Blanks marked tables of contents, and unmarked lists of nothing but links into the file."""
    lines = tidied.lines
    number = 0
    while number < len(lines):
        if number in fenced:
            number += 1
        elif _TOC_START.match(lines[number]):
            end = next((n for n in range(number + 1, len(lines)) if _TOC_END.match(lines[n])), number)
            for inside in range(number, end + 1):
                for anchor in ANCHOR.findall(lines[inside]):
                    tidied.anchors.setdefault(inside, []).append(anchor)
            if any(HEADING.match(lines[n]) for n in range(number, end + 1)):
                end = number
            _blank(tidied, number, end)
            number = end + 1
        elif _TOC_END.match(lines[number]):
            _blank(tidied, number, number)
            number += 1
        elif _TOC_LINE.match(lines[number]):
            end = number
            while end + 1 < len(lines) and _TOC_LINE.match(lines[end + 1]):
                end += 1
            if end > number:
                _blank(tidied, number, end)
            number = end + 1
        else:
            number += 1


def _blank_comments(tidied: TidyLines, fenced: set[int]) -> None:
    """Blanks HTML comments that stand on lines of their own."""
    lines = tidied.lines
    number = 0
    while number < len(lines):
        if number in fenced or not lines[number].lstrip().startswith("<!--"):
            number += 1
            continue
        end = next((n for n in range(number, len(lines)) if "-->" in lines[n]), None)
        if end is not None and not lines[end].split("-->", 1)[1].strip() and not fenced & set(range(number, end)):
            _blank(tidied, number, end)
            number = end
        number += 1


def _tidy_line(tidied: TidyLines, number: int, line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return ""
    if ANCHOR.match(stripped) and not ANCHOR.sub("", stripped).strip():
        tidied.anchors.setdefault(number, []).extend(ANCHOR.findall(stripped))
        tidied.navigation.add(number)
        return ""
    line = _BULLET.sub(r"\1* ", line)
    line = _TIGHT_HEADING.sub(r"\1 ", line)
    if HEADING.match(line):
        found = ANCHOR.findall(line)
        line = ANCHOR.sub("", line)
        attribute = _HEADING_ID.search(line)
        if attribute:
            found.append(attribute[1])
            line = line[: attribute.start()]
        if found:
            tidied.anchors.setdefault(number, []).extend(found)
    return line


def split_row(line: str) -> list[str]:
    """Splits a table row at its unescaped pipes, outer pipes left out."""
    cells = re.split(r"(?<!\\)\|", line.strip())
    if cells and not cells[0].strip() and line.strip().startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1].strip() and line.strip().endswith("|"):
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def _even_tables(tidied: TidyLines, fenced: set[int]) -> None:
    """Gives a table's head as many columns as its widest row, for the parser drops what stands beyond the head.

    A row whose first cell is empty gets the outer pipe that tells so.
    """
    lines = tidied.lines
    number = 1
    while number < len(lines):
        head = number - 1
        number += 1
        if head + 1 in fenced or not _is_table_head(lines[head], lines[head + 1]):
            continue
        while number < len(lines) and number not in fenced and not _TABLE_END.match(lines[number]):
            number += 1
        before = lines[head:number]
        after = _evened(before)
        if after != before:
            tidied.evened[head] = before
            lines[head:number] = after
        number += 1


def _is_table_head(head: str, delimiter: str) -> bool:
    return "|" in delimiter and "|" in head and _DELIMITER.match(_bare(delimiter)) is not None and not HEADING.match(head)


def _evened(table: list[str]) -> list[str]:
    head, delimiter, *rows = table
    cells, columns = split_row(_bare(head)), len(split_row(_bare(delimiter)))
    if not _bare(head).startswith("|"):
        rows = [_with_first_cell(row, len(cells)) for row in rows]
    widest = max(len(cells), columns, *(len(split_row(_bare(row))) for row in rows))
    if not len(cells) == columns == widest:
        prefix = head.removesuffix(_bare(head))
        head = prefix + "|" + "|".join(cells + [" "] * (widest - len(cells))) + "|"
        delimiter = prefix + "|" + "|".join(["-"] * widest) + "|"
    return [head, delimiter, *rows]


def _with_first_cell(row: str, columns: int) -> str:
    """Adds the outer pipe to a row of a table without outer pipes that starts with one and lacks a cell."""
    bare = _bare(row)
    lacks = bare.startswith("|") and len(split_row(bare)) < columns
    return f"{row.removesuffix(bare)}|{bare}" if lacks else row


def _bare(line: str) -> str:
    """A line without its indent and marks of quotation."""
    return _INDENT.sub("", line, count=1)
