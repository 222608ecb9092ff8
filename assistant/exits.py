"""Exit status of every command."""

DONE, FAILED, WRONG_CALL = 0, 1, 2
