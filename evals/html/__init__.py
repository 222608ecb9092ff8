"""`report.html` and `compare.html`: a report, and two side by side, each as one page for a person, with no asset of its own."""

from evals.html.comparison import write as write_comparison
from evals.html.page import FILE, document, write

__all__ = ["FILE", "document", "write", "write_comparison"]
