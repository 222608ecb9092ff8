"""What a text denies and what it states, and words of opposite meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.index.words import STOP_WORDS, stem

NEGATORS = frozenset(
    "not no never cannot without nor neither none nothing nobody unable rarely seldom hardly barely scarcely lacks lack".split()
)
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


def negates(word: str) -> bool:
    """Whether a word in lower case denies what stands beside it."""
    return word in NEGATORS or word.endswith("n't")


_STRONG = (
    (
        re.compile(r"\b(?:must|mandatory|obligatory|ha(?:s|ve) to)\b", re.I),
        re.compile(
            r"\b(?:must|mandatory|ha(?:s|ve) to|requir\w*|need\w*|necessary|only|shall|should|cannot|prerequisite)\b", re.I
        ),
    ),
    (
        re.compile(r"\b(?:only|solely|exclusively)\b", re.I),
        re.compile(r"\b(?:only|sole|solely|exclusiv\w*|just|single|alone|nothing|no|not|cannot|one|limited|restrict\w*)\b", re.I),
    ),
    (
        re.compile(r"\b(?:all|every|always|guarantee[sd]?|guaranteed|entirely)\b", re.I),
        re.compile(
            r"\b(?:all|every\w*|always|each|any\w*|whole|entire\w*|complete\w*|both|no|none|never|guarantee\w*|across|full\w*)\b",
            re.I,
        ),
    ),
)
"""Words that bind or take in everything, and those by one of which passages would say so too."""


def overstated(sentence: str, text: str) -> bool:
    """Whether a sentence says must, only or all where no passage says anything of the kind.

    Args:
        sentence: what is said, plain.
        text: the passages, plain.
    """
    return any(claim.search(sentence) and not ground.search(text) for claim, ground in _STRONG)
