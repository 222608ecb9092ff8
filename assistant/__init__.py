"""A study assistant over a student's own exam notes: cited answers, offline, with no key."""

from assistant.answering.answer import REFUSAL, Answer, AnswerPart, SectionLink, Statement
from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.notes import Citation
from assistant.settings import Settings

__all__ = [
    "REFUSAL",
    "Answer",
    "AnswerPart",
    "Assistant",
    "AssistantError",
    "Citation",
    "SectionLink",
    "Settings",
    "Statement",
]
