"""What of the answering can be set or left out, so that it can be measured what each part adds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answering.confidence import Confidence
from assistant.answering.ranking import Weights

if TYPE_CHECKING:
    from assistant.models.opening import ChatModel


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that a chain is built of; the defaults are what a student gets.

    Attributes:
        weights: how much each ranking counts.
        topics: whether a question that asks for a topic and nothing else is looked up in the titles.
        halves: whether a question that asks two things is answered as two.
        reading: whether an answer takes in what answers best when it is read together with the question.
        confidence: judges whether the notes hold the answer; None for the fitted model that fits the notes.
        model: a chat model that words the answers; None for the notes' own words.
    """

    weights: Weights = field(default_factory=Weights)
    topics: bool = True
    halves: bool = True
    reading: bool = True
    confidence: Confidence | None = None
    model: ChatModel | None = None
