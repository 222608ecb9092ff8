"""Markdown notes become a library of sections and passages."""

from assistant.notes.reader import NotesFile, notes_hash, read_files, read_library
from assistant.notes.section import Library, Passage, PassageKind, Section

__all__ = ["Library", "NotesFile", "Passage", "PassageKind", "Section", "notes_hash", "read_files", "read_library"]
