"""Sections of the notes as HTML: one in the panel beside the chat, one with all below it on the notes page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from assistant.notes import Library, Section
from assistant.web.helps import helps_html
from assistant.web.markdown import attribute, block_html, notes_href

_MOST_INLINE = 150
"""Sections shown on one page; a section with more below it lists them."""

_LONGEST_PAGE = 150_000
"""Characters of notes shown on one page."""


class SectionViews:
    """Renders the sections of a library.

    Args:
        library: the notes.
        helps: whether a chat model is there to help with a section.
    """

    def __init__(self, library: Library, *, helps: bool = False) -> None:
        self._library = library
        self._helps = helps

    @cached_property
    def _places(self) -> dict[str, int]:
        return {section.anchor: at for at, section in enumerate(self._library.sections)}

    def outline(self) -> list[tuple[str, int, str]]:
        """Anchor, depth and title of every section, in reading order."""
        return [(section.anchor, section.depth, section.title) for section in self._library.sections]

    def panel(self, anchor: str, passages: Iterable[str] = ()) -> str | None:
        """One section for the panel, or None where no section has the anchor.

        Args:
            anchor: the section.
            passages: ids of the passages to highlight.
        """
        section = self._library.by_anchor.get(anchor)
        if section is None:
            return None
        return (
            f'<article data-anchor="{attribute(anchor)}">{self._head(section, "h2")}{self._help(section)}'
            f'<div class="reading">{self._body(section, passages)}</div>{self._below(section)}</article>'
            f"{self._neighbours(section, self._places[anchor] + 1)}"
        )

    def page(self, anchor: str) -> str | None:
        """A section with everything below it, for the notes page, or None where no section has the anchor."""
        section = self._library.by_anchor.get(anchor)
        if section is None:
            return None
        within = self._library.within(anchor)
        fits = len(within) <= _MOST_INLINE and sum(len(one.text) for one in within) <= _LONGEST_PAGE
        parts = within[1:] if fits else ()
        rest = "".join(self._part(one, one.depth - section.depth) for one in parts) or self._below(section)
        return (
            f'<article data-anchor="{attribute(anchor)}">{self._head(section, "h1")}{self._help(section)}'
            f'<div class="reading">{self._body(section)}</div>{rest}</article>'
            f"{self._neighbours(section, self._places[anchor] + (len(within) if fits else 1))}"
        )

    def _head(self, section: Section, tag: str) -> str:
        above = zip(section.ancestors, section.path, strict=False)
        crumbs = "".join(f"<li>{_link(anchor, title)}</li>" for anchor, title in above)
        path = f'<nav class="crumbs" aria-label="Path of the section"><ol>{crumbs}</ol></nav>' if crumbs else ""
        return (
            f'<header class="section-head">{path}'
            f'<{tag} class="section-title" tabindex="-1">{attribute(section.title)}</{tag}>'
            f'<p class="where">{attribute(section.file)}<span>{_lines(section)}</span></p></header>'
        )

    def _help(self, section: Section) -> str:
        """The help there is with a section; none with one that holds no text."""
        told = any(passage.quotable for one in self._library.within(section.anchor) for passage in one.passages)
        return helps_html(section) if self._helps and told else ""

    def _part(self, section: Section, below: int) -> str:
        level = min(1 + below, 6)
        return (
            f'<section class="part"><h{level}><a href="{attribute(notes_href(section.anchor))}">'
            f'{attribute(section.title)}</a></h{level}><div class="reading">{self._body(section)}</div></section>'
        )

    def _body(self, section: Section, passages: Iterable[str] = ()) -> str:
        if not section.text.strip():
            return ""
        wanted = set(passages)
        marked = [passage for passage in section.passages if passage.id in wanted]
        first_line = section.lines[1] - section.text.count("\n")
        return block_html(section.text, self._library.by_anchor, marked, first_line, html=True)

    def _below(self, section: Section) -> str:
        children = self._library.children(section.anchor)
        if not children:
            return ""
        links = "".join(f"<li>{_link(child.anchor, child.title)}</li>" for child in children)
        return f'<nav class="below" aria-label="Sections below"><p>In this section</p><ul>{links}</ul></nav>'

    def _neighbours(self, section: Section, after: int) -> str:
        sections: Sequence[Section] = self._library.sections
        at = self._places[section.anchor]
        before = _neighbour(sections[at - 1], "Previous", "previous") if at else "<span></span>"
        following = _neighbour(sections[after], "Next", "next") if after < len(sections) else "<span></span>"
        return f'<nav class="neighbours" aria-label="Neighbouring sections">{before}{following}</nav>'


def _link(anchor: str, title: str) -> str:
    return f'<a href="{attribute(notes_href(anchor))}" data-section="{attribute(anchor)}">{attribute(title)}</a>'


def _neighbour(section: Section, label: str, name: str) -> str:
    return (
        f'<a class="{name}" href="{attribute(notes_href(section.anchor))}" data-section="{attribute(section.anchor)}">'
        f"<small>{label}</small><span>{attribute(section.title)}</span></a>"
    )


def _lines(section: Section) -> str:
    first, last = section.lines
    return f"line {first}" if first == last else f"lines {first}–{last}"
