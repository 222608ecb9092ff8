"""How a library is walked: up, down and beside."""

from __future__ import annotations

import pytest

from .reading import library_of

TEXT = """# Compute
Straight under it.

## Servers
How they are paid:

- On demand
  - by the hour
  - no promise
- Reserved

After the list.

### Prices

| Kind | Price |
|---|---|
| Small | 1 |
| Large | 2 |

# Storage
Text.
"""


def test_sections_are_found_by_their_anchor_in_reading_order() -> None:
    library = library_of(("a.md", TEXT), ("b.md", "# More\nText.\n"))
    assert list(library.by_anchor) == ["compute", "servers", "prices", "storage", "more"]
    assert all(section.anchor == anchor for anchor, section in library.by_anchor.items())
    assert library.files == ("a.md", "b.md")


def test_chapters_are_the_sections_with_nothing_above_them() -> None:
    library = library_of(("a.md", TEXT), ("b.md", "### Deep start\nText.\n"))
    assert [section.anchor for section in library.chapters] == ["compute", "storage", "deep-start"]


def test_children_are_directly_below_and_within_is_everything_below() -> None:
    library = library_of(("a.md", TEXT))
    assert [section.anchor for section in library.children("compute")] == ["servers"]
    assert library.children("prices") == library.children("nowhere") == ()
    assert [section.anchor for section in library.within("compute")] == ["compute", "servers", "prices"]
    assert [section.anchor for section in library.within("prices")] == ["prices"]
    with pytest.raises(KeyError):
        library.within("nowhere")


def test_passages_below_are_those_directly_under_a_passage() -> None:
    library = library_of(("a.md", TEXT))
    lead, demand, hour, promise, reserved, after = library.by_anchor["servers"].passages
    assert library.below(lead.id) == [demand, reserved]
    assert library.below(demand.id) == [hour, promise]
    assert library.below(hour.id) == library.below("nowhere:1") == []
    assert after.parents == ()


def test_passages_beside_are_those_of_the_same_block_under_the_same_parents() -> None:
    library = library_of(("a.md", TEXT))
    _, _, hour, promise, _, after = library.by_anchor["servers"].passages
    assert library.beside(hour.id) == [hour, promise]
    assert library.beside(after.id) == [after]
    small, large = library.by_anchor["prices"].passages
    assert library.beside(large.id) == [small, large]
    with pytest.raises(KeyError):
        library.beside("nowhere:1")


def test_passages_are_found_by_their_id_in_reading_order() -> None:
    library = library_of(("a.md", TEXT))
    assert list(library.passages)[:3] == ["compute:1", "servers:1", "servers:2"]
    assert all(passage.id == id for id, passage in library.passages.items())


@pytest.mark.parametrize(
    "nested",
    ["\t- nested", "  > quoted", "  ```\n  code\n  ```", "\n  More of it.\n", "  | a | b |\n  |---|---|\n  | c | d |"],
)
def test_what_is_nested_in_a_list_does_not_cut_the_list(nested: str) -> None:
    library = library_of(("notes.md", f"# A\n\n- one\n- two\n{nested}\n- three\n- four\n"))
    items = [p for p in library.passages.values() if p.text in ("one", "two", "three", "four")]
    assert len(items) == 4
    assert library.beside(items[0].id) == items
    assert library.beside(items[3].id) == items
