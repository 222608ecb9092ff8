"""Review questions that a chat model writes for drafts, checked as `assistant enrich` checks them, and kept out of the index."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assistant.index import Progress
from assistant.models.enrich import Enricher
from assistant.models.opening import ChatModel
from assistant.models.questions import ReviewQuestions
from assistant.notes import Library, Review, enriched_files, read_review
from evals.suite import SuiteError


def review_by_model(model: ChatModel, library: Library, per_section: int, progress: Progress | None = None) -> Review:
    """Has a chat model write questions for every section that states something.

    They go to a folder of their own and nowhere else: in the index they would be matched with themselves.

    Args:
        model: the chat model.
        library: the notes.
        per_section: how many it writes for a section.
        progress: told how many sections are done.

    Raises:
        SuiteError: the model failed before it wrote any.
    """
    sections = [section for section in library.sections if any(passage.quotable for passage in section.passages)]
    with tempfile.TemporaryDirectory() as folder:
        done = Enricher(model, library, Path(folder), ReviewQuestions(), per_section).run(sections, progress)
        review = read_review(enriched_files(Path(folder), library), library)
    if not review.questions:
        reason = f" ({done.failure.trouble.value}): {done.failure.mend}" if done.failure else ": try another model."
        raise SuiteError(f"{model.name} wrote no question that its section answers{reason}")
    return review
