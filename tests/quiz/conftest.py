"""Items of the corpus and of some notes of another shape, written once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index import SearchIndex, open_index
from assistant.quiz import Bank, bank_of, open_bank
from assistant.quiz.knowledge import Knowledge
from assistant.settings import Settings

WILD = Path(__file__).parent.parent / "data" / "wild"

NOTES = """# Kitchen

## Ovens

**Steam oven** - cooks with water vapour at 100 °C, keeps vegetables firm.

**Pizza oven** - bakes on a hot stone of clay within 90 seconds.

**Microwave** - heats water molecules with waves of 2.45 GHz.

**Air fryer** - blows air of 200 °C around thin slices of potato.

The Air fryer has a drawer and a tank that holds 2 litres of water too.

The Pizza oven needs 45 minutes of heating before the first pizza goes in.

The Steam oven has a tank that holds 2 litres of water.

~~The Steam oven has a tank that holds 9 litres of water.~~ The tank of the Microwave holds ~~7~~ no water at all.

| Oven | Power | Good for |
|---|---|---|
| Steam oven | 3 kW | vegetables |
| Pizza oven | 12 kW | flat breads |
| Microwave | 1 kW | leftovers |
| Tandoor | not known | naan |

## Knives

Types of kitchen knives: chef's knife, paring knife, bread knife.

Types of kitchen boards: maple board, walnut board, bamboo board.

A Paring knife is about 9 cm long. The Bread knife has 23 teeth along its blade of hard steel.
"""


@pytest.fixture(scope="session")
def bank(corpus_home: Path) -> Bank:
    """The items of the corpus."""
    return open_bank(Settings.load(home=corpus_home))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for the small notes' indexes and items."""
    return tmp_path_factory.mktemp("quiz-home")


@pytest.fixture(scope="session")
def kitchen(tmp_path_factory: pytest.TempPathFactory, home: Path) -> SearchIndex:
    """Small notes with something for every writer, and a struck-out line."""
    notes = tmp_path_factory.mktemp("kitchen") / "kitchen.md"
    notes.write_text(NOTES, encoding="utf-8")
    return open_index(Settings.load(notes=notes, home=home))


@pytest.fixture(scope="session")
def knowledge(kitchen: SearchIndex) -> Knowledge:
    """The small notes as writers see them."""
    return Knowledge(kitchen)


@pytest.fixture(scope="session")
def wild_bank(home: Path) -> Bank:
    """The items of three untidy files, which have no review questions."""
    return bank_of(open_index(Settings.load(notes=WILD, home=home)), home)
