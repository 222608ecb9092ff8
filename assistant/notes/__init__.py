"""Markdown notes become a library of sections and passages."""

from assistant.notes.citation import Citation, cite_passages
from assistant.notes.enriched import Written, enriched_file, enriched_files, has_enriched, write_enriched
from assistant.notes.reader import NotesFile, notes_hash, read_files, read_library
from assistant.notes.review import OpenQuestion, Review, ReviewQuestion, carriers_of, read_review, read_rows, review_files
from assistant.notes.section import Library, Passage, PassageKind, Section

__all__ = [
    "Citation",
    "Library",
    "NotesFile",
    "OpenQuestion",
    "Passage",
    "PassageKind",
    "Review",
    "ReviewQuestion",
    "Section",
    "Written",
    "carriers_of",
    "cite_passages",
    "enriched_file",
    "enriched_files",
    "has_enriched",
    "notes_hash",
    "read_files",
    "read_library",
    "read_review",
    "read_rows",
    "review_files",
    "write_enriched",
]
