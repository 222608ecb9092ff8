"""Composes untidy notes whose words tell what has to become of them.

Every word is unique. `said7` has to be kept in a passage, a title or a table's head; `struck7` has
to be kept and never stated; `aside7` has to stand in a section's navigation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

WORD = re.compile(r"(?:said|struck|aside)\d+", re.I)
GLYPHS = ("*", "-", "+", "•", "‣", "◦", "▪", "●", "○", "·")
INDENTS = ("\t", "    ", "  ")
ARROWS = ("", "", " [↑](#top)", " [←](#a)[→](#b)")


@dataclass(frozen=True)
class Heading:
    """A heading as composed: what its section has to look like."""

    level: int
    title: str
    line: int


@dataclass
class Page:
    """Notes while they are composed."""

    draw: st.DrawFn
    lines: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    count: int = 0

    def pick(self, *choices: object) -> object:
        return self.draw(st.sampled_from(choices))

    def number(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def word(self, kind: str = "said") -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def words(self, most: int = 3) -> str:
        """Some words, one of them perhaps marked up or struck."""
        words = [self.word() for _ in range(self.number(1, most))]
        shape = str(self.pick("{}", "{}", "{}", "**{}**", "*{}*", "`{}`", "[{}](x.md)", "<b>{}", "{}<br/>{}", "~~{}~~ {}"))
        if shape.startswith("~~"):
            words[-1] = shape.format(self.word("struck"), words[-1])
        else:
            words[-1] = shape.format(words[-1], self.word())
        return " ".join(words)

    def blank(self) -> None:
        self.lines += [""] * self.number(1, 2)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def heading(page: Page, *styles: str) -> None:
    """A heading in one of its many shapes, with its anchor above, inside, beside or nowhere."""
    page.blank()
    style = page.pick(*(styles or ("spaced", "spaced", "tight", "underlined", "above", "above", "inside", "beside", "closed")))
    anchor = page.pick("x", "x", "y_1", "Z")
    title = page.word() if page.pick(True, True, False) else str(page.pick("Overview", "Notes", "Über uns"))
    level = page.number(1, 6)
    arrow = page.pick(*ARROWS)
    if style == "above":
        page.lines.append(f'<a {page.pick("name", "id")}="{anchor}"></a>')
        if page.pick(True, False):
            page.blank()
    page.lines.append("")
    if style == "underlined":
        level = page.number(1, 2)
        page.lines[-1] = f"{title}{arrow}"
        page.headings.append(Heading(level, title, len(page.lines)))
        page.lines.append("=" * 3 if level == 1 else "-" * 3)
        return
    level = max(level, 2) if style == "tight" else level
    before = f'<a id="{anchor}"></a>' if style == "inside" else ""
    after = {"beside": f" {{#{anchor}}}", "closed": " " + "#" * level}.get(str(style), "")
    space = "" if style == "tight" else " "
    page.lines[-1] = f"{'#' * level}{space}{before}{title}{arrow}{after}"
    page.headings.append(Heading(level, title, len(page.lines)))


def paragraph(page: Page) -> None:
    sentences = [f"{page.words().capitalize()}{page.pick('.', '!', '?')}" for _ in range(page.number(1, 4))]
    text = sentences[0]
    for sentence in sentences[1:]:
        text += str(page.pick(" ", "\n", "  \n")) + sentence
    prefix = page.pick("", "", "> ")
    page.lines += [f"{prefix}{line}" for line in text.split("\n")]


def lead(page: Page) -> None:
    page.lines.append(f"{page.words()}:")


def bullets(page: Page) -> None:
    indent, depth = page.pick(*INDENTS), 0
    numbered = page.pick(False, False, True)
    for at in range(page.number(1, 6)):
        depth = page.number(0, min(depth + 1, 3)) if at else 0
        mark = f"{at + 1}." if numbered and not depth else page.pick(*GLYPHS)
        page.lines.append(f"{str(indent) * depth}{mark} {page.words()}")


def table(page: Page) -> None:
    columns, outer = page.number(2, 4), page.pick(True, False)
    start, end = ("|", "|") if outer else ("", "")
    blanks = ("", ".") if outer else (".",)

    def line(cells: list[str]) -> None:
        page.lines.append(start + " | ".join(cells) + end)

    line([page.words() for _ in range(columns)])
    line(["---"] * columns)
    for _ in range(page.number(0, 4)):
        cells = [page.words() for _ in range(page.number(2, columns + 2))]
        for at in range(page.number(0, len(cells) - 1)):
            cells[at] = str(page.pick(*blanks))
        line(cells)


def code(page: Page) -> None:
    fence = page.pick("```", "~~~", "````", "```py", "~~~ sh")
    page.lines.append(str(fence))
    for _ in range(page.number(0, 4)):
        shape = page.pick("# {}", "- {}", "{} | {}", "", "    {}", "\t• {}", "~~{}~~", "<!-- {}", '<a name="{}"></a>', "{}")
        page.lines.append(str(shape).format(page.word(), page.word()))
    page.lines.append(re.sub(r"[ a-z]", "", str(fence)))


def unclosed_code(page: Page) -> None:
    """Code that the next heading ends."""
    page.lines += ["~~~~~", page.word(), f"# {page.word()}", page.word()]


def contents(page: Page) -> None:
    listed = [f"{page.pick(*GLYPHS[:3])} [{page.word('aside')}](#x)" for _ in range(page.number(2, 3))]
    start, end = page.pick(("<!-- toc_start -->", "<!-- toc_end -->"), ("[toc_start]::", "[toc_end]::"), (None, None))
    page.lines += listed if start is None else [str(start), *listed, page.word("aside"), str(end)]


def comment(page: Page) -> None:
    page.lines += [f"<!-- {page.word('aside')}", f"# {page.word('aside')}", f"{page.word('aside')} -->"]


def to_do(page: Page) -> None:
    shape = page.pick("TODO {}", "- TODO: {}", "{} (TODO {}) {}", "- [ ] FIXME {}", "\t* TODO {}")
    page.lines.append(str(shape).format(page.word(), page.word(), page.word()))


def struck(page: Page) -> None:
    shape = page.pick("~~{0}~~ {1}.", "- ~~{0}~~", "~~{0}. {0}a.~~ {1}.", "- {1} ~~{0}\n  {0}a~~", "~~{0}\n{0}a~~ {1}")
    text = str(shape).replace("{0}a", page.word("struck"))
    page.lines += text.format(page.word("struck"), page.word()).split("\n")


def html(page: Page) -> None:
    shape = page.pick("<div>\n{}", "<b>{}", "{}</i>", "<details><summary>{}", "<span class=x>{}</div>", "a <{}> b")
    page.lines += str(shape).format(page.word()).split("\n")


def definition(page: Page) -> None:
    page.lines.append(f"[{page.word()}]: https://example.org/{page.word()}")


def stray(page: Page) -> None:
    page.lines.append(str(page.pick("***", '<a name="stray"></a>', "[^1]", "|", "`", "**", "\\", "#tag", "&nbsp;", "…")))


BLOCKS: tuple[Callable[[Page], None], ...] = (
    paragraph,
    lead,
    bullets,
    table,
    code,
    contents,
    comment,
    to_do,
    struck,
    html,
    definition,
)


@st.composite
def pages(draw: st.DrawFn, *, apart: bool = False) -> Page:
    """Notes of all untidy kinds.

    Args:
        draw: given by Hypothesis.
        apart: whether blank lines stand between all blocks, so that none runs into another.
    """
    page = Page(draw)
    if draw(st.booleans()):
        page.lines.append("# Start")
        page.headings.append(Heading(1, "Start", 1))
    paragraph(page)
    parts = draw(st.integers(0, 4))
    left_open = draw(st.integers(0, 2 * parts))
    for part in range(parts):
        for block in draw(st.lists(st.sampled_from(BLOCKS), max_size=4)):
            if apart or draw(st.booleans()):
                page.blank()
            block(page)
        if not apart and draw(st.booleans()):
            page.blank()
            stray(page)
        if part == left_open:
            page.blank()
            unclosed_code(page)
            heading(page, "spaced", "above")
        else:
            heading(page)
    if draw(st.booleans()):
        page.blank()
        paragraph(page)
    return page
