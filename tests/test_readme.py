"""What the README claims is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def between(mark: str) -> str:
    return README.split(f"<!-- {mark} -->")[1].split(f"<!-- /{mark} -->")[0].strip()


def test_the_table_of_settings_is_the_one_of_the_code() -> None:
    assert between("settings") == Settings.table(), "run `make readme`"


@pytest.mark.parametrize("target", sorted(set(re.findall(r"(?m)(?:^|`)make (\w+)", README))))
def test_every_make_target_is_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_every_file_that_it_links_to_is_there(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"bin/assistant (\w+)", README))))
def test_every_command_is_there(command: str) -> None:
    from typer.main import get_command

    from assistant.cli import app

    assert command in get_command(app).commands
