"""Explanations, guides and comparisons are cited and checked like answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import Event

import httpx
import pytest

from assistant import REFUSAL, Answer, Assistant, Settings
from assistant.answering.answer import Part
from assistant.answering.helping import Help
from assistant.answering.parts import Parts
from assistant.cli import _HELP
from assistant.errors import ModelError, QuestionError
from assistant.models import prompts
from tests.models.scripted import as_schema, asked_of, following, letters, passages_of, saying

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


SCENARIO = (
    "**Situation:**\nA company needs a ferry to Osterholm for 12 cars. [{ferry}]\n"
    "Situation: The company has 500 trucks of its own. [{ferry}]\n"
    "Question: Which option fits best?\n"
    "Answer: The ferry to Osterholm. [{ferry}]\n"
    "Why: The ferry to Osterholm takes 12 cars. [{ferry}]\n"
    "Why: The lighthouse of Kalmora has 9 lifts. [{ferry}]\n"
)


def scenario_of(harbour: Assistant, text: str, **options: bool) -> Answer:
    """What comes of a scenario; `{ferry}` in it is the number of the passage on the ferry."""

    def script(system: str, human: str) -> Iterator[str]:
        ferry = next(number for number, passage in passages_of(human).items() if "ferry" in passage)
        yield from letters(text.replace("{ferry}", str(ferry)))

    return Assistant(harbour.index, Parts(model=following(script, **options))).explain(Help.SCENARIO, "harbour")


def test_a_scenario_has_parts_each_checked(harbour: Assistant) -> None:
    answer = scenario_of(harbour, SCENARIO)
    assert [(statement.part, statement.markdown) for statement in answer.statements] == [
        (Part.SITUATION, "A company needs a ferry to Osterholm for 12 cars."),
        (Part.QUESTION, "Which option fits best?"),
        (Part.ANSWER, "The ferry to Osterholm."),
        (Part.WHY, "The ferry to Osterholm takes 12 cars."),
    ]
    assert {statement.anchors for statement in answer.statements} == {("ferry",)}
    assert "**Question**\n\n- Which option fits best? [ferry]" in answer.text
    assert answer.generation is not None
    assert (answer.generation.used, answer.generation.supported, answer.generation.removed) == (True, 4, 2)


@pytest.mark.parametrize("missing", ["Question: Which option fits best?\n", "Answer: The ferry to Osterholm. [{ferry}]\n"])
def test_a_scenario_that_lacks_a_part_is_not_shown(harbour: Assistant, missing: str) -> None:
    answer = scenario_of(harbour, SCENARIO.replace(missing, ""))
    assert not any(statement.part for statement in answer.statements)
    assert "417 steps" in answer.text
    assert "your notes' own lines" in answer.note


@pytest.mark.parametrize(
    "scene", ["wants a ferry that does not take 12 cars", "wants the ferry to Kiel", "wants 12 rare blue whales"]
)
def test_a_scene_states_nothing_that_the_notes_do_not(harbour: Assistant, scene: str) -> None:
    answer = scenario_of(harbour, SCENARIO.replace("Question:", f"Situation: Somebody {scene}. [{{ferry}}]\nQuestion:"))
    assert answer.statements[0].part is Part.SITUATION
    assert "Somebody" not in answer.text


def test_a_scenario_of_a_model_with_structured_output(harbour: Assistant) -> None:
    def script(system: str, human: str) -> Iterator[str]:
        ferry = next(number for number, passage in passages_of(human).items() if "ferry" in passage)
        lines = SCENARIO.replace("**Situation:**\n", "Situation: ").replace(" [{ferry}]", "").splitlines()
        yield from as_schema([(line, [ferry]) for line in lines])

    answer = Assistant(harbour.index, Parts(model=following(script, structured=True))).explain(Help.SCENARIO, "harbour")
    assert [statement.part for statement in answer.statements] == list(Part)


def test_help_comes_line_by_line_and_can_be_stopped(harbour: Assistant) -> None:
    stop = Event()

    def script(system: str, human: str) -> Iterator[str | float]:
        [(number, text), *_] = passages_of(human).items()
        yield f"{text} [{number}]\n"
        yield from [0.05] * 200

    helped = Assistant(harbour.index, Parts(model=following(script))).stream_help("guide", "lighthouse", stop)
    first = next(helped)
    assert first.statement is not None and first.answer is None
    stop.set()
    *_, last = helped
    assert last.answer is not None
    assert (last.answer.statements, last.answer.note) == ((first.statement,), "Stopped: this is what had come.")


def test_a_comparison_is_made_from_what_is_found(harbour: Assistant) -> None:
    model = following(everything)
    answer = Assistant(harbour.index, Parts(model=model)).explain(
        Help.COMPARE, "the lighthouse of Kalmora and the ferry to Osterholm"
    )
    assert prompts.COMPARE in asked_of(model)[0][0]
    assert {"417", "12"} <= set(answer.text.replace(".", " ").split())
    assert "mayor" not in answer.text


@pytest.mark.parametrize(
    "question",
    ["compare the lighthouse of Kalmora with the ferry to Osterholm", "the lighthouse of Kalmora vs the ferry to Osterholm"],
)
def test_a_question_that_compares_is_written_as_a_comparison(harbour: Assistant, question: str) -> None:
    model = following(everything)
    assert Assistant(harbour.index, Parts(model=model)).ask(question).answered
    [(system, human)] = asked_of(model)
    assert prompts.COMPARE in system
    assert {"417", "12"} <= set(re.findall(r"\d+", " ".join(passages_of(human).values())))


def test_another_question_is_not_written_as_a_comparison(harbour: Assistant) -> None:
    model = following(everything)
    Assistant(harbour.index, Parts(model=model)).ask("how many steps does the lighthouse of Kalmora have?")
    [(system, _)] = asked_of(model)
    assert prompts.ANSWER in system


def test_two_sections_are_compared_from_the_passages_of_both(harbour: Assistant) -> None:
    model = following(lambda system, human: [f"{' and '.join(text for text in passages_of(human).values())} [1][2][3]"])
    answer = Assistant(harbour.index, Parts(model=model)).explain(Help.COMPARE, "lighthouse", other="ferry")
    [(system, human)] = asked_of(model)
    assert prompts.COMPARE in system
    assert "Compare Harbour > Lighthouse with Harbour > Ferry." in human
    assert {citation.anchor for citation in answer.citations} == {"lighthouse", "ferry"}


def test_a_comparison_of_sections_that_fails_shows_both_in_the_notes_own_lines(harbour: Assistant) -> None:
    failing = Assistant(harbour.index, Parts(model=saying(httpx.ConnectError("refused"))))
    answer = failing.explain(Help.COMPARE, "lighthouse", other="ferry")
    assert [citation.anchor for citation in answer.citations] == ["lighthouse", "ferry"]
    assert "cannot be reached" in answer.note


@pytest.mark.parametrize(("other", "said"), [("nowhere", "nowhere"), ("empty", "no text"), ("ferry", "two sections")])
def test_sections_that_cannot_be_compared_are_named(harbour: Assistant, other: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        Assistant(harbour.index, Parts(model=saying(""))).explain(Help.COMPARE, "ferry", other=other)


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
