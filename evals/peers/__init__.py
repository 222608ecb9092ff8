"""Other ways to answer from notes, measured on the same suites: `python -m evals peers`."""
