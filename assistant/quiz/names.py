"""The names that notes use: of things, tools, people and terms, each under all its spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assistant.index.vocabulary import Vocabulary
from assistant.index.words import STOP_WORDS, stem
from assistant.notes import Library, PassageKind

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_MARKED = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`")
_CASED = re.compile(
    r"(?<![\w`])[A-Z][\w@]*(?:[-/][A-Z0-9][\w@]*)*(?:(?: (?:of|for|de|and the|of the))? [A-Z][\w@]*(?:[-/][A-Z0-9][\w@]*)*)*"
)
_LONGEST = 5
"""Words that a name has at most."""


class Shape(StrEnum):
    """How a name is written; options of one item are written alike."""

    CODE = "code"
    PROPER = "proper"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the notes use.

    Attributes:
        text: its usual spelling.
        key: the stems of its words, long forms as their acronyms: the same for every spelling.
        shape: how it is written.
        count: how often the notes write it as a name.
    """

    text: str
    key: str
    shape: Shape
    count: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place of a text."""

    name: Name
    start: int
    end: int


def key_of(text: str) -> str:
    """The stems of a text's words, a space between them."""
    return " ".join(_stem(match[0]) for match in _TOKEN.finditer(text))


def _stem(word: str) -> str:
    return stem(word.lower().replace("’", "'").removesuffix("'s"))


class Names:
    """The names of a library.

    Args:
        library: the notes.
        vocabulary: their acronyms.
    """

    def __init__(self, library: Library, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        spellings: dict[str, Counter[str]] = {}
        forms: dict[str, str] = {}
        for text in _written(library):
            cleaned = re.sub(r"['’]s$", "", text.strip(" .,:;()\"'“”"))
            if not _is_name(cleaned):
                continue
            key = key_of(vocabulary.shortened(cleaned))
            spellings.setdefault(key, Counter())[cleaned] += 1
            forms.setdefault(key_of(cleaned), key)
        for short, long in vocabulary.long_forms.items():
            key = key_of(short)
            if key in spellings:
                forms.setdefault(key_of(long), key)
        self.by_key = {key: _name(key, counts) for key, counts in spellings.items()}
        self._forms = {form: self.by_key[key] for form, key in forms.items()}

    def find(self, text: str) -> list[Mention]:
        """The names in a text, in order, the longest at each place; capitals count."""
        tokens = list(_TOKEN.finditer(text))
        stems = [_stem(token[0]) for token in tokens]
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
                name = self._forms.get(" ".join(stems[at : at + size]))
                start, end = tokens[at].start(), tokens[at + size - 1].end()
                if name and _cased_alike(name, text[start:end]):
                    found.append(Mention(name, start, end))
                    at += size - 1
                    break
            at += 1
        return found

    def exact(self, text: str) -> Name | None:
        """The name that a text is, and nothing else."""
        return self._forms.get(key_of(text))


def _written(library: Library) -> Iterable[str]:
    for section in library.sections:
        yield re.sub(r"\s*\([^()]*\)", "", section.title)
        for passage in section.passages:
            if passage.kind is PassageKind.CODE or not passage.quotable:
                continue
            for match in _MARKED.finditer(passage.markdown):
                yield match[1] or f"`{match[2]}`"
            if passage.kind is PassageKind.ROW and passage.cells and len(passage.cells[0].split()) <= _LONGEST:
                yield passage.cells[0].replace("*", "")
            for match in _CASED.finditer(passage.text):
                before = passage.text[: match.start()].rstrip()
                first = not before or before[-1] in ".!?:;|"
                if not first or len(re.findall(r"[A-Z0-9]", match[0])) > 1:
                    yield match[0]


def _is_name(text: str) -> bool:
    words = _TOKEN.findall(text)
    if not 1 <= len(words) <= _LONGEST or len(text) < 2 or len(text) > 60:
        return False
    if text.startswith("`"):
        return bool(re.fullmatch(r"`[^\s=<>{}()*]{2,40}`", text)) and any(c.isalpha() for c in text)
    if all(word.lower() in STOP_WORDS or word.isdigit() for word in words):
        return False
    return words[0].lower() not in STOP_WORDS and words[-1].lower() not in STOP_WORDS and not re.search(r"[|;!?=<>,]", text)


def _name(key: str, counts: Counter[str]) -> Name:
    usual = min(counts, key=lambda text: (-counts[text], len(text), text))
    if usual.startswith("`"):
        shape = Shape.CODE
    elif re.search(r"[A-Z]", usual):
        shape = Shape.PROPER
    else:
        shape = Shape.TERM
    return Name(usual.strip("`"), key, shape, sum(counts.values()))


def _cased_alike(name: Name, text: str) -> bool:
    return name.shape is not Shape.PROPER or any(letter.isupper() for letter in text)
