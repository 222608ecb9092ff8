"""Questions that ask for nothing but a topic of the notes: `what is Lambda?`, `explain NLB`, `SQS`."""

from __future__ import annotations

import re
from collections import Counter

from assistant.answering.subjects import spellings
from assistant.index.vocabulary import Vocabulary
from assistant.index.words import stem, terms_of
from assistant.notes import Library, Section

_ASKS_FOR_A_TOPIC = frozenset(
    stem(word)
    for word in (
        "what whats is are explain tell about define definition describe overview introduce introduction intro basics meaning "
        "mean means summary summarize summarise concept idea purpose short shortly briefly brief quick learn know notes say "
        "aws amazon service everything all overall basic detail details fact facts info information understand help key main "
        "exam test cheat sheet simple plain word words term terms english dont pls plz please point points topic revise recap"
    ).split()
)
_ASKS_MORE = re.compile(
    r"\bhow (?:much|many|long|often|big|large|fast|far|old)\b|\b(?:who|whose|when|where|why|which)\b"
    r"|^\W*(?:can|could|does|do|did|is|are|should|will|has|have)\b",
    re.I,
)


class Topics:
    """The topics that section titles name.

    Args:
        library: the notes.
        vocabulary: their words and acronyms.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._library = library
        self._vocabulary = vocabulary
        titles = Counter(section.title.lower() for section in library.sections)
        self._names: list[tuple[Section, frozenset[str], frozenset[str]]] = []
        for section in sorted(library.sections, key=lambda section: section.depth):
            if titles[section.title.lower()] > 1:
                continue
            above = frozenset(term for title in section.path for term in self._terms(title))
            for name in spellings(section.title):
                terms = frozenset(self._terms(name))
                if terms:
                    self._names.append((section, terms, above | terms))

    def find(self, question: str, scope: str | None = None) -> Section | None:
        """The section that introduces the topic of a question that asks for a topic and nothing else.

        Args:
            question: a question that stands alone.
            scope: anchor of the section to stay below.

        Returns:
            The section that the topic names, or the first below it that holds text; None where more is asked.
        """
        if _ASKS_MORE.search(question):
            return None
        asked = frozenset(self._terms(question))
        for section, named, known in self._names:
            if named <= asked <= known and (scope is None or scope == section.anchor or scope in section.ancestors):
                return self._with_text(section)
        return None

    def _terms(self, text: str) -> list[str]:
        return [term for term in terms_of(self._vocabulary.shortened(text)) if term not in _ASKS_FOR_A_TOPIC]

    def _with_text(self, section: Section) -> Section | None:
        below = self._library.within(section.anchor)
        return next((s for s in below if any(passage.quotable for passage in s.passages)), None)
