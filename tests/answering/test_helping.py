"""Explanations, guides and comparisons are cited and checked like answers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from assistant import REFUSAL, Assistant, Settings
from assistant.answering.helping import Help
from assistant.answering.parts import Parts
from assistant.cli import _HELP
from assistant.errors import ModelError, QuestionError
from assistant.models import prompts
from tests.models.scripted import asked_of, following, passages_of, saying

NOTES = """\
# Harbour

## Lighthouse

- The lighthouse of Kalmora has 417 steps.
- The lighthouse of Kalmora was built in 1871.

## Ferry

- The ferry to Osterholm takes 12 cars.

## Empty
"""


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    return Assistant.open(Settings.load(notes=folder / "notes.md", home=folder / "home"))


def everything(system: str, human: str) -> Iterator[str]:
    """Repeats every passage, and makes something up."""
    for number, text in passages_of(human).items():
        yield f"{text} [{number}]\n"
    yield "The mayor of Kalmora is 99 years old. [1]\n"


def test_the_kinds_of_the_command_are_those_there_are() -> None:
    assert tuple(kind.value for kind in Help) == _HELP


@pytest.mark.parametrize(("kind", "task"), [(Help.SIMPLER, prompts.SIMPLER), (Help.GUIDE, prompts.GUIDE)])
def test_a_section_is_explained_with_all_below_it(harbour: Assistant, kind: Help, task: str) -> None:
    model = following(everything)
    answer = Assistant(harbour.index, Parts(model=model)).explain(kind, "harbour")
    [(system, human)] = asked_of(model)
    assert task in system
    assert len(passages_of(human)) == 3
    assert [citation.anchor for citation in answer.citations] == ["lighthouse", "ferry"]
    assert "mayor" not in answer.text
    assert answer.generation is not None and answer.generation.used


def test_a_comparison_is_made_from_what_is_found(harbour: Assistant) -> None:
    model = following(everything)
    answer = Assistant(harbour.index, Parts(model=model)).explain(
        Help.COMPARE, "the lighthouse of Kalmora and the ferry to Osterholm"
    )
    assert prompts.COMPARE in asked_of(model)[0][0]
    assert {"417", "12"} <= set(answer.text.replace(".", " ").split())
    assert "mayor" not in answer.text


def test_what_the_notes_do_not_cover_is_not_compared(harbour: Assistant) -> None:
    model = following(everything)
    answer = Assistant(harbour.index, Parts(model=model)).explain(Help.COMPARE, "Bordeaux and Burgundy")
    assert (answer.text, asked_of(model)) == (REFUSAL, [])


def test_a_model_that_fails_leaves_the_notes_own_lines(harbour: Assistant) -> None:
    failing = Assistant(harbour.index, Parts(model=saying(httpx.ConnectError("refused"))))
    answer = failing.explain(Help.SIMPLER, "lighthouse")
    assert "417 steps" in answer.text
    assert "cannot be reached" in answer.note


@pytest.mark.parametrize("anchor", ["nowhere", "empty"])
def test_a_section_that_cannot_be_explained_is_named(harbour: Assistant, anchor: str) -> None:
    with pytest.raises(QuestionError):
        Assistant(harbour.index, Parts(model=saying(""))).explain(Help.GUIDE, anchor)


def test_without_a_model_nothing_is_explained(harbour: Assistant) -> None:
    with pytest.raises(ModelError, match="ASSISTANT_MODEL"):
        harbour.explain(Help.GUIDE, "lighthouse")
