"""Peers: each finds pieces that stand where it says, in the same process and in one of its own, and all are judged alike."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.notes import read_files
from evals.contests import REFUSED_AT, part_of, read
from evals.peers import run as running
from evals.peers.answers import Style
from evals.peers.ground import Ground, Line, cut
from evals.peers.judge import is_right, judge
from evals.peers.peer import OURS, PEERS, LineCounter, PeerError, Piece, Response, entry, make, with_history
from evals.peers.worker import Found, Outcome
from evals.suite import Item, load, resolve

ROOT = Path(__file__).resolve().parents[2]
NOTES = {
    "garden.md": """\
# Garden

A garden needs light, water and patience.

## Tomatoes

- Tomatoes are sown in March, at 20 °C.
- They are watered at the root, every second day.

| sort | ripe after |
|---|---|
| Cherry | 60 days |
| Beef | 85 days |

## Roses

Roses are pruned in late winter. The cut is made above an outward bud.
""",
    "bees.md": """\
# Bees

<a name="swarm"></a>
## Swarming

A colony swarms in May, when the old queen leaves with half of the bees.

## Honey

Honey is ripe when it holds less than 20 % of water.
""",
}
SUITE = [
    {"question": "When are tomatoes sown?", "gold": ["tomatoes"], "facts": [["march"]], "split": "dev"},
    {"question": "When does a colony swarm?", "gold": ["swarm"], "facts": [["may"]], "split": "dev"},
    {"question": "How do I tune a piano?", "split": "dev"},
    {"question": "How many days does a beef tomato need?", "gold": ["tomatoes"], "facts": [["85 days"]]},
    {"question": "When is honey ripe?", "history": ["What do bees make?"], "gold": ["Honey"], "facts": [["20 %"]]},
    {"question": "What does a passport cost?"},
]


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garden")
    for name, text in NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("suite") / "garden.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in SUITE), encoding="utf-8")
    return file


def squeezed(text: str) -> str:
    return re.sub(r"[\s*`|]+", " ", text).strip()


@pytest.mark.parametrize("name", [known.name for known in PEERS if known.name != OURS])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_peer_finds_pieces_that_stand_in_the_lines_it_gives(name: str, notes: Path) -> None:
    known = entry(name)
    for package in known.packages:
        if find_spec(package.split(".")[0]) is None:
            pytest.skip(f"{known.title} needs {package}, of the extra `peers`")
    peer = make(known, "all-MiniLM-L6-v2")
    assert peer.index(notes) > 0
    ranked = peer.rank("when does a colony swarm?", (), 10)
    assert "swarms in May" in ranked[0].text
    assert [piece.score for piece in ranked] == sorted((piece.score for piece in ranked), reverse=True)
    for piece in ranked:
        lines = NOTES[piece.file].split("\n")[piece.lines[0] - 1 : piece.lines[1]]
        first = next(line for line in piece.text.split("\n") if line.strip())
        assert squeezed(first) in squeezed("\n".join(lines))
    response = peer.ask("and when?", ["when does a colony swarm?"])
    peer.close()
    shown = response.said if response.said is not None else response.pieces
    assert any("May" in piece.text for piece in shown)


def test_a_peer_whose_package_is_missing_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "find_spec", lambda package: None)
    with pytest.raises(PeerError, match=r"LlamaIndex defaults needs llama_index.core: install the extra .*peers"):
        running._chosen(["llamaindex"])
    assert [known.name for known in running._chosen(["bm25"])] == [OURS, "bm25"]


def test_a_peer_that_nobody_knows_is_refused() -> None:
    with pytest.raises(PeerError, match="no peer 'elastic': the peers are ours, ours-bare, langchain"):
        running._chosen(["elastic"])


@given(st.text(alphabet="ab\n", min_size=1, max_size=40), st.data())
def test_lines_are_those_that_the_characters_stand_in(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = LineCounter(text).lines(start, end)
    assert first == text[:start].count("\n") + 1
    assert last == text[: end - 1].count("\n") + 1


@given(data=st.data())
def test_a_chunk_holds_the_sections_whose_words_it_has(data: st.DataObject, notes: Path) -> None:
    ground = Ground(notes)
    file = data.draw(st.sampled_from(read_files(notes)))
    start = data.draw(st.integers(0, len(file.text) - 1))
    end = data.draw(st.integers(start + 1, len(file.text)))
    piece = Piece(file.text[start:end], file.name, LineCounter(file.text).lines(start, end))
    lines = ground.lines(piece)
    assert {line.anchor for line in lines} <= set(ground.sections([piece]))
    for line in lines:
        assert squeezed(line.text.replace(";", " ")) in squeezed(ground.library.by_anchor[line.anchor].text.replace("\n", " "))


def test_a_chunk_that_ends_with_a_heading_holds_nothing_of_its_section(notes: Path) -> None:
    ground = Ground(notes)
    text = NOTES["garden.md"]
    whole = Piece(text, "garden.md", (1, text.count("\n")))
    assert ground.sections([whole]) == ("tomatoes", "roses", "garden")
    until_roses = text[: text.index("Roses are pruned")]
    assert "roses" not in ground.sections([Piece(until_roses, "garden.md", (1, until_roses.count("\n")))])
    assert Line("Cherry; 60 days", "tomatoes") in ground.lines(whole)


@given(st.lists(st.text(alphabet="ab ", min_size=1).filter(str.strip), max_size=6), st.integers(0, 30))
def test_an_answer_is_cut_to_its_words(texts: list[str], words: int) -> None:
    lines = [Line(text, "x") for text in texts]
    kept = [word for line in cut(lines, words) for word in line.text.split()]
    assert kept == [word for text in texts for word in text.split()][:words]


def test_right_needs_the_facts_the_section_and_nothing_forbidden() -> None:
    item = Item("1", "when?", gold=("swarm",), facts=(("may",), ("queen", "half")), forbidden=("april",))
    right = [Line("In May,", "swarm"), Line("with half of the bees.", "honey")]
    assert is_right(item, right)
    assert not is_right(item, right[:1])
    assert not is_right(item, [Line("In May, with half of the bees.", "honey")])
    assert not is_right(item, [*right, Line("Or April.", "swarm")])


def _found(item: Item, confidence: float, pieces: tuple[Piece, ...], own: bool) -> Found:
    response = Response((), confidence, pieces) if own else Response(pieces, confidence)
    return Found(f"garden/{item.id}", 0.02, 0.01, response, pieces)


def test_all_are_judged_within_the_words_of_this_program(notes: Path, suite: Path) -> None:
    ground = Ground(notes)
    items = resolve(load(str(suite)), ground.library)
    sections = {s.anchor: Piece(f"\n\n{s.text.strip()}", s.file, s.lines) for s in ground.library.sections}
    may = Piece("A colony swarms in May.", "bees.md", (6, 6))
    ours = [_found(item, 0.9 if item.answerable else 0.1, (may,) if item.answerable else (), True) for item in items]
    # nearest first the wrong section, so that a peer which shows whole chunks has no words left for the right one
    peer = [_found(item, 0.5, (sections["garden"], *(sections[a] for a in item.gold)), False) for item in items]
    costs = ((7,), (1.5,), (1.0,), 300.0)
    done = [Outcome(OURS, *costs, tuple(ours)), Outcome("bm25", *costs, tuple(peer))]
    contest = judge(done, {notes: [("garden", item) for item in items]}, "all-MiniLM-L6-v2")
    this, other = contest.contenders
    assert (this.name, other.name) == ("This program", "BM25 over sections")
    dev = part_of(this, "garden/dev")
    assert dev and dev.figure("right").hits == 1  # only the question about the swarm
    assert dev.figure("rightly refused").hits == 1
    assert str(Style.SENTENCES) in other.what
    theirs = part_of(other, "garden/dev")
    assert theirs.figure("right").hits == 2
    honey = part_of(other, "garden/test")
    assert honey.figure("right").hits < 2  # five words end before the 20 %
    assert honey.figure("right within 80 words").hits == 2
    assert theirs.figure("rightly refused").hits == 0  # its scores tell nothing
    assert theirs.figure("Success@1").value == 0
    assert theirs.figure("Success@3").value == 1
    together = part_of(this, "together/test")
    assert together.figure("AUROC").value == 1
    assert together.figure(REFUSED_AT).hits == 1
    assert part_of(other, "together/test").figure("AUROC").value == 0.5
    assert not this.differences
    assert other.differences["garden/test"][0].figure == "right"
    assert other.costs["index CPU seconds"] == 1.0


def test_a_follow_up_gets_the_question_before_it() -> None:
    assert with_history("And NLB?", ["What is ALB?", "Is it fast?"]) == "Is it fast? And NLB?"
    assert with_history("And NLB?", ()) == "And NLB?"


def test_peers_run_in_processes_of_their_own(notes: Path, suite: Path, tmp_path: Path) -> None:
    environment = os.environ | {"ASSISTANT_NOTES": str(notes), "ASSISTANT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "evals", "peers", "--peer", "bm25", "--suite", str(suite), "--out", str(tmp_path / "out")]
    ended = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "BM25 over sections" in ended.stdout
    contest = read(tmp_path / "out" / "peers.json")
    assert [contender.name for contender in contest.contenders] == ["This program", "BM25 over sections"]
    for contender in contest.contenders:
        assert part_of(contender, "garden/test").figure("right").of == 2
        assert contender.costs["peak MiB"] > 20
        assert contender.costs["index seconds"] > 0
