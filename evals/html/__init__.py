"""`report.html`: a report as one page for a person, with no asset of its own, for a browser or inside the web app."""

from evals.html.page import FILE, document, write

__all__ = ["FILE", "document", "write"]
