"""Errors a person can act on: each says what is wrong, where, and how to mend it."""

from __future__ import annotations


class AssistantError(Exception):
    """Base of every error that is shown to a person as one line."""


class SettingsError(AssistantError):
    """A setting cannot be used."""


class NotesError(AssistantError):
    """The notes cannot be read."""


class BrokenIndexError(AssistantError):
    """The index cannot be built or opened."""


class QuestionError(AssistantError):
    """A question cannot be taken."""


class QuizError(AssistantError):
    """A quiz cannot be made, read or written."""


class ProgressError(AssistantError):
    """What a student has done cannot be kept, read or found."""


class ModelError(AssistantError):
    """A chat model cannot be used."""


class ExamOverError(ProgressError):
    """An exam takes no more answers: its time is over, or it was handed in."""


class SignInError(ProgressError):
    """A student has to sign in first."""
