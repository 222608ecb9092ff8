"""An Anki package, by genanki: importing it again updates the notes that are there."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

import genanki

from assistant.quiz.item import Item, Kind

_MODEL_ID, _DECK_ID = 1_607_392_319, 2_059_400_110
"""Fixed for ever: Anki knows the note type and the deck again by them."""

_DECK = "Study assistant"
_CSS = """.card { font: 20px/1.45 system-ui, sans-serif; text-align: left; max-width: 40em; margin: 1em auto; padding: 0 1em; }
ol { padding-left: 1.6em; } .key { font-weight: 600; } .cite { font-size: .75em; opacity: .75; }
blockquote { margin: .8em 0; padding-left: .8em; border-left: 3px solid #8884; }"""

_MODEL = genanki.Model(
    _MODEL_ID,
    "Study assistant item",
    fields=[{"name": name} for name in ("Stem", "Options", "Key", "Explanation", "Quote", "Source")],
    templates=[
        {
            "name": "Item",
            "qfmt": "{{Stem}}{{Options}}",
            "afmt": '{{FrontSide}}<hr id="answer"><div class="key">{{Key}}</div><p>{{Explanation}}</p>'
            '<blockquote>{{Quote}}</blockquote><div class="cite">{{Source}}</div>',
        }
    ],
    css=_CSS,
)


class _Note(genanki.Note):
    """A note known again by its item's id."""

    @property
    def guid(self) -> str:
        return str(genanki.guid_for(self.item_id))

    @guid.setter
    def guid(self, value: object) -> None:
        """The id of the item decides alone."""

    def __init__(self, item: Item) -> None:
        self.item_id = item.id
        super().__init__(model=_MODEL, fields=_fields(item), tags=_tags(item))


def write_apkg(items: Sequence[Item], file: Path) -> None:
    """Writes an Anki package.

    Args:
        items: the items.
        file: where to.
    """
    deck = genanki.Deck(_DECK_ID, _DECK)
    for item in items:
        deck.add_note(_Note(item))
    genanki.Package(deck).write_to_file(str(file))


def _fields(item: Item) -> list[str]:
    first, last = item.citation.lines
    source = f"{item.citation.path} · {item.citation.file}, lines {first}–{last}"
    return [
        _html(item.stem),
        _options(item),
        _html(item.key),
        _html(item.explanation),
        _html(item.citation.quote),
        _html(source),
    ]


def _options(item: Item) -> str:
    if item.kind is Kind.MATCHING:
        prompts = "".join(f"<li>{_html(prompt)}</li>" for prompt in item.prompts)
        options = "".join(f"<li>{_html(option)}</li>" for option in item.options)
        return f'<ol>{prompts}</ol><ol type="A">{options}</ol>'
    options = "".join(f"<li>{_html(option)}</li>" for option in item.options)
    return f'<ol type="A">{options}</ol>' if options else ""


def _html(text: str) -> str:
    """A text that shows as it stands: no markup, no field of a template, no formula."""
    shown = html.escape(text).replace("{", "&#123;").replace("}", "&#125;").replace("\\", "&#92;").replace("[", "&#91;")
    return shown.replace("\n", "<br>")


def _tags(item: Item) -> list[str]:
    chapter = item.citation.path.split(" > ")[0]
    return [tag for tag in (re.sub(r"[^\w&-]+", "-", chapter).strip("-"), item.kind.value) if tag]
