"""The web app: a chat with the notes, and a page to read them. Gradio is imported when it is built, not before."""

from assistant.web.app import build, main

__all__ = ["build", "main"]
