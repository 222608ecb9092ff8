"""Measures how right the answers are, and how fast."""
