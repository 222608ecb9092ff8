"""Drafts a suite for notes of one's own, for a person to keep or drop.

Where the notes have review questions, or a chat model writes some, a draft is such a question with the figures and names of its
answer as facts. Else plain patterns find questions in the notes themselves: definitions, table cells, figures and short lists.
"""

from evals.drafting.draft import draft, pending, write
from evals.drafting.model import review_by_model
from evals.drafting.sift import sift

__all__ = ["draft", "pending", "review_by_model", "sift", "write"]
