"""Sections become quiz items: written, checked, put together, graded, exported."""

from assistant.quiz.item import Difficulty, Item, Kind, item_id

__all__ = ["Difficulty", "Item", "Kind", "item_id"]
