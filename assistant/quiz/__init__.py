"""Sections become quiz items: written, checked, put together, graded, exported."""

from assistant.quiz.assemble import Wish, assemble, shortfall
from assistant.quiz.bank import Bank, bank_of, open_bank
from assistant.quiz.grading import Grade, grade
from assistant.quiz.item import Difficulty, Item, Kind, item_id

__all__ = [
    "Bank",
    "Difficulty",
    "Grade",
    "Item",
    "Kind",
    "Wish",
    "assemble",
    "bank_of",
    "grade",
    "item_id",
    "open_bank",
    "shortfall",
]
