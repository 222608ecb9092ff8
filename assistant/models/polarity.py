"""What a text denies and what it states, and words of opposite meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.index.words import STOP_WORDS, stem
from assistant.models.tokens import Line, content_of, lines_of, lines_of_all, negates, neighbours

_SCOPE = 5
"""Words after a negator that it speaks about."""
_ENDS_SCOPE = re.compile(
    r"[.;:!?()]|,\s|\b(?:but|however|while|whereas|although|though|instead|because|since|so|only|just|and)\b", re.I
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.;:!?(),]")

OPPOSITES = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in pair.split("|"))
    for pair in (
        "synchronous synchronously|asynchronous asynchronously async",
        "public publicly|private privately",
        "inbound incoming ingress|outbound outgoing egress",
        "maximum max|minimum min",
        "increase increases increased|decrease decreases decreased",
        "enable enabled enables|disable disabled disables",
        "encrypted encrypt encrypts encryption|unencrypted",
        "stateful|stateless",
        "managed|unmanaged",
        "before|after",
        "above|below",
        "more|less fewer",
        "higher|lower",
        "faster|slower",
        "cheaper cheap|expensive",
        "allow allows allowed|deny denies denied forbid forbids forbidden",
        "mutable|immutable",
        "internal|external",
        "automatic automatically|manual manually",
        "same|different",
        "always|never",
        "first|last",
        "vertical vertically|horizontal horizontally",
        "permanent permanently|temporary temporarily ephemeral",
        "true|false",
        "mandatory required|optional",
        "unlimited|limited",
        "most|least",
        "north|south",
        "east|west",
        "exothermic|endothermic",
        "supported supports|unsupported",
        "static statically|dynamic dynamically",
        "active|passive inactive",
        "low|high",
        "start starts started|stop stops stopped",
        "primary|secondary",
        "symmetric|asymmetric",
        "strong strongly|eventual eventually",
        "include includes included|exclude excludes excluded",
        "accept accepts accepted|reject rejects rejected",
        "attach attaches attached|detach detaches detached",
        "short shorter|long longer",
        "small smaller|large larger big bigger",
        "fixed|variable",
        "hot|cold",
        "regional|global",
        "read reads|write writes",
        "source|destination target",
        "old older|new newer",
        "online|offline",
        "open|closed",
        "success succeeds|failure fails",
        "free|paid charged",
        "client|server",
        "rise rises|fall falls",
    )
)


@dataclass(frozen=True, slots=True)
class Polarity:
    """Stems that a text negates, and stems that it states.

    Attributes:
        negated: content words within reach of a negator, reach by reach.
        stated: all other content words.
    """

    negated: tuple[frozenset[str], ...]
    stated: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Polarity:
        """Reads a plain text."""
        reaches: list[frozenset[str]] = []
        stated: set[str] = set()
        reach: list[str] | None = None
        left = 0
        for match in _TOKEN.finditer(text):
            word = match[0].lower().replace("’", "'")
            if reach is not None and (left <= 0 or _ENDS_SCOPE.fullmatch(match[0]) or match[0] == ","):
                reaches.append(frozenset(reach))
                reach = None
            if negates(word):
                if reach is not None:
                    reaches.append(frozenset(reach))
                reach, left = [], _SCOPE
            elif word[0].isalnum() and word not in STOP_WORDS:
                root = stem(word.removesuffix("'s"))
                if reach is None:
                    stated.add(root)
                else:
                    reach.append(root)
                    left -= 1
        if reach is not None:
            reaches.append(frozenset(reach))
        return cls(tuple(reached for reached in reaches if reached), frozenset(stated))

    @property
    def all_negated(self) -> frozenset[str]:
        """Every stem that is negated somewhere."""
        return frozenset().union(*self.negated)


_STRONG = (
    (
        re.compile(r"must|mandatory|obligatory"),
        re.compile(r"must|mandatory|requir\w*|need\w*|necessary|only|shall|should|cannot|prerequisite"),
    ),
    (
        re.compile(r"only|solely|exclusively"),
        re.compile(
            r"only|sole|solely|exclusiv\w*|just|single|alone|nothing|no|not|cannot|can't|doesn't|don't|limited|restrict\w*|unless"
            r"|except|must"
        ),
    ),
    (
        re.compile(r"always|guaranteed?|guarantees"),
        re.compile(r"always|all|every\w*|each|any\w*|never|whenever|guarantee\w*|must"),
    ),
    (
        re.compile(r"all|every|entirely"),
        re.compile(
            r"all|every\w*|always|each|any\w*|whole|entire\w*|complete\w*|both|no|none|never|guarantee\w*|across|full\w*|whenever"
        ),
    ),
)
"""Words that bind or take in everything, and those by one of which passages would say so too."""

_BEFORE, _BEHIND = 2, 3
"""Words with content before a strong word, and behind it, that it is said of."""

_AROUND = 6
"""Words before and behind a passage's own strong word within which it is said of the same."""

_SAME = 2
"""Words that the two must share."""

_MORE = 1
"""Words and signs beside such a run that still belong to it."""

_REPEATED = 3
"""Words around a strong word by which a sentence repeats a passage: there the passage has such a word, or says nothing of it."""


def overstated(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a sentence says must, only or all where no passage says anything of the kind of the same.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    given = lines_of_all(passages)
    lines = lines_of(re.sub(r"\bha(?:s|ve) to\b", "must", sentence))
    return any(
        claim.fullmatch(token.word) and not token.joined and not _grounded(line, at, ground, given)
        for claim, ground in _STRONG
        for line in lines
        for at, token in enumerate(line)
    )


def _grounded(line: Line, at: int, ground: re.Pattern[str], given: Sequence[Line]) -> bool:
    """Whether a strong word of a sentence is said of the same in the passages."""
    before, behind = content_of(line[:at])[-_BEFORE:], content_of(line[at + 1 :])
    if not before and not behind:
        return True
    repeated = (*before, *behind[:_BEFORE])
    if len(repeated) >= _REPEATED:
        spans = [span for other in given for span in _spans(other, repeated, _MORE)]
        if spans:
            return any(_strong(span, there, ground) for span in spans for there in range(len(span)))
    said_of = {*before, *behind[:_BEHIND]}
    return any(_says_so(other, ground, said_of) for other in given)


def _says_so(line: Line, ground: re.Pattern[str], said_of: set[str]) -> bool:
    """Whether a line of a passage has a word of the kind near words that a sentence says it of, figures and signs aside."""
    words = tuple(token for token in line if token.word[0].isalpha())
    for at in range(len(words)):
        if _strong(words, at, ground):
            near = content_of(words[max(0, at - _AROUND) : at + _AROUND + 1])
            if len(said_of.intersection(near)) >= min(_SAME, len(said_of)):
                return True
    return False


def _spans(line: Line, stems: Sequence[str], more: int = 0) -> Iterator[Line]:
    """The parts of a line whose words with content are these, with all between them, and so many tokens more on each side."""
    places = [at for at, token in enumerate(line) if token.content]
    for first in range(len(places) - len(stems) + 1):
        within = places[first : first + len(stems)]
        if all(line[at].stem == stem for at, stem in zip(within, stems, strict=True)):
            yield line[max(0, within[0] - more) : within[-1] + 1 + more]


def _strong(line: Line, at: int, ground: re.Pattern[str]) -> bool:
    has_to = line[at].word in ("has", "have") and line[at + 1 : at + 2] != () and line[at + 1].word == "to"
    return has_to or ground.fullmatch(line[at].word) is not None


_RUN = 3
"""Words with content one behind the other by which a sentence repeats a passage."""


def negation_moved(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a run of words has a negator in it where the passages have the same run without, or the other way round.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    given = lines_of_all(passages)
    for line in lines_of(sentence):
        places = [at for at, token in enumerate(line) if token.content]
        for first, last in zip(places, places[_RUN - 1 :], strict=False):
            own = line[first : last + 1]
            spans = (span for other in given for span in _spans(other, content_of(own)))
            denied = {_denies(span) for span in spans if abs(len(span) - len(own)) <= 1}
            if denied and _denies(own) not in denied:
                return True
    return False


def _denies(tokens: Line) -> bool:
    return any(negates(token.word) for token in tokens)


_SIDES: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
"""By a stem, each pair of opposites that it is in: its own side, and the other."""
for _one, _other in OPPOSITES:
    for _mine, _theirs in ((_one, _other), (_other, _one)):
        for _word in _mine:
            _SIDES.setdefault(_word, []).append((_mine, _theirs))


def opposites(word: str) -> frozenset[str]:
    """Stems of the opposites of a stem."""
    return frozenset().union(*(theirs for _, theirs in _SIDES.get(word, ())))


def turned_beside(sentence: str, passages: Sequence[str]) -> bool:
    """Whether a word stands beside another where the passages have only its opposite beside that: `features disabled`.

    Args:
        sentence: what is said, plain.
        passages: plain.
    """
    given = lines_of_all(passages)
    for line in lines_of(sentence):
        for at, token in enumerate(line):
            for mine, theirs in _SIDES.get(token.stem, ()):
                own = neighbours(line, at)
                if own & _all_beside(theirs, given) and not own & _all_beside(mine, given):
                    return True
    return False


def _all_beside(words: frozenset[str], lines: Sequence[Line]) -> frozenset[tuple[int, str]]:
    """What stands beside any of these words, wherever it does."""
    found = (neighbours(line, at) for line in lines for at, token in enumerate(line) if token.stem in words)
    return frozenset().union(*found)
