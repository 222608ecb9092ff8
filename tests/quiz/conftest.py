"""One bank of the corpus's items, written once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.quiz import Bank, open_bank
from assistant.settings import Settings


@pytest.fixture(scope="session")
def bank(corpus_home: Path) -> Bank:
    """The items of the corpus."""
    return open_bank(Settings.load(home=corpus_home))
