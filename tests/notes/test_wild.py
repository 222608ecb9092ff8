"""Notes as students keep them."""

from __future__ import annotations

import re

import pytest

from assistant.notes import Library, PassageKind, read_library

from .reading import WILD, lines_of, squeezed

HEADINGS = {
    "biology.md": (
        "1 Cell Biology, 2 Overview, 2 Prokaryotes vs eukaryotes, 3 Why do 50 and 30 make 70??, 2 Membranes, 3 Overview, "
        "3 Transport, 4 Big stuff, 5 Na+/K+ pump, 6 ouabain, 2 Organelles, 3 Mitochondria, 3 Chloroplasts, 3 ER; Golgi, "
        "3 Lysosomes and peroxisomes, 1 Energy, 2 Glycolysis, 2 Krebs, 2 How much ATP in the end, 1 Genetics, 2 Overview, "
        "3 Chromosomes, 2 DNA structure, 2 Replication, 2 Making protein, 3 Codons, 2 Division, 3 Mitosis, 3 Meiosis, "
        "2 Mendel, 2 Lab: agarose gel, 3 Leftovers"
    ),
    "history.md": (
        "1 European History 1789-1945 (Dr Keller; spring term), 2 Causes of 1789, 2 Summer of 1789, "
        "2 Déclaration des droits de l'homme et du citoyen, 2 Republic and Terror, 2 Napoleon at home, 2 Napoleon at war, "
        "2 Vienna 1814/15, 2 🏭 Industrial Britain, 3 Factory laws, 2 Reform in Britain, 2 1848, 2 Italy becomes one, "
        "2 Germany becomes one, 2 Alliances before 1914, 2 July crisis, 2 ⚔️ War 1914-18, 2 Russia 1917, 2 Versailles, "
        "3 League of Nations, 2 Weimar, 2 End of democracy in Germany, 2 Road to 1939"
    ),
    "networking.md": (
        "2 Layer models, 3 Encapsulation, 2 Ethernet and the local network, 3 How a switch learns, 3 ARP, 3 VLANs, "
        "4 Spanning tree, 2 The Internet Protocol, 3 Version 4 against version 6, 3 Subnets, 3 Private ranges and NAT, "
        "2 Transport, 3 UDP, 3 TCP connection set-up, 3 Congestion control, 2 Names and addresses for hosts, 3 DHCP, "
        "3 DNS, 2 The web, 3 HTTP versions, 3 TLS in a nutshell, 2 Routing, 2 Wireless, 2 Finding faults"
    ),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(WILD)


def raw(name: str) -> str:
    return (WILD / name).read_bytes().decode("utf-8")


def test_all_files_with_text_are_read_and_the_empty_one_is_skipped(library: Library) -> None:
    assert library.files == ("biology.md", "history.md", "networking.md", "one-line.md")
    assert [name for name, _ in library.skipped] == ["empty.md"]


@pytest.mark.parametrize("name", HEADINGS)
def test_every_heading_is_a_section(library: Library, name: str) -> None:
    expected = [(int(entry[0]), entry[2:].replace(";", ",")) for entry in HEADINGS[name].split(", ")]
    found = [(s.level, s.title) for s in library.sections if s.file == name]
    above = [(1, name.removesuffix(".md"))] if name != "history.md" else []
    assert found == above + expected


@pytest.mark.parametrize("name", HEADINGS)
def test_every_section_starts_at_its_heading(library: Library, name: str) -> None:
    lines = lines_of(raw(name))
    for section in library.sections:
        if section.file == name and section.title != name.removesuffix(".md"):
            assert section.title in re.sub(r"\s*\[↑\]\(#\w+\)", "", lines[section.lines[0] - 1])


def test_repeated_and_explicit_anchors_stay_apart(library: Library) -> None:
    anchors = {(s.file, s.title, s.lines[0]): s.anchor for s in library.sections}
    assert anchors["biology.md", "Overview", 16] == "overview"
    assert anchors["biology.md", "Overview", 41] == "overview-1"
    assert anchors["biology.md", "Overview", 117] == "overview-2"
    assert anchors["biology.md", "Transport", 49] == "transport"
    assert anchors["networking.md", "Transport", 91] == "networking-transport"
    assert anchors["networking.md", "Congestion control", 108] == "networking-transport-1"
    assert anchors["networking.md", "Layer models", 20] == "layers"


@pytest.mark.parametrize("name", HEADINGS)
def test_struck_values_stand_in_no_passages_text(library: Library, name: str) -> None:
    text = raw(name)
    struck = re.findall(r"~~(.+?)~~", text)
    assert bool(struck) == (name == "biology.md")
    left = re.sub(r"~~.+?~~", "", text)
    passages = [p for p in library.passages.values() if p.file == name]
    for value in struck:
        assert any(f"~~{value}~~" in p.quote and p.struck for p in passages)
        assert sum(p.text.count(value) for p in passages) == left.count(value)
        assert sum(p.markdown.count(value) for p in passages) == left.count(value)


def test_corrected_values_are_stated(library: Library) -> None:
    texts = " ".join(p.text for p in library.passages.values() if p.quotable)
    for value in ("46 chromosomes = 23 pairs", "3 Na+ out and 2 K+ in", "30 to 32 ATP", "PCR = Kary Mullis, 1983"):
        assert value in texts


@pytest.mark.parametrize("name", [*HEADINGS, "one-line.md"])
def test_every_passage_stands_in_its_lines(library: Library, name: str) -> None:
    lines = lines_of(raw(name))
    for passage in library.passages.values():
        if passage.file == name:
            first, last = passage.lines
            assert squeezed(passage.quote) in squeezed(" ".join(lines[first - 1 : last]).replace("•", "*"))


@pytest.mark.parametrize("name", [*HEADINGS, "one-line.md"])
def test_every_line_is_a_heading_a_passage_or_navigation(library: Library, name: str) -> None:
    sections = [s for s in library.sections if s.file == name]
    known = " ".join(squeezed(p.quote) for s in sections for p in s.passages)
    kept = {line for s in sections for line in s.navigation}
    kept |= {head for s in sections for p in s.passages for head in p.heads}
    starts = {s.lines[0] for s in sections}
    for number, line in enumerate(lines_of(raw(name)), 1):
        words = squeezed(re.sub(r"^\s*(?:[-*+•>]|\d+[.)])\s+", "", line))
        if not re.search(r"\w", words) or number in starts or line in kept or line.startswith("<a id="):
            continue
        if set(re.split(r"\s*\|\s*", words.strip("| "))) <= kept:
            continue
        assert words in known


def test_untidy_tables_are_tables(library: Library) -> None:
    rows = [p for p in library.passages.values() if p.kind is PassageKind.ROW]
    assert {s: sum(r.file == s for r in rows) for s in HEADINGS} == {
        "biology.md": 16,
        "history.md": 9,
        "networking.md": 21,
    }
    osmosis = next(row for row in rows if row.text.startswith("osmosis"))
    assert osmosis.heads == ("Process", "Direction", "Energy source", "Protein?", "Example")
    assert (osmosis.cells[0], osmosis.cells[3:]) == ("osmosis", ("aquaporin helps", "water"))


def test_to_do_remarks_state_nothing(library: Library) -> None:
    todos = [p for p in library.passages.values() if "TODO" in p.quote]
    assert len(todos) == 3
    assert not any(p.quotable for p in todos)


def test_the_comment_and_the_front_matter_are_navigation(library: Library) -> None:
    first = library.sections[0]
    assert first.file == "biology.md"
    assert "# old stuff (was a heading once)" in first.navigation
    assert 'title: "Cell bio + genetics (EXPORT)"' in first.navigation


def test_the_fence_that_was_left_open_ends_before_the_next_heading(library: Library) -> None:
    (code,) = [p for p in library.by_anchor["1848"].passages if p.kind is PassageKind.CODE]
    assert code.quote.startswith("```\nFeb 1848")
    assert code.quote.endswith("(Russian troops)")
    assert library.by_anchor["italy-becomes-one"].passages[0].text == "Cavour prime minister of Piedmont 1852"


def test_indented_bullets_are_bullets(library: Library) -> None:
    texts = {p.text for p in library.passages.values() if p.kind is PassageKind.BULLET}
    assert {"22 pairs autosomes", "plus XX or XY", "cold: stops the tails packing too tightly"} <= texts


def test_no_passage_reaches_out_of_its_section(library: Library) -> None:
    out = [p.id for s in library.sections for p in s.passages if not s.lines[0] <= p.lines[0] <= p.lines[1] <= s.lines[1]]
    assert out == []
