"""How old tables become those of this version, one file a step."""
