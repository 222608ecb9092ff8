"""The styles and scripts that come along with the package."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static"
PREFIX = "/web"


@cache
def text_of(name: str) -> str:
    """The text of one of the files."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def address_of(name: str) -> str:
    """Where browsers find a file; it changes with what is in it, so that no old one is shown."""
    return f"{PREFIX}/{name}?{hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"


def head_of(*names: str) -> str:
    """The lines of a page's head that load the icon, and these styles and scripts in their order."""
    return "\n".join([f'<link rel="icon" href="{address_of("icon.svg")}" type="image/svg+xml">', *map(_tag, names)])


def _tag(name: str) -> str:
    if name.endswith(".css"):
        return f'<link rel="stylesheet" href="{address_of(name)}">'
    return f'<script src="{address_of(name)}"></script>'
