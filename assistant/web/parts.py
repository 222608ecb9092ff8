"""Small pieces of HTML that several pages are made of."""

from __future__ import annotations

import json

from assistant.notes import Citation
from assistant.web.markdown import attribute, notes_href

SHEET = '<main class="desk" id="desk" tabindex="-1"><div class="sheet" id="sheet"><p class="waiting">One moment…</p></div></main>'
"""A page's own part before its first piece has come."""


def button(id: str, label: str, key: str = "", css: str = "quiet", **attributes: object) -> str:
    """A button.

    Args:
        id: names it for the page's script.
        label: what it says.
        key: the key that does the same.
        css: how it looks: `primary`, `secondary` or `quiet`.
        attributes: further attributes; `aria_pressed` stands for `aria-pressed`.
    """
    more = "".join(f' {name.replace("_", "-")}="{attribute(str(value))}"' for name, value in attributes.items())
    pressed = f" <kbd>{key}</kbd>" if key else ""
    kind = "button" if id else "submit"
    named = f' id="{id}"' if id else ""
    return f'<button type="{kind}" class="{css}"{named}{more}>{attribute(label)}{pressed}</button>'


def button_link(href: str, label: str, css: str = "secondary") -> str:
    """A link that looks like a button."""
    return f'<a class="{css}" href="{attribute(href)}">{attribute(label)}</a>'


def told_html(text: str, more: str = "") -> str:
    """A line that says what the last step did, read out at once; nothing where there is no text.

    Args:
        text: the line, in plain words.
        more: what stands beside it, as HTML.
    """
    return f'<p class="told" role="status"><span>{attribute(text)}</span>{more}</p>' if text else ""


def section_link(anchor: str, text: str) -> str:
    """A link that opens a section beside the page."""
    return f'<a href="{attribute(notes_href(anchor))}" data-section="{attribute(anchor)}">{attribute(text)}</a>'


def source_chip(citation: Citation) -> str:
    """A link that opens the cited section beside the page, its passages highlighted."""
    return (
        f'<a class="chip" href="{attribute(notes_href(citation.anchor))}" {section_data(citation)} '
        f'aria-label="Source: {attribute(shown_path(citation.path))}"><span>{attribute(short_path(citation.path))}</span></a>'
    )


def section_data(citation: Citation) -> str:
    """The attributes that say which section is meant, and which passages of it."""
    passages = attribute(json.dumps(list(citation.passages)))
    return f'data-section="{attribute(citation.anchor)}" data-passages="{passages}"'


def shown_path(path: str) -> str:
    """A citation's path for reading."""
    return path.replace(" > ", " › ")


def short_path(path: str) -> str:
    """The last two titles of a citation's path."""
    return " › ".join(path.split(" > ")[-2:])


def lines_html(text: str) -> str:
    """A text of some lines."""
    return "<br>".join(attribute(line) for line in text.split("\n"))


def counted(number: int, noun: str) -> str:
    """A number and its noun: `1 card`, `2 cards`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
