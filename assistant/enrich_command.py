"""`assistant enrich`: a chat model writes questions for one's own notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError
from assistant.exits import FAILED
from assistant.progress_bar import progress_bar

if TYPE_CHECKING:
    from assistant.models.enrich import Enriched, Estimate, Task
    from assistant.models.opening import ChatModel
    from assistant.notes import Library, Section, Written
    from assistant.settings import Settings


def enrich(
    quiz: Annotated[bool, typer.Option("--quiz", help="Write multiple-choice questions for the quiz instead.")] = False,
    count: Annotated[int, typer.Option(help="Questions a section.", min=1, max=20)] = 6,
    scope: Annotated[str, typer.Option(help="Anchor of the section to stay below.", metavar="ANCHOR")] = "",
    parallel: Annotated[int, typer.Option(help="Sections that the model is asked about at once.", min=1, max=16)] = 1,
    again: Annotated[bool, typer.Option(help="Write anew what was written before.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before it begins.")] = False,
) -> None:
    """Have the chat model write questions for your notes.

    Review questions are matched with what is asked, and quizzed; with --quiz, multiple-choice questions join the quiz.
    """
    from assistant.models.enrich import Enricher
    from assistant.models.opening import open_model
    from assistant.notes import Written, read_library
    from assistant.settings import Settings

    settings = Settings.load()
    written = Written.QUIZ if quiz else Written.REVIEW
    questions = f"{written} questions"
    model = open_model(settings)
    if model is None:
        raise AssistantError(
            f"{questions.capitalize()} are written by a chat model: set ASSISTANT_MODEL, such as ollama:llama3.1."
        )
    library = read_library(settings.notes)
    sections = _sections(settings, library, written, scope, again=again)
    if not sections:
        print(f"Every section with text has {questions} already.")
        return
    enricher = Enricher(model, library, settings.home, _task(settings, written), count)
    if not _agreed(enricher.estimate(sections), model, yes=yes):
        return
    with progress_bar(f"Writing {questions}") as progress:
        done = enricher.run(sections, progress, parallel)
    _tell(done, questions)
    if quiz and done.rejected and done.sections:
        print("Of sections that have some now, `assistant quiz --rejected` lists what broke a rule.")
    if done.failure:
        raise AssistantError(
            f"{done.failure.trouble.value}: {done.failure.mend}. What was written is kept; the next run goes on from here."
        )
    if done.failed or done.empty:
        print(f"No questions for {len(done.failed) + len(done.empty)} sections: run it again to try them again.")
        raise typer.Exit(FAILED)


def _sections(settings: Settings, library: Library, written: Written, scope: str, *, again: bool) -> list[Section]:
    from assistant.models.enrich import to_enrich
    from assistant.notes import Written, read_review, review_files

    have = read_review(review_files(settings.notes, library.files), library).by_section if written is Written.REVIEW else ()
    return to_enrich(library, settings.home, written, scope or None, have=have, again=again)


def _task(settings: Settings, written: Written) -> Task:
    from assistant.notes import Written

    if written is Written.REVIEW:
        from assistant.models.questions import ReviewQuestions

        return ReviewQuestions()
    from assistant.index import open_index
    from assistant.quiz.drafting import QuizDrafts
    from assistant.quiz.knowledge import Knowledge

    with progress_bar() as progress:
        return QuizDrafts(Knowledge(open_index(settings, progress)))


def _agreed(estimate: Estimate, model: ChatModel, *, yes: bool) -> bool:
    """Says what it will take, and asks whether to begin.

    Raises:
        AssistantError: there is nobody to ask.
    """
    price = f", about {estimate.cost:.2f} at the prices of the settings" if estimate.cost else ""
    print(
        f"{estimate.sections} sections: about {estimate.tokens_in:,} tokens read and {estimate.tokens_out:,} written "
        f"by {model.name}{price}.",
        flush=True,
    )
    if not yes and not sys.stdin.isatty():
        raise AssistantError("Say --yes to begin without being asked.")
    return yes or typer.confirm("Begin?", default=True)


def _tell(done: Enriched, questions: str) -> None:
    dropped = ", ".join(f"{number} ({reason})" for reason, number in done.rejected.most_common())
    print(f"{done.kept} {questions} kept for {done.sections} sections" + (f"; left out: {dropped}" if dropped else "") + ".")
    print(f"{done.tokens_in:,} tokens read, {done.tokens_out:,} written.")
