"""The frame that every page stands in: the bar with the list of pages, the page's own part, and the section panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.web.assets import head_of, text_of
from assistant.web.markdown import attribute

if TYPE_CHECKING:
    from fastapi import APIRouter

    from assistant.assistant import Assistant

NAME = "Study assistant"
_ANNOUNCER = '<div class="unseen" id="announcer" role="status" aria-live="polite"></div>'
_STYLES = ("colours.css", "base.css", "section.css", "panel.css", "student.css")
_SCRIPTS = ("common.js", "panel.js", "picker.js", "helps.js", "student.js")
_STUDENT = (
    '<button type="button" class="tool student" id="student" aria-label="Student" aria-haspopup="dialog">'
    '<svg viewBox="0 0 20 20" aria-hidden="true"><use href="#i-student"/></svg><span></span></button>'
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the web app.

    Attributes:
        title: its name in the list of pages.
        path: its address, such as `/notes`; everything else that it serves lies below.
        icon: its picture: `list` stands for the symbol `i-list` of `icons.svg`.
        routes: makes its addresses, given the assistant and the frame; None for the chat, which Gradio serves.
        roomy: addresses of it that take larger requests than others, and how many bytes.
    """

    title: str
    path: str
    icon: str
    routes: Callable[[Assistant, Frame], APIRouter] | None = None
    roomy: Mapping[str, int] = field(default_factory=dict)


class Frame:
    """Puts the parts of pages into the frame.

    Args:
        pages: all pages, in the order of the bar.
    """

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = tuple(pages)

    def document(self, path: str, body: str, *files: str, tools: str = "", panel: bool = True) -> str:
        """A whole HTML document for a page that Gradio does not serve.

        Args:
            path: the page's address; the page that has it is marked in the bar.
            body: what stands below the bar, as HTML.
            files: scripts and styles of `static/` that this page needs besides the shared ones.
            tools: buttons for the right end of the bar, as HTML.
            panel: whether links with `data-section` open that section in a panel beside the page.
        """
        title = next((f"{page.title} · {NAME}" for page in self._pages if page.path == path), NAME)
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{attribute(title)}</title>\n{self.head(*files)}\n</head>\n"
            f"<body>\n{self.inside(path, body, tools, panel=panel)}\n</body>\n</html>\n"
        )

    def head(self, *files: str) -> str:
        """The lines of a page's head that load the shared scripts and styles, and then its own."""
        return head_of(*_STYLES, *_SCRIPTS, *files)

    def inside(self, path: str, body: str, tools: str = "", *, panel: bool = True) -> str:
        """What the body of a page's document holds; the arguments are those of `document`."""
        beside = text_of("panel.html") if panel else ""
        return (
            f'<div class="study" id="study">{self._bar(path, tools)}'
            f'<div class="columns">{body}{beside}</div>{_ANNOUNCER}{text_of("icons.svg")}</div>'
        )

    def _bar(self, path: str, tools: str) -> str:
        links = "".join(_link(page, current=page.path == path) for page in self._pages)
        return (
            f'<header class="bar"><a class="brand" href="/">{_icon("book", 32)}<span>{NAME}</span></a>'
            f'<nav class="pages" aria-label="Pages"><ul>{links}</ul></nav><div class="tools">{tools}{_STUDENT}'
            '<button type="button" class="tool icon theme" aria-label="Dark colours" aria-pressed="false">'
            f"{_icon('moon')}</button></div></header>"
        )


def _link(page: Page, *, current: bool) -> str:
    here = ' aria-current="page"' if current else ""
    return f'<li><a href="{attribute(page.path)}"{here}>{_icon(page.icon)}<span>{attribute(page.title)}</span></a></li>'


def _icon(name: str, size: int = 20) -> str:
    return f'<svg viewBox="0 0 {size} {size}" aria-hidden="true"><use href="#i-{attribute(name)}"/></svg>'
