"""Items from statements that hold a figure or a term: true or false, and with the figure or the term blanked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.notes import Passage, PassageKind
from assistant.quiz.draft import Draft
from assistant.quiz.figures import Figure, Measure, figures_of, is_named
from assistant.quiz.item import FALSE, TRUE, Difficulty, Kind
from assistant.quiz.knowledge import Knowledge
from assistant.quiz.names import Mention, Shape
from assistant.quiz.phrasing import BLANK, about
from assistant.quiz.writers.pools import figure_pool

_FEWEST_WORDS, _MOST_WORDS = 6, 32
_UNCLEAR = re.compile(
    r"^(?:it|its|they|their|this|these|those|then|also|but|so|and|or|otherwise|however|instead|there|e\.g|wrong|can|could|must"
    r"|may|might|should|would|will|does|do|is|are|was|were|has|have|not)\b|\b(?:here|above|below"
    r"|for example|e\.g|the former|the latter|see also|in this case|(?:all|any|every|the) other)\b",
    re.I,
)
_LEADS = 3
"""Words before a term that a statement is about, at most."""
_LONGEST_TERM = 4
"""Words of a term that is blanked, at most."""
_ARROWS = re.compile(r"[-=]>|→")
_ENUMERATES = re.compile(r", [^,]*\b(?:and|or) $")
_EXPANDS = re.compile(r"^\W*(?:is|stands|are|stand) (?:short )?for\b")
"""What spells a term out gives it away: its first letters are the term."""
_PRONOUN = re.compile(r"\b(?:it|its|they|their|them|this|these|those)\b", re.I)
_RUNS_ON = re.compile(r"([^\W_]+)[ \t]*\n\s*([A-Z]\w*)")
"""A line that ends without a mark, and one after it that starts like a sentence."""
_RATIO_BEFORE, _RATIO_AFTER = re.compile(r"\d\s*:\s*$"), re.compile(r"^\s*:\s*\d")
_LOOSE = re.compile(
    r"\b(?:about|roughly|approximately|around|approx|circa|nearly|almost|some|for example|such as|e\.g)\W*$", re.I
)

_AT_MOST = re.compile(
    r"\b(?:up to|at most|no more than|(?:less|fewer|lower) than|under|below|within|maximum of|a maximum)\s*$|[<≤]\s*$", re.I
)
_AT_LEAST = re.compile(
    r"\b(?:at least|no (?:less|fewer) than|(?:more|greater|higher) than|over|above|minimum of)\s*$|[>≥]\s*$", re.I
)
_BEYOND = re.compile(r"\W*(?:is |are |= ?|was |were )?too \w+", re.I)
"""What makes a greater or a smaller figure as true as the one that is stated."""


class StatementWriter:
    """Writes items from statements.

    Args:
        knowledge: the notes.
    """

    name = "statement"

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def write(self) -> Iterator[Draft]:
        """True/false and cloze items of each statement that is clear when read alone."""
        for passage in self._knowledge.passages:
            if not self._is_clear(passage):
                continue
            figures = figures_of(passage.text)
            if len(figures) == 1 and _is_fact(figures[0], passage.text):
                yield from self._with_figure(passage, figures[0])
            term = self._term(passage)
            if term:
                yield self._blanked(passage, term.start, term.end)

    def _is_clear(self, passage: Passage) -> bool:
        text = passage.text
        if passage.kind in (PassageKind.CODE, PassageKind.ROW) or text.endswith((":", "?")) or ". " in text:
            return False
        if not _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS or _UNCLEAR.search(text) or _ARROWS.search(text):
            return False
        if passage.lines[0] != passage.lines[1] and (text[-1].isalnum() or self._runs_on(passage)):
            return False  # lines of a list that became one, as far as one can tell
        pronoun = _PRONOUN.search(text)
        return pronoun is None or bool(self._knowledge.names.find(text[: pronoun.start()]))

    def _runs_on(self, passage: Passage) -> bool:
        text = self._knowledge.library.by_anchor[passage.anchor].text
        return any(f"{end} {start}" in passage.text for end, start in _RUNS_ON.findall(text))

    def _with_figure(self, passage: Passage, figure: Figure) -> Iterator[Draft]:
        yield self._blanked(passage, figure.start, figure.end if figure.measure is not Measure.COUNT else figure.bare.end)
        wrong = self._wrong(passage, figure)
        if not wrong:
            return
        seeded = random.Random(passage.text)  # noqa: S311
        true = seeded.random() < 0.5
        text = passage.text if true else passage.text[: figure.start] + seeded.choice(wrong) + passage.text[figure.end :]
        section = self._knowledge.library.by_anchor[passage.anchor]
        yield Draft(
            self.name,
            Kind.TRUE_FALSE,
            about(_sentence(text), section, self._knowledge),
            TRUE if true else FALSE,
            (passage,),
            options=(TRUE, FALSE),
            explanation=_sentence(passage.text),
            difficulty=Difficulty.EASY if true else Difficulty.MEDIUM,
        )

    def _wrong(self, passage: Passage, figure: Figure) -> list[str]:
        """Figures that the notes do not state in such a statement, the most plausible ones."""
        knowledge = self._knowledge
        rest = knowledge.asked(passage.text[: figure.start] + " " + passage.text[figure.end :])
        found = []
        if figure.measure is Measure.COUNT and figure.number == 1:
            return []  # what is counted stands in the singular
        before, after = passage.text[: figure.start], passage.text[figure.end :]
        if _BEYOND.match(after):
            return []
        most, least = _AT_MOST.search(before), _AT_LEAST.search(before)
        for text in figure_pool(figure, passage.anchor, knowledge)[:6]:
            other = figures_of(text)
            if not other or other[0].same(figure) or knowledge.has_figure(other[0].number, rest):
                continue
            follows = (most and other[0].value > figure.value) or (least and other[0].value < figure.value)
            if not follows:  # what is at most 5 is at most 7 as well
                found.append(text)
        return found[:3]

    def _term(self, passage: Passage) -> Mention | None:
        """A term that the notes set in bold and the statement explains, or a name in code that stands in it once."""
        bold = {word for match in re.finditer(r"\*\*([^*]+)\*\*|`([^`]+)`", passage.markdown) for word in match.groups() if word}
        mentions = self._knowledge.names.find(passage.text)
        for mention in mentions:
            text = passage.text[mention.start : mention.end]
            once = passage.text.lower().count(text.lower()) == 1
            others = [m for m in mentions if m.name.key != mention.name.key and self._knowledge.same(m.name.text, text)]
            leads = len(passage.text[: mention.start].split()) <= _LEADS or passage.text[mention.start - 1] in "(“"
            before, after = passage.text[: mention.start], passage.text[mention.end :]
            alone = len(text.split()) <= _LONGEST_TERM and not after.startswith((",", "-")) and not before.endswith(("-", ", "))
            alone = alone and not _EXPANDS.match(after) and not _ENUMERATES.search(before)
            if text in bold and once and not others and leads and alone and mention.name.shape is not Shape.CODE:
                return mention
        return None

    def _blanked(self, passage: Passage, start: int, end: int) -> Draft:
        section = self._knowledge.library.by_anchor[passage.anchor]
        key = passage.text[start:end]
        text = passage.text[:start] + BLANK + passage.text[end:]
        forms = self._knowledge.vocabulary.long_forms.get(key.lower()), self._knowledge.vocabulary.short_forms.get(key.lower())
        return Draft(
            self.name,
            Kind.CLOZE,
            about(_sentence(text), section, self._knowledge),
            key,
            (passage,),
            explanation=_sentence(passage.text),
            difficulty=Difficulty.HARD,
            accepted=tuple(form for form in forms if form),
        )


def _is_fact(figure: Figure, text: str) -> bool:
    """Whether a figure is stated as a fact: no part of a name (`Route 53`), a range or a ratio, in digits, and not just about."""
    spelled = figure.digits.isalpha() or (figure.measure is Measure.COUNT and "-" in figure.text)
    return not (
        is_named(figure, text)
        or spelled
        or text[figure.end :].startswith("+")
        or figure.part_of_range
        or _RATIO_BEFORE.search(text[: figure.start])
        or _RATIO_AFTER.match(text[figure.end :])
        or _LOOSE.search(text[: figure.start])
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", ")")) else f"{text}."
